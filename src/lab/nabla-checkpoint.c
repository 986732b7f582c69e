/* SPDX-License-Identifier: MIT */
#include "lab/nabla-checkpoint.h"

#include <math.h>

NablaCheckpoint *
nabla_checkpoint_new (NnNetwork *network, NnNetwork *velocity, int epoch,
                      const NnScheduleState *schedule, double learning_rate)
{
  NablaCheckpoint *checkpoint = g_new (NablaCheckpoint, 1);
  *checkpoint = (NablaCheckpoint){
    .references = 1,
    .network = nn_network_ref (network),
    .velocity = velocity != NULL ? nn_network_ref (velocity) : NULL,
    .epoch = epoch,
    .schedule = *schedule,
    .learning_rate = learning_rate,
    .rates = { NAN, NAN, NAN },
  };
  return checkpoint;
}

NablaCheckpoint *
nabla_checkpoint_fork (const NablaCheckpoint *checkpoint, double learning_rate)
{
  return nabla_checkpoint_new (checkpoint->network, checkpoint->velocity, checkpoint->epoch,
                               &NN_SCHEDULE_START, learning_rate);
}

NablaCheckpoint *
nabla_checkpoint_ref (NablaCheckpoint *checkpoint)
{
  g_atomic_int_inc (&checkpoint->references);
  return checkpoint;
}

void
nabla_checkpoint_unref (NablaCheckpoint *checkpoint)
{
  if (checkpoint == NULL || !g_atomic_int_dec_and_test (&checkpoint->references))
    return;
  nn_network_unref (checkpoint->network);
  nn_network_unref (checkpoint->velocity);
  g_free (checkpoint);
}
