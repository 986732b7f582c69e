/* SPDX-License-Identifier: MIT */
/* nabla-steps-view.h: the way of a drawing to 28×28 pixels in three images: the ink and its box,
 * scaled, and centred by its mass: what the network sees. A wrong answer explains itself there. */
#pragma once

#include "digits/digits-strokes.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_STEPS_VIEW (nabla_steps_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaStepsView, nabla_steps_view, NABLA, STEPS_VIEW, GtkWidget)

GtkWidget *nabla_steps_view_new (void);

/* `normalised` is what digits_strokes_normalise made of `strokes`; NULL for an empty drawing. A
 * side of the paper has `units`. */
void nabla_steps_view_set (NablaStepsView *self, const DigitsStrokes *strokes, float units,
                           const DigitsNormalised *normalised);

G_END_DECLS
