/* SPDX-License-Identifier: MIT */
/* plot-landscape-private.h: what the files that make up a landscape share. */
#pragma once

#include "plot/plot-landscape.h"

typedef struct {
  PlotCellState state;
  double value;
} PlotCell;

typedef struct {
  char *label;
  PlotScale scale; /* pixels as in the last drawing */
  double *places;  /* [side]: what its columns or rows stand for; NULL: their middles */
  double here;     /* of the mark; NAN for none */
} PlotLandscapeAxis;

struct PlotLandscape {
  int side;
  PlotLandscapeAxis x, y;
  char *figure, *empty_text, *here_text;
  PlotScaleKind figure_kind;
  PlotFormat figure_format;
  bool low_is_good;
  int cursor_column, cursor_row;
  PlotCell *cells; /* [side][side], row by row */
};
