/* SPDX-License-Identifier: MIT */
/* window-fixture.h: a window of the application, opened and closed as a person does. */
#pragma once

#include "app/nabla-application.h"
#include "app/nabla-window.h"

#include "await.h"

/* With these digits, or none. */
static inline NablaWindow *
open_window (NablaApplication *application, NablaDataSet *data_set)
{
  NablaWindow *window = NABLA_WINDOW (nabla_window_new (GTK_APPLICATION (application)));

  if (data_set != NULL)
    nabla_workbench_set_data_set (nabla_window_get_workbench (window), data_set);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  return window;
}

/* Closes it the way its close button does; nothing of it may be left. */
static inline void
close_window (NablaWindow *window)
{
  gpointer left = window;

  g_object_add_weak_pointer (G_OBJECT (window), &left);
  gtk_window_close (GTK_WINDOW (window));
  AWAIT (left == NULL);
}

/* The mapped window of this type, or NULL. */
static inline GtkWindow *
find_toplevel (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (toplevel, type) &&
        gtk_widget_get_mapped (GTK_WIDGET (toplevel)))
      return toplevel;
  }
  return NULL;
}
