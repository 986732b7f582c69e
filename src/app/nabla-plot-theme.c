/* SPDX-License-Identifier: MIT */
#include "app/nabla-plot-theme.h"

#include <adwaita.h>

PlotTheme
nabla_plot_theme_of (GtkWidget *widget)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  PlotTheme theme = dark ? plot_theme_dark : plot_theme_light;
  const PangoFontDescription *font =
      pango_context_get_font_description (gtk_widget_get_pango_context (widget));
  const char *family = pango_font_description_get_family (font);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  /* Interned: the plot keeps what it was drawn with. */
  if (family != NULL)
    theme.font = g_intern_string (family);
  if (!pango_font_description_get_size_is_absolute (font))
    size *= 96.0 / 72.0;
  if (size > 0)
    theme.font_scale = size / (10 * 96.0 / 72.0);
  return theme;
}
