/* SPDX-License-Identifier: MIT */
/* Drawings that are kept and taken out again: files are written and read off the main thread. */
#include "app/nabla-drawing-panel-private.h"

#include "app/nabla-canvas-ink.h"
#include "app/nabla-drawing-picture.h"
#include "app/nabla-file-choice.h"
#include "lab/nabla-strokes-file.h"

#include <glib/gi18n.h>
#include <math.h>

#define PNG  ".png"
#define JSON ".json"

/* Of the paper's side: how large a drawing is shown whose paper is not known. */
#define FITTED 0.7f

typedef struct {
  DigitsStrokes *strokes;
  guint8 *image;
  NablaWriting *writing;
  char *path;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  digits_strokes_free (saving->strokes);
  g_free (saving->image);
  nabla_writing_unref (saving->writing);
  g_free (saving->path);
  g_free (saving);
}

static void
say_failure (NablaDrawingPanel *self, const char *heading, const char *reason)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL)
    nabla_file_choice_say_failure (GTK_WINDOW (root), heading, reason);
}

static void
say_not_saved (NablaDrawingPanel *self, const char *reason)
{
  say_failure (self, _ ("The Drawing Could Not Be Saved"), reason);
}

static void
say_not_opened (NablaDrawingPanel *self, const char *reason)
{
  say_failure (self, _ ("This Drawing Cannot Be Opened"), reason);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Saving *saving = data;
  GError *error = NULL;
  gboolean saved =
      g_str_has_suffix (saving->path, PNG)
          ? nabla_drawing_picture_save (saving->strokes, saving->image, saving->writing,
                                        saving->path, &error)
          : nabla_strokes_save (saving->strokes, NABLA_CANVAS_UNITS, saving->path, &error);

  if (saved)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (source);
  const Saving *saving = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_path_get_basename (saving->path);
  g_autofree char *shown = g_filename_display_name (name);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    say_not_saved (self, error->message);
  } else {
    g_autofree char *sentence = g_strdup_printf (_ ("Drawing saved as %s"), shown);

    nabla_drawing_panel_say (self, sentence);
  }
}

void
nabla_drawing_panel_save (NablaDrawingPanel *self, const char *path)
{
  const guint8 *image;
  NablaWriting *writing;
  Saving *saving;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (NABLA_IS_DRAWING_PANEL (self) && path != NULL);

  image = nabla_canvas_get_image (self->canvas);
  writing = nabla_canvas_get_writing (self->canvas);
  if ((image != NULL || writing != NULL) && !g_str_has_suffix (path, PNG)) {
    say_not_saved (self, _ ("An image has no strokes; it can be saved as PNG"));
    return;
  }
  saving = g_new0 (Saving, 1);
  saving->strokes = digits_strokes_copy (nabla_canvas_get_strokes (self->canvas));
  saving->image = image != NULL ? g_memdup2 (image, DIGITS_PIXELS) : NULL;
  saving->writing = writing != NULL ? nabla_writing_ref (writing) : NULL;
  saving->path = g_strdup (path);
  if (saving->strokes == NULL) {
    say_not_saved (self, _ ("There is not enough memory"));
    saving_free (saving);
    return;
  }
  task = g_task_new (self, NULL, on_saved, NULL);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

/* The points' box. */
typedef struct {
  float left, top, right, bottom;
} Box;

static Box
box_of (const DigitsStrokes *strokes)
{
  Box box = { INFINITY, INFINITY, -INFINITY, -INFINITY };

  for (gsize i = 0; i < strokes->n_points; i++) {
    box.left = fminf (box.left, strokes->points[i].x);
    box.right = fmaxf (box.right, strokes->points[i].x);
    box.top = fminf (box.top, strokes->points[i].y);
    box.bottom = fmaxf (box.bottom, strokes->points[i].y);
  }
  return box;
}

/* To where it lay on its paper; in the middle of this one where that is not known. */
static void
fit (DigitsStrokes *strokes, float side)
{
  Box box = box_of (strokes);
  float size = fmaxf (box.right - box.left, box.bottom - box.top), scale, left = 0, top = 0;

  if (side > 0 && box.left >= 0 && box.top >= 0 && box.right <= side && box.bottom <= side) {
    scale = NABLA_CANVAS_UNITS / side;
  } else {
    scale = size > 0 ? FITTED * NABLA_CANVAS_UNITS / size : 1;
    left = NABLA_CANVAS_UNITS / 2 - scale * (box.left + box.right) / 2;
    top = NABLA_CANVAS_UNITS / 2 - scale * (box.top + box.bottom) / 2;
  }
  strokes->width *= scale;
  for (gsize i = 0; i < strokes->n_points; i++) {
    strokes->points[i].x = left + scale * strokes->points[i].x;
    strokes->points[i].y = top + scale * strokes->points[i].y;
  }
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *name = g_filename_display_name (data);
  GError *error = NULL;
  float side;
  DigitsStrokes *strokes = nabla_strokes_load (data, &side, &error);

  if (strokes == NULL) {
    g_task_return_error (task, error);
  } else if (digits_strokes_is_empty (strokes)) {
    digits_strokes_free (strokes);
    g_task_return_new_error (task, NABLA_ERROR, NABLA_ERROR_INPUT, _ ("Nothing is drawn in %s"),
                             name);
  } else {
    fit (strokes, side);
    g_task_return_pointer (task, strokes, (GDestroyNotify) digits_strokes_free);
  }
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (source);
  g_autoptr (GError) error = NULL;
  DigitsStrokes *strokes = g_task_propagate_pointer (G_TASK (result), &error);

  if (strokes == NULL)
    say_not_opened (self, error->message);
  else if (self->canvas != NULL)
    nabla_canvas_set_strokes (self->canvas, strokes);
  digits_strokes_free (strokes);
}

void
nabla_drawing_panel_open (NablaDrawingPanel *self, const char *path)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (NABLA_IS_DRAWING_PANEL (self) && path != NULL);

  task = g_task_new (self, NULL, on_opened, NULL);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, open_in_thread);
}

/* With the ending of the chosen kind where the name has none of the two, or still the suggested
 * one.
 */
static char *
path_with_ending (GtkFileChooser *chooser, const char *path)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);
  GtkFileFilter *json = g_object_get_data (G_OBJECT (chooser), "json");
  gboolean picture = filter != NULL ? filter != json : json == NULL;

  if (g_str_has_suffix (path, PNG) || (g_str_has_suffix (path, JSON) && !picture))
    return g_strdup (path);
  if (g_str_has_suffix (path, JSON)) {
    g_autofree char *stem = g_strndup (path, strlen (path) - strlen (JSON));

    return g_strconcat (stem, PNG, NULL);
  }
  return g_strconcat (path, picture ? PNG : JSON, NULL);
}

static void
on_save_chosen (NablaDrawingPanel *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autofree char *path = NULL, *reason = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  path = nabla_file_choice_get_save_path (GTK_FILE_CHOOSER (chooser), path_with_ending, &reason);
  if (path == NULL)
    say_not_saved (self, reason);
  else
    nabla_drawing_panel_save (self, path);
}

void
nabla_drawing_panel_open_file (NablaDrawingPanel *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL && g_str_has_suffix (path, JSON))
    nabla_drawing_panel_open (self, path);
  else
    nabla_drawing_panel_open_picture (self, file);
}

static void
on_open_chosen (NablaDrawingPanel *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    nabla_drawing_panel_open_file (self, file);
}

static void
show_chooser (NablaDrawingPanel *self, GtkFileChooserNative *chooser, GCallback on_chosen)
{
  g_clear_object (&self->chooser);
  self->chooser = chooser;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", on_chosen, self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Named after what is read. */
void
nabla_drawing_panel_ask_where_to_save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);
  gboolean image = nabla_canvas_get_image (self->canvas) != NULL ||
                   nabla_canvas_get_writing (self->canvas) != NULL;
  const char *guess = gtk_label_get_label (self->guess_label);
  g_autofree char *name =
      g_strconcat (_ ("drawing"), *guess != '\0' ? "-" : "", guess, image ? PNG : JSON, NULL);
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Save Drawing"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);

  if (!image)
    g_object_set_data (G_OBJECT (chooser), "json",
                       nabla_file_choice_add_filter (
                           chooser, _ ("Strokes, to be opened and drawn on again (JSON)"), "json"));
  nabla_file_choice_add_filter (chooser, _ ("Picture (PNG)"), "png");
  gtk_file_chooser_set_current_name (chooser, name);
  show_chooser (self, dialog, G_CALLBACK (on_save_chosen));
}

void
nabla_drawing_panel_ask_what_to_open (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Open Drawing"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);

  gtk_file_filter_add_pixbuf_formats (nabla_file_choice_add_filter (
      GTK_FILE_CHOOSER (chooser), _ ("Drawings and pictures"), "json"));
  show_chooser (self, chooser, G_CALLBACK (on_open_chosen));
}
