/* SPDX-License-Identifier: MIT */
/* cli-style.h: the two options that say how synthetic digits are written. */
#pragma once

#include "cli/cli-options.h"
#include "lab/nabla-digit-style.h"

/* As they stand on the command line; NULL where they do not. */
typedef struct {
  char *manner, *strength;
} CliStyle;

void cli_style_clear (CliStyle *style);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliStyle, cli_style_clear)

/* Options of these names, without dashes, which must stay. */
CliOption cli_style_manner_option (CliStyle *style, const char *name);
CliOption cli_style_strength_option (CliStyle *style, const char *name);

/* *chosen, what it is without options, becomes what they say. A manner alone is taken as it is,
 * with a strength of 1. FALSE with error, which begins with the name of the option that is wrong.
 */
gboolean cli_style_choose (const CliStyle *style, const char *manner_name,
                           const char *strength_name, NablaDigitStyle *chosen, GError **error);
