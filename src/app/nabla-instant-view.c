/* SPDX-License-Identifier: MIT */
#include "app/nabla-instant-view.h"

#include "lab/nabla-axis.h"
#include "lab/nabla-instant.h"

#include <glib/gi18n.h>
#include <math.h>

#define EPOCHS   20
#define N_TRACES 8 /* curves shown, the newest one among them */
#define STEP     0.02

/* The first trace behind the newest curve is so faint, and the next ones more. */
#define FAINT 0.45

static const char *const keys[] = { "learning_rate", "l2", "mini_batch", "layers" };

typedef struct {
  NablaInstantView *view;
  const NablaAxis *axis;
  GtkWidget *scale;
  GtkWidget *value;
} Slider;

struct _NablaInstantView {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkGrid *grid;
  GtkLabel *refusal;
  NablaChart *cost;
  NablaChart *accuracy;

  Slider sliders[G_N_ELEMENTS (keys)];
  NablaWorkbench *workbench;
  NablaInstant *instant; /* NULL where there was no thread for it */
  NablaHyperParameters set_up;
  gboolean showing;  /* the sliders are moved by the view itself */
  GPtrArray *curves; /* of NablaInstantCurve, the newest first; at most N_TRACES */
  PlotSeries *costs[N_TRACES];
  PlotSeries *training[N_TRACES];
  PlotSeries *validation[N_TRACES];
};

enum { TRAIN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaInstantView, nabla_instant_view, GTK_TYPE_WIDGET)

/* Nobody looks: nothing is trained. */
static void
request (NablaInstantView *self)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  g_autoptr (GError) error = NULL;
  NablaHyperParameters small;

  if (self->instant == NULL || data_set == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  small = nabla_trial_set_up (&self->set_up, data_set, EPOCHS);
  gtk_widget_set_visible (GTK_WIDGET (self->refusal),
                          !nabla_hyper_parameters_validate (&small, &error));
  if (error != NULL)
    gtk_label_set_text (self->refusal, error->message);
  else
    nabla_instant_request (self->instant, &self->set_up, data_set);
}

static void
show_value (const Slider *slider, double value)
{
  g_autofree char *text = nabla_axis_text (slider->axis, value);

  gtk_label_set_text (GTK_LABEL (slider->value), isnan (value) ? "–" : text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (slider->scale),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
on_moved (GtkRange *range, Slider *slider)
{
  NablaInstantView *self = slider->view;
  double value = nabla_axis_value (slider->axis, gtk_range_get_value (range));

  if (self->showing)
    return;
  nabla_axis_set (slider->axis, &self->set_up, value);
  show_value (slider, value);
  request (self);
}

static void
show_set_up (NablaInstantView *self)
{
  self->showing = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    const Slider *slider = &self->sliders[i];
    double value = nabla_axis_get (slider->axis, &self->set_up);

    gtk_widget_set_sensitive (slider->scale, !isnan (value));
    gtk_range_set_value (GTK_RANGE (slider->scale), nabla_axis_place (slider->axis, value));
    show_value (slider, value);
  }
  self->showing = FALSE;
}

/* The curves in their order, named by what differs among them. */
static void
name_series (NablaInstantView *self)
{
  const NablaHyperParameters *set_ups[N_TRACES];
  char *names[N_TRACES] = { NULL };

  for (guint i = 0; i < self->curves->len; i++)
    set_ups[i] = &((const NablaInstantCurve *) self->curves->pdata[i])->hyper_parameters;
  nabla_hyper_parameters_names (set_ups, self->curves->len, names);
  for (guint i = 0; i < self->curves->len; i++) {
    plot_series_set_label (self->costs[i], names[i]);
    plot_series_set_label (self->training[i], names[i]);
    plot_series_set_label (self->validation[i], names[i]);
    g_free (names[i]);
  }
}

static void
fill_series (NablaInstantView *self, guint i)
{
  plot_series_clear (self->costs[i]);
  plot_series_clear (self->training[i]);
  plot_series_clear (self->validation[i]);
  if (i >= self->curves->len)
    return;
  const NablaInstantCurve *curve = self->curves->pdata[i];

  for (int k = 0; k < curve->n; k++) {
    plot_series_append (self->costs[i], k + 1, curve->epochs[k].cost);
    plot_series_append (self->validation[i], k + 1, curve->epochs[k].validation_accuracy);
    if (i == 0)
      plot_series_append (self->training[i], k + 1, curve->epochs[k].accuracy);
  }
}

static void
show_curves (NablaInstantView *self)
{
  const NablaInstantCurve *newest = self->curves->len > 0 ? self->curves->pdata[0] : NULL;
  g_autofree char *diverged = NULL;

  for (guint i = 0; i < N_TRACES; i++)
    fill_series (self, i);
  name_series (self);
  if (newest != NULL && newest->complete && newest->status == NN_DIVERGED)
    diverged = g_strdup_printf (_ ("diverged in epoch %d"), newest->n + 1);
  plot_chart_set_subtitle (nabla_chart_get_plot (self->cost),
                           diverged != NULL ? diverged : _ ("faint: before"));
  nabla_chart_changed (self->cost);
  nabla_chart_changed (self->accuracy);
}

static void
on_curve (NablaInstantView *self, const NablaInstantCurve *curve)
{
  NablaInstantCurve *first = self->curves->len > 0 ? self->curves->pdata[0] : NULL;

  /* One that was overtaken says little of where the slider was: it leaves no trace. */
  if (first != NULL &&
      (first->request == curve->request || first->status == NN_STOPPED ||
       nabla_hyper_parameters_equal (&first->hyper_parameters, &curve->hyper_parameters))) {
    *first = *curve;
  } else {
    if (self->curves->len == N_TRACES)
      g_ptr_array_set_size (self->curves, N_TRACES - 1);
    g_ptr_array_insert (self->curves, 0, g_memdup2 (curve, sizeof *curve));
  }
  show_curves (self);
}

static void
on_data_set (NablaInstantView *self)
{
  gboolean there = nabla_workbench_get_data_set (self->workbench) != NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->grid), there);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "instant.train", there);
  g_ptr_array_set_size (self->curves, 0);
  show_curves (self);
  request (self);
}

static void
train_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaInstantView *self = NABLA_INSTANT_VIEW (widget);
  NablaHyperParameters set_up = self->set_up;

  g_signal_emit (self, signals[TRAIN], 0, &set_up);
}

static void
add_slider (NablaInstantView *self, gsize i)
{
  Slider *slider = &self->sliders[i];
  GtkWidget *symbol, *term;

  slider->view = self;
  slider->axis = nabla_axis_find (keys[i]);
  slider->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, STEP);
  slider->value = gtk_label_new (NULL);
  symbol = gtk_label_new (slider->axis->symbol);
  term = gtk_label_new (slider->axis->term);
  gtk_widget_add_css_class (symbol, "symbol");
  gtk_widget_add_css_class (slider->value, "numeric");
  gtk_widget_add_css_class (slider->value, "heading");
  gtk_label_set_xalign (GTK_LABEL (term), 0);
  gtk_label_set_xalign (GTK_LABEL (slider->value), 1);
  gtk_label_set_width_chars (GTK_LABEL (slider->value), 5);
  gtk_label_set_ellipsize (GTK_LABEL (term), PANGO_ELLIPSIZE_END);
  gtk_label_set_mnemonic_widget (GTK_LABEL (term), slider->scale);
  gtk_widget_set_hexpand (slider->scale, TRUE);
  gtk_scale_set_draw_value (GTK_SCALE (slider->scale), FALSE);
  gtk_widget_set_tooltip_text (slider->scale, _ (slider->axis->parameter->help));
  gtk_accessible_update_property (GTK_ACCESSIBLE (slider->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  slider->axis->term, -1);
  gtk_grid_attach (self->grid, symbol, 0, (int) i, 1, 1);
  gtk_grid_attach (self->grid, term, 1, (int) i, 1, 1);
  gtk_grid_attach (self->grid, slider->scale, 2, (int) i, 1, 1);
  gtk_grid_attach (self->grid, slider->value, 3, (int) i, 1, 1);
  g_signal_connect (slider->scale, "value-changed", G_CALLBACK (on_moved), slider);
}

static PlotSeries *
add_series (NablaChart *chart, guint i, const char *role, PlotLine line)
{
  PlotSeries *series = plot_series_new ();
  PlotColor color = plot_color_of_run (0);

  color.alpha = i == 0 ? 1.0 : FAINT * (1.0 - (double) i / N_TRACES);
  plot_series_set_color (series, color);
  plot_series_set_role (series, role);
  plot_series_set_line (series, line);
  plot_chart_add_series (nabla_chart_get_plot (chart), series);
  return series;
}

static void
set_up_charts (NablaInstantView *self)
{
  PlotChart *cost = nabla_chart_get_plot (self->cost);
  PlotChart *accuracy = nabla_chart_get_plot (self->accuracy);
  const char *empty = _ ("A learning curve appears here as soon as the digits are loaded.");

  plot_chart_set_title (cost, _ ("Cost on the training data"));
  plot_chart_set_empty_text (cost, empty);
  plot_chart_set_x (cost, _ ("Epoch"), PLOT_LINEAR, PLOT_INTEGER);
  plot_chart_set_x_end (cost, EPOCHS);
  nabla_chart_set_y (self->cost, _ ("Cost"), PLOT_LOG, PLOT_NUMBER);
  plot_chart_set_title (accuracy, _ ("Accuracy"));
  plot_chart_set_subtitle (accuracy, _ ("— training  ╌ validation"));
  plot_chart_set_empty_text (accuracy, empty);
  plot_chart_set_x (accuracy, _ ("Epoch"), PLOT_LINEAR, PLOT_INTEGER);
  plot_chart_set_x_end (accuracy, EPOCHS);
  plot_chart_set_y (accuracy, _ ("Accuracy"), PLOT_LINEAR, PLOT_PERCENT);
  nabla_chart_set_partner (self->cost, self->accuracy);
  nabla_chart_set_partner (self->accuracy, self->cost);
  /* The newest is drawn last. */
  for (guint i = N_TRACES; i-- > 0;) {
    self->costs[i] = add_series (self->cost, i, "training", PLOT_SOLID);
    self->training[i] = add_series (self->accuracy, i, "training", PLOT_SOLID);
    self->validation[i] = add_series (self->accuracy, i, "validation", PLOT_DASHED);
  }
  plot_series_set_end_label (self->costs[0], TRUE);
  plot_series_set_end_label (self->validation[0], TRUE);
}

static void
nabla_instant_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (nabla_instant_view_parent_class)->map (widget);
  if (NABLA_INSTANT_VIEW (widget)->workbench != NULL)
    request (NABLA_INSTANT_VIEW (widget));
}

static void
nabla_instant_view_dispose (GObject *object)
{
  NablaInstantView *self = NABLA_INSTANT_VIEW (object);

  if (self->instant != NULL)
    g_signal_handlers_disconnect_by_data (self->instant, self);
  g_clear_object (&self->instant);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workbench);
  G_OBJECT_CLASS (nabla_instant_view_parent_class)->dispose (object);
}

static void
nabla_instant_view_finalize (GObject *object)
{
  g_ptr_array_unref (NABLA_INSTANT_VIEW (object)->curves);
  G_OBJECT_CLASS (nabla_instant_view_parent_class)->finalize (object);
}

static void
nabla_instant_view_class_init (NablaInstantViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_instant_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_instant_view_finalize;
  widget_class->map = nabla_instant_view_map;
  signals[TRAIN] = g_signal_new ("train", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (NABLA_TYPE_CHART);
  gtk_widget_class_install_action (widget_class, "instant.train", NULL, train_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "instant.train", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-instant-view.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaInstantView, content);
  gtk_widget_class_bind_template_child (widget_class, NablaInstantView, grid);
  gtk_widget_class_bind_template_child (widget_class, NablaInstantView, refusal);
  gtk_widget_class_bind_template_child (widget_class, NablaInstantView, cost);
  gtk_widget_class_bind_template_child (widget_class, NablaInstantView, accuracy);
}

static void
nabla_instant_view_init (NablaInstantView *self)
{
  self->curves = g_ptr_array_new_with_free_func (g_free);
  self->set_up = nabla_hyper_parameters_default ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    add_slider (self, i);
  set_up_charts (self);
  show_set_up (self);
  self->instant = nabla_instant_new (EPOCHS, NULL);
  if (self->instant != NULL)
    g_signal_connect_swapped (self->instant, "curve", G_CALLBACK (on_curve), self);
}

GtkWidget *
nabla_instant_view_new (void)
{
  return g_object_new (NABLA_TYPE_INSTANT_VIEW, NULL);
}

void
nabla_instant_view_set_workbench (NablaInstantView *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_INSTANT_VIEW (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench) && self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "notify::data-set", G_CALLBACK (on_data_set), self,
                           G_CONNECT_SWAPPED);
  on_data_set (self);
}

void
nabla_instant_view_set_set_up (NablaInstantView *self, const NablaHyperParameters *set_up)
{
  g_return_if_fail (NABLA_IS_INSTANT_VIEW (self));

  if (nabla_hyper_parameters_equal (&self->set_up, set_up))
    return;
  self->set_up = *set_up;
  show_set_up (self);
  if (self->workbench != NULL)
    request (self);
}

const NablaHyperParameters *
nabla_instant_view_get_set_up (NablaInstantView *self)
{
  g_return_val_if_fail (NABLA_IS_INSTANT_VIEW (self), NULL);
  return &self->set_up;
}

GtkRange *
nabla_instant_view_get_slider (NablaInstantView *self, const char *key)
{
  g_return_val_if_fail (NABLA_IS_INSTANT_VIEW (self), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i], key))
      return GTK_RANGE (self->sliders[i].scale);
  return NULL;
}

NablaChart *
nabla_instant_view_get_cost_chart (NablaInstantView *self)
{
  g_return_val_if_fail (NABLA_IS_INSTANT_VIEW (self), NULL);
  return self->cost;
}
