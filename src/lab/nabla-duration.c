/* SPDX-License-Identifier: MIT */
#include "lab/nabla-duration.h"

#include "digits/digits-expand.h"

/* Measured with 784-30-10 on MNIST, evaluation included, on a common core. */
#define SECONDS_A_PRODUCT 1.5e-11

/* Each weight is used for a training image twice (forwards, backwards) and changed once; for an
 * image of which the figures are measured once. */
static double
products_of_epoch (const NablaHyperParameters *set_up, NablaDataSet *data_set)
{
  double training = (double) nabla_data_set_get_part (data_set, DIGITS_TRAINING).n;
  double validation = (double) nabla_data_set_get_part (data_set, DIGITS_VALIDATION).n;
  double test = (double) nabla_data_set_get_part (data_set, DIGITS_TEST).n;
  double weights = 0, copies;
  for (gint64 i = 0; i + 1 < set_up->n_layers; i++)
    weights += (double) set_up->layers[i] * (double) set_up->layers[i + 1];
  if (set_up->train_size > 0)
    training = MIN (training, (double) set_up->train_size);
  copies = (double) digits_expand_copies ((DigitsExpansion) set_up->expand);
  copies += set_up->drawings;
  return weights * (4.0 * training * copies + validation + test);
}

/* Seconds a product in the newest run that has measured any; 0 where there is none. */
static double
measured_pace (GListModel *runs)
{
  for (guint i = runs != NULL ? g_list_model_get_n_items (runs) : 0; i-- > 0;) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);
    const NablaHyperParameters *set_up = nabla_run_get_hyper_parameters (run);
    gsize n;
    const NablaRecord *records = nabla_run_get_records (run, &n);
    double seconds = 0;
    for (gsize r = 0; r < n; r++)
      seconds += records[r].train_seconds + records[r].evaluation_seconds;
    if (seconds > 0)
      return seconds / ((double) n * products_of_epoch (set_up, nabla_run_get_data_set (run)));
  }
  return 0;
}

double
nabla_duration_of (const NablaHyperParameters *set_up, NablaDataSet *data_set, GListModel *runs)
{
  double pace = measured_pace (runs);
  return (pace > 0 ? pace : SECONDS_A_PRODUCT) * (double) set_up->epochs *
         products_of_epoch (set_up, data_set);
}

double
nabla_duration_of_all (const double *seconds, gsize n, guint n_jobs)
{
  g_autofree double *busy = g_new0 (double, MAX (n_jobs, 1));
  double end = 0;
  for (gsize i = 0; i < n; i++) {
    guint first = 0;
    for (guint job = 1; job < n_jobs; job++)
      if (busy[job] < busy[first])
        first = job;
    busy[first] += seconds[i];
    end = MAX (end, busy[first]);
  }
  return end;
}
