/* SPDX-License-Identifier: MIT */
#include "app/nabla-multiples-view.h"

struct _NablaMultiplesView {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkToggleButton *upper_figure;
  GtkToggleButton *lower_figure;
  GtkWidget *nothing;
  GtkScrolledWindow *scroller;
  NablaMultiples *multiples;
  GtkLabel *legend;

  NablaWorkbench *workbench;
  NablaCurveView views[2];
};

enum { FIGURE, SCALED, SCALED_X, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaMultiplesView, nabla_multiples_view, GTK_TYPE_WIDGET)

/* While one button is switched on the other is off already. */
static const NablaCurveView *
chosen_view (NablaMultiplesView *self)
{
  return &self->views[gtk_toggle_button_get_active (self->upper_figure) ? 0 : 1];
}

static void
update_words (NablaMultiplesView *self)
{
  g_autofree char *legend = nabla_multiples_get_legend (self->multiples);
  gboolean any = nabla_multiples_get_n_charts (self->multiples) > 0;

  gtk_label_set_text (self->legend, legend);
  gtk_widget_set_visible (GTK_WIDGET (self->legend), any);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), any);
  gtk_widget_set_visible (self->nothing, !any);
}

static void
on_figure_toggled (NablaMultiplesView *self)
{
  if (self->workbench == NULL)
    return;
  nabla_multiples_set_view (self->multiples, chosen_view (self));
  update_words (self);
  g_signal_emit (self, signals[FIGURE], 0);
}

static void
on_selected (NablaMultiplesView *self, NablaRun *run)
{
  nabla_workbench_set_selected (self->workbench, run);
}

static void
on_scaled (NablaMultiplesView *self, gboolean logarithmic)
{
  g_signal_emit (self, signals[SCALED], 0, logarithmic);
}

static void
on_scaled_x (NablaMultiplesView *self, gboolean logarithmic)
{
  g_signal_emit (self, signals[SCALED_X], 0, logarithmic);
}

static void
nabla_multiples_view_dispose (GObject *object)
{
  NablaMultiplesView *self = NABLA_MULTIPLES_VIEW (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workbench);

  G_OBJECT_CLASS (nabla_multiples_view_parent_class)->dispose (object);
}

static guint
new_signal (NablaMultiplesViewClass *klass, const char *name, gboolean scale)
{
  if (scale)
    return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                         G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
nabla_multiples_view_class_init (NablaMultiplesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_multiples_view_dispose;

  signals[FIGURE] = new_signal (klass, "figure", FALSE);
  signals[SCALED] = new_signal (klass, "scaled", TRUE);
  signals[SCALED_X] = new_signal (klass, "scaled-x", TRUE);

  g_type_ensure (NABLA_TYPE_MULTIPLES);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/nabla_lab/Nabla/nabla-multiples-view.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaMultiplesView, content);
  gtk_widget_class_bind_template_child (widget_class, NablaMultiplesView, upper_figure);
  gtk_widget_class_bind_template_child (widget_class, NablaMultiplesView, lower_figure);
  gtk_widget_class_bind_template_child (widget_class, NablaMultiplesView, nothing);
  gtk_widget_class_bind_template_child (widget_class, NablaMultiplesView, scroller);
  gtk_widget_class_bind_template_child (widget_class, NablaMultiplesView, multiples);
  gtk_widget_class_bind_template_child (widget_class, NablaMultiplesView, legend);
  gtk_widget_class_bind_template_callback (widget_class, on_figure_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_scaled);
  gtk_widget_class_bind_template_callback (widget_class, on_scaled_x);
}

static void
nabla_multiples_view_init (NablaMultiplesView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Only what is seen is drawn. */
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (gtk_widget_queue_draw), self->multiples, G_CONNECT_SWAPPED);
}

GtkWidget *
nabla_multiples_view_new (void)
{
  return g_object_new (NABLA_TYPE_MULTIPLES_VIEW, NULL);
}

void
nabla_multiples_view_set_workbench (NablaMultiplesView *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_MULTIPLES_VIEW (self) && self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  nabla_multiples_set_workbench (self->multiples, workbench);
}

void
nabla_multiples_view_set_views (NablaMultiplesView *self, const NablaCurveView views[2])
{
  g_return_if_fail (NABLA_IS_MULTIPLES_VIEW (self));

  self->views[0] = views[0];
  self->views[1] = views[1];
  gtk_button_set_label (GTK_BUTTON (self->upper_figure),
                        nabla_curve_figure_get_title (views[0].figure));
  gtk_button_set_label (GTK_BUTTON (self->lower_figure),
                        nabla_curve_figure_get_title (views[1].figure));
  gtk_widget_set_visible (GTK_WIDGET (self->lower_figure), views[0].figure != views[1].figure);
  nabla_multiples_set_view (self->multiples, chosen_view (self));
  update_words (self);
}

NablaCurveFigure
nabla_multiples_view_get_figure (NablaMultiplesView *self)
{
  g_return_val_if_fail (NABLA_IS_MULTIPLES_VIEW (self), NABLA_CURVE_COST);
  return chosen_view (self)->figure;
}

void
nabla_multiples_view_set_groups (NablaMultiplesView *self, const GPtrArray *groups)
{
  g_return_if_fail (NABLA_IS_MULTIPLES_VIEW (self));

  nabla_multiples_set_groups (self->multiples, groups);
  update_words (self);
}

NablaMultiples *
nabla_multiples_view_get_multiples (NablaMultiplesView *self)
{
  g_return_val_if_fail (NABLA_IS_MULTIPLES_VIEW (self), NULL);
  return self->multiples;
}

void
nabla_multiples_view_laid_behind (NablaMultiplesView *self)
{
  g_return_if_fail (NABLA_IS_MULTIPLES_VIEW (self));

  nabla_multiples_share (self->multiples);
  update_words (self);
}

/* What is selected in the list may be scrolled out of sight. */
static void
scroll_to (NablaMultiplesView *self, NablaChart *chart)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (chart), GTK_WIDGET (self->multiples), &bounds))
    gtk_adjustment_clamp_page (place, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

void
nabla_multiples_view_set_selected (NablaMultiplesView *self, NablaRun *selected)
{
  NablaChart *chart;

  g_return_if_fail (NABLA_IS_MULTIPLES_VIEW (self));

  nabla_multiples_set_selected (self->multiples, selected);
  chart = nabla_multiples_get_selected_chart (self->multiples);
  if (chart != NULL)
    scroll_to (self, chart);
}
