/* SPDX-License-Identifier: MIT */
/* nabla-duration.h: about how long runs will take, before they are started. */
#pragma once

#include "lab/nabla-run.h"

G_BEGIN_DECLS

/* Seconds that one core has for all epochs of this set-up on the data set, ≥ 0: products of weights
 * and images, at the pace that the last epochs of the newest of `runs` (GListModel of NablaRun, may
 * be NULL) had, one with the same layers and mini-batch if there is any; where none has a record,
 * at that of a common machine. A run that ends early or diverges takes less. */
double nabla_duration_of (const NablaHyperParameters *set_up, NablaDataSet *data_set,
                          GListModel *runs);

/* The same for what a run has left to do, at its own pace where it has records; 0 once it has
 * finished. One that is paused is taken to go on now. */
double nabla_duration_of_rest (NablaRun *run, GListModel *runs);

/* Seconds until those from n_before on of n runs that take so long are done, n_jobs (≥ 1) at once,
 * each next one started when a core is free. */
double nabla_duration_of_all (const double *seconds, gsize n, gsize n_before, guint n_jobs);

G_END_DECLS
