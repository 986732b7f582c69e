/* SPDX-License-Identifier: MIT */
/* cli-model-load.h: a model that is to recognise digits. */
#pragma once

#include "cli/cli-error.h"
#include "lab/nabla-model.h"

/* As nabla_model_load; where `path` is "default" and no file, the network for drawings
 * (nabla-reader.h), trained on the spot if need be. And NABLA_ERROR_INPUT where the network does not lead from 784 pixels to ten
 * digits, or to the four bits of their binary code. */
NablaModel *cli_model_load (const char *path, GError **error);
