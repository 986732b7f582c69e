/* SPDX-License-Identifier: MIT */
#include "app/nabla-network-page.h"

#include "app/nabla-count.h"
#include "app/nabla-weights-view.h"

#include <glib/gi18n.h>

struct _NablaNetworkPage {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkLabel *layers;
  GtkLabel *parameters;
  NablaWeightsView *weights;

  NablaWorkbench *workbench;
};

G_DEFINE_FINAL_TYPE (NablaNetworkPage, nabla_network_page, GTK_TYPE_WIDGET)

static void
on_selected (NablaNetworkPage *self)
{
  NablaRun *run = nabla_workbench_get_selected (self->workbench);
  const NablaHyperParameters *set_up;
  g_autoptr (GString) layers = g_string_new (NULL);
  g_autofree char *weights = NULL, *biases = NULL, *parameters = NULL;
  gint64 n_weights = 0, n_biases = 0;

  gtk_widget_set_visible (GTK_WIDGET (self->layers), run != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->parameters), run != NULL);
  if (run == NULL)
    return;
  set_up = nabla_run_get_hyper_parameters (run);
  for (gint64 i = 0; i < set_up->n_layers; i++) {
    g_string_append_printf (layers, i == 0 ? "%d" : " → %d", (int) set_up->layers[i]);
    if (i > 0) {
      n_weights += set_up->layers[i - 1] * set_up->layers[i];
      n_biases += set_up->layers[i];
    }
  }
  weights = nabla_count_to_text ((guint64) n_weights);
  biases = nabla_count_to_text ((guint64) n_biases);
  parameters = g_strdup_printf (_ ("%s weights and %s biases"), weights, biases);
  gtk_label_set_text (self->layers, layers->str);
  gtk_label_set_text (self->parameters, parameters);
}

static void
nabla_network_page_dispose (GObject *object)
{
  NablaNetworkPage *self = NABLA_NETWORK_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workbench);

  G_OBJECT_CLASS (nabla_network_page_parent_class)->dispose (object);
}

static void
nabla_network_page_class_init (NablaNetworkPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_network_page_dispose;

  g_type_ensure (NABLA_TYPE_WEIGHTS_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-network-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaNetworkPage, content);
  gtk_widget_class_bind_template_child (widget_class, NablaNetworkPage, layers);
  gtk_widget_class_bind_template_child (widget_class, NablaNetworkPage, parameters);
  gtk_widget_class_bind_template_child (widget_class, NablaNetworkPage, weights);
}

static void
nabla_network_page_init (NablaNetworkPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_network_page_new (void)
{
  return g_object_new (NABLA_TYPE_NETWORK_PAGE, NULL);
}

void
nabla_network_page_set_workbench (NablaNetworkPage *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_NETWORK_PAGE (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench) && self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  nabla_weights_view_set_workbench (self->weights, workbench);
  g_signal_connect_object (workbench, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  on_selected (self);
}
