/* SPDX-License-Identifier: MIT */
/* cli-worst.h: the images of the test part that a model reads worst. */
#pragma once

#include "lab/nabla-data-set.h"
#include "lab/nabla-model.h"

#include <json-glib/json-glib.h>

typedef struct {
  guint index; /* in the test part, from 0 */
  int digit, answer;
  float certainty; /* probability of the answer */
  float cost;
} CliWorstImage;

/* An array of at most n CliWorstImage, the largest cost first, of the digits that the model knows.
 * NULL with error. */
GArray *cli_worst_find (const NablaModel *model, NablaDataSet *data_set, guint n, GError **error);

/* "worst" of the object under construction. */
void cli_worst_add_json (const GArray *worst, JsonBuilder *builder);
void cli_worst_print (const GArray *worst);
