/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-group-row.h"

#include "app/nabla-run-marks.h"

#include <glib/gi18n.h>
#include <math.h>

struct _NablaRunGroupRow {
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
  GtkButton *fold_button;
  GtkMenuButton *menu_button;

  NablaRunGroup *group;
  gboolean expanded;
};

enum { PROP_GROUP = 1, PROP_SHOWN, PROP_EXPANDED, N_PROPERTIES };
enum { USE_SET_UP, DELETE, REVIVE, N_SIGNALS };

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaRunGroupRow, nabla_run_group_row, GTK_TYPE_LIST_BOX_ROW)

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  NablaRunGroup *group = NABLA_RUN_GROUP_ROW (data)->group;

  nabla_run_marks_draw_swatch (cr, width, height, nabla_run_group_get_color (group),
                               nabla_run_group_get_shown (group));
}

static void
draw_bar (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  NablaRunGroup *group = NABLA_RUN_GROUP_ROW (data)->group;

  nabla_run_marks_draw_bar (cr, width, height, nabla_run_group_get_color (group),
                            nabla_run_group_get_progress (group), GTK_WIDGET (area));
}

/* How many, and between which epochs. */
static guint
count_culled (NablaRunGroup *group, int *first, int *last)
{
  guint n = 0;

  for (guint i = 0; i < nabla_run_group_get_n_runs (group); i++) {
    NablaRun *run = nabla_run_group_get_run (group, i);
    const NablaRecord *record = nabla_run_get_last_record (run);
    int epoch = record != NULL ? record->epoch : 0;

    if (!nabla_run_is_culled (run))
      continue;
    *first = n == 0 ? epoch : MIN (*first, epoch);
    *last = n == 0 ? epoch : MAX (*last, epoch);
    n++;
  }
  return n;
}

static char *
ended_text (NablaRunGroup *group)
{
  guint diverged = nabla_run_group_count (group, NABLA_RUN_DIVERGED);
  int first = 0, last = 0;
  guint culled = count_culled (group, &first, &last);
  guint stopped = nabla_run_group_count (group, NABLA_RUN_STOPPED) - culled;
  guint failed = nabla_run_group_count (group, NABLA_RUN_FAILED);

  if (diverged > 0)
    return g_strdup_printf (_ ("%u diverged"), diverged);
  if (failed > 0)
    return g_strdup_printf (_ ("%u failed"), failed);
  if (culled > 0 && first == last)
    return g_strdup_printf (_ ("%u culled at epoch %d"), culled, first);
  if (culled > 0)
    return g_strdup_printf (_ ("%u culled at epochs %d–%d"), culled, first, last);
  if (stopped > 0)
    return g_strdup_printf (_ ("%u stopped"), stopped);
  return g_strdup (_ ("completed"));
}

static char *
state_text (NablaRunGroup *group)
{
  guint n = nabla_run_group_get_n_runs (group);
  guint waiting = nabla_run_group_count (group, NABLA_RUN_WAITING);
  guint running = nabla_run_group_count (group, NABLA_RUN_RUNNING);
  guint paused = nabla_run_group_count (group, NABLA_RUN_PAUSED);
  int percent = (int) (100 * nabla_run_group_get_progress (group));

  if (waiting == n)
    return g_strdup (_ ("waiting"));
  if (running > 0)
    return g_strdup_printf (_ ("%d %% trained"), percent);
  if (paused > 0)
    return g_strdup_printf (_ ("paused at %d %%"), percent);
  if (waiting > 0)
    return g_strdup_printf (_ ("%u waiting"), waiting);
  return ended_text (group);
}

static void
describe (NablaRunGroupRow *self)
{
  g_autofree char *name = nabla_run_group_get_name (self->group);
  const char *score = gtk_label_get_text (self->score);
  g_autofree char *label =
      *score != '\0' ? g_strdup_printf (_ ("%s, %s, mean of best accuracies %s"), name,
                                        gtk_label_get_text (self->status), score)
                     : g_strdup_printf ("%s, %s", name, gtk_label_get_text (self->status));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_score (NablaRunGroupRow *self)
{
  NablaBand best = nabla_run_group_get_best (self->group, NABLA_BAND_DEVIATION);
  g_autofree char *score =
      isfinite (best.mean) ? g_strdup_printf (_ ("%.1f %%"), 100 * best.mean) : NULL;

  nabla_run_marks_set_text (self->score, score != NULL ? score : "");
  gtk_widget_set_visible (GTK_WIDGET (self->score), score != NULL);
  if (isfinite (best.low)) {
    g_autofree char *tooltip =
        g_strdup_printf (_ ("Mean of the best accuracies of %u seeds, ± %.2f %%"), best.n,
                         100 * (best.mean - best.low));
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->score), tooltip);
  }
}

static void
update_status (NablaRunGroupRow *self)
{
  guint n = nabla_run_group_get_n_runs (self->group);
  int first, last;
  g_autofree char *state = state_text (self->group);
  g_autofree char *status =
      g_strdup_printf (g_dngettext (NULL, "%u seed · %s", "%u seeds · %s", n), n, state);

  nabla_run_marks_set_text (self->status, status);
  update_score (self);
  gtk_widget_set_visible (self->revive_button, count_culled (self->group, &first, &last) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), !nabla_run_group_is_finished (self->group));
  gtk_widget_queue_draw (GTK_WIDGET (self->bar));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  nabla_run_group_get_progress (self->group), -1);
  describe (self);
}

static void
set_accessible_label (gpointer widget, const char *format, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *label = g_strjoinv (name, parts);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
update_fold (NablaRunGroupRow *self)
{
  gtk_button_set_icon_name (self->fold_button,
                            self->expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->fold_button),
                               self->expanded ? _ ("Fold the seeds") : _ ("List the seeds"));
}

static void
update_look (NablaRunGroupRow *self)
{
  g_autofree char *name = nabla_run_group_get_name (self->group);
  gboolean shown = nabla_run_group_get_shown (self->group);

  nabla_run_marks_set_text (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  set_accessible_label (self->swatch_button, _ ("Show %s in the charts"), name);
  set_accessible_label (self->menu_button, _ ("What can be done with %s"), name);
  set_accessible_label (self->fold_button, _ ("List the seeds of %s"), name);
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
on_look (NablaRunGroupRow *self)
{
  update_look (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

static void
on_members (NablaRunGroupRow *self)
{
  if (nabla_run_group_get_n_runs (self->group) == 0)
    return;
  update_status (self);
  on_look (self);
}

static void
show_name (NablaRunGroupRow *self)
{
  gtk_stack_set_visible_child_name (self->name_stack, "name");
}

static void
on_rename (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaRunGroupRow *self = NABLA_RUN_GROUP_ROW (widget);
  g_autofree char *name = nabla_run_group_get_name (self->group);

  gtk_editable_set_text (self->name_entry, name);
  gtk_stack_set_visible_child_name (self->name_stack, "entry");
  gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
}

static void
on_name_entered (NablaRunGroupRow *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_entry)));

  if (*name != '\0')
    nabla_run_group_set_name (self->group, name);
  show_name (self);
}

static gboolean
on_name_key (NablaRunGroupRow *self, guint key)
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
  g_signal_emit (widget, signals[g_str_equal (action, "group.delete") ? DELETE : USE_SET_UP], 0);
}

static void
nabla_run_group_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaRunGroupRow *self = NABLA_RUN_GROUP_ROW (object);

  switch (id) {
  case PROP_GROUP:
    g_value_set_object (value, self->group);
    break;
  case PROP_SHOWN:
    g_value_set_boolean (value, self->group != NULL && nabla_run_group_get_shown (self->group));
    break;
  case PROP_EXPANDED:
    g_value_set_boolean (value, self->expanded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
set_group (NablaRunGroupRow *self, NablaRunGroup *group)
{
  self->group = g_object_ref (group);
  g_signal_connect_object (group, "look", G_CALLBACK (on_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "status", G_CALLBACK (update_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "members", G_CALLBACK (on_members), self, G_CONNECT_SWAPPED);
  update_status (self);
  update_look (self);
  update_fold (self);
}

static void
nabla_run_group_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaRunGroupRow *self = NABLA_RUN_GROUP_ROW (object);

  switch (id) {
  case PROP_GROUP:
    set_group (self, g_value_get_object (value));
    break;
  case PROP_SHOWN:
    nabla_run_group_set_shown (self->group, g_value_get_boolean (value));
    break;
  case PROP_EXPANDED:
    if (self->expanded == g_value_get_boolean (value))
      break;
    self->expanded = g_value_get_boolean (value);
    update_fold (self);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_run_group_row_finalize (GObject *object)
{
  g_clear_object (&NABLA_RUN_GROUP_ROW (object)->group);

  G_OBJECT_CLASS (nabla_run_group_row_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-run-group-row.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaRunGroupRow, swatch_button);
  gtk_widget_class_bind_template_child (widget_class, NablaRunGroupRow, swatch);
  gtk_widget_class_bind_template_child (widget_class, NablaRunGroupRow, name_stack);
  gtk_widget_class_bind_template_child (widget_class, NablaRunGroupRow, name);
  gtk_widget_class_bind_template_child (widget_class, NablaRunGroupRow, name_entry);
  gtk_widget_class_bind_template_child (widget_class, NablaRunGroupRow, status);
  gtk_widget_class_bind_template_child (widget_class, NablaRunGroupRow, revive_button);
  gtk_widget_class_bind_template_child (widget_class, NablaRunGroupRow, bar);
  gtk_widget_class_bind_template_child (widget_class, NablaRunGroupRow, score);
  gtk_widget_class_bind_template_child (widget_class, NablaRunGroupRow, fold_button);
  gtk_widget_class_bind_template_child (widget_class, NablaRunGroupRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, on_name_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_name_key);
  gtk_widget_class_bind_template_callback (widget_class, show_name);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_GROUP] =
      g_param_spec_object ("group", NULL, NULL, NABLA_TYPE_RUN_GROUP,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, TRUE, flags);
  properties[PROP_EXPANDED] = g_param_spec_boolean ("expanded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
nabla_run_group_row_class_init (NablaRunGroupRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = nabla_run_group_row_get_property;
  object_class->set_property = nabla_run_group_row_set_property;
  object_class->finalize = nabla_run_group_row_finalize;
  install_properties (object_class);

  signals[USE_SET_UP] = g_signal_new ("use-set-up", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REVIVE] = g_signal_new ("revive", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[DELETE] = g_signal_new ("delete", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_property_action (widget_class, "group.shown", "shown");
  gtk_widget_class_install_property_action (widget_class, "group.expanded", "expanded");
  gtk_widget_class_install_action (widget_class, "group.rename", NULL, on_rename);
  gtk_widget_class_install_action (widget_class, "group.use-set-up", NULL, on_asked);
  gtk_widget_class_install_action (widget_class, "group.delete", NULL, on_asked);
  gtk_widget_class_install_action (widget_class, "group.revive", NULL, on_revive);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "group.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "group.rename", NULL);

  bind_template (widget_class);
}

static void
nabla_run_group_row_init (NablaRunGroupRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->swatch, draw_swatch, self, NULL);
  gtk_drawing_area_set_draw_func (self->bar, draw_bar, self, NULL);
}

GtkWidget *
nabla_run_group_row_new (NablaRunGroup *group)
{
  return g_object_new (NABLA_TYPE_RUN_GROUP_ROW, "group", group, NULL);
}

NablaRunGroup *
nabla_run_group_row_get_group (NablaRunGroupRow *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_GROUP_ROW (self), NULL);
  return self->group;
}

const char *
nabla_run_group_row_get_status (NablaRunGroupRow *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_GROUP_ROW (self), NULL);
  return gtk_label_get_text (self->status);
}

const char *
nabla_run_group_row_get_score (NablaRunGroupRow *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_GROUP_ROW (self), NULL);
  return gtk_label_get_text (self->score);
}
