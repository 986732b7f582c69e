/* SPDX-License-Identifier: MIT */
/* cli-weight-image.h: what the units of the first layer look for, as a picture. */
#pragma once

#include "cli/cli-error.h"
#include "nn/nn-network.h"

/* Writes a PNG with a tile for each unit after the input: its 784 incoming weights as 28×28
 * squares, orange for, blue against, grey at zero; each tile is scaled by itself, so that one
 * weight in a hundred has the full colour. NABLA_ERROR_USAGE where the network has not 784 inputs,
 * NABLA_ERROR_OUTPUT. */
gboolean cli_weight_image_save (const NnNetwork *network, const char *path, GError **error);
