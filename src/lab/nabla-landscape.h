/* SPDX-License-Identifier: MIT */
/* nabla-landscape.h: what comes of a set-up while two of its hyper-parameters vary: a square of
 * cells, each a short training (nabla_trial_run), coarse ones first, on all cores. */
#pragma once

#include "lab/nabla-axis.h"
#include "lab/nabla-trial.h"

G_BEGIN_DECLS

#define NABLA_LANDSCAPE_SIDE   32 /* cells along an axis */
#define NABLA_LANDSCAPE_COARSE 8  /* the first cells stand for so many along an axis */
#define NABLA_LANDSCAPE_EPOCHS 10

typedef enum {
  NABLA_CELL_WAITING,
  NABLA_CELL_DONE,
  NABLA_CELL_DIVERGED,
  NABLA_CELL_REFUSED, /* not a set-up that can be trained */
} NablaCellState;

typedef struct {
  NablaCellState state;
  double cost;     /* of DONE: on the training images after the last epoch */
  double accuracy; /* of DONE: the best on the validation images, 0 … 1 */
} NablaCell;

#define NABLA_TYPE_LANDSCAPE (nabla_landscape_get_type ())
G_DECLARE_FINAL_TYPE (NablaLandscape, nabla_landscape, NABLA, LANDSCAPE, GObject)

/* Signals, on the main thread: "changed" (NablaLandscape*): there are more cells; "finished"
 * (NablaLandscape*): all are done, or it was stopped. */
NablaLandscape *nabla_landscape_new (void);

/* Starts anew; what was under way is given up, and not heard of again. 0 jobs: one a core. FALSE
 * with error where no thread can be had. */
gboolean nabla_landscape_start (NablaLandscape *self, const NablaHyperParameters *hyper_parameters,
                                NablaDataSet *data_set, const NablaAxis *x, const NablaAxis *y,
                                guint n_jobs, GError **error);
void nabla_landscape_stop (NablaLandscape *self); /* "finished" follows; the cells stay */
gboolean nabla_landscape_is_running (NablaLandscape *self);
guint nabla_landscape_get_n_done (NablaLandscape *self); /* cells that do not wait any more */

/* Cell `column`, `row` < NABLA_LANDSCAPE_SIDE, from the low ends of x and y. */
NablaCell nabla_landscape_get_cell (NablaLandscape *self, guint column, guint row);
/* The set-up that it stands for, at full size; the defaults before the first start. */
NablaHyperParameters nabla_landscape_get_set_up (NablaLandscape *self, guint column, guint row);

G_END_DECLS
