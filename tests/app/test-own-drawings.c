/* SPDX-License-Identifier: MIT */
/* The window and a person's own drawings: looked at, labelled anew, deleted, exported, trained
 * with. */
#include "app/nabla-digit-details.h"
#include "app/nabla-digit-filters.h"
#include "app/nabla-digit-grid.h"
#include "app/nabla-digit-tile.h"
#include "app/nabla-digits-page.h"
#include "app/nabla-own-bar.h"
#include "app/nabla-parameter-row.h"
#include "lab/small-data.h"
#include "window-fixture.h"

#include <string.h>

#define N 3

static NablaApplication *application;

typedef struct {
  char *folder, *path;
  NablaDataSet *data_set;
  NablaWindow *window;
  GtkWidget *page;
  char *ids[N]; /* of the drawings, the newest first */
} Fixture;

static GtkWidget *
find (GtkWidget *widget, gboolean (*matches) (GtkWidget *, gconstpointer), gconstpointer data)
{
  GtkWidget *found = matches (widget, data) ? widget : NULL;

  for (GtkWidget *inner = gtk_widget_get_first_child (widget); inner != NULL && found == NULL;
       inner = gtk_widget_get_next_sibling (inner))
    found = find (inner, matches, data);
  return found;
}

static gboolean
is_of_type (GtkWidget *widget, gconstpointer type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, GPOINTER_TO_SIZE (type));
}

static gboolean
says (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

static GtkWidget *
seen (Fixture *fixture, const char *text)
{
  return find (GTK_WIDGET (fixture->window), says, text);
}

static gpointer
inner (gpointer widget, const char *name)
{
  GObject *object = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);

  g_assert_nonnull (object);
  return object;
}

static const char *
summary (Fixture *fixture)
{
  return gtk_label_get_label (inner (inner (fixture->page, "filters"), "summary"));
}

static void
keep (NablaOwnDigits *own, int label)
{
  guint8 pixels[DIGITS_PIXELS] = { 0 };

  for (int y = 4; y < 24; y++)
    pixels[y * DIGITS_SIDE + 10 + label] = 255;
  g_assert_nonnull (nabla_own_digits_add (own, label, 8, NULL, pixels));
}

/* In the file: a 3, a 2 and a 1, the newest first. */
static void
keep_three (Fixture *fixture)
{
  g_autoptr (NablaOwnDigits) own = nabla_own_digits_open (fixture->path, NULL);

  for (int i = 1; i <= N; i++)
    keep (own, i);
  for (guint i = 0; i < N; i++) {
    g_autoptr (NablaOwnDigit) digit = g_list_model_get_item (G_LIST_MODEL (own), i);

    fixture->ids[i] = g_strdup (nabla_own_digit_get_id (digit));
  }
  g_assert_true (nabla_own_digits_flush (own, NULL));
}

static void
open (Fixture *fixture)
{
  fixture->window = open_window (application, fixture->data_set);
  nabla_window_open_own_digits (fixture->window, fixture->path);
  fixture->page =
      find (GTK_WIDGET (fixture->window), is_of_type, GSIZE_TO_POINTER (NABLA_TYPE_DIGITS_PAGE));
}

static void
activate (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer none)
{
  fixture->folder = g_dir_make_tmp ("nabla-test-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "drawings.db", NULL);
  fixture->data_set = small_data_set (600, 60);
  if (none == NULL)
    keep_three (fixture);
  open (fixture);
  activate (fixture, "win.show-own");
  if (none == NULL)
    AWAIT (g_str_equal (summary (fixture), "3 images"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_window (fixture->window);
  g_object_unref (fixture->data_set);
  small_data_remove (fixture->folder);
  for (int i = 0; i < N; i++)
    g_free (fixture->ids[i]);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* What the first tiles show, "321": the captions in order. */
static gboolean
shows (Fixture *fixture, const char *captions)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  char *at[8] = { NULL };

  for (GtkWidget *tile = gtk_widget_get_first_child (inner (fixture->page, "grid")); tile != NULL;
       tile = gtk_widget_get_next_sibling (tile))
    if (gtk_widget_get_visible (tile) &&
        nabla_digit_tile_get_index (NABLA_DIGIT_TILE (tile)) < G_N_ELEMENTS (at))
      at[nabla_digit_tile_get_index (NABLA_DIGIT_TILE (tile))] =
          nabla_digit_tile_get_caption (NABLA_DIGIT_TILE (tile));
  for (gsize i = 0; i < G_N_ELEMENTS (at) && at[i] != NULL; i++)
    g_string_append_c (shown, at[i][0]);
  for (gsize i = 0; i < G_N_ELEMENTS (at); i++)
    g_free (at[i]);
  return g_str_equal (shown->str, captions);
}

static void
click_undo (Fixture *fixture)
{
  GtkWidget *label, *button;

  AWAIT (seen (fixture, "Undo") != NULL);
  label = seen (fixture, "Undo");
  button = gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);
  g_signal_emit_by_name (button, "clicked");
}

/* As Return on the grid does. */
static void
look_at (Fixture *fixture, guint position)
{
  g_signal_emit_by_name (inner (fixture->page, "grid"), "activated", position);
  AWAIT (gtk_widget_get_mapped (inner (fixture->page, "details")));
}

static NablaRun *
train (Fixture *fixture)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  NablaRun *run;

  set_up.layers[1] = 8;
  set_up.epochs = 1;
  run = nabla_workbench_train (nabla_window_get_workbench (fixture->window), &set_up, NULL);
  AWAIT (nabla_run_is_finished (run));
  return run;
}

static void
they_are_a_part_like_others (Fixture *fixture, gconstpointer data)
{
  AWAIT (shows (fixture, "321"));
  train (fixture);
  AWAIT (strstr (summary (fixture), "3 images · ") != NULL);
  look_at (fixture, 1);
  g_assert_cmpuint (nabla_digit_details_get_index (inner (fixture->page, "details")), ==, 1);
  AWAIT (seen (fixture, "It Is a 2") != NULL);
  gtk_drop_down_set_selected (inner (fixture->page, "part_choice"), DIGITS_TEST);
  AWAIT (strstr (summary (fixture), "60 images") != NULL);
  g_assert_false (gtk_widget_get_visible (inner (fixture->page, "own_bar")));
}

static void
none_say_how_they_get_there (Fixture *fixture, gconstpointer data)
{
  AWAIT (seen (fixture, "No Drawings") != NULL);
  g_assert_false (gtk_widget_get_visible (inner (fixture->page, "own_bar")));
}

static void
deleting_can_be_undone (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.remove-own", "s", fixture->ids[1]);
  AWAIT (shows (fixture, "31") && seen (fixture, "Drawing of a 2 deleted") != NULL);
  click_undo (fixture);
  AWAIT (shows (fixture, "321"));
  /* What is not there any more is not deleted. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.remove-own", "s", "nobody");
  settle ();
  g_assert_true (shows (fixture, "321"));
}

static void
another_label_can_be_undone (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.label-own", "(si)",
                              fixture->ids[1], 9);
  AWAIT (shows (fixture, "391"));
  click_undo (fixture);
  AWAIT (shows (fixture, "321"));
}

/* Done at once, they come back at once. */
static void
several_steps_are_undone_together (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.label-own", "(si)",
                              fixture->ids[1], 9);
  for (int i = 0; i < 2; i++)
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.remove-own", "s",
                                fixture->ids[i]);
  AWAIT (shows (fixture, "1") && seen (fixture, "3 drawings changed") != NULL);
  click_undo (fixture);
  AWAIT (shows (fixture, "321"));
}

/* The one that is looked at stays when others come; its neighbour takes its place when it goes. */
static void
the_large_one_is_followed (Fixture *fixture, gconstpointer data)
{
  NablaDigitDetails *details = inner (fixture->page, "details");
  NablaOwnBar *bar = inner (fixture->page, "own_bar");

  look_at (fixture, 1);
  AWAIT (seen (fixture, "It Is a 2") != NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.remove-own", "s", fixture->ids[0]);
  AWAIT (nabla_digit_details_get_index (details) == 0);
  g_assert_nonnull (seen (fixture, "It Is a 2"));
  click_undo (fixture);
  AWAIT (nabla_digit_details_get_index (details) == 1);
  g_signal_emit_by_name (bar, "label", 5);
  AWAIT (seen (fixture, "It Is a 5") != NULL);
  g_signal_emit_by_name (bar, "remove");
  AWAIT (seen (fixture, "It Is a 1") != NULL);
  g_signal_emit_by_name (bar, "remove");
  AWAIT (seen (fixture, "It Is a 3") != NULL);
  g_signal_emit_by_name (bar, "remove");
  AWAIT (seen (fixture, "No Drawings") != NULL);
}

static void
they_are_there_the_next_time (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.remove-own", "s", fixture->ids[0]);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.label-own", "(si)",
                              fixture->ids[2], 6);
  close_window (fixture->window);
  open (fixture);
  activate (fixture, "win.show-own");
  AWAIT (shows (fixture, "26"));
}

static GtkWindow *
refusal (void)
{
  return find_toplevel (ADW_TYPE_MESSAGE_DIALOG);
}

static void
they_are_exported_and_nothing_is_replaced (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "exported", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autofree char *images = g_build_filename (path, "train-images-idx3-ubyte.gz", NULL);
  g_autoptr (NablaDataSet) read = NULL;
  gsize n = 0;

  nabla_window_export_own (fixture->window, folder);
  AWAIT (seen (fixture, "Drawings saved as a data set") != NULL);
  read = nabla_data_set_load (images, 0, NULL);
  g_assert_nonnull (read);
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    n += nabla_data_set_get_part (read, (DigitsPartKind) part).n;
  g_assert_cmpuint (n, ==, N);
  nabla_window_export_own (fixture->window, folder);
  AWAIT (refusal () != NULL);
  gtk_window_destroy (refusal ());
  small_data_remove (path);
}

static NablaRun *
last_run (Fixture *fixture)
{
  GListModel *runs = nabla_workbench_get_runs (nabla_window_get_workbench (fixture->window));
  g_autoptr (NablaRun) run = g_list_model_get_item (runs, g_list_model_get_n_items (runs) - 1);

  return run;
}

static guint
n_runs (Fixture *fixture)
{
  return g_list_model_get_n_items (
      nabla_workbench_get_runs (nabla_window_get_workbench (fixture->window)));
}

/* From the network that read them, with a tenth of own drawings. */
static void
the_network_is_trained_on_with_them (Fixture *fixture, gconstpointer data)
{
  NablaRun *first = train (fixture), *next;
  const NablaHyperParameters *set_up;
  g_autoptr (NablaCheckpoint) start = NULL;

  activate (fixture, "win.train-own");
  g_assert_cmpuint (n_runs (fixture), ==, 2);
  next = last_run (fixture);
  set_up = nabla_run_get_hyper_parameters (next);
  g_assert_cmpfloat (set_up->own_share, ==, 0.1);
  g_assert_cmpint (set_up->layers[1], ==, 8);
  g_assert_cmpuint (nabla_data_set_get_n_own (nabla_run_get_data_set (next)), ==, N);
  g_assert_true (nabla_workbench_get_selected (nabla_window_get_workbench (fixture->window)) ==
                 next);
  /* Not twice at a time. */
  activate (fixture, "win.train-own");
  g_assert_cmpuint (n_runs (fixture), ==, 2);
  AWAIT (nabla_run_is_finished (next));
  g_assert_cmpint (nabla_run_get_state (next), ==, NABLA_RUN_COMPLETED);
  AWAIT (g_str_equal (summary (fixture), "3 images · 0 wrong"));
  /* The set-up of a person is as it was. */
  g_assert_cmpfloat (nabla_run_get_hyper_parameters (first)->own_share, ==, 0);
  start = nabla_run_ref_start (next);
  g_assert_nonnull (start);
}

/* Where there is no network yet the set-up gets a share, and is trained. */
static void
without_a_network_the_set_up_is_trained (Fixture *fixture, gconstpointer data)
{
  NablaSetUpPanel *panel = nabla_window_get_set_up_panel (fixture->window);
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();

  set_up.layers[1] = 8;
  set_up.epochs = 1;
  nabla_set_up_panel_set (panel, &set_up);
  activate (fixture, "win.train-own");
  g_assert_cmpuint (n_runs (fixture), ==, 1);
  g_assert_cmpfloat (nabla_run_get_hyper_parameters (last_run (fixture))->own_share, ==, 0.1);
  nabla_set_up_panel_get (panel, &set_up, NULL);
  g_assert_cmpfloat (set_up.own_share, ==, 0.1);
  AWAIT (nabla_run_is_finished (last_run (fixture)));
}

static gboolean
can_share (Fixture *fixture)
{
  NablaSetUpPanel *panel = nabla_window_get_set_up_panel (fixture->window);
  NablaParameterRow *row = NABLA_PARAMETER_ROW (nabla_set_up_panel_get_row (panel, "own_share"));

  return gtk_widget_get_sensitive (nabla_parameter_row_get_editor (row));
}

static void
a_share_needs_drawings (Fixture *fixture, gconstpointer data)
{
  NablaSetUpPanel *panel = nabla_window_get_set_up_panel (fixture->window);
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  AdwActionRow *row = ADW_ACTION_ROW (nabla_set_up_panel_get_row (panel, "own_share"));

  nabla_set_up_panel_set (panel, &set_up);
  AWAIT (can_share (fixture));
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "");
  for (int i = 0; i < N; i++)
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.remove-own", "s",
                                fixture->ids[i]);
  AWAIT (!can_share (fixture));
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "None kept yet");
  activate (fixture, "win.train-own");
  g_assert_cmpuint (n_runs (fixture), ==, 0);
  /* A share that is there can be taken back. */
  set_up.own_share = 0.2;
  nabla_set_up_panel_set (panel, &set_up);
  g_assert_true (can_share (fixture));
}

#define CLAIM(claim, function)                                                                     \
  g_test_add ("/app/own-drawings/" claim, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  CLAIM ("they-are-a-part-like-others", they_are_a_part_like_others);
  g_test_add ("/app/own-drawings/none-say-how-they-get-there", Fixture, "none", set_up,
              none_say_how_they_get_there, tear_down);
  CLAIM ("deleting-can-be-undone", deleting_can_be_undone);
  CLAIM ("another-label-can-be-undone", another_label_can_be_undone);
  CLAIM ("several-steps-are-undone-together", several_steps_are_undone_together);
  CLAIM ("the-large-one-is-followed", the_large_one_is_followed);
  CLAIM ("they-are-there-the-next-time", they_are_there_the_next_time);
  CLAIM ("they-are-exported-and-nothing-is-replaced", they_are_exported_and_nothing_is_replaced);
  CLAIM ("the-network-is-trained-on-with-them", the_network_is_trained_on_with_them);
  CLAIM ("without-a-network-the-set-up-is-trained", without_a_network_the_set_up_is_trained);
  CLAIM ("a-share-needs-drawings", a_share_needs_drawings);
  result = g_test_run ();
  g_object_unref (application);
  return result;
}
