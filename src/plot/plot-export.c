/* SPDX-License-Identifier: MIT */
#include "plot/plot-export.h"

#include "plot/plot-chart-private.h"
#include "plot/plot-number.h"
#include "plot/plot-text.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define PNG_PIXELS   2.0 /* a unit */
#define SHEET_MARGIN 16.0
#define CHART_GAP    12.0

typedef struct {
  PlotChart *const *charts;
  size_t n_charts;
  double width, height_each;
  const PlotTheme *theme;
} Sheet;

static double
sheet_width (const Sheet *sheet)
{
  return sheet->width + 2 * SHEET_MARGIN;
}

static double
sheet_height (const Sheet *sheet)
{
  double gaps = sheet->n_charts > 0 ? (double) (sheet->n_charts - 1) * CHART_GAP : 0;

  return (double) sheet->n_charts * sheet->height_each + gaps + 2 * SHEET_MARGIN;
}

static void
draw_sheet (const Sheet *sheet, cairo_t *cr)
{
  PlotTheme theme = *sheet->theme;

  /* A file has nothing behind it. */
  theme.background.alpha = 1;
  plot_set_color (cr, theme.background);
  cairo_paint (cr);
  cairo_translate (cr, SHEET_MARGIN, SHEET_MARGIN);
  for (size_t i = 0; i < sheet->n_charts; i++) {
    cairo_save (cr);
    plot_chart_draw_plain (sheet->charts[i], cr, sheet->width, sheet->height_each, &theme);
    cairo_restore (cr);
    cairo_translate (cr, 0, sheet->height_each + CHART_GAP);
  }
}

static cairo_status_t
write_bytes (void *closure, const unsigned char *data, unsigned length)
{
  return fwrite (data, 1, length, closure) == length ? CAIRO_STATUS_SUCCESS
                                                     : CAIRO_STATUS_WRITE_ERROR;
}

/* All of these: 0, or −1 with errno. */
static int
finish_surface (const Sheet *sheet, cairo_surface_t *surface, FILE *png_file)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  draw_sheet (sheet, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && png_file != NULL)
    status = cairo_surface_write_to_png_stream (surface, write_bytes, png_file);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return 0;
  if (status == CAIRO_STATUS_NO_MEMORY)
    errno = ENOMEM;
  else if (status != CAIRO_STATUS_WRITE_ERROR || errno == 0)
    errno = EIO;
  return -1;
}

static int
write_png (const Sheet *sheet, FILE *file)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, (int) ceil (PNG_PIXELS * sheet_width (sheet)),
      (int) ceil (PNG_PIXELS * sheet_height (sheet)));

  cairo_surface_set_device_scale (surface, PNG_PIXELS, PNG_PIXELS);
  return finish_surface (sheet, surface, file);
}

static int
write_svg (const Sheet *sheet, FILE *file)
{
  return finish_surface (sheet,
                         cairo_svg_surface_create_for_stream (
                             write_bytes, file, sheet_width (sheet), sheet_height (sheet)),
                         NULL);
}

static int
write_pdf (const Sheet *sheet, FILE *file)
{
  return finish_surface (sheet,
                         cairo_pdf_surface_create_for_stream (
                             write_bytes, file, sheet_width (sheet), sheet_height (sheet)),
                         NULL);
}

static void
write_field (FILE *file, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL) {
    fputs (text, file);
    return;
  }
  fputc ('"', file);
  for (; *text != '\0'; text++) {
    if (*text == '"')
      fputc ('"', file);
    fputc (*text, file);
  }
  fputc ('"', file);
}

static void
write_number (FILE *file, double value, const char *end)
{
  char text[64];

  plot_number_exact (text, sizeof text, value);
  fprintf (file, "%s%s", text, end);
}

static void
write_series (FILE *file, const char *chart, const PlotSeries *series)
{
  bool smooth = plot_series_smoothing (series) > 0;

  for (size_t i = 0; i < plot_series_length (series); i++) {
    write_field (file, chart);
    fputc (',', file);
    write_field (file, plot_series_label (series));
    fputc (',', file);
    write_field (file, plot_series_role (series));
    fputc (',', file);
    write_number (file, plot_series_x (series, i), ",");
    write_number (file, plot_series_y (series, i), ",");
    write_number (file, plot_series_low (series, i), ",");
    write_number (file, plot_series_high (series, i), ",");
    write_number (file, smooth ? plot_series_smoothed (series, i) : NAN, "\r\n");
  }
}

static int
write_csv (const Sheet *sheet, FILE *file)
{
  fputs ("chart,run,part,x,y,low,high,smoothed\r\n", file);
  for (size_t c = 0; c < sheet->n_charts; c++)
    for (size_t s = 0; s < plot_chart_n_series (sheet->charts[c]); s++)
      write_series (file, plot_chart_sheet_title (sheet->charts[c]),
                    plot_chart_series (sheet->charts[c], s));
  return ferror (file) ? -1 : 0;
}

typedef int (*Writer) (const Sheet *sheet, FILE *file);

static Writer
writer_for (const char *path)
{
  static const struct {
    const char *ending;
    Writer writer;
  } writers[] = {
    { ".png", write_png }, { ".svg", write_svg }, { ".pdf", write_pdf }, { ".csv", write_csv }
  };
  const char *ending = strrchr (path, '.');

  for (size_t i = 0; ending != NULL && i < sizeof writers / sizeof *writers; i++)
    if (strcasecmp (ending, writers[i].ending) == 0)
      return writers[i].writer;
  return NULL;
}

/* The folder remembers the new name only once it is synced too. */
static void
sync_folder (const char *path)
{
  char *copy = strdup (path);
  int folder = copy != NULL ? open (dirname (copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

  if (folder >= 0) {
    fsync (folder);
    close (folder);
  }
  free (copy);
}

/* A new file beside `path`, with the rights that the umask gives or the file to be replaced has. */
static int
open_temporary (const char *path, char *temporary, size_t size)
{
  struct stat old;
  int descriptor = -1;

  for (unsigned i = 0; i < 100; i++) {
    snprintf (temporary, size, "%s.%ld-%u.part", path, (long) getpid (), i);
    descriptor = open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST)
      break;
  }
  if (descriptor >= 0 && stat (path, &old) == 0)
    fchmod (descriptor, old.st_mode & 0777);
  return descriptor;
}

static int
write_then_rename (const Sheet *sheet, Writer writer, const char *path, char *temporary,
                   size_t size)
{
  int descriptor = open_temporary (path, temporary, size), error = 0;
  FILE *file;

  if (descriptor < 0)
    return -1;
  file = fdopen (descriptor, "wb");
  if (file == NULL) {
    error = errno;
    close (descriptor);
  } else {
    errno = 0;
    if (writer (sheet, file) != 0 || fflush (file) != 0 || fsync (descriptor) != 0)
      error = errno != 0 ? errno : EIO;
    if (fclose (file) != 0 && error == 0)
      error = errno;
  }
  if (error == 0 && rename (temporary, path) != 0)
    error = errno;
  if (error != 0) {
    unlink (temporary);
    errno = error;
    return -1;
  }
  sync_folder (path);
  return 0;
}

int
plot_export (PlotChart *const *charts, size_t n_charts, const char *path, double width,
             double height_each, const PlotTheme *theme, char *message, size_t size)
{
  Sheet sheet = { charts, n_charts, width, height_each, theme };
  Writer writer = writer_for (path);
  size_t room;
  char *temporary;
  int answer;

  if (writer == NULL) {
    snprintf (message, size,
              _ ("“%s” ends in none of .png, .svg, .pdf and .csv, so its format is unknown."),
              path);
    return -1;
  }
  if (n_charts == 0) {
    snprintf (message, size, _ ("There is no chart to write to “%s”."), path);
    return -1;
  }
  room = strlen (path) + 64;
  temporary = malloc (room);
  if (temporary == NULL) {
    snprintf (message, size, _ ("“%s” could not be written: %s."), path, strerror (ENOMEM));
    return -1;
  }
  answer = write_then_rename (&sheet, writer, path, temporary, room);
  if (answer != 0)
    snprintf (message, size, _ ("“%s” could not be written: %s."), path, strerror (errno));
  free (temporary);
  return answer;
}
