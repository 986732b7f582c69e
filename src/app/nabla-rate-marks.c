/* SPDX-License-Identifier: MIT */
#include "app/nabla-rate-marks.h"

#include "lab/nabla-parameter.h"
#include "lab/nabla-run.h"

static void
append (GString *label, const char *key, const NablaHyperParameters *before,
        const NablaHyperParameters *after)
{
  const NablaParameter *parameter = nabla_parameter_find (key);
  g_autofree char *value = nabla_parameter_get_text (parameter, after);

  if (!nabla_parameter_equal (parameter, before, after))
    g_string_append_printf (label, "%s%s %s", label->len > 0 ? " · " : "", parameter->symbol,
                            value);
}

/* `set_up` goes from the rates before to those after. What a schedule did in between is not said.
 */
static char *
label_of (const NablaRateChange *change, NablaHyperParameters *set_up)
{
  NablaHyperParameters before = *set_up;
  g_autoptr (GString) label = g_string_new (NULL);

  set_up->learning_rate = change->rates.learning_rate;
  set_up->l2 = change->rates.l2;
  set_up->momentum = change->rates.momentum;
  append (label, "learning_rate", &before, set_up);
  append (label, "l2", &before, set_up);
  append (label, "momentum", &before, set_up);
  return g_string_free (g_steal_pointer (&label), FALSE);
}

void
nabla_rate_marks_add (NablaRun *run, PlotChart *plot, NablaCurveX x)
{
  NablaHyperParameters set_up = *nabla_run_get_hyper_parameters (run);
  PlotColor color = plot_color_of_run (nabla_run_get_color (run));
  double of_epoch = x == NABLA_CURVE_IMAGES ? nabla_run_curves_images_of_epoch (run) : 1;
  gsize n;
  const NablaRateChange *changes = nabla_run_get_changes (run, &n);

  for (gsize i = 0; x != NABLA_CURVE_SECONDS && i < n; i++) {
    g_autofree char *label = label_of (&changes[i], &set_up);

    plot_chart_add_colored_mark (plot, changes[i].epochs * of_epoch, label, &color);
  }
}
