/* SPDX-License-Identifier: MIT */
#include "app/nabla-chart-menu.h"

#include "app/nabla-save-picture.h"
#include "plot/plot-export.h"

#include <glib/gi18n.h>

/* The size of a saved chart; wide enough for the labels at the curves' ends. */
#define SHEET_WIDTH  800.0
#define SHEET_HEIGHT 400.0

GtkWidget *
nabla_chart_menu_new (GtkWidget *chart)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/nabla_lab/Nabla/nabla-chart-menu.ui");
  GtkWidget *popover = GTK_WIDGET (gtk_builder_get_object (builder, "menu"));

  gtk_widget_set_parent (popover, chart);
  return popover;
}

static int
write_chart (GtkWidget *chart, const char *path, const PlotTheme *theme, char *message, gsize size)
{
  PlotChart *plot = nabla_chart_get_plot (NABLA_CHART (chart));

  return plot_export (&plot, 1, path, SHEET_WIDTH, SHEET_HEIGHT, theme, message, size);
}

void
nabla_chart_menu_save (NablaChart *chart, const PlotTheme *theme)
{
  nabla_save_picture (GTK_WIDGET (chart), _ ("chart.png"), theme, write_chart);
}
