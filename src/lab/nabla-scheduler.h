/* SPDX-License-Identifier: MIT */
/* nabla-scheduler.h: starts runs, as many at once as there are cores, in the order they were added.
 */
#pragma once

#include "lab/nabla-run.h"

G_BEGIN_DECLS

#define NABLA_TYPE_SCHEDULER (nabla_scheduler_get_type ())
G_DECLARE_FINAL_TYPE (NablaScheduler, nabla_scheduler, NABLA, SCHEDULER, GObject)

/* n_jobs 0: the number of cores. */
NablaScheduler *nabla_scheduler_new (guint n_jobs);

/* Takes a reference; starts it at once where a core is free. A run that cannot start becomes FAILED
 * and "finished". */
void nabla_scheduler_add (NablaScheduler *self, NablaRun *run);

guint nabla_scheduler_get_n_jobs (NablaScheduler *self);    /* so many at once, ≥ 1 */
guint nabla_scheduler_get_n_running (NablaScheduler *self); /* RUNNING or PAUSED */
guint nabla_scheduler_get_n_waiting (NablaScheduler *self);

/* All runs, running and waiting, are asked to stop; "idle" follows. */
void nabla_scheduler_stop_all (NablaScheduler *self);
/* The same, and waits for the threads. For shutting down. */
void nabla_scheduler_stop_and_wait (NablaScheduler *self);
/* Signal "changed" (NablaScheduler*): n_running or n_waiting changed. */

G_END_DECLS
