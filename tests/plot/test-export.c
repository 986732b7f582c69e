/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "pixels.h"

#include "plot/plot-export.h"

#include <dirent.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/plot-export-XXXXXX";

static const char *
path_in_folder (const char *name)
{
  static char path[512];

  snprintf (path, sizeof path, "%s/%s", folder, name);
  return path;
}

/* The file's bytes with a final zero; free(). */
static char *
contents (const char *path, size_t *size)
{
  FILE *file = fopen (path, "rb");
  char *bytes = calloc (1, 1 << 20);

  CLAIM (file != NULL && bytes != NULL);
  *size = fread (bytes, 1, (1 << 20) - 1, file);
  fclose (file);
  return bytes;
}

static void
export_sample (const char *name)
{
  PlotChart *charts[2] = { sample_chart (12), sample_chart (0) };
  char message[300] = "";

  CLAIM (plot_export (charts, 2, path_in_folder (name), 700, 300, &plot_theme_light, message,
                      sizeof message) == 0);
  plot_chart_free (charts[0]);
  plot_chart_free (charts[1]);
}

static void
pictures_have_their_format (void)
{
  static const char *const names[] = { "a.png", "a.svg", "a.PDF" };
  static const char *const starts[] = { "\x89PNG\r\n\x1a\n", "<?xml", "%PDF-" };

  for (int i = 0; i < 3; i++) {
    size_t size;
    char *bytes;
    export_sample (names[i]);
    bytes = contents (path_in_folder (names[i]), &size);
    CLAIM (size > 1000 && memcmp (bytes, starts[i], strlen (starts[i])) == 0);
    free (bytes);
  }
}

static void
a_png_has_two_pixels_a_unit (void)
{
  cairo_surface_t *surface;

  export_sample ("b.png");
  surface = cairo_image_surface_create_from_png (path_in_folder ("b.png"));
  CLAIM (cairo_image_surface_get_width (surface) >= 1400);
  CLAIM (cairo_image_surface_get_width (surface) < 1500);
  CLAIM (cairo_image_surface_get_height (surface) >= 1200);
  cairo_surface_destroy (surface);
}

/* Pixels of that colour in the first rows, at two a unit. */
static size_t
count_of_color (cairo_surface_t *surface, PlotColor color, int rows)
{
  size_t n = 0;

  for (int row = 0; row < rows; row++)
    for (int column = 0; column < cairo_image_surface_get_width (surface); column++)
      n += distance (pixel_at (surface, column, row), color) < 3;
  return n;
}

/* One of each run, though each has two curves; and the charts lie under it. */
static void
a_titled_sheet_has_a_legend_of_every_run (void)
{
  PlotChart *chart = sample_chart (12);
  PlotSheet sheet = { &chart, 1, 700, 300, &plot_theme_light, "Learning rate", NULL };
  char message[300] = "";
  cairo_surface_t *titled, *plain;
  int heading;

  CLAIM (plot_export_sheet (&sheet, path_in_folder ("e.png"), message, sizeof message) == 0);
  sheet.title = NULL;
  CLAIM (plot_export_sheet (&sheet, path_in_folder ("f.png"), message, sizeof message) == 0);
  titled = cairo_image_surface_create_from_png (path_in_folder ("e.png"));
  plain = cairo_image_surface_create_from_png (path_in_folder ("f.png"));
  heading = cairo_image_surface_get_height (titled) - cairo_image_surface_get_height (plain);
  CLAIM (heading > 60 && heading < 200);
  for (int run = 0; run < 3; run++) {
    size_t n = count_of_color (titled, plot_color_of_run (run), heading);
    CLAIM (n > 100 && n < 400);
  }
  for (int row = 60; row < cairo_image_surface_get_height (plain); row++) {
    Pixel a = pixel_at (plain, 300, row), b = pixel_at (titled, 300, row + heading);
    CLAIM (abs (a.red - b.red) < 60 && abs (a.blue - b.blue) < 60);
  }
  cairo_surface_destroy (titled);
  cairo_surface_destroy (plain);
  plot_chart_free (chart);
}

/* Reads one field of RFC 4180 and moves on; ',' or '\n' after it. */
static char
next_field (const char **at, char *field)
{
  const char *from = *at;
  bool quoted = *from == '"';

  for (from += quoted; *from != '\0'; from++) {
    if (quoted && *from == '"' && from[1] == '"')
      from++;
    else if (quoted ? *from == '"' : *from == ',' || *from == '\r')
      break;
    *field++ = *from;
  }
  *field = '\0';
  from += quoted;
  *at = from + (*from == '\r' ? 2 : 1);
  return *from == '\r' ? '\n' : *from;
}

static void
tables_read_back_bit_for_bit (void)
{
  static const double ys[] = { 0.1, 1 / 3.0, 1e-300, -2.5e17, NAN, 0.30000000000000004 };
  PlotChart *chart = plot_chart_new ();
  PlotSeries *series = plot_series_new ();
  char message[300] = "", field[100], *bytes;
  const char *header = "chart,run,part,x,y,low,high,smoothed\r\n";
  const char *at, *expected[] = { "Cost, \"log\"", "a\nb", "" };
  size_t size;

  plot_chart_set_title (chart, expected[0]);
  plot_series_set_label (series, expected[1]);
  for (int i = 0; i < 6; i++)
    plot_series_append (series, i + 0.1, ys[i]);
  plot_chart_add_series (chart, series);
  setlocale (LC_NUMERIC, "de_DE.UTF-8");
  CLAIM (plot_export (&chart, 1, path_in_folder ("c.csv"), 1, 1, &plot_theme_light, message,
                      sizeof message) == 0);
  setlocale (LC_NUMERIC, "C");
  at = bytes = contents (path_in_folder ("c.csv"), &size);
  CLAIM (strncmp (at, header, strlen (header)) == 0);
  at += strlen (header);
  for (int i = 0; i < 6; i++) {
    for (int k = 0; k < 3; k++) {
      CLAIM (next_field (&at, field) == ',');
      CLAIM (strcmp (field, expected[k]) == 0);
    }
    CLAIM (next_field (&at, field) == ',' && strtod (field, NULL) == i + 0.1);
    CLAIM (next_field (&at, field) == ',');
    CLAIM (isnan (ys[i]) ? *field == '\0' : strtod (field, NULL) == ys[i]);
    /* No band, no average. */
    CLAIM (next_field (&at, field) == ',' && *field == '\0');
    CLAIM (next_field (&at, field) == ',' && *field == '\0');
    CLAIM (next_field (&at, field) == '\n' && *field == '\0');
  }
  CLAIM (at == bytes + size);
  CLAIM (strstr (bytes, ",0.1,,,\r\n") != NULL);
  free (bytes);
  plot_chart_free (chart);
}

static void
failures_say_what_and_why (void)
{
  PlotChart *chart = sample_chart (3);
  char message[300] = "";

  CLAIM (plot_export (&chart, 1, "/nonexistent/folder/a.png", 700, 300, &plot_theme_light, message,
                      sizeof message) == -1);
  CLAIM (strstr (message, "/nonexistent/folder/a.png") != NULL);
  CLAIM (strstr (message, "No such file") != NULL);
  CLAIM (plot_export (&chart, 1, path_in_folder ("a.jpeg"), 700, 300, &plot_theme_light, message,
                      sizeof message) == -1);
  CLAIM (strstr (message, ".svg") != NULL);
  CLAIM (access (path_in_folder ("a.jpeg"), F_OK) != 0);
  CLAIM (plot_export (&chart, 0, path_in_folder ("none.png"), 700, 300, &plot_theme_light, message,
                      sizeof message) == -1);
  plot_chart_free (chart);
}

static void
a_folder_in_the_way_is_left_alone (void)
{
  PlotChart *chart = sample_chart (3);
  char message[300] = "";
  struct stat status;

  CLAIM (mkdir (path_in_folder ("d.svg"), 0777) == 0);
  CLAIM (plot_export (&chart, 1, path_in_folder ("d.svg"), 700, 300, &plot_theme_light, message,
                      sizeof message) == -1);
  CLAIM (strstr (message, "d.svg") != NULL);
  CLAIM (stat (path_in_folder ("d.svg"), &status) == 0 && S_ISDIR (status.st_mode));
  CLAIM (rmdir (path_in_folder ("d.svg")) == 0);
  plot_chart_free (chart);
}

/* Also tidies up. */
static void
no_temporary_file_remains (void)
{
  DIR *open_folder = opendir (folder);
  const struct dirent *entry;
  bool found = false;

  CLAIM (open_folder != NULL);
  while ((entry = readdir (open_folder)) != NULL) {
    if (entry->d_name[0] == '.')
      continue;
    found = found || strstr (entry->d_name, ".part") != NULL;
    unlink (path_in_folder (entry->d_name));
  }
  closedir (open_folder);
  rmdir (folder);
  CLAIM (!found);
}

int
main (void)
{
  if (mkdtemp (folder) == NULL)
    return EXIT_FAILURE;
  RUN ("/plot/export/pictures-have-their-format", pictures_have_their_format);
  RUN ("/plot/export/a-png-has-two-pixels-a-unit", a_png_has_two_pixels_a_unit);
  RUN ("/plot/export/a-titled-sheet-has-a-legend-of-every-run",
       a_titled_sheet_has_a_legend_of_every_run);
  RUN ("/plot/export/tables-read-back-bit-for-bit", tables_read_back_bit_for_bit);
  RUN ("/plot/export/failures-say-what-and-why", failures_say_what_and_why);
  RUN ("/plot/export/a-folder-in-the-way-is-left-alone", a_folder_in_the_way_is_left_alone);
  RUN ("/plot/export/no-temporary-file-remains", no_temporary_file_remains);
  return DONE ();
}
