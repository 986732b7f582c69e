/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-row.h"

#include "app/nabla-run-marks.h"
#include "lab/nabla-run-group.h"
#include "lab/nabla-run-model.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

struct _NablaRunRow {
  GtkListBoxRow parent_instance;

  GtkToggleButton *swatch_button;
  GtkDrawingArea *swatch;
  GtkStack *name_stack;
  GtkLabel *name;
  GtkEditable *name_entry;
  GtkLabel *status;
  GtkWidget *revive_button;
  GtkDrawingArea *bar;
  GtkLabel *score;
  GtkMenuButton *menu_button;

  NablaRun *run;
  gboolean within_group;
};

enum { PROP_RUN = 1, PROP_SHOWN, N_PROPERTIES };
enum { USE_SET_UP, TRAIN_FROM, DELETE, AGAIN, REVIVE, N_SIGNALS };

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaRunRow, nabla_run_row, GTK_TYPE_LIST_BOX_ROW)

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  NablaRunRow *self = data;

  nabla_run_marks_draw_swatch (cr, width, height, nabla_run_get_color (self->run),
                               nabla_run_get_shown (self->run));
}

/* Of what is under way: a fork's preparation may take a while. */
static double
fraction_done (NablaRun *run)
{
  return nabla_run_get_fork_epoch (run) > 0 && nabla_run_get_preparation (run) < 1
             ? nabla_run_get_preparation (run)
             : nabla_run_get_progress (run);
}

static void
draw_bar (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  NablaRunRow *self = data;

  nabla_run_marks_draw_bar (cr, width, height, nabla_run_get_color (self->run),
                            fraction_done (self->run), GTK_WIDGET (area));
}

static char *
status_text (NablaRun *run)
{
  int epochs = (int) nabla_run_get_hyper_parameters (run)->epochs;
  const NablaRecord *last = nabla_run_get_last_record (run);
  int done = last != NULL ? last->epoch : nabla_run_get_first_epoch (run);
  int now = MIN (done + 1, epochs), epoch;
  gsize mini_batch;

  switch (nabla_run_get_state (run)) {
  case NABLA_RUN_WAITING:
    return g_strdup (_ ("waiting"));
  case NABLA_RUN_RUNNING:
    if (nabla_run_get_fork_epoch (run) > 0 && nabla_run_get_preparation (run) < 1)
      return g_strdup_printf (_ ("training again up to epoch %d"), nabla_run_get_fork_epoch (run));
    return g_strdup_printf (_ ("epoch %d of %d"), now, epochs);
  case NABLA_RUN_PAUSED:
    return g_strdup_printf (_ ("paused in epoch %d of %d"), now, epochs);
  case NABLA_RUN_COMPLETED:
    if (nabla_run_get_origin (run) != NULL)
      /* Translators: the name of a file */
      return g_strdup_printf (_ ("opened from %s"), nabla_run_get_origin (run));
    if (nabla_run_ended_early (run))
      return g_strdup_printf (_ ("ended early, %d of %d epochs"), done, epochs);
    return g_strdup_printf (
        g_dngettext (NULL, "%d epoch · completed", "%d epochs · completed", (gulong) epochs),
        epochs);
  case NABLA_RUN_STOPPED:
    if (nabla_run_is_culled (run))
      return g_strdup_printf (_ ("culled at epoch %d"), done);
    return g_strdup_printf (_ ("stopped in epoch %d of %d"), now, epochs);
  case NABLA_RUN_DIVERGED:
    nabla_run_get_diverged_at (run, &epoch, &mini_batch);
    return g_strdup_printf (_ ("diverged at epoch %d, mini-batch %zu"), epoch, mini_batch);
  case NABLA_RUN_FAILED:
  default:
    return g_strdup (nabla_run_get_message (run));
  }
}

static void
describe (NablaRunRow *self)
{
  const char *score = gtk_label_get_text (self->score);
  g_autofree char *label =
      *score != '\0'
          ? g_strdup_printf (_ ("%s, %s, best accuracy %s"), nabla_run_get_name (self->run),
                             gtk_label_get_text (self->status), score)
          : g_strdup_printf ("%s, %s", nabla_run_get_name (self->run),
                             gtk_label_get_text (self->status));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_progress (NablaRunRow *self)
{
  double progress = nabla_run_get_progress (self->run);

  gtk_widget_set_visible (GTK_WIDGET (self->bar), !nabla_run_is_finished (self->run));
  gtk_widget_queue_draw (GTK_WIDGET (self->bar));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  progress, -1);
}

static void
update_status (NablaRunRow *self)
{
  g_autofree char *status = status_text (self->run);
  double best = nabla_run_get_best_score (self->run);
  g_autofree char *score = isfinite (best) ? g_strdup_printf (_ ("%.1f %%"), 100 * best) : NULL;
  const char *message = nabla_run_get_message (self->run);

  nabla_run_marks_set_text (self->status, status != NULL ? status : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), message);
  gtk_widget_set_visible (self->revive_button, nabla_run_is_culled (self->run));
  nabla_run_marks_set_text (self->score, score != NULL ? score : "");
  gtk_widget_set_visible (GTK_WIDGET (self->score), score != NULL);
  if (score != NULL) {
    g_autofree char *tooltip =
        g_strdup_printf (_ ("Best accuracy, after epoch %d"), nabla_run_get_best_epoch (self->run));
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->score), tooltip);
  }
  update_progress (self);
  describe (self);
}

static void
update_look (NablaRunRow *self)
{
  const char *name = nabla_run_get_name (self->run);
  gboolean shown = nabla_run_get_shown (self->run);
  g_autofree char *label = g_strdup_printf (_ ("Show %s in the charts"), name);
  g_autofree char *lineage = nabla_run_get_fork_epoch (self->run) >= 0
                                 ? g_strdup_printf (_ ("%s\nfrom “%s” after epoch %d"), name,
                                                    nabla_run_get_fork_name (self->run),
                                                    nabla_run_get_fork_epoch (self->run))
                                 : g_strdup (name);
  g_autofree char *menu_label = g_strdup_printf (_ ("What can be done with %s"), name);

  g_autofree char *within = self->within_group ? nabla_run_group_name_within (self->run) : NULL;

  nabla_run_marks_set_text (self->name, within != NULL ? within : name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), lineage);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->swatch_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  menu_label, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->swatch_button),
                               shown ? _ ("Hide in the charts") : _ ("Show in the charts"));
  if (shown)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "hidden-run");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "hidden-run");
  gtk_widget_queue_draw (GTK_WIDGET (self->swatch));
  gtk_widget_queue_draw (GTK_WIDGET (self->bar));
  describe (self);
}

static void
on_shown_changed (NablaRunRow *self)
{
  update_look (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

static void
set_run (NablaRunRow *self, NablaRun *run)
{
  static const char *const look[] = { "notify::name", "notify::color" };
  static const char *const status[] = { "notify::state", "notify::preparation", "record",
                                        "finished" };

  self->run = g_object_ref (run);
  for (gsize i = 0; i < G_N_ELEMENTS (look); i++)
    g_signal_connect_object (run, look[i], G_CALLBACK (update_look), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (status); i++)
    g_signal_connect_object (run, status[i], G_CALLBACK (update_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::shown", G_CALLBACK (on_shown_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::progress", G_CALLBACK (update_progress), self,
                           G_CONNECT_SWAPPED);
  update_status (self);
  update_look (self);
}

static void
show_name (NablaRunRow *self)
{
  gtk_stack_set_visible_child_name (self->name_stack, "name");
}

static void
on_rename (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaRunRow *self = NABLA_RUN_ROW (widget);

  gtk_editable_set_text (self->name_entry, nabla_run_get_name (self->run));
  gtk_stack_set_visible_child_name (self->name_stack, "entry");
  gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
}

static void
on_name_entered (NablaRunRow *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_entry)));

  if (*name != '\0')
    nabla_run_set_name (self->run, name);
  show_name (self);
}

static gboolean
on_name_key (NablaRunRow *self, guint key)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  show_name (self);
  return GDK_EVENT_STOP;
}

static void
on_revive (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[REVIVE], 0);
}

static void
on_asked (GtkWidget *widget, const char *action, GVariant *parameter)
{
  guint signal = g_str_equal (action, "run.delete")       ? DELETE
                 : g_str_equal (action, "run.train-from") ? TRAIN_FROM
                                                          : USE_SET_UP;

  g_signal_emit (widget, signals[signal], 0);
}

/* "run.rewind" asks to "rewind". */
static void
on_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[AGAIN], 0, action + strlen ("run."));
}

static void
nabla_run_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaRunRow *self = NABLA_RUN_ROW (object);

  switch (id) {
  case PROP_RUN:
    g_value_set_object (value, self->run);
    break;
  case PROP_SHOWN:
    g_value_set_boolean (value, self->run != NULL && nabla_run_get_shown (self->run));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_run_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaRunRow *self = NABLA_RUN_ROW (object);

  switch (id) {
  case PROP_RUN:
    set_run (self, g_value_get_object (value));
    break;
  case PROP_SHOWN:
    nabla_run_set_shown (self->run, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_run_row_finalize (GObject *object)
{
  g_clear_object (&NABLA_RUN_ROW (object)->run);

  G_OBJECT_CLASS (nabla_run_row_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-run-row.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaRunRow, swatch_button);
  gtk_widget_class_bind_template_child (widget_class, NablaRunRow, swatch);
  gtk_widget_class_bind_template_child (widget_class, NablaRunRow, name_stack);
  gtk_widget_class_bind_template_child (widget_class, NablaRunRow, name);
  gtk_widget_class_bind_template_child (widget_class, NablaRunRow, name_entry);
  gtk_widget_class_bind_template_child (widget_class, NablaRunRow, status);
  gtk_widget_class_bind_template_child (widget_class, NablaRunRow, revive_button);
  gtk_widget_class_bind_template_child (widget_class, NablaRunRow, bar);
  gtk_widget_class_bind_template_child (widget_class, NablaRunRow, score);
  gtk_widget_class_bind_template_child (widget_class, NablaRunRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, on_name_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_name_key);
  gtk_widget_class_bind_template_callback (widget_class, show_name);
}

static void
nabla_run_row_class_init (NablaRunRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = nabla_run_row_get_property;
  object_class->set_property = nabla_run_row_set_property;
  object_class->finalize = nabla_run_row_finalize;

  properties[PROP_RUN] =
      g_param_spec_object ("run", NULL, NULL, NABLA_TYPE_RUN,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWN] =
      g_param_spec_boolean ("shown", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[USE_SET_UP] = g_signal_new ("use-set-up", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TRAIN_FROM] = g_signal_new ("train-from", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REVIVE] = g_signal_new ("revive", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[DELETE] = g_signal_new ("delete", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  signals[AGAIN] = g_signal_new ("again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_property_action (widget_class, "run.shown", "shown");
  gtk_widget_class_install_action (widget_class, "run.rename", NULL, on_rename);
  gtk_widget_class_install_action (widget_class, "run.use-set-up", NULL, on_asked);
  gtk_widget_class_install_action (widget_class, "run.train-from", NULL, on_asked);
  gtk_widget_class_install_action (widget_class, "run.delete", NULL, on_asked);
  gtk_widget_class_install_action (widget_class, "run.rewind", NULL, on_again);
  gtk_widget_class_install_action (widget_class, "run.restart", NULL, on_again);
  gtk_widget_class_install_action (widget_class, "run.fork", NULL, on_again);
  gtk_widget_class_install_action (widget_class, "run.revive", NULL, on_revive);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "run.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "run.rename", NULL);

  bind_template (widget_class);
}

static void
nabla_run_row_init (NablaRunRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->swatch, draw_swatch, self, NULL);
  gtk_drawing_area_set_draw_func (self->bar, draw_bar, self, NULL);
}

GtkWidget *
nabla_run_row_new (NablaRun *run)
{
  return g_object_new (NABLA_TYPE_RUN_ROW, "run", run, NULL);
}

NablaRun *
nabla_run_row_get_run (NablaRunRow *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_ROW (self), NULL);
  return self->run;
}

void
nabla_run_row_set_within_group (NablaRunRow *self, gboolean within_group)
{
  g_return_if_fail (NABLA_IS_RUN_ROW (self));

  self->within_group = within_group;
  if (within_group)
    gtk_widget_add_css_class (GTK_WIDGET (self), "within-group");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "within-group");
  update_look (self);
}

const char *
nabla_run_row_get_status (NablaRunRow *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_ROW (self), NULL);
  return gtk_label_get_text (self->status);
}

const char *
nabla_run_row_get_score (NablaRunRow *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_ROW (self), NULL);
  return gtk_label_get_text (self->score);
}
