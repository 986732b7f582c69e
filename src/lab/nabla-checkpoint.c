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

NnNetwork *
nabla_checkpoint_make_network (const NablaCheckpoint *checkpoint,
                               const NablaHyperParameters *hyper_parameters)
{
  NnNetwork *network = nn_network_copy (checkpoint->network);
  if (network == NULL)
    return NULL;
  nn_network_set_units (network, (NnActivation) hyper_parameters->activation,
                        (NnOutput) hyper_parameters->output);
  if (hyper_parameters->dropout > 0.0)
    nn_network_scale_outgoing (network, (float) (1.0 - hyper_parameters->dropout));
  return network;
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
