/* SPDX-License-Identifier: MIT */
/* nabla-trace.h: what a network made of a drawing as it grew, point by point. */
#pragma once

#include "digits/digits-strokes.h"
#include "lab/nabla-probabilities.h"

#include <glib.h>

typedef struct {
  gsize n_points; /* so much of the drawing was there */
  float t;        /* ms since its first point */
  gboolean asked; /* `probabilities` are some network's, if not the newest's */
  gboolean fresh; /* they are the newest's */
  double probabilities[NABLA_N_DIGITS];
} NablaTraceColumn;

/* More points share columns. */
#define NABLA_TRACE_MOST 256

typedef struct NablaTrace NablaTrace;

/* Asks the network about a drawing (to be read only); FALSE where it has no answer. */
typedef gboolean (*NablaTraceAsk) (gpointer data, const DigitsStrokes *strokes,
                                   double *probabilities);

NablaTrace *nabla_trace_new (NablaTraceAsk ask, gpointer data);
void nabla_trace_free (NablaTrace *self);

/* The drawing is now `strokes`, of which the network makes `probabilities`; NULL: nothing. Columns
 * of a beginning that both have in common stay; a drawing that has grown by a few points gets one
 * column more, at no cost. Columns that must be asked for wait for nabla_trace_work(). */
void nabla_trace_follow (NablaTrace *self, const DigitsStrokes *strokes,
                         const double *probabilities);

/* The network is another one: what is there stays until it has been asked for again. */
void nabla_trace_age (NablaTrace *self);

/* Asks for columns that are not fresh, one after the other, until so much time is over; TRUE where
 * some are left. */
gboolean nabla_trace_work (NablaTrace *self, gint64 microseconds);
gboolean nabla_trace_is_fresh (NablaTrace *self);

/* Owned by the trace, valid until it changes. */
const NablaTraceColumn *nabla_trace_get_columns (NablaTrace *self, gsize *n);
/* The drawing that they are of; NULL before the first. */
const DigitsStrokes *nabla_trace_get_strokes (NablaTrace *self);
/* The digit of a column, −1 where nothing was asked yet. */
int nabla_trace_column_digit (const NablaTraceColumn *column);
