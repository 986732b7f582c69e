/* SPDX-License-Identifier: MIT */
/* The book's figures: trained with a click, with what was published behind them. */
#include "app/nabla-gallery.h"

#include "window-fixture.h"
#include "lab/small-data.h"

#include <string.h>

static NablaDataSet *data_set;
static NablaApplication *application;
static char *folder;

static GtkWidget *
find_gallery (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (NABLA_IS_GALLERY (l->data))
      return l->data;
  return NULL;
}

/* The n-th button below `widget` with this label. */
static GtkWidget *
find_button (GtkWidget *widget, const char *label, int *n)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0 && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, label, n);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
click (NablaWindow *window, const char *label, int n)
{
  GtkWidget *button;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.gallery", NULL));
  AWAIT (find_gallery () != NULL);
  button = find_button (find_gallery (), label, &n);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  AWAIT (find_gallery () == NULL);
}

static gboolean
says (NablaChart *chart, const char *what)
{
  char *description = plot_chart_describe (nabla_chart_get_plot (chart));
  gboolean found = strstr (description, what) != NULL;

  free (description);
  return found;
}

static NablaRun *
get_run (NablaWindow *window, guint i)
{
  return g_list_model_get_item (nabla_workbench_get_runs (nabla_window_get_workbench (window)), i);
}

static void
stop (NablaWindow *window)
{
  nabla_workbench_stop_and_wait (nabla_window_get_workbench (window));
  settle ();
}

/* Chapter 1 at 95.42 … 94.58 %: the middle, as there is no curve. */
static void
test_one (void)
{
  NablaWindow *window = open_window (application, data_set);
  NablaChart *accuracy =
      nabla_curves_page_get_accuracy_chart (nabla_window_get_curves_page (window));

  click (window, "Train", 0);
  g_autoptr (NablaRun) run = get_run (window, 0);
  g_assert_cmpstr (nabla_run_get_name (run), ==, "Chapter 1");
  g_assert_cmpfloat (nabla_run_get_hyper_parameters (run)->learning_rate, ==, 3);
  AWAIT (nabla_run_get_last_record (run) != NULL);
  g_assert_true (says (accuracy, "Chapter 1, published: epoch 30"));
  g_assert_true (says (accuracy, "95.0"));
  nabla_run_set_shown (run, FALSE);
  g_assert_false (says (accuracy, "published"));
  stop (window);
  close_window (window);
}

/* The three learning rates, each before its published curve; and other runs step aside. */
static void
test_group (void)
{
  NablaWindow *window = open_window (application, data_set);
  NablaChart *cost = nabla_curves_page_get_cost_chart (nabla_window_get_curves_page (window));
  g_autofree char *file = g_build_filename (folder, "multiple_eta.csv", NULL);

  g_assert_true (g_file_set_contents (
      file,
      "epoch,training_cost_eta_0.025,training_cost_eta_0.25,training_cost_eta_2.5\n"
      "0,0.123,0.456,0.789\n",
      -1, NULL));
  nabla_window_set_published_folder (window, folder);
  click (window, "Train", 0);
  click (window, "Train All 3", 0);
  g_autoptr (NablaRun) other = get_run (window, 0), first = get_run (window, 1),
                       last = get_run (window, 3);
  g_assert_false (nabla_run_get_shown (other));
  g_assert_cmpfloat (nabla_run_get_hyper_parameters (first)->learning_rate, ==, 0.025);
  g_assert_cmpfloat (nabla_run_get_hyper_parameters (last)->learning_rate, ==, 2.5);
  AWAIT (says (cost, "0.123") && says (cost, "0.456") && says (cost, "0.789"));
  nabla_window_set_published_folder (window, NULL);
  AWAIT (!says (cost, "0.123"));
  stop (window);
  close_window (window);
  g_unlink (file);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  folder = g_dir_make_tmp ("nabla-gallery-XXXXXX", NULL);
  application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/app/gallery/trains-one-before-its-published-figure", test_one);
  g_test_add_func ("/app/gallery/trains-a-group-before-its-published-curves", test_group);
  status = g_test_run ();
  g_object_unref (application);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
