/* SPDX-License-Identifier: MIT */
#include "app/nabla-fork-dialog.h"

#include "app/nabla-parameter-row.h"

#include <glib/gi18n.h>

/* What can be other from an epoch on; the first three as they were there. */
static const char *const keys[] = { "learning_rate", "l2",         "momentum", "l1",
                                    "dropout",       "mini_batch", "epochs" };
#define N_KEYS  G_N_ELEMENTS (keys)
#define N_RATES 3

struct _NablaForkDialog {
  AdwMessageDialog parent_instance;

  GtkListBox *list;
  GtkSpinButton *epoch;
  GtkWidget *rows[N_KEYS];

  NablaRun *run;
  gboolean edited[N_KEYS]; /* by a person */
};

enum { FORK, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaForkDialog, nabla_fork_dialog, ADW_TYPE_MESSAGE_DIALOG)

static int
chosen_epoch (NablaForkDialog *self)
{
  return gtk_spin_button_get_value_as_int (self->epoch);
}

/* The run's own, with the rates that were in force at the end of the epoch. */
static NablaHyperParameters
set_up_at (NablaRun *run, int epoch)
{
  NablaHyperParameters set_up = *nabla_run_get_hyper_parameters (run);
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);

  for (gsize i = 0; i < n; i++)
    if (records[i].epoch == epoch) {
      set_up.learning_rate = records[i].learning_rate;
      set_up.l2 = records[i].l2;
      set_up.momentum = records[i].momentum;
    }
  return set_up;
}

/* FALSE where a row or what they say together is refused. */
static gboolean
read_rows (NablaForkDialog *self, NablaHyperParameters *set_up)
{
  gboolean good = TRUE;

  *set_up = *nabla_run_get_hyper_parameters (self->run);
  for (gsize i = 0; i < N_KEYS; i++)
    good = nabla_parameter_row_read (NABLA_PARAMETER_ROW (self->rows[i]), set_up, NULL) && good;
  return good;
}

static void
update_response (NablaForkDialog *self)
{
  NablaHyperParameters set_up;
  gboolean good = read_rows (self, &set_up);
  gboolean longer = set_up.epochs > chosen_epoch (self);
  g_autofree char *message =
      longer ? NULL
             : g_strdup_printf (_ ("Going on after epoch %d takes more epochs in all"),
                                chosen_epoch (self));

  nabla_parameter_row_object (NABLA_PARAMETER_ROW (self->rows[N_KEYS - 1]), message);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "fork", good && longer);
}

static void
on_epoch (NablaForkDialog *self)
{
  NablaHyperParameters set_up;

  if (self->run == NULL)
    return;
  set_up = set_up_at (self->run, chosen_epoch (self));
  for (gsize i = 0; i < N_RATES; i++)
    if (!self->edited[i])
      nabla_parameter_row_show (NABLA_PARAMETER_ROW (self->rows[i]), &set_up);
  update_response (self);
}

static void
on_changed (NablaForkDialog *self, GtkWidget *row)
{
  for (gsize i = 0; i < N_KEYS; i++)
    self->edited[i] = self->edited[i] || self->rows[i] == row;
  update_response (self);
}

static void
nabla_fork_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  NablaForkDialog *self = NABLA_FORK_DIALOG (dialog);
  NablaHyperParameters set_up;

  gtk_spin_button_update (self->epoch);
  if (g_str_equal (response, "fork") && read_rows (self, &set_up))
    g_signal_emit (self, signals[FORK], 0, chosen_epoch (self), &set_up);
}

static void
nabla_fork_dialog_dispose (GObject *object)
{
  g_clear_object (&NABLA_FORK_DIALOG (object)->run);

  G_OBJECT_CLASS (nabla_fork_dialog_parent_class)->dispose (object);
}

static void
nabla_fork_dialog_class_init (NablaForkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_fork_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = nabla_fork_dialog_response;

  signals[FORK] = g_signal_new ("fork", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-fork-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaForkDialog, list);
  gtk_widget_class_bind_template_child (widget_class, NablaForkDialog, epoch);
  gtk_widget_class_bind_template_callback (widget_class, on_epoch);
}

/* Return in a spin button's text, where the number has just been typed, forks too. */
static void
activate_default (GtkSpinButton *spin_button)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (spin_button));

  gtk_text_set_activates_default (GTK_TEXT (text), TRUE);
}

static void
nabla_fork_dialog_init (NablaForkDialog *self)
{
  GtkWidget *editor;

  gtk_widget_init_template (GTK_WIDGET (self));
  activate_default (self->epoch);
  for (gsize i = 0; i < N_KEYS; i++) {
    self->rows[i] = nabla_parameter_row_new (nabla_parameter_find (keys[i]));
    gtk_list_box_append (self->list, self->rows[i]);
    editor = nabla_parameter_row_get_editor (NABLA_PARAMETER_ROW (self->rows[i]));
    if (GTK_IS_ENTRY (editor))
      gtk_entry_set_activates_default (GTK_ENTRY (editor), TRUE);
    else if (GTK_IS_SPIN_BUTTON (editor))
      activate_default (GTK_SPIN_BUTTON (editor));
    g_signal_connect_object (self->rows[i], "changed", G_CALLBACK (on_changed), self,
                             G_CONNECT_SWAPPED);
  }
}

NablaForkDialog *
nabla_fork_dialog_new (GtkWindow *parent, NablaRun *run)
{
  NablaForkDialog *self = g_object_new (NABLA_TYPE_FORK_DIALOG, "transient-for", parent, NULL);
  const NablaRecord *last = nabla_run_get_last_record (run);
  int first = nabla_run_get_first_epoch (run), end = last != NULL ? last->epoch : first;
  const NablaHyperParameters *set_up = nabla_run_get_hyper_parameters (run);
  g_autofree char *body = g_strdup_printf (
      _ ("A new run goes on from where “%s” was, with what you change."), nabla_run_get_name (run));

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), body);
  self->run = g_object_ref (run);
  for (gsize i = 0; i < N_KEYS; i++)
    nabla_parameter_row_show (NABLA_PARAMETER_ROW (self->rows[i]), set_up);
  gtk_spin_button_set_range (self->epoch, first, end);
  gtk_spin_button_set_increments (self->epoch, 1, 10);
  /* From its best epoch; of one that never got better, from where there is something left. */
  gtk_spin_button_set_value (self->epoch, nabla_run_get_best_epoch (run) < set_up->epochs
                                              ? nabla_run_get_best_epoch (run)
                                              : end - 1);
  on_epoch (self);
  return self;
}

GtkWidget *
nabla_fork_dialog_get_row (NablaForkDialog *self, const char *key)
{
  g_return_val_if_fail (NABLA_IS_FORK_DIALOG (self), NULL);
  for (gsize i = 0; i < N_KEYS; i++)
    if (g_str_equal (keys[i], key))
      return self->rows[i];
  return NULL;
}

GtkSpinButton *
nabla_fork_dialog_get_epoch (NablaForkDialog *self)
{
  g_return_val_if_fail (NABLA_IS_FORK_DIALOG (self), NULL);
  return self->epoch;
}
