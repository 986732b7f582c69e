/* SPDX-License-Identifier: MIT */
/* nabla-steps-view.h: the way of a drawing to the 28×28 pixels that a network sees, step by step:
 * the ink, its box, scaled to 20×20, its centre of mass, and what comes of it; and a switch that
 * leaves the steps in between out. A wrong answer explains itself there. */
#pragma once

#include "digits/digits-strokes.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_STEPS_VIEW (nabla_steps_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaStepsView, nabla_steps_view, NABLA, STEPS_VIEW, GtkWidget)

/* Property "normalise" (gboolean, TRUE): what the switch says. Who uses the view acts on it. */
GtkWidget *nabla_steps_view_new (void);
gboolean nabla_steps_view_get_normalise (NablaStepsView *self);

/* seen[28][28]: what the network sees; NULL: nothing is drawn, nothing else is looked at.
 * `strokes`: what is on the canvas, NULL for an image that is seen as it is. `normalised`: the
 * steps from there to what is seen, NULL where they are left out. */
void nabla_steps_view_set (NablaStepsView *self, const DigitsStrokes *strokes,
                           const DigitsNormalised *normalised, const guint8 *seen);

#define NABLA_STEPS_SKETCH_SIDE 42 /* pixels of the first images */

/* The same of one digit of a picture or a number: sketch[42][42] is all that is on the canvas,
 * `box` the digit's place on it. */
void nabla_steps_view_set_sketch (NablaStepsView *self, const guint8 *sketch,
                                  const graphene_rect_t *box, const DigitsNormalised *normalised);

G_END_DECLS
