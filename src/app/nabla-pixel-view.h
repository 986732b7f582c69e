/* SPDX-License-Identifier: MIT */
/* nabla-pixel-view.h: the pixels of an image, large: ink as it is, or numbers with a sign in the
 * colours "for" and "against". The one under the pointer is outlined. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_PIXEL_VIEW (nabla_pixel_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaPixelView, nabla_pixel_view, NABLA, PIXEL_VIEW, GtkWidget)

/* Signal "pointed" (NablaPixelView*): at another pixel, or at none. */
GtkWidget *nabla_pixel_view_new (void);

/* Shows ink[height][width], 255 on 0, which is copied. */
void nabla_pixel_view_set_ink (NablaPixelView *self, const guint8 *ink, int width, int height);
/* Shows values[height][width], which are copied, as colours: the largest of them in either
 * direction has the full one. */
void nabla_pixel_view_set_signed (NablaPixelView *self, const float *values, int width, int height);

/* The pixel under the pointer, from 0; FALSE where there is none. */
gboolean nabla_pixel_view_get_pointed (NablaPixelView *self, int *x, int *y);
/* As if the pointer were there, for tests; −1: nowhere. */
void nabla_pixel_view_point_at (NablaPixelView *self, int x, int y);

G_END_DECLS
