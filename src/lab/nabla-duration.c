/* SPDX-License-Identifier: MIT */
#include "lab/nabla-duration.h"

#include "lab/nabla-training-data.h"

#include <string.h>

/* Measured with 784-30-10 on MNIST, evaluation included, on a common core. */
#define SECONDS_A_PRODUCT 1.5e-11

/* Epochs that tell how fast it goes now: what else trains slows a run down. */
#define NEWEST_EPOCHS 5

/* Each weight is used for a training image twice (forwards, backwards) and changed once; for an
 * image of which the figures are measured once. */
static double
products_of_epoch (const NablaHyperParameters *set_up, NablaDataSet *data_set)
{
  double training = nabla_training_data_count_images (data_set, set_up);
  double validation = (double) nabla_data_set_get_part (data_set, DIGITS_VALIDATION).n;
  double test = (double) nabla_data_set_get_part (data_set, DIGITS_TEST).n;
  double weights = 0;
  for (gint64 i = 0; i + 1 < set_up->n_layers; i++)
    weights += (double) set_up->layers[i] * (double) set_up->layers[i + 1];
  return weights * (4.0 * training + validation + test);
}

/* Seconds a product in the last epochs of a run; 0 where it has measured none. */
static double
pace_of (NablaRun *run)
{
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  gsize first = n > NEWEST_EPOCHS ? n - NEWEST_EPOCHS : 0;
  double seconds = 0;
  for (gsize i = first; i < n; i++)
    seconds += records[i].train_seconds + records[i].evaluation_seconds;
  return seconds > 0 ? seconds / ((double) (n - first) *
                                  products_of_epoch (nabla_run_get_hyper_parameters (run),
                                                     nabla_run_get_data_set (run)))
                     : 0;
}

/* Small layers and small mini-batches cost more a product than large ones. */
static gboolean
is_alike (const NablaHyperParameters *a, const NablaHyperParameters *b)
{
  return a->n_layers == b->n_layers && a->mini_batch == b->mini_batch &&
         memcmp (a->layers, b->layers, (gsize) a->n_layers * sizeof *a->layers) == 0;
}

/* Of the newest run of such a network that has measured any; else of the newest; else 0. */
static double
measured_pace (const NablaHyperParameters *set_up, GListModel *runs)
{
  double newest = 0;
  for (guint i = runs != NULL ? g_list_model_get_n_items (runs) : 0; i-- > 0;) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);
    double pace = pace_of (run);
    if (pace > 0 && is_alike (set_up, nabla_run_get_hyper_parameters (run)))
      return pace;
    if (newest == 0)
      newest = pace;
  }
  return newest;
}

double
nabla_duration_of (const NablaHyperParameters *set_up, NablaDataSet *data_set, GListModel *runs)
{
  double pace = measured_pace (set_up, runs);
  return (pace > 0 ? pace : SECONDS_A_PRODUCT) * (double) set_up->epochs *
         products_of_epoch (set_up, data_set);
}

double
nabla_duration_of_rest (NablaRun *run, GListModel *runs)
{
  const NablaHyperParameters *set_up = nabla_run_get_hyper_parameters (run);
  NablaDataSet *data_set = nabla_run_get_data_set (run);
  double pace = pace_of (run), left = 1 - CLAMP (nabla_run_get_progress (run), 0, 1);
  if (nabla_run_is_finished (run))
    return 0;
  return left * (pace > 0 ? pace * (double) set_up->epochs * products_of_epoch (set_up, data_set)
                          : nabla_duration_of (set_up, data_set, runs));
}

double
nabla_duration_of_all (const double *seconds, gsize n, gsize n_before, guint n_jobs)
{
  g_autofree double *busy = g_new0 (double, MAX (n_jobs, 1));
  double end = 0;
  for (gsize i = 0; i < n; i++) {
    guint first = 0;
    for (guint job = 1; job < n_jobs; job++)
      if (busy[job] < busy[first])
        first = job;
    busy[first] += seconds[i];
    if (i >= n_before)
      end = MAX (end, busy[first]);
  }
  return end;
}
