/* SPDX-License-Identifier: MIT */
/* The book's figures: trained with a click, with what was published behind them. */
#include "app/nabla-curves-controls.h"
#include "app/nabla-gallery.h"
#include "lab/nabla-preset.h"

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

/* Chapter 1 came to 95.42 % at best: a line, as there is no curve. */
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
  g_assert_true (says (accuracy, "95.42 % published best: epoch 30, published 95.42 %"));
  /* It stands at the line's end; the pointer's card would only grow by it. */
  AWAIT (plot_chart_step_pointer (nabla_chart_get_plot (accuracy), 1));
  char *read_out = plot_chart_read_out (nabla_chart_get_plot (accuracy));
  g_assert_nonnull (strstr (read_out, "Chapter 1"));
  g_assert_null (strstr (read_out, "published"));
  free (read_out);
  nabla_run_set_shown (run, FALSE);
  g_assert_false (says (accuracy, "published"));
  stop (window);
  close_window (window);
}

static void
choose (NablaWindow *window, const char *id, guint selected)
{
  GtkWidget *page = GTK_WIDGET (nabla_window_get_curves_page (window));
  GObject *controls = gtk_widget_get_template_child (page, NABLA_TYPE_CURVES_PAGE, "controls");

  gtk_drop_down_set_selected (GTK_DROP_DOWN (gtk_widget_get_template_child (
                                  GTK_WIDGET (controls), NABLA_TYPE_CURVES_CONTROLS, id)),
                              selected);
}

/* What was published lies behind the figure that it is of, wherever that is, as far as the axis
 * has a place for it. */
static void
test_published_follows_the_figure (void)
{
  NablaWindow *window = open_window (application, data_set);
  NablaCurvesPage *page = nabla_window_get_curves_page (window);
  NablaChart *upper = nabla_curves_page_get_cost_chart (page);
  NablaChart *lower = nabla_curves_page_get_accuracy_chart (page);
  g_autofree char *file = g_build_filename (folder, "overfitting.csv", NULL);
  NablaHyperParameters set_up;

  g_assert_true (g_file_set_contents (file,
                                      "epoch,test_cost,test_correct,training_cost,training_correct"
                                      "\n0,1.234,8000,0.567,900\n",
                                      -1, NULL));
  nabla_window_set_published_folder (window, folder);
  set_up = nabla_preset_get_hyper_parameters (nabla_preset_find ("overfitting"));
  g_assert_nonnull (nabla_workbench_train (nabla_window_get_workbench (window), &set_up, NULL));
  AWAIT (says (upper, "0.567") && says (upper, "1.234") && says (lower, "80.00 %"));
  choose (window, "lower", NABLA_CURVE_ERROR_RATE);
  g_assert_true (says (lower, "20.00 %") && !says (lower, "80.00 %"));
  choose (window, "upper", NABLA_CURVE_LEARNING_RATE);
  g_assert_false (says (upper, "published"));
  choose (window, "upper", NABLA_CURVE_COST);
  choose (window, "across", NABLA_CURVE_IMAGES);
  g_assert_true (says (upper, "0.567"));
  choose (window, "across", NABLA_CURVE_SECONDS);
  g_assert_false (says (upper, "published") || says (lower, "published"));
  choose (window, "across", NABLA_CURVE_EPOCHS);
  choose (window, "lower", NABLA_CURVE_ACCURACY);
  g_assert_true (says (upper, "0.567") && says (lower, "80.00 %"));
  nabla_window_set_published_folder (window, NULL);
  stop (window);
  close_window (window);
  g_unlink (file);
}

/* The three learning rates, each before its published curve; and other runs step aside. */
static void
test_group (void)
{
  NablaWindow *window = open_window (application, data_set);
  NablaCurvesPage *page = nabla_window_get_curves_page (window);
  NablaChart *cost = nabla_curves_page_get_cost_chart (page);
  NablaMultiples *multiples =
      nabla_multiples_view_get_multiples (nabla_curves_page_get_multiples (page));
  g_autofree char *legend = NULL;
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
  /* Where each has a chart, each has its own behind it. */
  g_object_set (page, "multiples", TRUE, NULL);
  settle ();
  g_assert_cmpuint (nabla_multiples_get_n_charts (multiples), ==, 3);
  g_assert_true (says (nabla_multiples_get_chart (multiples, 0), "0.123"));
  g_assert_false (says (nabla_multiples_get_chart (multiples, 0), "0.456"));
  g_assert_true (says (nabla_multiples_get_chart (multiples, 2), "0.789"));
  legend = nabla_multiples_get_legend (multiples);
  g_assert_nonnull (strstr (legend, "grey: published"));
  nabla_run_set_shown (first, FALSE);
  settle ();
  g_assert_true (says (nabla_multiples_get_chart (multiples, 0), "0.456"));
  nabla_run_set_shown (first, TRUE);
  settle ();
  g_assert_true (says (nabla_multiples_get_chart (multiples, 0), "0.123"));
  nabla_window_set_published_folder (window, NULL);
  AWAIT (!says (cost, "0.123"));
  g_assert_false (says (nabla_multiples_get_chart (multiples, 0), "0.123"));
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
  g_test_add_func ("/app/gallery/published-follows-the-figure", test_published_follows_the_figure);
  g_test_add_func ("/app/gallery/trains-a-group-before-its-published-curves", test_group);
  status = g_test_run ();
  g_object_unref (application);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
