/* SPDX-License-Identifier: MIT */
#include "cli/cli-explain.h"

#include "cli/cli-json.h"
#include "lab/nabla-saliency.h"

CliExplanation *
cli_explain (const NnNetwork *network, const float *input, int digit, GError **error)
{
  g_autoptr (CliExplanation) explanation = g_new0 (CliExplanation, 1);
  explanation->n_pixels = (gsize) network->sizes[0];
  explanation->saliency = g_new (float, explanation->n_pixels);
  NnStatus status = nabla_saliency (network, input, digit, explanation->saliency);
  if (status != NN_OK) {
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INTERNAL, nn_status_message (status));
    return NULL;
  }
  explanation->nudge = nabla_nudge_find (network, input, NULL, error);
  return explanation->nudge != NULL ? g_steal_pointer (&explanation) : NULL;
}

void
cli_explanation_free (CliExplanation *explanation)
{
  if (explanation == NULL)
    return;
  nabla_nudge_free (explanation->nudge);
  g_free (explanation->saliency);
  g_free (explanation);
}

void
cli_explanation_add_json (const CliExplanation *explanation, JsonBuilder *builder)
{
  const NablaNudge *nudge = explanation->nudge;
  cli_json_add_floats (builder, "saliency", explanation->saliency, explanation->n_pixels);
  json_builder_set_member_name (builder, "nudge");
  if (nudge->new_digit < 0) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  cli_json_add_figure (builder, "epsilon", nudge->epsilon);
  cli_json_add_integer (builder, "digit", nudge->new_digit);
  cli_json_add_floats (builder, "pixels", nudge->image, nudge->n_pixels);
  json_builder_end_object (builder);
}

char *
cli_explanation_describe (const CliExplanation *explanation)
{
  const NablaNudge *nudge = explanation->nudge;
  if (nudge->new_digit < 0)
    return g_strdup ("no nudge was found that changes it");
  return g_strdup_printf ("a nudge of %.3f makes it a %d", nudge->epsilon, nudge->new_digit);
}
