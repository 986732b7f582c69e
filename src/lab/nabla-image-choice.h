/* SPDX-License-Identifier: MIT */
/* nabla-image-choice.h: which images of a part are looked at, and in what order. */
#pragma once

#include <glib.h>

typedef enum {
  NABLA_VERDICT_ANY,
  NABLA_VERDICT_RIGHT, /* read as labelled */
  NABLA_VERDICT_WRONG,
} NablaVerdict;

typedef enum {
  NABLA_SORT_INDEX,      /* as they lie in the part */
  NABLA_SORT_WORST,      /* the largest cost first */
  NABLA_SORT_LEAST_SURE, /* the smallest probability of the answer first */
  NABLA_SORT_MOST_SURE,  /* the largest first */
} NablaImageSort;

/* A plain value. */
typedef struct {
  int digit;  /* images with this label alone; −1: any */
  int answer; /* images that are read as this alone; −1: any */
  NablaVerdict verdict;
  NablaImageSort sort;
} NablaImageChoice;

#define NABLA_IMAGE_CHOICE_ALL                                                                     \
  (NablaImageChoice)                                                                               \
  {                                                                                                \
    -1, -1, NABLA_VERDICT_ANY, NABLA_SORT_INDEX                                                    \
  }

/* Images with their labels, and what a network makes of them, or NULL where nobody has read them.
 * Not owned. */
typedef struct {
  gsize n;
  const guint8 *labels;   /* [n] */
  const guint8 *answers;  /* [n] */
  const float *costs;     /* [n] */
  const float *certainty; /* [n] probability of the answer */
} NablaReadImages;

gboolean nabla_image_choice_equal (const NablaImageChoice *a, const NablaImageChoice *b);
/* Nothing is left out and nothing moved. */
gboolean nabla_image_choice_is_all (const NablaImageChoice *choice);
/* It cannot be told without a network's answers. */
gboolean nabla_image_choice_needs_answers (const NablaImageChoice *choice);

/* The indices of the chosen images in the chosen order, equal ones by index, what is no number
 * last; g_free it. None where the choice needs answers and there are none. From any thread. */
guint *nabla_image_choice_list (const NablaImageChoice *choice, const NablaReadImages *images,
                                guint *n_chosen);
