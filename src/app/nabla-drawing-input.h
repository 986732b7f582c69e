/* SPDX-License-Identifier: MIT */
/* nabla-drawing-input.h: from what is drawn on the canvas to the 784 numbers that a network is fed
 * with. */
#pragma once

#include "digits/digits-normalise.h"
#include "digits/digits-strokes.h"

#include <glib.h>

/* Normalised as MNIST was: see digits_strokes_normalise. FALSE where there is nothing. */
gboolean nabla_drawing_normalise (const DigitsStrokes *strokes, DigitsNormalised *normalised);

/* Not normalised: the whole canvas, scaled to side × side pixels, ink 255 on 0. */
void nabla_drawing_shrink (const DigitsStrokes *strokes, guint8 *pixels, int side);

/* pixels[784] / 255. */
void nabla_drawing_fill_input (const guint8 *pixels, float *input);
