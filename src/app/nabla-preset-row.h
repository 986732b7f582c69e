/* SPDX-License-Identifier: MIT */
/* nabla-preset-row.h: which preset the set-up is, and a list with search to choose another from. */
#pragma once

#include "lab/nabla-preset.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_PRESET_ROW (nabla_preset_row_get_type ())
G_DECLARE_FINAL_TYPE (NablaPresetRow, nabla_preset_row, NABLA, PRESET_ROW, AdwPreferencesRow)

/* Signal "chosen" (NablaPresetRow*, const NablaPreset*): a person chose it; NULL is the default
 * set-up. The row shows it only when told so. */
GtkWidget *nabla_preset_row_new (void);

/* Says which preset this set-up is, whatever its seed, and what was published of it: "Default", a
 * preset's title, or "Custom" where it is none (or NULL: one that does not stand). */
void nabla_preset_row_show (NablaPresetRow *self, const NablaHyperParameters *set_up);

/* What it says: "Custom", "Chapter 1". */
const char *nabla_preset_row_get_text (NablaPresetRow *self);

/* The list (of GtkListBoxRow, each named by its title) and what it is searched with. */
GtkListBox *nabla_preset_row_get_list (NablaPresetRow *self);
GtkEditable *nabla_preset_row_get_search (NablaPresetRow *self);

/* What a row of the list stands for; NULL for the default set-up. */
const NablaPreset *nabla_preset_row_get_preset (NablaPresetRow *self, GtkListBoxRow *row);

/* What a group is called, translated; NULL where it has no name yet. */
const char *nabla_preset_row_get_group_title (const char *group);

G_END_DECLS
