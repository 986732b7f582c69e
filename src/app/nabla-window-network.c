/* SPDX-License-Identifier: MIT */
/* Networks that are kept and taken away: saved to a file and opened from one, off the main thread,
 * and trained on. */
#include "app/nabla-file-choice.h"
#include "app/nabla-window-private.h"

#include "lab/nabla-run-model.h"

#include <glib/gi18n.h>

#define SAFETENSORS ".safetensors"
#define JSON        ".json"

typedef struct {
  NablaModel *model;
  NablaModelFormat format;
  char *path;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  nabla_model_free (saving->model);
  g_free (saving->path);
  g_free (saving);
}

static void
say_not_saved (NablaWindow *self, const char *reason)
{
  nabla_file_choice_say_failure (GTK_WINDOW (self), _ ("The Network Could Not Be Saved"), reason);
}

static void
say_not_opened (NablaWindow *self, const char *reason)
{
  nabla_file_choice_say_failure (GTK_WINDOW (self), _ ("This Network Cannot Be Opened"), reason);
}

/* The run whose network is meant: the selected one's. */
static NablaRun *
run_with_network (NablaWindow *self)
{
  NablaRun *run = nabla_workbench_get_selected (self->workbench);
  NnNetwork *network = run != NULL ? nabla_run_ref_snapshot (run) : NULL;
  gboolean found = network != NULL;

  nn_network_unref (network);
  return found ? run : NULL;
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Saving *saving = data;
  GError *error = NULL;

  if (nabla_model_save_as (saving->model, saving->format, saving->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaWindow *self = NABLA_WINDOW (source);
  const Saving *saving = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_filename_display_name (saving->path);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    say_not_saved (self, error->message);
  } else {
    g_autofree char *sentence = g_strdup_printf (_ ("Network saved as %s"), name);

    nabla_window_say (self, sentence);
  }
}

void
nabla_window_save_network (NablaWindow *self, const char *path)
{
  NablaRun *run;
  Saving *saving;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (NABLA_IS_WINDOW (self) && path != NULL);

  run = run_with_network (self);
  if (run == NULL) {
    nabla_window_say (self, _ ("There is no network to save yet: train one first"));
    return;
  }
  saving = g_new0 (Saving, 1);
  saving->model = nabla_run_make_model (run);
  saving->format = g_str_has_suffix (path, JSON) ? NABLA_MODEL_NETWORK2 : NABLA_MODEL_SAFETENSORS;
  saving->path = g_strdup (path);
  task = g_task_new (self, NULL, on_saved, NULL);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

/* With the ending of the chosen kind where the name has none of the two. */
static char *
path_with_ending (GtkFileChooser *chooser, const char *path)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);
  GtkFileFilter *json = g_object_get_data (G_OBJECT (chooser), "json");

  if (g_str_has_suffix (path, SAFETENSORS) || g_str_has_suffix (path, JSON))
    return g_strdup (path);
  return g_strconcat (path, filter != NULL && filter == json ? JSON : SAFETENSORS, NULL);
}

static void
on_save_chosen (NablaWindow *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autofree char *path = NULL, *reason = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  path = nabla_file_choice_get_save_path (GTK_FILE_CHOOSER (chooser), path_with_ending, &reason);
  if (path == NULL)
    say_not_saved (self, reason);
  else
    nabla_window_save_network (self, path);
}

static void
show_chooser (NablaWindow *self, GCallback on_chosen)
{
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", on_chosen, self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Asks where to. */
static void
on_save_network (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaWindow *self = NABLA_WINDOW (widget);
  NablaRun *run = run_with_network (self);
  GtkFileChooser *chooser;
  g_autofree char *name = NULL;

  if (run == NULL) {
    nabla_window_say (self, _ ("There is no network to save yet: train one first"));
    return;
  }
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save Network"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  name = g_strconcat (nabla_run_get_name (run), SAFETENSORS, NULL);
  g_strdelimit (name, "/", '-');
  chooser = GTK_FILE_CHOOSER (self->chooser);
  nabla_file_choice_add_filter (chooser, _ ("Safetensors, with all that resuming needs"),
                                "safetensors");
  g_object_set_data (
      G_OBJECT (chooser), "json",
      nabla_file_choice_add_filter (chooser, _ ("JSON of the book’s network2.py"), "json"));
  gtk_file_chooser_set_current_name (chooser, name);
  show_chooser (self, G_CALLBACK (on_save_chosen));
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  NablaModel *model = nabla_model_load (data, &error);

  if (model == NULL) {
    g_task_return_error (task, error);
  } else if (model->network->sizes[0] != DIGITS_PIXELS) {
    g_autofree char *name = g_filename_display_name (data);

    g_task_return_new_error (task, NABLA_ERROR, NABLA_ERROR_INPUT,
                             _ ("%s reads %d numbers, and not the 784 pixels of a digit"), name,
                             model->network->sizes[0]);
    nabla_model_free (model);
  } else {
    g_task_return_pointer (task, model, (GDestroyNotify) nabla_model_free);
  }
}

static void
show_opened (NablaWindow *self, const NablaModel *model, const char *path)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  g_autoptr (NablaRun) run = nabla_run_new_of_model (model, data_set, path);
  g_autofree char *sentence = g_strdup_printf (_ ("“%s” opened: draw for it, or look inside it"),
                                               nabla_run_get_origin (run));

  nabla_workbench_add_ended (self->workbench, run);
  nabla_window_say (self, sentence);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaWindow *self = NABLA_WINDOW (source);
  g_autoptr (GError) error = NULL;
  NablaModel *model = g_task_propagate_pointer (G_TASK (result), &error);

  if (model == NULL)
    say_not_opened (self, error->message);
  else if (nabla_workbench_get_data_set (self->workbench) == NULL)
    nabla_window_say (self, _ ("Wait until the digits are there, and open the network again"));
  else
    show_opened (self, model, g_task_get_task_data (G_TASK (result)));
  nabla_model_free (model);
}

void
nabla_window_open_network (NablaWindow *self, const char *path)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (NABLA_IS_WINDOW (self) && path != NULL);

  task = g_task_new (self, NULL, on_opened, NULL);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, open_in_thread);
}

static void
on_open_chosen (NablaWindow *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  path = g_file_get_path (file);
  if (path == NULL)
    say_not_opened (self, _ ("The file is not on this computer"));
  else
    nabla_window_open_network (self, path);
}

/* Asks which. */
static void
on_open_network (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaWindow *self = NABLA_WINDOW (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Open Network"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);
  gtk_file_filter_add_suffix (nabla_file_choice_add_filter (
                                  GTK_FILE_CHOOSER (self->chooser),
                                  _ ("Networks (safetensors, JSON of network2.py)"), "safetensors"),
                              "json");
  show_chooser (self, G_CALLBACK (on_open_chosen));
}

/* The set-up on the left, but for the layers and units, which are the network's. */
void
nabla_window_on_train_from (NablaWindow *self, NablaRun *run)
{
  NnNetwork *network = nabla_run_ref_snapshot (run);
  g_autofree char *from = g_strdup (nabla_run_get_name (run));
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  NablaHyperParameters set_up;
  NablaRun *next;

  if (network == NULL) {
    nabla_window_say (self, _ ("This run has no network yet"));
    return;
  }
  if (!nabla_set_up_panel_get (self->set_up, &set_up, NULL)) {
    nabla_set_up_panel_focus_refused (self->set_up);
    nn_network_unref (network);
    return;
  }
  nabla_run_fit_set_up (run, &set_up);
  next = nabla_workbench_train_from (self->workbench, &set_up, network, &error);
  nn_network_unref (network);
  if (next == NULL) {
    nabla_window_say (self, error->message);
    return;
  }
  /* Translators: the name of a run that goes on from the network of the run of that name */
  name = g_strdup_printf (_ ("%s, trained on"), from);
  nabla_run_set_name (next, name);
}

void
nabla_window_install_network_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.save-network", NULL, on_save_network);
  gtk_widget_class_install_action (widget_class, "win.open-network", NULL, on_open_network);
}
