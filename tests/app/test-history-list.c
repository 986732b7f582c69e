/* SPDX-License-Identifier: MIT */
/* The list of the history as it is seen: rows, their names, where they lie. */
#include "history-fixture.h"

#include "app/nabla-history-tile.h"

static double
top_of_list (Fixture *f)
{
  GtkWidget *list = NULL;
  graphene_rect_t bounds;

  count (GTK_WIDGET (f->window), GTK_TYPE_LIST_VIEW, &list);
  return gtk_widget_get_mapped (list) && gtk_widget_get_height (list) > 0 &&
                 gtk_widget_compute_bounds (list, GTK_WIDGET (f->window), &bounds)
             ? bounds.origin.y
             : 0;
}

static void
test_the_list_stays_where_it_is (Fixture *f, gconstpointer data)
{
  double before;

  add (f, 0.5, FALSE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 1 && top_of_list (f) > 0);
  before = top_of_list (f);
  g_assert_false (gtk_widget_get_sensitive (chip (f, "★")));
  act (f, "history.star");
  AWAIT (gtk_widget_get_sensitive (chip (f, "★")));
  for (int i = 0; i < 10; i++) { /* frames, where something moves */
    g_usleep (20000);
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_assert_cmpfloat (top_of_list (f), ==, before);
  }
  press (f, "★", TRUE);
  act (f, "history.star"); /* what is not starred is found again */
  AWAIT (!gtk_widget_get_sensitive (chip (f, "★")));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (chip (f, "★"))));
  AWAIT (g_list_model_get_n_items (f->found) == 1);
}

static void
test_opens_once (Fixture *f, gconstpointer data)
{
  GtkWidget *window = nabla_history_window_open (NULL, f->workbench);

  f->window = NABLA_HISTORY_WINDOW (window);
  g_object_add_weak_pointer (G_OBJECT (f->window), (gpointer *) &f->window);
  AWAIT (gtk_widget_get_mapped (window));
  g_assert_true (nabla_history_window_open (NULL, f->workbench) == window);
}

/* There are as many tiles as are seen, and some. */
static void
test_a_long_list (Fixture *f, gconstpointer data)
{
  for (int i = 0; i < 1000; i++)
    add (f, 0.001 * (i + 1), FALSE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 1000);
  AWAIT (count (GTK_WIDGET (f->window), NABLA_TYPE_HISTORY_TILE, NULL) > 5);
  g_assert_cmpuint (count (GTK_WIDGET (f->window), NABLA_TYPE_HISTORY_TILE, NULL), <, 300);
}

static GtkWidget *
list_of (Fixture *f)
{
  GtkWidget *list = NULL;

  count (GTK_WIDGET (f->window), GTK_TYPE_LIST_VIEW, &list);
  return list;
}

/* The row that is called so, or NULL. */
static GtkWidget *
find_row (Fixture *f, const char *name)
{
  for (GtkWidget *row = gtk_widget_get_first_child (list_of (f)); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    g_autofree char *other = gtk_test_accessible_check_property (
        GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

    if (other == NULL)
      return row;
  }
  return NULL;
}

static void
test_rows_have_names (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (NablaHistoryEntry) entry = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *when = NULL, *before = NULL, *after = NULL;
  GtkWidget *tile = NULL;

  add (f, 0.25, TRUE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  entry = g_list_model_get_item (f->found, 0);
  local = g_date_time_to_local (nabla_history_entry_get_created (entry));
  when = g_date_time_format (local, "%-d %b %Y, %H:%M");
  before = g_strdup_printf ("rate 0.25, %s · %s, %s, 2 epochs · completed, %.1f %%",
                            nabla_history_entry_get_set_up (entry),
                            nabla_history_entry_get_data_set (entry), when,
                            100 * nabla_history_entry_get_best_score (entry));
  AWAIT (find_row (f, before) != NULL);

  /* It follows the run, and its star can be clicked. */
  g_ptr_array_add (one, entry);
  nabla_history_window_note (f->window, one, "too low", "homework", "");
  count (GTK_WIDGET (f->window), NABLA_TYPE_HISTORY_TILE, &tile);
  g_signal_emit_by_name (tile, "star", entry);
  g_assert_true (nabla_history_entry_get_starred (entry));
  after = g_strdup_printf ("rate 0.25, %s · %s, too low · #homework, %s, 2 epochs · completed, "
                           "%.1f %%, starred",
                           nabla_history_entry_get_set_up (entry),
                           nabla_history_entry_get_data_set (entry), when,
                           100 * nabla_history_entry_get_best_score (entry));
  AWAIT (find_row (f, after) != NULL);
  g_assert_null (find_row (f, before));
}

int
main (int argc, char **argv)
{
  history_begin (&argc, &argv);
  claim ("history/the-list-stays-where-it-is", test_the_list_stays_where_it_is);
  claim ("history/opens-once", test_opens_once);
  claim ("history/a-long-list-has-few-tiles", test_a_long_list);
  claim ("history/each-row-has-the-name-of-its-run", test_rows_have_names);
  return history_end ();
}
