/* SPDX-License-Identifier: MIT */
/* digits-erase.h: the eraser, which takes ink away along its way and leaves pieces of strokes. */
#pragma once

#include "digits/digits-strokes.h"

/* Takes away what of the pen's ways lies nearer than `radius` to the straight way of the eraser
 * from (x0, y0) to (x1, y1), in the unit of the points. A stroke is cut where its way enters and
 * leaves; times and pressures there are in between. Pieces of a cut stroke that are shorter than a
 * quarter of the radius are crumbs, and go too. Strokes that are not touched stay as they are.
 * Returns 1 where something is gone, 0 where nothing was touched, −1 for want of memory, the
 * strokes being as before. */
int digits_strokes_erase (DigitsStrokes *strokes, float x0, float y0, float x1, float y1,
                          float radius);
