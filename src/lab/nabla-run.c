/* SPDX-License-Identifier: MIT */
#include "lab/nabla-run-private.h"

#include "lab/nabla-training-data.h"

#include <math.h>

enum {
  PROP_0,
  PROP_STATE,
  PROP_NAME,
  PROP_SHOWN,
  PROP_COLOR,
  PROP_PROGRESS,
  PROP_PREPARATION,
  N_PROPERTIES
};
enum { RECORD, MONITOR, CHANGED_RATES, SNAPSHOT, FINISHED, N_SIGNALS };

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaRun, nabla_run, G_TYPE_OBJECT)

static void
set_state (NablaRun *self, NablaRunState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
update_progress (NablaRun *self)
{
  double progress = nabla_worker_get_progress (self->worker);
  double preparation = nabla_worker_get_preparation (self->worker);
  if (self->preparation != preparation) {
    self->preparation = preparation;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREPARATION]);
  }
  if (self->progress != progress) {
    self->progress = progress;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
  }
}

static void
take_record (NablaRun *self, const NablaRecord *record)
{
  double score = nabla_record_score (record);
  g_array_append_val (self->records, *record);
  if (!self->asked)
    self->rates = (NablaRates){ record->learning_rate, record->l2, record->momentum };
  if (isfinite (score) && (self->best_epoch == 0 || score > self->best_score)) {
    self->best_epoch = record->epoch;
    self->best_score = score;
  }
  g_signal_emit (self, signals[RECORD], 0, record);
}

static void
take_change (NablaRun *self, const NablaRateChange *change)
{
  self->asked = FALSE;
  self->rates = change->rates;
  if (change->epoch == 0)
    return; /* it was so already */
  g_array_append_val (self->changes, *change);
  g_signal_emit (self, signals[CHANGED_RATES], 0, change);
}

/* Unless it has been told otherwise meanwhile. */
static void
rest (NablaRun *self)
{
  if (self->state == NABLA_RUN_RUNNING &&
      nabla_pace_is_paused (nabla_worker_get_pace (self->worker)))
    set_state (self, NABLA_RUN_PAUSED);
}

static NablaRunState
state_of_status (NnStatus status)
{
  switch (status) {
  case NN_OK:
    return NABLA_RUN_COMPLETED;
  case NN_STOPPED:
    return NABLA_RUN_STOPPED;
  case NN_DIVERGED:
    return NABLA_RUN_DIVERGED;
  case NN_ERROR_MEMORY:
  case NN_ERROR_SHAPE:
  case NN_ERROR_RANGE:
  case NN_ERROR_THREAD:
  default:
    return NABLA_RUN_FAILED;
  }
}

/* Beyond ηλ/n = 2 each step leaves more of a weight, with its sign turned, than there was: a
 * smaller η alone may be far too small to learn with. */
static const char *
advice_after_divergence (NablaRun *self)
{
  const NablaHyperParameters *set_up = nabla_run_get_hyper_parameters (self);
  double n = nabla_training_data_count_images (nabla_run_get_data_set (self), set_up);

  if (set_up->learning_rate * set_up->l2 > 2.0 * n)
    return "try a smaller λ or learning rate: their product is so large that the decay of the "
           "weights makes them grow";
  return "try a smaller learning rate";
}

/* The thread has said its last word: join it, and tell. Drops the reference that the run held on
 * itself. */
static void
finish (NablaRun *self)
{
  nabla_worker_join (self->worker);
  NablaWorkerEnd end = nabla_worker_get_end (self->worker);
  self->ended = g_get_monotonic_time ();
  self->ended_early = end.ended_early;
  self->diverged_epoch = end.diverged_epoch;
  self->diverged_mini_batch = end.diverged_mini_batch;
  update_progress (self);
  if (end.status == NN_DIVERGED)
    self->message = g_strdup_printf (
        "the run diverged in epoch %d at mini-batch %" G_GSIZE_FORMAT "; %s", self->diverged_epoch,
        self->diverged_mini_batch, advice_after_divergence (self));
  else
    self->message = g_strdup (end.status == NN_STOPPED ? self->culled : end.message);
  nabla_record_queue_close (self->queue);
  set_state (self, state_of_status (end.status));
  g_signal_emit (self, signals[FINISHED], 0);
  g_object_unref (self);
}

static void
receive (gpointer data)
{
  NablaRun *self = data;
  g_autoptr (NablaRun) keep G_GNUC_UNUSED = g_object_ref (self);
  g_autoptr (GArray) messages = nabla_record_queue_take (self->queue);
  for (guint i = 0; i < messages->len; i++) {
    const NablaMessage *message = &g_array_index (messages, NablaMessage, i);
    switch (message->kind) {
    case NABLA_MESSAGE_RECORD:
      take_record (self, &message->record);
      update_progress (self);
      break;
    case NABLA_MESSAGE_MONITOR:
      g_signal_emit (self, signals[MONITOR], 0, &message->monitor);
      break;
    case NABLA_MESSAGE_RATES:
      take_change (self, &message->change);
      break;
    case NABLA_MESSAGE_RESTING:
      rest (self);
      break;
    case NABLA_MESSAGE_SNAPSHOT:
      g_signal_emit (self, signals[SNAPSHOT], 0);
      break;
    case NABLA_MESSAGE_PROGRESS:
      update_progress (self);
      break;
    case NABLA_MESSAGE_FINISHED:
    case NABLA_N_MESSAGE_KINDS:
    default:
      finish (self);
      break;
    }
  }
}

static void
nabla_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaRun *self = NABLA_RUN (object);
  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, (int) self->state);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_SHOWN:
    g_value_set_boolean (value, self->shown);
    break;
  case PROP_COLOR:
    g_value_set_int (value, self->color);
    break;
  case PROP_PROGRESS:
    g_value_set_double (value, self->progress);
    break;
  case PROP_PREPARATION:
    g_value_set_double (value, self->preparation);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_run_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaRun *self = NABLA_RUN (object);
  switch (id) {
  case PROP_NAME:
    nabla_run_set_name (self, g_value_get_string (value));
    break;
  case PROP_SHOWN:
    nabla_run_set_shown (self, g_value_get_boolean (value));
    break;
  case PROP_COLOR:
    nabla_run_set_color (self, g_value_get_int (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_run_finalize (GObject *object)
{
  NablaRun *self = NABLA_RUN (object);
  nabla_worker_free (self->worker); /* joined: while it runs, the run refers to itself */
  nabla_record_queue_close (self->queue);
  nabla_record_queue_unref (self->queue);
  nabla_job_clear (&self->job);
  nabla_checkpoint_unref (self->kept.start);
  nabla_checkpoint_unref (self->kept.checkpoint);
  nn_network_unref (self->kept.snapshot);
  nn_network_unref (self->kept.best);
  g_array_unref (self->records);
  g_array_unref (self->changes);
  g_free (self->fork_name);
  g_free (self->other_data);
  nabla_model_free (self->origin);
  g_free (self->origin_name);
  g_free (self->message);
  g_free (self->uuid);
  g_free (self->culled);
  g_free (self->name);
  G_OBJECT_CLASS (nabla_run_parent_class)->finalize (object);
}

static void
nabla_run_class_init (NablaRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = nabla_run_get_property;
  object_class->set_property = nabla_run_set_property;
  object_class->finalize = nabla_run_finalize;

  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags writable = readable | G_PARAM_WRITABLE;
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, NABLA_RUN_WAITING,
                                             NABLA_RUN_FAILED, NABLA_RUN_WAITING, readable);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", writable);
  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, TRUE, writable);
  properties[PROP_COLOR] = g_param_spec_int ("color", NULL, NULL, -1, G_MAXINT, 0, writable);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, readable);
  properties[PROP_PREPARATION] = g_param_spec_double ("preparation", NULL, NULL, 0, 1, 0, readable);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  GType type = G_TYPE_FROM_CLASS (klass);
  signals[RECORD] = g_signal_new ("record", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[MONITOR] = g_signal_new ("monitor", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[CHANGED_RATES] = g_signal_new ("changed-rates", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SNAPSHOT] =
      g_signal_new ("snapshot", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FINISHED] =
      g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_run_init (NablaRun *self)
{
  self->records = g_array_new (FALSE, FALSE, sizeof (NablaRecord));
  self->changes = g_array_new (FALSE, FALSE, sizeof (NablaRateChange));
  self->best_score = NAN;
  self->job.best_score = NAN;
  self->fork_epoch = -1;
  self->shown = TRUE;
  self->uuid = g_uuid_string_random ();
  self->name = g_strdup ("");
  self->queue = nabla_record_queue_new (NULL, receive, self);
}

NablaRun *
nabla_run_new (const NablaHyperParameters *hyper_parameters, NablaDataSet *data_set,
               NablaMonitors monitors)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (data_set), NULL);
  NablaRun *self = g_object_new (NABLA_TYPE_RUN, NULL);
  self->job.data_set = g_object_ref (data_set);
  self->job.hyper_parameters = *hyper_parameters;
  self->job.monitors = monitors;
  self->job.snapshots = TRUE;
  self->job.low_priority = TRUE;
  self->rates = nabla_job_get_rates (&self->job);
  return self;
}

gboolean
nabla_run_start (NablaRun *self, GError **error)
{
  g_return_val_if_fail (NABLA_IS_RUN (self) && self->state == NABLA_RUN_WAITING, FALSE);
  g_autoptr (GError) reason = NULL;
  nabla_worker_free (self->worker); /* of a run that was revived */
  self->worker = nabla_worker_start (&self->job, self->queue, &reason);
  if (self->worker == NULL) {
    self->message = g_strdup (reason->message);
    g_propagate_error (error, g_steal_pointer (&reason));
    set_state (self, NABLA_RUN_FAILED);
    g_signal_emit (self, signals[FINISHED], 0);
    return FALSE;
  }
  g_object_ref (self); /* until finish() */
  self->started = g_get_monotonic_time () - (self->ended - self->started);
  self->ended = 0;
  set_state (self, self->job.paused ? NABLA_RUN_PAUSED : NABLA_RUN_RUNNING);
  return TRUE;
}

void
nabla_run_stop (NablaRun *self)
{
  if (self->state == NABLA_RUN_WAITING) {
    g_autoptr (NablaRun) keep G_GNUC_UNUSED = g_object_ref (self);
    set_state (self, NABLA_RUN_STOPPED);
    g_signal_emit (self, signals[FINISHED], 0);
  } else if (!nabla_run_is_finished (self) && !self->stopping) {
    self->stopping = TRUE;
    nabla_worker_stop (self->worker);
  }
}

void
nabla_run_cull (NablaRun *self, const char *why)
{
  if (self->state != NABLA_RUN_RUNNING && self->state != NABLA_RUN_PAUSED)
    return;
  g_free (self->culled);
  self->culled = g_strdup (why);
  nabla_run_stop (self);
}

gboolean
nabla_run_revive (NablaRun *self)
{
  if (self->state != NABLA_RUN_STOPPED)
    return FALSE;
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (self);
  if (checkpoint != NULL)
    nabla_run_set_checkpoint (self, checkpoint);
  int best_epoch;
  NnNetwork *best = nabla_run_ref_best (self, &best_epoch);
  nn_network_unref (self->kept.best);
  self->kept.best = best;
  self->kept.best_epoch = best_epoch;
  self->job.best_score = self->best_score;
  /* An epoch that is trained once more is recorded once more. */
  int epoch = self->job.checkpoint != NULL ? self->job.checkpoint->epoch : 0;
  while (self->records->len > 0 && nabla_run_get_last_record (self)->epoch > epoch)
    g_array_set_size (self->records, self->records->len - 1);
  nabla_record_queue_close (self->queue);
  nabla_record_queue_unref (self->queue);
  self->queue = nabla_record_queue_new (NULL, receive, self);
  self->stopping = FALSE;
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->culled, g_free);
  set_state (self, NABLA_RUN_WAITING);
  return TRUE;
}

void
nabla_run_pause (NablaRun *self)
{
  if (self->state != NABLA_RUN_RUNNING)
    return;
  nabla_pace_set_paused (nabla_worker_get_pace (self->worker), TRUE);
  set_state (self, NABLA_RUN_PAUSED);
}

void
nabla_run_resume (NablaRun *self)
{
  if (self->state != NABLA_RUN_PAUSED)
    return;
  nabla_pace_set_paused (nabla_worker_get_pace (self->worker), FALSE);
  set_state (self, NABLA_RUN_RUNNING);
}

void
nabla_run_step (NablaRun *self, NablaStep step)
{
  nabla_run_pause (self);
  if (self->state != NABLA_RUN_PAUSED)
    return;
  if (step == NABLA_STEP_MINI_BATCH) {
    nabla_pace_step_mini_batch (nabla_worker_get_pace (self->worker));
  } else {
    nabla_pace_step_epoch (nabla_worker_get_pace (self->worker));
    set_state (self, NABLA_RUN_RUNNING);
  }
}

void
nabla_run_stop_and_wait (NablaRun *self)
{
  g_autoptr (NablaRun) keep G_GNUC_UNUSED = g_object_ref (self);
  nabla_run_stop (self);
  if (nabla_run_is_finished (self))
    return;
  nabla_worker_join (self->worker);
  receive (self); /* FINISHED is in the queue now, after every record */
}

const char *
nabla_run_get_name (NablaRun *self)
{
  return self->name;
}

void
nabla_run_set_name (NablaRun *self, const char *name)
{
  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name != NULL ? name : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

gboolean
nabla_run_get_shown (NablaRun *self)
{
  return self->shown;
}

void
nabla_run_set_shown (NablaRun *self, gboolean shown)
{
  if (self->shown == shown)
    return;
  self->shown = shown;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

int
nabla_run_get_color (NablaRun *self)
{
  return self->color;
}

void
nabla_run_set_color (NablaRun *self, int color)
{
  if (self->color == color)
    return;
  self->color = color;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLOR]);
}
