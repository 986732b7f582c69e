/* SPDX-License-Identifier: MIT */
/* What a history hears of the runs that train in this program. */
#include "lab/nabla-history-extra.h"
#include "lab/nabla-history-origin.h"
#include "lab/nabla-history-private.h"

/* Networks are written at most so often while a run trains; what lies between is trained again, and
 * comes out the same. */
#define NETWORK_INTERVAL (250 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  NablaHistory *history;
  NablaRun *run; /* no reference: it ends with the run */
  NablaHistoryRow *facts;
  NablaCheckpoint *held;            /* of an epoch whose record is still to come */
  int checkpoint_epoch, best_epoch; /* of those written */
  gint64 networks_written;          /* monotonic time */
  NablaHistoryProgress last;        /* as it was written */
} Followed;

static void
followed_free (Followed *followed)
{
  nabla_history_row_free (followed->facts);
  nabla_history_progress_clear (&followed->last);
  nabla_checkpoint_unref (followed->held);
  g_free (followed);
}

/* The checkpoint that belongs to the records so far: training is ahead of them by an epoch, mostly.
 * A reference. */
static NablaCheckpoint *
checkpoint_of_records (Followed *followed, int epochs)
{
  NablaCheckpoint *newest = nabla_run_ref_checkpoint (followed->run);
  NablaCheckpoint *fit = NULL;
  if (newest != NULL && newest->epoch <= epochs)
    return newest;
  if (followed->held != NULL && followed->held->epoch <= epochs)
    fit = g_steal_pointer (&followed->held);
  if (followed->held == NULL)
    followed->held = newest;
  else
    nabla_checkpoint_unref (newest);
  return fit;
}

static void
add_networks (Followed *followed, NablaHistoryChange *change, gboolean at_once)
{
  gint64 now = g_get_monotonic_time ();
  int epochs = change->progress.epochs, best_epoch;
  g_autoptr (NablaCheckpoint) checkpoint = checkpoint_of_records (followed, epochs);
  if (!at_once && now - followed->networks_written < NETWORK_INTERVAL)
    return;
  if (checkpoint != NULL && checkpoint->epoch > followed->checkpoint_epoch) {
    followed->checkpoint_epoch = checkpoint->epoch;
    followed->networks_written = now;
    change->checkpoint = g_steal_pointer (&checkpoint);
  }
  NnNetwork *best = nabla_run_ref_best (followed->run, &best_epoch);
  if (best != NULL && best_epoch != followed->best_epoch && best_epoch <= epochs) {
    followed->best_epoch = best_epoch;
    change->best = nn_network_ref (best);
    change->best_epoch = best_epoch;
  }
  nn_network_unref (best);
}

static NablaHistoryChange *
change_of (Followed *followed)
{
  NablaHistoryChange *change = nabla_history_change_new (followed->facts->uuid);
  change->facts = nabla_history_row_ref (followed->facts);
  change->has_progress = TRUE;
  nabla_history_progress_of_run (&change->progress, followed->run);
  return change;
}

static void
push (Followed *followed, NablaHistoryChange *change)
{
  if (change->has_progress)
    nabla_history_progress_copy (&followed->last, &change->progress);
  nabla_history_show (followed->history, followed->facts, &followed->last);
  nabla_history_push (followed->history, change);
}

static void
on_record (NablaRun *run, const NablaRecord *record, Followed *followed)
{
  NablaHistoryChange *change = change_of (followed);
  g_array_append_val (change->records, *record);
  if (record->changes > 0)
    change->extra = nabla_history_extra_of_run (run);
  add_networks (followed, change, FALSE);
  push (followed, change);
}

static void
on_finished (NablaRun *run, Followed *followed)
{
  NablaHistoryChange *change = change_of (followed);
  add_networks (followed, change, TRUE);
  push (followed, change);
}

static void
on_state (NablaRun *run, GParamSpec *property, Followed *followed)
{
  if (!nabla_run_is_finished (run)) /* "finished" comes then */
    push (followed, change_of (followed));
}

static void
push_looks (NablaHistory *self, NablaRun *run)
{
  NablaHistoryChange *change = nabla_history_change_new (nabla_run_get_uuid (run));
  NablaHistoryRow values = { .name = (char *) nabla_run_get_name (run),
                             .color = nabla_run_get_color (run) };
  nabla_history_change_edit (change, (NablaEdits) (NABLA_EDIT_NAME | NABLA_EDIT_COLOR), &values);
  nabla_history_show_name (self, nabla_run_get_uuid (run), values.name);
  nabla_history_push (self, change);
}

static void
on_looks (NablaRun *run, GParamSpec *property, Followed *followed)
{
  push_looks (followed->history, run);
}

static void
on_watched (NablaHistory *self, GParamSpec *property, NablaRun *run)
{
  push_looks (self, run);
}

/* A run that is thrown away before it has ended will not go on. */
static void
on_gone (gpointer data, GObject *run)
{
  Followed *followed = data;
  NablaHistory *history = followed->history;
  g_ptr_array_remove_fast (history->followed, followed);
  if (nabla_history_state_is_open (followed->last.state)) {
    NablaHistoryChange *change = nabla_history_change_new (followed->facts->uuid);
    change->facts = nabla_history_row_ref (followed->facts);
    change->has_progress = TRUE;
    nabla_history_progress_copy (&change->progress, &followed->last);
    change->progress.state = nabla_history_state_name ("interrupted");
    push (followed, change);
  }
  followed_free (followed);
}

void
nabla_history_follow (NablaHistory *self, NablaRun *run)
{
  Followed *followed = g_new0 (Followed, 1);
  followed->history = self;
  followed->run = run;
  followed->facts = nabla_history_row_of_run (run);
  NablaHistoryChange *change = change_of (followed);
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  change->begins = TRUE;
  change->data_set = g_object_ref (nabla_run_get_data_set (run));
  g_array_append_vals (change->records, records, (guint) n);
  change->extra = nabla_history_extra_of_run (run);
  const NablaOrigin *origin = nabla_history_origin_of_run (run);
  change->start = origin != NULL ? nabla_origin_ref_start (origin) : nabla_run_ref_start (run);
  add_networks (followed, change, TRUE);
  if (nabla_run_get_name (run)[0] != '\0')
    nabla_history_change_edit (change, NABLA_EDIT_NAME, followed->facts);
  push (followed, change);
  g_ptr_array_add (self->followed, followed);
  g_object_weak_ref (G_OBJECT (run), on_gone, followed);
  g_signal_connect (run, "record", G_CALLBACK (on_record), followed);
  g_signal_connect (run, "finished", G_CALLBACK (on_finished), followed);
  g_signal_connect (run, "notify::state", G_CALLBACK (on_state), followed);
  g_signal_connect (run, "notify::name", G_CALLBACK (on_looks), followed);
  g_signal_connect (run, "notify::color", G_CALLBACK (on_looks), followed);
}

void
nabla_history_watch (NablaHistory *self, NablaRun *run)
{
  g_signal_connect_object (run, "notify::name", G_CALLBACK (on_watched), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::color", G_CALLBACK (on_watched), self, G_CONNECT_SWAPPED);
}

void
nabla_history_forget_runs (NablaHistory *self)
{
  for (guint i = 0; i < self->followed->len; i++) {
    Followed *followed = self->followed->pdata[i];
    g_signal_handlers_disconnect_by_data (followed->run, followed);
    g_object_weak_unref (G_OBJECT (followed->run), on_gone, followed);
    followed_free (followed);
  }
  g_ptr_array_set_size (self->followed, 0);
}
