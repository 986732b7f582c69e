/* SPDX-License-Identifier: MIT */
/* A network learns a person's own drawings: the one that reads them is trained on with them. */
#include "app/nabla-window-private.h"

#include "app/nabla-parameter-row.h"

#include <glib/gi18n.h>

/* A tenth of all images: enough for a handful of drawings to be learned in an epoch or two, and the
 * rest stays known. */
#define SHARE 0.1

/* So many images are shown to a network that is trained on, about: seconds. */
#define IMAGES 100000

/* Where nothing has been trained there is no network to go on from. */
static void
train_anew (NablaWindow *self)
{
  NablaHyperParameters set_up;

  if (!nabla_set_up_panel_get (self->set_up, &set_up, NULL)) {
    nabla_set_up_panel_focus_refused (self->set_up);
    return;
  }
  if (!(set_up.own_share > 0)) {
    set_up.own_share = SHARE;
    nabla_set_up_panel_set (self->set_up, &set_up);
  }
  nabla_window_train_set_ups (self, &set_up, 1, FALSE);
}

static int
epochs_for (NablaWindow *self, const NablaHyperParameters *set_up)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  gsize n = nabla_data_set_get_part (data_set, DIGITS_TRAINING).n;

  if (set_up->train_size > 0)
    n = MIN (n, (gsize) set_up->train_size);
  n += (gsize) ((double) n * MAX (set_up->drawings, 0));
  return (int) CLAMP (IMAGES / MAX (n, 1), 1, 100);
}

void
nabla_window_update_learning (NablaWindow *self)
{
  gboolean there = self->own != NULL && nabla_own_part_get_length (self->own) > 0;
  gboolean learning = self->learner != NULL && !nabla_run_is_finished (self->learner);
  GtkWidget *row = nabla_set_up_panel_get_row (self->set_up, "own_share");
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.train-own", there && !learning);
  /* A share that has lost its drawings can still be taken back. */
  nabla_parameter_row_read (NABLA_PARAMETER_ROW (row), &set_up, NULL);
  gtk_widget_set_sensitive (nabla_parameter_row_get_editor (NABLA_PARAMETER_ROW (row)),
                            there || set_up.own_share > 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), there ? "" : _ ("None kept yet"));
}

static void
follow (NablaWindow *self, NablaRun *run)
{
  g_set_weak_pointer (&self->learner, run);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (nabla_window_update_learning), self,
                           G_CONNECT_SWAPPED);
  nabla_window_update_learning (self);
}

static void
train_on (NablaWindow *self, NablaRun *run, NnNetwork *network)
{
  NablaHyperParameters set_up = *nabla_run_get_hyper_parameters (run);
  /* Translators: the name of a run that goes on from the network of the run of that name */
  g_autofree char *name = set_up.own_share > 0
                              ? g_strdup (nabla_run_get_name (run))
                              : g_strdup_printf (_ ("%s + mine"), nabla_run_get_name (run));
  g_autoptr (GError) error = NULL;
  NablaRun *next;

  set_up.own_share = MAX (set_up.own_share, SHARE);
  set_up.epochs = epochs_for (self, &set_up);
  next = nabla_workbench_train_from (self->workbench, &set_up, network, &error);
  if (next == NULL) {
    nabla_window_say (self, error->message);
    return;
  }
  nabla_run_set_name (next, name);
  follow (self, next);
}

static void
on_train_own (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaWindow *self = NABLA_WINDOW (widget);
  NablaRun *run = nabla_drawing_panel_get_speaker (self->drawing_panel);
  NnNetwork *network = run != NULL ? nabla_run_ref_snapshot (run) : NULL;

  if (nabla_workbench_get_data_set (self->workbench) == NULL)
    nabla_window_say (self, _ ("Wait until the digits are there"));
  else if (network == NULL)
    train_anew (self);
  else
    train_on (self, run, network);
  nn_network_unref (network);
}

void
nabla_window_install_learn_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.train-own", NULL, on_train_own);
}
