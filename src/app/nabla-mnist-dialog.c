/* SPDX-License-Identifier: MIT */
#include "app/nabla-mnist-dialog.h"

#include "lab/nabla-download.h"

#include <glib/gi18n.h>

struct _NablaMnistDialog {
  AdwWindow parent_instance;

  GtkWidget *list;
  AdwComboRow *mirror; /* those of the manifest, then "Another address…" */
  GtkWidget *address;
  GtkLabel *folder;
  GtkLabel *size;
  GtkProgressBar *bar;
  GtkLabel *status;
  GtkButton *button;

  const NablaManifest *manifest;
  char *path;
  GCancellable *cancellable; /* while it is fetched; else NULL */
  gboolean tried, stopped;   /* the last time it failed, or was stopped */
};

enum { FETCHED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaMnistDialog, nabla_mnist_dialog, ADW_TYPE_WINDOW)

/* The address that is asked. */
static const char *
chosen_mirror (NablaMnistDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->mirror);

  return selected < self->manifest->n_mirrors
             ? self->manifest->mirrors[selected].url
             : gtk_editable_get_text (GTK_EDITABLE (self->address));
}

static void
update (NablaMnistDialog *self)
{
  gboolean busy = self->cancellable != NULL;
  gboolean own = adw_combo_row_get_selected (self->mirror) >= self->manifest->n_mirrors;

  gtk_widget_set_sensitive (self->list, !busy);
  gtk_widget_set_visible (self->address, own);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), busy);
  gtk_button_set_label (self->button, busy            ? _ ("Stop")
                                      : self->stopped ? _ ("Go On")
                                      : self->tried   ? _ ("Try Again")
                                                      : _ ("Download"));
  if (busy)
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "suggested-action");
  gtk_widget_set_sensitive (GTK_WIDGET (self->button),
                            busy || nabla_mirror_check (chosen_mirror (self), NULL));
}

static void
on_mirror (NablaMnistDialog *self)
{
  if (self->manifest == NULL)
    return;
  update (self);
  if (gtk_widget_get_visible (self->address))
    gtk_widget_grab_focus (self->address);
}

/* A dialog that closes does not wait for its download. */
typedef struct {
  NablaMnistDialog *dialog; /* weak */
} Watched;

static void
watched_free (Watched *watched)
{
  g_clear_weak_pointer (&watched->dialog);
  g_free (watched);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Watched, watched_free)

static void
on_state (const NablaDownloadState *state, gpointer data)
{
  NablaMnistDialog *self = ((Watched *) data)->dialog;
  g_autofree char *done = g_format_size (state->done);
  g_autofree char *size = g_format_size (state->size);
  g_autofree char *text = g_strdup_printf (_ ("%s of %s"), done, size);

  if (self == NULL)
    return;
  gtk_progress_bar_set_fraction (self->bar, (double) state->done / (double) MAX (state->size, 1));
  gtk_label_set_text (self->status, text);
}

static void
say_what_went_wrong (NablaMnistDialog *self, const NablaDownloadState *state, const GError *error)
{
  g_autofree char *done = g_format_size (state->done);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    text = state->done > 0 ? g_strdup_printf (_ ("Stopped. The %s that came are kept."), done)
                           : g_strdup (_ ("Stopped."));
  else if (g_error_matches (error, NABLA_ERROR, NABLA_ERROR_INPUT))
    text = g_strdup_printf ("%s. %s", error->message,
                            state->done > 0 ? _ ("What came is kept: try again, or another mirror.")
                                            : _ ("Try again, or another mirror."));
  else
    text = g_strdup_printf ("%s.", error->message);
  gtk_label_set_text (self->status, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), text);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Watched) watched = data;
  NablaMnistDialog *self = watched->dialog;
  g_autoptr (GError) error = NULL;
  NablaDownloadState state;
  gboolean fetched = nabla_download_finish (result, &state, &error);

  if (self == NULL)
    return;
  g_clear_object (&self->cancellable);
  self->tried = TRUE;
  self->stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  update (self);
  if (!fetched) {
    say_what_went_wrong (self, &state, error);
    return;
  }
  g_signal_emit (self, signals[FETCHED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_button (NablaMnistDialog *self)
{
  const NablaDownloadOrder order = { .manifest = self->manifest,
                                     .mirror = chosen_mirror (self),
                                     .folder = self->path,
                                     .replace = TRUE };
  Watched *watched;

  if (self->cancellable != NULL) {
    g_cancellable_cancel (self->cancellable);
    return;
  }
  /* Before the address, which may have the focus, is greyed out. */
  gtk_widget_grab_focus (GTK_WIDGET (self->button));
  self->cancellable = g_cancellable_new ();
  update (self);
  gtk_progress_bar_set_fraction (self->bar, 0);
  gtk_label_set_text (self->status, _ ("Asking the mirror…"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), NULL);
  watched = g_new0 (Watched, 1);
  g_set_weak_pointer (&watched->dialog, self);
  nabla_download_async (&order, self->cancellable, on_state, watched, on_done, watched);
}

static void
nabla_mnist_dialog_dispose (GObject *object)
{
  NablaMnistDialog *self = NABLA_MNIST_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (nabla_mnist_dialog_parent_class)->dispose (object);
}

static void
nabla_mnist_dialog_finalize (GObject *object)
{
  NablaMnistDialog *self = NABLA_MNIST_DIALOG (object);

  g_free (self->path);

  G_OBJECT_CLASS (nabla_mnist_dialog_parent_class)->finalize (object);
}

static void
nabla_mnist_dialog_class_init (NablaMnistDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_mnist_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_mnist_dialog_finalize;

  signals[FETCHED] = g_signal_new ("fetched", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-mnist-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaMnistDialog, list);
  gtk_widget_class_bind_template_child (widget_class, NablaMnistDialog, mirror);
  gtk_widget_class_bind_template_child (widget_class, NablaMnistDialog, address);
  gtk_widget_class_bind_template_child (widget_class, NablaMnistDialog, folder);
  gtk_widget_class_bind_template_child (widget_class, NablaMnistDialog, size);
  gtk_widget_class_bind_template_child (widget_class, NablaMnistDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, NablaMnistDialog, status);
  gtk_widget_class_bind_template_child (widget_class, NablaMnistDialog, button);
  gtk_widget_class_bind_template_callback (widget_class, on_mirror);
  gtk_widget_class_bind_template_callback (widget_class, on_button);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
nabla_mnist_dialog_init (NablaMnistDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
list_mirrors (NablaMnistDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize i = 0; i < self->manifest->n_mirrors; i++)
    gtk_string_list_append (names, self->manifest->mirrors[i].name);
  gtk_string_list_append (names, _ ("Another address…"));
  adw_combo_row_set_model (self->mirror, G_LIST_MODEL (names));
}

/* As a person writes it. */
static char *
short_path (const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  const char *home = g_get_home_dir ();

  return g_str_has_prefix (name, home) && name[strlen (home)] == G_DIR_SEPARATOR
             ? g_strconcat ("~", name + strlen (home), NULL)
             : g_strdup (name);
}

GtkWidget *
nabla_mnist_dialog_new (GtkWindow *parent, const NablaManifest *manifest, const char *folder)
{
  NablaMnistDialog *self = g_object_new (NABLA_TYPE_MNIST_DIALOG, "transient-for", parent, NULL);
  g_autofree char *place = short_path (folder);
  g_autofree char *bytes = g_format_size (nabla_manifest_get_size (manifest));
  g_autofree char *size =
      g_strdup_printf (g_dngettext (NULL, "%u file, %s", "%u files, %s", manifest->n_files),
                       (guint) manifest->n_files, bytes);

  self->path = g_strdup (folder);
  self->manifest = manifest;
  list_mirrors (self);
  gtk_label_set_text (self->folder, place);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->folder), place);
  gtk_label_set_text (self->size, size);
  gtk_label_set_text (self->status, _ ("Every file is checked."));
  update (self);
  return GTK_WIDGET (self);
}
