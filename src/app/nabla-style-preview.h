/* SPDX-License-Identifier: MIT */
/* nabla-style-preview.h: twenty digits, two of each, as a style and a seed write them: the first of
 * the test part of such a data set. They are drawn when they change, in under a millisecond. */
#pragma once

#include "lab/nabla-digit-style.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_STYLE_PREVIEW (nabla_style_preview_get_type ())
G_DECLARE_FINAL_TYPE (NablaStylePreview, nabla_style_preview, NABLA, STYLE_PREVIEW, GtkWidget)

#define NABLA_STYLE_PREVIEW_COLUMNS 10 /* the digits */
#define NABLA_STYLE_PREVIEW_ROWS    2

GtkWidget *nabla_style_preview_new (void);

/* `style` is a valid one. */
void nabla_style_preview_show (NablaStylePreview *self, guint64 seed, NablaDigitStyle style);

/* The pixels[28][28] of the digit in that row; NULL before the first ones are shown. Valid until
 * others are. */
const guint8 *nabla_style_preview_get_digit (NablaStylePreview *self, int row, int digit);

G_END_DECLS
