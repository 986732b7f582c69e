/* SPDX-License-Identifier: MIT */
/* nabla-digit-details.h: one image of a list, large: its label, what the network makes of it, and
 * the ten probabilities. Left and Right go through the list, Escape goes back. */
#pragma once

#include "app/nabla-digit-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_DIGIT_DETAILS (nabla_digit_details_get_type ())
G_DECLARE_FINAL_TYPE (NablaDigitDetails, nabla_digit_details, NABLA, DIGIT_DETAILS, GtkWidget)

/* Signals: "closed" (NablaDigitDetails*): enough of it. "opened" (NablaDigitDetails*): another
 * image may be shown. */
GtkWidget *nabla_digit_details_new (void);

/* Once, before it is used. Takes a reference. */
void nabla_digit_details_set_list (NablaDigitDetails *self, NablaDigitList *list);
/* The colour of the run that answers (nabla_run_get_color); negative: there is none. */
void nabla_digit_details_set_color (NablaDigitDetails *self, int color);

/* Shows image `index` of the part, and keeps to it when the list changes. */
void nabla_digit_details_open (NablaDigitDetails *self, guint index);
guint nabla_digit_details_get_index (NablaDigitDetails *self);

G_END_DECLS
