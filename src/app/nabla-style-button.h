/* SPDX-License-Identifier: MIT */
/* nabla-style-button.h: how the built-in digits are written, and whose hand writes them: opens a
 * panel that shows what other ones look like, and has them drawn. Hidden while the data set is
 * another one. */
#pragma once

#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_STYLE_BUTTON (nabla_style_button_get_type ())
G_DECLARE_FINAL_TYPE (NablaStyleButton, nabla_style_button, NABLA, STYLE_BUTTON, GtkWidget)

/* What it activates to have a data set of the chosen digits: "(tid)", seed, manner (a
 * NablaDigitManner) and strength. */
#define NABLA_STYLE_ACTION "win.draw-digits"

/* Follows the data set of `workbench`; once, before the widget is used. */
void nabla_style_button_set_workbench (NablaStyleButton *self, NablaWorkbench *workbench);

/* What is chosen in the panel. */
NablaDigitStyle nabla_style_button_get_style (NablaStyleButton *self);
guint64 nabla_style_button_get_seed (NablaStyleButton *self);

G_END_DECLS
