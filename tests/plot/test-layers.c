/* SPDX-License-Identifier: MIT */
/* Bands, averages, ghosts, marks and what stands out, as pixels. */
#include "claim.h"
#include "pixels.h"

static PlotColor
mixed (PlotColor over, double part, PlotColor under)
{
  return (PlotColor){ under.red + part * (over.red - under.red),
                      under.green + part * (over.green - under.green),
                      under.blue + part * (over.blue - under.blue), 1 };
}

/* y = 0.5 over x = 0 … 20 with a band from 0.3 to 0.6 where x ≥ 5, a gap in it from 12 to 14. */
static PlotChart *
banded_chart (int last)
{
  PlotChart *chart = plain_chart ();
  PlotSeries *frame = sample_series (chart, 1, "corners", PLOT_SOLID);
  PlotSeries *series = sample_series (chart, 0, "training", PLOT_SOLID);

  plot_series_append (frame, 0, 0.05);
  plot_series_append (frame, 0.001, 0.95);
  plot_chart_set_x_end (chart, 20);
  for (int x = 0; x <= last; x++) {
    bool gap = x < 5 || x == 13;
    plot_series_append_band (series, x, 0.5, gap ? NAN : 0.3, gap ? NAN : 0.6);
  }
  return chart;
}

static void
claim_band (const PlotChart *chart, cairo_surface_t *surface)
{
  PlotColor ground = plot_theme_light.background;
  PlotColor band = mixed (plot_color_of_run (0), 0.18, ground);

  for (double x = 5.3; x < 20; x += 0.37) {
    bool gap = x > 12 && x < 14;
    for (double y = 0.32; y < 0.6; y += 0.03)
      if (fabs (y - 0.5) > 0.02 && fabs (y - 0.4) > 0.01)
        CLAIM (distance (pixel_of (chart, surface, x, y), gap ? ground : band) <= 3);
    CLAIM (distance (pixel_of (chart, surface, x, 0.5), plot_color_of_run (0)) < 60);
    CLAIM (distance (pixel_of (chart, surface, x, 0.27), ground) <= 3);
    CLAIM (distance (pixel_of (chart, surface, x, 0.63), ground) <= 3);
  }
  CLAIM (distance (pixel_of (chart, surface, 3, 0.45), ground) <= 3);
}

static void
bands_are_where_their_data_are (void)
{
  PlotChart *chart = banded_chart (20);
  cairo_surface_t *surface = sample_surface (1);

  sample_draw (chart, surface, &plot_theme_light);
  claim_band (chart, surface);
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

static void
bands_grow_without_seams (void)
{
  PlotChart *chart = banded_chart (6);
  PlotSeries *series = plot_chart_series (chart, 1);
  cairo_surface_t *surface = sample_surface (1);

  for (int x = 7; x <= 20; x++) {
    sample_draw (chart, surface, &plot_theme_light);
    plot_series_append_band (series, x, 0.5, x == 13 ? NAN : 0.3, x == 13 ? NAN : 0.6);
  }
  sample_draw (chart, surface, &plot_theme_light);
  claim_band (chart, surface);
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

/* y = 0.5 over x = 0 … 20. */
static void
fill_half (PlotChart *chart, PlotSeries *series)
{
  plot_chart_set_x_end (chart, 20);
  for (int x = 0; x <= 20; x++)
    plot_series_append (series, x, 0.5);
}

/* The run whose y is 0.5 is covered by nothing. */
static void
claim_in_front (const PlotChart *chart, cairo_surface_t *surface, double from, int run)
{
  for (double x = from; x < 19; x++)
    CLAIM (distance (pixel_of (chart, surface, x, 0.5), plot_color_of_run (run)) < 40);
}

static void
bands_lie_behind_curves_drawn_before (void)
{
  PlotChart *chart = plain_chart ();
  PlotSeries *curve = sample_series (chart, 1, "training", PLOT_SOLID);
  PlotSeries *banded = sample_series (chart, 0, "training", PLOT_SOLID);
  cairo_surface_t *surface = sample_surface (1);

  fill_half (chart, curve);
  plot_series_append_band (banded, 0, 0.1, 0.05, 0.9);
  plot_series_append_band (banded, 1, 0.1, 0.05, 0.9);
  sample_draw (chart, surface, &plot_theme_light);
  for (int x = 2; x <= 20; x++)
    plot_series_append_band (banded, x, 0.1, 0.05, 0.9);
  sample_draw (chart, surface, &plot_theme_light);
  claim_in_front (chart, surface, 4.3, 1);
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

static void
bands_widen_the_fitted_view (void)
{
  PlotChart *chart = plain_chart ();
  PlotSeries *series = sample_series (chart, 0, "training", PLOT_SOLID);
  PlotView view;

  for (int x = 0; x < 5; x++)
    plot_series_append_band (series, x, 10 + x, 5, 30);
  view = plot_chart_view (chart);
  CLAIM (view.y_low <= 5 && view.y_high >= 30);
  plot_series_set_visible (series, false);
  view = plot_chart_view (chart);
  CLAIM (view.y_high < 30);
  plot_series_set_visible (series, true);
  plot_series_set_band (series, NULL, NULL, 0);
  view = plot_chart_view (chart);
  CLAIM (view.y_low > 5 && view.y_high < 30);
  /* Nobody is right more often than always, whatever the deviation says. */
  plot_series_clear (series);
  plot_chart_set_y (chart, "Accuracy", PLOT_LINEAR, PLOT_PERCENT);
  plot_series_append_band (series, 0, 0.98, 0.94, 1.02);
  plot_series_append_band (series, 1, 0.98, 0.94, 1.02);
  CLAIM (plot_chart_view (chart).y_high == 1);
  plot_chart_free (chart);
}

static void
a_raw_curve_shows_behind_its_average (void)
{
  PlotChart *chart = plain_chart ();
  PlotSeries *series = sample_series (chart, 0, "training", PLOT_SOLID);
  cairo_surface_t *surface = sample_surface (1);
  PlotColor ground = plot_theme_light.background;

  for (int x = 0; x <= 20; x++)
    plot_series_append (series, x, x % 2);
  plot_series_set_smoothing (series, 0.9);
  sample_draw (chart, surface, &plot_theme_light);
  for (int x = 1; x < 20; x++) {
    double half = (plot_series_smoothed (series, (size_t) x) +
                   plot_series_smoothed (series, (size_t) x + 1)) /
                  2;
    /* The average in its colour, the raw curve fainter, but there. */
    CLAIM (distance (pixel_of (chart, surface, x + 0.5, half), plot_color_of_run (0)) < 60);
    if (x % 2 == 1) {
      Pixel raw = pixel_of (chart, surface, x + 0.15, 0.85);
      CLAIM (distance (raw, ground) > 30);
      CLAIM (distance (raw, plot_color_of_run (0)) > 40);
    }
  }
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

static size_t
count_different (cairo_surface_t *a, cairo_surface_t *b, int left, int right)
{
  size_t n = 0;

  for (int row = 0; row < SAMPLE_HEIGHT; row++)
    for (int column = left; column < right; column++) {
      Pixel one = pixel_at (a, column, row), other = pixel_at (b, column, row);
      n += one.red != other.red || one.green != other.green || one.blue != other.blue;
    }
  return n;
}

/* Two runs that cross nowhere: each draws the same with and without the other. */
static void
hiding_a_run_changes_no_other (void)
{
  for (int hidden = 0; hidden < 2; hidden++) {
    PlotChart *chart = plain_chart ();
    PlotSeries *runs[2], *frame = sample_series (chart, 2, "corners", PLOT_SOLID);
    cairo_surface_t *both = sample_surface (1), *one = sample_surface (1);
    int middle, from, to;

    plot_series_append (frame, 0, 0);
    plot_series_append (frame, 0.001, 1);
    plot_chart_set_x_end (chart, 40);
    for (int run = 0; run < 2; run++) {
      runs[run] = sample_series (chart, run, "training", run == 0 ? PLOT_SOLID : PLOT_DASHED);
      plot_series_set_smoothing (runs[run], 0.5);
      for (int x = 0; x <= 40; x++) {
        double y = 0.2 + 0.5 * run + 0.04 * ((x * 7 + run) % 5);
        plot_series_append_band (runs[run], x, y, y - 0.03, y + 0.03);
      }
    }
    sample_draw (chart, both, &plot_theme_light);
    plot_series_set_visible (runs[hidden], false);
    sample_draw (chart, one, &plot_theme_light);
    middle = (int) plot_scale_to_pixel (&chart->frame.y, 0.5);
    from = hidden == 0 ? 0 : middle;
    to = hidden == 0 ? middle : SAMPLE_HEIGHT;
    CLAIM (count_different (both, one, 0, SAMPLE_WIDTH) > 500);
    for (int row = from; row < to; row++)
      for (int column = 0; column < SAMPLE_WIDTH; column++) {
        Pixel a = pixel_at (both, column, row), b = pixel_at (one, column, row);
        CLAIM (a.red == b.red && a.green == b.green && a.blue == b.blue);
      }
    cairo_surface_destroy (both);
    cairo_surface_destroy (one);
    plot_chart_free (chart);
  }
}

static void
marks_stand_at_their_x (void)
{
  PlotChart *chart = sample_chart (12);
  cairo_surface_t *without = sample_surface (1), *with = sample_surface (1);
  PlotColor orange = plot_color_of_run (1);
  int at, colored;

  sample_draw (chart, without, &plot_theme_light);
  plot_chart_add_mark (chart, 15, "η 0.1");
  plot_chart_add_colored_mark (chart, 18, "", &orange);
  plot_chart_add_mark (chart, 99, "beyond the view");
  sample_draw (chart, with, &plot_theme_light);
  CLAIM (plot_chart_view (chart).x_high == 20);
  at = (int) floor (plot_scale_to_pixel (&chart->frame.x, 15));
  colored = (int) floor (plot_scale_to_pixel (&chart->frame.x, 18));
  for (int row = (int) chart->frame.top + 2; row < (int) chart->frame.bottom; row += 7) {
    CLAIM (distance (pixel_at (with, at, row),
                     mixed (plot_theme_light.dim, 0.6, plot_theme_light.background)) < 40);
    CLAIM (distance (pixel_at (with, colored, row),
                     mixed (orange, 0.6, plot_theme_light.background)) < 40);
  }
  CLAIM (count_different (without, with, 0, at) == 0);
  /* The label stands beside it. */
  CLAIM (count_different (without, with, at + 2, at + 40) > 20);
  plot_chart_clear_marks (chart);
  sample_draw (chart, with, &plot_theme_light);
  CLAIM (count_different (without, with, 0, SAMPLE_WIDTH) == 0);
  cairo_surface_destroy (without);
  cairo_surface_destroy (with);
  plot_chart_free (chart);
}

static void
a_ghost_is_thin_grey_and_unnamed (void)
{
  PlotChart *chart = sample_chart (12), *plain = sample_chart (12);
  PlotSeries *ghost = sample_series (chart, 2, "", PLOT_SOLID);
  cairo_surface_t *with = sample_surface (1), *without = sample_surface (1);
  size_t grey = 0, n = 0;
  double edge;

  for (int x = 1; x <= 20; x++)
    plot_series_append (ghost, x, 0.92);
  plot_series_set_ghost (ghost, true);
  sample_draw (chart, with, &plot_theme_light);
  sample_draw (plain, without, &plot_theme_light);
  CLAIM (chart->frame.right == plain->frame.right);
  for (double x = 13.5; x < 20; x += 0.05, n++)
    grey += distance (pixel_of (chart, with, x, 0.92), plot_theme_light.dim) < 90;
  CLAIM (grey > n / 4 && grey < n);
  edge = chart->frame.right + 2;
  CLAIM (count_different (with, without, (int) edge, SAMPLE_WIDTH) == 0);
  plot_series_set_label (ghost, "the book");
  plot_series_set_end_label (ghost, true);
  sample_draw (chart, with, &plot_theme_light);
  CLAIM (count_different (with, without, (int) edge, SAMPLE_WIDTH) > 50);
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);
  plot_chart_free (chart);
  plot_chart_free (plain);
}

static void
what_stands_out_keeps_its_color (void)
{
  PlotChart *chart = sample_chart (12);
  cairo_surface_t *surface = sample_surface (1);

  plot_chart_set_emphasis (chart, plot_chart_series (chart, 2));
  sample_draw (chart, surface, &plot_theme_light);
  for (double x = 2.2; x < 11; x += 0.9)
    for (int run = 0; run < 3; run++) {
      int off = distance (pixel_of (chart, surface, x, 0.90 + 0.02 * run + 0.001 * x),
                          plot_color_of_run (run));
      CLAIM (run == 1 ? off < 60 : off > 80);
    }
  /* Its other part belongs to it. */
  CLAIM (!plot_steps_back (chart, plot_chart_series (chart, 3)));
  plot_chart_remove_series (chart, plot_chart_series (chart, 2));
  CLAIM (!plot_steps_back (chart, plot_chart_series (chart, 0)));
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

static void
what_grows_stays_behind_what_stands_out (void)
{
  PlotChart *chart = plain_chart ();
  PlotSeries *first = sample_series (chart, 0, "training", PLOT_SOLID);
  PlotSeries *second = sample_series (chart, 1, "training", PLOT_SOLID);
  cairo_surface_t *surface = sample_surface (1);

  fill_half (chart, first);
  plot_series_append (second, 0, 0.5);
  plot_chart_set_emphasis (chart, first);
  for (int x = 1; x <= 20; x++) {
    sample_draw (chart, surface, &plot_theme_light);
    plot_series_append (second, x, 0.5);
  }
  sample_draw (chart, surface, &plot_theme_light);
  claim_in_front (chart, surface, 1.3, 0);
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

/* How many rows of the column are in the run's colour. */
static int
thickness (const PlotChart *chart, cairo_surface_t *surface, double x, PlotColor color)
{
  int n = 0;

  for (int row = (int) chart->frame.top; row < (int) chart->frame.bottom; row++)
    n += distance (pixel_at (surface, plot_scale_to_pixel (&chart->frame.x, x), row), color) < 60;
  return n;
}

static void
a_lecture_hall_sees_thick_lines_and_large_type (void)
{
  PlotChart *chart = plain_chart ();
  PlotSeries *series = sample_series (chart, 0, "training", PLOT_SOLID);
  cairo_surface_t *surface = sample_surface (1);
  double left;

  for (int x = 0; x <= 20; x++)
    plot_series_append (series, x, 0.5);
  plot_series_append (series, 20, 0.1);
  sample_draw (chart, surface, &plot_theme_light);
  CLAIM (thickness (chart, surface, 10, plot_color_of_run (0)) <= 3);
  left = chart->frame.left;
  plot_chart_set_stroke (chart, 4);
  sample_draw (chart, surface, &plot_theme_light);
  CLAIM (thickness (chart, surface, 10, plot_color_of_run (0)) >= 7);
  plot_series_set_width (series, 0.5);
  sample_draw (chart, surface, &plot_theme_light);
  CLAIM (thickness (chart, surface, 10, plot_color_of_run (0)) <= 5);
  CLAIM (chart->frame.left == left);
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

/* Pixels of a run's own colour that the pointer's card adds to the curve and its dot. */
static int
pixels_of_the_swatch (const char *label)
{
  PlotChart *chart = plain_chart ();
  PlotSeries *series = plot_series_new ();
  cairo_surface_t *surface = sample_surface (1);
  int n = 0;

  plot_series_set_label (series, label);
  plot_series_set_color (series, plot_color_of_run (1));
  plot_chart_add_series (chart, series);
  plot_series_append (series, 1, 1);
  plot_series_append (series, 9, 1);
  sample_draw (chart, surface, &plot_theme_light);
  plot_chart_set_pointer (chart, plot_scale_to_pixel (&chart->frame.x, 1), NAN);
  sample_draw (chart, surface, &plot_theme_light);
  for (int y = 0; y < 80; y++) /* the card's place; the curve is half-way down */
    for (int x = 0; x < SAMPLE_WIDTH / 2; x++)
      n += distance (pixel_at (surface, x, y), plot_color_of_run (1)) < 3;
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
  return n;
}

/* A curve alone without a name is told from nothing. */
static void
what_has_no_name_has_no_swatch (void)
{
  CLAIM (pixels_of_the_swatch ("η 0.25") > 30);
  CLAIM (pixels_of_the_swatch ("") == 0);
}

int
main (void)
{
  RUN ("/plot/draw/what-has-no-name-has-no-swatch", what_has_no_name_has_no_swatch);
  RUN ("/plot/layers/bands-are-where-their-data-are", bands_are_where_their_data_are);
  RUN ("/plot/layers/bands-grow-without-seams", bands_grow_without_seams);
  RUN ("/plot/layers/bands-lie-behind-curves-drawn-before", bands_lie_behind_curves_drawn_before);
  RUN ("/plot/layers/bands-widen-the-fitted-view", bands_widen_the_fitted_view);
  RUN ("/plot/layers/a-raw-curve-shows-behind-its-average", a_raw_curve_shows_behind_its_average);
  RUN ("/plot/layers/hiding-a-run-changes-no-other", hiding_a_run_changes_no_other);
  RUN ("/plot/layers/marks-stand-at-their-x", marks_stand_at_their_x);
  RUN ("/plot/layers/a-ghost-is-thin-grey-and-unnamed", a_ghost_is_thin_grey_and_unnamed);
  RUN ("/plot/layers/what-stands-out-keeps-its-color", what_stands_out_keeps_its_color);
  RUN ("/plot/layers/what-grows-stays-behind-what-stands-out",
       what_grows_stays_behind_what_stands_out);
  RUN ("/plot/layers/a-lecture-hall-sees-thick-lines-and-large-type",
       a_lecture_hall_sees_thick_lines_and_large_type);
  return DONE ();
}
