/* SPDX-License-Identifier: MIT */
#include "digits/digits-hand.h"

#include "digits/digits-curve.h"
#include "digits/digits-pen.h"
#include "digits/digits-shapes.h"

#include <math.h>

/* Correlation of the jitter of neighbouring control points, and of the pressure at them. */
#define ALONG       0.5f
#define PRESSURE_SD 0.08f

#define STEP 0.08f /* between points along a curve, in heights */

/* Strokes thinner or thicker than these do not come out of the pens that people use. */
#define MIN_WIDTH_PX 1.0f
#define MAX_WIDTH_PX 7.0f

static int
kind_of (const DigitsShape *shape, int i)
{
  return shape->controls[i].kind;
}

static const DigitsShape *
table_of (int digit, int *n)
{
  *n = digit < 5 ? digits_n_shapes_0_4 : digits_n_shapes_5_9;
  return digit < 5 ? digits_shapes_0_4 : digits_shapes_5_9;
}

/* Draws one of the digit's shapes by weight; of `family` alone unless that is 0. */
static const DigitsShape *
choose_shape (int digit, char family, DigitsRng *rng)
{
  int n;
  const DigitsShape *shapes = table_of (digit, &n), *chosen = NULL;
  uint32_t sum = 0, at;

  for (int i = 0; i < n; i++)
    if (shapes[i].digit == digit && (!family || shapes[i].family == family))
      sum += shapes[i].weight;
  at = digits_rng_below (rng, sum);
  for (int i = 0; i < n && !chosen; i++)
    if (shapes[i].digit == digit && (!family || shapes[i].family == family)) {
      if (at < shapes[i].weight)
        chosen = &shapes[i];
      at -= shapes[i].weight;
    }
  return chosen;
}

/* Control points of a mixture of two shapes, each moved a little; the moves of neighbours are
 * alike. The radius of a nib holds the pressure. Returns how many there are. */
static int
place_controls (const DigitsShape *a, const DigitsShape *b, const DigitsStyle *style,
                DigitsRng *rng, DigitsNib *controls)
{
  /* Also a little beyond either of them. */
  float mix = style->blend * (1.5f * digits_rng_uniform (rng) - 0.25f);
  float move_x = 0, move_y = 0, push = 0, fresh = sqrtf (1 - ALONG * ALONG);
  int n = 0;

  for (; kind_of (a, n) != DIGITS_CONTROL_END; n++) {
    const DigitsControl *p = &a->controls[n], *q = &b->controls[n];
    float keep = n ? ALONG : 0, renew = n ? fresh : 1;

    move_x = keep * move_x + renew * digits_rng_normal (rng);
    move_y = keep * move_y + renew * digits_rng_normal (rng);
    push = keep * push + renew * digits_rng_normal (rng);
    controls[n].x = 0.01f * ((float) p->x + mix * (float) (q->x - p->x)) + style->jitter * move_x;
    controls[n].y = 0.01f * ((float) p->y + mix * (float) (q->y - p->y)) + style->jitter * move_y;
    controls[n].radius = 0.5f + PRESSURE_SD * push;
  }
  return n;
}

static void
put (DigitsHand *hand, DigitsNib nib)
{
  if (hand->n_points < DIGITS_HAND_POINTS)
    hand->points[hand->n_points++] = (DigitsPoint){ nib.x, nib.y, 0, nib.radius };
}

/* Points along the curve from control i to i + 1. At a start and at a corner the curve begins anew.
 */
static void
put_piece (DigitsHand *hand, const DigitsShape *shape, const DigitsNib *controls, int i)
{
  DigitsNib b = controls[i], c = controls[i + 1];
  int after = kind_of (shape, i + 2);
  DigitsNib a =
      kind_of (shape, i) == DIGITS_CONTROL_SMOOTH ? controls[i - 1] : digits_curve_beyond (b, c);
  DigitsNib d = kind_of (shape, i + 1) == DIGITS_CONTROL_SMOOTH &&
                        (after == DIGITS_CONTROL_SMOOTH || after == DIGITS_CONTROL_CORNER)
                    ? controls[i + 2]
                    : digits_curve_beyond (c, b);
  DigitsCurve curve = digits_curve_new (a, b, c, d);
  float length = sqrtf ((c.x - b.x) * (c.x - b.x) + (c.y - b.y) * (c.y - b.y));
  int n = (int) (length / STEP) + 1;

  for (int j = 1; j <= n; j++)
    put (hand, digits_curve_at (&curve, (float) j / (float) n));
}

static void
put_strokes (DigitsHand *hand, const DigitsShape *shape, const DigitsNib *controls, int n)
{
  hand->n_points = hand->n_strokes = 0;
  for (int i = 0; i < n; i++) {
    int next = kind_of (shape, i + 1);

    if (kind_of (shape, i) == DIGITS_CONTROL_START) {
      hand->starts[hand->n_strokes++] = hand->n_points;
      put (hand, controls[i]);
    }
    if (next == DIGITS_CONTROL_SMOOTH || next == DIGITS_CONTROL_CORNER)
      put_piece (hand, shape, controls, i);
  }
}

/* One coordinate of a smooth field: two waves across the plane, in directions and phases of their
 * own. */
typedef struct {
  float x[2], y[2], phase[2], height[2];
} Waves;

static Waves
waves_new (float sd, DigitsRng *rng)
{
  Waves waves;

  for (int i = 0; i < 2; i++) {
    waves.x[i] = 2.5f * digits_rng_normal (rng);
    waves.y[i] = 2.5f * digits_rng_normal (rng);
    waves.phase[i] = 6.2831853f * digits_rng_uniform (rng);
    waves.height[i] = sd; /* two waves of variance ½ each */
  }
  return waves;
}

static float
waves_at (const Waves *waves, float x, float y)
{
  float sum = 0;

  for (int i = 0; i < 2; i++)
    sum += waves->height[i] * sinf (waves->x[i] * x + waves->y[i] * y + waves->phase[i]);
  return sum;
}

/* Warp, then aspect, slant and rotation. */
static void
bend (DigitsHand *hand, const DigitsStyle *style, DigitsRng *rng)
{
  Waves across = waves_new (style->warp, rng), down = waves_new (style->warp, rng);
  float wide = expf (style->log_aspect_sd * digits_rng_normal (rng));
  float shear = style->shear_mean + style->shear_sd * digits_rng_normal (rng);
  float angle = style->rotation_sd * digits_rng_normal (rng);
  float cosine = cosf (angle), sine = sinf (angle);

  for (size_t i = 0; i < hand->n_points; i++) {
    DigitsPoint *point = &hand->points[i];
    float x = point->x + waves_at (&across, point->x, point->y) - 0.3f;
    float y = point->y + waves_at (&down, point->x, point->y) - 0.5f;

    x = x * wide - shear * y;
    point->x = cosine * x - sine * y;
    point->y = sine * x + cosine * y;
  }
}

static float
size_of (const DigitsHand *hand)
{
  float left = hand->points[0].x, right = left, top = hand->points[0].y, bottom = top;

  for (size_t i = 1; i < hand->n_points; i++) {
    left = fminf (left, hand->points[i].x);
    right = fmaxf (right, hand->points[i].x);
    top = fminf (top, hand->points[i].y);
    bottom = fmaxf (bottom, hand->points[i].y);
  }
  return fmaxf (right - left, bottom - top);
}

void
digits_hand_write (DigitsHand *hand, int digit, const DigitsStyle *style, DigitsRng *rng)
{
  const DigitsShape *a = choose_shape (digit, 0, rng), *b = choose_shape (digit, a->family, rng);
  DigitsNib controls[DIGITS_SHAPE_CONTROLS];
  int n = place_controls (a, b, style, rng, controls);
  float width;

  put_strokes (hand, a, controls, n);
  bend (hand, style, rng);
  width = style->width_px * expf (style->log_width_sd * digits_rng_normal (rng));
  width = fminf (fmaxf (width, MIN_WIDTH_PX), MAX_WIDTH_PX);
  hand->width = digits_pen_width (size_of (hand), width);
}
