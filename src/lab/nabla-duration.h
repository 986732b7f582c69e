/* SPDX-License-Identifier: MIT */
/* nabla-duration.h: about how long runs will take, before they are started. */
#pragma once

#include "lab/nabla-run.h"

G_BEGIN_DECLS

/* Seconds that one core has for all epochs of this set-up on the data set, ≥ 0: products of weights
 * and images, at the pace of `runs` (GListModel of NablaRun, may be NULL) where any of them has a
 * record, else at that of a common machine. A run that ends early or diverges takes less. */
double nabla_duration_of (const NablaHyperParameters *set_up, NablaDataSet *data_set,
                          GListModel *runs);

/* Seconds until n runs that take so long are done, n_jobs (≥ 1) at once, each next one started when
 * a core is free. */
double nabla_duration_of_all (const double *seconds, gsize n, guint n_jobs);

G_END_DECLS
