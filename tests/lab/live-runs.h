/* SPDX-License-Identifier: MIT */
/* live-runs.h: what tests of runs share: quick runs, waiting for them, comparing them. */
#pragma once

#include "lab/nabla-run.h"

#include <string.h>

static inline NablaHyperParameters
live_set_up (int epochs)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.layers[1] = 12;
  set_up.epochs = epochs;
  return set_up;
}

#define LIVE_WAIT(condition)                                                                       \
  while (!(condition))                                                                             \
  g_main_context_iteration (NULL, TRUE)

static inline void
live_start (NablaRun *run)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_run_start (run, &error));
  g_assert_no_error (error);
}

/* To its end. */
static inline NablaRun *
live_run_monitored (const NablaHyperParameters *set_up, NablaDataSet *data_set,
                    NablaMonitors monitors)
{
  NablaRun *run = nabla_run_new (set_up, data_set, monitors);
  live_start (run);
  LIVE_WAIT (nabla_run_is_finished (run));
  return run;
}

static inline NablaRun *
live_run_to_the_end (const NablaHyperParameters *set_up, NablaDataSet *data_set)
{
  return live_run_monitored (set_up, data_set, NABLA_MONITOR_DEFAULT);
}

static inline gboolean
live_same_network (const NnNetwork *a, const NnNetwork *b)
{
  gboolean same = nn_network_same_shape (a, b);
  for (int l = 0; same && l < a->n_layers; l++) {
    gsize n_out = (gsize) a->sizes[l + 1], n = n_out * (gsize) a->sizes[l];
    g_autofree float *weights_a = g_new (float, n), *weights_b = g_new (float, n);
    g_autofree float *biases_a = g_new (float, n_out), *biases_b = g_new (float, n_out);
    nn_network_get_layer (a, l, weights_a, biases_a);
    nn_network_get_layer (b, l, weights_b, biases_b);
    same = memcmp (weights_a, weights_b, n * sizeof (float)) == 0 &&
           memcmp (biases_a, biases_b, n_out * sizeof (float)) == 0;
  }
  return same;
}

static inline gboolean
live_same_parameters (NablaRun *a, NablaRun *b)
{
  NnNetwork *x = nabla_run_ref_snapshot (a), *y = nabla_run_ref_snapshot (b);
  gboolean same = live_same_network (x, y);
  nn_network_unref (x);
  nn_network_unref (y);
  return same;
}

/* The records of `later` are those of `run` from its own first epoch on. */
static inline void
live_assert_same_records (NablaRun *run, NablaRun *later)
{
  gsize n, n_later;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  const NablaRecord *ends = nabla_run_get_records (later, &n_later);
  gsize before = (gsize) nabla_run_get_first_epoch (later);
  g_assert_cmpuint (n_later, ==, n - before);
  for (gsize i = 0; i < n_later; i++) {
    const NablaRecord *a = &records[i + before], *b = &ends[i];
    g_assert_cmpint (a->epoch, ==, b->epoch);
    g_assert_cmpfloat (a->learning_rate, ==, b->learning_rate);
    g_assert_cmpfloat (a->l2, ==, b->l2);
    g_assert_cmpfloat (a->momentum, ==, b->momentum);
    g_assert_cmpuint (a->changes, ==, b->changes);
    for (int f = 0; f < NABLA_N_FIGURES; f++)
      g_assert_true (a->figures[f] == b->figures[f] ||
                     (a->figures[f] != a->figures[f] && b->figures[f] != b->figures[f]));
  }
}
