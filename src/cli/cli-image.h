/* SPDX-License-Identifier: MIT */
/* cli-image.h: pictures of people's digits, made ready for the network. */
#pragma once

#include "lab/nabla-picture.h"

/* Makes ink 255 on 0: an image with a bright border has dark ink and is inverted. */
void cli_image_lighten_ink (NablaPicture *image);

/* For what was scanned or photographed: paper that is not quite 0 becomes 0. The ink is light. */
void cli_image_clean_paper (NablaPicture *image);

gboolean cli_image_is_blank (const NablaPicture *image);
