/* SPDX-License-Identifier: MIT */
/* Pictures that come from elsewhere, pasted, dropped or opened, and the drawing as a picture for
 * elsewhere. They are read and looked at off the main thread; only the ink comes back. */
#include "app/nabla-drawing-panel-private.h"

#include "app/nabla-drawing-picture.h"
#include "lab/nabla-priority.h"

#include <glib/gi18n.h>

#define PATIENCE 500 /* ms before it is shown that something is being read */
#define CHUNK    ((gsize) 256 << 10)

static const char *const mime_types[] = { "image/png",  "image/jpeg", "image/gif",     "image/bmp",
                                          "image/tiff", "image/webp", "image/svg+xml", NULL };

/* A picture on its way: its stream is read, then its bytes are looked at. */
typedef struct {
  NablaDrawingPanel *panel; /* owned */
  GCancellable *cancellable;
  const char *name; /* for sentences */
  GdkDrop *drop;    /* to be finished; NULL for what is pasted */
  GInputStream *stream;
  GByteArray *bytes;
  GFile *file; /* in place of the bytes */
} Arrival;

static void
finish_drop (Arrival *arrival, GdkDragAction action)
{
  if (arrival->drop != NULL)
    gdk_drop_finish (arrival->drop, action);
  g_clear_object (&arrival->drop);
}

static void
arrival_free (gpointer data)
{
  Arrival *arrival = data;

  finish_drop (arrival, 0);
  g_clear_object (&arrival->stream);
  g_clear_object (&arrival->file);
  g_byte_array_unref (arrival->bytes);
  g_object_unref (arrival->cancellable);
  g_clear_object (&arrival->panel);
  g_free (arrival);
}

static gboolean
show_spinner (gpointer data)
{
  NablaDrawingPanel *self = data;

  self->reading_timeout = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->reading_spinner), TRUE);
  gtk_spinner_start (self->reading_spinner);
  return G_SOURCE_REMOVE;
}

static void
end_reading (NablaDrawingPanel *self)
{
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->reading_timeout, g_source_remove);
  if (self->reading_spinner == NULL)
    return;
  gtk_spinner_stop (self->reading_spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->reading_spinner), FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "drawing.cancel", FALSE);
}

void
nabla_drawing_panel_stop_reading (NablaDrawingPanel *self)
{
  if (self->reading == NULL)
    return;
  g_cancellable_cancel (self->reading);
  end_reading (self);
}

gboolean
nabla_drawing_panel_is_reading (NablaDrawingPanel *self)
{
  return self->reading != NULL;
}

/* Whatever was on its way is not waited for any longer. */
static Arrival *
expect (NablaDrawingPanel *self, const char *name)
{
  Arrival *arrival = g_new0 (Arrival, 1);

  nabla_drawing_panel_stop_reading (self);
  self->reading = g_cancellable_new ();
  self->reading_timeout = g_timeout_add (PATIENCE, show_spinner, self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "drawing.cancel", TRUE);
  arrival->panel = g_object_ref (self);
  arrival->cancellable = g_object_ref (self->reading);
  arrival->name = name;
  arrival->bytes = g_byte_array_new ();
  return arrival;
}

/* Takes the arrival; says what was wrong where somebody still waits for it. */
static void
give_up (Arrival *arrival, const char *sentence)
{
  if (!g_cancellable_is_cancelled (arrival->cancellable)) {
    end_reading (arrival->panel);
    nabla_drawing_panel_say (arrival->panel, sentence);
  }
  arrival_free (arrival);
}

/* Owns the task. At a low priority, as all work that may take long: the window stays smooth. */
static gpointer
look_in_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Arrival *arrival = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  NablaWriting *writing;

  nabla_priority_lower ();

  if (arrival->file != NULL) {
    writing = nabla_writing_read (arrival->file, cancellable, &error);
  } else {
    g_autoptr (GBytes) bytes = g_bytes_new_static (arrival->bytes->data, arrival->bytes->len);

    writing = nabla_writing_decode (bytes, arrival->name, cancellable, &error);
  }
  if (writing != NULL)
    g_task_return_pointer (task, writing, (GDestroyNotify) nabla_writing_unref);
  else
    g_task_return_error (task, error);
  return NULL;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaWriting) writing = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  end_reading (self);
  if (writing != NULL)
    nabla_canvas_set_writing (self->canvas, writing);
  else
    nabla_drawing_panel_say (self, error->message);
}

/* Takes the arrival. */
static void
look (Arrival *arrival)
{
  GTask *task = g_task_new (arrival->panel, arrival->cancellable, on_looked, NULL);
  GError *error = NULL;
  GThread *thread;

  finish_drop (arrival, GDK_ACTION_COPY);
  /* The thread may be the last to let go of the arrival. */
  g_clear_object (&arrival->stream);
  g_clear_object (&arrival->panel);
  g_task_set_task_data (task, arrival, arrival_free);
  thread = g_thread_try_new ("picture", look_in_thread, task, &error);
  if (thread != NULL) {
    g_thread_unref (thread);
    return;
  }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void read_on (Arrival *arrival);

static void
on_chunk (GObject *source, GAsyncResult *result, gpointer data)
{
  Arrival *arrival = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL) {
    give_up (arrival, error->message);
    return;
  }
  g_byte_array_append (arrival->bytes, g_bytes_get_data (bytes, NULL),
                       (guint) g_bytes_get_size (bytes));
  /* One byte too many is refused with a sentence about its size. */
  if (g_bytes_get_size (bytes) == 0 || arrival->bytes->len > NABLA_PICTURE_BYTES)
    look (arrival);
  else
    read_on (arrival);
}

static void
read_on (Arrival *arrival)
{
  g_input_stream_read_bytes_async (arrival->stream, CHUNK, G_PRIORITY_DEFAULT_IDLE,
                                   arrival->cancellable, on_chunk, arrival);
}

static void
take_stream (Arrival *arrival, GInputStream *stream, const GError *error)
{
  if (stream == NULL) {
    give_up (arrival, error->message);
    return;
  }
  arrival->stream = stream;
  read_on (arrival);
}

static void
take_files (Arrival *arrival, const GValue *value, const GError *error)
{
  GSList *files = value != NULL ? g_value_get_boxed (value) : NULL;

  if (files == NULL) {
    give_up (arrival, error != NULL ? error->message : _ ("There is no picture"));
    return;
  }
  finish_drop (arrival, GDK_ACTION_COPY);
  if (!g_cancellable_is_cancelled (arrival->cancellable))
    nabla_drawing_panel_open_file (arrival->panel, files->data);
  arrival_free (arrival);
}

static void
on_paste_stream (GObject *source, GAsyncResult *result, gpointer arrival)
{
  g_autoptr (GError) error = NULL;
  const char *type;

  take_stream (arrival, gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &type, &error),
               error);
}

static void
on_paste_files (GObject *source, GAsyncResult *result, gpointer arrival)
{
  g_autoptr (GError) error = NULL;

  take_files (arrival, gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error),
              error);
}

static void
on_drop_stream (GObject *source, GAsyncResult *result, gpointer arrival)
{
  g_autoptr (GError) error = NULL;
  const char *type;

  take_stream (arrival, gdk_drop_read_finish (GDK_DROP (source), result, &type, &error), error);
}

static void
on_drop_files (GObject *source, GAsyncResult *result, gpointer arrival)
{
  g_autoptr (GError) error = NULL;

  take_files (arrival, gdk_drop_read_value_finish (GDK_DROP (source), result, &error), error);
}

static gboolean
has_picture (GdkContentFormats *formats)
{
  for (const char *const *type = mime_types; *type != NULL; type++)
    if (gdk_content_formats_contain_mime_type (formats, *type))
      return TRUE;
  return FALSE;
}

static gboolean
has_files (GdkContentFormats *formats)
{
  g_autoptr (GdkContentFormats) all =
      gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (formats));

  return gdk_content_formats_contain_gtype (all, GDK_TYPE_FILE_LIST);
}

void
nabla_drawing_panel_paste (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  Arrival *arrival;

  if (!has_picture (formats) && !has_files (formats)) {
    nabla_drawing_panel_say (self, _ ("There is no picture on the clipboard"));
    return;
  }
  arrival = expect (self, _ ("What was pasted"));
  if (has_picture (formats))
    gdk_clipboard_read_async (clipboard, (const char **) mime_types, G_PRIORITY_DEFAULT,
                              arrival->cancellable, on_paste_stream, arrival);
  else
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT,
                                    arrival->cancellable, on_paste_files, arrival);
}

static gboolean
on_drop (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, NablaDrawingPanel *self)
{
  Arrival *arrival = expect (self, _ ("What was dropped"));

  arrival->drop = g_object_ref (drop);
  if (has_picture (gdk_drop_get_formats (drop)))
    gdk_drop_read_async (drop, (const char **) mime_types, G_PRIORITY_DEFAULT, arrival->cancellable,
                         on_drop_stream, arrival);
  else
    gdk_drop_read_value_async (drop, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, arrival->cancellable,
                               on_drop_files, arrival);
  return TRUE;
}

void
nabla_drawing_panel_add_drop (NablaDrawingPanel *self)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  for (const char *const *type = mime_types; *type != NULL; type++)
    gdk_content_formats_builder_add_mime_type (builder, *type);
  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);

  GtkDropTargetAsync *target = gtk_drop_target_async_new (
      gdk_content_formats_builder_free_to_formats (builder), GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
nabla_drawing_panel_open_picture (NablaDrawingPanel *self, GFile *file)
{
  Arrival *arrival;

  g_return_if_fail (NABLA_IS_DRAWING_PANEL (self));
  g_return_if_fail (G_IS_FILE (file));

  arrival = expect (self, NULL);
  arrival->file = g_object_ref (file);
  look (arrival);
}

/* What cairo leaves out of RGB24 is opaque. */
static GdkTexture *
texture_of (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autofree guint32 *pixels = NULL;
  gsize n = stride * (gsize) height;

  cairo_surface_flush (surface);
  pixels = g_memdup2 (cairo_image_surface_get_data (surface), n);
  for (gsize i = 0; i < n / sizeof *pixels; i++)
    pixels[i] |= 0xff000000u;

  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&pixels), n);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

void
nabla_drawing_panel_copy (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);
  cairo_surface_t *surface = nabla_drawing_picture_new (
      nabla_canvas_get_strokes (self->canvas), nabla_canvas_get_image (self->canvas),
      nabla_canvas_get_writing (self->canvas), NABLA_DRAWING_PICTURE_SIDE);
  g_autoptr (GdkTexture) texture = texture_of (surface);

  cairo_surface_destroy (surface);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (widget), texture);
}
