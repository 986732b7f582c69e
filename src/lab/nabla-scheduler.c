/* SPDX-License-Identifier: MIT */
#include "lab/nabla-scheduler.h"

struct _NablaScheduler {
  GObject parent_instance;
  guint n_jobs;
  GPtrArray *running; /* of NablaRun: RUNNING or PAUSED */
  GQueue waiting;     /* of NablaRun, first come first served */
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaScheduler, nabla_scheduler, G_TYPE_OBJECT)

static void start_waiting (NablaScheduler *self);

static void
on_finished (NablaRun *run, NablaScheduler *self)
{
  g_autoptr (NablaRun) keep G_GNUC_UNUSED = g_object_ref (run);
  g_signal_handlers_disconnect_by_data (run, self);
  if (!g_ptr_array_remove (self->running, run) && g_queue_remove (&self->waiting, run))
    g_object_unref (run);
  start_waiting (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
start_waiting (NablaScheduler *self)
{
  while (self->running->len < self->n_jobs && !g_queue_is_empty (&self->waiting)) {
    NablaRun *run = g_queue_pop_head (&self->waiting);
    g_autoptr (GError) error = NULL;
    g_ptr_array_add (self->running, run);
    /* Where it fails it has said so itself, and on_finished() has taken it off. */
    if (!nabla_run_start (run, &error))
      g_debug ("a run did not start: %s", error->message);
  }
}

static void
nabla_scheduler_dispose (GObject *object)
{
  NablaScheduler *self = NABLA_SCHEDULER (object);
  nabla_scheduler_stop_and_wait (self);
  G_OBJECT_CLASS (nabla_scheduler_parent_class)->dispose (object);
}

static void
nabla_scheduler_finalize (GObject *object)
{
  NablaScheduler *self = NABLA_SCHEDULER (object);
  g_ptr_array_unref (self->running);
  G_OBJECT_CLASS (nabla_scheduler_parent_class)->finalize (object);
}

static void
nabla_scheduler_class_init (NablaSchedulerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_scheduler_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_scheduler_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_scheduler_init (NablaScheduler *self)
{
  self->running = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->waiting);
}

NablaScheduler *
nabla_scheduler_new (guint n_jobs)
{
  NablaScheduler *self = g_object_new (NABLA_TYPE_SCHEDULER, NULL);
  self->n_jobs = n_jobs > 0 ? n_jobs : g_get_num_processors ();
  return self;
}

void
nabla_scheduler_add (NablaScheduler *self, NablaRun *run)
{
  g_return_if_fail (NABLA_IS_RUN (run) && nabla_run_get_state (run) == NABLA_RUN_WAITING);
  g_signal_connect (run, "finished", G_CALLBACK (on_finished), self);
  g_queue_push_tail (&self->waiting, g_object_ref (run));
  start_waiting (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
nabla_scheduler_get_n_jobs (NablaScheduler *self)
{
  return self->n_jobs;
}

guint
nabla_scheduler_get_n_running (NablaScheduler *self)
{
  return self->running->len;
}

guint
nabla_scheduler_get_n_waiting (NablaScheduler *self)
{
  return g_queue_get_length (&self->waiting);
}

/* Waiting runs first, so that none of them starts in the place of one that ends. */
static void
stop_waiting_runs (NablaScheduler *self)
{
  while (!g_queue_is_empty (&self->waiting))
    nabla_run_stop (g_queue_peek_tail (&self->waiting));
}

void
nabla_scheduler_stop_all (NablaScheduler *self)
{
  stop_waiting_runs (self);
  g_autoptr (GPtrArray) running = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->running->len; i++)
    g_ptr_array_add (running, g_object_ref (self->running->pdata[i]));
  for (guint i = 0; i < running->len; i++)
    nabla_run_stop (running->pdata[i]);
}

void
nabla_scheduler_stop_and_wait (NablaScheduler *self)
{
  nabla_scheduler_stop_all (self);
  while (self->running->len > 0)
    nabla_run_stop_and_wait (self->running->pdata[0]);
}
