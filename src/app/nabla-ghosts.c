/* SPDX-License-Identifier: MIT */
#include "app/nabla-ghosts.h"

#include "app/nabla-published-curves.h"
#include "app/nabla-run-curves.h"
#include "lab/nabla-published.h"
#include "lab/nabla-run-group.h"
#include "plot/plot-number.h"

#include <glib/gi18n.h>

/* A chart, behind whose curves they lie. */
typedef struct {
  NablaChart *chart;
  NablaCurveView view;
  NablaRunGroup *group; /* of which the chart is, or NULL: it is of all runs */
  gboolean named;       /* one of the published curves is labelled */
} Place;

struct NablaGhosts {
  NablaWorkbench *workbench;
  GPtrArray *places; /* of Place: the two large charts, then the small ones */
  NablaGhostsChanged changed;
  gpointer data;

  gboolean shown;
  NablaPublishedCurves *published;
  GPtrArray *ghosts; /* of Ghost */
};

enum { N_LARGE = 2 };

/* One preset's in one chart. */
typedef struct {
  Place *place;
  NablaRun *run; /* behind whose curves it lies */
  const NablaPreset *preset;
  PlotSeries *series[NABLA_N_FIGURES];
  gboolean flat; /* a figure without a curve */
} Ghost;

static PlotChart *
plot_of (const Place *place)
{
  return nabla_chart_get_plot (place->chart);
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_object_unref (place->chart);
  g_clear_object (&place->group);
  g_free (place);
}

static void
add_place (NablaGhosts *ghosts, NablaChart *chart, NablaRunGroup *group, const NablaCurveView *view)
{
  Place *place = g_new0 (Place, 1);

  place->chart = g_object_ref (chart);
  place->group = group != NULL ? g_object_ref (group) : NULL;
  if (view != NULL)
    place->view = *view;
  g_ptr_array_add (ghosts->places, place);
}

static void
charts_changed (NablaGhosts *ghosts)
{
  for (guint i = 0; i < ghosts->places->len; i++)
    nabla_chart_changed (((Place *) ghosts->places->pdata[i])->chart);
  ghosts->changed (ghosts->data);
}

static void
ghost_free (gpointer data)
{
  Ghost *ghost = data;

  for (guint i = 0; i < NABLA_N_FIGURES; i++)
    if (ghost->series[i] != NULL)
      plot_chart_remove_series (plot_of (ghost->place), ghost->series[i]);
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
 * each chart; a small chart has no room. The pointer reads curves: a figure is the same everywhere,
 * and has said what it is. */
static PlotSeries *
add_series (Ghost *ghost, guint figure)
{
  static const PlotColor grey = { 0.5, 0.5, 0.5, 1 };
  PlotSeries *series = plot_series_new ();
  Place *place = ghost->place;

  plot_series_set_ghost (series, true);
  plot_series_set_end_label (series, place->group == NULL && (ghost->flat || !place->named));
  plot_series_set_pointed (series, place->group == NULL && !ghost->flat);
  plot_series_set_color (series, grey);
  plot_chart_add_series (plot_of (place), series);
  ghost->series[figure] = series;
  place->named = TRUE;
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
append (Ghost *ghost, PlotSeries *series, double epoch, double value)
{
  const NablaCurveView *view = &ghost->place->view;
  double images = view->x == NABLA_CURVE_IMAGES ? nabla_run_curves_images_of_epoch (ghost->run) : 1;

  plot_series_append (series, epoch * images,
                      view->figure == NABLA_CURVE_ERROR_RATE ? 1 - value : value);
}

static void
add_curves (Ghost *ghost, const GPtrArray *curves)
{
  static const char *const roles[] = { N_ ("training"), N_ ("validation"), N_ ("test") };

  for (guint i = 0; i < curves->len; i++) {
    const NablaPublishedCurve *curve = curves->pdata[i];
    PlotSeries *series;

    if (!is_wanted (&ghost->place->view, curve->figure))
      continue;
    series = add_series (ghost, curve->figure);
    plot_series_set_role (series, roles[curve->figure / 2]);
    for (gsize k = 0; k < curve->n; k++)
      append (ghost, series, curve->epochs[k], curve->values[k]);
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
add_figure (Ghost *ghost)
{
  const NablaPreset *preset = ghost->preset;
  int epochs = (int) nabla_run_get_hyper_parameters (ghost->run)->epochs;
  PlotSeries *series;

  if (preset->outcome == NABLA_OUTCOME_SHAPE || !is_wanted (&ghost->place->view, preset->figure))
    return;
  series = add_series (ghost, preset->figure);
  for (int epoch = 1; epoch <= epochs; epoch++)
    append (ghost, series, epoch, get_figure (preset));
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

static guint
count_at (NablaGhosts *ghosts, const Place *place)
{
  guint n = 0;

  for (guint i = 0; i < ghosts->ghosts->len; i++)
    n += ((Ghost *) ghosts->ghosts->pdata[i])->place == place;
  return n;
}

static char *
label_of (NablaGhosts *ghosts, Ghost *ghost)
{
  /* What was published stands beside all seeds. */
  g_autofree char *name = nabla_run_group_name_without_seed (ghost->run);
  g_autofree char *figure = NULL;

  if (!ghost->flat)
    /* Translators: a run's name */
    return g_strdup_printf (_ ("%s, published"), name);
  figure = figure_label (ghost->preset, &ghost->place->view);
  return count_at (ghosts, ghost->place) > 1 ? g_strdup_printf ("%s: %s", name, figure)
                                             : g_steal_pointer (&figure);
}

static void
update_labels (NablaGhosts *ghosts)
{
  for (guint g = 0; g < ghosts->ghosts->len; g++) {
    Ghost *ghost = ghosts->ghosts->pdata[g];
    g_autofree char *label = label_of (ghosts, ghost);

    for (guint i = 0; i < NABLA_N_FIGURES; i++)
      if (ghost->series[i] != NULL)
        plot_series_set_label (ghost->series[i], label);
  }
}

static void
add_ghost (NablaGhosts *ghosts, Place *place, NablaRun *run, const NablaPreset *preset)
{
  const GPtrArray *curves = nabla_published_curves_get (ghosts->published, preset);
  Ghost *ghost;

  if (curves == NULL)
    return;
  ghost = g_new0 (Ghost, 1);
  ghost->place = place;
  ghost->run = g_object_ref (run);
  ghost->preset = preset;
  ghost->flat = curves->len == 0;
  if (ghost->flat)
    add_figure (ghost);
  else
    add_curves (ghost, curves);
  g_ptr_array_add (ghosts->ghosts, ghost);
}

static gboolean
has_ghost (NablaGhosts *ghosts, const Place *place, const NablaPreset *preset)
{
  for (guint i = 0; i < ghosts->ghosts->len; i++) {
    const Ghost *ghost = ghosts->ghosts->pdata[i];

    if (ghost->place == place && ghost->preset == preset)
      return TRUE;
  }
  return FALSE;
}

/* What was published of a run, in all charts that the run is in. */
static void
add_ghosts (NablaGhosts *ghosts, NablaRun *run)
{
  const NablaPreset *preset = nabla_run_get_shown (run) ? preset_of (run) : NULL;

  /* A run that was opened from a file has no curves to compare. */
  if (preset == NULL || nabla_run_get_monitors (run) == 0)
    return;
  for (guint i = 0; i < ghosts->places->len; i++) {
    Place *place = ghosts->places->pdata[i];

    if ((place->group == NULL || nabla_run_group_has (place->group, run)) &&
        !has_ghost (ghosts, place, preset))
      add_ghost (ghosts, place, run, preset);
  }
}

static void
take_away (NablaGhosts *ghosts)
{
  g_ptr_array_set_size (ghosts->ghosts, 0);
  for (guint i = 0; i < ghosts->places->len; i++)
    ((Place *) ghosts->places->pdata[i])->named = FALSE;
}

/* Takes all away and lays them out again: there are few, and seldom others. */
static void
rebuild (NablaGhosts *ghosts)
{
  GListModel *runs = nabla_workbench_get_runs (ghosts->workbench);

  take_away (ghosts);
  for (guint i = 0; ghosts->shown && i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    add_ghosts (ghosts, run);
  }
  update_labels (ghosts);
  charts_changed (ghosts);
}

static void
on_read (gpointer ghosts)
{
  rebuild (ghosts);
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

NablaGhosts *
nabla_ghosts_new (NablaWorkbench *workbench, NablaChart *upper, NablaChart *lower,
                  NablaPublishedRefused refused, NablaGhostsChanged changed, gpointer data)
{
  NablaGhosts *ghosts = g_new0 (NablaGhosts, 1);
  GListModel *runs = nabla_workbench_get_runs (workbench);

  ghosts->workbench = g_object_ref (workbench);
  ghosts->places = g_ptr_array_new_with_free_func (place_free);
  add_place (ghosts, upper, NULL, NULL);
  add_place (ghosts, lower, NULL, NULL);
  ghosts->changed = changed;
  ghosts->data = data;
  ghosts->shown = TRUE;
  ghosts->published = nabla_published_curves_new (refused, data, on_read, ghosts);
  ghosts->ghosts = g_ptr_array_new_with_free_func (ghost_free);
  g_signal_connect_swapped (runs, "items-changed", G_CALLBACK (on_runs_changed), ghosts);
  on_runs_changed (ghosts, 0, 0, g_list_model_get_n_items (runs), runs);
  return ghosts;
}

void
nabla_ghosts_free (NablaGhosts *ghosts)
{
  GListModel *runs = nabla_workbench_get_runs (ghosts->workbench);

  g_signal_handlers_disconnect_by_data (runs, ghosts);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    g_signal_handlers_disconnect_by_data (run, ghosts);
  }
  g_ptr_array_unref (ghosts->ghosts);
  nabla_published_curves_free (ghosts->published);
  g_ptr_array_unref (ghosts->places);
  g_object_unref (ghosts->workbench);
  g_free (ghosts);
}

void
nabla_ghosts_set_folder (NablaGhosts *ghosts, const char *folder)
{
  if (nabla_published_curves_set_folder (ghosts->published, folder))
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
  ((Place *) ghosts->places->pdata[0])->view = *upper;
  ((Place *) ghosts->places->pdata[1])->view = *lower;
  rebuild (ghosts);
}

void
nabla_ghosts_set_small_charts (NablaGhosts *ghosts, const GPtrArray *charts,
                               const GPtrArray *groups, const NablaCurveView *view)
{
  g_return_if_fail (charts->len == groups->len);

  take_away (ghosts); /* while their charts are there */
  g_ptr_array_set_size (ghosts->places, N_LARGE);
  for (guint i = 0; i < charts->len; i++)
    add_place (ghosts, charts->pdata[i], groups->pdata[i], view);
  rebuild (ghosts);
}
