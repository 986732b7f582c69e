/* SPDX-License-Identifier: MIT */
/* inside.h: what the programs that measure a window from inside share. */
#pragma once

#include <gtk/gtk.h>

/* The first widget of this type in or below `widget`, or NULL. */
static inline GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_widget (child, type);
    if (found != NULL)
      return found;
  }
  return NULL;
}

static inline int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* The value, of double, below which a share q of them lies; 0 of none. Sorts them. */
static inline double
quantile (GArray *values, double q)
{
  g_array_sort (values, compare_doubles);
  return values->len > 0 ? g_array_index (values, double, (guint) (q * (values->len - 1) + 0.5))
                         : 0;
}
