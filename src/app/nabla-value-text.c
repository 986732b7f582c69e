/* SPDX-License-Identifier: MIT */
#include "app/nabla-value-text.h"

#include <math.h>
#include <string.h>

/* Thin spaces around an en dash. */
#define EN_DASH        0x2013
#define BETWEEN_LAYERS "\xe2\x80\x89\xe2\x80\x93\xe2\x80\x89"

/* A logarithmic parameter that may be 0 leaves it for this value, and falls to 0 below it. */
#define SMALLEST_STEP 1e-3

char *
nabla_layers_from_people (const char *text)
{
  g_autoptr (GString) option = g_string_new (NULL);
  gboolean commas = strchr (text, ',') != NULL;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c))
      continue;
    if (c == EN_DASH || (c == '-' && !commas && option->len > 0))
      c = ',';
    g_string_append_unichar (option, c);
  }
  return g_string_free (g_steal_pointer (&option), FALSE);
}

char *
nabla_layers_for_people (const char *option)
{
  g_auto (GStrv) units = g_strsplit (option, ",", -1);

  return g_strjoinv (BETWEEN_LAYERS, units);
}

double
nabla_next_round_number (double value, int direction, double minimum)
{
  static const double steps[] = { 0.5, 1, 2, 5, 10 };
  double decade, mantissa;

  if (value < SMALLEST_STEP / 2 && minimum <= 0)
    return direction > 0 ? SMALLEST_STEP : 0;
  decade = pow (10, floor (log10 (value)));
  mantissa = value / decade;
  if (direction > 0) {
    for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
      if (steps[i] > mantissa * (1 + 1e-9))
        return steps[i] * decade;
    return 20 * decade;
  }
  if (value <= SMALLEST_STEP * (1 + 1e-9) && minimum <= 0)
    return 0;
  for (gsize i = G_N_ELEMENTS (steps); i-- > 0;)
    if (steps[i] < mantissa * (1 - 1e-9))
      return steps[i] * decade;
  return 0.5 * decade;
}
