/* SPDX-License-Identifier: MIT */
/* nabla-axis.h: hyper-parameters that can be moved along a line: those of the table that are
 * numbers or counts and change how a short training goes, and the units of the first hidden layer.
 * A place on the line is 0 … 1. */
#pragma once

#include "lab/nabla-parameter.h"

typedef struct {
  const NablaParameter *parameter; /* of kind LAYERS: the units of the first hidden layer */
  const char *term;                /* for people; translated */
  const char *symbol;              /* "η", or "" */
  double low, high;                /* at the places 0 and 1 */
  gboolean logarithmic;
  gboolean whole; /* values are whole numbers */
  gboolean zero;  /* the place 0 means 0, as a logarithm has no room for it */
} NablaAxis;

/* All of them, learning rate first; *n entries. */
const NablaAxis *nabla_axes (gsize *n);
/* The one of the parameter with this key; NULL where it has none. */
const NablaAxis *nabla_axis_find (const char *key);

/* The value at a place, rounded: whole where the axis is, to three significant digits otherwise. */
double nabla_axis_value (const NablaAxis *axis, double place);
/* The place of a value, kept within 0 … 1. */
double nabla_axis_place (const NablaAxis *axis, double value);

/* NAN for a network without hidden layer. Setting its units does nothing there. */
double nabla_axis_get (const NablaAxis *axis, const NablaHyperParameters *hyper_parameters);
void nabla_axis_set (const NablaAxis *axis, NablaHyperParameters *hyper_parameters, double value);

/* A value as people write it: "0.25", "30". To be freed. */
char *nabla_axis_text (const NablaAxis *axis, double value);
