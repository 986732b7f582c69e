/* SPDX-License-Identifier: MIT */
/* nabla-preset.h: set-ups by name: of the book's experiments, each with its published outcome, and
 * of the program's own. A
 * group is several set-ups that are compared: its members are named group-value
 * ("learning-rates-0.25"). */
#pragma once

#include "lab/nabla-hyper-parameters.h"

/* What was published of it: a figure of the table of outcomes, as far as there is one. */
typedef enum {
  NABLA_OUTCOME_PEAK,   /* the highest over the epochs lies within the range */
  NABLA_OUTCOME_FINAL,  /* so does the last */
  NABLA_OUTCOME_SPREAD, /* depends on the seed: a distribution; the best seed is compared */
  NABLA_OUTCOME_SHAPE,  /* words only */
} NablaOutcomeKind;

typedef struct {
  const char *name;    /* "chapter-1", "learning-rates-0.25" */
  const char *group;   /* "learning-rates", or NULL for one that stands alone */
  const char *title;   /* for people, translatable: "Learning rate 0.25" */
  const char *text;    /* what it shows, a sentence; translatable */
  const char *options; /* of the command line, apart from the defaults: "--cost quadratic …" */
  gint64 validation_images; /* of which the accuracy is measured; 0 = all */
  NablaOutcomeKind outcome;
  guint figure;     /* index into nabla_figure_names that was published */
  double low, high; /* the published figure (equal where it is one number); accuracies 0 … 1 */
  const char *published; /* as it was published, in words; translatable. NULL: it is not of the
                            book, and nothing was */
  const char *curve;     /* file of the published curve, without suffix ("overfitting"), or NULL */
} NablaPreset;

/* All of them, members of groups one after another; *n entries. */
const NablaPreset *nabla_presets (gsize *n);

/* By name; NULL where there is none (a group's name is none). */
const NablaPreset *nabla_preset_find (const char *name);

/* The first of a group's members and their number in *n; NULL and 0 where there is no such group.
 */
const NablaPreset *nabla_presets_of_group (const char *group, gsize *n);

/* The first whose set-up this is, whatever the seed; NULL where it is nobody's. */
const NablaPreset *nabla_preset_matching (const NablaHyperParameters *hyper_parameters);

/* Its set-up: the defaults with its options. */
NablaHyperParameters nabla_preset_get_hyper_parameters (const NablaPreset *preset);
