/* SPDX-License-Identifier: MIT */
/* nabla-parameter-row.h: one hyper-parameter in the set-up panel: its symbol, its term and an
 * editor that fits its kind. */
#pragma once

#include "lab/nabla-parameter.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_PARAMETER_ROW (nabla_parameter_row_get_type ())
G_DECLARE_FINAL_TYPE (NablaParameterRow, nabla_parameter_row, NABLA, PARAMETER_ROW, AdwActionRow)

/* Signal "changed" (NablaParameterRow*): a person changed the value, be it to something refused.
 * `parameter` is an entry of the table. */
GtkWidget *nabla_parameter_row_new (const NablaParameter *parameter);

const NablaParameter *nabla_parameter_row_get_parameter (NablaParameterRow *self);

/* The widget that holds the value: GtkSpinButton, GtkEntry, GtkDropDown, GtkSwitch,
 * NablaScheduleEditor or NablaDigitsEditor. */
GtkWidget *nabla_parameter_row_get_editor (NablaParameterRow *self);

/* Shows the parameter's value in `set_up`; emits no "changed". */
void nabla_parameter_row_show (NablaParameterRow *self, const NablaHyperParameters *set_up);

/* Puts what the editor holds into `set_up`. NABLA_ERROR_USAGE, and `set_up` as it was, where it is
 * out of range; the row then shows the same sentence. */
gboolean nabla_parameter_row_read (NablaParameterRow *self, NablaHyperParameters *set_up,
                                   GError **error);

/* Says in the row why its value cannot stand beside others; NULL: it can. */
void nabla_parameter_row_object (NablaParameterRow *self, const char *message);

/* Moves a number one step up (1) or down (−1): 1, 2, 5, 10, … where it is logarithmic. Nothing for
 * other kinds. */
void nabla_parameter_row_step (NablaParameterRow *self, int direction);

G_END_DECLS
