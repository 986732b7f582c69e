/* SPDX-License-Identifier: MIT */
/* The view, the pointer and the words of a chart. */
#include "claim.h"
#include "sample-chart.h"

#include "plot/plot-chart-private.h"

static PlotView
view_of (const PlotChart *chart)
{
  PlotView view;

  plot_chart_get_view (chart, &view.x_low, &view.x_high, &view.y_low, &view.y_high);
  return view;
}

static void
draw (PlotChart *chart)
{
  cairo_surface_t *surface = sample_surface (1);

  sample_draw (chart, surface, &plot_theme_light);
  cairo_surface_destroy (surface);
}

static PlotChart *
drawn_chart (int epochs)
{
  PlotChart *chart = sample_chart (epochs);

  draw (chart);
  return chart;
}

static double
pixel_of_x (const PlotChart *chart, double x)
{
  return plot_scale_to_pixel (&chart->frame.x, x);
}

static void
the_fitted_view_holds_the_data (void)
{
  PlotChart *chart = sample_chart (10);
  PlotView view = view_of (chart);

  CLAIM (view.x_low == 1 && view.x_high == 20);
  CLAIM (view.y_low <= 0.896 && view.y_low > 0.85 && view.y_high >= 0.954 && view.y_high <= 1);
  plot_chart_set_x_end (chart, NAN);
  CLAIM (view_of (chart).x_high == 10);
  plot_chart_free (chart);
}

static void
accuracy_never_promises_more_than_all (void)
{
  PlotChart *chart = sample_chart (3);

  plot_series_append (plot_chart_series (chart, 0), 4, 0.1);
  plot_series_append (plot_chart_series (chart, 0), 5, 1.0);
  CLAIM (view_of (chart).y_high == 1);
  CLAIM (view_of (chart).y_low <= 0.1 && view_of (chart).y_low >= 0);
  plot_chart_free (chart);
}

static void
hidden_series_and_baselines_do_not_widen (void)
{
  PlotChart *chart = sample_chart (10);
  double before = view_of (chart).y_high;

  plot_chart_add_baseline (chart, 0.2, "guessing");
  CLAIM (view_of (chart).y_low > 0.8);
  for (size_t i = 2; i < 6; i++)
    plot_series_set_visible (plot_chart_series (chart, i), false);
  CLAIM (view_of (chart).y_high < before);
  plot_chart_free (chart);
}

static void
a_log_axis_ignores_what_it_cannot_show (void)
{
  PlotChart *chart = sample_chart (0);
  PlotSeries *series = plot_chart_series (chart, 0);

  plot_chart_set_y (chart, "Cost", PLOT_LOG, PLOT_NUMBER);
  plot_series_append (series, 1, 0);
  plot_series_append (series, 2, -4);
  CLAIM (!plot_chart_has_points (chart));
  plot_series_append (series, 3, 0.5);
  plot_series_append (series, 4, 5);
  CLAIM (plot_chart_has_points (chart));
  CLAIM (view_of (chart).y_low > 0.1 && view_of (chart).y_high < 50);
  plot_chart_free (chart);
}

static void
zoom_keeps_the_place_under_the_pointer (void)
{
  PlotChart *chart = drawn_chart (10);
  PlotFrame frame = chart->frame;
  double px = frame.left + 100, py = frame.top + 50;
  double x = plot_scale_to_value (&frame.x, px), y = plot_scale_to_value (&frame.y, py);
  PlotView view;

  CLAIM (plot_chart_is_fitted (chart));
  plot_chart_zoom (chart, px, py, 2);
  CLAIM (!plot_chart_is_fitted (chart));
  view = view_of (chart);
  CLAIM_NEAR (view.x_high - view.x_low, 19.0 / 2, 1e-9);
  CLAIM_NEAR ((x - view.x_low) / (view.x_high - view.x_low), 100 / (frame.right - frame.left),
              1e-9);
  CLAIM_NEAR ((view.y_high - y) / (view.y_high - view.y_low), 50 / (frame.bottom - frame.top),
              1e-9);
  plot_chart_fit (chart);
  CLAIM (view_of (chart).x_low == 1 && view_of (chart).x_high == 20);
  plot_chart_free (chart);
}

static void
the_axes_zoom_alone (void)
{
  PlotChart *chart = drawn_chart (10);
  PlotView before = view_of (chart), view;

  plot_chart_zoom (chart, chart->frame.left - 20, chart->frame.top + 50, 2);
  view = view_of (chart);
  CLAIM_NEAR (view.x_high - view.x_low, before.x_high - before.x_low, 1e-9);
  CLAIM (view.y_high - view.y_low < before.y_high - before.y_low);
  plot_chart_free (chart);
}

static void
pan_follows_the_hand_and_keeps_data_in_sight (void)
{
  PlotChart *chart = drawn_chart (10);
  double width = chart->frame.right - chart->frame.left;
  PlotView view;

  plot_chart_pan (chart, width / 10, 0);
  CLAIM_NEAR (view_of (chart).x_low, 1 - 1.9, 1e-9);
  for (int i = 0; i < 100; i++)
    plot_chart_pan (chart, 500, -500);
  view = view_of (chart);
  CLAIM (view.x_high > 1 && view.y_low < 1 && view.x_low < 20);
  for (int i = 0; i < 200; i++)
    plot_chart_zoom (chart, 300, 100, i < 100 ? 3 : 1 / 3.0);
  view = view_of (chart);
  CLAIM (isfinite (view.x_low) && view.x_low < view.x_high && view.y_low < view.y_high);
  plot_chart_free (chart);
}

/* The views differ: the same pixel is another epoch there. */
static void
a_following_pointer_reads_the_same_epoch (void)
{
  PlotChart *chart = drawn_chart (10), *partner = drawn_chart (10);
  char *text, *partner_text;

  plot_chart_zoom (partner, pixel_of_x (partner, 1), 100, 2);
  draw (partner);
  CLAIM (fabs (pixel_of_x (partner, 9) - pixel_of_x (chart, 9)) > 50);
  for (int epoch = 3; epoch <= 9; epoch += 3) {
    plot_chart_set_pointer (chart, pixel_of_x (chart, epoch), 100);
    CLAIM (plot_chart_follow_pointer (partner, chart));
    CLAIM (!plot_chart_follow_pointer (partner, chart));
    text = plot_chart_read_out (chart);
    partner_text = plot_chart_read_out (partner);
    CLAIM (strcmp (text, partner_text) == 0);
    free (text);
    free (partner_text);
  }
  plot_chart_set_pointer (chart, NAN, NAN);
  CLAIM (plot_chart_follow_pointer (partner, chart));
  CLAIM (plot_chart_read_out (partner) == NULL);
  plot_chart_free (chart);
  plot_chart_free (partner);
}

static void
the_pointer_reads_all_runs_at_one_epoch (void)
{
  PlotChart *chart = drawn_chart (10);
  char *text;

  CLAIM (plot_chart_read_out (chart) == NULL);
  CLAIM (plot_chart_set_pointer (chart, pixel_of_x (chart, 3.2), 100));
  CLAIM (!plot_chart_set_pointer (chart, pixel_of_x (chart, 3.1), 100));
  text = plot_chart_read_out (chart);
  CLAIM (strcmp (text, "Epoch 3: η 0.025 training 90.30 %, validation 89.80 %; "
                       "η 0.25 training 92.30 %, validation 91.80 %; "
                       "η 2.5 training 94.30 %, validation 93.80 %") == 0);
  free (text);
  CLAIM (plot_chart_set_pointer (chart, NAN, NAN));
  CLAIM (!plot_chart_set_pointer (chart, NAN, NAN));
  CLAIM (plot_chart_read_out (chart) == NULL);
  plot_chart_free (chart);
}

static void
hiding_one_leaves_the_others_alone (void)
{
  PlotChart *chart = drawn_chart (10);
  char *text;

  plot_chart_set_pointer (chart, pixel_of_x (chart, 3), 100);
  plot_series_set_visible (plot_chart_series (chart, 2), false);
  plot_series_set_visible (plot_chart_series (chart, 3), false);
  text = plot_chart_read_out (chart);
  CLAIM (strcmp (text, "Epoch 3: η 0.025 training 90.30 %, validation 89.80 %; "
                       "η 2.5 training 94.30 %, validation 93.80 %") == 0);
  free (text);
  plot_chart_free (chart);
}

static void
the_keyboard_steps_from_point_to_point (void)
{
  PlotChart *chart = drawn_chart (3);

  CLAIM (plot_chart_step_pointer (chart, 1) && chart->pointer_x == 1);
  CLAIM (plot_chart_step_pointer (chart, 1) && chart->pointer_x == 2);
  CLAIM (plot_chart_step_pointer (chart, 1) && chart->pointer_x == 3);
  CLAIM (!plot_chart_step_pointer (chart, 1) && chart->pointer_x == 3);
  CLAIM (plot_chart_step_pointer (chart, -1) && chart->pointer_x == 2);
  plot_chart_set_pointer (chart, NAN, NAN);
  CLAIM (plot_chart_step_pointer (chart, -1) && chart->pointer_x == 3);
  plot_chart_free (chart);
}

static void
picking_takes_the_nearest_curve (void)
{
  PlotChart *chart = drawn_chart (10);
  double x = pixel_of_x (chart, 4.5);
  double y = plot_scale_to_pixel (&chart->frame.y, sample_y (1, 4, false) + 0.0005);

  CLAIM (plot_chart_pick (chart, x, y - 2) == plot_chart_series (chart, 2));
  CLAIM (plot_chart_pick (chart, x, y - 20) == NULL);
  plot_series_set_visible (plot_chart_series (chart, 2), false);
  CLAIM (plot_chart_pick (chart, x, y - 2) != plot_chart_series (chart, 2));
  CLAIM (plot_chart_pick (chart, NAN, y) == NULL);
  plot_chart_free (chart);
}

static void
descriptions_follow_the_data (void)
{
  PlotChart *chart = sample_chart (0);
  char *text = plot_chart_describe (chart);

  CLAIM (strcmp (text, "Accuracy by epoch. Nothing has been trained yet.") == 0);
  free (text);
  for (int epoch = 1; epoch <= 7; epoch++)
    for (size_t i = 0; i < 2; i++)
      plot_series_append (plot_chart_series (chart, i), epoch, sample_y (0, epoch, i == 1));
  text = plot_chart_describe (chart);
  CLAIM (strcmp (text, "Accuracy by epoch. η 0.025: epoch 7, training 90.70 %, validation 90.20 %; "
                       "best 91.40 % at epoch 6.") == 0);
  free (text);
  plot_chart_free (chart);
}

static void
a_log_axis_has_decades_side_by_side (void)
{
  PlotChart *chart = sample_chart (0);
  PlotSeries *series = plot_chart_series (chart, 0);

  plot_chart_set_x (chart, "Images", PLOT_LOG, PLOT_COUNT);
  plot_chart_set_x_end (chart, NAN);
  CLAIM (plot_chart_x_kind (chart) == PLOT_LOG);
  /* What a log axis has no place for is not there. */
  plot_series_append (series, 0, 0.91);
  for (double x = 100; x <= 1e6; x *= 10)
    plot_series_append (series, x, 0.92);
  draw (chart);
  CLAIM (view_of (chart).x_low == 100 && view_of (chart).x_high == 1e6);
  CLAIM_NEAR (pixel_of_x (chart, 1000) - pixel_of_x (chart, 100),
              pixel_of_x (chart, 1e6) - pixel_of_x (chart, 1e5), 1e-6);
  CLAIM_NEAR (pixel_of_x (chart, 100), chart->frame.left, 1e-6);
  CLAIM_NEAR (pixel_of_x (chart, 1e4), (chart->frame.left + chart->frame.right) / 2, 1e-6);
  plot_chart_set_pointer (chart, pixel_of_x (chart, 1200), 100);
  CLAIM (chart->pointer_x == 1000);
  plot_chart_zoom (chart, pixel_of_x (chart, 1e4), 100, 2);
  CLAIM_NEAR (view_of (chart).x_low, 1000, 1e-6);
  CLAIM_NEAR (view_of (chart).x_high, 1e5, 1e-4);
  plot_chart_free (chart);
}

/* In seconds each run has its own places. */
static void
over_time_each_run_reads_its_nearest_point (void)
{
  PlotChart *chart = sample_chart (0);
  char *text;

  plot_chart_set_x (chart, "Time", PLOT_LINEAR, PLOT_SECONDS);
  for (int k = 1; k <= 10; k++) {
    plot_series_append (plot_chart_series (chart, 0), k, 0.9 + 0.001 * k);
    plot_series_append (plot_chart_series (chart, 2), 0.3 * k, 0.8 + 0.001 * k);
  }
  draw (chart);
  plot_chart_set_pointer (chart, pixel_of_x (chart, 2), 100);
  CLAIM (chart->pointer_x == 2 || fabs (chart->pointer_x - 2.1) < 1e-9);
  plot_chart_set_pointer (chart, pixel_of_x (chart, 1.99), 100);
  text = plot_chart_read_out (chart);
  CLAIM (strcmp (text, "Time 2 s: η 0.025 training 90.20 %; η 0.25 training 80.70 %") == 0);
  free (text);
  /* A run that has ended says nothing. */
  plot_chart_set_pointer (chart, pixel_of_x (chart, 7), 100);
  text = plot_chart_read_out (chart);
  CLAIM (strcmp (text, "Time 7 s: η 0.025 training 90.70 %") == 0);
  free (text);
  plot_chart_free (chart);
}

/* Points that lie by a factor of 1.1 apart need two digits, not those of a double. */
static void
places_are_read_to_what_tells_them_apart (void)
{
  PlotChart *chart = plot_chart_new ();
  PlotSeries *series = sample_series (chart, 0, "", PLOT_SOLID);
  char *text;

  plot_chart_set_x (chart, "Learning rate", PLOT_LOG, PLOT_NUMBER);
  for (int k = -40; k <= 20; k++)
    plot_series_append (series, pow (1.1, k), 1);
  draw (chart);
  plot_chart_set_pointer (chart, pixel_of_x (chart, pow (1.1, -39)), 100);
  text = plot_chart_read_out (chart);
  CLAIM (strncmp (text, "Learning rate 0.024:", 20) == 0); /* 0.0243 */
  free (text);
  plot_chart_set_pointer (chart, pixel_of_x (chart, pow (1.1, -19)), 100);
  text = plot_chart_read_out (chart);
  CLAIM (strncmp (text, "Learning rate 0.16:", 19) == 0); /* 0.1635 */
  free (text);
  plot_chart_free (chart);
  /* Epochs stay what they are, however far apart. */
  chart = plot_chart_new ();
  series = sample_series (chart, 0, "", PLOT_SOLID);
  plot_chart_set_x (chart, "Epoch", PLOT_LINEAR, PLOT_INTEGER);
  plot_series_append (series, 13, 1);
  plot_series_append (series, 113, 1);
  plot_series_append (series, 113 + 1.0 / 3, 1);
  draw (chart);
  plot_chart_set_pointer (chart, pixel_of_x (chart, 13), 100);
  text = plot_chart_read_out (chart);
  CLAIM (strncmp (text, "Epoch 13:", 9) == 0);
  free (text);
  plot_chart_step_pointer (chart, 1);
  plot_chart_step_pointer (chart, 1);
  text = plot_chart_read_out (chart);
  CLAIM (strncmp (text, "Epoch 113.3:", 12) == 0);
  free (text);
  plot_chart_free (chart);
}

static void
bands_and_published_curves_are_read_out (void)
{
  PlotChart *chart = plot_chart_new ();
  PlotSeries *series = sample_series (chart, 0, "training", PLOT_SOLID);
  PlotSeries *ghost = sample_series (chart, 0, "", PLOT_SOLID);
  char *text;

  plot_chart_set_x (chart, "Epoch", PLOT_LINEAR, PLOT_INTEGER);
  plot_chart_set_y (chart, "Cost", PLOT_LINEAR, PLOT_NUMBER);
  plot_series_set_ghost (ghost, true);
  plot_series_append_band (series, 1, 0.406, 0.401, 0.411);
  plot_series_append_band (series, 2, 0.406, 0.405, 0.412);
  for (int x = 1; x <= 9; x++)
    plot_series_append (ghost, x, 0.4);
  draw (chart);
  plot_chart_set_pointer (chart, pixel_of_x (chart, 1), 100);
  text = plot_chart_read_out (chart);
  CLAIM (strcmp (text, "Epoch 1: η 0.025 training 0.4060 ± 0.0050, published 0.4000") == 0);
  free (text);
  plot_chart_step_pointer (chart, 1);
  text = plot_chart_read_out (chart);
  CLAIM (strstr (text, "training 0.4060 (0.4050 – 0.4120), published") != NULL);
  free (text);
  text = plot_chart_describe (chart);
  CLAIM (strstr (text, "epoch 2, training 0.4060") != NULL);
  free (text);
  CLAIM (plot_chart_pick (chart, pixel_of_x (chart, 6),
                          plot_scale_to_pixel (&chart->frame.y, 0.4)) == NULL);
  plot_chart_free (chart);
}

static void
a_view_over_time_is_kept_while_it_fits (void)
{
  PlotChart *chart = sample_chart (0);
  PlotView view;

  plot_chart_set_x (chart, "Time", PLOT_LINEAR, PLOT_SECONDS);
  plot_chart_set_x_end (chart, NAN);
  for (int k = 0; k <= 60; k++)
    plot_series_append (plot_chart_series (chart, 0), 0.1 * k, 0.9);
  view = view_of (chart);
  plot_series_append (plot_chart_series (chart, 0), 6.1, 0.9);
  CLAIM (view.x_high > 6.1 && view_of (chart).x_high == view.x_high);
  CLAIM (view.x_low == 0);
  plot_chart_free (chart);
}

static void
runs_of_one_name_stay_apart (void)
{
  PlotChart *chart = sample_chart (0);
  char *text;

  for (int i = 0; i < 2; i++)
    plot_series_append (sample_series (chart, 0, "test", PLOT_DOTTED), 1, 0.5 + 0.1 * i);
  text = plot_chart_describe (chart);
  CLAIM (strstr (text, "test 50.00 %") != NULL && strstr (text, "test 60.00 %") != NULL);
  free (text);
  plot_chart_free (chart);
}

int
main (void)
{
  RUN ("/plot/chart/a-following-pointer-reads-the-same-epoch",
       a_following_pointer_reads_the_same_epoch);
  RUN ("/plot/chart/the-fitted-view-holds-the-data", the_fitted_view_holds_the_data);
  RUN ("/plot/chart/accuracy-never-promises-more-than-all", accuracy_never_promises_more_than_all);
  RUN ("/plot/chart/hidden-series-and-baselines-do-not-widen",
       hidden_series_and_baselines_do_not_widen);
  RUN ("/plot/chart/a-log-axis-ignores-what-it-cannot-show",
       a_log_axis_ignores_what_it_cannot_show);
  RUN ("/plot/chart/zoom-keeps-the-place-under-the-pointer",
       zoom_keeps_the_place_under_the_pointer);
  RUN ("/plot/chart/the-axes-zoom-alone", the_axes_zoom_alone);
  RUN ("/plot/chart/pan-follows-the-hand-and-keeps-data-in-sight",
       pan_follows_the_hand_and_keeps_data_in_sight);
  RUN ("/plot/chart/the-pointer-reads-all-runs-at-one-epoch",
       the_pointer_reads_all_runs_at_one_epoch);
  RUN ("/plot/chart/hiding-one-leaves-the-others-alone", hiding_one_leaves_the_others_alone);
  RUN ("/plot/chart/the-keyboard-steps-from-point-to-point",
       the_keyboard_steps_from_point_to_point);
  RUN ("/plot/chart/picking-takes-the-nearest-curve", picking_takes_the_nearest_curve);
  RUN ("/plot/chart/descriptions-follow-the-data", descriptions_follow_the_data);
  RUN ("/plot/chart/a-log-axis-has-decades-side-by-side", a_log_axis_has_decades_side_by_side);
  RUN ("/plot/chart/over-time-each-run-reads-its-nearest-point",
       over_time_each_run_reads_its_nearest_point);
  RUN ("/plot/chart/places-are-read-to-what-tells-them-apart",
       places_are_read_to_what_tells_them_apart);
  RUN ("/plot/chart/bands-and-published-curves-are-read-out",
       bands_and_published_curves_are_read_out);
  RUN ("/plot/chart/a-view-over-time-is-kept-while-it-fits",
       a_view_over_time_is_kept_while_it_fits);
  RUN ("/plot/chart/runs-of-one-name-stay-apart", runs_of_one_name_stay_apart);
  return DONE ();
}
