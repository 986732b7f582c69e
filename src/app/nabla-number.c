/* SPDX-License-Identifier: MIT */
#include "app/nabla-number.h"

#include <glib/gi18n.h>

static void
forget (NablaNumber *self)
{
  self->n = 0;
  self->least = -1;
  self->text[0] = '\0';
}

static void
begin (NablaNumber *self, int n)
{
  forget (self);
  self->n = n;
  for (int i = 0; i < n; i++)
    self->digits[i] = -1;
}

void
nabla_number_take_strokes (NablaNumber *self, const DigitsStrokes *strokes, float pen)
{
  DigitsStrokes seen = *strokes; /* its points stay the other's */
  int n;

  forget (self);
  if (strokes->n_strokes < 2 || strokes->n_strokes > NABLA_MOST_STROKES)
    return;
  seen.width = pen;
  n = digits_segment_strokes (&seen, self->pieces, NULL);
  begin (self, n >= 2 ? n : 0);
}

void
nabla_number_take_writing (NablaNumber *self, const NablaWriting *writing)
{
  begin (self, writing->n);
  memcpy (self->pieces, writing->pieces, (gsize) writing->n * sizeof *writing->pieces);
}

void
nabla_number_set_digit (NablaNumber *self, int i, int digit, double probability)
{
  self->digits[i] = digit;
  self->probabilities[i] = probability;
  self->text[i] = digit >= 0 ? (char) ('0' + digit) : '\0';
  self->text[i + 1] = '\0';
  if (digit >= 0 && (self->least < 0 || probability < self->probabilities[self->least]))
    self->least = i;
}

char *
nabla_number_describe (const NablaNumber *self)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < self->n; i++)
    if (self->digits[i] >= 0)
      /* Translators: one digit of a number that was read, for screen readers */
      g_string_append_printf (text, _ ("%s%d, %d %% sure"), text->len > 0 ? "; " : "",
                              self->digits[i], (int) (100 * self->probabilities[i] + 0.5));
  return g_string_free (text, FALSE);
}
