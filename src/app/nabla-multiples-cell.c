/* SPDX-License-Identifier: MIT */
#include "app/nabla-multiples-cell.h"

#include <glib/gi18n.h>

static void
select_run (NablaMultiplesCell *cell, NablaRun *run)
{
  g_signal_emit_by_name (cell->all, "selected",
                         run != NULL ? run : nabla_run_group_get_run (cell->group, 0));
}

static void
on_released (GtkGestureClick *click, int n_press, double x, double y, NablaMultiplesCell *cell)
{
  if (n_press == 1)
    select_run (cell, nabla_curves_chart_pick (cell->curves, x, y));
}

static gboolean
on_return (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
           NablaMultiplesCell *cell)
{
  if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_space)
    return GDK_EVENT_PROPAGATE;
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  select_run (cell, NULL);
  return GDK_EVENT_STOP;
}

static void
add_controllers (NablaMultiplesCell *cell)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (click, "released", G_CALLBACK (on_released), cell);
  gtk_widget_add_controller (GTK_WIDGET (cell->chart), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_return), cell);
  gtk_widget_add_controller (GTK_WIDGET (cell->chart), keys);
}

/* What is called by itself names its figure besides. */
void
nabla_multiples_cell_update_title (NablaMultiplesCell *cell)
{
  const NablaCurveView *view = nabla_curves_chart_get_view (cell->curves);
  g_autofree char *name = nabla_run_group_get_name (cell->group);
  /* Translators: what a chart shows, and of which run, as in "Accuracy, η 0.25". */
  g_autofree char *title =
      g_strdup_printf (_ ("%s, %s"), nabla_curve_figure_get_title (view->figure), name);

  plot_chart_set_title (nabla_chart_get_plot (cell->chart), name);
  nabla_chart_set_small (cell->chart, title);
}

void
nabla_multiples_cell_set_view (NablaMultiplesCell *cell, const NablaCurveView *view)
{
  nabla_curves_chart_set_view (cell->curves, view);
  nabla_multiples_cell_update_title (cell);
}

gboolean
nabla_multiples_cell_has_published (const NablaMultiplesCell *cell)
{
  const PlotChart *plot = nabla_chart_get_plot (cell->chart);

  for (gsize i = 0; i < plot_chart_n_series (plot); i++)
    if (plot_series_ghost (plot_chart_series (plot, i)))
      return TRUE;
  return FALSE;
}

NablaMultiplesCell *
nabla_multiples_cell_new (NablaMultiples *all, NablaWorkbench *workbench, NablaRunGroup *group,
                          const NablaCurveView *view)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  NablaMultiplesCell *cell = g_new0 (NablaMultiplesCell, 1);

  cell->all = all;
  cell->group = g_object_ref (group);
  cell->chart = NABLA_CHART (nabla_chart_new ());
  cell->curves = nabla_curves_chart_new (cell->chart, workbench, TRUE);
  g_ptr_array_add (groups, group);
  nabla_curves_chart_set_view (cell->curves, view);
  nabla_curves_chart_set_groups (cell->curves, groups);
  nabla_multiples_cell_update_title (cell);
  add_controllers (cell);
  return cell;
}

void
nabla_multiples_cell_free (gpointer data)
{
  NablaMultiplesCell *cell = data;

  g_signal_handlers_disconnect_by_data (cell->group, cell);
  nabla_curves_chart_free (cell->curves);
  gtk_widget_unparent (GTK_WIDGET (cell->chart));
  g_object_unref (cell->group);
  g_free (cell);
}
