/* SPDX-License-Identifier: MIT */
#include "app/nabla-weights-view.h"

#include "app/nabla-run-colors.h"
#include "app/nabla-throttle.h"
#include "app/nabla-weight-tile.h"

#include <glib/gi18n.h>

#define UPDATE_INTERVAL 100 /* ms */
#define MAX_TILES       400 /* more units than that are not looked at one by one */
/* The colours of plot_color_signed, as those of runs. */
#define COLOR_FOR     1
#define COLOR_AGAINST 0

struct _NablaWeightsView {
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *key;
  GtkWidget *key_for;
  GtkWidget *key_against;
  GtkStack *stack;
  GtkFlowBox *flow;

  NablaWorkbench *workbench;
  GSignalGroup *run_signals; /* of the selected run */
  NablaThrottle *updating;
  GPtrArray *tiles; /* of NablaWeightTile; owned by `flow` */
  gboolean outputs; /* what is shown is the output layer */
};

G_DEFINE_FINAL_TYPE (NablaWeightsView, nabla_weights_view, GTK_TYPE_WIDGET)

static char *
title_of (const NnNetwork *network)
{
  int n = network->sizes[1];

  if (network->n_layers == 1)
    return n == 10 ? g_strdup (_ ("What the ten outputs look for"))
                   : g_strdup_printf (ngettext ("What the %d output looks for",
                                                "What the %d outputs look for", n),
                                      n);
  if (network->n_layers > 2)
    return g_strdup_printf (ngettext ("What the %d unit of the first hidden layer looks for",
                                      "What the %d units of the first hidden layer look for", n),
                            n);
  return g_strdup_printf (
      ngettext ("What the %d hidden unit looks for", "What the %d hidden units look for", n), n);
}

static void
show_words (NablaWeightsView *self, NablaRun *run, const NnNetwork *network)
{
  g_autofree char *title = title_of (network);
  g_autofree char *name = nabla_run_group_name_without_seed (run);
  /* Translators: a run's name, its seed and its epoch */
  g_autofree char *text = g_strdup_printf (_ ("%s, seed %d, epoch %d"), name,
                                           (int) nabla_run_get_hyper_parameters (run)->seed,
                                           nabla_run_get_snapshot_epoch (run));

  if (network->sizes[1] > MAX_TILES) {
    g_autofree char *some = g_strdup_printf (_ ("%s · the first %d"), text, MAX_TILES);

    gtk_label_set_label (self->subtitle, some);
  } else {
    gtk_label_set_label (self->subtitle, text);
  }
  gtk_label_set_label (self->title, title);
}

/* As many tiles as the layer has units, named after them. */
static void
fit_tiles (NablaWeightsView *self, const NnNetwork *network)
{
  guint n = (guint) MIN (network->sizes[1], MAX_TILES);
  gboolean outputs = network->n_layers == 1;

  if (self->tiles->len == n && self->outputs == outputs)
    return;
  g_ptr_array_set_size (self->tiles, 0);
  while (gtk_flow_box_get_child_at_index (self->flow, 0) != NULL)
    gtk_flow_box_remove (self->flow, GTK_WIDGET (gtk_flow_box_get_child_at_index (self->flow, 0)));
  self->outputs = outputs;
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = outputs ? g_strdup_printf (_ ("Output %u"), i)
                                    : g_strdup_printf (_ ("Hidden unit %u"), i + 1);
    GtkWidget *tile = nabla_weight_tile_new (name);

    g_ptr_array_add (self->tiles, tile);
    gtk_flow_box_append (self->flow, tile);
    gtk_widget_set_focusable (gtk_widget_get_parent (tile), FALSE);
  }
}

static void
show_empty (NablaWeightsView *self)
{
  gtk_label_set_label (self->title, _ ("What the hidden units look for"));
  gtk_label_set_label (self->subtitle, "");
  gtk_widget_set_visible (self->key, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
update (gpointer data)
{
  NablaWeightsView *self = data;
  NablaRun *run = nabla_workbench_get_selected (self->workbench);
  NnNetwork *network = run != NULL ? nabla_run_ref_snapshot (run) : NULL;

  if (network == NULL || network->sizes[0] != DIGITS_PIXELS) {
    nn_network_unref (network);
    show_empty (self);
    return;
  }
  fit_tiles (self, network);
  for (guint i = 0; i < self->tiles->len; i++) {
    gsize step;
    const float *weights = nn_network_incoming (network, 0, (int) i, &step);
    nabla_weight_tile_set_weights (g_ptr_array_index (self->tiles, i), weights, step);
  }
  show_words (self, run, network);
  gtk_widget_set_visible (self->key, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "tiles");
  nn_network_unref (network);
}

static void
request_update (NablaWeightsView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    nabla_throttle_request (self->updating);
}

static void
run_selected (NablaWeightsView *self)
{
  g_signal_group_set_target (self->run_signals, nabla_workbench_get_selected (self->workbench));
  request_update (self);
}

static void
nabla_weights_view_map (GtkWidget *widget)
{
  NablaWeightsView *self = NABLA_WEIGHTS_VIEW (widget);

  GTK_WIDGET_CLASS (nabla_weights_view_parent_class)->map (widget);
  if (self->workbench != NULL)
    update (self);
}

static void
nabla_weights_view_dispose (GObject *object)
{
  NablaWeightsView *self = NABLA_WEIGHTS_VIEW (object);
  GtkWidget *child;

  g_clear_pointer (&self->updating, nabla_throttle_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->workbench);
  G_OBJECT_CLASS (nabla_weights_view_parent_class)->dispose (object);
}

static void
nabla_weights_view_finalize (GObject *object)
{
  g_ptr_array_unref (NABLA_WEIGHTS_VIEW (object)->tiles);
  G_OBJECT_CLASS (nabla_weights_view_parent_class)->finalize (object);
}

static void
nabla_weights_view_class_init (NablaWeightsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_weights_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_weights_view_finalize;
  widget_class->map = nabla_weights_view_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "weightsview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-weights-view.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaWeightsView, title);
  gtk_widget_class_bind_template_child (widget_class, NablaWeightsView, subtitle);
  gtk_widget_class_bind_template_child (widget_class, NablaWeightsView, key);
  gtk_widget_class_bind_template_child (widget_class, NablaWeightsView, key_for);
  gtk_widget_class_bind_template_child (widget_class, NablaWeightsView, key_against);
  gtk_widget_class_bind_template_child (widget_class, NablaWeightsView, stack);
  gtk_widget_class_bind_template_child (widget_class, NablaWeightsView, flow);
}

static void
nabla_weights_view_init (NablaWeightsView *self)
{
  self->tiles = g_ptr_array_new ();
  self->updating = nabla_throttle_new (UPDATE_INTERVAL, update, self);
  self->run_signals = g_signal_group_new (NABLA_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "snapshot", G_CALLBACK (request_update), self);
  g_signal_group_connect_swapped (self->run_signals, "finished", G_CALLBACK (request_update), self);
  g_signal_group_connect_swapped (self->run_signals, "notify::name", G_CALLBACK (request_update),
                                  self);
  gtk_widget_init_template (GTK_WIDGET (self));
  nabla_run_colors_apply (self->key_for, COLOR_FOR);
  nabla_run_colors_apply (self->key_against, COLOR_AGAINST);
  show_empty (self);
}

GtkWidget *
nabla_weights_view_new (void)
{
  return g_object_new (NABLA_TYPE_WEIGHTS_VIEW, NULL);
}

void
nabla_weights_view_set_workbench (NablaWeightsView *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_WEIGHTS_VIEW (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench));
  g_return_if_fail (self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "notify::selected", G_CALLBACK (run_selected), self,
                           G_CONNECT_SWAPPED);
  run_selected (self);
}
