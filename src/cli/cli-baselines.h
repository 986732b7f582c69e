/* SPDX-License-Identifier: MIT */
/* cli-baselines.h: what can be read of a data set without learning, as JSON and for people. */
#pragma once

#include "lab/nabla-baselines.h"

#include <json-glib/json-glib.h>

/* "baselines" of the object under construction: of every part that has images the accuracy of
 * "darkness" and of "average_image", of every digit "average_darkness" and "average_images"; null
 * for a digit without images. */
void cli_baselines_add_json (const NablaBaselines *baselines, JsonBuilder *builder);

/* The same for people, without the images. */
void cli_baselines_print (const NablaBaselines *baselines);
