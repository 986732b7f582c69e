/* SPDX-License-Identifier: MIT */
/* nabla-digit-filters.h: what is asked of the images of a part: right or wrong ones, of which
 * digit, in what order, from where; and a line that says how many there are. */
#pragma once

#include "lab/nabla-image-choice.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_DIGIT_FILTERS (nabla_digit_filters_get_type ())
G_DECLARE_FINAL_TYPE (NablaDigitFilters, nabla_digit_filters, NABLA, DIGIT_FILTERS, GtkWidget)

/* Signal "changed" (NablaDigitFilters*): another choice. Signal "jump" (NablaDigitFilters*, guint
 * index): go to that image, from 0; it may be beyond the last. */
GtkWidget *nabla_digit_filters_new (void);

const NablaImageChoice *nabla_digit_filters_get_choice (NablaDigitFilters *self);
/* "changed" follows where it is another one. */
void nabla_digit_filters_set_choice (NablaDigitFilters *self, const NablaImageChoice *choice);

void nabla_digit_filters_set_summary (NablaDigitFilters *self, const char *text);
/* The keyboard's focus goes where the number of an image is entered. */
void nabla_digit_filters_focus_jump (NablaDigitFilters *self);

G_END_DECLS
