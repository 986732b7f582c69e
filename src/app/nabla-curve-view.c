/* SPDX-License-Identifier: MIT */
#include "app/nabla-curve-view.h"

#include <glib/gi18n.h>

static const struct {
  const char *title;
  PlotFormat format;
  gboolean logarithmic;
} figures[NABLA_N_CURVE_FIGURES] = {
  { N_ ("Cost"), PLOT_NUMBER, TRUE },          { N_ ("Accuracy"), PLOT_PERCENT, FALSE },
  { N_ ("Error rate"), PLOT_PERCENT, FALSE },  { N_ ("Learning rate"), PLOT_NUMBER, FALSE },
  { N_ ("Gradient norm"), PLOT_NUMBER, TRUE },
};

const char *
nabla_curve_figure_get_title (NablaCurveFigure figure)
{
  return _ (figures[figure].title);
}

PlotFormat
nabla_curve_figure_get_format (NablaCurveFigure figure)
{
  return figures[figure].format;
}

gboolean
nabla_curve_figure_is_logarithmic (NablaCurveFigure figure)
{
  return figures[figure].logarithmic;
}

const char *
nabla_curve_x_get_label (NablaCurveX x)
{
  static const char *const labels[] = { N_ ("Epoch"), N_ ("Images"), N_ ("Time") };

  return _ (labels[x]);
}

PlotFormat
nabla_curve_x_get_format (NablaCurveX x)
{
  static const PlotFormat formats[] = { PLOT_INTEGER, PLOT_COUNT, PLOT_SECONDS };

  return formats[x];
}

static void
append_layers (GString *text, guint lines)
{
  static const char *const keys[] = { "—", "╌", "⋯" };
  gboolean first = TRUE;

  for (guint layer = 0; layer < 8 * sizeof lines; layer++) {
    const char *key = keys[layer % G_N_ELEMENTS (keys)];

    if ((lines & 1u << layer) == 0)
      continue;
    /* Translators: the key of a line and which layer's it is, as in "— layer 1". */
    g_string_append_printf (text, first ? _ ("%s layer %u  ") : "%s %u  ", key, layer + 1);
    first = FALSE;
  }
}

char *
nabla_curve_view_legend (const NablaCurveView *view, guint lines, gboolean ringed)
{
  static const char *const parts[] = { N_ ("— training  "), N_ ("╌ validation  "),
                                       N_ ("⋯ test  ") };
  GString *text = g_string_new (NULL);

  if (view->figure == NABLA_CURVE_GRADIENT_NORM)
    append_layers (text, lines);
  else if (view->figure != NABLA_CURVE_LEARNING_RATE)
    for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
      if ((lines & 1u << part) != 0)
        g_string_append (text, _ (parts[part]));
  if (ringed)
    g_string_append (text, _ ("○ best epoch"));
  return g_strchomp (g_string_free (text, FALSE));
}

const char *
nabla_curve_view_get_empty_text (const NablaCurveView *view, gboolean coming)
{
  if (coming)
    return _ ("The first point appears after the first epoch.");
  if (view->figure == NABLA_CURVE_GRADIENT_NORM)
    return _ (
        "The gradients of these runs were not measured. Rewind one (Ctrl+R) or train another: "
        "then they are.");
  if (!view->training && !view->validation && !view->test)
    return _ ("Nothing is shown: choose training, validation or test in View.");
  return _ ("These runs did not measure this.");
}
