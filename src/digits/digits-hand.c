/* SPDX-License-Identifier: MIT */
#include "digits/digits-hand.h"

#include "digits/digits-curve.h"
#include "digits/digits-pen.h"
#include "digits/digits-shapes.h"

#include <math.h>

/* Correlation of the jitter of neighbouring control points, and of the pressure at them. */
#define ALONG       0.5f
#define PRESSURE_SD 0.08f

#define BEYOND 0.25f /* of the way between two shapes: so far a mixture may go past either */

#define STEP 0.07f /* between points along a curve, in heights */

/* Waves of the warps: sd of their frequency in waves a height. */
#define SMOOTH 0.4f
#define FINE   1.1f

/* Strokes thinner or thicker than these do not come out of the pens that people use; the clearance
 * of a loop asks for none thinner than the third. */
#define MIN_WIDTH_PX   1.0f
#define MAX_WIDTH_PX   9.0f
#define CLEAR_WIDTH_PX 1.5f

/* What most hands do with a digit, whoever writes it. */
typedef struct {
  float slant;      /* added to the mean shear */
  float log_aspect; /* wider or narrower than its shapes */
  float log_width;  /* of the pen: what has loops comes out thinner, as it is written larger */
  int loops;        /* a pen too wide would fill it */
} Habit;

static const Habit habits[10] = {
  { 0.06f, 0.03f, 0.03f, 1 },    /* 0 */
  { 0.09f, -0.1f, 0.02f, 0 },    /* 1 */
  { 0.02f, 0.02f, 0.0f, 1 },     /* 2 */
  { -0.07f, -0.02f, -0.06f, 1 }, /* 3 */
  { 0.08f, 0.0f, -0.07f, 1 },    /* 4 */
  { -0.01f, 0.05f, -0.07f, 1 },  /* 5 */
  { 0.02f, -0.07f, -0.05f, 1 },  /* 6 */
  { 0.0f, -0.02f, -0.02f, 0 },   /* 7 */
  { -0.02f, -0.04f, -0.1f, 1 },  /* 8 */
  { 0.03f, -0.12f, -0.1f, 1 },   /* 9 */
};

static int
kind_of (const DigitsShape *shape, int i)
{
  return shape->controls[i].kind;
}

/* Shapes of `family` (of all for 0) that are common enough. */
static int
may_be (const DigitsShape *shape, char family, int least)
{
  return shape->weight >= least && (!family || shape->family == family);
}

/* Draws one of the digit's shapes by weight; of `family` alone unless that is 0. */
static const DigitsShape *
choose_shape (int digit, char family, float common, DigitsRng *rng)
{
  int n, most = 0, least;
  const DigitsShape *shapes = digits_shapes_of (digit, &n), *chosen = NULL;
  uint32_t sum = 0, at;

  for (int i = 0; i < n; i++)
    most = shapes[i].weight > most ? shapes[i].weight : most;
  least = (int) ceilf (common * (float) most);
  for (int i = 0; i < n; i++)
    if (may_be (&shapes[i], family, least))
      sum += shapes[i].weight;
  at = digits_rng_below (rng, sum);
  for (int i = 0; i < n && !chosen; i++)
    if (may_be (&shapes[i], family, least)) {
      if (at < shapes[i].weight)
        chosen = &shapes[i];
      at -= shapes[i].weight;
    }
  return chosen;
}

static int
begins_family (const DigitsShape *shapes, int i)
{
  return i == 0 || shapes[i].family != shapes[i - 1].family;
}

/* Each as likely as any other. */
static char
choose_family (int digit, DigitsRng *rng)
{
  int n, i = 0;
  const DigitsShape *shapes = digits_shapes_of (digit, &n);
  uint32_t n_families = 0, at;

  for (int j = 0; j < n; j++)
    n_families += (uint32_t) begins_family (shapes, j);
  at = digits_rng_below (rng, n_families);
  while (!begins_family (shapes, i) || at-- > 0)
    i++;
  return shapes[i].family;
}

/* Control points of a mixture of two shapes, each moved a little; the moves of neighbours are
 * alike. The radius of a nib holds the pressure. Returns how many there are. */
static int
place_controls (const DigitsShape *a, const DigitsShape *b, const DigitsStyle *style,
                DigitsRng *rng, DigitsNib *controls)
{
  /* Also a little beyond either of them. */
  float mix = style->blend * ((1 + 2 * BEYOND) * digits_rng_uniform (rng) - BEYOND);
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

static int
is_end (const DigitsShape *shape, int i)
{
  return kind_of (shape, i) == DIGITS_CONTROL_END || kind_of (shape, i) == DIGITS_CONTROL_START;
}

/* The pen comes down too early or too late, and leaves the paper so: both ends of each stroke move
 * along its direction there, back by less than the way to the next point. */
static void
move_ends (const DigitsShape *shape, const DigitsStyle *style, DigitsRng *rng, DigitsNib *controls,
           int n)
{
  for (int i = 0; i < n; i++) {
    int first = kind_of (shape, i) == DIGITS_CONTROL_START, last = is_end (shape, i + 1);
    DigitsNib *end = &controls[i], *next;
    float dx, dy, length, by;

    if (first == last)
      continue;
    next = first ? end + 1 : end - 1;
    dx = end->x - next->x;
    dy = end->y - next->y;
    length = sqrtf (dx * dx + dy * dy) + 1e-6f;
    by = fmaxf (style->ends * digits_rng_normal (rng), -0.8f * length) / length;
    end->x += dx * by;
    end->y += dy * by;
  }
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
waves_new (float sd, float frequency, DigitsRng *rng)
{
  Waves waves;

  for (int i = 0; i < 2; i++) {
    waves.x[i] = frequency * digits_rng_normal (rng);
    waves.y[i] = frequency * digits_rng_normal (rng);
    waves.phase[i] = digits_rng_uniform (rng);
    waves.height[i] = sd; /* two waves of variance ½ each */
  }
  return waves;
}

/* sin 2πt for a wave that needs only look like one: two parabolas, made rounder. Cheaper than the
 * library's, and the same on every machine. */
static float
wave (float t)
{
  float y;

  t -= floorf (t + 0.5f);
  y = 8 * t - 16 * t * fabsf (t);
  return y + 0.225f * (y * fabsf (y) - y);
}

static float
waves_at (const Waves *waves, float x, float y)
{
  float sum = 0;

  for (int i = 0; i < 2; i++)
    sum += waves->height[i] * wave (waves->x[i] * x + waves->y[i] * y + waves->phase[i]);
  return sum;
}

/* Warps, then aspect, slant and rotation. */
static void
bend (DigitsHand *hand, const Habit *habit, const DigitsStyle *style, DigitsRng *rng)
{
  Waves across = waves_new (style->warp, SMOOTH, rng), down = waves_new (style->warp, SMOOTH, rng);
  Waves fine_across = waves_new (style->ripple, FINE, rng);
  Waves fine_down = waves_new (style->ripple, FINE, rng);
  float wide = expf (habit->log_aspect + style->log_aspect_sd * digits_rng_normal (rng));
  float shear = habit->slant + style->shear_mean + style->shear_sd * digits_rng_normal (rng);
  float angle = style->rotation_sd * digits_rng_normal (rng);
  float cosine = cosf (angle), sine = sinf (angle);

  for (size_t i = 0; i < hand->n_points; i++) {
    DigitsPoint *point = &hand->points[i];
    float x = point->x + waves_at (&across, point->x, point->y) - 0.3f;
    float y = point->y + waves_at (&down, point->x, point->y) - 0.5f;

    if (style->ripple > 0) {
      x += waves_at (&fine_across, point->x, point->y);
      y += waves_at (&fine_down, point->x, point->y);
    }
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

/* Standard deviation of the points across the narrow side of what they cover. */
static float
spread_of (const DigitsHand *hand)
{
  float x = 0, y = 0, xx = 0, xy = 0, yy = 0, share = 1 / (float) hand->n_points, middle, half;

  for (size_t i = 0; i < hand->n_points; i++) {
    x += share * hand->points[i].x;
    y += share * hand->points[i].y;
  }
  for (size_t i = 0; i < hand->n_points; i++) {
    float dx = hand->points[i].x - x, dy = hand->points[i].y - y;

    xx += share * dx * dx;
    xy += share * dx * dy;
    yy += share * dy * dy;
  }
  /* The smaller eigenvalue of the covariance. */
  middle = (xx + yy) / 2;
  half = (xx - yy) / 2;
  return sqrtf (fmaxf (middle - sqrtf (half * half + xy * xy), 0));
}

/* In heights of the digit. */
static float
choose_width (const DigitsHand *hand, const Habit *habit, const DigitsStyle *style, DigitsRng *rng)
{
  float size = size_of (hand);
  float log_width = habit->log_width + style->log_width_sd * digits_rng_normal (rng);
  float width = style->width_px * expf (log_width);

  if (style->clearance > 0 && habit->loops)
    width = fminf (width, fmaxf (style->clearance * spread_of (hand) / size * 20, CLEAR_WIDTH_PX));
  return digits_pen_width (size, fminf (fmaxf (width, MIN_WIDTH_PX), MAX_WIDTH_PX));
}

void
digits_hand_write (DigitsHand *hand, int digit, const DigitsStyle *style, DigitsRng *rng)
{
  int any = style->families > 0 && digits_rng_uniform (rng) < style->families;
  float common = any ? 0 : style->common;
  const DigitsShape *a = choose_shape (digit, any ? choose_family (digit, rng) : 0, common, rng);
  const DigitsShape *b = choose_shape (digit, a->family, common, rng);
  DigitsNib controls[DIGITS_SHAPE_CONTROLS];
  int n = place_controls (a, b, style, rng, controls);

  move_ends (a, style, rng, controls, n);
  put_strokes (hand, a, controls, n);
  bend (hand, &habits[digit], style, rng);
  hand->width = choose_width (hand, &habits[digit], style, rng);
}
