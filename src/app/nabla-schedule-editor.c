/* SPDX-License-Identifier: MIT */
#include "app/nabla-schedule-editor.h"

#include "app/nabla-wheel.h"
#include "lab/nabla-parameter.h"

struct _NablaScheduleEditor {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkDropDown *kind;
  GtkWidget *terms; /* patience and limit */
  GtkSpinButton *patience;
  GtkEditable *limit;

  gboolean showing; /* the editor itself writes into its fields */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaScheduleEditor, nabla_schedule_editor, GTK_TYPE_WIDGET)

static NnScheduleKind
get_kind (NablaScheduleEditor *self)
{
  return (NnScheduleKind) gtk_drop_down_get_selected (self->kind);
}

static void
on_edited (NablaScheduleEditor *self)
{
  gtk_widget_set_visible (self->terms, get_kind (self) != NN_SCHEDULE_CONSTANT);
  if (!self->showing)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
nabla_schedule_editor_dispose (GObject *object)
{
  NablaScheduleEditor *self = NABLA_SCHEDULE_EDITOR (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (nabla_schedule_editor_parent_class)->dispose (object);
}

static void
nabla_schedule_editor_class_init (NablaScheduleEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_schedule_editor_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "scheduleeditor");
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/nabla_lab/Nabla/nabla-schedule-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaScheduleEditor, content);
  gtk_widget_class_bind_template_child (widget_class, NablaScheduleEditor, kind);
  gtk_widget_class_bind_template_child (widget_class, NablaScheduleEditor, terms);
  gtk_widget_class_bind_template_child (widget_class, NablaScheduleEditor, patience);
  gtk_widget_class_bind_template_child (widget_class, NablaScheduleEditor, limit);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
}

static void
nabla_schedule_editor_init (NablaScheduleEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (self->patience, 1, NABLA_MAX_PATIENCE);
  gtk_spin_button_set_increments (self->patience, 1, 10);
  nabla_wheel_needs_focus (GTK_WIDGET (self->patience));
}

GtkWidget *
nabla_schedule_editor_new (void)
{
  return g_object_new (NABLA_TYPE_SCHEDULE_EDITOR, NULL);
}

char *
nabla_schedule_editor_get_text (NablaScheduleEditor *self)
{
  g_autofree char *limit = NULL;

  g_return_val_if_fail (NABLA_IS_SCHEDULE_EDITOR (self), NULL);

  if (get_kind (self) == NN_SCHEDULE_CONSTANT)
    return g_strdup ("constant");
  limit = g_strstrip (g_strdup (gtk_editable_get_text (self->limit)));
  /* A decimal comma is what many a keyboard's number pad types. */
  return g_strdup_printf ("%s:%s:%s", get_kind (self) == NN_SCHEDULE_HALVE ? "halve" : "tenth",
                          gtk_editable_get_text (GTK_EDITABLE (self->patience)),
                          g_strdelimit (limit, ",", '.'));
}

void
nabla_schedule_editor_show (NablaScheduleEditor *self, const NnSchedule *schedule)
{
  char limit[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *patience = NULL;

  g_return_if_fail (NABLA_IS_SCHEDULE_EDITOR (self));
  g_return_if_fail (schedule != NULL);

  self->showing = TRUE;
  g_ascii_formatd (limit, sizeof limit, "%.15g", schedule->limit);
  patience = g_strdup_printf ("%d", schedule->patience);
  gtk_drop_down_set_selected (self->kind, (guint) schedule->kind);
  gtk_spin_button_set_value (self->patience, schedule->patience);
  /* Text is written only where it is another one: the cursor stays where a person types. */
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->patience)), patience) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->patience), patience);
  if (g_strcmp0 (gtk_editable_get_text (self->limit), limit) != 0)
    gtk_editable_set_text (self->limit, limit);
  self->showing = FALSE;
}

GtkWidget *
nabla_schedule_editor_get_kind (NablaScheduleEditor *self)
{
  g_return_val_if_fail (NABLA_IS_SCHEDULE_EDITOR (self), NULL);
  return GTK_WIDGET (self->kind);
}

GtkWidget *
nabla_schedule_editor_get_patience (NablaScheduleEditor *self)
{
  g_return_val_if_fail (NABLA_IS_SCHEDULE_EDITOR (self), NULL);
  return GTK_WIDGET (self->patience);
}

GtkWidget *
nabla_schedule_editor_get_limit (NablaScheduleEditor *self)
{
  g_return_val_if_fail (NABLA_IS_SCHEDULE_EDITOR (self), NULL);
  return GTK_WIDGET (self->limit);
}
