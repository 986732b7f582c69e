/* SPDX-License-Identifier: MIT */
/* nabla-pace.h: when a run's worker may go on: stopping, pausing, single steps, speed, and the
 * rates that are asked for. The main thread says, the worker asks before each mini-batch and waits
 * without spinning; whatever is said wakes it at once. */
#pragma once

#include "lab/nabla-rates.h"

#include <stdatomic.h>

typedef struct NablaPace NablaPace;

NablaPace *nabla_pace_new (void);
void nabla_pace_free (NablaPace *pace); /* once the worker has gone */

/* From any thread. */
void nabla_pace_stop (NablaPace *pace);
const atomic_bool *nabla_pace_get_stop (NablaPace *pace); /* set by nabla_pace_stop, for polling */
void nabla_pace_set_paused (NablaPace *pace, gboolean paused); /* takes back steps not taken */
gboolean nabla_pace_is_paused (NablaPace *pace);
/* Paused: one mini-batch more, and paused still. */
void nabla_pace_step_mini_batch (NablaPace *pace);
/* Goes on, and is paused once the epoch under way is complete. */
void nabla_pace_step_epoch (NablaPace *pace);
/* At most so many mini-batches a second; 0: no limit. */
void nabla_pace_set_speed (NablaPace *pace, double mini_batches_per_second);
/* Members that are NAN are left as they are. */
void nabla_pace_ask_for_rates (NablaPace *pace, const NablaRates *rates);

/* Called by nabla_pace_keep before it waits so long that a person sees it: for a moment, or
 * (resting) until somebody says otherwise. */
typedef void (*NablaPaceShow) (gboolean resting, gpointer data);

/* From the worker, before each mini-batch: waits until it may be taken, or until the run is
 * stopped. `images` of the epoch are done. Returns the seconds that it took. */
double nabla_pace_keep (NablaPace *pace, gsize images, NablaPaceShow show, gpointer data);

/* From the worker, while it does other things than training: waits while paused. */
void nabla_pace_wait_while_paused (NablaPace *pace);

/* From the worker: what was asked for since the last call; FALSE where nothing was. */
gboolean nabla_pace_take_rates (NablaPace *pace, NablaRates *rates);
