/* SPDX-License-Identifier: MIT */
#include "app/nabla-ghosts.h"

#include "lab/nabla-published.h"

#include <glib/gi18n.h>

struct NablaGhosts {
  NablaWorkbench *workbench;
  NablaChart *charts[2]; /* of cost (even figures) and of accuracy (odd) */
  NablaGhostsRefused refused;
  gpointer data;

  char *folder; /* or NULL */
  gboolean shown;
  GCancellable *reading; /* of all files of this folder that are on their way */
  GHashTable *published; /* NablaPreset → GPtrArray of curves, or NULL while they are read */
  GPtrArray *ghosts;     /* of Ghost */
  gboolean named[2];     /* of each chart: one of them is labelled */
};

/* One preset's. */
typedef struct {
  NablaGhosts *all;
  NablaRun *run; /* behind whose curves it lies */
  const NablaPreset *preset;
  PlotSeries *series[NABLA_N_FIGURES];
} Ghost;

static PlotChart *
plot_of (NablaGhosts *ghosts, guint figure)
{
  return nabla_chart_get_plot (ghosts->charts[figure % 2]);
}

static void
charts_changed (NablaGhosts *ghosts)
{
  nabla_chart_changed (ghosts->charts[0]);
  nabla_chart_changed (ghosts->charts[1]);
}

static void
ghost_free (gpointer data)
{
  Ghost *ghost = data;

  for (guint i = 0; i < NABLA_N_FIGURES; i++)
    if (ghost->series[i] != NULL)
      plot_chart_remove_series (plot_of (ghost->all, i), ghost->series[i]);
  g_object_unref (ghost->run);
  g_free (ghost);
}

/* The preset whose set-up the run has, found once. */
static const NablaPreset *
preset_of (NablaRun *run)
{
  static const NablaPreset none;
  const NablaPreset *preset = g_object_get_data (G_OBJECT (run), "nabla-preset");

  if (preset == NULL) {
    preset = nabla_preset_matching (nabla_run_get_hyper_parameters (run));
    g_object_set_data (G_OBJECT (run), "nabla-preset",
                       (gpointer) (preset != NULL ? preset : &none));
  }
  return preset != &none ? preset : NULL;
}

/* Grey on light and on dark; the first of each chart says at its end what it is. */
static PlotSeries *
add_series (Ghost *ghost, guint figure)
{
  static const PlotColor grey = { 0.5, 0.5, 0.5, 1 };
  PlotSeries *series = plot_series_new ();
  gboolean *named = &ghost->all->named[figure % 2];
  gboolean first = !*named;

  *named = TRUE;
  plot_series_set_ghost (series, true);
  plot_series_set_end_label (series, first);
  plot_series_set_color (series, grey);
  plot_chart_add_series (plot_of (ghost->all, figure), series);
  ghost->series[figure] = series;
  return series;
}

/* Of test and validation images the charts show one, and neither chart the cost on them. */
static gboolean
is_wanted (guint figure)
{
  return figure % 2 == 1 || figure == 0;
}

static void
add_curves (Ghost *ghost, const GPtrArray *curves)
{
  static const char *const roles[] = { N_ ("training"), N_ ("validation"), N_ ("test") };

  for (guint i = 0; i < curves->len; i++) {
    const NablaPublishedCurve *curve = curves->pdata[i];
    PlotSeries *series;

    if (!is_wanted (curve->figure))
      continue;
    series = add_series (ghost, curve->figure);
    plot_series_set_role (series, _ (roles[curve->figure / 2]));
    for (gsize k = 0; k < curve->n; k++)
      plot_series_append (series, curve->epochs[k], curve->values[k]);
  }
}

/* The published figure over all epochs, its middle where it is a range. */
static void
add_figure (Ghost *ghost)
{
  const NablaPreset *preset = ghost->preset;
  int epochs = (int) nabla_run_get_hyper_parameters (ghost->run)->epochs;
  double value = (preset->low + preset->high) / 2;
  PlotSeries *series;

  if (preset->outcome == NABLA_OUTCOME_SHAPE || !is_wanted (preset->figure))
    return;
  series = add_series (ghost, preset->figure);
  for (int epoch = 1; epoch <= epochs; epoch++)
    plot_series_append (series, epoch, value);
}

static void
update_label (Ghost *ghost)
{
  /* Translators: a run's name */
  g_autofree char *label = g_strdup_printf (_ ("%s, published"), nabla_run_get_name (ghost->run));

  for (guint i = 0; i < NABLA_N_FIGURES; i++)
    if (ghost->series[i] != NULL)
      plot_series_set_label (ghost->series[i], label);
}

static void rebuild (NablaGhosts *ghosts);

typedef struct {
  char *folder;
  const NablaPreset *preset;
} Reading;

static void
reading_free (gpointer data)
{
  g_free (((Reading *) data)->folder);
  g_free (data);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Reading *reading = data;
  GError *error = NULL;
  GPtrArray *curves = nabla_published_read (reading->folder, reading->preset, &error);

  if (curves != NULL)
    g_task_return_pointer (task, curves, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  const Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GPtrArray *curves = g_task_propagate_pointer (G_TASK (result), &error);
  NablaGhosts *ghosts = data;

  /* Cancelled: there may be no ghosts any more. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (curves == NULL) {
    ghosts->refused (error->message, ghosts->data);
    curves = g_ptr_array_new ();
  }
  g_hash_table_insert (ghosts->published, (gpointer) reading->preset, curves);
  rebuild (ghosts);
}

/* The curves of a preset, empty where there are none; NULL while they are read. */
static const GPtrArray *
curves_of (NablaGhosts *ghosts, const NablaPreset *preset)
{
  g_autoptr (GTask) task = NULL;
  gpointer found = NULL;
  Reading *reading;

  if (g_hash_table_lookup_extended (ghosts->published, preset, NULL, &found))
    return found;
  if (ghosts->folder == NULL || preset->curve == NULL) {
    found = g_ptr_array_new ();
    g_hash_table_insert (ghosts->published, (gpointer) preset, found);
    return found;
  }
  reading = g_new (Reading, 1);
  reading->folder = g_strdup (ghosts->folder);
  reading->preset = preset;
  g_hash_table_insert (ghosts->published, (gpointer) preset, NULL);
  task = g_task_new (NULL, ghosts->reading, on_read, ghosts);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_in_thread);
  return NULL;
}

static void
add_ghost (NablaGhosts *ghosts, NablaRun *run, const NablaPreset *preset)
{
  const GPtrArray *curves = curves_of (ghosts, preset);
  Ghost *ghost;

  if (curves == NULL)
    return;
  ghost = g_new0 (Ghost, 1);
  ghost->all = ghosts;
  ghost->run = g_object_ref (run);
  ghost->preset = preset;
  if (curves->len > 0)
    add_curves (ghost, curves);
  else
    add_figure (ghost);
  update_label (ghost);
  g_ptr_array_add (ghosts->ghosts, ghost);
}

static gboolean
has_ghost (NablaGhosts *ghosts, const NablaPreset *preset)
{
  for (guint i = 0; i < ghosts->ghosts->len; i++)
    if (((Ghost *) ghosts->ghosts->pdata[i])->preset == preset)
      return TRUE;
  return FALSE;
}

/* Takes all away and lays them out again: there are few, and seldom others. */
static void
rebuild (NablaGhosts *ghosts)
{
  GListModel *runs = nabla_workbench_get_runs (ghosts->workbench);

  g_ptr_array_set_size (ghosts->ghosts, 0);
  ghosts->named[0] = ghosts->named[1] = FALSE;
  for (guint i = 0; ghosts->shown && i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);
    const NablaPreset *preset = nabla_run_get_shown (run) ? preset_of (run) : NULL;

    /* A run that was opened from a file has no curves to compare. */
    if (preset != NULL && nabla_run_get_monitors (run) != 0 && !has_ghost (ghosts, preset))
      add_ghost (ghosts, run, preset);
  }
  charts_changed (ghosts);
}

static void
on_named (NablaGhosts *ghosts)
{
  for (guint i = 0; i < ghosts->ghosts->len; i++)
    update_label (ghosts->ghosts->pdata[i]);
  charts_changed (ghosts);
}

static void
on_runs_changed (NablaGhosts *ghosts, guint position, guint removed, guint added, GListModel *runs)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    /* A run that comes back is known already. */
    g_signal_handlers_disconnect_by_data (run, ghosts);
    g_signal_connect_swapped (run, "notify::name", G_CALLBACK (on_named), ghosts);
    g_signal_connect_swapped (run, "notify::shown", G_CALLBACK (rebuild), ghosts);
  }
  rebuild (ghosts);
}

static void
curves_unref (gpointer curves)
{
  if (curves != NULL)
    g_ptr_array_unref (curves);
}

NablaGhosts *
nabla_ghosts_new (NablaWorkbench *workbench, NablaChart *cost, NablaChart *accuracy,
                  NablaGhostsRefused refused, gpointer data)
{
  NablaGhosts *ghosts = g_new0 (NablaGhosts, 1);
  GListModel *runs = nabla_workbench_get_runs (workbench);

  ghosts->workbench = g_object_ref (workbench);
  ghosts->charts[0] = g_object_ref (cost);
  ghosts->charts[1] = g_object_ref (accuracy);
  ghosts->refused = refused;
  ghosts->data = data;
  ghosts->shown = TRUE;
  ghosts->reading = g_cancellable_new ();
  ghosts->published = g_hash_table_new_full (NULL, NULL, NULL, curves_unref);
  ghosts->ghosts = g_ptr_array_new_with_free_func (ghost_free);
  g_signal_connect_swapped (runs, "items-changed", G_CALLBACK (on_runs_changed), ghosts);
  on_runs_changed (ghosts, 0, 0, g_list_model_get_n_items (runs), runs);
  return ghosts;
}

void
nabla_ghosts_free (NablaGhosts *ghosts)
{
  GListModel *runs = nabla_workbench_get_runs (ghosts->workbench);

  g_cancellable_cancel (ghosts->reading);
  g_object_unref (ghosts->reading);
  g_signal_handlers_disconnect_by_data (runs, ghosts);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    g_signal_handlers_disconnect_by_data (run, ghosts);
  }
  g_ptr_array_unref (ghosts->ghosts);
  g_hash_table_unref (ghosts->published);
  g_object_unref (ghosts->charts[0]);
  g_object_unref (ghosts->charts[1]);
  g_object_unref (ghosts->workbench);
  g_free (ghosts->folder);
  g_free (ghosts);
}

void
nabla_ghosts_set_folder (NablaGhosts *ghosts, const char *folder)
{
  if (g_strcmp0 (folder, ghosts->folder) == 0)
    return;
  g_free (ghosts->folder);
  ghosts->folder = g_strdup (folder);
  g_cancellable_cancel (ghosts->reading);
  g_object_unref (ghosts->reading);
  ghosts->reading = g_cancellable_new ();
  g_hash_table_remove_all (ghosts->published);
  rebuild (ghosts);
}

void
nabla_ghosts_set_shown (NablaGhosts *ghosts, gboolean shown)
{
  if (ghosts->shown == shown)
    return;
  ghosts->shown = shown;
  rebuild (ghosts);
}
