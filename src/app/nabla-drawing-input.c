/* SPDX-License-Identifier: MIT */
#include "app/nabla-drawing-input.h"

#include "app/nabla-canvas-ink.h"
#include "digits/digits-smooth.h"

gboolean
nabla_drawing_normalise (const DigitsStrokes *strokes, DigitsNormalised *normalised)
{
  DigitsError error;

  return digits_strokes_normalise (strokes, normalised, &error) == 0;
}

void
nabla_drawing_shrink (const DigitsStrokes *strokes, guint8 *pixels, int side)
{
  DigitsStrokes *smooth = digits_strokes_smooth (strokes);
  float scale = (float) side / NABLA_CANVAS_UNITS;

  digits_strokes_rasterise (smooth != NULL ? smooth : strokes, 0, 0, scale,
                            nabla_canvas_pen (strokes) * scale, pixels, side, side);
  digits_strokes_free (smooth);
}

void
nabla_drawing_fill_input (const guint8 *pixels, float *input)
{
  for (int i = 0; i < DIGITS_PIXELS; i++)
    input[i] = pixels[i] / 255.0f;
}
