/* SPDX-License-Identifier: MIT */
#include "digits/digits-pen.h"

#include "digits/digits-curve.h"

#include <assert.h>
#include <math.h>

/* How near to the last one a point adds nothing, in shares of the drawing's longer side. */
#define DENSE (1.0f / 200)

/* What the way along the strokes is done for. */
typedef struct Walk Walk;
struct Walk {
  const DigitsStrokes *strokes;
  float width;     /* of the pen, in the unit of the points */
  float far, near; /* squared; far = 0: no curves */
  float step;
  void (*visit) (Walk *walk, DigitsNib from, DigitsNib to);

  float left, top, right, bottom; /* box: what has been visited, the pen included */

  DigitsTile *tile; /* drawing: x' = (x − x0) · scale */
  float x0, y0, scale;
};

static DigitsNib
nib_at (const Walk *walk, size_t i)
{
  const DigitsPoint *point = &walk->strokes->points[i];

  return (DigitsNib){ point->x, point->y, walk->width / 2 * DIGITS_PEN_FACTOR (point->pressure) };
}

static float
squared_distance (DigitsNib a, DigitsNib b)
{
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

/* From point i to i + 1 of the stroke first … end along a curve. */
static void
walk_curve (Walk *walk, size_t first, size_t end, size_t i, float length)
{
  DigitsNib b = nib_at (walk, i), c = nib_at (walk, i + 1);
  DigitsNib a = i > first ? nib_at (walk, i - 1) : digits_curve_beyond (b, c);
  DigitsNib d = i + 2 < end ? nib_at (walk, i + 2) : digits_curve_beyond (c, b);
  DigitsCurve curve = digits_curve_new (a, b, c, d);
  int n = (int) ceilf (length / walk->step);
  DigitsNib from = b;

  for (int j = 1; j <= n; j++) {
    DigitsNib to = j < n ? digits_curve_at (&curve, (float) j / (float) n) : c;

    walk->visit (walk, from, to);
    from = to;
  }
}

static void
walk_stroke (Walk *walk, size_t first, size_t end)
{
  DigitsNib from = nib_at (walk, first);

  if (end == first + 1)
    walk->visit (walk, from, from);
  for (size_t i = first; i + 1 < end; i++) {
    DigitsNib to = nib_at (walk, i + 1);
    float distance = squared_distance (nib_at (walk, i), to);

    if (walk->far > 0 && distance > walk->far) {
      walk_curve (walk, first, end, i, sqrtf (distance));
    } else if (squared_distance (from, to) < walk->near && i + 2 < end && i > first) {
      continue;
    } else {
      walk->visit (walk, from, to);
    }
    from = to;
  }
}

static void
walk_strokes (Walk *walk)
{
  const DigitsStrokes *strokes = walk->strokes;

  for (size_t i = 0; i < strokes->n_strokes; i++)
    walk_stroke (walk, strokes->starts[i],
                 i + 1 < strokes->n_strokes ? strokes->starts[i + 1] : strokes->n_points);
}

static void
extend_box (Walk *walk, DigitsNib nib)
{
  walk->left = fminf (walk->left, nib.x - nib.radius);
  walk->right = fmaxf (walk->right, nib.x + nib.radius);
  walk->top = fminf (walk->top, nib.y - nib.radius);
  walk->bottom = fmaxf (walk->bottom, nib.y + nib.radius);
}

static void
visit_box (Walk *walk, DigitsNib from, DigitsNib to)
{
  extend_box (walk, from);
  extend_box (walk, to);
}

/* The longer side of the box of what is walked along with a pen of this width. */
static float
measure (Walk *walk, float width)
{
  walk->visit = visit_box;
  walk->width = width;
  walk->left = walk->top = INFINITY;
  walk->right = walk->bottom = -INFINITY;
  walk_strokes (walk);
  return fmaxf (walk->right - walk->left, walk->bottom - walk->top);
}

static DigitsNib
map_nib (const Walk *walk, DigitsNib nib)
{
  return (DigitsNib){ (nib.x - walk->x0) * walk->scale, (nib.y - walk->y0) * walk->scale,
                      nib.radius * walk->scale };
}

static void
visit_draw (Walk *walk, DigitsNib from, DigitsNib to)
{
  digits_tile_draw (walk->tile, map_nib (walk, from), map_nib (walk, to));
}

void
digits_strokes_rasterise (const DigitsStrokes *strokes, float left, float top, float scale,
                          float width_px, uint8_t *pixels, int width, int height)
{
  DigitsTile tile;
  Walk walk = { .strokes = strokes, .visit = visit_draw, .tile = &tile };

  assert (scale > 0);
  walk.width = width_px / scale;
  walk.x0 = left;
  walk.y0 = top;
  walk.scale = scale;
  for (int y = 0; y < height; y += DIGITS_TILE_SIDE)
    for (int x = 0; x < width; x += DIGITS_TILE_SIDE) {
      digits_tile_begin (&tile, x, y, width - x < DIGITS_TILE_SIDE ? width - x : DIGITS_TILE_SIDE,
                         height - y < DIGITS_TILE_SIDE ? height - y : DIGITS_TILE_SIDE);
      walk_strokes (&walk);
      digits_tile_store (&tile, pixels + (size_t) y * (size_t) width + x, width);
    }
}

float
digits_pen_width (float size, float width_px)
{
  return size * width_px / (20 - width_px);
}

/* What lies far apart, and what so near that it adds nothing, follows from the size of the drawing.
 */
static float
measure_path (Walk *walk)
{
  float size = measure (walk, 0);

  walk->near = size * size * (DENSE * DENSE);
  if (walk->strokes->n_points > DIGITS_MAX_SPARSE)
    return size;
  walk->far = size * size * (DIGITS_SPARSE * DIGITS_SPARSE);
  walk->step = size * DIGITS_STEP;
  return measure (walk, 0);
}

static int
raster_side (float length, float scale)
{
  int side = (int) ceilf (length * scale - 1e-3f);

  return side < 1 ? 1 : side;
}

int
digits_strokes_normalise (const DigitsStrokes *strokes, DigitsNormalised *normalised,
                          DigitsError *error)
{
  uint8_t pixels[DIGITS_TILE_SIDE * DIGITS_TILE_SIDE];
  DigitsTile tile;
  Walk walk = { .strokes = strokes, .tile = &tile };
  float size, width = strokes->width;
  int w, h;

  if (strokes->n_points == 0) {
    digits_error_set (error, DIGITS_ERROR_EMPTY, "Nothing is drawn");
    return -1;
  }
  size = measure_path (&walk);
  if (!(width > 0 && isfinite (width)))
    width = size > 0 ? digits_pen_width (size, DIGITS_TYPICAL_WIDTH) : 1;
  /* A hairline would fall between the pixels. */
  width = fmaxf (width, size / DIGITS_RASTER_INK);
  walk.scale = DIGITS_RASTER_INK / measure (&walk, width);
  w = raster_side (walk.right - walk.left, walk.scale);
  h = raster_side (walk.bottom - walk.top, walk.scale);
  walk.x0 = (walk.left + walk.right - (float) w / walk.scale) / 2;
  walk.y0 = (walk.top + walk.bottom - (float) h / walk.scale) / 2;
  walk.visit = visit_draw;
  digits_tile_begin (&tile, 0, 0, w, h);
  walk_strokes (&walk);
  digits_tile_store (&tile, pixels, w);
  return digits_normalise (pixels, w, h, normalised, error);
}
