/* SPDX-License-Identifier: MIT */
/* nabla-multiples-cell.h: one of many small charts, of one group of runs; for nabla-multiples.c. */
#pragma once

#include "app/nabla-curves-chart.h"
#include "app/nabla-multiples.h"

typedef struct {
  NablaMultiples *all;
  NablaRunGroup *group;
  NablaChart *chart; /* to be put into `all` */
  NablaCurvesChart *curves;
} NablaMultiplesCell;

/* A click or Return makes `all` emit "selected". */
NablaMultiplesCell *nabla_multiples_cell_new (NablaMultiples *all, NablaWorkbench *workbench,
                                              NablaRunGroup *group, const NablaCurveView *view);
void nabla_multiples_cell_free (gpointer cell); /* takes the chart out of `all` */

void nabla_multiples_cell_set_view (NablaMultiplesCell *cell, const NablaCurveView *view);
/* After a change of the group's name. */
void nabla_multiples_cell_update_title (NablaMultiplesCell *cell);
/* Whether there are published curves in it. */
gboolean nabla_multiples_cell_has_published (const NablaMultiplesCell *cell);
