/* SPDX-License-Identifier: MIT */
#include "claim.h"

#include "plot/plot-series-private.h"

#include <stdbool.h>
#include <string.h>

static void
nearest_is_nearest (void)
{
  PlotSeries *series = plot_series_new ();

  CLAIM (plot_series_nearest (series, 1) == -1);
  for (int i = 0; i < 10; i++)
    plot_series_append (series, 2 * i, i);
  CLAIM (plot_series_nearest (series, -100) == 0);
  CLAIM (plot_series_nearest (series, 4.9) == 2);
  CLAIM (plot_series_nearest (series, 5.1) == 3);
  CLAIM (plot_series_nearest (series, 1e9) == 9);
  CLAIM (plot_series_nearest (series, NAN) == -1);
  plot_series_free (series);
}

static void
points_only_go_forward (void)
{
  PlotSeries *series = plot_series_new ();

  plot_series_append (series, 1, 10);
  plot_series_append (series, 0, 20);
  plot_series_append (series, NAN, 20);
  plot_series_append (series, 1, 30);
  CLAIM (plot_series_length (series) == 2);
  CLAIM (plot_series_y (series, 1) == 30 && isnan (plot_series_y (series, 2)));
  plot_series_free (series);
}

static void
every_change_counts_once_and_none_else (void)
{
  PlotSeries *series = plot_series_new ();
  unsigned before = plot_series_generation (series), style = series->style;

  plot_series_append (series, 1, 1);
  CLAIM (plot_series_generation (series) == before + 1 && series->style == style);
  plot_series_set_label (series, "η 0.25");
  CLAIM (plot_series_generation (series) == before + 2 && series->style == style + 1);
  plot_series_set_label (series, "η 0.25");
  plot_series_set_visible (series, true);
  plot_series_set_line (series, PLOT_SOLID);
  plot_series_set_color (series, plot_series_color (series));
  CLAIM (plot_series_generation (series) == before + 2);
  plot_series_clear (series);
  CLAIM (plot_series_generation (series) == before + 3 && series->style == style + 2);
  CLAIM (plot_series_length (series) == 0 && series->best == -1);
  plot_series_free (series);
}

static void
the_best_is_the_first_of_the_highest (void)
{
  static const double ys[] = { NAN, 0.2, 0.9, 0.4, 0.9, INFINITY, -1 };
  PlotSeries *series = plot_series_new ();

  for (int i = 0; i < 7; i++)
    plot_series_append (series, i, ys[i]);
  CLAIM (series->best == 2);
  CLAIM (series->least == -1 && series->most == 0.9);
  CLAIM (series->positive_least == 0.2 && series->n_finite == 5);
  plot_series_free (series);
}

/* A pixel column of 10 values each. */
static PlotSeries *
dense_series (void)
{
  PlotSeries *series = plot_series_new ();
  unsigned state = 7;

  for (int i = 0; i < 5000; i++) {
    state = state * 1664525u + 1013904223u;
    plot_series_append (series, i, (double) (state >> 8) / (1 << 24));
  }
  return series;
}

static void
thinning_keeps_what_a_column_shows (void)
{
  PlotSeries *series = dense_series ();
  PlotScale x = { PLOT_LINEAR, 0, 5000, 0, 500 };
  static size_t kept[5000];
  size_t n = plot_series_thin (series, series->y, 0, 5000, &x, PLOT_LINEAR, 1, kept), k = 0;

  CLAIM (n <= 4 * 500 && n > 500);
  for (size_t column = 0; column < 500; column++) {
    double low = INFINITY, high = -INFINITY, kept_low = INFINITY, kept_high = -INFINITY;
    size_t first = k;
    for (size_t i = 10 * column; i < 10 * column + 10; i++) {
      low = fmin (low, series->y[i]);
      high = fmax (high, series->y[i]);
    }
    for (; k < n && kept[k] < 10 * column + 10; k++) {
      CLAIM (k == first || kept[k] > kept[k - 1]);
      kept_low = fmin (kept_low, series->y[kept[k]]);
      kept_high = fmax (kept_high, series->y[kept[k]]);
    }
    CLAIM (kept[first] == 10 * column && kept[k - 1] == 10 * column + 9);
    CLAIM (kept_low == low && kept_high == high);
  }
  CLAIM (k == n);
  CLAIM (plot_series_length (series) == 5000);
  plot_series_free (series);
}

static void
thinning_keeps_gaps (void)
{
  static const double ys[] = { 1, 2, NAN, NAN, 3, 0, 4 };
  PlotSeries *series = plot_series_new ();
  PlotScale x = { PLOT_LINEAR, 0, 7, 0, 1 };
  size_t kept[7];

  for (int i = 0; i < 7; i++)
    plot_series_append (series, i, ys[i]);
  CLAIM (plot_series_thin (series, series->y, 0, 7, &x, PLOT_LINEAR, 1, kept) == 6);
  CLAIM (kept[2] == 2 && kept[3] == 4 && kept[4] == 5);
  /* To a log scale the zero is a gap too. */
  CLAIM (plot_series_thin (series, series->y, 0, 7, &x, PLOT_LOG, 1, kept) == 6);
  CLAIM (kept[3] == 4 && kept[4] == 5 && kept[5] == 6);
  plot_series_free (series);
}

static void
the_average_of_a_constant_is_that_constant (void)
{
  static const double weights[] = { 0.1, 0.5, 0.9, 0.99 }, constants[] = { 0.1, 1 / 3.0, -7e5, 0 };

  for (size_t w = 0; w < 4; w++)
    for (size_t c = 0; c < 4; c++) {
      PlotSeries *series = plot_series_new ();
      plot_series_set_smoothing (series, weights[w]);
      for (int i = 0; i < 2000; i++)
        plot_series_append (series, i, i % 7 == 3 ? NAN : constants[c]);
      for (size_t i = 0; i < 2000; i++)
        CLAIM (i % 7 == 3 ? isnan (plot_series_smoothed (series, i))
                          : plot_series_smoothed (series, i) == constants[c]);
      plot_series_free (series);
    }
}

/* Σ s^(k−i) y_i / Σ s^(k−i), the definition. */
static void
averages_are_debiased_and_change_no_point (void)
{
  static const double ys[] = { 3, 1, NAN, 4, 1, 5, 9, 2, 6 };
  PlotSeries *early = plot_series_new (), *late = plot_series_new ();
  double sum = 0, weight = 0;

  plot_series_set_smoothing (early, 0.8);
  for (size_t i = 0; i < 9; i++) {
    plot_series_append (early, (double) i, ys[i]);
    plot_series_append (late, (double) i, ys[i]);
  }
  plot_series_set_smoothing (late, 0.8);
  for (size_t i = 0; i < 9; i++) {
    CLAIM (plot_series_y (late, i) == ys[i] || isnan (ys[i]));
    if (isnan (ys[i])) {
      CLAIM (isnan (plot_series_smoothed (late, i)));
      continue;
    }
    sum = 0.8 * sum + ys[i];
    weight = 0.8 * weight + 1;
    CLAIM_NEAR (plot_series_smoothed (late, i), sum / weight, 1e-12);
    CLAIM (plot_series_smoothed (early, i) == plot_series_smoothed (late, i));
  }
  CLAIM (late->best == 6 && late->most == 9);
  plot_series_set_smoothing (late, 0);
  CLAIM (plot_series_smoothed (late, 6) == 9);
  plot_series_free (early);
  plot_series_free (late);
}

static void
points_set_at_once_are_kept_where_they_are_the_same (void)
{
  const double x[] = { 1, 2, 3, 4 }, y[] = { 5, 6, NAN, 8 }, other[] = { 5, 7, NAN, 8 };
  const double low[] = { 4, 5, NAN, 7 }, high[] = { 6, 7, NAN, 9 };
  PlotSeries *series = plot_series_new ();
  unsigned style, generation;

  plot_series_set_points (series, x, y, low, high, 3);
  CLAIM (plot_series_length (series) == 3 && plot_series_has_band (series));
  CLAIM (series->least == 4 && series->most == 7);
  generation = plot_series_generation (series);
  style = series->style;
  plot_series_set_points (series, x, y, low, high, 3);
  CLAIM (plot_series_generation (series) == generation);
  plot_series_set_points (series, x, y, low, high, 4);
  CLAIM (plot_series_generation (series) == generation + 1 && series->style == style);
  CLAIM (plot_series_high (series, 3) == 9);
  plot_series_set_points (series, x, other, low, high, 4);
  CLAIM (series->style > style && plot_series_y (series, 1) == 7);
  plot_series_set_points (series, x, other, NULL, NULL, 2);
  CLAIM (plot_series_length (series) == 2 && !plot_series_has_band (series));
  CLAIM (series->least == 5 && series->most == 7 && isnan (plot_series_low (series, 0)));
  plot_series_free (series);
}

int
main (void)
{
  RUN ("/plot/series/nearest-is-nearest", nearest_is_nearest);
  RUN ("/plot/series/points-only-go-forward", points_only_go_forward);
  RUN ("/plot/series/every-change-counts-once-and-none-else",
       every_change_counts_once_and_none_else);
  RUN ("/plot/series/the-best-is-the-first-of-the-highest", the_best_is_the_first_of_the_highest);
  RUN ("/plot/series/thinning-keeps-what-a-column-shows", thinning_keeps_what_a_column_shows);
  RUN ("/plot/series/thinning-keeps-gaps", thinning_keeps_gaps);
  RUN ("/plot/series/the-average-of-a-constant-is-that-constant",
       the_average_of_a_constant_is_that_constant);
  RUN ("/plot/series/averages-are-debiased-and-change-no-point",
       averages_are_debiased_and_change_no_point);
  RUN ("/plot/series/points-set-at-once-are-kept-where-they-are-the-same",
       points_set_at_once_are_kept_where_they_are_the_same);
  return DONE ();
}
