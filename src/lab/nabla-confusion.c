/* SPDX-License-Identifier: MIT */
#include "lab/nabla-confusion.h"

#include <math.h>
#include <string.h>

void
nabla_confusion_count (NablaConfusion *self, const guint8 *labels, const guint8 *answers, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (labels[i] < NABLA_N_DIGITS && answers[i] < NABLA_N_DIGITS)
      self->counts[labels[i]][answers[i]]++;
}

guint64
nabla_confusion_get_total (const NablaConfusion *self)
{
  guint64 total = 0;
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    total += nabla_confusion_get_images (self, digit);
  return total;
}

guint64
nabla_confusion_get_right (const NablaConfusion *self)
{
  guint64 right = 0;
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    right += self->counts[digit][digit];
  return right;
}

guint64
nabla_confusion_get_images (const NablaConfusion *self, int digit)
{
  guint64 images = 0;
  for (int answer = 0; answer < NABLA_N_DIGITS; answer++)
    images += self->counts[digit][answer];
  return images;
}

guint64
nabla_confusion_get_answers (const NablaConfusion *self, int answer)
{
  guint64 answers = 0;
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    answers += self->counts[digit][answer];
  return answers;
}

static double
share (guint64 part, guint64 whole)
{
  return whole > 0 ? (double) part / (double) whole : NAN;
}

double
nabla_confusion_get_accuracy (const NablaConfusion *self)
{
  return share (nabla_confusion_get_right (self), nabla_confusion_get_total (self));
}

double
nabla_confusion_get_digit_accuracy (const NablaConfusion *self, int digit)
{
  return share (self->counts[digit][digit], nabla_confusion_get_images (self, digit));
}

double
nabla_confusion_get_answer_accuracy (const NablaConfusion *self, int answer)
{
  return share (self->counts[answer][answer], nabla_confusion_get_answers (self, answer));
}

guint
nabla_confusion_get_mistakes (const NablaConfusion *self, NablaMistake *mistakes, guint most)
{
  NablaMistake sorted[NABLA_MAX_MISTAKES];
  guint n = 0;
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    for (int answer = 0; answer < NABLA_N_DIGITS; answer++) {
      guint64 count = self->counts[digit][answer];
      guint at = n;
      if (digit == answer || count == 0)
        continue;
      for (; at > 0 && sorted[at - 1].count < count; at--)
        sorted[at] = sorted[at - 1];
      sorted[at] = (NablaMistake){ digit, answer, count };
      n++;
    }
  n = MIN (n, most);
  memcpy (mistakes, sorted, n * sizeof *mistakes);
  return n;
}
