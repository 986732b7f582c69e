/* SPDX-License-Identifier: MIT */
/* The runs that the window shows again: the history keeps all of them, the settings which of them
 * were listed, and how. They are loaded beside the window, one after the other, once there are a
 * history and a data set. */
#include "app/nabla-window-private.h"

/* A list that grows by a sweep is remembered once. */
#define REMEMBER_AFTER 1 /* s */

/* Rows and curves of more would hold up a frame. */
#define AT_ONCE 8

/* What is remembered of a run besides its UUID; absent where it is not so. */
#define HIDDEN    "hidden"
#define SELECTED  "selected"
#define UNFOLDED  "unfolded"
#define MADE_NAME "made-name"

struct NablaRestoring {
  NablaWindow *window; /* weak */
  NablaHistory *history;
  NablaDataSet *data_set;
  GVariant *remembered;
  gsize next;         /* of the remembered ones */
  guint listed;       /* so many are */
  GPtrArray *runs;    /* of NablaRun: those that came and are not listed yet … */
  GArray *made_names; /* … of gboolean … */
  GArray *places;     /* … and of gsize, where they are remembered */
};

static void
restoring_free (NablaRestoring *restoring)
{
  g_clear_weak_pointer (&restoring->window);
  g_object_unref (restoring->history);
  g_object_unref (restoring->data_set);
  g_variant_unref (restoring->remembered);
  g_ptr_array_unref (restoring->runs);
  g_array_unref (restoring->made_names);
  g_array_unref (restoring->places);
  g_free (restoring);
}

static gboolean
says (NablaRestoring *restoring, gsize place, const char *what)
{
  g_autoptr (GVariant) of_run = g_variant_get_child_value (restoring->remembered, place);
  gboolean so = FALSE;

  return g_variant_lookup (of_run, what, "b", &so) && so;
}

static void
remember_run (NablaWindow *self, NablaRun *run, GVariantBuilder *all)
{
  const struct {
    const char *what;
    gboolean so;
  } facts[] = {
    { HIDDEN, !nabla_run_get_shown (run) },
    { SELECTED, nabla_workbench_get_selected (self->workbench) == run },
    { UNFOLDED, nabla_run_list_is_unfolded (self->run_list, run) },
    { MADE_NAME, nabla_workbench_has_made_name (run) },
  };

  g_variant_builder_open (all, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (all, "{sv}", "uuid", g_variant_new_string (nabla_run_get_uuid (run)));
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i].so)
      g_variant_builder_add (all, "{sv}", facts[i].what, g_variant_new_boolean (TRUE));
  g_variant_builder_close (all);
}

/* What is on its way stays remembered as it was. */
static void
remember_waiting (NablaRestoring *restoring, GVariantBuilder *all)
{
  gsize first =
      restoring->places->len > 0 ? g_array_index (restoring->places, gsize, 0) : restoring->next;

  for (gsize i = first; i < g_variant_n_children (restoring->remembered); i++) {
    g_autoptr (GVariant) of_run = g_variant_get_child_value (restoring->remembered, i);

    g_variant_builder_add_value (all, of_run);
  }
}

void
nabla_window_keep_runs (NablaWindow *self)
{
  GListModel *runs = nabla_workbench_get_runs (self->workbench);
  guint n = g_list_model_get_n_items (runs);
  GVariantBuilder all;

  g_clear_handle_id (&self->remembering, g_source_remove);
  if (self->settings == NULL || !self->remembers_runs)
    return;
  g_variant_builder_init (&all, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i <= n; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    if (self->restoring != NULL && i == MIN (self->restoring->listed, n))
      remember_waiting (self->restoring, &all);
    if (run != NULL)
      remember_run (self, run, &all);
  }
  g_settings_set_value (self->settings, "runs", g_variant_builder_end (&all));
}

static gboolean
on_time (gpointer data)
{
  NablaWindow *self = data;

  self->remembering = 0;
  nabla_window_keep_runs (self);
  return G_SOURCE_REMOVE;
}

static void
remember_soon (NablaWindow *self)
{
  if (self->remembering == 0)
    self->remembering = g_timeout_add_seconds (REMEMBER_AFTER, on_time, self);
}

/* Lists those that came, in the order of the list, before what is trained already. */
static void
list_loaded (NablaRestoring *restoring)
{
  NablaWindow *self = restoring->window;
  GPtrArray *runs = restoring->runs;

  for (guint i = 0; i < runs->len; i++)
    nabla_run_set_shown (runs->pdata[i],
                         !says (restoring, g_array_index (restoring->places, gsize, i), HIDDEN));
  nabla_workbench_add_kept (self->workbench, restoring->listed, (NablaRun *const *) runs->pdata,
                            (const gboolean *) (const void *) restoring->made_names->data,
                            runs->len);
  restoring->listed += runs->len;
  for (guint i = 0; i < runs->len; i++) {
    gsize place = g_array_index (restoring->places, gsize, i);

    if (says (restoring, place, UNFOLDED))
      nabla_run_list_unfold (self->run_list, runs->pdata[i]);
    if (says (restoring, place, SELECTED) && nabla_workbench_get_selected (self->workbench) == NULL)
      nabla_workbench_set_selected (self->workbench, runs->pdata[i]);
  }
  g_ptr_array_set_size (runs, 0);
  g_array_set_size (restoring->made_names, 0);
  g_array_set_size (restoring->places, 0);
}

static void
finish (NablaRestoring *restoring)
{
  NablaWindow *self = restoring->window;
  GListModel *runs = nabla_workbench_get_runs (self->workbench);
  g_autoptr (NablaRun) last = NULL;

  list_loaded (restoring);
  if (restoring->listed > 0)
    last = g_list_model_get_item (runs, g_list_model_get_n_items (runs) - 1);
  if (last != NULL && nabla_workbench_get_selected (self->workbench) == NULL)
    nabla_workbench_set_selected (self->workbench, last);
  self->restoring = NULL;
}

static void load_next (NablaRestoring *restoring);

/* What cannot be loaded, most of all what was deleted meanwhile, is passed over. */
static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaRestoring *restoring = data;
  NablaRun *run = nabla_history_load_finish (NABLA_HISTORY (source), result, NULL);
  gsize place = restoring->next++;
  gboolean made = says (restoring, place, MADE_NAME);

  if (run != NULL) {
    g_ptr_array_add (restoring->runs, run);
    g_array_append_val (restoring->made_names, made);
    g_array_append_val (restoring->places, place);
  }
  if (restoring->runs->len >= AT_ONCE && restoring->window != NULL)
    list_loaded (restoring);
  load_next (restoring);
}

/* Until all are there; a window that closes does not wait for them. */
static void
load_next (NablaRestoring *restoring)
{
  for (; restoring->next < g_variant_n_children (restoring->remembered); restoring->next++) {
    g_autoptr (GVariant) of_run =
        g_variant_get_child_value (restoring->remembered, restoring->next);
    const char *uuid;

    if (restoring->window == NULL)
      break;
    if (g_variant_lookup (of_run, "uuid", "&s", &uuid)) {
      nabla_history_load_async (restoring->history, uuid, restoring->data_set, NULL, on_loaded,
                                restoring);
      return;
    }
  }
  if (restoring->window != NULL)
    finish (restoring);
  restoring_free (restoring);
}

void
nabla_window_restore_runs (NablaWindow *self)
{
  NablaHistory *history = nabla_workbench_get_history (self->workbench);
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  NablaRestoring *restoring;

  if (self->settings == NULL || self->remembers_runs || history == NULL || data_set == NULL)
    return;
  self->remembers_runs = TRUE;
  g_signal_connect_object (nabla_workbench_get_runs (self->workbench), "items-changed",
                           G_CALLBACK (remember_soon), self, G_CONNECT_SWAPPED);
  self->restoring = restoring = g_new0 (NablaRestoring, 1);
  g_set_weak_pointer (&restoring->window, self);
  restoring->history = g_object_ref (history);
  restoring->data_set = g_object_ref (data_set);
  restoring->remembered = g_settings_get_value (self->settings, "runs");
  restoring->runs = g_ptr_array_new_with_free_func (g_object_unref);
  restoring->made_names = g_array_new (FALSE, FALSE, sizeof (gboolean));
  restoring->places = g_array_new (FALSE, FALSE, sizeof (gsize));
  load_next (restoring);
}
