/* SPDX-License-Identifier: MIT */
/* The window's data set: chosen, loaded in the background, and said where it cannot be read. */
#include "app/nabla-count.h"
#include "app/nabla-mnist-dialog.h"
#include "app/nabla-window-private.h"

#include <glib/gi18n.h>

typedef struct {
  NablaWindow *window; /* weak: a window that closes does not wait for its data */
  char *folder;
  gboolean is_styled;   /* digits in a style that was asked for, which is remembered … */
  NablaDataSet *before; /* … and what there was before them, or NULL */
} Loading;

static void
loading_free (Loading *loading)
{
  g_clear_weak_pointer (&loading->window);
  g_free (loading->folder);
  g_clear_object (&loading->before);
  g_free (loading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loading, loading_free)

void
nabla_window_give_up_loading (NablaWindow *self)
{
  if (nabla_workbench_get_data_set (self->workbench) == NULL)
    return;
  nabla_window_cancel_loading (self);
  nabla_run_list_set_loading (self->run_list, NULL, 0);
  nabla_window_train_queued (self);
}

void
nabla_window_cancel_loading (NablaWindow *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
on_response (NablaWindow *self, const char *response)
{
  if (g_str_equal (response, "open"))
    nabla_window_choose_data (self);
}

/* With what the person works now, or will as soon as it is there; "" where there is nothing. */
static char *
what_goes_on (NablaWindow *self, gboolean falls_back)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);

  if (data_set != NULL && nabla_data_set_get_folder (data_set) != NULL)
    return g_strdup_printf (_ ("Nabla goes on with %s. "), nabla_data_set_get_name (data_set));
  if (data_set == NULL && !falls_back)
    return g_strdup ("");
  if (data_set == NULL && digits_set_exists (nabla_data_set_user_folder ()))
    return g_strdup (_ ("Nabla goes on with the MNIST in your data folder. "));
  return g_strdup (_ ("Nabla goes on with the built-in digits. "));
}

/* `falls_back`: another data set is tried next. */
static void
say_unreadable (NablaWindow *self, const char *reason, gboolean falls_back)
{
  g_autofree char *goes_on = what_goes_on (self, falls_back);
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (self), _ ("These Digits Cannot Be Read"), NULL);

  adw_message_dialog_format_body (
      ADW_MESSAGE_DIALOG (dialog), "%s.\n\n%s%s", reason, goes_on,
      _ ("Open Data… takes a folder with MNIST’s four files, or one with "
         "pictures in folders 0 to 9."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"), "open",
                                    _ ("_Open Data…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "open",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_progress (double done, gpointer data)
{
  NablaWindow *self = ((Loading *) data)->window;

  if (self != NULL && self->loading != NULL)
    nabla_run_list_set_loading (self->run_list, self->loading_text, done);
}

static void
say_skipped (NablaWindow *self, const NablaSkipped *skipped)
{
  g_autofree char *n = nabla_count_to_text (skipped->n);
  g_autofree char *text = NULL;

  if (skipped->n == 0)
    return;
  text = g_strdup_printf (
      ngettext ("%s file was left out: %s", "%s files were left out; the first: %s", skipped->n), n,
      skipped->reason);
  nabla_window_say (self, text);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Loading) loading = data;
  NablaWindow *self = loading->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDataSet) data_set = nabla_data_set_prepare_finish (result, &error);
  gboolean falls_back;

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  nabla_run_list_set_loading (self->run_list, NULL, 0);
  if (data_set != NULL) {
    nabla_workbench_set_data_set (self->workbench, data_set);
    nabla_window_want_reader (self);
    if (loading->is_styled)
      nabla_window_on_styled (self, loading->before);
    if (nabla_data_set_get_warning (data_set) != NULL)
      say_unreadable (self, nabla_data_set_get_warning (data_set), TRUE);
    say_skipped (self, nabla_data_set_get_skipped (data_set));
    nabla_window_train_queued (self);
    return;
  }
  falls_back = loading->folder != NULL && nabla_workbench_get_data_set (self->workbench) == NULL;
  say_unreadable (self, error->message, falls_back);
  if (falls_back)
    nabla_window_open_data (self, NULL);
}

static char *
what_is_loaded (const NablaDataWish *wish)
{
  if (wish->folder != NULL) {
    g_autofree char *name = g_filename_display_basename (wish->folder);

    return g_strdup_printf (_ ("Loading %s…"), name);
  }
  if (!wish->is_synthetic && digits_set_exists (nabla_data_set_user_folder ()))
    return g_strdup (_ ("Loading MNIST…"));
  return g_strdup (_ ("Drawing the built-in digits…"));
}

static void
begin (NablaWindow *self, const NablaDataWish *wish, Loading *loading)
{
  nabla_window_cancel_loading (self);
  g_set_weak_pointer (&loading->window, self);
  loading->folder = g_strdup (wish->folder);
  self->loading = g_cancellable_new ();
  g_free (self->loading_text);
  self->loading_text = what_is_loaded (wish);
  nabla_run_list_set_loading (self->run_list, self->loading_text, 0);
  nabla_data_set_prepare_async (wish, self->loading, on_progress, loading, on_prepared, loading);
}

void
nabla_window_open_data (NablaWindow *self, const char *folder)
{
  NablaDataWish wish = { .folder = folder, .validation_size = DIGITS_VALIDATION_SIZE };

  g_return_if_fail (NABLA_IS_WINDOW (self));

  nabla_window_get_style (self, &wish.seed, &wish.style);
  begin (self, &wish, g_new0 (Loading, 1));
}

void
nabla_window_draw_digits (NablaWindow *self, guint64 seed, NablaDigitStyle style)
{
  const NablaDataWish wish = {
    .is_synthetic = TRUE, .seed = seed, .style = style, .validation_size = DIGITS_VALIDATION_SIZE
  };
  Loading *loading = g_new0 (Loading, 1);

  loading->is_styled = TRUE;
  g_set_object (&loading->before, nabla_workbench_get_data_set (self->workbench));
  begin (self, &wish, loading);
}

static void
on_chosen (NablaWindow *self, int response)
{
  g_autoptr (GFile) folder = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  if (folder != NULL)
    path = g_file_get_path (folder);
  g_clear_object (&self->chooser);
  if (path != NULL)
    nabla_window_open_data (self, path);
  else if (folder != NULL)
    say_unreadable (self, _ ("The folder is not on this computer"), FALSE);
}

void
nabla_window_choose_data (NablaWindow *self)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Open a Folder of Digits"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Runs under way keep the digits that they began with. */
static void
on_fetched (NablaWindow *self)
{
  nabla_window_open_data (self, NULL);
}

void
nabla_window_get_mnist (NablaWindow *self)
{
  GtkWidget *dialog = nabla_mnist_dialog_new (GTK_WINDOW (self), nabla_manifest_mnist (),
                                              nabla_data_set_user_folder ());

  g_signal_connect_object (dialog, "fetched", G_CALLBACK (on_fetched), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
