/* SPDX-License-Identifier: MIT */
/* The book's figures: trained from the gallery, with what was published behind them. */
#include "app/nabla-file-choice.h"
#include "app/nabla-gallery.h"
#include "app/nabla-window-private.h"
#include "lab/nabla-published.h"

#include <glib/gi18n.h>

/* The folder that a person chose, else the user's where there is one; NULL for none. */
static char *
published_folder (NablaWindow *self)
{
  g_autofree char *chosen =
      self->settings != NULL ? g_settings_get_string (self->settings, "published-folder") : NULL;

  if (chosen != NULL && *chosen != '\0')
    return g_steal_pointer (&chosen);
  return g_strdup (nabla_published_check_folder (nabla_published_user_folder (), NULL)
                       ? nabla_published_user_folder ()
                       : NULL);
}

static void
update_folder (NablaWindow *self)
{
  g_autofree char *folder = published_folder (self);

  nabla_ghosts_set_folder (self->ghosts, folder);
  if (self->gallery != NULL)
    nabla_gallery_set_folder (NABLA_GALLERY (self->gallery), folder);
}

static void
on_refused (const char *sentence, gpointer data)
{
  nabla_window_say (data, sentence);
}

static void
say_no_curves (NablaWindow *self, const char *reason)
{
  GtkWidget *over = self->gallery != NULL ? self->gallery : GTK_WIDGET (self);

  nabla_file_choice_say_failure (GTK_WINDOW (over), _ ("No Published Curves Here"), reason);
}

static void
on_folder_chosen (NablaWindow *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  path = g_file_get_path (file);
  if (path == NULL)
    say_no_curves (self, _ ("The folder is not on this computer"));
  else if (!nabla_published_check_folder (path, &error))
    say_no_curves (self, error->message);
  else
    nabla_window_set_published_folder (self, path);
}

static void
on_choose_folder (NablaWindow *self)
{
  g_clear_object (&self->chooser);
  self->chooser =
      gtk_file_chooser_native_new (_ ("Folder with Published Curves"), GTK_WINDOW (self->gallery),
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Choose"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_folder_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_published (NablaWindow *self)
{
  gboolean published;

  g_object_get (self->gallery, "published", &published, NULL);
  nabla_ghosts_set_shown (self->ghosts, published);
  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, "published-curves", published);
}

/* A figure is looked at alone: the runs of others stay in the list. Returns how many were shown. */
static guint
hide_others (NablaWindow *self)
{
  GListModel *runs = nabla_workbench_get_runs (self->workbench);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    n += nabla_run_get_shown (run);
    nabla_run_set_shown (run, FALSE);
  }
  return n;
}

/* Members of a group by what differs among them, one alone by its title; NULL-terminated. */
static char **
names_of (const NablaPreset *first, const NablaHyperParameters *set_ups, guint n)
{
  char **names = g_new0 (char *, n + 1);
  g_autofree const NablaHyperParameters **pointers = g_new (const NablaHyperParameters *, n);

  if (n == 1) {
    names[0] = g_strdup (_ (first->title));
    return names;
  }
  for (guint i = 0; i < n; i++)
    pointers[i] = &set_ups[i];
  nabla_hyper_parameters_names (pointers, n, names);
  return names;
}

static void
on_train (NablaWindow *self, const NablaPreset *first, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autofree NablaHyperParameters *set_ups = g_new (NablaHyperParameters, n);
  g_auto (GStrv) names = NULL;
  guint hidden = nabla_workbench_get_data_set (self->workbench) != NULL ? hide_others (self) : 0;

  for (guint i = 0; i < n; i++)
    set_ups[i] = nabla_preset_get_hyper_parameters (&first[i]);
  names = names_of (first, set_ups, n);
  for (guint i = 0; i < n; i++) {
    NablaRun *run = nabla_workbench_train (self->workbench, &set_ups[i], &error);

    if (run == NULL) {
      nabla_window_say (self, error->message);
      return;
    }
    nabla_run_set_name (run, names[i]);
  }
  adw_view_stack_set_visible_child_name (self->stack, "curves");
  if (hidden > 0)
    nabla_window_say (self, _ ("The other runs are hidden; their squares show them again"));
}

static void
on_gallery (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaWindow *self = NABLA_WINDOW (widget);
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  GtkWidget *gallery = nabla_gallery_new (GTK_WINDOW (self));

  g_set_weak_pointer (&self->gallery, gallery);
  nabla_gallery_set_other_digits (NABLA_GALLERY (gallery),
                                  data_set != NULL &&
                                      !g_str_equal (nabla_data_set_get_name (data_set), "MNIST"));
  update_folder (self);
  g_object_set (
      gallery, "published",
      self->settings == NULL || g_settings_get_boolean (self->settings, "published-curves"), NULL);
  g_signal_connect_object (gallery, "train", G_CALLBACK (on_train), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gallery, "choose-folder", G_CALLBACK (on_choose_folder), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gallery, "notify::published", G_CALLBACK (on_published), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (gallery));
}

void
nabla_window_set_published_folder (NablaWindow *self, const char *folder)
{
  g_return_if_fail (NABLA_IS_WINDOW (self));

  if (self->settings != NULL) {
    g_settings_set_string (self->settings, "published-folder", folder != NULL ? folder : "");
    update_folder (self);
  } else {
    nabla_ghosts_set_folder (self->ghosts, folder);
  }
}

void
nabla_window_install_gallery_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.gallery", NULL, on_gallery);
}

static void
on_views (NablaWindow *self)
{
  NablaCurveView upper = nabla_curves_page_get_view (self->curves_page, 0);
  NablaCurveView lower = nabla_curves_page_get_view (self->curves_page, 1);

  nabla_ghosts_set_views (self->ghosts, &upper, &lower);
}

static void
on_laid_behind (gpointer data)
{
  nabla_multiples_view_laid_behind (
      nabla_curves_page_get_multiples (NABLA_WINDOW (data)->curves_page));
}

static void
on_small_charts (NablaWindow *self, NablaMultiples *multiples)
{
  g_autoptr (GPtrArray) charts = g_ptr_array_new ();
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();

  if (self->ghosts == NULL) /* the window is closing */
    return;
  for (guint i = 0; i < nabla_multiples_get_n_charts (multiples); i++) {
    g_ptr_array_add (charts, nabla_multiples_get_chart (multiples, i));
    g_ptr_array_add (groups, nabla_multiples_get_group (multiples, i));
  }
  nabla_ghosts_set_small_charts (self->ghosts, charts, groups,
                                 nabla_multiples_get_view (multiples));
}

void
nabla_window_add_ghosts (NablaWindow *self)
{
  NablaMultiples *multiples =
      nabla_multiples_view_get_multiples (nabla_curves_page_get_multiples (self->curves_page));

  self->ghosts = nabla_ghosts_new (
      self->workbench, nabla_curves_page_get_cost_chart (self->curves_page),
      nabla_curves_page_get_accuracy_chart (self->curves_page), on_refused, on_laid_behind, self);
  if (self->settings != NULL)
    nabla_ghosts_set_shown (self->ghosts,
                            g_settings_get_boolean (self->settings, "published-curves"));
  on_views (self);
  on_small_charts (self, multiples);
  g_signal_connect_object (self->curves_page, "views", G_CALLBACK (on_views), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (multiples, "charts", G_CALLBACK (on_small_charts), self,
                           G_CONNECT_SWAPPED);
  update_folder (self);
}
