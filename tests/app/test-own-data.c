/* SPDX-License-Identifier: MIT */
/* One's own digits, dropped onto the window. */
#include "lab/small-data.h"
#include "window-fixture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

static NablaApplication *application;

typedef struct {
  char *folder; /* of the four files */
  NablaWindow *window;
  NablaDataSet *before;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = small_data_folder (60, 20);
  fixture->before = small_data_set (120, 20);
  fixture->window = open_window (application, fixture->before);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_window (fixture->window);
  g_object_unref (fixture->before);
  small_data_remove (fixture->folder);
  g_free (fixture->folder);
}

static NablaDataSet *
data_set (Fixture *fixture)
{
  return nabla_workbench_get_data_set (nabla_window_get_workbench (fixture->window));
}

/* The first widget below `widget`, and that itself, for which `matches` holds. */
static GtkWidget *
find (GtkWidget *widget, gboolean (*matches) (GtkWidget *, gconstpointer), gconstpointer data)
{
  GtkWidget *found = matches (widget, data) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, matches, data);
  return found;
}

static gboolean
is_toasts (GtkWidget *widget, gconstpointer data)
{
  return ADW_IS_TOAST_OVERLAY (widget);
}

static gboolean
says (GtkWidget *widget, gconstpointer words)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL;
}

static GtkWidget *
content (Fixture *fixture)
{
  return find (GTK_WIDGET (fixture->window), is_toasts, NULL);
}

static GtkDropTarget *
target (Fixture *fixture)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (content (fixture));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DROP_TARGET (controller))
      return GTK_DROP_TARGET (controller);
  }
  g_assert_not_reached ();
}

/* The files of the fixture's folder with these names; "" is the folder itself. */
static void
drop (Fixture *fixture, const char *const *names)
{
  GSList *files = NULL;
  GValue value = G_VALUE_INIT;
  gboolean taken = FALSE;

  for (; *names != NULL; names++) {
    g_autofree char *path = g_build_filename (fixture->folder, *names, NULL);

    files = g_slist_append (files, g_file_new_for_path (path));
  }
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  g_slist_free_full (files, g_object_unref);
  g_signal_emit_by_name (target (fixture), "drop", &value, 10.0, 10.0, &taken);
  g_assert_true (taken);
  g_value_unset (&value);
}

#define DROP(fixture, ...) drop (fixture, (const char *const[]){ __VA_ARGS__, NULL })

static void
a_folder_is_opened (Fixture *fixture, gconstpointer data)
{
  DROP (fixture, "");
  AWAIT (data_set (fixture) != fixture->before);
  g_assert_cmpuint (nabla_data_set_get_part (data_set (fixture), DIGITS_TEST).n, ==, 20);
}

static void
files_of_one_data_set_are_opened (Fixture *fixture, gconstpointer data)
{
  DROP (fixture, "t10k-labels-idx1-ubyte", "train-images-idx3-ubyte", "t10k-images-idx3-ubyte",
        "train-labels-idx1-ubyte");
  AWAIT (data_set (fixture) != fixture->before);
  g_assert_cmpuint (nabla_data_set_get_part (data_set (fixture), DIGITS_TEST).n, ==, 20);
}

static void
several_things_are_refused_in_a_sentence (Fixture *fixture, gconstpointer data)
{
  DROP (fixture, "", "train-images-idx3-ubyte");
  AWAIT (find (GTK_WIDGET (fixture->window), says, "One data set at a time") != NULL);
  g_assert_true (data_set (fixture) == fixture->before);
}

static void
a_picture_is_sent_to_the_drawing_panel (Fixture *fixture, gconstpointer data)
{
  DROP (fixture, "seven.png");
  AWAIT (find (GTK_WIDGET (fixture->window), says, "“seven.png” is one picture") != NULL);
  g_assert_true (data_set (fixture) == fixture->before);
}

static GtkWindow *
dialog_over (Fixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (ADW_IS_MESSAGE_DIALOG (window) &&
        gtk_window_get_transient_for (window) == GTK_WINDOW (fixture->window))
      return window;
  }
  return NULL;
}

static void
what_is_no_data_is_refused_and_nothing_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "notes.txt", NULL);

  g_assert_true (g_file_set_contents (path, "notes", -1, NULL));
  DROP (fixture, "notes.txt");
  AWAIT (dialog_over (fixture) != NULL);
  g_assert_nonnull (strstr (
      adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog_over (fixture))), "notes.txt"));
  gtk_window_destroy (dialog_over (fixture));
  g_assert_true (data_set (fixture) == fixture->before);
}

static void
the_window_shows_that_it_takes_files (Fixture *fixture, gconstpointer data)
{
  GdkDragAction action = 0;

  g_signal_emit_by_name (target (fixture), "enter", 10.0, 10.0, &action);
  g_assert_cmpint (action, ==, GDK_ACTION_COPY);
  g_assert_true (gtk_widget_has_css_class (content (fixture), "dropping"));
  g_signal_emit_by_name (target (fixture), "leave");
  g_assert_false (gtk_widget_has_css_class (content (fixture), "dropping"));
}

/* A folder of many pictures, two of which are none. */
static void
write_pictures (const char *folder)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 28, 28);

  gdk_pixbuf_fill (pixbuf, 0x000000ff);
  memset (gdk_pixbuf_get_pixels (pixbuf) + 14 * gdk_pixbuf_get_rowstride (pixbuf) + 30, 255, 24);
  for (int i = 0; i < 200; i++) {
    g_autofree char *class = g_strdup_printf ("%s/%d", folder, i % 10);
    g_autofree char *path = g_strdup_printf ("%s/%d.png", class, i);

    g_mkdir_with_parents (class, 0777);
    g_assert_true (i < 2 ? g_file_set_contents (path, "", 0, NULL)
                         : gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
  }
}

static void
remove_pictures (const char *folder)
{
  for (int digit = 0; digit < 10; digit++) {
    g_autofree char *class = g_strdup_printf ("%s/%d", folder, digit);

    small_data_remove (class);
  }
  g_rmdir (folder);
}

static void
pictures_by_class_are_opened_and_what_was_left_out_is_said (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "pictures", NULL);

  write_pictures (folder);
  DROP (fixture, "pictures");
  AWAIT (data_set (fixture) != fixture->before);
  g_assert_cmpstr (nabla_data_set_get_name (data_set (fixture)), ==, "pictures");
  AWAIT (find (GTK_WIDGET (fixture->window), says, "2 files were left out") != NULL);
  remove_pictures (folder);
}

static void
loading_can_be_given_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "pictures", NULL);
  gint64 end;

  write_pictures (folder);
  DROP (fixture, "pictures");
  g_assert_nonnull (find (GTK_WIDGET (fixture->window), says, "Loading pictures"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.give-up-loading", NULL);
  g_assert_null (find (GTK_WIDGET (fixture->window), says, "Loading pictures"));
  end = g_get_monotonic_time () + G_USEC_PER_SEC / 2;
  while (g_get_monotonic_time () < end)
    settle ();
  g_assert_true (data_set (fixture) == fixture->before);
  remove_pictures (folder);
}

#define CLAIM(claim, function)                                                                     \
  g_test_add ("/app/own-data/" claim, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  CLAIM ("a-folder-is-opened", a_folder_is_opened);
  CLAIM ("files-of-one-data-set-are-opened", files_of_one_data_set_are_opened);
  CLAIM ("several-things-are-refused-in-a-sentence", several_things_are_refused_in_a_sentence);
  CLAIM ("a-picture-is-sent-to-the-drawing-panel", a_picture_is_sent_to_the_drawing_panel);
  CLAIM ("what-is-no-data-is-refused-and-nothing-lost",
         what_is_no_data_is_refused_and_nothing_lost);
  CLAIM ("the-window-shows-that-it-takes-files", the_window_shows_that_it_takes_files);
  CLAIM ("pictures-by-class-are-opened-and-what-was-left-out-is-said",
         pictures_by_class_are_opened_and_what_was_left_out_is_said);
  CLAIM ("loading-can-be-given-up", loading_can_be_given_up);
  result = g_test_run ();
  g_object_unref (application);
  return result;
}
