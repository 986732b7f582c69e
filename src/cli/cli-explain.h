/* SPDX-License-Identifier: MIT */
/* cli-explain.h: why a model answers as it does, as JSON and for people. */
#pragma once

#include "lab/nabla-nudge.h"

#include <json-glib/json-glib.h>

typedef struct {
  gsize n_pixels;
  float *saliency; /* [n_pixels] of the answer */
  NablaNudge *nudge;
} CliExplanation;

/* Of the image input[n_in], which the network takes for `digit`. NULL with error. */
CliExplanation *cli_explain (const NnNetwork *network, const float *input, int digit,
                             GError **error);
void cli_explanation_free (CliExplanation *explanation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliExplanation, cli_explanation_free)

/* "saliency" and "nudge" of the object under construction; null where there is no nudge. */
void cli_explanation_add_json (const CliExplanation *explanation, JsonBuilder *builder);

/* What goes into the line for people. */
char *cli_explanation_describe (const CliExplanation *explanation);
