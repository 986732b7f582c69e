/* SPDX-License-Identifier: MIT */
/* history-fixture.h: the window of a history in a folder of the test's own, and runs in it. A test
 * program calls history_begin() and ends with what history_end() returns. */
#pragma once

#include "app/nabla-application.h"
#include "app/nabla-history-tags.h"
#include "app/nabla-history-window.h"

#include "await.h"
#include "lab/small-data.h"

#include <glib/gstdio.h>

static NablaDataSet *data_set;
static char *folder;

typedef struct {
  NablaHistory *history;
  NablaWorkbench *workbench;
  NablaHistoryWindow *window;
  GListModel *found;
} Fixture;

static inline void
add (Fixture *f, double learning_rate, gboolean trained)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();

  set_up.layers[1] = 8;
  set_up.epochs = 2;
  set_up.learning_rate = learning_rate;
  set_up.train_size = 600;
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_autofree char *name = g_strdup_printf ("rate %g", learning_rate);
  nabla_run_set_name (run, name);
  nabla_history_follow (f->history, run);
  if (trained) {
    g_assert_true (nabla_run_start (run, NULL));
    AWAIT (nabla_run_is_finished (run));
  }
}

static inline void
open_window (Fixture *f)
{
  f->window = NABLA_HISTORY_WINDOW (nabla_history_window_new (NULL, f->workbench));
  f->found = G_LIST_MODEL (nabla_history_window_get_selection (f->window));
  g_object_add_weak_pointer (G_OBJECT (f->window), (gpointer *) &f->window);
  gtk_window_present (GTK_WINDOW (f->window));
}

static inline void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (folder, "history.db", NULL);
  g_autoptr (GError) error = NULL;

  f->history = nabla_history_open (path, &error);
  g_assert_no_error (error);
  f->workbench = nabla_workbench_new (1);
  nabla_workbench_set_data_set (f->workbench, data_set);
  nabla_workbench_set_history (f->workbench, f->history);
}

static inline void
tear_down (Fixture *f, gconstpointer data)
{
  const char *endings[] = { "", "-wal", "-shm", "-live" };

  if (f->window != NULL)
    gtk_window_destroy (GTK_WINDOW (f->window));
  AWAIT (f->window == NULL);
  nabla_workbench_stop_and_wait (f->workbench);
  g_clear_object (&f->workbench);
  g_assert_finalize_object (f->history);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = g_strdup_printf ("%s/history.db%s", folder, endings[i]);

    g_unlink (path);
  }
}

static inline void
act (Fixture *f, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->window), action, NULL));
}

/* How many widgets of a type there are below; the first of them. */
static inline guint
count (GtkWidget *widget, GType type, GtkWidget **first)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (widget, type);

  if (n > 0 && first != NULL && *first == NULL)
    *first = widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count (child, type, first);
  return n;
}

/* Those that are selected; free with g_ptr_array_unref. */
static inline GPtrArray *
all_selected (Fixture *f)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (f->found); i++)
    if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (f->found), i))
      g_ptr_array_add (entries, g_list_model_get_item (f->found, i));
  return entries;
}

/* The only one; NULL where there is none. The history has a reference. */
static inline NablaHistoryEntry *
selected (Fixture *f)
{
  g_autoptr (GPtrArray) entries = all_selected (f);

  g_assert_cmpuint (entries->len, <=, 1);
  return entries->len > 0 ? entries->pdata[0] : NULL;
}

static inline void
search (Fixture *f, const char *text)
{
  GtkWidget *entry = NULL;

  count (GTK_WIDGET (f->window), GTK_TYPE_SEARCH_ENTRY, &entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static inline GtkWidget *
chip (Fixture *f, const char *text)
{
  GtkWidget *tags = NULL, *button;

  count (GTK_WIDGET (f->window), NABLA_TYPE_HISTORY_TAGS, &tags);
  button = NULL;
  count (tags, GTK_TYPE_BOX, &button);
  for (button = gtk_widget_get_first_child (button); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    if (g_str_has_prefix (gtk_button_get_label (GTK_BUTTON (button)), text))
      return button;
  return NULL;
}

static inline void
press (Fixture *f, const char *text, gboolean pressed)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip (f, text)), pressed);
}

/* A test, and its name after /app/. */
static inline void
claim (const char *name, void (*test) (Fixture *f, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/app/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

static inline void
history_begin (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);
  folder = g_dir_make_tmp ("nabla-history-XXXXXX", NULL);
}

static inline int
history_end (void)
{
  int status = g_test_run ();

  g_rmdir (folder);
  g_free (folder);
  return status;
}
