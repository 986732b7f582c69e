/* SPDX-License-Identifier: MIT */
/* plot-landscape.h: a figure over two axes as a square of coloured cells, drawn on a cairo_t: axes
 * with ticks, a bar that says what the colours mean, diverged cells hatched. A cell that is not
 * known yet shows the nearest known one of a coarser grid, so that the picture refines. Bright is
 * good; the colours rise evenly in lightness, so that they are told apart by everybody. */
#pragma once

#include "plot/plot-color.h"
#include "plot/plot-scale.h"

#include <cairo.h>

typedef enum { PLOT_CELL_UNKNOWN, PLOT_CELL_KNOWN, PLOT_CELL_DIVERGED } PlotCellState;

typedef struct PlotLandscape PlotLandscape;

PlotLandscape *plot_landscape_new (int side); /* cells along an axis, 1 … 1024; NULL: no memory */
void plot_landscape_free (PlotLandscape *landscape);

/* Named, from the low end of the first cell to the high end of the last; PLOT_LOG from above 0. */
void plot_landscape_set_x (PlotLandscape *landscape, const char *label, PlotScaleKind kind,
                           double low, double high);
void plot_landscape_set_y (PlotLandscape *landscape, const char *label, PlotScaleKind kind,
                           double low, double high);
void plot_landscape_set_figure (PlotLandscape *landscape, const char *label, PlotScaleKind kind,
                                PlotFormat format, bool low_is_good);
void plot_landscape_set_empty_text (PlotLandscape *landscape, const char *text);

/* column and row from the low ends; a value that is not finite makes the cell PLOT_CELL_DIVERGED */
void plot_landscape_set_cell (PlotLandscape *landscape, int column, int row, PlotCellState state,
                              double value);

/* The values [side] that the columns and the rows stand for, copied, for the table of an export;
 * the middles of the cells at first. */
void plot_landscape_set_places (PlotLandscape *landscape, const double *x, const double *y);

/* A ring at these values, with its meaning under the axis; NAN for none. */
void plot_landscape_set_here (PlotLandscape *landscape, double x, double y, const char *text);

/* The cell that is outlined; −1, −1 for none. */
void plot_landscape_set_cursor (PlotLandscape *landscape, int column, int row);

/* The cell at a pixel of the last drawing; false beside the cells. */
bool plot_landscape_pick (const PlotLandscape *landscape, double px, double py, int *column,
                          int *row);
/* The best known cell, the first of equals; false where none is known. */
bool plot_landscape_best (const PlotLandscape *landscape, int *column, int *row);

/* The colour of a figure: t 0 (worst) … 1 (best). */
PlotColor plot_landscape_color (double t);

void plot_landscape_draw (PlotLandscape *landscape, cairo_t *cr, double width, double height,
                          const PlotTheme *theme);

/* As a file: .png (2 pixels a unit), .svg, .pdf, or .csv (every cell: figure,x_name,y_name,x,y,
 * state,value, the state "trained", "diverged" or "waiting") by the ending of `path`. Temporary
 * name, synced, renamed. 0, or −1 with a sentence in message[size]. */
int plot_landscape_export (const PlotLandscape *landscape, const char *path, double width,
                           double height, const PlotTheme *theme, char *message, size_t size);

/* "Landscape of cost over learning rate and mini-batch. 120 of 1024 cells, 10 diverged; best 0.12."
 * free(). */
char *plot_landscape_describe (const PlotLandscape *landscape);
