/* SPDX-License-Identifier: MIT */
/* The window's side of a person's own drawings: kept, labelled anew, deleted, brought back, saved
 * as a data set. They are opened beside the window, which does not wait for them. */
#include "app/nabla-file-choice.h"
#include "app/nabla-window-private.h"
#include "lab/nabla-probabilities.h"

#include <glib/gi18n.h>

/* What was done with a drawing. Steps that follow each other at once share a toast, whose button
 * takes all of them back: it would be gone before it could be clicked. (And libadwaita 1.2 does not
 * survive a toast that goes while it is on its way in.) */
#define AT_ONCE G_TIME_SPAN_SECOND

typedef enum { STEP_KEEP, STEP_REMOVE, STEP_LABEL } StepKind;

typedef struct {
  NablaOwnDigits *own;
  NablaOwnDigit *digit;
  StepKind kind;
  int label; /* that it had before */
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_object_unref (step->own);
  g_object_unref (step->digit);
  g_free (step);
}

static void
steps_unref (gpointer steps, GClosure *closure)
{
  g_ptr_array_unref (steps);
}

static void
take_back (const Step *step)
{
  if (step->kind == STEP_KEEP)
    nabla_own_digits_remove (step->own, step->digit);
  else if (step->kind == STEP_REMOVE)
    nabla_own_digits_restore (step->own, step->digit);
  else
    nabla_own_digits_set_label (step->own, step->digit, step->label);
}

static void
on_undo (GPtrArray *steps)
{
  while (steps->len > 0) {
    take_back (steps->pdata[steps->len - 1]);
    g_ptr_array_remove_index (steps, steps->len - 1);
  }
}

/* Of several steps, the newest of which is told by `sentence`. */
static char *
describe_steps (const GPtrArray *steps, const char *sentence)
{
  gboolean removed = TRUE;

  for (guint i = 0; i < steps->len; i++)
    removed = removed && ((const Step *) steps->pdata[i])->kind == STEP_REMOVE;
  if (steps->len == 1)
    return g_strdup (sentence);
  return g_strdup_printf (removed
                              ? ngettext ("%u drawing deleted", "%u drawings deleted", steps->len)
                              : ngettext ("%u drawing changed", "%u drawings changed", steps->len),
                          steps->len);
}

static AdwToast *
make_toast (NablaWindow *self)
{
  AdwToast *toast = adw_toast_new ("");

  if (self->own_toast != NULL)
    adw_toast_dismiss (self->own_toast); /* its button would take back what is long past */
  g_clear_pointer (&self->own_steps, g_ptr_array_unref);
  self->own_steps = g_ptr_array_new_with_free_func (step_free);
  self->own_said = g_get_monotonic_time ();
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo),
                         g_ptr_array_ref (self->own_steps), steps_unref, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->own_toast, toast);
  return toast;
}

static void
say_with_undo (NablaWindow *self, NablaOwnDigit *digit, StepKind kind, int label,
               const char *sentence)
{
  gboolean same = self->own_toast != NULL && self->own_steps->len > 0 &&
                  g_get_monotonic_time () - self->own_said < AT_ONCE;
  AdwToast *toast = same ? self->own_toast : make_toast (self);
  Step *step = g_new0 (Step, 1);
  g_autofree char *text = NULL;

  step->own = g_object_ref (nabla_own_part_get_own (self->own));
  step->digit = g_object_ref (digit);
  step->kind = kind;
  step->label = label;
  g_ptr_array_add (self->own_steps, step);
  text = describe_steps (self->own_steps, sentence);
  if (same)
    adw_toast_set_title (toast, text); /* no name in it that would have to be escaped */
  else
    nabla_window_show_toast (self, toast, text);
}

void
nabla_window_on_drawing_kept (NablaWindow *self, NablaOwnDigit *digit, int before)
{
  int label = nabla_own_digit_get_label (digit);
  g_autofree char *sentence = NULL;

  if (before < 0)
    sentence = g_strdup_printf (_ ("Kept as a %d"), label);
  else
    sentence = g_strdup_printf (_ ("It is a %d now, not a %d"), label, before);
  say_with_undo (self, digit, before < 0 ? STEP_KEEP : STEP_LABEL, before, sentence);
}

/* The drawing that an action is about; NULL where it is gone. */
static NablaOwnDigit *
find_digit (NablaWindow *self, const char *id)
{
  return self->own != NULL ? nabla_own_digits_find (nabla_own_part_get_own (self->own), id) : NULL;
}

static void
on_label (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaWindow *self = NABLA_WINDOW (widget);
  const char *id;
  int label, before;
  NablaOwnDigit *digit;

  g_variant_get (parameter, "(&si)", &id, &label);
  digit = find_digit (self, id);
  if (digit == NULL || label < 0 || label >= NABLA_N_DIGITS)
    return;
  before = nabla_own_digit_get_label (digit);
  if (before == label)
    return;
  nabla_own_digits_set_label (nabla_own_part_get_own (self->own), digit, label);
  nabla_window_on_drawing_kept (self, digit, before);
}

static void
on_remove (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaWindow *self = NABLA_WINDOW (widget);
  NablaOwnDigit *found = find_digit (self, g_variant_get_string (parameter, NULL));
  g_autoptr (NablaOwnDigit) digit = NULL;
  g_autofree char *sentence = NULL;

  if (found == NULL)
    return;
  digit = g_object_ref (found); /* the list gives it up */
  /* Translators: the digit that a drawing shows */
  sentence = g_strdup_printf (_ ("Drawing of a %d deleted"), nabla_own_digit_get_label (digit));
  nabla_own_digits_remove (nabla_own_part_get_own (self->own), digit);
  say_with_undo (self, digit, STEP_REMOVE, -1, sentence);
}

static void
on_show (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaWindow *self = NABLA_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->stack, "digits");
  nabla_digits_page_show_own (self->digits_page);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = nabla_own_digits_export_finish (NABLA_OWN_DIGITS (source), result, &error);

  if (self->workbench == NULL)
    return; /* the window has been closed meanwhile */
  if (saved)
    nabla_window_say (self, _ ("Drawings saved as a data set"));
  else
    nabla_file_choice_say_failure (GTK_WINDOW (self), _ ("The Drawings Could Not Be Saved"),
                                   error->message);
}

void
nabla_window_export_own (NablaWindow *self, GFile *folder)
{
  g_return_if_fail (NABLA_IS_WINDOW (self) && G_IS_FILE (folder));

  if (self->own != NULL)
    nabla_own_digits_export_async (nabla_own_part_get_own (self->own), folder, NULL, on_exported,
                                   g_object_ref (self));
}

static void
on_folder_chosen (NablaWindow *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) folder = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (folder != NULL)
    nabla_window_export_own (self, folder);
}

static void
on_export (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaWindow *self = NABLA_WINDOW (widget);

  g_clear_object (&self->chooser);
  self->chooser =
      gtk_file_chooser_native_new (_ ("Export My Drawings to a Folder"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Export"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_folder_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
say (NablaWindow *self, const char *format, const char *reason)
{
  g_autofree char *sentence = g_strdup_printf (format, reason);

  nabla_window_say (self, sentence);
}

static void
on_failed (NablaWindow *self, const char *reason)
{
  say (self, _ ("Drawings: %s"), reason);
}

static void
show_own (NablaWindow *self)
{
  gboolean there = self->own != NULL && nabla_own_part_get_length (self->own) > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.export-own", there);
  nabla_window_update_learning (self);
}

static void
on_data_set (NablaWindow *self)
{
  if (self->own != NULL)
    nabla_own_part_set_base (self->own, nabla_workbench_get_data_set (self->workbench));
}

static void
take (NablaWindow *self, NablaOwnDigits *own)
{
  self->own = nabla_own_part_new (own);
  g_signal_connect_object (own, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->own, "changed", G_CALLBACK (show_own), self, G_CONNECT_SWAPPED);
  nabla_own_part_set_base (self->own, nabla_workbench_get_data_set (self->workbench));
  g_signal_connect_object (self->workbench, "notify::data-set", G_CALLBACK (on_data_set), self,
                           G_CONNECT_SWAPPED);
  nabla_workbench_set_own_digits (self->workbench, own);
  nabla_digits_page_set_own_part (self->digits_page, self->own);
  nabla_drawing_panel_set_own_digits (self->drawing_panel, own);
  show_own (self);
}

/* Takes the drawings that were opened beside the window; waits for them where that is under way. */
static void
take_opened (gpointer data)
{
  NablaWindow *self = data;
  g_autoptr (NablaOwnDigits) own = NULL;
  g_autoptr (GError) error = NULL;

  if (self->opening_own == NULL)
    return;
  own = nabla_opening_finish (g_steal_pointer (&self->opening_own), &error);
  if (own == NULL)
    say (self, _ ("Drawings are not kept: %s"), error->message);
  else if (self->workbench != NULL)
    take (self, own);
}

static gpointer
open_own (const char *path, GError **error)
{
  return nabla_own_digits_open (path, error);
}

void
nabla_window_open_own_digits (NablaWindow *self, const char *path)
{
  g_return_if_fail (NABLA_IS_WINDOW (self) && self->opening_own == NULL && self->own == NULL);

  self->opening_own = nabla_opening_new (path, open_own, take_opened, self);
}

void
nabla_window_close_own_digits (NablaWindow *self)
{
  g_autoptr (GError) error = NULL;

  take_opened (self);
  if (self->own != NULL && !nabla_own_digits_flush (nabla_own_part_get_own (self->own), &error))
    g_printerr ("nabla: %s\n", error->message);
}

void
nabla_window_install_own_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.label-own", "(si)", on_label);
  gtk_widget_class_install_action (widget_class, "win.remove-own", "s", on_remove);
  gtk_widget_class_install_action (widget_class, "win.show-own", NULL, on_show);
  gtk_widget_class_install_action (widget_class, "win.export-own", NULL, on_export);
}
