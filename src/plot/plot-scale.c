/* SPDX-License-Identifier: MIT */
#include "plot/plot-scale.h"

#include "plot/plot-number.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Steps are mantissa × 10^exponent with the mantissa 1, 2 or 5. */
typedef struct {
  int mantissa;
  int exponent;
} Step;

static double
fraction (double value, double low, double high)
{
  double span = high - low;

  if (!isfinite (span))
    return (value / 4 - low / 4) / (high / 4 - low / 4);
  return (value - low) / span;
}

double
plot_scale_to_pixel (const PlotScale *scale, double value)
{
  double part;

  if (!isfinite (value) || (scale->kind == PLOT_LOG && value <= 0))
    return NAN;
  if (scale->kind == PLOT_LOG)
    part = fraction (log10 (value), log10 (scale->low), log10 (scale->high));
  else
    part = fraction (value, scale->low, scale->high);
  return scale->start + part * (scale->end - scale->start);
}

double
plot_scale_to_value (const PlotScale *scale, double pixel)
{
  double part = (pixel - scale->start) / (scale->end - scale->start);

  if (scale->kind == PLOT_LOG) {
    double low = log10 (scale->low), high = log10 (scale->high);
    return pow (10, low + part * (high - low));
  }
  return scale->low * (1 - part) + scale->high * part;
}

static double
step_size (Step step)
{
  return step.mantissa * pow (10, step.exponent);
}

/* k steps; divided where the exponent is negative, so that 3 steps of 0.1 are 0.3. */
static double
step_multiple (Step step, double k)
{
  if (step.exponent < 0 && step.exponent > -300)
    return k * step.mantissa / pow (10, -step.exponent);
  return k * step_size (step);
}

static Step
next_step (Step step)
{
  switch (step.mantissa) {
  case 1:
    return (Step){ 2, step.exponent };
  case 2:
    return (Step){ 5, step.exponent };
  default:
    return (Step){ 1, step.exponent + 1 };
  }
}

/* The first and last multiple within low … high, forgiving the last bits; how many there are. */
static double
multiples_within (Step step, double low, double high, double *first, double *last)
{
  double size = step_size (step);

  *first = ceil (low / size - 1e-9);
  *last = floor (high / size + 1e-9);
  /* Where k itself has no room for its last bits, the tolerance above is nothing: look once more.
   */
  if (step_multiple (step, *first - 1) >= low)
    *first -= 1;
  return *last - *first + 1;
}

static bool
is_range (double low, double high)
{
  return isfinite (low) && isfinite (high) && low < high && fmax (fabs (low), fabs (high)) > 1e-290;
}

static void
label_linear (PlotTick *tick, PlotFormat format, Step step, double largest)
{
  char digits[64];
  int shift = format == PLOT_PERCENT ? 2 : 0;
  int decimals = step.exponent + shift < 0 ? -step.exponent - shift : 0;
  int magnitude = (int) floor (log10 (largest)) + shift;

  if (format == PLOT_COUNT && decimals == 0 && magnitude < 15) {
    plot_number_grouped (tick->label, sizeof tick->label, tick->value);
  } else if (format != PLOT_INTEGER && (magnitude >= 7 || (decimals > 5 && magnitude < -3))) {
    int places = magnitude - shift - step.exponent;
    if (tick->value == 0)
      snprintf (tick->label, sizeof tick->label, "0");
    else
      plot_number_power (tick->label, sizeof tick->label, tick->value / pow (10, magnitude - shift),
                         places > 0 ? places : 0, magnitude);
    if (format == PLOT_PERCENT && strlen (tick->label) + 2 < sizeof tick->label)
      strcat (tick->label, " %");
  } else if (magnitude >= 15) {
    int places = magnitude - step.exponent;
    plot_number_power (tick->label, sizeof tick->label, tick->value / pow (10, magnitude),
                       places > 0 ? places : 0, magnitude);
  } else if (format == PLOT_PERCENT) {
    plot_number_fixed (digits, sizeof digits, 100 * tick->value, decimals);
    snprintf (tick->label, sizeof tick->label, "%.28s %%", digits);
  } else {
    plot_number_fixed (tick->label, sizeof tick->label, tick->value, decimals);
  }
}

static size_t
linear_ticks (double low, double high, PlotFormat format, size_t max, PlotTick *ticks)
{
  double largest = fmax (fabs (low), fabs (high));
  double span = high / 2 - low / 2; /* of half the range: the whole one may not be representable */
  Step step = { 1, (int) floor (log10 (fmax (span, DBL_MIN))) - 2 }, finer;
  double first, last, n, stride = 1;
  size_t count = 0;
  bool whole = format == PLOT_INTEGER || format == PLOT_COUNT;

  /* Steps near the last bit of the values would repeat themselves. */
  while (step_size (step) < 8 * DBL_EPSILON * largest || (whole && step.exponent < 0))
    step = next_step (step);
  finer = step;
  while ((n = multiples_within (step, low, high, &first, &last)) > (double) max) {
    finer = step;
    step = next_step (step);
  }
  /* The step before had too many and this one has too few: every other one of the former. */
  if (n < 2 && max >= 2) {
    double more = multiples_within (finer, low, high, &first, &last);
    step = finer;
    stride = more > (double) max ? ceil ((more - 1) / (double) (max - 1)) : 1;
  }
  for (double k = first; k <= last && count < max; k += stride) {
    double value = step_multiple (step, k);
    if (whole && (value < low || value > high))
      continue;
    ticks[count].value = fmin (fmax (value, low), high);
    label_linear (&ticks[count++], format, step, largest);
  }
  return count;
}

/* Steps are round in the unit that people would say. */
static size_t
time_ticks (double low, double high, size_t max, PlotTick *ticks)
{
  double unit = high >= 7200 ? 3600 : high >= 120 ? 60 : 1;
  const char *name = high >= 7200 ? " h" : high >= 120 ? " min" : " s";
  size_t n = linear_ticks (low / unit, high / unit, PLOT_NUMBER, max, ticks);

  for (size_t i = 0; i < n; i++) {
    ticks[i].value = fmin (fmax (ticks[i].value * unit, low), high);
    strncat (ticks[i].label, name, sizeof ticks[i].label - strlen (ticks[i].label) - 1);
  }
  return n;
}

static void
label_log (PlotTick *tick, PlotFormat format, int mantissa, int exponent, bool powers)
{
  if (format == PLOT_SECONDS) {
    /* Decades are told apart best in one unit. */
    plot_number_place (tick->label, sizeof tick->label - 2, tick->value, PLOT_COUNT);
    strcat (tick->label, " s");
  } else if (powers && format != PLOT_PERCENT)
    plot_number_power (tick->label, sizeof tick->label, mantissa, 0, exponent);
  else
    plot_number_place (tick->label, sizeof tick->label, tick->value, format);
}

/* The sets of mantissas from dense to bare, and the narrowest gap of each in decades. */
static const struct {
  int mantissas[8];
  double gap;
} log_sets[] = {
  { { 1, 2, 3, 4, 5, 6, 8, 0 }, 0.0791 },
  { { 1, 2, 3, 4, 6, 8, 0 }, 0.0969 },
  { { 1, 2, 3, 5, 0 }, 0.1760 },
  { { 1, 2, 5, 0 }, 0.3010 },
  { { 1, 3, 0 }, 0.4771 },
  { { 1, 0 }, 1 },
};

#define N_LOG_SETS (sizeof log_sets / sizeof *log_sets)

/* Writes at most `room` ticks and says how many there are. */
static size_t
log_set_ticks (const PlotScale *scale, PlotFormat format, const int *mantissas, int every,
               size_t skip, size_t room, PlotTick *ticks)
{
  int first = (int) floor (log10 (scale->low)), last = (int) ceil (log10 (scale->high));
  bool whole = format == PLOT_INTEGER || format == PLOT_COUNT;
  bool powers = scale->low < 0.999e-3 || scale->high > (whole ? 1.001e7 : 0.999e5);
  size_t found = 0;

  for (int exponent = first; exponent <= last; exponent++) {
    if (exponent % every != 0 || (whole && exponent < 0))
      continue;
    for (const int *m = mantissas; *m != 0; m++) {
      double value = exponent < 0 ? *m / pow (10, -exponent) : *m * pow (10, exponent);
      if (value < scale->low * (1 - 1e-12) || value > scale->high * (1 + 1e-12))
        continue;
      if (found % skip == 0 && found / skip < room) {
        PlotTick *tick = &ticks[found / skip];
        tick->value = fmin (fmax (value, scale->low), scale->high);
        label_log (tick, format, *m, exponent, powers);
      }
      found++;
    }
  }
  return found;
}

/* The densest set of which at least `least` and at most `max` fit in; 0 for none. */
static size_t
densest_set (const PlotScale *scale, PlotFormat format, size_t least, size_t max, PlotTick *ticks)
{
  double decades = log10 (scale->high) - log10 (scale->low);

  for (size_t i = 0; i < N_LOG_SETS; i++) {
    size_t n = log_set_ticks (scale, format, log_sets[i].mantissas, 1, 1, max, ticks);
    if (n >= least && n <= max && log_sets[i].gap >= 0.6 * decades / (double) max)
      return n;
  }
  return 0;
}

static size_t
log_ticks (const PlotScale *scale, PlotFormat format, size_t max, PlotTick *ticks)
{
  double decades = log10 (scale->high) - log10 (scale->low);
  const int *finer = log_sets[N_LOG_SETS - 3].mantissas;
  size_t n = densest_set (scale, format, 2, max, ticks);

  if (n > 0)
    return n;
  for (size_t i = 0; i < N_LOG_SETS; i++)
    if (log_set_ticks (scale, format, log_sets[i].mantissas, 1, 1, 0, ticks) > max)
      finer = log_sets[i].mantissas;
  for (int every = 2; every <= 700 && decades > (double) max; every++) {
    n = log_set_ticks (scale, format, log_sets[N_LOG_SETS - 1].mantissas, every, 1, max, ticks);
    if (n >= 2 && n <= max)
      return n;
  }
  n = log_set_ticks (scale, format, finer, 1, 1, 0, ticks);
  if (n > max) {
    size_t skip = max < 2 ? n : (n - 1 + max - 2) / (max - 1);
    log_set_ticks (scale, format, finer, 1, skip, max, ticks);
    return (n - 1) / skip + 1;
  }
  return log_set_ticks (scale, format, finer, 1, 1, max, ticks);
}

size_t
plot_scale_ticks (const PlotScale *scale, PlotFormat format, size_t max, PlotTick *ticks)
{
  if (max > PLOT_MAX_TICKS)
    max = PLOT_MAX_TICKS;
  if (max == 0 || !is_range (scale->low, scale->high))
    return 0;
  if (scale->kind == PLOT_LOG && scale->low <= 0)
    return 0;
  if (scale->kind == PLOT_LOG && scale->high / scale->low >= 10)
    return log_ticks (scale, format, max, ticks);
  if (scale->kind == PLOT_LOG && scale->high / scale->low >= 2) {
    size_t n = densest_set (scale, format, 4, max, ticks);
    if (n > 0)
      return n;
  }
  if (format == PLOT_SECONDS)
    return time_ticks (scale->low, scale->high, max, ticks);
  return linear_ticks (scale->low, scale->high, format, max, ticks);
}

static void
round_linear (double *low, double *high)
{
  bool positive = *low >= 0, negative = *high <= 0;
  double span = *high / 2 - *low / 2;
  Step step = { 1, (int) floor (log10 (fmax (span, 1e-290))) - 2 };
  double size, rounded;

  while (step_size (step) < span / 5)
    step = next_step (step);
  size = step_size (step);
  rounded = step_multiple (step, floor ((*low - 0.04 * span) / size));
  if (isfinite (rounded))
    *low = positive && rounded < 0 ? 0 : rounded;
  rounded = step_multiple (step, ceil ((*high + 0.04 * span) / size));
  if (isfinite (rounded))
    *high = negative && rounded > 0 ? 0 : rounded;
}

static double
round_log (double value, bool up)
{
  static const double nice[] = { 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10 };
  double decade = pow (10, floor (log10 (value)));
  double answer = up ? 10 * decade : decade;

  for (size_t i = 0; i < sizeof nice / sizeof *nice; i++) {
    double candidate = nice[i] * decade;
    if (up && candidate >= value * (1 - 1e-12))
      return candidate;
    if (!up && candidate <= value * (1 + 1e-12))
      answer = candidate;
  }
  return answer;
}

void
plot_scale_round (PlotScaleKind kind, double *low, double *high)
{
  if (!isfinite (*low) || !isfinite (*high) || (kind == PLOT_LOG && *low <= 0 && *high <= 0)) {
    *low = kind == PLOT_LOG ? 0.1 : 0;
    *high = 1;
    return;
  }
  if (*low > *high) {
    double swap = *low;
    *low = *high;
    *high = swap;
  }
  if (kind == PLOT_LOG && *low <= 0)
    *low = *high / 1000;
  if (*high - *low <= 16 * DBL_EPSILON * fmax (fabs (*low), fabs (*high))) {
    double around = *low == 0 ? 1 : 0.1 * fabs (*low);
    *low -= *low == 0 ? 0 : around;
    *high += around;
  }
  if (kind == PLOT_LOG && *high / *low >= 2) {
    double margin = pow (*high / *low, 0.02);
    *low = round_log (*low / margin, false);
    *high = round_log (*high * margin, true);
  } else {
    double least = *low;
    round_linear (low, high);
    if (kind == PLOT_LOG && *low <= 0)
      *low = least / 2;
  }
}
