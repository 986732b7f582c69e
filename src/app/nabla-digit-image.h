/* SPDX-License-Identifier: MIT */
/* nabla-digit-image.h: a small grey image of a digit, its pixels as they are: ink in the text's
 * colour on the background that the style sheet gives. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_DIGIT_IMAGE (nabla_digit_image_get_type ())
G_DECLARE_FINAL_TYPE (NablaDigitImage, nabla_digit_image, NABLA, DIGIT_IMAGE, GtkWidget)

GtkWidget *nabla_digit_image_new (void);

/* Shows pixels[height][width], ink 255 on 0, which are copied; NULL shows none. */
void nabla_digit_image_set_pixels (NablaDigitImage *self, const guint8 *pixels, int width,
                                   int height);
gboolean nabla_digit_image_is_empty (NablaDigitImage *self);

/* Outlines a rectangle, in pixels of the image; NULL for none. */
void nabla_digit_image_set_box (NablaDigitImage *self, const graphene_rect_t *box);

/* Marks a point, and the middle of the image with hairlines, in pixels of the image; NULL for none.
 */
void nabla_digit_image_set_mark (NablaDigitImage *self, const graphene_point_t *mark);

/* Property "side": the natural width and height of the widget, px. */

G_END_DECLS
