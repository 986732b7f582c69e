/* SPDX-License-Identifier: MIT */
#include "plot/plot-raster.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define STRIP 64 /* columns: a curve fills little of the box around it, but most of a strip's */

/* The rows of a strip where something is covered; `to` is beyond them. */
typedef struct {
  int from, to;
} Strip;

struct PlotRaster {
  cairo_surface_t *surface;
  cairo_t *cr;       /* in pixels of it */
  double scale;      /* pixels a px */
  int left, top;     /* pixels: what may be drawn on */
  int right, bottom; /* without these */
  int stride;        /* of the mask, bytes */
  uint8_t *mask;     /* [bottom − top][stride]: how much of a pixel is covered, from `left` on */
  int n_strips;
  Strip *strips;
};

static void
touch (PlotRaster *raster, int from_x, int to_x, int from_y, int to_y)
{
  for (int i = (from_x - raster->left) / STRIP; i <= (to_x - 1 - raster->left) / STRIP; i++) {
    Strip *strip = &raster->strips[i];
    strip->from = from_y < strip->from ? from_y : strip->from;
    strip->to = to_y > strip->to ? to_y : strip->to;
  }
}

static uint8_t *
mask_at (const PlotRaster *raster, int column, int row)
{
  return raster->mask + (ptrdiff_t) (row - raster->top) * raster->stride + (column - raster->left);
}

static int
pixel_between (double value, int most)
{
  return (int) fmin (fmax (round (value), 0), most);
}

/* The same pixels without the surface's scale. */
static cairo_t *
draw_in_pixels (cairo_surface_t *surface)
{
  cairo_surface_t *plain = cairo_image_surface_create_for_data (
      cairo_image_surface_get_data (surface), cairo_image_surface_get_format (surface),
      cairo_image_surface_get_width (surface), cairo_image_surface_get_height (surface),
      cairo_image_surface_get_stride (surface));
  cairo_t *cr = cairo_create (plain);

  cairo_surface_destroy (plain);
  return cr;
}

PlotRaster *
plot_raster_new (cairo_surface_t *surface, double left, double top, double right, double bottom)
{
  PlotRaster *raster;
  int width, height;
  double unused;

  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE)
    return NULL;
  raster = calloc (1, sizeof *raster);
  if (raster == NULL)
    return NULL;
  width = cairo_image_surface_get_width (surface);
  height = cairo_image_surface_get_height (surface);
  cairo_surface_flush (surface);
  raster->surface = cairo_surface_reference (surface);
  raster->cr = draw_in_pixels (surface);
  cairo_surface_get_device_scale (surface, &raster->scale, &unused);
  raster->left = pixel_between (left * raster->scale, width);
  raster->right = pixel_between (right * raster->scale, width);
  raster->top = pixel_between (top * raster->scale, height);
  raster->bottom = pixel_between (bottom * raster->scale, height);
  if (raster->left >= raster->right || raster->top >= raster->bottom)
    raster->left = raster->right = raster->top = raster->bottom = 0;
  raster->stride = cairo_format_stride_for_width (CAIRO_FORMAT_A8, raster->right - raster->left);
  raster->mask = calloc ((size_t) (raster->bottom - raster->top) + 1, (size_t) raster->stride);
  raster->n_strips = (raster->right - raster->left + STRIP - 1) / STRIP;
  raster->strips = calloc ((size_t) raster->n_strips + 1, sizeof *raster->strips);
  if (raster->mask == NULL || raster->strips == NULL ||
      cairo_status (raster->cr) != CAIRO_STATUS_SUCCESS) {
    plot_raster_free (raster);
    return NULL;
  }
  for (int i = 0; i < raster->n_strips; i++)
    raster->strips[i].from = raster->bottom;
  return raster;
}

void
plot_raster_free (PlotRaster *raster)
{
  if (raster == NULL)
    return;
  cairo_destroy (raster->cr);
  cairo_surface_mark_dirty (raster->surface);
  cairo_surface_destroy (raster->surface);
  free (raster->mask);
  free (raster->strips);
  free (raster);
}

/* Lengths of lines are counted in these, a pixel each. */
#define UNIT 65536

#define THIN (UNIT * 2)

/* Steeper than this a line covers a part of a row only. */
#define STEEP 0.05

/* A line as it is covered, in pixels from the corner of the surface, and in units. */
typedef struct {
  double x, y;           /* an end */
  double along, down;    /* the direction to the other, of length 1 */
  double slope, half;    /* of a steep one: columns a row, and to each side */
  int from_x, to_x;      /* columns that may be covered, without to_x */
  int32_t length, reach; /* to the other end; from where on nothing is covered: units */
  int32_t most;          /* coverage in its middle, units */
} Line;

static inline int32_t
smaller (int32_t a, int32_t b)
{
  return a < b ? a : b;
}

static inline int32_t
larger (int32_t a, int32_t b)
{
  return a > b ? a : b;
}

/* How far a place is from the line: of a thin one, where an eighth of a pixel is not seen, around
 * an octagon at its ends. */
static inline int32_t
distance_to (const Line *line, int32_t along, int32_t aside)
{
  int32_t beyond = smaller (larger (larger (-along, along - line->length), 0), line->reach);

  aside = smaller (larger (aside, -aside), line->reach);
  if (line->reach > THIN && beyond > 0)
    return (int32_t) sqrt ((double) aside * aside + (double) beyond * beyond);
  return larger (larger (aside, beyond), (aside + beyond) * 181 / 256);
}

static void
cover_row (PlotRaster *raster, const Line *line, int row)
{
  double y = row + 0.5 - line->y, x;
  int from = line->from_x, to = line->to_x;
  int32_t along, aside, step = (int32_t) (UNIT * line->along), rise = (int32_t) (UNIT * line->down);
  uint8_t *mask;

  if (line->half > 0) {
    double middle = line->x + y * line->slope;
    from = larger (from, (int) (middle - line->half));
    to = smaller (to, (int) (middle + line->half) + 1);
  }
  if (from >= to)
    return;
  x = from + 0.5 - line->x;
  along = (int32_t) (UNIT * (x * line->along + y * line->down));
  aside = (int32_t) (UNIT * (x * line->down - y * line->along));
  mask = mask_at (raster, from, row);
  for (int i = 0; i < to - from; i++, along += step, aside += rise) {
    int32_t part = smaller (line->reach - distance_to (line, along, aside), line->most);
    mask[i] = (uint8_t) larger (mask[i], part * 255 / UNIT);
  }
}

void
plot_raster_add_line (PlotRaster *raster, double ax, double ay, double bx, double by, double width)
{
  double scale = raster->scale, dx = (bx - ax) * scale, dy = (by - ay) * scale;
  double length = sqrt (dx * dx + dy * dy), reach = 0.5 * width * scale + 0.5;
  double low_x = fmax (fmin (ax, bx) * scale - reach, raster->left);
  double high_x = fmin (fmax (ax, bx) * scale + reach, raster->right - 1);
  double low_y = fmax (fmin (ay, by) * scale - reach, raster->top);
  double high_y = fmin (fmax (ay, by) * scale + reach, raster->bottom - 1);
  Line line = { .x = ax * scale,
                .y = ay * scale,
                .along = length > 0 ? dx / length : 1,
                .down = length > 0 ? dy / length : 0,
                .from_x = (int) low_x,
                .to_x = (int) high_x + 1,
                .length = (int32_t) (UNIT * length),
                .reach = (int32_t) (UNIT * reach),
                .most = (int32_t) (UNIT * fmin (1, width * scale)) };

  if (!(low_x <= high_x) || !(low_y <= high_y))
    return;
  if (fabs (line.down) > STEEP) {
    line.slope = line.along / line.down;
    line.half = reach / fabs (line.down);
  }
  for (int row = (int) low_y; row <= (int) high_y; row++)
    cover_row (raster, &line, row);
  touch (raster, line.from_x, line.to_x, (int) low_y, (int) high_y + 1);
}

static inline void
cover_more (uint8_t *mask, int32_t part)
{
  *mask = (uint8_t) smaller (*mask + part * 255 / UNIT, 255);
}

/* From high down to low, units, in one column, of which `part` is covered, units too. */
static void
cover_column (PlotRaster *raster, int column, int32_t high, int32_t low, int32_t part)
{
  int first = high / UNIT, last = (low - 1) / UNIT;
  uint8_t *mask = mask_at (raster, column, first);

  if (high >= low)
    return;
  touch (raster, column, column + 1, first, last + 1);
  cover_more (mask, (int32_t) ((int64_t) part * (smaller ((first + 1) * UNIT, low) - high) / UNIT));
  for (int row = first + 1; row < last; row++) {
    mask += raster->stride;
    if (part >= UNIT)
      *mask = 255;
    else
      cover_more (mask, part);
  }
  if (last > first)
    cover_more (mask + raster->stride, (int32_t) ((int64_t) part * (low - last * UNIT) / UNIT));
}

/* Units of a row that may be drawn on. */
static int32_t
units_of_row (const PlotRaster *raster, double row)
{
  double top = raster->top, bottom = raster->bottom;

  return (int32_t) (UNIT * (row < top ? top : row > bottom ? bottom : row));
}

void
plot_raster_add_band (PlotRaster *raster, const PlotSlice *a, const PlotSlice *b)
{
  double scale = raster->scale, start = a->x * scale, end = b->x * scale;
  double high_rise = (b->high - a->high) / (b->x - a->x);
  double low_rise = (b->low - a->low) / (b->x - a->x);
  int first = start > raster->left ? (int) start : raster->left;

  if (!(start < end))
    return;
  for (int column = first; column < raster->right && column < end; column++) {
    double from = column > start ? column : start, to = column + 1 < end ? column + 1 : end;
    double middle = (from + to) / 2 - start;
    int32_t high = units_of_row (raster, a->high * scale + middle * high_rise);
    int32_t low = units_of_row (raster, a->low * scale + middle * low_rise);
    cover_column (raster, column, smaller (high, low), larger (high, low),
                  (int32_t) (UNIT * (to - from)));
  }
}

static void
paint_strip (PlotRaster *raster, int i)
{
  Strip *strip = &raster->strips[i];
  int from = raster->left + i * STRIP, height = strip->to - strip->from;
  int width = from + STRIP < raster->right ? STRIP : raster->right - from;
  cairo_surface_t *mask;

  if (height <= 0)
    return;
  mask = cairo_image_surface_create_for_data (mask_at (raster, from, strip->from), CAIRO_FORMAT_A8,
                                              width, height, raster->stride);
  cairo_mask_surface (raster->cr, mask, from, strip->from);
  cairo_surface_destroy (mask);
  for (int row = strip->from; row < strip->to; row++)
    memset (mask_at (raster, from, row), 0, (size_t) width);
  *strip = (Strip){ raster->bottom, 0 };
}

void
plot_raster_paint (PlotRaster *raster, PlotColor color)
{
  cairo_set_source_rgba (raster->cr, color.red, color.green, color.blue, color.alpha);
  for (int i = 0; i < raster->n_strips; i++)
    paint_strip (raster, i);
}
