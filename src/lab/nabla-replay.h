/* SPDX-License-Identifier: MIT */
/* nabla-replay.h: an epoch of a run, trained again. */
#pragma once

#include "lab/nabla-training-data.h"

#include "lab/nabla-job.h"

/* The checkpoint of a job after `epoch` complete epochs (nabla_job_get_first_epoch at least), bit
 * for bit as the job had it, on the calling thread and from any. An early end by schedule is passed
 * over. `watch->progress` is called with 0 … 1. NULL with error: as nabla_training_data_new,
 * NABLA_ERROR_INTERNAL, and G_IO_ERROR_CANCELLED where it was stopped. */
NablaCheckpoint *nabla_replay (const NablaJob *job, int epoch, const NablaPreparationWatch *watch,
                               GError **error);
