/* SPDX-License-Identifier: MIT */
#include "lab/nabla-digit-style.h"

static const struct {
  const char *name;
  const DigitsStyle *style;
} manners[NABLA_N_MANNERS] = {
  [NABLA_MANNER_TRAINING] = { "training", &digits_style_training },
  [NABLA_MANNER_SHOWN] = { "shown", &digits_style_shown },
};

const char *
nabla_digit_manner_name (NablaDigitManner manner)
{
  g_return_val_if_fail ((guint) manner < NABLA_N_MANNERS, NULL);
  return manners[manner].name;
}

gboolean
nabla_digit_manner_of_name (const char *name, NablaDigitManner *manner)
{
  for (guint i = 0; i < NABLA_N_MANNERS; i++)
    if (g_strcmp0 (manners[i].name, name) == 0) {
      *manner = (NablaDigitManner) i;
      return TRUE;
    }
  return FALSE;
}

gboolean
nabla_digit_style_is_valid (NablaDigitStyle style)
{
  return (guint) style.manner < NABLA_N_MANNERS && style.strength >= 0.0 &&
         style.strength <= NABLA_DIGIT_STYLE_MAX;
}

gboolean
nabla_digit_style_equal (NablaDigitStyle a, NablaDigitStyle b)
{
  /* Exact: any other strength draws other images. */
  return a.manner == b.manner && !(a.strength < b.strength) && !(a.strength > b.strength);
}

char *
nabla_digit_style_to_text (NablaDigitStyle style)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (number, sizeof number, "%.15g", style.strength);
  return g_strdup_printf ("%s %s", nabla_digit_manner_name (style.manner), number);
}

DigitsStyle
nabla_digit_style_scale (NablaDigitStyle style)
{
  g_return_val_if_fail (nabla_digit_style_is_valid (style), digits_style_training);
  return digits_style_scaled (manners[style.manner].style, (float) style.strength);
}
