/* SPDX-License-Identifier: MIT */
#include "cli/cli-report.h"

#include "cli/cli-data.h"
#include "cli/cli-events.h"
#include "cli/cli-progress.h"
#include "lab/nabla-parameter.h"

#include <math.h>
#include <stdio.h>

static const char *const headings[NABLA_N_FIGURES] = {
  "training cost", "training %", "validation cost", "validation %", "test cost", "test %",
};

char *
cli_report_network (const NablaHyperParameters *hyper_parameters)
{
  GString *text = g_string_new (NULL);
  for (gint64 i = 0; i < hyper_parameters->n_layers; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "-" : "",
                            hyper_parameters->layers[i]);
  return g_string_free (text, FALSE);
}

int
cli_report_epochs_done (NablaRun *run)
{
  const NablaRecord *last = nabla_run_get_last_record (run);
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (run);
  return last != NULL ? last->epoch : checkpoint != NULL ? checkpoint->epoch : 0;
}

/* What is always worth saying of the set-up, and of the rest what differs from the defaults. */
static void
print_set_up (const NablaHyperParameters *hyper_parameters)
{
  NablaHyperParameters standard = nabla_hyper_parameters_default ();
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  for (gsize i = 0; i < n; i++) {
    gboolean usual = nabla_parameter_equal (&table[i], hyper_parameters, &standard);
    if (table[i].kind == NABLA_PARAMETER_LAYERS ||
        (table[i].place != NABLA_PARAMETER_MAIN && usual))
      continue;
    g_autofree char *value = nabla_parameter_get_text (&table[i], hyper_parameters);
    if (table[i].kind == NABLA_PARAMETER_FLAG)
      printf (", %s", table[i].option);
    else if (table[i].kind == NABLA_PARAMETER_CHOICE)
      printf (", %s %s", value, table[i].option);
    else
      printf (", %s %s", table[i].symbol[0] != '\0' ? table[i].symbol : table[i].option, value);
  }
}

static void
start_table (NablaRun *run, const char *preset)
{
  const NablaHyperParameters *hyper_parameters = nabla_run_get_hyper_parameters (run);
  g_autofree char *network = cli_report_network (hyper_parameters);
  g_autofree char *parameters = cli_progress_count (cli_event_count_parameters (hyper_parameters));
  g_autofree char *data = cli_data_describe (nabla_run_get_data_set (run));
  if (preset != NULL)
    printf ("Preset %s\n", preset);
  printf ("Network %s, %s parameters", network, parameters);
  print_set_up (hyper_parameters);
  printf ("\n%s\n\nepoch", data);
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    if (nabla_run_get_monitors (run) & (1u << i))
      printf ("  %s", headings[i]);
  if (nabla_run_get_monitors (run) & NABLA_MONITOR_GRADIENT_NORM)
    for (int l = 1; l < (int) hyper_parameters->n_layers; l++)
      printf ("%s‖∂C/∂w%d‖", l < 10 ? "    " : "   ", l);
  printf ("  seconds\n");
}

void
cli_report_start (NablaRun *run, const char *preset, gboolean json)
{
  if (json)
    cli_event_start (run, 0, preset);
  else
    start_table (run, preset);
  fflush (stdout);
}

/* Under their headings, those that are monitored. */
static void
print_figures (NablaRun *run, const double *figures)
{
  for (int i = 0; i < NABLA_N_FIGURES; i++) {
    int width = (int) strlen (headings[i]) + 2;
    gboolean is_cost = i % 2 == 0;
    if (!(nabla_run_get_monitors (run) & (1u << i)))
      continue;
    if (!isfinite (figures[i]))
      printf ("%*s", width, "-");
    else if (is_cost)
      printf ("%*.4f", width, figures[i]);
    else
      printf ("%*.2f", width, 100.0 * figures[i]);
  }
}

static void
epoch_row (NablaRun *run, const NablaRecord *record)
{
  printf ("%5d", record->epoch);
  print_figures (run, record->figures);
  if (nabla_run_get_monitors (run) & NABLA_MONITOR_GRADIENT_NORM)
    for (int l = 0; l + 1 < (int) nabla_run_get_hyper_parameters (run)->n_layers; l++)
      printf ("%12.3g", record->gradient_norms[l]);
  printf ("%9.2f\n", record->train_seconds + record->evaluation_seconds);
}

void
cli_report_epoch (NablaRun *run, const NablaRecord *record, gboolean json)
{
  if (json) {
    cli_event_epoch (run, record, 0);
    return;
  }
  cli_progress_clear ();
  epoch_row (run, record);
  fflush (stdout);
}

void
cli_report_monitor (NablaRun *run, const NablaMonitorRecord *record, gboolean json)
{
  if (json) {
    cli_event_monitor (record, 0);
    return;
  }
  g_autofree char *images = cli_progress_count ((gint64) record->images);
  cli_progress_clear ();
  printf ("%5d", record->epoch);
  print_figures (run, record->figures);
  printf ("  at %s images\n", images);
  fflush (stdout);
}

const char *
cli_report_reason (NablaRun *run)
{
  NablaRunState state = nabla_run_get_state (run);
  if (state == NABLA_RUN_COMPLETED)
    return nabla_run_ended_early (run) ? "early-stopping" : "completed";
  if (nabla_run_is_culled (run))
    return "culled";
  return state == NABLA_RUN_DIVERGED ? "diverged" : "interrupted";
}

void
cli_report_end (NablaRun *run, gboolean json)
{
  const char *reason = cli_report_reason (run);
  if (json) {
    cli_event_end (run, 0);
    return;
  }
  cli_progress_clear ();
  printf ("\n%c%s after %d epochs in %.1f s", g_ascii_toupper (reason[0]), reason + 1,
          cli_report_epochs_done (run), nabla_run_get_seconds (run));
  if (nabla_run_get_best_epoch (run) > 0)
    printf ("; best: %.2f %% in epoch %d", 100.0 * nabla_run_get_best_score (run),
            nabla_run_get_best_epoch (run));
  printf ("\n");
  fflush (stdout);
}
