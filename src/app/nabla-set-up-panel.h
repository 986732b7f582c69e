/* SPDX-License-Identifier: MIT */
/* nabla-set-up-panel.h: the set-up of the next run: the preset that it is, and a row for every
 * entry of the table of hyper-parameters. */
#pragma once

#include "lab/nabla-parameter.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_SET_UP_PANEL (nabla_set_up_panel_get_type ())
G_DECLARE_FINAL_TYPE (NablaSetUpPanel, nabla_set_up_panel, NABLA, SET_UP_PANEL, GtkWidget)

/* Signal "changed" (NablaSetUpPanel*): a person changed a value, be it to something refused.
 * Signal "replaced" (NablaSetUpPanel*): nabla_set_up_panel_set was called.
 * Signal "preset-chosen" (NablaSetUpPanel*, const NablaPreset*): a person wants that set-up, or the
 * default one (NULL); the panel is as it was until it is set.
 * Property "refusal" (string): see nabla_set_up_panel_get_refusal. */
GtkWidget *nabla_set_up_panel_new (void);

/* A step that can be undone. Actions of the panel: "set-up.undo" (Ctrl+Z), "set-up.redo"
 * (Ctrl+Shift+Z). */
void nabla_set_up_panel_set (NablaSetUpPanel *self, const NablaHyperParameters *set_up);
/* The same, with nothing before it. */
void nabla_set_up_panel_begin (NablaSetUpPanel *self, const NablaHyperParameters *set_up);

/* What the rows hold. FALSE with a sentence where one of them, or all of them together, are
 * refused; *set_up then has the values that do stand, and defaults for the others. */
gboolean nabla_set_up_panel_get (NablaSetUpPanel *self, NablaHyperParameters *set_up,
                                 GError **error);

/* The row (a NablaParameterRow) of the parameter with this key, or NULL. Owned by the panel. */
GtkWidget *nabla_set_up_panel_get_row (NablaSetUpPanel *self, const char *key);

/* Why the set-up cannot be trained, a sentence; NULL where it can. */
const char *nabla_set_up_panel_get_refusal (NablaSetUpPanel *self);

/* The row (a NablaPresetRow) that presets are chosen from. Owned by the panel. */
GtkWidget *nabla_set_up_panel_get_preset_row (NablaSetUpPanel *self);

/* Where the first refused value is, for the keyboard to go there. */
void nabla_set_up_panel_focus_refused (NablaSetUpPanel *self);

G_END_DECLS
