/* SPDX-License-Identifier: MIT */
/* Charts that are compared, and small ones. */
#include "claim.h"
#include "sample-chart.h"

#include "plot/plot-chart-private.h"

static void
draw (PlotChart *chart)
{
  cairo_surface_t *surface = sample_surface (1);

  sample_draw (chart, surface, &plot_theme_light);
  cairo_surface_destroy (surface);
}

static bool
show_the_same (const PlotChart *a, const PlotChart *b)
{
  PlotView of_a, of_b;

  plot_chart_get_view (a, &of_a.x_low, &of_a.x_high, &of_a.y_low, &of_a.y_high);
  plot_chart_get_view (b, &of_b.x_low, &of_b.x_high, &of_b.y_low, &of_b.y_high);
  return of_a.x_low == of_b.x_low && of_a.x_high == of_b.x_high && of_a.y_low == of_b.y_low &&
         of_a.y_high == of_b.y_high;
}

/* 0.90 … 0.95, another one of 0.1 … 0.3 over more epochs, and one that is empty. */
static void
shared_views_hold_all_data (void)
{
  PlotChart *charts[3] = { sample_chart (10), plot_chart_new (), plot_chart_new () };
  PlotView view;

  plot_chart_set_y (charts[1], "Accuracy", PLOT_LINEAR, PLOT_PERCENT);
  for (int epoch = 1; epoch <= 40; epoch++)
    plot_series_append (epoch == 1 ? sample_series (charts[1], 0, "training", PLOT_SOLID)
                                   : plot_chart_series (charts[1], 0),
                        epoch, 0.1 + 0.005 * epoch);
  CLAIM (!show_the_same (charts[0], charts[1]));
  CLAIM (plot_charts_share_view (charts, 3));
  CLAIM (show_the_same (charts[0], charts[1]));
  plot_chart_get_view (charts[0], &view.x_low, &view.x_high, &view.y_low, &view.y_high);
  CLAIM (view.x_low == 1 && view.x_high == 40 && view.y_low <= 0.1 && view.y_high >= 0.954);
  CLAIM (!plot_charts_share_view (charts, 3)); /* nothing new */
  plot_series_append (plot_chart_series (charts[1], 0), 41, 0.05);
  CLAIM (plot_charts_share_view (charts, 3));
  CLAIM (show_the_same (charts[0], charts[1]));
  /* What was shared is gone with it. */
  plot_chart_unshare_view (charts[0]);
  CLAIM (!show_the_same (charts[0], charts[1]));
  for (int i = 0; i < 3; i++)
    plot_chart_free (charts[i]);
}

static void
zoom_and_pointer_are_matched (void)
{
  PlotChart *a = sample_chart (10), *b = sample_chart (5);

  draw (a);
  draw (b);
  plot_chart_zoom (a, 300, 150, 2);
  CLAIM (plot_chart_match_view (b, a) && show_the_same (a, b));
  CLAIM (!plot_chart_match_view (b, a));
  plot_chart_fit (a);
  CLAIM (plot_chart_match_view (b, a) && plot_chart_is_fitted (b));
  /* At the same x, even where the other has no point. */
  plot_chart_step_pointer (a, -1);
  CLAIM (a->pointer_x == 10);
  CLAIM (plot_chart_match_pointer (b, a) && b->pointed && b->pointer_x == 10);
  CLAIM (!plot_chart_match_pointer (b, a));
  plot_chart_set_pointer (a, NAN, NAN);
  CLAIM (plot_chart_match_pointer (b, a) && !b->pointed);
  plot_chart_free (a);
  plot_chart_free (b);
}

/* A small chart gives its names' room to the curves; what lies over the title's line moves it. */
static void
small_charts_use_their_room (void)
{
  PlotChart *chart = sample_chart (10);
  PlotFrame before;

  draw (chart);
  before = chart->frame;
  CLAIM (strcmp (plot_chart_sheet_title (chart), "Accuracy") == 0);
  plot_chart_set_small (chart, "Accuracy, all of them");
  CLAIM (strcmp (plot_chart_sheet_title (chart), "Accuracy, all of them") == 0);
  CLAIM (strcmp (plot_chart_title (chart), "Accuracy") == 0);
  draw (chart);
  CLAIM (chart->frame.right > before.right && chart->frame.top < before.top);
  plot_chart_step_pointer (chart, 1);
  draw (chart); /* with figures beside the title */
  plot_chart_set_title_reserve (chart, SAMPLE_WIDTH - 60);
  draw (chart);
  plot_chart_free (chart);
}

static void
draw_beside (PlotChart *chart, const PlotChart *other)
{
  cairo_surface_t *surface = sample_surface (1);
  cairo_t *cr = cairo_create (surface);

  plot_chart_match_margins (chart, other, cr, SAMPLE_WIDTH, SAMPLE_HEIGHT, &plot_theme_light);
  cairo_destroy (cr);
  sample_draw (chart, surface, &plot_theme_light);
  cairo_surface_destroy (surface);
}

/* One has the wider names at the right, the other the wider numbers at the left. */
static void
a_column_has_one_plot_area (void)
{
  PlotChart *named = sample_chart (10), *numbered = sample_chart (10);

  plot_chart_add_baseline (named, 0.93, "95.42 % published best");
  for (size_t i = 0; i < plot_chart_n_series (numbered); i++)
    plot_series_append (plot_chart_series (numbered, i), 11, 123456789);
  draw (named);
  draw (numbered);
  CLAIM (named->frame.right < numbered->frame.right && named->frame.left < numbered->frame.left);
  draw_beside (named, numbered);
  draw_beside (numbered, named);
  CLAIM (named->frame.right == numbered->frame.right);
  CLAIM (named->frame.left == numbered->frame.left);
  CLAIM (plot_scale_to_pixel (&named->frame.x, 7) == plot_scale_to_pixel (&numbered->frame.x, 7));
  /* Room that the other no longer needs is given back. */
  plot_chart_clear_baselines (named);
  draw_beside (numbered, named);
  draw_beside (named, numbered);
  CLAIM (named->frame.right == numbered->frame.right);
  plot_chart_free (named);
  plot_chart_free (numbered);
}

int
main (void)
{
  RUN ("/plot/share/shared-views-hold-all-data", shared_views_hold_all_data);
  RUN ("/plot/share/zoom-and-pointer-are-matched", zoom_and_pointer_are_matched);
  RUN ("/plot/share/small-charts-use-their-room", small_charts_use_their_room);
  RUN ("/plot/share/a-column-has-one-plot-area", a_column_has_one_plot_area);
  return DONE ();
}
