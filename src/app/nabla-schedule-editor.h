/* SPDX-License-Identifier: MIT */
/* nabla-schedule-editor.h: how the learning rate falls: a choice, and patience and limit where it
 * is not constant. */
#pragma once

#include "nn/nn-schedule.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_SCHEDULE_EDITOR (nabla_schedule_editor_get_type ())
G_DECLARE_FINAL_TYPE (NablaScheduleEditor, nabla_schedule_editor, NABLA, SCHEDULE_EDITOR, GtkWidget)

/* Signal "changed" (NablaScheduleEditor*): a person changed it, be it to something refused. */
GtkWidget *nabla_schedule_editor_new (void);

/* As nabla_parameter_set_text reads it: "halve:10:128"; what is typed goes unchecked. To be freed.
 */
char *nabla_schedule_editor_get_text (NablaScheduleEditor *self);

/* Emits no "changed". Patience and limit are shown even of a constant schedule: they are what
 * another choice begins with. */
void nabla_schedule_editor_show (NablaScheduleEditor *self, const NnSchedule *schedule);

/* The three fields: a GtkDropDown, a GtkSpinButton and a GtkEntry. */
GtkWidget *nabla_schedule_editor_get_kind (NablaScheduleEditor *self);
GtkWidget *nabla_schedule_editor_get_patience (NablaScheduleEditor *self);
GtkWidget *nabla_schedule_editor_get_limit (NablaScheduleEditor *self);

G_END_DECLS
