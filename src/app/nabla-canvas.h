/* SPDX-License-Identifier: MIT */
/* nabla-canvas.h: the square paper that is drawn on with mouse, pen or touch. Points are in units
 * of which a side has NABLA_CANVAS_UNITS, so that a drawing survives a change of size. */
#pragma once

#include "digits/digits-segment.h"
#include "lab/nabla-writing.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_CANVAS (nabla_canvas_get_type ())
G_DECLARE_FINAL_TYPE (NablaCanvas, nabla_canvas, NABLA, CANVAS, GtkWidget)

/* Property "erasing" (gboolean): mouse, touch and the pen's tip erase, as a pen's other end always
 * does. FALSE again as soon as nothing is left.
 *
 * Signal "changed" (NablaCanvas*): the drawing has another point, or is another one. It is emitted
 * within the handler of the motion event, before the frame is laid out and painted. */
GtkWidget *nabla_canvas_new (void);

/* A stroke, or the way of the eraser, point by point, as the pointer's events make it; x and y in
 * pixels of the widget, pressure 0 … 1, 0.5 without a pen. `time_ms` of an event, 0 where unknown.
 * Points outside of the paper are moved to its edge. */
void nabla_canvas_begin (NablaCanvas *self, double x, double y, double pressure, guint32 time_ms);
void nabla_canvas_extend (NablaCanvas *self, double x, double y, double pressure, guint32 time_ms);
void nabla_canvas_end (NablaCanvas *self);

/* Steps are strokes, gestures of the eraser, and whatever took the place of the whole drawing. */
void nabla_canvas_undo (NablaCanvas *self);
void nabla_canvas_redo (NablaCanvas *self);
void nabla_canvas_clear (NablaCanvas *self);

/* Another drawing in place of what is there, as a step: strokes, copied, in units of the paper; or
 * an image, pixels[28][28] with ink 255 on 0, copied. A stroke that is drawn takes the place of an
 * image. */
void nabla_canvas_set_strokes (NablaCanvas *self, const DigitsStrokes *strokes);
void nabla_canvas_set_image (NablaCanvas *self, const guint8 *pixels);
/* The same with what is written in a picture, which is referenced and shown as large as it fits. */
void nabla_canvas_set_writing (NablaCanvas *self, NablaWriting *writing);

/* Owned by the canvas; valid until it changes. No strokes where there is an image or writing,
 * and neither of them (NULL) where there are strokes. */
const DigitsStrokes *nabla_canvas_get_strokes (NablaCanvas *self);
const guint8 *nabla_canvas_get_image (NablaCanvas *self);
NablaWriting *nabla_canvas_get_writing (NablaCanvas *self); /* NULL where there is none */
gboolean nabla_canvas_is_empty (NablaCanvas *self);
gboolean nabla_canvas_can_undo (NablaCanvas *self);
gboolean nabla_canvas_can_redo (NablaCanvas *self);

void nabla_canvas_set_erasing (NablaCanvas *self, gboolean erasing);
gboolean nabla_canvas_get_erasing (NablaCanvas *self);

/* Shows only so many points of the strokes in full, the others faintly; 0: all. Until the drawing
 * changes. */
void nabla_canvas_set_highlight (NablaCanvas *self, gsize n_points);

/* Frames around the digits of a number, in units of the paper, where strokes are, or in pixels of
 * the writing; copied. `stressed` is drawn in full; −1 for none. Until the drawing changes. */
void nabla_canvas_set_boxes (NablaCanvas *self, const DigitsBox *boxes, int n, int stressed);
int nabla_canvas_get_n_boxes (NablaCanvas *self);

/* How long the last begin or extend took, with all that "changed" set off; seconds. */
double nabla_canvas_get_last_update_seconds (NablaCanvas *self);

G_END_DECLS
