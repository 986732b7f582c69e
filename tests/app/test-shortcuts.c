/* SPDX-License-Identifier: MIT */
/* The window of shortcuts, and the keys that there are. */
#include "window-fixture.h"

#include <string.h>

static NablaApplication *application;

/* "<Control>1...4" is four. */
static void
add_range (const char *accelerator, GHashTable *keys)
{
  const char *dots = strstr (accelerator, "...");

  for (char key = dots[-1]; key <= dots[3]; key++)
    g_hash_table_add (keys,
                      g_strdup_printf ("%.*s%c", (int) (dots - 1 - accelerator), accelerator, key));
}

/* The accelerators of all shortcuts below `widget`, each once. */
static void
list_shortcuts (GtkWidget *widget, GHashTable *keys)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget)) {
    g_autofree char *accelerator = NULL;

    g_object_get (widget, "accelerator", &accelerator, NULL);
    if (strstr (accelerator, "...") != NULL)
      add_range (accelerator, keys);
    else
      g_hash_table_add (keys, g_steal_pointer (&accelerator));
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_shortcuts (child, keys);
}

static gboolean
has_one_of (GHashTable *keys, char **accelerators)
{
  for (char **accelerator = accelerators; *accelerator != NULL; accelerator++) {
    guint key, other;
    GdkModifierType modifiers, other_modifiers;
    GHashTableIter iter;
    gpointer listed;

    gtk_accelerator_parse (*accelerator, &key, &modifiers);
    g_hash_table_iter_init (&iter, keys);
    while (g_hash_table_iter_next (&iter, &listed, NULL))
      if (gtk_accelerator_parse (listed, &other, &other_modifiers) && key == other &&
          modifiers == other_modifiers)
        return TRUE;
  }
  return FALSE;
}

/* A warning of GTK's would end the test. */
static void
test_lists_every_key (void)
{
  NablaWindow *window = open_window (application, NULL);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (GTK_APPLICATION (application));
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 shown;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.show-help-overlay", NULL));
  AWAIT (find_toplevel (GTK_TYPE_SHORTCUTS_WINDOW) != NULL);
  shown = g_get_monotonic_time ();
  AWAIT (g_get_monotonic_time () - shown > 300 * G_TIME_SPAN_MILLISECOND);
  list_shortcuts (GTK_WIDGET (find_toplevel (GTK_TYPE_SHORTCUTS_WINDOW)), keys);
  g_assert_cmpuint (g_strv_length (actions), >, 20);
  for (char **action = actions; *action != NULL; action++) {
    g_auto (GStrv) accelerators =
        gtk_application_get_accels_for_action (GTK_APPLICATION (application), *action);

    if (!has_one_of (keys, accelerators))
      g_error ("the keys of %s are not listed", *action);
  }
  gtk_window_close (find_toplevel (GTK_TYPE_SHORTCUTS_WINDOW));
  close_window (window);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/app/window/lists-every-key-without-a-warning", test_lists_every_key);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
