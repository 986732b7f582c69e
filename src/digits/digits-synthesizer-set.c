/* SPDX-License-Identifier: MIT */
#include "digits/digits-synthesizer.h"

#include <pthread.h>
#include <stdbool.h>

#define MAX_THREADS 64
#define PORTION     32 /* images between two looks at the stop flag: some 2 ms */

typedef struct {
  uint64_t seed;
  const DigitsStyle *style;
  DigitsImages *training, *test;
  const DigitsWatch *watch;
  atomic_size_t next, done; /* images of both sets, training first */
  atomic_bool failed;
} Work;

static bool
must_stop (Work *work)
{
  const atomic_bool *stop = work->watch ? work->watch->stop : NULL;

  return atomic_load (&work->failed) || (stop && atomic_load (stop));
}

/* Image i of both sets. */
static int
draw (const Work *work, size_t i)
{
  bool test = i >= work->training->n;
  const DigitsImages *images = test ? work->test : work->training;
  size_t at = test ? i - work->training->n : i;

  return digits_synthesize (work->seed, test ? DIGITS_SYNTHETIC_FIRST_TEST + at : at, work->style,
                            images->pixels + at * DIGITS_PIXELS, images->labels + at);
}

/* Draws the next portion; false where there is none or the work must stop. */
static bool
draw_portion (Work *work, size_t n)
{
  size_t first = atomic_fetch_add (&work->next, PORTION);
  size_t end = first + PORTION < n ? first + PORTION : n;

  if (first >= n || must_stop (work))
    return false;
  for (size_t i = first; i < end; i++)
    if (draw (work, i) < 0)
      atomic_store (&work->failed, true);
  atomic_fetch_add (&work->done, end - first);
  return true;
}

static void *
draw_all (void *data)
{
  Work *work = data;

  while (draw_portion (work, work->training->n + work->test->n))
    continue;
  return NULL;
}

/* The calling thread's share of the work, telling how far all have come. */
static void
draw_and_tell (Work *work)
{
  const DigitsWatch *watch = work->watch;
  size_t n = work->training->n + work->test->n, told = 0;

  while (draw_portion (work, n)) {
    size_t done = atomic_load (&work->done);

    if (watch && watch->progress && done < n && (done - told) >= (n + 99) / 100) {
      told = done;
      watch->progress ((double) done / (double) n, watch->data);
    }
  }
}

static void
run (Work *work, int n_threads)
{
  pthread_t threads[MAX_THREADS];
  int n = 0;

  while (n < n_threads - 1 && n < MAX_THREADS &&
         pthread_create (&threads[n], NULL, draw_all, work) == 0)
    n++;
  draw_and_tell (work);
  while (n > 0)
    pthread_join (threads[--n], NULL);
}

static int
finish (Work *work, DigitsError *error)
{
  const DigitsWatch *watch = work->watch;

  if (atomic_load (&work->failed)) {
    digits_error_set (error, DIGITS_ERROR_MEMORY, "No memory to draw digits");
    return -1;
  }
  if (atomic_load (&work->done) < work->training->n + work->test->n) {
    digits_error_set (error, DIGITS_ERROR_STOPPED, "The drawing of digits was stopped");
    return -1;
  }
  if (watch && watch->progress)
    watch->progress (1, watch->data);
  return 0;
}

DigitsSet *
digits_synthesize_set (uint64_t seed, size_t n_training, size_t n_test, size_t validation_size,
                       const DigitsStyle *style, int n_threads, const DigitsWatch *watch,
                       DigitsError *error)
{
  Work work = { .seed = seed, .style = style, .watch = watch };

  if (validation_size >= n_training && n_training) {
    digits_error_set (error, DIGITS_ERROR_SIZE,
                      "%zu validation images leave none of %zu to train with", validation_size,
                      n_training);
    return NULL;
  }
  work.training = digits_images_new (n_training, DIGITS_SIDE, DIGITS_SIDE, error);
  if (work.training)
    work.test = digits_images_new (n_test, DIGITS_SIDE, DIGITS_SIDE, error);
  if (work.test) {
    run (&work, n_threads);
    if (finish (&work, error) == 0)
      return digits_set_new ("synthetic", work.training, work.test, validation_size, error);
  }
  digits_images_unref (work.training);
  digits_images_unref (work.test);
  return NULL;
}
