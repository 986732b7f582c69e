/* SPDX-License-Identifier: MIT */
/* nabla-culler.h: stops hopeless runs of a sweep, says why, and can take it back.
 *
 * The rule. Runs are compared at the same epoch, by the best accuracy that each had reached by then
 * (nabla_record_score). When a run has finished epoch e, e ≥ grace, and at least three others have
 * finished it too, in whatever state they are now, it is culled if
 *
 *   1. its best is below the median of the others', and
 *   2. its error rate (1 − best) is more than `factor` times that of the best of the others.
 *
 * So the better half of a sweep is never culled, nor a run that is near the best. A run that
 * diverges has ended by itself; it counts among the others as far as it came. Which runs have
 * finished an epoch by the time depends on how many train at once; what a run's records are does
 * not. */
#pragma once

#include "lab/nabla-run.h"

G_BEGIN_DECLS

typedef struct {
  int grace;     /* epochs that every run gets, ≥ 1 */
  double factor; /* of the best error rate, > 1 */
} NablaCullingRule;

#define NABLA_CULLING_FACTOR 2.0

/* For runs of so many epochs: a fifth of them for grace, at least 2; NABLA_CULLING_FACTOR. */
NablaCullingRule nabla_culling_rule_default (gint64 epochs);

#define NABLA_TYPE_CULLER (nabla_culler_get_type ())
G_DECLARE_FINAL_TYPE (NablaCuller, nabla_culler, NABLA, CULLER, GObject)

/* Signal "culled" (NablaCuller*, NablaRun *run): the run is asked to stop, its "finished" follows;
 * nabla_run_is_culled, and nabla_run_get_message is the sentence why. */
NablaCuller *nabla_culler_new (const NablaCullingRule *rule);

/* Compares the run with all that are followed; before its start. Holds no reference: what a run had
 * reached counts for the others when it is gone, too. */
void nabla_culler_follow (NablaCuller *self, NablaRun *run);

/* nabla_run_revive, and never culls this one again. */
gboolean nabla_culler_revive (NablaCuller *self, NablaRun *run);

G_END_DECLS
