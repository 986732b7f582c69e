/* SPDX-License-Identifier: MIT */
#include "cli/cli-style.h"

void
cli_style_clear (CliStyle *style)
{
  g_clear_pointer (&style->manner, g_free);
  g_clear_pointer (&style->strength, g_free);
}

CliOption
cli_style_manner_option (CliStyle *style, const char *name)
{
  return (CliOption){
    .kind = CLI_OPTION_TEXT,
    .name = name,
    .argument = "training|shown",
    .help = "How synthetic digits are written: in the manner that trains networks best, or by a "
            "careful hand whose digits anybody can read (default: training)",
    .value = &style->manner
  };
}

CliOption
cli_style_strength_option (CliStyle *style, const char *name)
{
  return (CliOption){ .kind = CLI_OPTION_TEXT,
                      .name = name,
                      .argument = "NUMBER",
                      .help = "How far the hand strays from the shapes of the digits, 0 to 2; 0 is "
                              "not at all (default: 1, the style as it is)",
                      .value = &style->strength };
}

gboolean
cli_style_choose (const CliStyle *style, const char *manner_name, const char *strength_name,
                  NablaDigitStyle *chosen, GError **error)
{
  char *end = NULL;
  if (style->manner != NULL) {
    if (!nabla_digit_manner_of_name (style->manner, &chosen->manner))
      return cli_error_set (error, NABLA_ERROR_USAGE, "--%s is training or shown, not “%.60s”",
                            manner_name, style->manner);
    chosen->strength = 1.0;
  }
  if (style->strength == NULL)
    return TRUE;
  chosen->strength = g_ascii_strtod (style->strength, &end);
  if (end == style->strength || *end != '\0' || !nabla_digit_style_is_valid (*chosen))
    return cli_error_set (error, NABLA_ERROR_USAGE, "--%s is a number from 0 to 2, not “%.60s”",
                          strength_name, style->strength);
  return TRUE;
}
