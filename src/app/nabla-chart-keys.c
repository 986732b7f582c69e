/* SPDX-License-Identifier: MIT */
#include "app/nabla-chart-keys.h"

#include "app/nabla-chart.h"

#define PAN_STEP 40.0 /* px */

static gboolean
key_step (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  int step;

  g_variant_get (arguments, "(i)", &step);
  nabla_chart_step (NABLA_CHART (widget), step);
  return TRUE;
}

static gboolean
key_zoom (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  double factor;

  g_variant_get (arguments, "(d)", &factor);
  nabla_chart_zoom (NABLA_CHART (widget), factor);
  return TRUE;
}

static gboolean
key_pan (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  int dx, dy;

  g_variant_get (arguments, "(ii)", &dx, &dy);
  nabla_chart_pan (NABLA_CHART (widget), dx * PAN_STEP, dy * PAN_STEP);
  return TRUE;
}

static gboolean
key_leave (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  nabla_chart_leave (NABLA_CHART (widget));
  return TRUE;
}

/* As the action does it, which the menu shows with the one key that people know. */
static gboolean
key_fit (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  return gtk_widget_activate_action (widget, "chart.fit", NULL);
}

static gboolean
key_menu (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  nabla_chart_popup_menu (NABLA_CHART (widget), gtk_widget_get_width (widget) / 2.0,
                          gtk_widget_get_height (widget) / 2.0);
  return TRUE;
}

static void
bind_step (GtkWidgetClass *widget_class, guint key, int step)
{
  gtk_widget_class_add_binding (widget_class, key, 0, key_step, "(i)", step);
}

static void
bind_zoom (GtkWidgetClass *widget_class, guint key, double factor)
{
  gtk_widget_class_add_binding (widget_class, key, 0, key_zoom, "(d)", factor);
  gtk_widget_class_add_binding (widget_class, key, GDK_CONTROL_MASK, key_zoom, "(d)", factor);
}

static void
bind_pan (GtkWidgetClass *widget_class, guint key, int dx, int dy)
{
  gtk_widget_class_add_binding (widget_class, key, GDK_CONTROL_MASK, key_pan, "(ii)", dx, dy);
}

void
nabla_chart_keys_install (GtkWidgetClass *widget_class)
{
  bind_step (widget_class, GDK_KEY_Left, -1);
  bind_step (widget_class, GDK_KEY_Right, 1);
  bind_zoom (widget_class, GDK_KEY_plus, NABLA_CHART_ZOOM_STEP);
  bind_zoom (widget_class, GDK_KEY_equal, NABLA_CHART_ZOOM_STEP);
  bind_zoom (widget_class, GDK_KEY_KP_Add, NABLA_CHART_ZOOM_STEP);
  bind_zoom (widget_class, GDK_KEY_minus, 1 / NABLA_CHART_ZOOM_STEP);
  bind_zoom (widget_class, GDK_KEY_KP_Subtract, 1 / NABLA_CHART_ZOOM_STEP);
  bind_pan (widget_class, GDK_KEY_Left, 1, 0);
  bind_pan (widget_class, GDK_KEY_Right, -1, 0);
  bind_pan (widget_class, GDK_KEY_Up, 0, 1);
  bind_pan (widget_class, GDK_KEY_Down, 0, -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0, 0, "chart.fit", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_0, 0, key_fit, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, key_leave, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, key_menu, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, key_menu, NULL);
}
