/* SPDX-License-Identifier: MIT */
#include "claim.h"

#include "plot/plot-number.h"
#include "plot/plot-scale.h"

#include <float.h>
#include <locale.h>
#include <stdbool.h>
#include <string.h>

static void
claim_round_trip (PlotScale scale, double value)
{
  double pixel = plot_scale_to_pixel (&scale, value);

  CLAIM (isfinite (pixel));
  CLAIM_NEAR (plot_scale_to_value (&scale, pixel), value,
              1e-9 * fmax (fabs (scale.high), fabs (scale.low)));
}

static void
pixels_lead_back_to_values (void)
{
  PlotScale linear = { PLOT_LINEAR, -2, 6, 40, 640 }, upward = { PLOT_LINEAR, 0, 1, 300, 20 };
  PlotScale decades = { PLOT_LOG, 1e-4, 10, 300, 20 };

  CLAIM_NEAR (plot_scale_to_pixel (&linear, -2), 40, 1e-9);
  CLAIM_NEAR (plot_scale_to_pixel (&linear, 2), 340, 1e-9);
  CLAIM_NEAR (plot_scale_to_pixel (&upward, 1), 20, 1e-9);
  CLAIM_NEAR (plot_scale_to_pixel (&upward, 0.25), 230, 1e-9);
  CLAIM_NEAR (plot_scale_to_pixel (&decades, 1e-4), 300, 1e-9);
  CLAIM_NEAR (plot_scale_to_pixel (&decades, 1), 76, 1e-9);
  for (double t = 0; t <= 1; t += 0.125) {
    claim_round_trip (linear, -2 + 8 * t);
    claim_round_trip (upward, t);
    claim_round_trip (decades, pow (10, -4 + 5 * t));
  }
}

static void
a_log_scale_has_no_place_for_zero (void)
{
  PlotScale decades = { PLOT_LOG, 0.1, 10, 0, 100 };

  CLAIM (isnan (plot_scale_to_pixel (&decades, 0)));
  CLAIM (isnan (plot_scale_to_pixel (&decades, -1)));
  CLAIM (isnan (plot_scale_to_pixel (&decades, NAN)));
}

static void
huge_ranges_do_not_overflow (void)
{
  PlotScale scale = { PLOT_LINEAR, -DBL_MAX, DBL_MAX, 0, 100 };

  CLAIM_NEAR (plot_scale_to_pixel (&scale, 0), 50, 1e-9);
  CLAIM_NEAR (plot_scale_to_value (&scale, 50), 0, 1e292);
}

/* 1, 2 or 5 times a power of ten. */
static bool
is_round_step (double step)
{
  double mantissa = step / pow (10, floor (log10 (step) + 1e-6));

  return fabs (mantissa - 1) < 1e-3 || fabs (mantissa - 2) < 1e-3 || fabs (mantissa - 5) < 1e-3;
}

static void
claim_good_ticks (PlotScale scale, PlotFormat format, size_t max, const PlotTick *ticks, size_t n)
{
  CLAIM (n <= max && n <= PLOT_MAX_TICKS);
  for (size_t i = 0; i < n; i++) {
    CLAIM (ticks[i].value >= scale.low && ticks[i].value <= scale.high);
    CLAIM (*ticks[i].label != '\0' && memchr (ticks[i].label, 0, sizeof ticks[i].label) != NULL);
    if (format == PLOT_INTEGER || format == PLOT_COUNT)
      CLAIM (ticks[i].value == round (ticks[i].value));
    for (size_t k = 0; k < i; k++) {
      CLAIM (ticks[k].value < ticks[i].value);
      CLAIM (strcmp (ticks[k].label, ticks[i].label) != 0);
    }
  }
}

static void
ticks_are_round_within_and_unlike_each_other (void)
{
  static const double ranges[][2] = { { 0, 1 },           { 0.894, 0.9812 },
                                      { -3.7, 12.2 },     { 1, 1 + 1e-12 },
                                      { -1e-12, 1e-12 },  { 1e200, 7e200 },
                                      { -4e9, 3e9 },      { 0.1, 0.30000000000000004 },
                                      { 123456, 123457 }, { 1e-9, 9e-9 } };
  PlotTick ticks[PLOT_MAX_TICKS];

  for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++)
    for (int format = PLOT_NUMBER; format <= PLOT_SECONDS; format++)
      for (size_t max = 1; max <= 30; max++) {
        PlotScale scale = { PLOT_LINEAR, ranges[r][0], ranges[r][1], 0, 1 };
        size_t n = plot_scale_ticks (&scale, (PlotFormat) format, max, ticks);
        claim_good_ticks (scale, (PlotFormat) format, max > PLOT_MAX_TICKS ? PLOT_MAX_TICKS : max,
                          ticks, n);
        if (max >= 2 && format != PLOT_INTEGER && format != PLOT_COUNT)
          CLAIM (n >= 2);
        if (n >= 2 && max >= 4 && r != 3)
          CLAIM (is_round_step (ticks[1].value - ticks[0].value) ||
                 (format == PLOT_SECONDS &&
                  (is_round_step ((ticks[1].value - ticks[0].value) / 60) ||
                   is_round_step ((ticks[1].value - ticks[0].value) / 3600))));
      }
}

static void
two_ticks_remain_where_steps_jump_over (void)
{
  PlotScale scale = { PLOT_LINEAR, 0.9, 3.1, 0, 1 };
  PlotTick ticks[PLOT_MAX_TICKS];

  CLAIM (plot_scale_ticks (&scale, PLOT_NUMBER, 2, ticks) == 2);
  CLAIM (ticks[0].value == 1 && ticks[1].value == 3);
}

static void
labels_have_the_same_decimals (void)
{
  PlotScale share = { PLOT_LINEAR, 0.90, 0.98, 0, 1 }, cost = { PLOT_LINEAR, 0, 0.25, 0, 1 };
  PlotTick ticks[PLOT_MAX_TICKS];

  CLAIM (plot_scale_ticks (&share, PLOT_PERCENT, 6, ticks) == 5);
  CLAIM (strcmp (ticks[0].label, "90 %") == 0 && strcmp (ticks[4].label, "98 %") == 0);
  CLAIM (plot_scale_ticks (&cost, PLOT_NUMBER, 6, ticks) == 6);
  CLAIM (strcmp (ticks[0].label, "0.00") == 0 && strcmp (ticks[2].label, "0.10") == 0);
}

static void
log_ticks_are_decades (void)
{
  PlotScale wide = { PLOT_LOG, 1e-6, 1e6, 0, 1 }, two = { PLOT_LOG, 0.01, 1, 0, 1 };
  PlotScale immense = { PLOT_LOG, 1e-280, 1e280, 0, 1 };
  PlotTick ticks[PLOT_MAX_TICKS];
  size_t n = plot_scale_ticks (&wide, PLOT_NUMBER, 14, ticks);

  CLAIM (n == 13);
  CLAIM (strcmp (ticks[0].label, "10⁻⁶") == 0 && strcmp (ticks[12].label, "10⁶") == 0);
  n = plot_scale_ticks (&two, PLOT_NUMBER, 7, ticks);
  CLAIM (n == 7);
  CLAIM (strcmp (ticks[1].label, "0.02") == 0 && strcmp (ticks[2].label, "0.05") == 0);
  for (size_t max = 2; max <= PLOT_MAX_TICKS; max++) {
    n = plot_scale_ticks (&immense, PLOT_NUMBER, max, ticks);
    CLAIM (n >= 2);
    claim_good_ticks (immense, PLOT_NUMBER, max, ticks, n);
    n = plot_scale_ticks (&two, PLOT_NUMBER, max, ticks);
    CLAIM (n >= 2);
    claim_good_ticks (two, PLOT_NUMBER, max, ticks, n);
  }
}

static void
log_ticks_under_a_decade_are_plain (void)
{
  PlotScale scale = { PLOT_LOG, 0.28, 1.1, 0, 1 }, narrow = { PLOT_LOG, 0.301, 0.309, 0, 1 };
  PlotTick ticks[PLOT_MAX_TICKS];
  size_t n = plot_scale_ticks (&scale, PLOT_NUMBER, 8, ticks);

  claim_good_ticks (scale, PLOT_NUMBER, 8, ticks, n);
  CLAIM (n >= 5 && strcmp (ticks[0].label, "0.3") == 0);
  n = plot_scale_ticks (&narrow, PLOT_NUMBER, 6, ticks);
  claim_good_ticks (narrow, PLOT_NUMBER, 6, ticks, n);
  CLAIM (n >= 2);
}

static void
bounds_that_are_none_have_no_ticks (void)
{
  static const double ranges[][2] = { { NAN, 1 }, { 0, NAN }, { 0, INFINITY },
                                      { 1, 1 },   { 2, 1 },   { -INFINITY, 0 } };
  PlotTick ticks[PLOT_MAX_TICKS];

  for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++)
    for (int kind = PLOT_LINEAR; kind <= PLOT_LOG; kind++) {
      PlotScale scale = { (PlotScaleKind) kind, ranges[r][0], ranges[r][1], 0, 1 };
      CLAIM (plot_scale_ticks (&scale, PLOT_NUMBER, 8, ticks) == 0);
    }
  CLAIM (plot_scale_ticks (&(PlotScale){ PLOT_LOG, 0, 1, 0, 1 }, PLOT_NUMBER, 8, ticks) == 0);
  CLAIM (plot_scale_ticks (&(PlotScale){ PLOT_LINEAR, 0, 1, 0, 1 }, PLOT_NUMBER, 0, ticks) == 0);
}

static void
claim_rounded (PlotScaleKind kind, double low, double high)
{
  double a = low, b = high;

  plot_scale_round (kind, &a, &b);
  CLAIM (isfinite (a) && isfinite (b) && a < b);
  if (kind == PLOT_LOG)
    CLAIM (a > 0);
  if (isfinite (low) && isfinite (high) && (kind == PLOT_LINEAR || low > 0))
    CLAIM (a <= fmin (low, high) && b >= fmax (low, high));
}

static void
rounding_widens_and_repairs (void)
{
  for (int kind = PLOT_LINEAR; kind <= PLOT_LOG; kind++) {
    PlotScaleKind k = (PlotScaleKind) kind;
    claim_rounded (k, 0.28, 1.13);
    claim_rounded (k, 5, 5);
    claim_rounded (k, 0, 0);
    claim_rounded (k, 3, 1);
    claim_rounded (k, NAN, 1);
    claim_rounded (k, -INFINITY, INFINITY);
    claim_rounded (k, 1, 1 + 1e-12);
    claim_rounded (k, 1e-5, 1e5);
    claim_rounded (k, -3, -1);
  }
}

static void
rounded_bounds_hold_still (void)
{
  double low = 0.9032, high = 0.9671, other_low = 0.9039, other_high = 0.9666;

  plot_scale_round (PLOT_LINEAR, &low, &high);
  plot_scale_round (PLOT_LINEAR, &other_low, &other_high);
  CLAIM (low == other_low && high == other_high);
  CLAIM (low > 0.85 && high < 1);
}

static void
places_in_time_and_images_read_well (void)
{
  static const struct {
    double value;
    PlotFormat format;
    const char *text;
  } cases[] = {
    { 0, PLOT_SECONDS, "0 s" },           { 1.5, PLOT_SECONDS, "1.5 s" },
    { 0.0125, PLOT_SECONDS, "0.0125 s" }, { 119.7, PLOT_SECONDS, "120 s" },
    { 60, PLOT_SECONDS, "1 min" },        { 90, PLOT_SECONDS, "90 s" },
    { 120, PLOT_SECONDS, "2 min" },       { 125.2, PLOT_SECONDS, "2 min 5 s" },
    { 3599.9, PLOT_SECONDS, "1 h" },      { 3780, PLOT_SECONDS, "1 h 3 min" },
    { 50000, PLOT_COUNT, "50,000" },      { 999, PLOT_COUNT, "999" },
    { 1500000, PLOT_COUNT, "1,500,000" }, { -1000, PLOT_COUNT, "−1,000" },
  };
  PlotScale minutes = { PLOT_LINEAR, 0, 600, 0, 1 }, images = { PLOT_LINEAR, 0, 1.5e6, 0, 1 };
  PlotScale decades = { PLOT_LOG, 0.1, 1000, 0, 1 };
  PlotTick ticks[PLOT_MAX_TICKS];
  char text[64];
  size_t n;

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    plot_number_place (text, sizeof text, cases[i].value, cases[i].format);
    if (strcmp (text, cases[i].text) != 0)
      printf ("# %s instead of %s\n", text, cases[i].text != NULL ? cases[i].text : "");
    CLAIM (strcmp (text, cases[i].text) == 0);
  }
  n = plot_scale_ticks (&minutes, PLOT_SECONDS, 6, ticks);
  CLAIM (n == 6 && ticks[1].value == 120 && strcmp (ticks[1].label, "2 min") == 0);
  n = plot_scale_ticks (&images, PLOT_COUNT, 4, ticks);
  CLAIM (n == 4 && strcmp (ticks[1].label, "500,000") == 0);
  n = plot_scale_ticks (&decades, PLOT_SECONDS, 5, ticks);
  CLAIM (n == 5 && strcmp (ticks[0].label, "0.1 s") == 0 &&
         strcmp (ticks[4].label, "1,000 s") == 0);
}

static void
figures_read_well (void)
{
  static const struct {
    double value;
    PlotFormat format;
    const char *text;
  } cases[] = { { 0.95418, PLOT_PERCENT, "95.42 %" },
                { 0.40612, PLOT_NUMBER, "0.4061" },
                { 1.23456, PLOT_NUMBER, "1.235" },
                { 123.456, PLOT_NUMBER, "123.5" },
                { 2.5e-7, PLOT_NUMBER, "2.50×10⁻⁷" },
                { 1234, PLOT_INTEGER, "1234" },
                { NAN, PLOT_PERCENT, "–" },
                { -0.5, PLOT_NUMBER, "−0.5000" },
                { 0, PLOT_NUMBER, "0" } };
  char text[64];

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    plot_number_figure (text, sizeof text, cases[i].value, cases[i].format);
    CLAIM (strcmp (text, cases[i].text) == 0);
  }
}

static void
numbers_keep_their_point_in_every_locale (void)
{
  static const char *const locales[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "cs_CZ.UTF-8" };
  char text[64];
  bool found = false;

  for (size_t i = 0; i < 3 && !found; i++)
    found = setlocale (LC_NUMERIC, locales[i]) != NULL;
  plot_number_exact (text, sizeof text, 0.1);
  CLAIM (strcmp (text, "0.1") == 0);
  plot_number_figure (text, sizeof text, 0.5, PLOT_PERCENT);
  CLAIM (strcmp (text, "50.00 %") == 0);
  setlocale (LC_NUMERIC, "C");
  if (!found)
    SKIP ("no locale with a decimal comma is installed");
}

int
main (void)
{
  RUN ("/plot/scale/pixels-lead-back-to-values", pixels_lead_back_to_values);
  RUN ("/plot/scale/a-log-scale-has-no-place-for-zero", a_log_scale_has_no_place_for_zero);
  RUN ("/plot/scale/huge-ranges-do-not-overflow", huge_ranges_do_not_overflow);
  RUN ("/plot/scale/ticks-are-round-within-and-unlike-each-other",
       ticks_are_round_within_and_unlike_each_other);
  RUN ("/plot/scale/two-ticks-remain-where-steps-jump-over",
       two_ticks_remain_where_steps_jump_over);
  RUN ("/plot/scale/labels-have-the-same-decimals", labels_have_the_same_decimals);
  RUN ("/plot/scale/log-ticks-are-decades", log_ticks_are_decades);
  RUN ("/plot/scale/log-ticks-under-a-decade-are-plain", log_ticks_under_a_decade_are_plain);
  RUN ("/plot/scale/bounds-that-are-none-have-no-ticks", bounds_that_are_none_have_no_ticks);
  RUN ("/plot/scale/rounding-widens-and-repairs", rounding_widens_and_repairs);
  RUN ("/plot/scale/rounded-bounds-hold-still", rounded_bounds_hold_still);
  RUN ("/plot/number/places-in-time-and-images-read-well", places_in_time_and_images_read_well);
  RUN ("/plot/number/figures-read-well", figures_read_well);
  RUN ("/plot/number/numbers-keep-their-point-in-every-locale",
       numbers_keep_their_point_in_every_locale);
  return DONE ();
}
