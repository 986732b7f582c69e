/* SPDX-License-Identifier: MIT */
#include "lab/nabla-record.h"

#include <math.h>

const char *const nabla_figure_names[NABLA_N_FIGURES] = {
  "train_cost",          "train_accuracy", "validation_cost",
  "validation_accuracy", "test_cost",      "test_accuracy",
};

/* "train-cost", "train_cost" or "all" → its bits; 0 where there is none. */
static guint
monitor_of_name (const char *name)
{
  g_autofree char *key = g_strdelimit (g_strdup (name), "-", '_');
  for (guint i = 0; i < NABLA_N_FIGURES; i++)
    if (g_str_equal (key, nabla_figure_names[i]))
      return 1u << i;
  if (g_str_equal (key, "all"))
    return NABLA_MONITOR_ALL;
  return g_str_equal (key, "gradient_norm") ? NABLA_MONITOR_GRADIENT_NORM : 0;
}

gboolean
nabla_monitors_parse (const char *text, NablaMonitors *monitors)
{
  if (g_str_equal (text, "none")) {
    *monitors = (NablaMonitors) 0;
    return TRUE;
  }
  guint found = 0;
  g_auto (GStrv) names = g_strsplit (text, ",", -1);
  for (char **name = names; *name != NULL; name++) {
    guint bit = monitor_of_name (g_strstrip (*name));
    if (bit == 0)
      return FALSE;
    found |= bit;
  }
  if (found == 0)
    return FALSE;
  *monitors = (NablaMonitors) found;
  return TRUE;
}

double
nabla_record_score (const NablaRecord *record)
{
  static const int order[] = { 3, 5, 1 }; /* validation, test, training accuracy */
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (isfinite (record->figures[order[i]]))
      return record->figures[order[i]];
  return NAN;
}
