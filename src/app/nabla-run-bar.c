/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-bar.h"

#include "plot/plot-color.h"
#include "plot/plot-number.h"

#include <glib/gi18n.h>
#include <math.h>

/* Places of the slider: the logarithm of mini-batches a second; beyond the last, flat out. */
#define FASTEST  4.05
#define FLAT_OUT 4.2

struct _NablaRunBar {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkDrawingArea *swatch;
  GtkLabel *name;
  GtkLabel *outcome;
  GtkWidget *controls;
  GtkButton *pause;
  NablaRatesButton *rates;
  GtkRange *speed;
  GtkLabel *speed_text;

  NablaWorkbench *workbench;
  NablaRun *run; /* the selected one, or NULL */
};

G_DEFINE_FINAL_TYPE (NablaRunBar, nabla_run_bar, GTK_TYPE_WIDGET)

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  NablaRunBar *self = data;
  PlotColor color;

  if (self->run == NULL)
    return;
  color = plot_color_of_run (nabla_run_get_color (self->run));
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
  cairo_arc (cr, width / 2.0, height / 2.0, MIN (width, height) / 2.0, 0, 2 * G_PI);
  cairo_fill (cr);
}

static gboolean
is_under_way (NablaRun *run)
{
  return run != NULL && (nabla_run_get_state (run) == NABLA_RUN_RUNNING ||
                         nabla_run_get_state (run) == NABLA_RUN_PAUSED);
}

/* "best 95.82 %, epoch 17 · 3.2 s" of a run that has ended; nothing of one that never began. */
static void
update_outcome (NablaRunBar *self)
{
  NablaRun *run = self->run;
  gboolean ended =
      run != NULL && nabla_run_is_finished (run) && isfinite (nabla_run_get_best_score (run));
  char score[32], duration[32];
  g_autofree char *best = NULL, *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->outcome), ended);
  if (!ended)
    return;
  plot_number_figure (score, sizeof score, nabla_run_get_best_score (run), PLOT_PERCENT);
  plot_number_duration (duration, sizeof duration, nabla_run_get_seconds (run));
  best = g_strdup_printf (_ ("best %s, epoch %d"), score, nabla_run_get_best_epoch (run));
  text = nabla_run_get_seconds (run) > 0 ? g_strdup_printf ("%s · %s", best, duration)
                                         : g_strdup (best);
  gtk_label_set_text (self->outcome, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->outcome), text);
}

/* What cannot be used is not there. */
static void
update_controls (NablaRunBar *self)
{
  gboolean paused = self->run != NULL && nabla_run_get_state (self->run) == NABLA_RUN_PAUSED;
  const char *label = paused ? _ ("Resume this run") : _ ("Pause this run");

  update_outcome (self);
  gtk_widget_set_visible (self->content, self->run != NULL);
  gtk_widget_set_visible (self->controls, is_under_way (self->run));
  gtk_button_set_icon_name (self->pause, paused ? "nabla-train-symbolic" : "nabla-pause-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pause), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pause), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
update_name (NablaRunBar *self)
{
  const char *name = self->run != NULL ? nabla_run_get_name (self->run) : "";

  gtk_label_set_text (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_widget_queue_draw (GTK_WIDGET (self->swatch));
}

static void
on_selected (NablaRunBar *self)
{
  NablaRun *run = nabla_workbench_get_selected (self->workbench);

  if (self->run != run) {
    if (self->run != NULL)
      g_signal_handlers_disconnect_by_data (self->run, self);
    g_set_object (&self->run, run);
    if (run != NULL) {
      g_signal_connect_object (run, "notify::state", G_CALLBACK (update_controls), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (run, "notify::name", G_CALLBACK (update_name), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (run, "notify::color", G_CALLBACK (update_name), self,
                               G_CONNECT_SWAPPED);
    }
    nabla_rates_button_set_run (self->rates, run);
  }
  update_controls (self);
  update_name (self);
}

static double
speed_at (double place)
{
  return place > FASTEST ? 0 : pow (10, place);
}

static void
update_speed_text (NablaRunBar *self)
{
  double speed = speed_at (gtk_range_get_value (self->speed));
  int digits = speed < 10 ? 1 : 0;
  g_autofree char *text =
      speed > 0 ? g_strdup_printf ("%.*f/s", digits, speed) : g_strdup (_ ("flat out"));
  g_autofree char *spoken = speed > 0
                                ? g_strdup_printf (_ ("%.*f mini-batches a second"), digits, speed)
                                : g_strdup (text);

  gtk_label_set_text (self->speed_text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->speed), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  spoken, -1);
}

static void
on_speed (NablaRunBar *self)
{
  update_speed_text (self);
  if (self->workbench != NULL)
    nabla_workbench_set_speed (self->workbench, speed_at (gtk_range_get_value (self->speed)));
}

static void
on_pause (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaRunBar *self = NABLA_RUN_BAR (widget);

  if (!is_under_way (self->run))
    return;
  if (nabla_run_get_state (self->run) == NABLA_RUN_PAUSED)
    nabla_run_resume (self->run);
  else
    nabla_run_pause (self->run);
}

static void
on_step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaRunBar *self = NABLA_RUN_BAR (widget);

  if (self->run != NULL)
    nabla_run_step (self->run, g_str_equal (action, "run-bar.step-epoch") ? NABLA_STEP_EPOCH
                                                                          : NABLA_STEP_MINI_BATCH);
}

static void
nabla_run_bar_dispose (GObject *object)
{
  NablaRunBar *self = NABLA_RUN_BAR (object);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  g_clear_object (&self->workbench);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (nabla_run_bar_parent_class)->dispose (object);
}

static void
nabla_run_bar_class_init (NablaRunBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_run_bar_dispose;

  g_type_ensure (NABLA_TYPE_RATES_BUTTON);
  gtk_widget_class_install_action (widget_class, "run-bar.pause", NULL, on_pause);
  gtk_widget_class_install_action (widget_class, "run-bar.step-mini-batch", NULL, on_step);
  gtk_widget_class_install_action (widget_class, "run-bar.step-epoch", NULL, on_step);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-run-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaRunBar, content);
  gtk_widget_class_bind_template_child (widget_class, NablaRunBar, swatch);
  gtk_widget_class_bind_template_child (widget_class, NablaRunBar, name);
  gtk_widget_class_bind_template_child (widget_class, NablaRunBar, outcome);
  gtk_widget_class_bind_template_child (widget_class, NablaRunBar, controls);
  gtk_widget_class_bind_template_child (widget_class, NablaRunBar, pause);
  gtk_widget_class_bind_template_child (widget_class, NablaRunBar, rates);
  gtk_widget_class_bind_template_child (widget_class, NablaRunBar, speed);
  gtk_widget_class_bind_template_child (widget_class, NablaRunBar, speed_text);
  gtk_widget_class_bind_template_callback (widget_class, on_speed);
}

static void
nabla_run_bar_init (NablaRunBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->swatch, draw_swatch, self, NULL);
  update_speed_text (self);
}

GtkWidget *
nabla_run_bar_new (void)
{
  return g_object_new (NABLA_TYPE_RUN_BAR, NULL);
}

void
nabla_run_bar_set_workbench (NablaRunBar *self, NablaWorkbench *workbench)
{
  double speed;

  g_return_if_fail (NABLA_IS_RUN_BAR (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench) && self->workbench == NULL);

  speed = nabla_workbench_get_speed (workbench);
  gtk_range_set_value (self->speed, speed > 0 ? log10 (speed) : FLAT_OUT);
  self->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  on_selected (self);
}

NablaRatesButton *
nabla_run_bar_get_rates (NablaRunBar *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_BAR (self), NULL);
  return self->rates;
}

GtkRange *
nabla_run_bar_get_speed (NablaRunBar *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_BAR (self), NULL);
  return self->speed;
}

gboolean
nabla_run_bar_has_controls (NablaRunBar *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_BAR (self), FALSE);
  return gtk_widget_get_visible (self->content) && gtk_widget_get_visible (self->controls);
}
