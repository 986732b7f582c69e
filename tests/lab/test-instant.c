/* SPDX-License-Identifier: MIT */
#include "lab/nabla-instant.h"
#include "lab/nabla-run.h"

#include "app/await.h"
#include "small-data.h"

#include <math.h>

#define EPOCHS 6

static NablaDataSet *data_set;

typedef struct {
  GArray *complete; /* of NablaInstantCurve */
  guint said;
} Heard;

static void
on_curve (Heard *heard, const NablaInstantCurve *curve)
{
  heard->said++;
  if (curve->complete)
    g_array_append_val (heard->complete, *curve);
}

static NablaInstant *
listen (Heard *heard)
{
  g_autoptr (GError) error = NULL;
  NablaInstant *instant = nabla_instant_new (EPOCHS, &error);
  g_assert_no_error (error);
  heard->complete = g_array_new (FALSE, FALSE, sizeof (NablaInstantCurve));
  heard->said = 0;
  g_signal_connect_swapped (instant, "curve", G_CALLBACK (on_curve), heard);
  return instant;
}

static NablaInstantCurve
last_of (const Heard *heard)
{
  return g_array_index (heard->complete, NablaInstantCurve, heard->complete->len - 1);
}

static NablaHyperParameters
some_set_up (double learning_rate)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.layers[1] = 8;
  set_up.learning_rate = learning_rate;
  return set_up;
}

static void
assert_same (const NablaInstantCurve *a, const NablaInstantCurve *b)
{
  g_assert_cmpint (a->n, ==, EPOCHS);
  g_assert_cmpint (b->n, ==, EPOCHS);
  for (int i = 0; i < EPOCHS; i++) {
    g_assert_cmpfloat (a->epochs[i].cost, ==, b->epochs[i].cost);
    g_assert_cmpfloat (a->epochs[i].validation_accuracy, ==, b->epochs[i].validation_accuracy);
  }
}

static void
test_same_set_up_gives_the_same_curve (void)
{
  Heard heard;
  NablaInstant *instant = listen (&heard);
  NablaHyperParameters set_up = some_set_up (0.5), other = some_set_up (3);
  nabla_instant_request (instant, &set_up, data_set);
  AWAIT (heard.complete->len == 1);
  NablaInstantCurve first = last_of (&heard);
  nabla_instant_request (instant, &other, data_set);
  AWAIT (heard.complete->len == 2);
  NablaInstantCurve between = last_of (&heard);
  nabla_instant_request (instant, &set_up, data_set);
  AWAIT (heard.complete->len == 3);
  NablaInstantCurve again = last_of (&heard);
  assert_same (&first, &again);
  g_assert_cmpfloat (first.epochs[0].cost, !=, between.epochs[0].cost);
  g_assert_cmpfloat (first.epochs[EPOCHS - 1].cost, <, first.epochs[0].cost);
  g_assert_finalize_object (instant);
  g_array_unref (heard.complete);
}

static void
test_is_a_run_of_its_set_up (void)
{
  Heard heard;
  NablaInstant *instant = listen (&heard);
  NablaHyperParameters set_up = some_set_up (0.5);
  set_up.l2 = 4;
  nabla_instant_request (instant, &set_up, data_set);
  NablaHyperParameters small = nabla_trial_set_up (&set_up, data_set, EPOCHS);
  gsize all = nabla_data_set_get_part (data_set, DIGITS_TRAINING).n;
  g_assert_cmpint (small.train_size, ==, NABLA_TRIAL_IMAGES);
  g_assert_cmpfloat_with_epsilon (small.l2 / NABLA_TRIAL_IMAGES, set_up.l2 / (double) all, 1e-12);
  g_autoptr (NablaRun) run = nabla_run_new (&small, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_validation_images (run, NABLA_TRIAL_IMAGES);
  g_assert_true (nabla_run_start (run, NULL));
  AWAIT (nabla_run_is_finished (run) && heard.complete->len == 1);
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  NablaInstantCurve curve = last_of (&heard);
  g_assert_cmpuint (n, ==, EPOCHS);
  for (gsize i = 0; i < n; i++) {
    g_assert_cmpfloat (records[i].figures[0], ==, curve.epochs[i].cost);
    g_assert_cmpfloat (records[i].figures[1], ==, curve.epochs[i].accuracy);
    g_assert_cmpfloat (records[i].figures[3], ==, curve.epochs[i].validation_accuracy);
  }
  g_assert_finalize_object (instant);
  g_array_unref (heard.complete);
}

static void
test_the_newest_wins (void)
{
  Heard heard;
  NablaInstant *instant = listen (&heard);
  guint last = 0;
  for (int i = 0; i < 50; i++) {
    NablaHyperParameters set_up = some_set_up (0.1 + i);
    last = nabla_instant_request (instant, &set_up, data_set);
  }
  AWAIT (heard.complete->len > 0 && last_of (&heard).request == last);
  settle ();
  g_assert_cmpuint (last_of (&heard).request, ==, last);
  g_assert_cmpfloat (last_of (&heard).hyper_parameters.learning_rate, ==, 49.1);
  g_assert_cmpint (last_of (&heard).n, ==, EPOCHS);
  g_assert_cmpuint (heard.complete->len, <, 50); /* those in between were left out */
  g_assert_finalize_object (instant);
  g_array_unref (heard.complete);
}

static void
test_slow_ones_give_way (void)
{
  Heard heard;
  NablaInstant *instant = listen (&heard);
  NablaHyperParameters slow = some_set_up (0.5), fast = some_set_up (0.5);
  slow.layers[1] = 8000;
  slow.mini_batch = 1;
  guint first = nabla_instant_request (instant, &slow, data_set);
  g_usleep (150000);
  guint last = nabla_instant_request (instant, &fast, data_set);
  AWAIT (heard.complete->len == 2);
  const NablaInstantCurve *curve = &g_array_index (heard.complete, NablaInstantCurve, 0);
  g_assert_cmpuint (curve->request, ==, first);
  g_assert_cmpint (curve->status, ==, NN_STOPPED);
  g_assert_cmpint (curve->n, <, EPOCHS);
  g_assert_cmpuint (last_of (&heard).request, ==, last);
  g_assert_finalize_object (instant);
  g_array_unref (heard.complete);
}

static void
test_divergence_is_known (void)
{
  Heard heard;
  NablaInstant *instant = listen (&heard);
  NablaHyperParameters set_up = some_set_up (0.5);
  set_up.l2 = 1e7; /* every step multiplies the weights by −1999 */
  nabla_instant_request (instant, &set_up, data_set);
  AWAIT (heard.complete->len == 1);
  g_assert_cmpint (last_of (&heard).status, ==, NN_DIVERGED);
  g_assert_finalize_object (instant);
  g_array_unref (heard.complete);
}

/* Joined, and nothing that it would have said is left. */
static void
test_ends_while_it_trains (void)
{
  Heard heard;
  NablaInstant *instant = listen (&heard);
  NablaHyperParameters set_up = some_set_up (0.5);
  set_up.layers[1] = 8000;
  nabla_instant_request (instant, &set_up, data_set);
  g_usleep (20000);
  g_assert_finalize_object (instant);
  settle ();
  g_assert_cmpuint (heard.said, ==, 0);
  g_array_unref (heard.complete);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (3000, 100);
  g_test_add_func ("/lab/instant/same-set-up-gives-the-same-curve",
                   test_same_set_up_gives_the_same_curve);
  g_test_add_func ("/lab/instant/is-a-run-of-its-set-up", test_is_a_run_of_its_set_up);
  g_test_add_func ("/lab/instant/the-newest-wins", test_the_newest_wins);
  g_test_add_func ("/lab/instant/slow-ones-give-way", test_slow_ones_give_way);
  g_test_add_func ("/lab/instant/divergence-is-known", test_divergence_is_known);
  g_test_add_func ("/lab/instant/ends-while-it-trains", test_ends_while_it_trains);
  return g_test_run ();
}
