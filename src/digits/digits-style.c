/* SPDX-License-Identifier: MIT */
#include "digits/digits-style.h"

/* What teaches networks most, but for how far the pen itself goes astray. */
#define WILD                                                                                       \
  .warp = 0.055f, .ripple = 0.015f, .shear_mean = 0.09f, .shear_sd = 0.27f, .rotation_sd = 0.12f,  \
  .log_aspect_sd = 0.23f, .width_px = 2.5f, .log_width_sd = 0.32f, .clearance = 1.1f, .blend = 1

const DigitsStyle digits_style_training = {
  .jitter = 0.07f,
  .ends = 0.09f,
  WILD,
};

const DigitsStyle digits_style_shown = {
  .jitter = 0.02f,
  .ends = 0.02f,
  .warp = 0.025f,
  .shear_mean = 0.09f,
  .shear_sd = 0.13f,
  .rotation_sd = 0.05f,
  .log_aspect_sd = 0.12f,
  .width_px = 2.5f,
  .log_width_sd = 0.18f,
  .clearance = 0.9f,
  .blend = 0.6f,
  .common = 0.4f,
};

const DigitsStyle digits_style_drawn = {
  .jitter = 0.05f,
  .ends = 0.063f,
  WILD,
  .families = 0.3f,
};

DigitsStyle
digits_style_scaled (const DigitsStyle *style, float strength)
{
  DigitsStyle scaled = *style;

  strength = strength > 0 ? strength < 2 ? strength : 2 : 0;
  scaled.jitter *= strength;
  scaled.ends *= strength;
  scaled.warp *= strength;
  scaled.ripple *= strength;
  scaled.shear_sd *= strength;
  scaled.rotation_sd *= strength;
  scaled.log_aspect_sd *= strength;
  scaled.log_width_sd *= strength;
  scaled.blend *= strength;
  scaled.blend = scaled.blend < 1 ? scaled.blend : 1;
  return scaled;
}
