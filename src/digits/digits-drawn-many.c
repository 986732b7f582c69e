/* SPDX-License-Identifier: MIT */
#include "digits/digits-drawn.h"

#include <pthread.h>
#include <stdatomic.h>

#define MAX_THREADS 64
#define PORTION     8 /* drawings that a thread takes at a time */

typedef struct {
  uint64_t seed;
  const uint64_t *indices;
  size_t n;
  uint8_t *pixels, *labels;
  atomic_size_t next;
  atomic_int status;
} Work;

static void *
draw_all (void *data)
{
  Work *work = data;
  size_t first;

  while ((first = atomic_fetch_add (&work->next, PORTION)) < work->n)
    for (size_t i = first; i < work->n && i < first + PORTION; i++)
      if (digits_drawn_image (work->seed, work->indices[i], work->pixels + i * DIGITS_PIXELS,
                              &work->labels[i]) < 0)
        atomic_store (&work->status, -1);
  return NULL;
}

int
digits_drawn_images (uint64_t seed, const uint64_t *indices, size_t n, uint8_t *pixels,
                     uint8_t *labels, int n_threads)
{
  Work work = { .seed = seed, .indices = indices, .n = n, .pixels = pixels, .labels = labels };
  pthread_t threads[MAX_THREADS];
  int n_others = 0;

  while (n_others < n_threads - 1 && n_others < MAX_THREADS && (size_t) n_others * PORTION < n &&
         pthread_create (&threads[n_others], NULL, draw_all, &work) == 0)
    n_others++;
  draw_all (&work);
  while (n_others > 0)
    pthread_join (threads[--n_others], NULL);
  return atomic_load (&work.status);
}
