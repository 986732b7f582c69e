/* SPDX-License-Identifier: MIT */
#include "app/nabla-ghosts.h"

#include "app/nabla-run-curves.h"
#include "lab/nabla-published.h"
#include "lab/nabla-run-group.h"
#include "plot/plot-number.h"

#include <glib/gi18n.h>

enum { N_CHARTS = 2 };

struct NablaGhosts {
  NablaWorkbench *workbench;
  NablaChart *charts[N_CHARTS];
  NablaCurveView views[N_CHARTS];
  NablaGhostsRefused refused;
  gpointer data;

  char *folder; /* or NULL */
  gboolean shown;
  GCancellable *reading;    /* of all files of this folder that are on their way */
  GHashTable *published;    /* NablaPreset → GPtrArray of curves, or NULL while they are read */
  GPtrArray *ghosts;        /* of Ghost */
  gboolean named[N_CHARTS]; /* one of its curves is labelled */
};

/* One preset's. */
typedef struct {
  NablaGhosts *all;
  NablaRun *run; /* behind whose curves it lies */
  const NablaPreset *preset;
  PlotSeries *series[N_CHARTS][NABLA_N_FIGURES];
  gboolean flat; /* a figure without a curve */
} Ghost;

static PlotChart *
plot_of (NablaGhosts *ghosts, int chart)
{
  return nabla_chart_get_plot (ghosts->charts[chart]);
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

  for (int chart = 0; chart < N_CHARTS; chart++)
    for (guint i = 0; i < NABLA_N_FIGURES; i++)
      if (ghost->series[chart][i] != NULL)
        plot_chart_remove_series (plot_of (ghost->all, chart), ghost->series[chart][i]);
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

/* Grey on light and on dark. A figure says at its end what it is, and so does the first curve of
 * each chart. */
static PlotSeries *
add_series (Ghost *ghost, int chart, guint figure)
{
  static const PlotColor grey = { 0.5, 0.5, 0.5, 1 };
  PlotSeries *series = plot_series_new ();
  gboolean *named = &ghost->all->named[chart];

  plot_series_set_ghost (series, true);
  plot_series_set_end_label (series, ghost->flat || !*named);
  plot_series_set_color (series, grey);
  plot_chart_add_series (plot_of (ghost->all, chart), series);
  ghost->series[chart][figure] = series;
  *named = TRUE;
  return series;
}

/* Whether a chart shows that figure, over something that epochs can be converted to. Of test and
 * validation images mostly one was published: it stands for both. */
static gboolean
is_wanted (const NablaCurveView *view, guint figure)
{
  gboolean accuracy = figure % 2 == 1;
  gboolean shown = view->figure == NABLA_CURVE_COST ? !accuracy
                   : view->figure == NABLA_CURVE_ACCURACY || view->figure == NABLA_CURVE_ERROR_RATE
                       ? accuracy
                       : FALSE;

  return shown && view->x != NABLA_CURVE_SECONDS &&
         (figure / 2 == 0 ? view->training : view->validation || view->test);
}

static void
append (Ghost *ghost, int chart, PlotSeries *series, double epoch, double value)
{
  const NablaCurveView *view = &ghost->all->views[chart];
  double images = view->x == NABLA_CURVE_IMAGES ? nabla_run_curves_images_of_epoch (ghost->run) : 1;

  plot_series_append (series, epoch * images,
                      view->figure == NABLA_CURVE_ERROR_RATE ? 1 - value : value);
}

static void
add_curves (Ghost *ghost, const GPtrArray *curves, int chart)
{
  static const char *const roles[] = { N_ ("training"), N_ ("validation"), N_ ("test") };

  for (guint i = 0; i < curves->len; i++) {
    const NablaPublishedCurve *curve = curves->pdata[i];
    PlotSeries *series;

    if (!is_wanted (&ghost->all->views[chart], curve->figure))
      continue;
    series = add_series (ghost, chart, curve->figure);
    plot_series_set_role (series, roles[curve->figure / 2]);
    for (gsize k = 0; k < curve->n; k++)
      append (ghost, chart, series, curve->epochs[k], curve->values[k]);
  }
}

/* Of the best the highest; else the middle, where it is a range. */
static double
get_figure (const NablaPreset *preset)
{
  return preset->outcome == NABLA_OUTCOME_PEAK ? preset->high : (preset->low + preset->high) / 2;
}

/* The published figure over all epochs. */
static void
add_figure (Ghost *ghost, int chart)
{
  const NablaPreset *preset = ghost->preset;
  int epochs = (int) nabla_run_get_hyper_parameters (ghost->run)->epochs;
  PlotSeries *series;

  if (preset->outcome == NABLA_OUTCOME_SHAPE ||
      !is_wanted (&ghost->all->views[chart], preset->figure))
    return;
  series = add_series (ghost, chart, preset->figure);
  for (int epoch = 1; epoch <= epochs; epoch++)
    append (ghost, chart, series, epoch, get_figure (preset));
}

/* "95.42 % published best": the number first, as a narrow chart cuts the end off. */
static char *
figure_label (const NablaPreset *preset, const NablaCurveView *view)
{
  PlotFormat format = nabla_curve_figure_get_format (view->figure);
  gboolean error = view->figure == NABLA_CURVE_ERROR_RATE;
  gboolean best = preset->outcome == NABLA_OUTCOME_PEAK;
  double low = best ? preset->high : preset->low, high = preset->high;
  char least[32], most[32];

  plot_number_figure (least, sizeof least, error ? 1 - high : low, format);
  plot_number_figure (most, sizeof most, error ? 1 - low : high, format);
  if (best)
    return g_strdup_printf (_ ("%s published best"), most);
  if (low < high)
    return g_strdup_printf (_ ("%s to %s published"), least, most);
  return g_strdup_printf (_ ("%s published"), most);
}

static char *
label_of (Ghost *ghost, int chart)
{
  /* What was published stands beside all seeds. */
  g_autofree char *name = nabla_run_group_name_without_seed (ghost->run);
  g_autofree char *figure = NULL;

  if (!ghost->flat)
    /* Translators: a run's name */
    return g_strdup_printf (_ ("%s, published"), name);
  figure = figure_label (ghost->preset, &ghost->all->views[chart]);
  return ghost->all->ghosts->len > 1 ? g_strdup_printf ("%s: %s", name, figure)
                                     : g_steal_pointer (&figure);
}

static void
update_labels (NablaGhosts *ghosts)
{
  for (guint g = 0; g < ghosts->ghosts->len; g++) {
    Ghost *ghost = ghosts->ghosts->pdata[g];

    for (int chart = 0; chart < N_CHARTS; chart++) {
      g_autofree char *label = label_of (ghost, chart);

      for (guint i = 0; i < NABLA_N_FIGURES; i++)
        if (ghost->series[chart][i] != NULL)
          plot_series_set_label (ghost->series[chart][i], label);
    }
  }
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
  ghost->flat = curves->len == 0;
  for (int chart = 0; chart < N_CHARTS; chart++)
    if (ghost->flat)
      add_figure (ghost, chart);
    else
      add_curves (ghost, curves, chart);
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
  update_labels (ghosts);
  charts_changed (ghosts);
}

static void
on_named (NablaGhosts *ghosts)
{
  update_labels (ghosts);
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
nabla_ghosts_new (NablaWorkbench *workbench, NablaChart *upper, NablaChart *lower,
                  NablaGhostsRefused refused, gpointer data)
{
  NablaGhosts *ghosts = g_new0 (NablaGhosts, 1);
  GListModel *runs = nabla_workbench_get_runs (workbench);

  ghosts->workbench = g_object_ref (workbench);
  ghosts->charts[0] = g_object_ref (upper);
  ghosts->charts[1] = g_object_ref (lower);
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

void
nabla_ghosts_set_views (NablaGhosts *ghosts, const NablaCurveView *upper,
                        const NablaCurveView *lower)
{
  ghosts->views[0] = *upper;
  ghosts->views[1] = *lower;
  rebuild (ghosts);
}
