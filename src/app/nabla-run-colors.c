/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-colors.h"

#include "plot/plot-color.h"

static const char *const class_names[PLOT_N_RUN_COLORS] = {
  "run-color-0", "run-color-1", "run-color-2", "run-color-3",
  "run-color-4", "run-color-5", "run-color-6", "run-color-7",
};

/* The palette lives in one place, plot-color.c; the style sheet is made from it. */
static void
install_palette (void)
{
  g_autoptr (GString) css = g_string_new (NULL);
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  for (int i = 0; i < PLOT_N_RUN_COLORS; i++) {
    PlotColor color = plot_color_of_run (i);
    g_string_append_printf (css, ".%s { color: rgb(%d,%d,%d); }\n", class_names[i],
                            (int) (color.red * 255.0 + 0.5), (int) (color.green * 255.0 + 0.5),
                            (int) (color.blue * 255.0 + 0.5));
  }
  gtk_css_provider_load_from_data (provider, css->str, -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
nabla_run_colors_apply (GtkWidget *widget, int color)
{
  static gsize installed = 0;
  const char *wanted = color < 0 ? NULL : class_names[color % PLOT_N_RUN_COLORS];

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (g_once_init_enter (&installed)) {
    install_palette ();
    g_once_init_leave (&installed, 1);
  }
  if (wanted != NULL && gtk_widget_has_css_class (widget, wanted))
    return;
  for (int i = 0; i < PLOT_N_RUN_COLORS; i++)
    gtk_widget_remove_css_class (widget, class_names[i]);
  if (wanted != NULL)
    gtk_widget_add_css_class (widget, wanted);
}
