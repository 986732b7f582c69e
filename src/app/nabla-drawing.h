/* SPDX-License-Identifier: MIT */
/* nabla-drawing.h: what lies on the canvas, strokes, an image of 28×28 pixels, or what is
 * written in a picture, and the way back and forth through what was done to it. The number of steps
 * and their memory are bounded. */
#pragma once

#include "digits/digits-strokes.h"
#include "lab/nabla-writing.h"

#include <glib.h>

typedef struct NablaDrawing NablaDrawing;

NablaDrawing *nabla_drawing_new (void);
void nabla_drawing_free (NablaDrawing *self);

/* Owned by the drawing; no strokes where there is an image. */
const DigitsStrokes *nabla_drawing_get_strokes (NablaDrawing *self);
/* [28][28], ink 255 on 0; NULL where there is none. */
const guint8 *nabla_drawing_get_image (NablaDrawing *self);
/* NULL where there is none; then there are neither strokes nor an image. */
NablaWriting *nabla_drawing_get_writing (NablaDrawing *self);
gboolean nabla_drawing_is_empty (NablaDrawing *self);

/* A stroke begins, which is a step of its own, and takes the place of an image; it goes on. FALSE
 * where the drawing refuses the point (see digits_strokes_begin) and stays as it is. */
gboolean nabla_drawing_begin_stroke (NablaDrawing *self, DigitsPoint point);
gboolean nabla_drawing_add_point (NablaDrawing *self, DigitsPoint point);

/* The eraser's way from (x0, y0) to (x1, y1): see digits_strokes_erase; an image goes as a whole.
 * It is a step of its own where `step` is, else part of the step before. TRUE where something is
 * gone. */
gboolean nabla_drawing_erase (NablaDrawing *self, double x0, double y0, double x1, double y1,
                              double radius, gboolean step);

/* Takes the place of all that is there, as one step. `strokes` are copied. */
void nabla_drawing_set_strokes (NablaDrawing *self, const DigitsStrokes *strokes);
void nabla_drawing_set_image (NablaDrawing *self, const guint8 *pixels);
void nabla_drawing_set_writing (NablaDrawing *self, NablaWriting *writing); /* is referenced */
void nabla_drawing_clear (NablaDrawing *self);

gboolean nabla_drawing_can_undo (NablaDrawing *self);
gboolean nabla_drawing_can_redo (NablaDrawing *self);
gboolean nabla_drawing_undo (NablaDrawing *self);
gboolean nabla_drawing_redo (NablaDrawing *self);
