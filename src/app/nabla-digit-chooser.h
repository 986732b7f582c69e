/* SPDX-License-Identifier: MIT */
/* nabla-digit-chooser.h: ten digits to say what a drawing is. The keys 0 … 9 say it too. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_DIGIT_CHOOSER (nabla_digit_chooser_get_type ())
G_DECLARE_FINAL_TYPE (NablaDigitChooser, nabla_digit_chooser, NABLA, DIGIT_CHOOSER, GtkPopover)

/* Signals: "opening" (NablaDigitChooser*): it is about to be shown: nabla_digit_chooser_offer.
 * "chosen" (NablaDigitChooser*, int digit): it is that one, be it what it was. `note`: what comes
 * of it, a sentence below the digits, or NULL. */
GtkWidget *nabla_digit_chooser_new (const char *note);

/* What is known of the drawing: the digit that a network reads, which steps back, and the digit
 * that it is kept as, which is marked; −1 for none. The keyboard begins at `likely`. */
void nabla_digit_chooser_offer (NablaDigitChooser *self, int read, int kept, int likely);

/* Owned by the popover. */
GtkWidget *nabla_digit_chooser_get_button (NablaDigitChooser *self, int digit);

G_END_DECLS
