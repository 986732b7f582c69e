/* SPDX-License-Identifier: MIT */
#include "app/nabla-chart-menu.h"

#include "plot/plot-export.h"

#include <adwaita.h>
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

static void
show_failure (GtkWidget *chart, const char *reason)
{
  GtkRoot *root = gtk_widget_get_root (chart);
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (root), _ ("The Chart Could Not Be Saved"), reason);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
file_chosen (GtkNativeDialog *dialog, int response, NablaChart *chart)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  const PlotTheme *theme = g_object_get_data (G_OBJECT (dialog), "theme");
  PlotChart *plot = nabla_chart_get_plot (chart);
  char message[512] = "";

  if (response == GTK_RESPONSE_ACCEPT) {
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
    path = g_file_get_path (file);
    if (path == NULL)
      show_failure (GTK_WIDGET (chart), _ ("Only files on this computer can be written."));
    else if (plot_export (&plot, 1, path, SHEET_WIDTH, SHEET_HEIGHT, theme, message,
                          sizeof message) < 0)
      show_failure (GTK_WIDGET (chart), message);
  }
  gtk_native_dialog_destroy (dialog);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *suffix)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, suffix);
  gtk_file_chooser_add_filter (chooser, filter);
}

void
nabla_chart_menu_save (NablaChart *chart, const PlotTheme *theme)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (chart));
  g_autoptr (GtkFileChooserNative) dialog = gtk_file_chooser_native_new (
      _ ("Save Chart As"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (all, _ ("PNG, SVG, PDF or CSV by the name’s ending"));
  gtk_file_filter_add_suffix (all, "png");
  gtk_file_filter_add_suffix (all, "svg");
  gtk_file_filter_add_suffix (all, "pdf");
  gtk_file_filter_add_suffix (all, "csv");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
  add_filter (GTK_FILE_CHOOSER (dialog), _ ("Picture (PNG)"), "png");
  add_filter (GTK_FILE_CHOOSER (dialog), _ ("Drawing (SVG)"), "svg");
  add_filter (GTK_FILE_CHOOSER (dialog), _ ("Document (PDF)"), "pdf");
  add_filter (GTK_FILE_CHOOSER (dialog), _ ("All points (CSV)"), "csv");
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), _ ("chart.png"));

  g_object_set_data_full (G_OBJECT (dialog), "theme", g_memdup2 (theme, sizeof *theme), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen), chart, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  /* The chart keeps the dialog until there is an answer, or the chart is gone. */
  g_object_set_data_full (G_OBJECT (chart), "save-dialog", g_steal_pointer (&dialog),
                          g_object_unref);
}
