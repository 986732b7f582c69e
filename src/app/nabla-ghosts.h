/* SPDX-License-Identifier: MIT */
/* nabla-ghosts.h: what was published of a preset, behind the curves of the first shown run of its
 * set-up, in the two large charts and in the small one of that run: the curve itself where a person
 * has it (nabla-published.h), else the figure as a line. */
#pragma once

#include "app/nabla-chart.h"
#include "app/nabla-curve-view.h"
#include "app/nabla-published-curves.h"
#include "lab/nabla-workbench.h"

typedef struct NablaGhosts NablaGhosts;

/* Called when charts have got other published curves, or none. */
typedef void (*NablaGhostsChanged) (gpointer data);

/* Follows the runs of the workbench until it is freed. */
NablaGhosts *nabla_ghosts_new (NablaWorkbench *workbench, NablaChart *upper, NablaChart *lower,
                               NablaPublishedRefused refused, NablaGhostsChanged changed,
                               gpointer data);
void nabla_ghosts_free (NablaGhosts *ghosts);

/* Where the published curves are; NULL: nowhere. Read in the background as they are needed. */
void nabla_ghosts_set_folder (NablaGhosts *ghosts, const char *folder);

/* TRUE at first. */
void nabla_ghosts_set_shown (NablaGhosts *ghosts, gboolean shown);

/* What the charts show: only what was published of that lies behind it, over epochs or images.
 * Nothing at first. */
void nabla_ghosts_set_views (NablaGhosts *ghosts, const NablaCurveView *upper,
                             const NablaCurveView *lower);

/* NablaChart and, of the same number, the NablaRunGroup that each is of; all with this view. They
 * take the place of those that were given before. None at first. */
void nabla_ghosts_set_small_charts (NablaGhosts *ghosts, const GPtrArray *charts,
                                    const GPtrArray *groups, const NablaCurveView *view);
