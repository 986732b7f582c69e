/* SPDX-License-Identifier: MIT */
#include "lab/nabla-workbench-private.h"

#include "lab/nabla-culler.h"
#include "lab/nabla-duration.h"
#include "lab/nabla-preset.h"
#include "lab/nabla-sweep.h"
#include "lab/nabla-training-data.h"

#include <glib/gi18n-lib.h>

enum { PROP_0, PROP_DATA_SET, PROP_SELECTED, PROP_BUSY, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (NablaWorkbench, nabla_workbench, G_TYPE_OBJECT)

static void
on_scheduler_changed (NablaWorkbench *self)
{
  gboolean busy = nabla_scheduler_get_n_running (self->scheduler) > 0 ||
                  nabla_scheduler_get_n_waiting (self->scheduler) > 0;
  if (busy == self->busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
nabla_workbench_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaWorkbench *self = NABLA_WORKBENCH (object);
  switch (id) {
  case PROP_DATA_SET:
    g_value_set_object (value, self->data_set);
    break;
  case PROP_SELECTED:
    g_value_set_object (value, self->selected);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->busy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_workbench_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaWorkbench *self = NABLA_WORKBENCH (object);
  switch (id) {
  case PROP_DATA_SET:
    nabla_workbench_set_data_set (self, g_value_get_object (value));
    break;
  case PROP_SELECTED:
    nabla_workbench_set_selected (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_workbench_dispose (GObject *object)
{
  NablaWorkbench *self = NABLA_WORKBENCH (object);
  if (self->scheduler != NULL) {
    g_signal_handlers_disconnect_by_data (self->scheduler, self);
    nabla_scheduler_stop_and_wait (self->scheduler);
  }
  g_clear_object (&self->scheduler);
  g_clear_object (&self->selected);
  g_clear_object (&self->groups);
  g_clear_object (&self->runs);
  g_clear_object (&self->data_set);
  g_clear_object (&self->own);
  g_clear_object (&self->with_own);
  g_clear_pointer (&self->removed, g_hash_table_unref);
  g_clear_object (&self->history); /* while the runs that it follows are there */
  g_clear_pointer (&self->begun, g_ptr_array_unref);
  G_OBJECT_CLASS (nabla_workbench_parent_class)->dispose (object);
}

static void
nabla_workbench_class_init (NablaWorkbenchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = nabla_workbench_get_property;
  object_class->set_property = nabla_workbench_set_property;
  object_class->dispose = nabla_workbench_dispose;

  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  properties[PROP_DATA_SET] = g_param_spec_object ("data-set", NULL, NULL, NABLA_TYPE_DATA_SET,
                                                   readable | G_PARAM_WRITABLE);
  properties[PROP_SELECTED] =
      g_param_spec_object ("selected", NULL, NULL, NABLA_TYPE_RUN, readable | G_PARAM_WRITABLE);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
on_runs_changed (NablaWorkbench *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);
    nabla_run_set_speed (run, self->speed);
  }
}

/* It is no seed of a group any longer (nabla-run-groups.h): it has a colour and a name of its own.
 */
static void
on_changed_rates (NablaWorkbench *self, const NablaRateChange *change, NablaRun *run)
{
  gsize n;
  nabla_run_get_changes (run, &n);
  if (n > 1 || !g_list_store_find (self->runs, run, NULL))
    return;
  if (nabla_workbench_shares_color (self, run))
    nabla_run_set_color (run, nabla_workbench_choose_color (self, run, NULL));
  nabla_workbench_name_runs (self);
}

/* After the groups have heard of it. */
static void
follow_runs (NablaWorkbench *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);
    g_signal_handlers_disconnect_by_data (run, self); /* one that comes back is known */
    g_signal_connect_object (run, "changed-rates", G_CALLBACK (on_changed_rates), self,
                             G_CONNECT_SWAPPED);
  }
}

static void
nabla_workbench_init (NablaWorkbench *self)
{
  self->runs = g_list_store_new (NABLA_TYPE_RUN);
  g_signal_connect_object (self->runs, "items-changed", G_CALLBACK (on_runs_changed), self,
                           G_CONNECT_SWAPPED);
  self->groups = nabla_run_groups_new (G_LIST_MODEL (self->runs));
  g_signal_connect_object (self->runs, "items-changed", G_CALLBACK (follow_runs), self,
                           G_CONNECT_SWAPPED);
  self->removed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->begun = g_ptr_array_new_with_free_func (g_object_unref);
}

NablaWorkbench *
nabla_workbench_new (guint n_jobs)
{
  NablaWorkbench *self = g_object_new (NABLA_TYPE_WORKBENCH, NULL);
  self->scheduler = nabla_scheduler_new (n_jobs);
  g_signal_connect_swapped (self->scheduler, "changed", G_CALLBACK (on_scheduler_changed), self);
  return self;
}

NablaDataSet *
nabla_workbench_get_data_set (NablaWorkbench *self)
{
  return self->data_set;
}

void
nabla_workbench_set_data_set (NablaWorkbench *self, NablaDataSet *data_set)
{
  if (g_set_object (&self->data_set, data_set))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DATA_SET]);
}

GListModel *
nabla_workbench_get_runs (NablaWorkbench *self)
{
  return G_LIST_MODEL (self->runs);
}

NablaRunGroups *
nabla_workbench_get_groups (NablaWorkbench *self)
{
  return self->groups;
}

NablaRun *
nabla_workbench_get_selected (NablaWorkbench *self)
{
  return self->selected;
}

void
nabla_workbench_set_selected (NablaWorkbench *self, NablaRun *run)
{
  if (g_set_object (&self->selected, run))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

GPtrArray *
nabla_workbench_list_runs (NablaWorkbench *self)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (runs, g_list_model_get_item (G_LIST_MODEL (self->runs), i));
  return runs;
}

static gboolean
has_data (NablaWorkbench *self, GError **error)
{
  if (self->data_set != NULL)
    return TRUE;
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                       _ ("There are no digits yet; wait until they are loaded"));
  return FALSE;
}

static gboolean
check_set_up (NablaWorkbench *self, const NablaHyperParameters *set_up, GError **error)
{
  return nabla_hyper_parameters_validate (set_up, error) &&
         nabla_training_data_check (nabla_workbench_data_set_for (self, set_up), set_up, error);
}

/* A run of this set-up, with a colour, that nobody has started. `before` are those that will be
 * listed before it, besides those that are listed. */
static NablaRun *
make_run (NablaWorkbench *self, const NablaHyperParameters *hyper_parameters, GPtrArray *before)
{
  NablaRun *run =
      nabla_run_new (hyper_parameters, nabla_workbench_data_set_for (self, hyper_parameters),
                     NABLA_MONITOR_DEFAULT | NABLA_MONITOR_GRADIENT_NORM);
  const NablaPreset *preset = nabla_preset_matching (hyper_parameters);
  if (preset != NULL)
    nabla_run_set_validation_images (run, (gsize) preset->validation_images);
  nabla_run_set_color (run, nabla_workbench_choose_color (self, run, before));
  return run;
}

/* Lists the run and selects it. */
static void
add_run (NablaWorkbench *self, NablaRun *run)
{
  g_list_store_append (self->runs, run);
  nabla_workbench_name_runs (self);
  nabla_workbench_set_selected (self, run);
}

void
nabla_workbench_begin (NablaWorkbench *self, NablaRun *run)
{
  if (!g_ptr_array_find (self->begun, run, NULL)) {
    g_ptr_array_add (self->begun, g_object_ref (run));
    if (self->history != NULL)
      nabla_history_follow (self->history, run);
  }
  nabla_scheduler_add (self->scheduler, run);
}

void
nabla_workbench_set_history (NablaWorkbench *self, NablaHistory *history)
{
  if (g_set_object (&self->history, history) && history != NULL)
    for (guint i = 0; i < self->begun->len; i++)
      nabla_history_follow (history, self->begun->pdata[i]);
}

NablaHistory *
nabla_workbench_get_history (NablaWorkbench *self)
{
  return self->history;
}

NablaRun *
nabla_workbench_train (NablaWorkbench *self, const NablaHyperParameters *hyper_parameters,
                       GError **error)
{
  return nabla_workbench_train_from (self, hyper_parameters, NULL, error);
}

NablaRun *
nabla_workbench_train_from (NablaWorkbench *self, const NablaHyperParameters *hyper_parameters,
                            NnNetwork *initial, GError **error)
{
  if (!has_data (self, error) || !check_set_up (self, hyper_parameters, error))
    return NULL;
  g_autoptr (NablaRun) run = make_run (self, hyper_parameters, NULL);
  nabla_run_set_initial (run, initial);
  add_run (self, run);
  nabla_workbench_begin (self, run);
  return run; /* the list keeps it */
}

static gboolean
train_sweep (NablaWorkbench *self, const NablaHyperParameters *set_ups, gsize n,
             NablaCuller *culler, GError **error)
{
  g_autofree const NablaHyperParameters **of = g_new (const NablaHyperParameters *, n);
  g_autofree gsize *groups = g_new (gsize, n), *seen = g_new0 (gsize, n), *turn = g_new (gsize, n);
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_object_unref);
  gsize turns = 0;

  if (!has_data (self, error))
    return FALSE;
  for (gsize i = 0; i < n; i++) {
    if (!check_set_up (self, &set_ups[i], error))
      return FALSE;
    of[i] = &set_ups[i];
  }
  nabla_sweep_group (of, n, groups);
  for (gsize i = 0; i < n; i++) {
    turn[i] = seen[groups[i]]++;
    turns = MAX (turns, seen[groups[i]]);
    g_ptr_array_add (runs, make_run (self, &set_ups[i], runs));
    if (culler != NULL) {
      nabla_culler_follow (culler, runs->pdata[i]);
      g_object_set_data_full (runs->pdata[i], NABLA_WORKBENCH_CULLER, g_object_ref (culler),
                              g_object_unref);
    }
  }
  g_list_store_splice (self->runs, g_list_model_get_n_items (G_LIST_MODEL (self->runs)), 0,
                       runs->pdata, runs->len);
  nabla_workbench_name_runs (self);
  if (n > 0)
    nabla_workbench_set_selected (self, runs->pdata[0]);
  for (gsize now = 0; now < turns; now++)
    for (gsize i = 0; i < n; i++)
      if (turn[i] == now)
        nabla_workbench_begin (self, runs->pdata[i]);
  return TRUE;
}

gboolean
nabla_workbench_train_sweep (NablaWorkbench *self, const NablaHyperParameters *set_ups, gsize n,
                             GError **error)
{
  return train_sweep (self, set_ups, n, NULL, error);
}

gboolean
nabla_workbench_train_culled_sweep (NablaWorkbench *self, const NablaHyperParameters *set_ups,
                                    gsize n, GError **error)
{
  gint64 epochs = 0;
  for (gsize i = 0; i < n; i++)
    epochs = MAX (epochs, set_ups[i].epochs);
  NablaCullingRule rule = nabla_culling_rule_default (epochs);
  g_autoptr (NablaCuller) culler = nabla_culler_new (&rule);
  return train_sweep (self, set_ups, n, culler, error);
}

/* Appends what each run in this state has left to do, in the order in which they were begun. */
static void
add_rests (NablaWorkbench *self, NablaRunState state, GArray *seconds)
{
  for (guint i = 0; i < self->begun->len; i++) {
    NablaRun *run = self->begun->pdata[i];
    NablaRunState now = nabla_run_get_state (run);
    double rest;
    if (now != state && !(now == NABLA_RUN_PAUSED && state == NABLA_RUN_RUNNING))
      continue;
    rest = nabla_duration_of_rest (run, G_LIST_MODEL (self->runs));
    g_array_append_val (seconds, rest);
  }
}

double
nabla_workbench_estimate_seconds (NablaWorkbench *self, const NablaHyperParameters *set_ups,
                                  gsize n)
{
  g_autoptr (GArray) seconds = g_array_new (FALSE, FALSE, sizeof (double));
  gsize before;
  if (self->data_set == NULL)
    return 0;
  add_rests (self, NABLA_RUN_RUNNING, seconds);
  add_rests (self, NABLA_RUN_WAITING, seconds);
  before = seconds->len;
  for (gsize i = 0; i < n; i++) {
    double one = nabla_duration_of (&set_ups[i], self->data_set, G_LIST_MODEL (self->runs));
    g_array_append_val (seconds, one);
  }
  return nabla_duration_of_all ((const double *) (const void *) seconds->data, seconds->len, before,
                                nabla_scheduler_get_n_jobs (self->scheduler));
}

void
nabla_workbench_add_ended (NablaWorkbench *self, NablaRun *run)
{
  g_return_if_fail (nabla_run_is_finished (run));
  g_object_set_data_full (G_OBJECT (run), NABLA_WORKBENCH_MADE_NAME, g_strdup (""), g_free);
  nabla_run_set_color (run, nabla_workbench_choose_color (self, run, NULL));
  if (self->history != NULL)
    nabla_history_watch (self->history, run);
  add_run (self, run);
}

void
nabla_workbench_add (NablaWorkbench *self, NablaRun *run)
{
  nabla_run_set_color (run, nabla_workbench_choose_color (self, run, NULL));
  add_run (self, run);
  nabla_workbench_begin (self, run);
}

void
nabla_workbench_remove (NablaWorkbench *self, NablaRun *run)
{
  guint position;
  if (!g_list_store_find (self->runs, run, &position))
    return;
  g_hash_table_insert (self->removed, g_object_ref (run), GUINT_TO_POINTER (position + 1));
  g_list_store_remove (self->runs, position);
  nabla_run_stop (run);
  nabla_workbench_name_runs (self);
  if (self->selected == run) {
    guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
    g_autoptr (NablaRun) next =
        n > 0 ? g_list_model_get_item (G_LIST_MODEL (self->runs), MIN (position, n - 1)) : NULL;
    nabla_workbench_set_selected (self, next);
  }
}

void
nabla_workbench_restore (NablaWorkbench *self, NablaRun *run)
{
  guint position = GPOINTER_TO_UINT (g_hash_table_lookup (self->removed, run));
  if (position == 0)
    return;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
  g_list_store_insert (self->runs, MIN (position - 1, n), run);
  nabla_workbench_name_runs (self);
  nabla_workbench_set_selected (self, run);
  g_hash_table_remove (self->removed, run);
}

gboolean
nabla_workbench_get_busy (NablaWorkbench *self)
{
  return self->busy;
}

void
nabla_workbench_set_paused (NablaWorkbench *self, gboolean paused)
{
  g_autoptr (GPtrArray) runs = nabla_workbench_list_runs (self);
  for (guint i = 0; i < runs->len; i++) {
    if (paused)
      nabla_run_pause (runs->pdata[i]);
    else
      nabla_run_resume (runs->pdata[i]);
  }
}

void
nabla_workbench_set_speed (NablaWorkbench *self, double mini_batches_per_second)
{
  self->speed = mini_batches_per_second;
  on_runs_changed (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->runs)));
}

double
nabla_workbench_get_speed (NablaWorkbench *self)
{
  return self->speed;
}

void
nabla_workbench_stop (NablaWorkbench *self)
{
  nabla_scheduler_stop_all (self->scheduler);
}

void
nabla_workbench_stop_and_wait (NablaWorkbench *self)
{
  nabla_scheduler_stop_and_wait (self->scheduler);
}
