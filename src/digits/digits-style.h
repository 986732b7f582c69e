/* SPDX-License-Identifier: MIT */
/* digits-style.h: how strongly a hand perturbs the shapes of the synthesizer. */
#pragma once

/* All ≥ 0 but shear_mean; lengths in heights of the digit. */
typedef struct {
  float jitter; /* sd of the control points, correlated along the stroke */
  float ends;   /* sd of how far a stroke runs on, or falls short, at each of its ends */
  float warp;   /* sd of the smooth warp of the plane */
  float ripple; /* sd of a finer warp on top of it */
  float shear_mean, shear_sd;
  float rotation_sd; /* radians */
  float log_aspect_sd;
  float width_px; /* median stroke width in pixels of the 28×28 */
  float log_width_sd;
  float clearance; /* no pen is wider than so many standard deviations of the strokes across their
                      narrow side, so that loops stay open; 0: any pen */
  float blend;     /* 0 … 1: how far two shapes of a digit are mixed */
  float families;  /* 0 … 1: the share of digits of which each kind of shape is as likely as any
                      other, however rare, and `common` is left out of account */
  float common;    /* 0 … 1: only shapes that are at least so common as this share of the digit's
                      most common one; 0: all of them */
} DigitsStyle;

/* The style that trains networks best: wilder than most hands, and not always legible. */
extern const DigitsStyle digits_style_training;

/* The style for showing: a careful hand, whose digits anybody can read. */
extern const DigitsStyle digits_style_shown;

/* What is written on a screen, where people of all countries write, slowly: every kind of shape is
 * met with, and the points go less astray. */
extern const DigitsStyle digits_style_drawn;

/* `style` with its perturbations times `strength`, 0 … 2: 0 draws each shape as it is in the
 * tables, 1 is the style itself. The pen's median, the mean slant and what keeps digits legible
 * stay. */
DigitsStyle digits_style_scaled (const DigitsStyle *style, float strength);
