/* SPDX-License-Identifier: MIT */
/* nabla-canvas-private.h: the canvas between its files: what it is (nabla-canvas.c), how it is seen
 * (nabla-canvas-paint.c), and how mouse, pen and touch reach it (nabla-canvas-input.c). */
#pragma once

#include "app/nabla-canvas-ink.h"
#include "app/nabla-canvas.h"
#include "app/nabla-drawing.h"

/* What a press of the pointer has begun. */
typedef enum { NABLA_CANVAS_IDLE, NABLA_CANVAS_DRAWING, NABLA_CANVAS_ERASING } NablaCanvasGesture;

struct _NablaCanvas {
  GtkWidget parent_instance;

  NablaDrawing *drawing;
  NablaCanvasInk ink;
  NablaCanvasInk part;      /* of `highlight` points; no surface where that is 0 */
  gsize highlight;          /* how many points are seen in full; 0 for all */
  cairo_surface_t *picture; /* A8 of the drawing's image or writing; NULL where there is none */
  DigitsBox boxes[DIGITS_MAX_PIECES];
  int n_boxes, stressed; /* see nabla_canvas_set_boxes */

  gboolean erasing; /* what a mouse, or the pen's tip, does next */
  NablaCanvasGesture gesture;
  double last_x, last_y; /* erasing: where the eraser is, in units of the drawing */
  gboolean erased;       /* erasing: the gesture has its step */

  gboolean hovered; /* the pointer is over the canvas … */
  double x, y;      /* … there, px of the widget … */
  gboolean turned;  /* … and is a pen's eraser end */

  gint64 started;      /* time of the drawing's first event, ms */
  double last_seconds; /* of the last begin or extend */
};

/* Radius of what is seen of the eraser, in units of the drawing. */
#define NABLA_CANVAS_ERASER 14

/* The paper lies in the middle of what the widget is given, px. */
double nabla_canvas_paper_side (NablaCanvas *self);
void nabla_canvas_paper_origin (NablaCanvas *self, double *x, double *y);

/* Dries all strokes, along the curves on which they are read; dries them where the size of the
 * paper is another one; makes the picture anew. */
void nabla_canvas_dry_all (NablaCanvas *self);
void nabla_canvas_fit_ink (NablaCanvas *self);
void nabla_canvas_update_picture (NablaCanvas *self);
void nabla_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);

/* A gesture begins at that place (see nabla_canvas_begin), with the eraser where `erase` is. */
void nabla_canvas_begin_gesture (NablaCanvas *self, double x, double y, double pressure,
                                 guint32 time_ms, gboolean erase);
/* A point that came merged with the next one: part of the stroke, but nothing is told yet. */
void nabla_canvas_add_between (NablaCanvas *self, double x, double y, double pressure,
                               guint32 time_ms);

void nabla_canvas_add_input (NablaCanvas *self); /* when it is made */
