/* SPDX-License-Identifier: MIT */
/* nabla-checkpoint.h: all that a run needs to go on as if it had never been interrupted. Orders and
 * dropout masks of an epoch depend on the seed and the epoch's number alone, so there is no other
 * state. Reference counted; once published nobody changes it. */
#pragma once

#include "lab/nabla-hyper-parameters.h"
#include "lab/nabla-rates.h"
#include "nn/nn-network.h"
#include "nn/nn-schedule.h"

#include <glib.h>

typedef struct {
  gint references;          /* atomic */
  NnNetwork *network;       /* raw: outgoing weights not scaled for dropout; never NULL */
  NnNetwork *velocity;      /* of the network's shape; NULL: zero, as it is without momentum */
  int epoch;                /* complete epochs, ≥ 0 */
  NnScheduleState schedule; /* after the accuracy of that epoch */
  double learning_rate;     /* η of the next epoch, finite, ≥ 0 */
  NablaRates rates; /* where they were changed while it trained: η that the schedule divides,
                       λ and μ; NAN each: those of the set-up */
} NablaCheckpoint;

/* Takes references on both networks; `velocity` may be NULL. The rates are those of the set-up. */
NablaCheckpoint *nabla_checkpoint_new (NnNetwork *network, NnNetwork *velocity, int epoch,
                                       const NnScheduleState *schedule, double learning_rate);

/* The network for evaluation, as the trainer publishes it at that epoch; a new one, with one
 * reference. NULL for want of memory. */
NnNetwork *nabla_checkpoint_make_network (const NablaCheckpoint *checkpoint,
                                          const NablaHyperParameters *hyper_parameters);

/* The same network for a run that goes on with other hyper-parameters: this η, those of its set-up,
 * and a schedule that begins afresh. */
NablaCheckpoint *nabla_checkpoint_fork (const NablaCheckpoint *checkpoint, double learning_rate);

/* From any thread; the last reference frees; NULL is fine for unref. */
NablaCheckpoint *nabla_checkpoint_ref (NablaCheckpoint *checkpoint);
void nabla_checkpoint_unref (NablaCheckpoint *checkpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaCheckpoint, nabla_checkpoint_unref)
