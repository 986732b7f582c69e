/* SPDX-License-Identifier: MIT */
/* digits-smooth.h: strokes of few points as a hand would have drawn them. */
#pragma once

#include "digits/digits-strokes.h"

/* A copy in which points that lie far apart are joined along the curve on which
 * digits_strokes_normalise() joins them, by points so near to each other that straight lines
 * between them are that curve; times and pressures are in between. Who draws these strokes, or
 * erases in them, sees what the network sees. NULL for want of memory. */
DigitsStrokes *digits_strokes_smooth (const DigitsStrokes *strokes);
