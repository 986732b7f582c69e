/* SPDX-License-Identifier: MIT */
/* A landscape as a file. */
#include "plot/plot-chart-private.h"
#include "plot/plot-landscape-private.h"
#include "plot/plot-picture.h"

#include <math.h>

#define MARGIN 16.0

typedef struct {
  const PlotLandscape *landscape;
  double width, height;
  const PlotTheme *theme;
} Sheet;

static void
draw_sheet (cairo_t *cr, const void *data)
{
  const Sheet *sheet = data;
  /* Where things are in this drawing is nothing for the window's. */
  PlotLandscape landscape = *sheet->landscape;
  PlotTheme theme = *sheet->theme;

  theme.background.alpha = 1;
  plot_set_color (cr, theme.background);
  cairo_paint (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  plot_landscape_set_cursor (&landscape, -1, -1);
  plot_landscape_draw (&landscape, cr, sheet->width, sheet->height, &theme);
}

/* What a column or row stands for. */
static double
place_of (const PlotLandscapeAxis *axis, int i, int side)
{
  PlotScale scale = axis->scale;

  if (axis->places != NULL)
    return axis->places[i];
  scale.start = 0;
  scale.end = side;
  return plot_scale_to_value (&scale, i + 0.5);
}

static void
write_cells (FILE *file, const void *data)
{
  static const char *const states[] = { "waiting", "trained", "diverged" };
  const PlotLandscape *landscape = ((const Sheet *) data)->landscape;
  int side = landscape->side;

  fputs ("figure,x_name,y_name,x,y,state,value\r\n", file);
  for (int i = 0; i < side * side; i++) {
    const PlotCell *cell = &landscape->cells[i];
    plot_csv_text (file, landscape->figure);
    fputc (',', file);
    plot_csv_text (file, landscape->x.label);
    fputc (',', file);
    plot_csv_text (file, landscape->y.label);
    fputc (',', file);
    plot_csv_number (file, place_of (&landscape->x, i % side, side), ",");
    plot_csv_number (file, place_of (&landscape->y, i / side, side), ",");
    fprintf (file, "%s,", states[cell->state]);
    plot_csv_number (file, cell->state == PLOT_CELL_KNOWN ? cell->value : NAN, "\r\n");
  }
}

int
plot_landscape_export (const PlotLandscape *landscape, const char *path, double width,
                       double height, const PlotTheme *theme, char *message, size_t size)
{
  Sheet sheet = { landscape, width, height, theme };
  PlotPicture picture = { .width = width + 2 * MARGIN,
                          .height = height + 2 * MARGIN,
                          .draw = draw_sheet,
                          .write_csv = write_cells,
                          .data = &sheet };

  return plot_picture_save (&picture, path, message, size);
}
