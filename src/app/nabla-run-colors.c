/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-colors.h"

#include "plot/plot-color.h"

#define APPLIED "nabla-run-colors-applied"

/* The class of a colour; free with g_free. */
static char *
class_of (int color)
{
  if (color >= PLOT_COLOR_RGB)
    return g_strdup_printf ("run-color-rgb-%06x", (unsigned) (color - PLOT_COLOR_RGB));
  return g_strdup_printf ("run-color-%d", color % PLOT_N_RUN_COLORS);
}

/* The palette lives in one place, plot-color.c; the style sheet is made from it, class by class. */
static void
install_class (const char *name, int color)
{
  static GHashTable *installed = NULL;
  const PlotColor value = plot_color_of_run (color);
  g_autofree char *css = NULL;
  g_autoptr (GtkCssProvider) provider = NULL;

  if (installed == NULL)
    installed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_add (installed, g_strdup (name)))
    return;
  provider = gtk_css_provider_new ();
  css = g_strdup_printf (".%s { color: rgb(%d,%d,%d); }\n", name, (int) (value.red * 255.0 + 0.5),
                         (int) (value.green * 255.0 + 0.5), (int) (value.blue * 255.0 + 0.5));
  gtk_css_provider_load_from_data (provider, css, -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
nabla_run_colors_apply (GtkWidget *widget, int color)
{
  g_autofree char *wanted = color < 0 ? NULL : class_of (color);
  const char *applied;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  applied = g_object_get_data (G_OBJECT (widget), APPLIED);
  if (g_strcmp0 (wanted, applied) == 0)
    return;
  if (applied != NULL)
    gtk_widget_remove_css_class (widget, applied);
  if (wanted != NULL) {
    install_class (wanted, color);
    gtk_widget_add_css_class (widget, wanted);
  }
  g_object_set_data_full (G_OBJECT (widget), APPLIED, g_steal_pointer (&wanted), g_free);
}
