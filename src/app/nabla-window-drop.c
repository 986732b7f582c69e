/* SPDX-License-Identifier: MIT */
/* Digits that are dropped onto the window: a folder, or IDX files. */
#include "app/nabla-window-private.h"

#include "lab/nabla-idx-pair.h"

#include <glib/gi18n.h>

#define DROPPING "dropping"

static gboolean
is_picture (const char *path)
{
  g_autofree char *type = g_content_type_guess (path, NULL, 0, NULL);
  g_autofree char *mime = type != NULL ? g_content_type_get_mime_type (type) : NULL;

  return mime != NULL && g_str_has_prefix (mime, "image/");
}

/* Whether these files are no more than one data set: images and labels, or some of MNIST's four in
 * one folder. */
static gboolean
belong_together (const char *path, const char *images)
{
  g_autofree char *folder = g_path_get_dirname (images);
  g_autofree char *labels = NULL;

  if (g_str_equal (path, images))
    return TRUE;
  for (int file = 0; file < DIGITS_N_FILES; file++) {
    g_autofree char *four = digits_set_find_file (folder, (DigitsFile) file);

    if (g_strcmp0 (four, path) == 0)
      return TRUE;
  }
  labels = nabla_idx_pair_find_labels (images, NULL);
  return g_strcmp0 (labels, path) == 0;
}

/* What is to be opened of several: the images, when all others are their labels or MNIST's. */
static const char *
choose (GPtrArray *paths)
{
  const char *images = NULL;

  for (guint i = 0; i < paths->len && images == NULL; i++) {
    g_autofree char *name = g_path_get_basename (paths->pdata[i]);

    if (strstr (name, "images") != NULL)
      images = paths->pdata[i];
  }
  for (guint i = 0; i < paths->len && images != NULL; i++)
    if (!belong_together (paths->pdata[i], images))
      return NULL;
  return images;
}

static void
open_dropped (NablaWindow *self, GPtrArray *paths)
{
  const char *path = paths->len == 1 ? paths->pdata[0] : choose (paths);
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;

  if (path == NULL)
    nabla_window_say (self, _ ("One data set at a time: a folder, or a file of images and its "
                               "labels"));
  else if (!g_file_test (path, G_FILE_TEST_IS_DIR) && is_picture (path)) {
    g_autofree char *sentence = g_strdup_printf (
        _ ("“%s” is one picture: drop it on the drawing panel, or a folder of pictures here"),
        name);
    nabla_window_say (self, sentence);
  } else
    nabla_window_open_data (self, path);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, NablaWindow *self)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  gboolean elsewhere = FALSE;

  gtk_widget_remove_css_class (GTK_WIDGET (self->toasts), DROPPING);
  for (GSList *file = g_value_get_boxed (value); file != NULL; file = file->next) {
    char *path = g_file_get_path (file->data);

    elsewhere = elsewhere || path == NULL;
    if (path != NULL)
      g_ptr_array_add (paths, path);
  }
  if (elsewhere)
    nabla_window_say (self, _ ("What was dropped is not on this computer"));
  else if (paths->len > 0)
    open_dropped (self, paths);
  return elsewhere || paths->len > 0;
}

static GdkDragAction
on_enter (GtkDropTarget *target, double x, double y, NablaWindow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self->toasts), DROPPING);
  return GDK_ACTION_COPY;
}

static void
on_leave (GtkDropTarget *target, NablaWindow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->toasts), DROPPING);
}

void
nabla_window_add_drop (NablaWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, 0);
  g_signal_connect_object (target, "enter", G_CALLBACK (on_enter), self, 0);
  g_signal_connect_object (target, "leave", G_CALLBACK (on_leave), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->toasts), GTK_EVENT_CONTROLLER (target));
}
