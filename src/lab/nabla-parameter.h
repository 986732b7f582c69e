/* SPDX-License-Identifier: MIT */
/* nabla-parameter.h: the one table of hyper-parameters. Set-up panel, command line, JSON, model
 * files and the names of runs are all driven by it: to add a hyper-parameter is to add a member to
 * NablaHyperParameters and an entry here. */
#pragma once

#include "lab/nabla-hyper-parameters.h"

/* Bounds of a schedule's patience (from 1) and limit (above 1). */
#define NABLA_MAX_PATIENCE 100000
#define NABLA_MAX_DIVISOR  1e9

typedef enum {
  NABLA_PARAMETER_LAYERS,   /* gint64[NN_MAX_LAYERS + 1] with n_layers; text "784,30,10" */
  NABLA_PARAMETER_CHOICE,   /* gint64 index into `choices` */
  NABLA_PARAMETER_COUNT,    /* gint64 */
  NABLA_PARAMETER_NUMBER,   /* double */
  NABLA_PARAMETER_FLAG,     /* gboolean */
  NABLA_PARAMETER_SCHEDULE, /* NnSchedule; text "constant", "halve:10:128" or "tenth:10:1024" */
  NABLA_PARAMETER_DIGITS,   /* gint64, bit d for digit d; text "0,1" */
} NablaParameterKind;

/* Where the set-up panel shows it: always, or under "More" among those of its kind. */
typedef enum {
  NABLA_PARAMETER_MAIN,
  NABLA_PARAMETER_UNITS,
  NABLA_PARAMETER_REGULARIZATION,
  NABLA_PARAMETER_TRAINING,
  NABLA_PARAMETER_DATA,
  NABLA_PARAMETER_N_PLACES,
} NablaParameterPlace;

typedef struct {
  const char *key;    /* JSON: "learning_rate" */
  const char *option; /* command line without dashes: "learning-rate"; a flag that is on by default
                         has "no-shuffle", which turns it off */
  const char *symbol; /* "η", or "" */
  const char *term;   /* "Learning rate"; translatable */
  const char *help;   /* one sentence of what it does; translatable */
  const char *unit;   /* "epochs", "images", or "" */
  NablaParameterKind kind;
  NablaParameterPlace place;
  gsize offset;               /* into NablaHyperParameters */
  double minimum, maximum;    /* of COUNT and NUMBER, inclusive */
  double standard;            /* default of COUNT, NUMBER, CHOICE (index), FLAG (0/1) and DIGITS */
  gboolean logarithmic;       /* a panel steps it by factors */
  const char *const *choices; /* of CHOICE: as written in options and JSON, NULL-terminated */
  const char *const *labels;  /* of CHOICE: for people; translatable */
} NablaParameter;

/* The table, in the order of the panel; *n entries. */
const NablaParameter *nabla_parameters (gsize *n);

/* By key or by option ("learning_rate", "learning-rate", "no-shuffle"); NULL where there is none.
 */
const NablaParameter *nabla_parameter_find (const char *name);

/* Sets the parameter from text ("0.5", "784,30,10", "cross-entropy", "true"); NABLA_ERROR_USAGE
 * says what is allowed, and leaves the value. Numbers are read with a decimal point in every
 * locale; nan and inf are refused. */
gboolean nabla_parameter_set_text (const NablaParameter *parameter,
                                   NablaHyperParameters *hyper_parameters, const char *text,
                                   GError **error);

/* The value as set_text reads it, the shortest that reads back the same. */
char *nabla_parameter_get_text (const NablaParameter *parameter,
                                const NablaHyperParameters *hyper_parameters);

/* The value as number: COUNT, NUMBER, CHOICE (index), FLAG. Setting does not clamp and checks no
 * range. */
double nabla_parameter_get_number (const NablaParameter *parameter,
                                   const NablaHyperParameters *hyper_parameters);
void nabla_parameter_set_number (const NablaParameter *parameter,
                                 NablaHyperParameters *hyper_parameters, double value);

gboolean nabla_parameter_equal (const NablaParameter *parameter, const NablaHyperParameters *a,
                                const NablaHyperParameters *b);
