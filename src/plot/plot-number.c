/* SPDX-License-Identifier: MIT */
#include "plot/plot-number.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUS "\u2212"

/* printf follows the locale; whatever it wrote between the digits becomes a full stop. */
static void
write_point (char *text)
{
  char *to = text;
  bool in_point = false;

  for (const char *from = text; *from != '\0'; from++) {
    bool usual = (*from >= '0' && *from <= '9') || strchr ("+-eE", *from) != NULL;
    if (usual)
      *to++ = *from;
    else if (!in_point)
      *to++ = '.';
    in_point = !usual;
  }
  *to = '\0';
}

void
plot_number_fixed (char *text, size_t size, double value, int decimals)
{
  char digits[400];
  bool zero = true;

  snprintf (digits, sizeof digits, "%.*f", decimals < 0 ? 0 : decimals, fabs (value));
  write_point (digits);
  for (const char *c = digits; *c != '\0'; c++)
    zero = zero && (*c == '0' || *c == '.');
  snprintf (text, size, "%s%s", value < 0 && !zero ? MINUS : "", digits);
}

void
plot_number_power (char *text, size_t size, double mantissa, int decimals, int exponent)
{
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  char front[64] = "", power[32] = "", digits[16];

  if (!(mantissa == 1 && decimals == 0)) {
    plot_number_fixed (front, sizeof front - 4, mantissa, decimals);
    strcat (front, "×");
  }
  snprintf (digits, sizeof digits, "%d", abs (exponent));
  if (exponent < 0)
    strcat (power, "⁻");
  for (const char *c = digits; *c != '\0'; c++)
    strcat (power, raised[*c - '0']);
  /* Many digits would not fit where raised ones are long: the computer's way of writing is shorter.
   */
  if (strlen (front) + strlen (power) + 2 < size)
    snprintf (text, size, "%s10%s", front, power);
  else {
    plot_number_fixed (front, sizeof front, mantissa, decimals);
    snprintf (text, size, "%se%d", front, exponent);
  }
}

static void
write_power (char *text, size_t size, double value, int decimals)
{
  int exponent = (int) floor (log10 (fabs (value)));
  double mantissa = value / pow (10, exponent);

  plot_number_power (text, size, mantissa, decimals, exponent);
}

void
plot_number_grouped (char *text, size_t size, double value)
{
  char digits[64], grouped[96], *to = grouped;
  size_t n;

  snprintf (digits, sizeof digits, "%.0f", fabs (value));
  n = strlen (digits);
  for (size_t i = 0; i < n; i++) {
    if (i > 0 && (n - i) % 3 == 0)
      *to++ = ',';
    *to++ = digits[i];
  }
  *to = '\0';
  snprintf (text, size, "%s%s", value <= -0.5 ? MINUS : "", grouped);
}

/* "0.35 s", "12.5 s", "2 min", "2 min 5 s", "1 h 3 min". */
void
plot_number_duration (char *text, size_t size, double seconds)
{
  char digits[64];
  double whole = round (fabs (seconds)), large, unit = whole >= 3600 ? 3600 : 60, rest;
  const char *large_name = whole >= 3600 ? "h" : "min", *small_name = whole >= 3600 ? "min" : "s";
  const char *sign = seconds < 0 ? MINUS : "";

  if (fabs (seconds) < 119.95 && fmod (fabs (seconds), 60) != 0) {
    snprintf (digits, sizeof digits, "%.3g", fabs (seconds));
    write_point (digits);
    snprintf (text, size, "%s%s s", sign, digits);
    return;
  }
  if (whole == 0) {
    snprintf (text, size, "0 s");
    return;
  }
  large = floor (whole / unit);
  rest = unit == 3600 ? floor (fmod (whole, unit) / 60) : fmod (whole, unit);
  if (rest > 0)
    snprintf (text, size, "%s%.0f %s %.0f %s", sign, large, large_name, rest, small_name);
  else
    snprintf (text, size, "%s%.0f %s", sign, large, large_name);
}

static int
decimals_of_figure (double size)
{
  if (size >= 1000 || size == 0)
    return 0;
  if (size >= 100)
    return 1;
  if (size >= 10)
    return 2;
  if (size >= 1)
    return 3;
  if (size >= 0.01)
    return 4;
  return size >= 0.001 ? 5 : 6;
}

void
plot_number_figure (char *text, size_t size, double value, PlotFormat format)
{
  char digits[400];

  if (!isfinite (value)) {
    snprintf (text, size, "–");
  } else if (format == PLOT_PERCENT) {
    plot_number_fixed (digits, sizeof digits, 100 * value, 2);
    snprintf (text, size, "%s %%", digits);
  } else if (format == PLOT_INTEGER && fabs (value) < 1e15) {
    plot_number_fixed (text, size, value, 0);
  } else if (format == PLOT_COUNT && fabs (value) < 1e15) {
    plot_number_grouped (text, size, value);
  } else if (format == PLOT_SECONDS) {
    plot_number_duration (text, size, value);
  } else if (value != 0 && (fabs (value) >= 1e6 || fabs (value) < 1e-4)) {
    write_power (text, size, value, 2);
  } else {
    plot_number_fixed (text, size, value, decimals_of_figure (fabs (value)));
  }
}

void
plot_number_spread (char *text, size_t size, double figure, double spread, PlotFormat format)
{
  if (format != PLOT_NUMBER || !isfinite (figure) || !isfinite (spread) ||
      (figure != 0 && (fabs (figure) >= 1e6 || fabs (figure) < 1e-4)))
    plot_number_figure (text, size, spread, format);
  else
    plot_number_fixed (text, size, spread, decimals_of_figure (fabs (figure)));
}

void
plot_number_place (char *text, size_t size, double value, PlotFormat format)
{
  char digits[64];

  if (format == PLOT_PERCENT) {
    snprintf (digits, sizeof digits, "%.6g", 100 * value);
    write_point (digits);
    snprintf (text, size, "%s %%", digits);
  } else if (format == PLOT_SECONDS && isfinite (value)) {
    plot_number_duration (text, size, value);
  } else if (format == PLOT_COUNT && value == round (value) && fabs (value) < 1e15) {
    plot_number_grouped (text, size, value);
  } else if (value == round (value) && fabs (value) < 1e15) {
    plot_number_fixed (text, size, value, 0);
  } else {
    snprintf (digits, sizeof digits, "%.6g", value);
    write_point (digits);
    snprintf (text, size, "%s%s", value < 0 ? MINUS : "", digits + (value < 0 ? 1 : 0));
  }
}

void
plot_number_exact (char *text, size_t size, double value)
{
  char digits[64] = "";

  for (int precision = 1; isfinite (value) && precision <= 17; precision++) {
    snprintf (digits, sizeof digits, "%.*g", precision, value);
    if (strtod (digits, NULL) == value)
      break;
  }
  write_point (digits);
  snprintf (text, size, "%s", digits);
}
