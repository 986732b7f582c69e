/* SPDX-License-Identifier: MIT */
/* widget-fixture.h: a widget in a window of its own, with a workbench, and what is left of them. */
#pragma once

#include "lab/nabla-workbench.h"

#include "await.h"

#include <gtk/gtk.h>

/* In a window of that size, mapped. *widget becomes NULL when it is gone. */
static inline GtkWindow *
show_widget (gpointer *widget, int width, int height)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  g_object_add_weak_pointer (*widget, widget);
  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, GTK_WIDGET (*widget));
  gtk_window_present (window);
  AWAIT (gtk_widget_get_mapped (GTK_WIDGET (*widget)) &&
         gtk_widget_get_width (GTK_WIDGET (*widget)) > 0);
  return window;
}

/* Nothing of them may be left. */
static inline void
take_down (NablaWorkbench *workbench, GtkWindow *window, gpointer *widget)
{
  nabla_workbench_stop_and_wait (workbench);
  gtk_window_destroy (window);
  AWAIT (*widget == NULL);
  settle ();
  g_assert_finalize_object (workbench);
}
