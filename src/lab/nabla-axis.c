/* SPDX-License-Identifier: MIT */
#include "lab/nabla-axis.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const struct {
  const char *key;
  double low, high;
  gboolean logarithmic;
} ranges[] = {
  { "learning_rate", 1e-3, 100, TRUE },
  { "l2", 1e-2, 1e4, TRUE },
  { "mini_batch", 1, 500, TRUE },
  { "layers", 1, 200, TRUE },
  { "momentum", 0, 0.99, FALSE },
  { "dropout", 0, 0.9, FALSE },
  { "l1", 1e-2, 1e4, TRUE },
};

static NablaAxis axes[G_N_ELEMENTS (ranges)];

static void
fill_axes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++) {
    const NablaParameter *parameter = nabla_parameter_find (ranges[i].key);
    gboolean layers = parameter->kind == NABLA_PARAMETER_LAYERS;
    axes[i] = (NablaAxis){
      .parameter = parameter,
      .term = layers ? _ ("Hidden units") : _ (parameter->term),
      .symbol = parameter->symbol,
      .low = ranges[i].low,
      .high = ranges[i].high,
      .logarithmic = ranges[i].logarithmic,
      .zero = ranges[i].logarithmic && parameter->standard == 0 && !layers,
      .whole = layers || parameter->kind == NABLA_PARAMETER_COUNT,
    };
  }
}

const NablaAxis *
nabla_axes (gsize *n)
{
  static gsize filled = 0;
  if (g_once_init_enter (&filled)) {
    fill_axes ();
    g_once_init_leave (&filled, 1);
  }
  *n = G_N_ELEMENTS (axes);
  return axes;
}

const NablaAxis *
nabla_axis_find (const char *key)
{
  gsize n;
  const NablaAxis *all = nabla_axes (&n);
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (all[i].parameter->key, key))
      return &all[i];
  return NULL;
}

/* To three significant digits. */
static double
rounded (double value)
{
  char text[32];
  g_ascii_formatd (text, sizeof text, "%.2e", value);
  return g_ascii_strtod (text, NULL);
}

double
nabla_axis_value (const NablaAxis *axis, double place)
{
  double at = CLAMP (place, 0.0, 1.0);
  if (axis->zero && at == 0.0)
    return 0.0;
  double value = axis->logarithmic ? axis->low * pow (axis->high / axis->low, at)
                                   : axis->low + at * (axis->high - axis->low);
  return axis->whole ? round (value) : rounded (value);
}

double
nabla_axis_place (const NablaAxis *axis, double value)
{
  if (!(value > axis->low))
    return 0.0;
  if (value >= axis->high)
    return 1.0;
  return axis->logarithmic ? log (value / axis->low) / log (axis->high / axis->low)
                           : (value - axis->low) / (axis->high - axis->low);
}

double
nabla_axis_get (const NablaAxis *axis, const NablaHyperParameters *hyper_parameters)
{
  if (axis->parameter->kind == NABLA_PARAMETER_LAYERS)
    return hyper_parameters->n_layers > 2 ? (double) hyper_parameters->layers[1] : NAN;
  return nabla_parameter_get_number (axis->parameter, hyper_parameters);
}

void
nabla_axis_set (const NablaAxis *axis, NablaHyperParameters *hyper_parameters, double value)
{
  if (axis->parameter->kind != NABLA_PARAMETER_LAYERS)
    nabla_parameter_set_number (axis->parameter, hyper_parameters, value);
  else if (hyper_parameters->n_layers > 2)
    hyper_parameters->layers[1] = (gint64) value;
}

char *
nabla_axis_text (const NablaAxis *axis, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  return g_strdup (g_ascii_formatd (text, sizeof text, axis->whole ? "%.0f" : "%.4g", value));
}
