/* SPDX-License-Identifier: MIT */
/* nabla-file-choice.h: what dialogs that ask for a file to be saved or opened share. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Offers files of this suffix; what it returns is the chooser's. */
GtkFileFilter *nabla_file_choice_add_filter (GtkFileChooser *chooser, const char *name,
                                             const char *suffix);

/* The path with the ending that the chosen filter means where the name has none; to be freed. */
typedef char *(*NablaFileChoiceEnding) (GtkFileChooser *chooser, const char *path);

/* Where to save what a chooser was accepted for. NULL with *reason, to be freed: it is on no disk
 * of this computer, or with its ending it is a file that nobody was asked about. */
char *nabla_file_choice_get_save_path (GtkFileChooser *chooser, NablaFileChoiceEnding with_ending,
                                       char **reason);

/* In a dialog over `parent`; the reason without its full stop. */
void nabla_file_choice_say_failure (GtkWindow *parent, const char *heading, const char *reason);

G_END_DECLS
