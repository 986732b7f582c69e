/* SPDX-License-Identifier: MIT */
/* nabla-digits-editor.h: which of the ten digits are used: a small toggle button each. The last two
 * stay on: one digit alone leaves nothing to learn. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_DIGITS_EDITOR (nabla_digits_editor_get_type ())
G_DECLARE_FINAL_TYPE (NablaDigitsEditor, nabla_digits_editor, NABLA, DIGITS_EDITOR, GtkWidget)

/* Signal "changed" (NablaDigitsEditor*): a person changed it. All ten are on. */
GtkWidget *nabla_digits_editor_new (void);

/* Bit d for digit d; at least two are set. */
guint nabla_digits_editor_get (NablaDigitsEditor *self);

/* Emits no "changed". */
void nabla_digits_editor_show (NablaDigitsEditor *self, guint digits);

/* A GtkToggleButton; digit 0 … 9. */
GtkWidget *nabla_digits_editor_get_button (NablaDigitsEditor *self, guint digit);

G_END_DECLS
