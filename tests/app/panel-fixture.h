/* SPDX-License-Identifier: MIT */
/* panel-fixture.h: what tests of the set-up panel share. */
#pragma once

#include "app/nabla-parameter-row.h"
#include "app/nabla-preset-row.h"
#include "app/nabla-set-up-panel.h"

static inline NablaSetUpPanel *
new_panel (void)
{
  return g_object_ref_sink (NABLA_SET_UP_PANEL (nabla_set_up_panel_new ()));
}

static inline GtkWidget *
editor_of (NablaSetUpPanel *panel, const char *key)
{
  GtkWidget *row = nabla_set_up_panel_get_row (panel, key);

  g_assert_nonnull (row);
  return nabla_parameter_row_get_editor (NABLA_PARAMETER_ROW (row));
}

static inline void
choose (NablaSetUpPanel *panel, const char *key, guint choice)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (editor_of (panel, key)), choice);
}

static inline NablaPresetRow *
preset_row_of (NablaSetUpPanel *panel)
{
  return NABLA_PRESET_ROW (nabla_set_up_panel_get_preset_row (panel));
}
