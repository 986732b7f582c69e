/* SPDX-License-Identifier: MIT */
#include "cli/cli-weight-image.h"

#include "digits/digits-images.h"
#include "lab/nabla-model-file.h"
#include "plot/plot-color.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>

#define LARGEST_ZOOM 4
#define WIDEST       4096 /* pixels, as far as one pixel a weight allows */

typedef struct {
  int columns, rows; /* of tiles */
  int zoom;          /* pixels of a weight's side */
  int gap;           /* around the tiles */
} Sheet;

static Sheet
plan (int n_tiles)
{
  Sheet sheet = { .columns = (int) ceil (sqrt (n_tiles)) };
  sheet.rows = (n_tiles + sheet.columns - 1) / sheet.columns;
  sheet.zoom = CLAMP (WIDEST / (sheet.columns * (DIGITS_SIDE + 2)), 1, LARGEST_ZOOM);
  sheet.gap = 2 * sheet.zoom;
  return sheet;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* A few weights far out must not make the rest pale: |weight| that 99 of 100 are not above. */
static double
full_color_at (const float *weights, gsize step)
{
  double sizes[DIGITS_PIXELS];
  for (gsize i = 0; i < DIGITS_PIXELS; i++)
    sizes[i] = fabs ((double) weights[i * step]);
  qsort (sizes, DIGITS_PIXELS, sizeof sizes[0], compare);
  double scale = sizes[DIGITS_PIXELS - 1 - DIGITS_PIXELS / 100];
  return scale > 0.0 ? scale : fmax (sizes[DIGITS_PIXELS - 1], 1e-30);
}

static void
draw_tile (cairo_t *cr, const Sheet *sheet, const NnNetwork *network, int unit)
{
  static const PlotColor zero = { 0.94, 0.94, 0.94, 1 };
  gsize step;
  const float *weights = nn_network_incoming (network, 0, unit, &step);
  double scale = full_color_at (weights, step);
  int pitch = DIGITS_SIDE * sheet->zoom + sheet->gap;
  int left = sheet->gap + unit % sheet->columns * pitch;
  int top = sheet->gap + unit / sheet->columns * pitch;
  for (int i = 0; i < DIGITS_PIXELS; i++) {
    PlotColor color = plot_color_signed ((double) weights[(gsize) i * step] / scale, zero);
    cairo_set_source_rgb (cr, color.red, color.green, color.blue);
    cairo_rectangle (cr, left + i % DIGITS_SIDE * sheet->zoom, top + i / DIGITS_SIDE * sheet->zoom,
                     sheet->zoom, sheet->zoom);
    cairo_fill (cr);
  }
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *bytes, unsigned int n)
{
  g_byte_array_append (closure, bytes, n);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
cli_weight_image_save (const NnNetwork *network, const char *path, GError **error)
{
  int n = network->sizes[1];
  Sheet sheet = plan (n);
  int pitch = DIGITS_SIDE * sheet.zoom + sheet.gap;
  if (network->sizes[0] != DIGITS_PIXELS)
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "weights are drawn as images of 28×28 pixels, and this network has %d "
                          "inputs instead of %d",
                          network->sizes[0], DIGITS_PIXELS);
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, sheet.columns * pitch + sheet.gap, sheet.rows * pitch + sheet.gap);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GByteArray) png = g_byte_array_new ();
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  for (int unit = 0; unit < n; unit++)
    draw_tile (cr, &sheet, network, unit);
  cairo_destroy (cr);
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append_bytes, png);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    return cli_error_set (error, NABLA_ERROR_INTERNAL, "the weights cannot be drawn: %s",
                          cairo_status_to_string (status));
  return nabla_model_file_write (path, png->data, png->len, error);
}
