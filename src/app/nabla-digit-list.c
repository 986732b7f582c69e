/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-list.h"

struct _NablaDigitList {
  GObject parent_instance;

  NablaDataSet *data_set;
  DigitsPartKind kind;
  DigitsPart part; /* n is 0 without a data set */
  NablaPrediction *prediction;
  gboolean wrong_only;
};

G_DEFINE_FINAL_TYPE (NablaDigitList, nabla_digit_list, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
nabla_digit_list_finalize (GObject *object)
{
  NablaDigitList *self = NABLA_DIGIT_LIST (object);

  g_clear_object (&self->data_set);
  nabla_prediction_free (self->prediction);
  G_OBJECT_CLASS (nabla_digit_list_parent_class)->finalize (object);
}

static void
nabla_digit_list_class_init (NablaDigitListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_digit_list_finalize;
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_DIGIT_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_digit_list_init (NablaDigitList *self)
{
}

NablaDigitList *
nabla_digit_list_new (void)
{
  return g_object_new (NABLA_TYPE_DIGIT_LIST, NULL);
}

void
nabla_digit_list_set_part (NablaDigitList *self, NablaDataSet *data_set, DigitsPartKind kind)
{
  g_return_if_fail (NABLA_IS_DIGIT_LIST (self));

  if (self->data_set == data_set && self->kind == kind)
    return;
  g_clear_pointer (&self->prediction, nabla_prediction_free);
  self->kind = kind;
  self->part = data_set != NULL ? nabla_data_set_get_part (data_set, kind) : (DigitsPart){ 0 };
  g_set_object (&self->data_set, data_set);
  g_signal_emit (self, signals[CHANGED], 0);
}

DigitsPart
nabla_digit_list_get_part (NablaDigitList *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), (DigitsPart){ 0 });

  return self->part;
}

void
nabla_digit_list_set_prediction (NablaDigitList *self, NablaPrediction *prediction)
{
  g_return_if_fail (NABLA_IS_DIGIT_LIST (self));
  g_return_if_fail (prediction == NULL || prediction->n == self->part.n);

  if (self->prediction == prediction)
    return;
  nabla_prediction_free (self->prediction);
  self->prediction = prediction;
  g_signal_emit (self, signals[CHANGED], 0);
}

const NablaPrediction *
nabla_digit_list_get_prediction (NablaDigitList *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), NULL);

  return self->prediction;
}

void
nabla_digit_list_set_wrong_only (NablaDigitList *self, gboolean wrong_only)
{
  g_return_if_fail (NABLA_IS_DIGIT_LIST (self));

  if (self->wrong_only == !!wrong_only)
    return;
  self->wrong_only = !!wrong_only;
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
nabla_digit_list_get_length (NablaDigitList *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), 0);

  if (!self->wrong_only)
    return (guint) self->part.n;
  return self->prediction != NULL ? (guint) self->prediction->n_wrong : 0;
}

guint
nabla_digit_list_get_index (NablaDigitList *self, guint position)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), 0);
  g_return_val_if_fail (position < nabla_digit_list_get_length (self), 0);

  return self->wrong_only ? self->prediction->wrong[position] : position;
}

int
nabla_digit_list_get_read (NablaDigitList *self, guint index)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), -1);
  g_return_val_if_fail (index < self->part.n, -1);

  return self->prediction != NULL ? self->prediction->digits[index] : -1;
}

guint
nabla_digit_list_find (NablaDigitList *self, guint index)
{
  guint low = 0, high, last;

  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), 0);

  high = nabla_digit_list_get_length (self);
  if (high == 0)
    return 0;
  last = high - 1;
  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (nabla_digit_list_get_index (self, middle) < index)
      low = middle + 1;
    else
      high = middle;
  }
  return MIN (low, last);
}
