/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-marks.h"

#include "plot/plot-color.h"

static void
set_source (cairo_t *cr, int index)
{
  const PlotColor color = plot_color_of_run (index);

  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
}

static void
rounded_rectangle (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

void
nabla_run_marks_draw_swatch (cairo_t *cr, int width, int height, int color, gboolean shown)
{
  set_source (cr, color);
  if (shown) {
    rounded_rectangle (cr, 0, 0, width, height, 4);
    cairo_fill (cr);
  } else {
    rounded_rectangle (cr, 1, 1, width - 2, height - 2, 3);
    cairo_set_line_width (cr, 2);
    cairo_stroke (cr);
  }
}

void
nabla_run_marks_draw_bar (cairo_t *cr, int width, int height, int color, double done,
                          GtkWidget *widget)
{
  double filled = CLAMP (done, 0, 1) * width;
  double radius = height / 2.0;
  GdkRGBA text;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  cairo_set_source_rgba (cr, text.red, text.green, text.blue, 0.15);
  rounded_rectangle (cr, 0, 0, width, height, radius);
  cairo_fill (cr);
  if (filled >= height) {
    set_source (cr, color);
    rounded_rectangle (cr, 0, 0, filled, height, radius);
    cairo_fill (cr);
  }
}

void
nabla_run_marks_set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}
