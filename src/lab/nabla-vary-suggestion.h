/* SPDX-License-Identifier: MIT */
/* nabla-vary-suggestion.h: values of a hyper-parameter that are worth comparing with the present
 * one. */
#pragma once

#include "lab/nabla-parameter.h"

/* As nabla_vary_parse reads them, with the present value among them: "0.05, 0.5, 5" around 0.5; a
 * tenth and ten times of what is logarithmic, half and twice of a count, every choice of a choice.
 * Values of layers and digits have semicolons between. g_free it. */
char *nabla_vary_suggestion (const NablaParameter *parameter,
                             const NablaHyperParameters *hyper_parameters);
