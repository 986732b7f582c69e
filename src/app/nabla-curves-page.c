/* SPDX-License-Identifier: MIT */
#include "app/nabla-curves-page.h"

#include "app/nabla-curves-controls.h"
#include "app/nabla-curves-overlay.h"
#include "app/nabla-multiples-view.h"
#include "app/nabla-run-bar.h"
#include "app/nabla-weights-view.h"

#define TOOLS_GAP       8   /* px beside the buttons over the upper chart */
#define WIDE_ENOUGH     240 /* px of a panel for the controls to lie over it */
#define AROUND_CONTROLS 36  /* px of their popover */

enum { UPPER, LOWER, N_CHARTS };

struct _NablaCurvesPage {
  GtkWidget parent_instance;

  GtkStack *stack;
  NablaRunBar *run_bar;
  NablaChart *cost;
  NablaChart *accuracy;
  GtkStack *arrangement;
  NablaMultiplesView *multiples;
  NablaWeightsView *weights;
  GtkMenuButton *view; /* shows the … */
  NablaCurvesControls *controls;

  NablaWorkbench *workbench;
  gboolean one_each; /* a chart for each value, instead of two for all */
  gboolean lecture;
  guint updating; /* source, or 0 */
  NablaCurvesOverlay *overlay;
  gboolean logarithmic[NABLA_N_CURVE_FIGURES];
};

/* "logarithmic" is the scale of the upper chart, "log-cost" that of the cost wherever it is. */
enum { PROP_LOGARITHMIC = 1, PROP_LOG_COST, PROP_MULTIPLES, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

enum { VIEWS, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaCurvesPage, nabla_curves_page, GTK_TYPE_WIDGET)

/* Of the chart that the button "log" lies over. */
static NablaCurveFigure
first_figure (NablaCurvesPage *self)
{
  return self->one_each ? nabla_multiples_view_get_figure (self->multiples)
                        : nabla_curves_controls_get_view (self->controls, UPPER).figure;
}

static NablaCurveFigure
figure_of (NablaCurvesPage *self, int chart)
{
  return nabla_curves_controls_get_view (self->controls, chart).figure;
}

static GPtrArray *
list_groups (NablaCurvesPage *self)
{
  GListModel *model = G_LIST_MODEL (nabla_workbench_get_groups (self->workbench));
  GPtrArray *groups = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (groups, g_list_model_get_item (model, i));
  return groups;
}

/* What follows from the runs' look, their rates and the data set. */
static gboolean
update_charts (gpointer data)
{
  NablaCurvesPage *self = data;
  g_autoptr (GPtrArray) groups =
      self->one_each ? list_groups (self) : g_ptr_array_new_with_free_func (g_object_unref);

  self->updating = 0;
  nabla_curves_overlay_update (self->overlay);
  nabla_multiples_view_set_groups (self->multiples, groups);
  return G_SOURCE_REMOVE;
}

/* Once before the next frame: a sweep names all its runs anew with each that is added. */
static void
queue_update (NablaCurvesPage *self)
{
  if (self->updating == 0)
    self->updating = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_charts, self, NULL);
}

static void
on_runs_changed (NablaCurvesPage *self, guint position, guint removed, guint added,
                 GListModel *runs)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    /* A run that comes back is known already. */
    g_signal_handlers_disconnect_by_data (run, self);
    g_signal_connect_object (run, "changed-rates", G_CALLBACK (queue_update), self,
                             G_CONNECT_SWAPPED);
  }
}

static void
update_emphasis (NablaCurvesPage *self)
{
  NablaRun *selected = nabla_workbench_get_selected (self->workbench);

  nabla_curves_overlay_set_selected (self->overlay, selected);
  nabla_multiples_view_set_selected (self->multiples, selected);
}

static void
on_groups_changed (NablaCurvesPage *self)
{
  g_autoptr (GPtrArray) groups = list_groups (self);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  for (guint i = 0; i < groups->len; i++) {
    NablaRunGroup *group = groups->pdata[i];

    g_signal_handlers_disconnect_by_data (group, self);
    g_signal_connect_object (group, "look", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (group, "members", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  }
  gtk_stack_set_visible_child_name (self->stack, groups->len > 0 ? "curves" : "empty");
  nabla_curves_overlay_set_groups (self->overlay, self->one_each ? none : groups);
  queue_update (self);
  update_emphasis (self);
}

static void
on_chart_released (NablaCurvesPage *self, int n_press, double x, double y, GtkGestureClick *click)
{
  GtkWidget *chart = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  NablaRun *run = nabla_curves_overlay_pick (self->overlay, NABLA_CHART (chart), x, y);

  if (n_press == 1 && run != NULL)
    nabla_workbench_set_selected (self->workbench, run);
}

/* The scale belongs to the figure, wherever it is. */
static void
get_views (NablaCurvesPage *self, NablaCurveView views[N_CHARTS])
{
  for (int i = 0; i < N_CHARTS; i++) {
    views[i] = nabla_curves_controls_get_view (self->controls, i);
    views[i].log_y = self->logarithmic[views[i].figure];
  }
}

static void
set_scales (NablaCurvesPage *self)
{
  NablaCurveView views[N_CHARTS];

  get_views (self, views);
  if (self->overlay != NULL)
    nabla_curves_overlay_set_scales (self->overlay, views);
  nabla_multiples_view_set_views (self->multiples, views);
}

static void
set_logarithmic (NablaCurvesPage *self, NablaCurveFigure figure, gboolean logarithmic)
{
  if (self->logarithmic[figure] == logarithmic)
    return;
  self->logarithmic[figure] = logarithmic;
  set_scales (self);
  if (figure == first_figure (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGARITHMIC]);
  if (figure == NABLA_CURVE_COST)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOG_COST]);
}

/* A chart's menu has switched. */
static void
on_logarithmic (NablaCurvesPage *self, GParamSpec *pspec, NablaChart *chart)
{
  gboolean logarithmic;

  g_object_get (chart, "logarithmic", &logarithmic, NULL);
  plot_chart_fit (nabla_chart_get_plot (chart));
  set_logarithmic (self, figure_of (self, chart == self->cost ? UPPER : LOWER), logarithmic);
}

static void
on_logarithmic_x (NablaCurvesPage *self, GParamSpec *pspec, NablaChart *chart)
{
  gboolean logarithmic;

  g_object_get (chart, "logarithmic-x", &logarithmic, NULL);
  nabla_curves_controls_set_log_x (self->controls, logarithmic);
}

static void
on_multiples_scaled (NablaCurvesPage *self, gboolean logarithmic)
{
  set_logarithmic (self, first_figure (self), logarithmic);
}

static void
on_multiples_scaled_x (NablaCurvesPage *self, gboolean logarithmic)
{
  nabla_curves_controls_set_log_x (self->controls, logarithmic);
}

static void
on_multiples_figure (NablaCurvesPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGARITHMIC]);
}

static void
set_views (NablaCurvesPage *self)
{
  NablaCurveView views[N_CHARTS];

  get_views (self, views);
  nabla_curves_overlay_set_views (self->overlay, views);
  nabla_multiples_view_set_views (self->multiples, views);
}

/* Hidden charts have no curves: what nobody sees costs nothing. */
static void
set_one_each (NablaCurvesPage *self, gboolean one_each)
{
  if (self->one_each == one_each)
    return;
  self->one_each = one_each;
  gtk_stack_set_visible_child_name (self->arrangement, one_each ? "multiples" : "overlay");
  gtk_widget_set_visible (GTK_WIDGET (self->weights), !self->lecture && !one_each);
  if (self->workbench != NULL) {
    on_groups_changed (self);
    g_clear_handle_id (&self->updating, g_source_remove);
    update_charts (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MULTIPLES]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGARITHMIC]);
}

/* Neither title nor legend of the upper chart run below its buttons. */
static gboolean
on_tools_position (NablaCurvesPage *self, GtkWidget *tools, GdkRectangle *place)
{
  int width;

  gtk_widget_measure (tools, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  plot_chart_set_title_reserve (nabla_chart_get_plot (self->cost), width + TOOLS_GAP);
  return FALSE;
}

/* What the view is of stays in sight: its controls lie over the panel beside the page, where there
 * is one, rather than over the charts; as far over them as the panel is narrower. */
static void
place_controls (GtkMenuButton *button, gpointer data)
{
  NablaCurvesPage *self = NABLA_CURVES_PAGE (data);
  GtkWidget *page = GTK_WIDGET (self), *window = GTK_WIDGET (gtk_widget_get_root (page));
  GtkPopover *popover = gtk_menu_button_get_popover (button);
  int width = gtk_widget_get_width (page), needed;
  GdkRectangle place = { 0, 0, 1, gtk_widget_get_height (GTK_WIDGET (button)) };
  double before, after, from_page, y;

  gtk_widget_translate_coordinates (page, window, 0, 0, &before, &y);
  gtk_widget_translate_coordinates (page, GTK_WIDGET (button), 0, 0, &from_page, &y);
  gtk_widget_measure (GTK_WIDGET (self->controls), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &needed,
                      NULL, NULL);
  needed += AROUND_CONTROLS;
  after = gtk_widget_get_width (window) - before - width;
  if (after < WIDE_ENOUGH && before < WIDE_ENOUGH) {
    gtk_popover_set_position (popover, GTK_POS_BOTTOM);
    gtk_popover_set_pointing_to (popover, NULL);
    gtk_widget_set_valign (GTK_WIDGET (popover), GTK_ALIGN_FILL);
    return;
  }
  place.x = (int) (after >= WIDE_ENOUGH ? from_page + width - MAX (needed - after, 0)
                                        : from_page + MAX (needed - before, 0));
  gtk_popover_set_position (popover, after >= WIDE_ENOUGH ? GTK_POS_RIGHT : GTK_POS_LEFT);
  gtk_popover_set_pointing_to (popover, &place);
  gtk_widget_set_valign (GTK_WIDGET (popover), GTK_ALIGN_START);
}

static void
on_controls_changed (NablaCurvesPage *self)
{
  if (self->workbench == NULL)
    return;
  set_views (self);
  update_emphasis (self);
  g_signal_emit (self, signals[VIEWS], 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGARITHMIC]);
}

static void
nabla_curves_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaCurvesPage *self = NABLA_CURVES_PAGE (object);

  if (id == PROP_LOGARITHMIC)
    g_value_set_boolean (value, self->logarithmic[first_figure (self)]);
  else if (id == PROP_MULTIPLES)
    g_value_set_boolean (value, self->one_each);
  else if (id == PROP_LOG_COST)
    g_value_set_boolean (value, self->logarithmic[NABLA_CURVE_COST]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_curves_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaCurvesPage *self = NABLA_CURVES_PAGE (object);

  if (id == PROP_LOGARITHMIC)
    set_logarithmic (self, first_figure (self), g_value_get_boolean (value));
  else if (id == PROP_MULTIPLES)
    set_one_each (self, g_value_get_boolean (value));
  else if (id == PROP_LOG_COST)
    set_logarithmic (self, NABLA_CURVE_COST, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_curves_page_dispose (GObject *object)
{
  NablaCurvesPage *self = NABLA_CURVES_PAGE (object);

  g_clear_handle_id (&self->updating, g_source_remove);
  g_clear_pointer (&self->overlay, nabla_curves_overlay_free);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  g_clear_object (&self->workbench);

  G_OBJECT_CLASS (nabla_curves_page_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_LOGARITHMIC] = g_param_spec_boolean ("logarithmic", NULL, NULL, TRUE, flags);
  properties[PROP_LOG_COST] = g_param_spec_boolean ("log-cost", NULL, NULL, TRUE, flags);
  properties[PROP_MULTIPLES] = g_param_spec_boolean ("multiples", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
nabla_curves_page_class_init (NablaCurvesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = nabla_curves_page_get_property;
  object_class->set_property = nabla_curves_page_set_property;
  object_class->dispose = nabla_curves_page_dispose;
  install_properties (object_class);

  signals[VIEWS] = g_signal_new ("views", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (NABLA_TYPE_CHART);
  g_type_ensure (NABLA_TYPE_MULTIPLES_VIEW);
  g_type_ensure (NABLA_TYPE_RUN_BAR);
  g_type_ensure (NABLA_TYPE_CURVES_CONTROLS);
  g_type_ensure (NABLA_TYPE_WEIGHTS_VIEW);
  gtk_widget_class_install_property_action (widget_class, "curves.logarithmic", "logarithmic");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-curves-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, run_bar);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, cost);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, accuracy);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, arrangement);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, multiples);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, weights);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, view);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, controls);
  gtk_widget_class_bind_template_callback (widget_class, on_controls_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_chart_released);
  gtk_widget_class_bind_template_callback (widget_class, on_multiples_figure);
  gtk_widget_class_bind_template_callback (widget_class, on_multiples_scaled);
  gtk_widget_class_bind_template_callback (widget_class, on_multiples_scaled_x);
  gtk_widget_class_bind_template_callback (widget_class, on_tools_position);
}

static void
nabla_curves_page_init (NablaCurvesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int figure = 0; figure < NABLA_N_CURVE_FIGURES; figure++)
    self->logarithmic[figure] = nabla_curve_figure_is_logarithmic ((NablaCurveFigure) figure);
  gtk_menu_button_set_create_popup_func (self->view, place_controls, self, NULL);
  g_object_bind_property (self, "multiples", nabla_curves_controls_get_multiples (self->controls),
                          "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->cost, "notify::logarithmic", G_CALLBACK (on_logarithmic), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cost, "notify::logarithmic-x", G_CALLBACK (on_logarithmic_x), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->accuracy, "notify::logarithmic", G_CALLBACK (on_logarithmic), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
nabla_curves_page_new (void)
{
  return g_object_new (NABLA_TYPE_CURVES_PAGE, NULL);
}

static void
follow_workbench (NablaCurvesPage *self)
{
  GListModel *runs = nabla_workbench_get_runs (self->workbench);

  g_signal_connect_object (nabla_workbench_get_groups (self->workbench), "items-changed",
                           G_CALLBACK (on_groups_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workbench, "notify::selected", G_CALLBACK (update_emphasis), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workbench, "notify::data-set", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (on_runs_changed), self,
                           G_CONNECT_SWAPPED);
  on_runs_changed (self, 0, 0, g_list_model_get_n_items (runs), runs);
  on_groups_changed (self);
}

void
nabla_curves_page_set_workbench (NablaCurvesPage *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_CURVES_PAGE (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench) && self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  nabla_run_bar_set_workbench (self->run_bar, workbench);
  nabla_weights_view_set_workbench (self->weights, workbench);
  nabla_multiples_view_set_workbench (self->multiples, workbench);
  self->overlay = nabla_curves_overlay_new (self->cost, self->accuracy, workbench);
  set_views (self);
  follow_workbench (self);
}

NablaChart *
nabla_curves_page_get_cost_chart (NablaCurvesPage *self)
{
  g_return_val_if_fail (NABLA_IS_CURVES_PAGE (self), NULL);
  return self->cost;
}

NablaChart *
nabla_curves_page_get_accuracy_chart (NablaCurvesPage *self)
{
  g_return_val_if_fail (NABLA_IS_CURVES_PAGE (self), NULL);
  return self->accuracy;
}

NablaMultiplesView *
nabla_curves_page_get_multiples (NablaCurvesPage *self)
{
  g_return_val_if_fail (NABLA_IS_CURVES_PAGE (self), NULL);
  return self->multiples;
}

NablaCurveView
nabla_curves_page_get_view (NablaCurvesPage *self, int chart)
{
  g_return_val_if_fail (NABLA_IS_CURVES_PAGE (self), (NablaCurveView){ 0 });
  return nabla_curves_controls_get_view (self->controls, chart);
}

void
nabla_curves_page_bind (NablaCurvesPage *self, GSettings *settings)
{
  g_return_if_fail (NABLA_IS_CURVES_PAGE (self));

  g_settings_bind (settings, "log-cost", self, "log-cost", G_SETTINGS_BIND_DEFAULT);
  nabla_curves_controls_bind (self->controls, settings);
}

void
nabla_curves_page_set_lecture (NablaCurvesPage *self, gboolean lecture)
{
  g_return_if_fail (NABLA_IS_CURVES_PAGE (self));
  self->lecture = lecture;
  gtk_widget_set_visible (GTK_WIDGET (self->weights), !lecture && !self->one_each);
}
