/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-row.h"

#include "lab/nabla-json.h"

#include <string.h>

#define DEEPEST     8
#define MOST_VALUES 10000

/* Those of a run come first, in the order of NablaRunState. */
static const struct {
  const char *name;
  NablaRunState state;
} states[] = {
  { "waiting", NABLA_RUN_WAITING },     { "running", NABLA_RUN_RUNNING },
  { "paused", NABLA_RUN_PAUSED },       { "completed", NABLA_RUN_COMPLETED },
  { "stopped", NABLA_RUN_STOPPED },     { "diverged", NABLA_RUN_DIVERGED },
  { "failed", NABLA_RUN_FAILED },       { "early-stopping", NABLA_RUN_COMPLETED },
  { "interrupted", NABLA_RUN_STOPPED }, { "culled", NABLA_RUN_STOPPED },
};

const char *
nabla_history_state_name (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].name, text) == 0)
      return states[i].name;
  return "interrupted";
}

NablaRunState
nabla_history_state_of_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_str_equal (states[i].name, name))
      return states[i].state;
  return NABLA_RUN_STOPPED;
}

gboolean
nabla_history_state_is_open (const char *name)
{
  return nabla_history_state_of_name (name) < NABLA_RUN_COMPLETED;
}

void
nabla_history_progress_clear (NablaHistoryProgress *progress)
{
  g_clear_pointer (&progress->message, g_free);
}

void
nabla_history_progress_copy (NablaHistoryProgress *to, const NablaHistoryProgress *from)
{
  char *message = g_strdup (from->message);
  nabla_history_progress_clear (to);
  *to = *from;
  to->message = message;
}

NablaHistoryRow *
nabla_history_row_new (void)
{
  NablaHistoryRow *row = g_atomic_rc_box_new0 (NablaHistoryRow);
  row->data_seed = -1;
  row->data_style = NABLA_DIGIT_STYLE_TRAINING;
  return row;
}

NablaHistoryRow *
nabla_history_row_ref (NablaHistoryRow *row)
{
  return g_atomic_rc_box_acquire (row);
}

NablaHistoryRow *
nabla_history_row_copy (const NablaHistoryRow *row)
{
  NablaHistoryRow *copy = nabla_history_row_new ();
  *copy = *row;
  copy->progress.message = g_strdup (row->progress.message);
  copy->uuid = g_strdup (row->uuid);
  copy->name = g_strdup (row->name);
  copy->version = g_strdup (row->version);
  copy->set_up = g_strdup (row->set_up);
  copy->kernel = g_strdup (row->kernel);
  copy->data_name = g_strdup (row->data_name);
  copy->data_folder = g_strdup (row->data_folder);
  copy->data_digest = g_strdup (row->data_digest);
  copy->own_digest = g_strdup (row->own_digest);
  copy->note = g_strdup (row->note);
  copy->tags = g_strdup (row->tags);
  return copy;
}

static void
row_clear (gpointer data)
{
  NablaHistoryRow *row = data;
  nabla_history_progress_clear (&row->progress);
  g_free (row->uuid);
  g_free (row->name);
  g_free (row->version);
  g_free (row->set_up);
  g_free (row->kernel);
  g_free (row->data_name);
  g_free (row->data_folder);
  g_free (row->data_digest);
  g_free (row->own_digest);
  g_free (row->note);
  g_free (row->tags);
}

void
nabla_history_row_free (NablaHistoryRow *row)
{
  if (row != NULL)
    g_atomic_rc_box_release_full (row, row_clear);
}

void
nabla_history_progress_of_run (NablaHistoryProgress *progress, NablaRun *run)
{
  const NablaRecord *last = nabla_run_get_last_record (run);
  NablaRunState state = nabla_run_get_state (run);
  gsize mini_batch;
  nabla_history_progress_clear (progress);
  progress->state = nabla_run_ended_early (run) && state == NABLA_RUN_COMPLETED ? "early-stopping"
                    : nabla_run_is_culled (run) && state == NABLA_RUN_STOPPED   ? "culled"
                                                                              : states[state].name;
  progress->message = g_strdup (nabla_run_get_message (run));
  progress->epochs = last != NULL ? last->epoch : 0;
  progress->best_epoch = nabla_run_get_best_epoch (run);
  progress->best_score = nabla_run_get_best_score (run);
  progress->seconds = nabla_run_get_seconds (run);
  nabla_run_get_diverged_at (run, &progress->diverged_epoch, &mini_batch);
  progress->diverged_mini_batch = (gint64) mini_batch;
}

NablaHistoryRow *
nabla_history_row_of_run (NablaRun *run)
{
  NablaHistoryRow *row = nabla_history_row_new ();
  NablaDataSet *data_set = nabla_run_get_data_set (run);
  const char *folder = nabla_data_set_get_folder (data_set);
  row->uuid = g_strdup (nabla_run_get_uuid (run));
  row->name = g_strdup (nabla_run_get_name (run));
  row->created = g_get_real_time ();
  row->version = g_strdup (NABLA_VERSION);
  row->hyper_parameters = *nabla_run_get_hyper_parameters (run);
  row->readable = TRUE;
  g_autoptr (JsonNode) json = nabla_hyper_parameters_to_json (&row->hyper_parameters);
  row->set_up = json_to_string (json, FALSE);
  row->monitors = (gint64) nabla_run_get_monitors (run);
  row->monitor_every = (gint64) nabla_run_get_monitor_every (run);
  row->validation_images = (gint64) nabla_run_get_validation_images (run);
  row->kernel = g_strdup (nn_kernel_name (nabla_run_get_kernel (run)));
  row->data_name = g_utf8_make_valid (nabla_data_set_get_name (data_set), -1);
  row->data_folder = folder != NULL ? g_canonicalize_filename (folder, NULL) : NULL;
  if (nabla_data_set_has_digest (data_set))
    row->data_digest = g_strdup (nabla_data_set_get_digest (data_set));
  row->data_seed = nabla_data_set_get_seed (data_set);
  row->data_style = nabla_data_set_get_style (data_set);
  if (row->hyper_parameters.own_share > 0)
    row->own_digest = g_strdup (nabla_data_set_get_own_digest (data_set));
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    row->data_images[part] = (gint64) nabla_data_set_get_part (data_set, (DigitsPartKind) part).n;
  row->note = g_strdup ("");
  row->tags = g_strdup ("");
  row->color = nabla_run_get_color (run);
  row->alive = TRUE;
  nabla_history_progress_of_run (&row->progress, run);
  return row;
}

const char nabla_history_row_columns[] =
    "uuid, name, created, version, hyper_parameters, monitors, monitor_every, validation_images, "
    "kernel, data_name, data_folder, data_training, data_validation, data_test, state, message, "
    "epochs, best_epoch, best_score, seconds, diverged_epoch, diverged_mini_batch, session, "
    "starred, note, tags, color, removed, data_digest, coalesce (data_seed, -1), "
    "coalesce (data_style, 'training'), coalesce (data_style_strength, 1.0), own_digest";

/* Digits in a manner that this version does not know are known by their name alone. */
static void
read_style (NablaHistoryRow *row, sqlite3_stmt *query, int column)
{
  const char *manner = (const char *) sqlite3_column_text (query, column);
  NablaDigitStyle style = { .strength = sqlite3_column_double (query, column + 1) };
  if (nabla_digit_manner_of_name (manner, &style.manner) && nabla_digit_style_is_valid (style))
    row->data_style = style;
  else
    row->data_seed = -1;
}

static void
read_set_up (NablaHistoryRow *row)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  row->hyper_parameters = nabla_hyper_parameters_default ();
  row->readable = nabla_json_is_bounded (row->set_up, strlen (row->set_up), DEEPEST, MOST_VALUES) &&
                  json_parser_load_from_data (parser, row->set_up, -1, NULL) &&
                  nabla_hyper_parameters_from_json (&row->hyper_parameters,
                                                    json_parser_get_root (parser), NULL);
}

/* Counts can be anything in a file; MAX would read its argument, and count it, twice. */
static gint64
count_at (sqlite3_stmt *query, int column)
{
  gint64 value = sqlite3_column_int64 (query, column);
  return MAX (value, 0);
}

NablaHistoryRow *
nabla_history_row_read (sqlite3_stmt *query)
{
  NablaHistoryRow *row = nabla_history_row_new ();
  int at = 0;
  row->uuid = nabla_history_text (query, at++);
  row->name = nabla_history_text (query, at++);
  row->created = sqlite3_column_int64 (query, at++);
  row->version = nabla_history_text (query, at++);
  row->set_up = nabla_history_text (query, at++);
  row->monitors =
      sqlite3_column_int64 (query, at++) & (NABLA_MONITOR_ALL | NABLA_MONITOR_GRADIENT_NORM);
  row->monitor_every = count_at (query, at++);
  row->validation_images = count_at (query, at++);
  row->kernel = nabla_history_text (query, at++);
  row->data_name = nabla_history_text (query, at++);
  row->data_folder = nabla_history_text (query, at++);
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    row->data_images[part] = sqlite3_column_int64 (query, at++);
  row->progress.state = nabla_history_state_name ((const char *) sqlite3_column_text (query, at++));
  row->progress.message = nabla_history_text (query, at++);
  row->progress.epochs = sqlite3_column_int (query, at++);
  row->progress.best_epoch = sqlite3_column_int (query, at++);
  row->progress.best_score = nabla_history_number (query, at++);
  row->progress.seconds = nabla_history_number (query, at++);
  row->progress.diverged_epoch = sqlite3_column_int (query, at++);
  row->progress.diverged_mini_batch = sqlite3_column_int64 (query, at++);
  row->session = sqlite3_column_int64 (query, at++);
  row->starred = sqlite3_column_int (query, at++) != 0;
  row->note = nabla_history_text (query, at++);
  row->tags = nabla_history_text (query, at++);
  row->color = (int) MIN (count_at (query, at), G_MAXINT);
  at++;
  row->removed = sqlite3_column_int64 (query, at++);
  row->data_digest = nabla_history_text (query, at++);
  row->data_seed = sqlite3_column_int64 (query, at++);
  read_style (row, query, at);
  at += 2;
  row->own_digest = nabla_history_text (query, at++);
  read_set_up (row);
  return row;
}

gboolean
nabla_history_row_fits (const NablaHistoryRow *row, NablaDataSet *data_set)
{
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    if (row->data_images[part] !=
        (gint64) nabla_data_set_get_part (data_set, (DigitsPartKind) part).n)
      return FALSE;
  if (row->data_digest != NULL && nabla_data_set_has_digest (data_set))
    return g_str_equal (row->data_digest, nabla_data_set_get_digest (data_set));
  if (row->data_seed >= 0 && nabla_data_set_get_seed (data_set) >= 0)
    return row->data_seed == nabla_data_set_get_seed (data_set) &&
           nabla_digit_style_equal (row->data_style, nabla_data_set_get_style (data_set));
  return g_strcmp0 (row->data_name, nabla_data_set_get_name (data_set)) == 0;
}
