/* SPDX-License-Identifier: MIT */
#include "app/nabla-save-picture.h"

#include "app/nabla-file-choice.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct {
  PlotTheme theme;
  NablaPictureWriter write;
} Saving;

static void
show_failure (GtkWidget *widget, const char *reason)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (root), _ ("The File Could Not Be Saved"), reason);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
file_chosen (GtkNativeDialog *dialog, int response, GtkWidget *widget)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  const Saving *saving = g_object_get_data (G_OBJECT (dialog), "saving");
  char message[512] = "";

  if (response == GTK_RESPONSE_ACCEPT) {
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
    path = g_file_get_path (file);
    if (path == NULL)
      show_failure (widget, _ ("Only files on this computer can be written."));
    else if (saving->write (widget, path, &saving->theme, message, sizeof message) < 0)
      show_failure (widget, message);
  }
  gtk_native_dialog_destroy (dialog);
}

void
nabla_save_picture (GtkWidget *widget, const char *name, const PlotTheme *theme,
                    NablaPictureWriter write)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  const Saving saving = { *theme, write };
  g_autoptr (GtkFileChooserNative) dialog =
      gtk_file_chooser_native_new (_ ("Save As"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (all, _ ("PNG, SVG, PDF or CSV by the name’s ending"));
  gtk_file_filter_add_suffix (all, "png");
  gtk_file_filter_add_suffix (all, "svg");
  gtk_file_filter_add_suffix (all, "pdf");
  gtk_file_filter_add_suffix (all, "csv");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
  nabla_file_choice_add_filter (GTK_FILE_CHOOSER (dialog), _ ("Picture (PNG)"), "png");
  nabla_file_choice_add_filter (GTK_FILE_CHOOSER (dialog), _ ("Drawing (SVG)"), "svg");
  nabla_file_choice_add_filter (GTK_FILE_CHOOSER (dialog), _ ("Document (PDF)"), "pdf");
  nabla_file_choice_add_filter (GTK_FILE_CHOOSER (dialog), _ ("All points (CSV)"), "csv");
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);

  g_object_set_data_full (G_OBJECT (dialog), "saving", g_memdup2 (&saving, sizeof saving), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen), widget, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  /* The widget keeps the dialog until there is an answer, or the widget is gone. */
  g_object_set_data_full (G_OBJECT (widget), "save-dialog", g_steal_pointer (&dialog),
                          g_object_unref);
}
