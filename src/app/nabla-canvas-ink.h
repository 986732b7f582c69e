/* SPDX-License-Identifier: MIT */
/* nabla-canvas-ink.h: the strokes of a drawing as a person sees them on the canvas: smooth, as wide
 * as the pen was pressed. What is dry is kept in a surface, so that a new point costs one short
 * curve. */
#pragma once

#include "digits/digits-strokes.h"

#include <cairo.h>
#include <glib.h>

/* Points of a drawing are in units of which a side of the canvas has this many. */
#define NABLA_CANVAS_UNITS 280.0f
/* Width of the pen at medium pressure, in the same unit. */
#define NABLA_CANVAS_PEN 20.0f

/* Width of the pen of a drawing, which may have its own. */
static inline float
nabla_canvas_pen (const DigitsStrokes *strokes)
{
  return strokes->width > 0 ? strokes->width : NABLA_CANVAS_PEN;
}

typedef struct {
  cairo_surface_t *surface; /* A8, [pixels][pixels]; the ink that is dry */
  int pixels;
} NablaCanvasInk;

/* Makes the surface fit a side of `pixels` device pixels; TRUE where it is new, thus blank. */
gboolean nabla_canvas_ink_resize (NablaCanvasInk *ink, int pixels);
void nabla_canvas_ink_clear (NablaCanvasInk *ink);

/* Draws the curve that point i (of the stroke that starts at `start`) has made certain: up to the
 * middle between it and the point before. */
void nabla_canvas_ink_dry (NablaCanvasInk *ink, const DigitsStrokes *strokes, gsize start, gsize i);
/* Draws all strokes; the last one up to its last middle where it is `wet`. */
void nabla_canvas_ink_dry_all (NablaCanvasInk *ink, const DigitsStrokes *strokes, gboolean wet);
/* Draws the rest of the last stroke: on the surface where the stroke has ended … */
void nabla_canvas_ink_dry_end (NablaCanvasInk *ink, const DigitsStrokes *strokes);
/* … or, while it goes on, with the source of `cr`, where the canvas has a side of `side`. */
void nabla_canvas_ink_draw_wet (const DigitsStrokes *strokes, cairo_t *cr, double side);

/* Masks the source of `cr` with the dry ink, in a square of `side`. */
void nabla_canvas_ink_paint (const NablaCanvasInk *ink, cairo_t *cr, double side);

void nabla_canvas_ink_finish (NablaCanvasInk *ink); /* frees the surface */
