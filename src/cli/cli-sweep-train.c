/* SPDX-License-Identifier: MIT */
/* The runs of a sweep, as many at once as there are jobs. */
#include "cli/cli-events.h"
#include "cli/cli-interrupt.h"
#include "cli/cli-progress.h"
#include "cli/cli-report.h"
#include "cli/cli-sweep.h"
#include "lab/nabla-culler.h"
#include "lab/nabla-scheduler.h"

#include <math.h>
#include <stdio.h>

typedef struct {
  CliSweep *sweep;
  NablaDataSet *data_set;
  NablaScheduler *scheduler;
  NablaCuller *culler; /* or NULL */
  GMainLoop *loop;
  guint jobs;
  int cost_figure;
  int width;            /* of the longest description */
  GPtrArray *active;    /* of Entry: added and not finished */
  CliOutcome *outcomes; /* of every run */
  guint next;           /* index of the run that is added next */
  guint ended, diverged;
  gboolean feeding, stopping, failed;
} Training;

/* A run that is not finished. */
typedef struct {
  Training *training;
  guint index; /* its number less one */
  NablaRun *run;
} Entry;

static void
on_record (NablaRun *run, const NablaRecord *record, Entry *entry)
{
  CliOutcome *outcome = &entry->training->outcomes[entry->index];
  int figure = entry->training->cost_figure;
  outcome->final = nabla_record_score (record);
  outcome->cost = figure >= 0 ? record->figures[figure] : NAN;
  if (outcome->records != NULL)
    g_array_append_val (outcome->records, *record);
  if (entry->training->sweep->json)
    cli_event_epoch (run, record, entry->index + 1);
}

static void
on_monitor (NablaRun *run, const NablaMonitorRecord *record, Entry *entry)
{
  cli_event_monitor (record, entry->index + 1);
}

static void
on_state (NablaRun *run, GParamSpec *property, Entry *entry)
{
  if (nabla_run_get_state (run) == NABLA_RUN_RUNNING)
    cli_event_start (run, entry->index + 1, entry->training->sweep->start.preset_name);
}

static void
on_progress (NablaRun *run, GParamSpec *property, Entry *entry)
{
  const Training *training = entry->training;
  guint n = training->sweep->set_ups->len;
  double done = training->ended;
  for (guint i = 0; i < training->active->len; i++)
    done += nabla_run_get_progress (((Entry *) training->active->pdata[i])->run);
  g_autofree char *diverged =
      training->diverged > 0 ? g_strdup_printf (", %u diverged", training->diverged) : NULL;
  g_autofree char *label =
      g_strdup_printf ("%u of %u runs%s", training->ended, n, diverged != NULL ? diverged : "");
  cli_progress_show (label, done / n);
}

static void
print_row (const Entry *entry)
{
  const Training *training = entry->training;
  NablaRun *run = entry->run;
  g_autofree char *description = cli_sweep_describe (training->sweep, entry->index);
  cli_progress_clear ();
  printf ("%5u  %-*s  %-14s", entry->index + 1, training->width, description,
          cli_report_reason (run));
  if (nabla_run_get_best_epoch (run) > 0)
    printf ("  best %6.2f %% in epoch %d of %d", 100.0 * nabla_run_get_best_score (run),
            nabla_run_get_best_epoch (run), cli_report_epochs_done (run));
  else
    printf ("  %d epochs", cli_report_epochs_done (run));
  printf (", %.1f s\n", nabla_run_get_seconds (run));
  if (nabla_run_is_culled (run))
    printf ("       %s\n", nabla_run_get_message (run));
  fflush (stdout);
}

static void
keep_outcome (Entry *entry)
{
  Training *training = entry->training;
  NablaRun *run = entry->run;
  NablaRunState state = nabla_run_get_state (run);
  CliOutcome *outcome = &training->outcomes[entry->index];
  outcome->ended = state != NABLA_RUN_STOPPED || nabla_run_is_culled (run);
  outcome->state = state;
  outcome->best = nabla_run_get_best_score (run);
  training->ended += outcome->ended;
  training->diverged += state == NABLA_RUN_DIVERGED;
}

static void
on_finished (NablaRun *run, Entry *entry)
{
  Training *training = entry->training;
  keep_outcome (entry);
  if (nabla_run_get_state (run) == NABLA_RUN_FAILED) {
    cli_progress_clear ();
    cli_error_print ("run %u: %s", entry->index + 1, nabla_run_get_message (run));
    training->failed = TRUE;
  } else if (training->sweep->json) {
    cli_event_end (run, entry->index + 1);
  } else {
    print_row (entry);
  }
  g_signal_handlers_disconnect_by_data (run, entry);
  g_ptr_array_remove (training->active, entry);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;
  g_object_unref (entry->run);
  g_free (entry);
}

static void
add_run (Training *training)
{
  CliSweep *sweep = training->sweep;
  Entry *entry = g_new0 (Entry, 1);
  entry->training = training;
  entry->index = training->next++;
  NablaRun *run = nabla_run_new (cli_sweep_set_up (sweep, entry->index), training->data_set,
                                 sweep->monitoring.monitors);
  entry->run = run;
  cli_history_follow (&sweep->history, run);
  g_ptr_array_add (training->active, entry);
  nabla_run_set_snapshots (run, FALSE);
  nabla_run_set_low_priority (run, FALSE);
  nabla_run_set_validation_images (run, (gsize) sweep->start.validation_images);
  cli_monitoring_apply (&sweep->monitoring, run);
  if (sweep->start.init_model != NULL)
    nabla_run_set_initial (run, sweep->start.model->network);
  if (sweep->plot != NULL)
    training->outcomes[entry->index].records = g_array_new (FALSE, FALSE, sizeof (NablaRecord));
  g_signal_connect (run, "record", G_CALLBACK (on_record), entry);
  if (sweep->json) {
    g_signal_connect (run, "monitor", G_CALLBACK (on_monitor), entry);
    g_signal_connect (run, "notify::state", G_CALLBACK (on_state), entry);
  } else {
    g_signal_connect (run, "notify::progress", G_CALLBACK (on_progress), entry);
  }
  g_signal_connect (run, "finished", G_CALLBACK (on_finished), entry);
  if (training->culler != NULL)
    nabla_culler_follow (training->culler, run);
  nabla_scheduler_add (training->scheduler, run);
}

/* A run is made when there is a place for it, and goes when it has ended: ten thousand of them with
 * their networks would not fit into memory. */
static void
feed (Training *training)
{
  if (training->feeding) /* a run ended while it was added */
    return;
  training->feeding = TRUE;
  while (!training->stopping && training->next < training->sweep->set_ups->len &&
         training->active->len < training->jobs)
    add_run (training);
  training->feeding = FALSE;
  if (training->active->len == 0)
    g_main_loop_quit (training->loop);
}

static gboolean
on_start (gpointer training)
{
  feed (training);
  return G_SOURCE_REMOVE;
}

static void
stop_all (gpointer data)
{
  Training *training = data;
  training->stopping = TRUE;
  nabla_scheduler_stop_all (training->scheduler);
}

static int
longest_description (const CliSweep *sweep)
{
  glong longest = 0;
  for (guint i = 0; i < sweep->set_ups->len; i++) {
    g_autofree char *description = cli_sweep_describe (sweep, i);
    longest = MAX (longest, g_utf8_strlen (description, -1));
  }
  return (int) longest;
}

static NablaCuller *
make_culler (const CliSweep *sweep)
{
  gint64 epochs = 0;
  for (guint i = 0; i < sweep->set_ups->len; i++)
    epochs = MAX (epochs, cli_sweep_set_up (sweep, i)->epochs);
  NablaCullingRule rule = nabla_culling_rule_default (epochs);
  return nabla_culler_new (&rule);
}

static int
finish (const Training *training, GError **error)
{
  CliSweep *sweep = training->sweep;
  cli_progress_clear ();
  cli_history_finish (&sweep->history);
  if (!sweep->json)
    cli_sweep_print_table (sweep, training->data_set, training->outcomes);
  if (sweep->plot != NULL && !cli_sweep_save_plot (sweep, training->outcomes, error))
    return cli_error_report (*error);
  if (training->ended < sweep->set_ups->len)
    return CLI_INTERRUPTED;
  return training->failed ? CLI_FAILED : CLI_SUCCESS;
}

int
cli_sweep_train (CliSweep *sweep, NablaDataSet *data_set, guint jobs, GError **error)
{
  guint n = sweep->set_ups->len;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (NablaScheduler) scheduler = nabla_scheduler_new (jobs);
  g_autoptr (NablaCuller) culler = sweep->cull ? make_culler (sweep) : NULL;
  g_autoptr (GPtrArray) active = g_ptr_array_new_with_free_func (entry_free);
  g_autofree CliOutcome *outcomes = g_new0 (CliOutcome, n);
  Training training = {
    .sweep = sweep,
    .data_set = data_set,
    .scheduler = scheduler,
    .culler = culler,
    .loop = loop,
    .jobs = jobs,
    .cost_figure = cli_sweep_cost_figure (sweep->monitoring.monitors, data_set),
    .width = sweep->json ? 0 : longest_description (sweep),
    .active = active,
    .outcomes = outcomes,
  };
  for (guint i = 0; i < n; i++)
    outcomes[i].best = outcomes[i].final = outcomes[i].cost = NAN;
  if (!sweep->json)
    cli_sweep_print_heading (sweep, data_set, jobs);
  g_signal_connect_swapped (scheduler, "changed", G_CALLBACK (feed), &training);
  g_idle_add (on_start, &training);
  cli_interrupt_call (stop_all, &training);
  g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (scheduler, &training);
  int code = finish (&training, error);
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&outcomes[i].records, g_array_unref);
  return code;
}
