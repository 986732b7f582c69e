/* SPDX-License-Identifier: MIT */
#include "app/nabla-lab-page.h"

struct _NablaLabPage {
  GtkWidget parent_instance;

  GtkWidget *content;
  NablaInstantView *instant;
  NablaRangeView *range;
  NablaLandscapeView *landscape;

  NablaSetUpPanel *panel; /* weak */
};

enum { TRAIN, USE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaLabPage, nabla_lab_page, GTK_TYPE_WIDGET)

/* A set-up that is refused is not explored; the one before stays. */
static void
update (NablaLabPage *self)
{
  NablaHyperParameters set_up;

  if (self->panel == NULL || !nabla_set_up_panel_get (self->panel, &set_up, NULL))
    return;
  nabla_instant_view_set_set_up (self->instant, &set_up);
  nabla_range_view_set_set_up (self->range, &set_up);
  nabla_landscape_view_set_set_up (self->landscape, &set_up);
}

static void
on_train (NablaLabPage *self, gpointer set_up)
{
  g_signal_emit (self, signals[TRAIN], 0, set_up);
}

static void
on_use (NablaLabPage *self, gpointer set_up)
{
  g_signal_emit (self, signals[USE], 0, set_up);
}

static void
nabla_lab_page_dispose (GObject *object)
{
  NablaLabPage *self = NABLA_LAB_PAGE (object);

  g_clear_weak_pointer (&self->panel);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_lab_page_parent_class)->dispose (object);
}

static void
nabla_lab_page_class_init (NablaLabPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_lab_page_dispose;
  signals[TRAIN] = g_signal_new ("train", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_POINTER);
  signals[USE] = g_signal_new ("use", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               G_TYPE_POINTER);

  g_type_ensure (NABLA_TYPE_INSTANT_VIEW);
  g_type_ensure (NABLA_TYPE_RANGE_VIEW);
  g_type_ensure (NABLA_TYPE_LANDSCAPE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-lab-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaLabPage, content);
  gtk_widget_class_bind_template_child (widget_class, NablaLabPage, instant);
  gtk_widget_class_bind_template_child (widget_class, NablaLabPage, range);
  gtk_widget_class_bind_template_child (widget_class, NablaLabPage, landscape);
  gtk_widget_class_bind_template_callback (widget_class, on_train);
  gtk_widget_class_bind_template_callback (widget_class, on_use);
}

static void
nabla_lab_page_init (NablaLabPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_lab_page_new (void)
{
  return g_object_new (NABLA_TYPE_LAB_PAGE, NULL);
}

void
nabla_lab_page_set_workbench (NablaLabPage *self, NablaWorkbench *workbench, NablaSetUpPanel *panel)
{
  g_return_if_fail (NABLA_IS_LAB_PAGE (self) && self->panel == NULL);

  g_set_weak_pointer (&self->panel, panel);
  nabla_instant_view_set_workbench (self->instant, workbench);
  nabla_range_view_set_workbench (self->range, workbench);
  nabla_landscape_view_set_workbench (self->landscape, workbench);
  g_signal_connect_object (panel, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (panel, "replaced", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

NablaInstantView *
nabla_lab_page_get_instant (NablaLabPage *self)
{
  g_return_val_if_fail (NABLA_IS_LAB_PAGE (self), NULL);
  return self->instant;
}

NablaRangeView *
nabla_lab_page_get_range (NablaLabPage *self)
{
  g_return_val_if_fail (NABLA_IS_LAB_PAGE (self), NULL);
  return self->range;
}

NablaLandscapeView *
nabla_lab_page_get_landscape (NablaLabPage *self)
{
  g_return_val_if_fail (NABLA_IS_LAB_PAGE (self), NULL);
  return self->landscape;
}
