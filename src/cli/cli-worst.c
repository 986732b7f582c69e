/* SPDX-License-Identifier: MIT */
#include "cli/cli-worst.h"

#include "cli/cli-json.h"
#include "lab/nabla-image-choice.h"
#include "lab/nabla-prediction.h"

#include <stdio.h>

GArray *
cli_worst_find (const NablaModel *model, NablaDataSet *data_set, guint n, GError **error)
{
  static const NablaImageChoice worst_first = { -1, -1, NABLA_VERDICT_ANY, NABLA_SORT_WORST };
  g_autoptr (NablaPrediction) prediction = nabla_prediction_make (
      model->network, data_set, DIGITS_TEST, (NnCost) model->hyper_parameters.cost, NULL, error);
  if (prediction == NULL)
    return NULL;
  const guint8 *labels = nabla_data_set_get_part (data_set, DIGITS_TEST).labels;
  const NablaReadImages images = { prediction->n, labels, prediction->digits, prediction->costs,
                                   prediction->certainty };
  guint n_chosen;
  g_autofree guint *chosen = nabla_image_choice_list (&worst_first, &images, &n_chosen);
  GArray *worst = g_array_new (FALSE, FALSE, sizeof (CliWorstImage));
  for (guint k = 0; k < n_chosen && worst->len < n; k++) {
    guint i = chosen[k];
    CliWorstImage image = { i, labels[i], prediction->digits[i], prediction->certainty[i],
                            prediction->costs[i] };
    if (model->hyper_parameters.digits >> labels[i] & 1)
      g_array_append_val (worst, image);
  }
  return worst;
}

void
cli_worst_add_json (const GArray *worst, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "worst");
  json_builder_begin_array (builder);
  for (guint k = 0; k < worst->len; k++) {
    const CliWorstImage *image = &g_array_index (worst, CliWorstImage, k);
    json_builder_begin_object (builder);
    cli_json_add_integer (builder, "index", image->index);
    cli_json_add_integer (builder, "digit", image->digit);
    cli_json_add_integer (builder, "answer", image->answer);
    cli_json_add_figure (builder, "probability", (double) image->certainty);
    cli_json_add_figure (builder, "cost", (double) image->cost);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

void
cli_worst_print (const GArray *worst)
{
  printf ("\nTest images that cost most, counted from 0\n%-8s%8s%10s%14s%10s\n", "image", "digit",
          "read as", "probability", "cost");
  for (guint k = 0; k < worst->len; k++) {
    const CliWorstImage *image = &g_array_index (worst, CliWorstImage, k);
    printf ("%-8u%8d%10d%12.1f %%%10.3f\n", image->index, image->digit, image->answer,
            100.0 * (double) image->certainty, (double) image->cost);
  }
}
