/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-list-row.h"

#include "app/nabla-color-popover.h"
#include "app/nabla-run-marks.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget *content;
  GtkToggleButton *swatch_button;
  GtkDrawingArea *swatch;
  GtkStack *name_stack;
  GtkLabel *name;
  GtkEditable *name_entry;
  GtkLabel *status;
  GtkButton *go_on_button;
  GtkDrawingArea *bar;
  GtkLabel *score;
  GtkMenuButton *menu_button;
  GtkWidget *palette; /* once it was asked for */
} NablaRunListRowPrivate;

enum { PROP_SHOWN = 1, N_PROPERTIES };
enum { USE_SET_UP, DELETE, GO_ON, RECOLOR, N_SIGNALS };

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (NablaRunListRow, nabla_run_list_row, GTK_TYPE_LIST_BOX_ROW)

static NablaRunListRowPrivate *
private_of (gpointer self)
{
  return nabla_run_list_row_get_instance_private (self);
}

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer self)
{
  NablaRunListRowClass *klass = NABLA_RUN_LIST_ROW_GET_CLASS (self);

  nabla_run_marks_draw_swatch (cr, width, height, klass->get_color (self), klass->get_shown (self));
}

static void
draw_bar (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer self)
{
  NablaRunListRowClass *klass = NABLA_RUN_LIST_ROW_GET_CLASS (self);

  nabla_run_marks_draw_bar (cr, width, height, klass->get_color (self), klass->get_progress (self),
                            GTK_WIDGET (area));
}

static void
describe (NablaRunListRow *self)
{
  NablaRunListRowPrivate *row = private_of (self);
  NablaRunListRowClass *klass = NABLA_RUN_LIST_ROW_GET_CLASS (self);
  g_autofree char *name = klass->dup_name (self);
  g_autofree char *label = klass->describe (self, name, gtk_label_get_text (row->status),
                                            gtk_label_get_text (row->score));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_name (NablaRunListRow *self)
{
  NablaRunListRowPrivate *row = private_of (self);
  NablaRunListRowClass *klass = NABLA_RUN_LIST_ROW_GET_CLASS (self);
  g_autofree char *name = klass->dup_name (self);
  g_autofree char *listed = klass->dup_short_name != NULL ? klass->dup_short_name (self) : NULL;
  g_autofree char *tooltip = klass->dup_tooltip != NULL ? klass->dup_tooltip (self) : NULL;
  g_autofree char *label = g_strdup_printf (_ ("Show %s in the charts"), name);
  g_autofree char *menu_label = g_strdup_printf (_ ("What can be done with %s"), name);

  nabla_run_marks_set_text (row->name, listed != NULL ? listed : name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row->name), tooltip != NULL ? tooltip : name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->swatch_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  menu_label, -1);
}

static void
show_name (NablaRunListRow *self)
{
  gtk_stack_set_visible_child_name (private_of (self)->name_stack, "name");
}

static void
on_rename (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaRunListRowPrivate *row = private_of (widget);
  g_autofree char *name =
      NABLA_RUN_LIST_ROW_GET_CLASS (widget)->dup_name (NABLA_RUN_LIST_ROW (widget));

  gtk_editable_set_text (row->name_entry, name);
  gtk_stack_set_visible_child_name (row->name_stack, "entry");
  gtk_widget_grab_focus (GTK_WIDGET (row->name_entry));
}

static void
on_name_entered (NablaRunListRow *self)
{
  g_autofree char *name =
      g_strstrip (g_strdup (gtk_editable_get_text (private_of (self)->name_entry)));

  if (*name != '\0')
    NABLA_RUN_LIST_ROW_GET_CLASS (self)->rename (self, name);
  show_name (self);
}

static gboolean
on_name_key (NablaRunListRow *self, guint key)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  show_name (self);
  return GDK_EVENT_STOP;
}

static void
on_color_chosen (NablaRunListRow *self, int color)
{
  g_signal_emit (self, signals[RECOLOR], 0, color);
}

static void
close_palette (NablaRunListRow *self)
{
  g_clear_pointer (&private_of (self)->palette, gtk_widget_unparent);
}

/* The palette stays until the next one: its dialogue of other colours still speaks through it. */
static void
on_color (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaRunListRow *self = NABLA_RUN_LIST_ROW (widget);
  NablaRunListRowPrivate *row = private_of (self);
  graphene_rect_t bounds;

  close_palette (self);
  row->palette = nabla_color_popover_new (NABLA_RUN_LIST_ROW_GET_CLASS (self)->get_color (self));
  gtk_widget_set_parent (row->palette, row->content);
  if (gtk_widget_compute_bounds (GTK_WIDGET (row->swatch_button), row->content, &bounds))
    gtk_popover_set_pointing_to (GTK_POPOVER (row->palette),
                                 &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                                  (int) bounds.size.width,
                                                  (int) bounds.size.height });
  g_signal_connect_object (row->palette, "chosen", G_CALLBACK (on_color_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (row->palette));
}

static void
on_asked (GtkWidget *widget, const char *action, GVariant *parameter)
{
  guint signal = g_str_equal (action, "run.delete")  ? DELETE
                 : g_str_equal (action, "run.go-on") ? GO_ON
                                                     : USE_SET_UP;

  g_signal_emit (widget, signals[signal], 0);
}

static gboolean
popup_menu (GtkWidget *widget, GVariant *args, gpointer data)
{
  gtk_menu_button_popup (private_of (widget)->menu_button);
  return TRUE;
}

/* While the name is edited, the entry has a menu of its own. */
static void
on_secondary_press (NablaRunListRow *self, int n, double x, double y, GtkGesture *gesture)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (private_of (self)->name_stack), "entry") == 0)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  popup_menu (GTK_WIDGET (self), NULL, NULL);
}

static void
nabla_run_list_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaRunListRow *self = NABLA_RUN_LIST_ROW (object);

  switch (id) {
  case PROP_SHOWN:
    g_value_set_boolean (value, NABLA_RUN_LIST_ROW_GET_CLASS (self)->get_shown (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_run_list_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaRunListRow *self = NABLA_RUN_LIST_ROW (object);

  switch (id) {
  case PROP_SHOWN:
    NABLA_RUN_LIST_ROW_GET_CLASS (self)->set_shown (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_run_list_row_dispose (GObject *object)
{
  close_palette (NABLA_RUN_LIST_ROW (object));

  G_OBJECT_CLASS (nabla_run_list_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-run-list-row.ui");
  gtk_widget_class_bind_template_child_private (widget_class, NablaRunListRow, content);
  gtk_widget_class_bind_template_child_private (widget_class, NablaRunListRow, swatch_button);
  gtk_widget_class_bind_template_child_private (widget_class, NablaRunListRow, swatch);
  gtk_widget_class_bind_template_child_private (widget_class, NablaRunListRow, name_stack);
  gtk_widget_class_bind_template_child_private (widget_class, NablaRunListRow, name);
  gtk_widget_class_bind_template_child_private (widget_class, NablaRunListRow, name_entry);
  gtk_widget_class_bind_template_child_private (widget_class, NablaRunListRow, status);
  gtk_widget_class_bind_template_child_private (widget_class, NablaRunListRow, go_on_button);
  gtk_widget_class_bind_template_child_private (widget_class, NablaRunListRow, bar);
  gtk_widget_class_bind_template_child_private (widget_class, NablaRunListRow, score);
  gtk_widget_class_bind_template_child_private (widget_class, NablaRunListRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, on_name_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_name_key);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_press);
  gtk_widget_class_bind_template_callback (widget_class, show_name);
}

static void
nabla_run_list_row_class_init (NablaRunListRowClass *klass)
{
  static const char *const asked[] = { "use-set-up", "delete", "go-on" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = nabla_run_list_row_get_property;
  object_class->set_property = nabla_run_list_row_set_property;
  object_class->dispose = nabla_run_list_row_dispose;
  properties[PROP_SHOWN] =
      g_param_spec_boolean ("shown", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  for (int i = USE_SET_UP; i <= GO_ON; i++)
    signals[i] = g_signal_new (asked[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
  signals[RECOLOR] = g_signal_new ("recolor", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_install_property_action (widget_class, "run.shown", "shown");
  gtk_widget_class_install_action (widget_class, "run.rename", NULL, on_rename);
  gtk_widget_class_install_action (widget_class, "run.color", NULL, on_color);
  gtk_widget_class_install_action (widget_class, "run.use-set-up", NULL, on_asked);
  gtk_widget_class_install_action (widget_class, "run.delete", NULL, on_asked);
  gtk_widget_class_install_action (widget_class, "run.go-on", NULL, on_asked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "run.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "run.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, GDK_SHIFT_MASK, "run.color", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, popup_menu, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, popup_menu, NULL);

  bind_template (widget_class);
}

static void
nabla_run_list_row_init (NablaRunListRow *self)
{
  NablaRunListRowPrivate *row = private_of (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (row->swatch, draw_swatch, self, NULL);
  gtk_drawing_area_set_draw_func (row->bar, draw_bar, self, NULL);
}

void
nabla_run_list_row_update_look (NablaRunListRow *self)
{
  NablaRunListRowPrivate *row = private_of (self);
  gboolean shown = NABLA_RUN_LIST_ROW_GET_CLASS (self)->get_shown (self);

  update_name (self);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row->swatch_button),
                               shown ? _ ("Hide in the charts") : _ ("Show in the charts"));
  if (shown)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "hidden-run");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "hidden-run");
  gtk_widget_queue_draw (GTK_WIDGET (row->swatch));
  gtk_widget_queue_draw (GTK_WIDGET (row->bar));
  describe (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

void
nabla_run_list_row_update_progress (NablaRunListRow *self)
{
  GtkWidget *bar = GTK_WIDGET (private_of (self)->bar);
  NablaRunListRowClass *klass = NABLA_RUN_LIST_ROW_GET_CLASS (self);

  gtk_widget_set_visible (bar, !klass->is_finished (self));
  gtk_widget_queue_draw (bar);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  klass->get_progress (self), -1);
}

void
nabla_run_list_row_set_status (NablaRunListRow *self, const char *status, const char *why)
{
  GtkLabel *label = private_of (self)->status;

  nabla_run_marks_set_text (label, status);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), why);
  describe (self);
}

void
nabla_run_list_row_set_score (NablaRunListRow *self, const char *score, const char *tooltip)
{
  GtkLabel *label = private_of (self)->score;

  nabla_run_marks_set_text (label, score != NULL ? score : "");
  gtk_widget_set_visible (GTK_WIDGET (label), score != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), tooltip);
  describe (self);
}

void
nabla_run_list_row_offer_to_go_on (NablaRunListRow *self, const char *label)
{
  GtkButton *button = private_of (self)->go_on_button;

  if (label != NULL)
    gtk_button_set_label (button, label);
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
}

void
nabla_run_list_row_set_menu (NablaRunListRow *self, const char *resource)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (resource);

  gtk_menu_button_set_menu_model (private_of (self)->menu_button,
                                  G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
}

void
nabla_run_list_row_add_button (NablaRunListRow *self, GtkWidget *button)
{
  NablaRunListRowPrivate *row = private_of (self);

  gtk_box_insert_child_after (GTK_BOX (row->content), button, GTK_WIDGET (row->score));
}

const char *
nabla_run_list_row_get_status (NablaRunListRow *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_LIST_ROW (self), NULL);
  return gtk_label_get_text (private_of (self)->status);
}

const char *
nabla_run_list_row_get_score (NablaRunListRow *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_LIST_ROW (self), NULL);
  return gtk_label_get_text (private_of (self)->score);
}
