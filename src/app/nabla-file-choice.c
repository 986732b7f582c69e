/* SPDX-License-Identifier: MIT */
#include "app/nabla-file-choice.h"

#include <adwaita.h>
#include <glib/gi18n.h>

GtkFileFilter *
nabla_file_choice_add_filter (GtkFileChooser *chooser, const char *name, const char *suffix)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, suffix);
  gtk_file_chooser_add_filter (chooser, filter);
  return filter;
}

char *
nabla_file_choice_get_save_path (GtkFileChooser *chooser, NablaFileChoiceEnding with_ending,
                                 char **reason)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (chooser);
  g_autofree char *chosen = file != NULL ? g_file_get_path (file) : NULL, *path = NULL;

  if (chosen == NULL) {
    *reason = g_strdup (_ ("The place is not on this computer"));
    return NULL;
  }
  path = with_ending (chooser, chosen);
  /* The chooser has asked about what was chosen, not about the name with its ending. */
  if (!g_str_equal (path, chosen) && g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_autofree char *name = g_filename_display_name (path);

    *reason = g_strdup_printf (_ ("%s is there already; choose it by its whole name to replace it"),
                               name);
    return NULL;
  }
  return g_steal_pointer (&path);
}

void
nabla_file_choice_say_failure (GtkWindow *parent, const char *heading, const char *reason)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "%s.", reason);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}
