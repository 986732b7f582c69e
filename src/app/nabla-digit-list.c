/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-list.h"

struct _NablaDigitList {
  GObject parent_instance;

  NablaDataSet *data_set;
  DigitsPartKind kind;
  DigitsPart part; /* n is 0 without a data set */
  NablaPrediction *prediction;
  NablaPrediction *next; /* that the list under way is made of; else the same */
  NablaImageChoice choice;
  guint *order; /* [length] index at each position; NULL: the position itself */
  guint length, n_wrong;
  gboolean pending;
  guint generation; /* of the newest list that was asked for */
};

G_DEFINE_FINAL_TYPE (NablaDigitList, nabla_digit_list, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* A list to be made, and made. */
typedef struct {
  guint generation;
  NablaDataSet *data_set;
  DigitsPart part;
  NablaPrediction *prediction; /* or NULL */
  NablaImageChoice choice;
  guint *order;
  guint length, n_wrong;
} Errand;

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  g_object_unref (errand->data_set);
  nabla_prediction_unref (errand->prediction);
  g_free (errand->order);
  g_free (errand);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Errand *errand = data;
  NablaPrediction *prediction = errand->prediction;
  NablaReadImages images = { .n = errand->part.n, .labels = errand->part.labels };

  if (prediction != NULL) {
    images.answers = prediction->digits;
    images.costs = prediction->costs;
    images.certainty = prediction->certainty;
  }
  errand->order = nabla_image_choice_list (&errand->choice, &images, &errand->length);
  for (guint i = 0; prediction != NULL && i < errand->length; i++)
    errand->n_wrong += images.answers[errand->order[i]] != images.labels[errand->order[i]];
  g_task_return_boolean (task, TRUE);
}

/* The list is there: `order` is taken over. */
static void
show (NablaDigitList *self, guint *order, guint length, guint n_wrong)
{
  g_free (self->order);
  self->order = order;
  self->length = length;
  self->n_wrong = n_wrong;
  self->pending = FALSE;
  if (self->prediction != self->next) {
    nabla_prediction_unref (self->prediction);
    self->prediction = self->next != NULL ? nabla_prediction_ref (self->next) : NULL;
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
listed (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaDigitList *self = NABLA_DIGIT_LIST (source);
  Errand *errand = g_task_get_task_data (G_TASK (result));

  if (errand->generation == self->generation)
    show (self, g_steal_pointer (&errand->order), errand->length, errand->n_wrong);
}

/* Makes the list anew; at once where there is nothing to do. */
static void
make_list (NablaDigitList *self)
{
  g_autoptr (GTask) task = NULL;
  Errand *errand;

  self->generation++;
  if (self->part.n == 0 ||
      (self->next == NULL && nabla_image_choice_needs_answers (&self->choice))) {
    show (self, NULL, 0, 0);
    return;
  }
  if (nabla_image_choice_is_all (&self->choice)) {
    show (self, NULL, (guint) self->part.n, self->next != NULL ? (guint) self->next->n_wrong : 0);
    return;
  }
  self->pending = TRUE;
  errand = g_new0 (Errand, 1);
  errand->generation = self->generation;
  errand->data_set = g_object_ref (self->data_set);
  errand->part = self->part;
  errand->prediction = self->next != NULL ? nabla_prediction_ref (self->next) : NULL;
  errand->choice = self->choice;
  task = g_task_new (self, NULL, listed, NULL);
  g_task_set_task_data (task, errand, errand_free);
  g_task_run_in_thread (task, work);
}

static void
drop_predictions (NablaDigitList *self)
{
  g_clear_pointer (&self->prediction, nabla_prediction_unref);
  g_clear_pointer (&self->next, nabla_prediction_unref);
}

static void
nabla_digit_list_finalize (GObject *object)
{
  NablaDigitList *self = NABLA_DIGIT_LIST (object);

  drop_predictions (self);
  g_clear_object (&self->data_set);
  g_free (self->order);
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
  self->choice = NABLA_IMAGE_CHOICE_ALL;
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
  drop_predictions (self);
  g_clear_pointer (&self->order, g_free);
  self->length = self->n_wrong = 0;
  self->kind = kind;
  self->part = data_set != NULL ? nabla_data_set_get_part (data_set, kind) : (DigitsPart){ 0 };
  g_set_object (&self->data_set, data_set);
  make_list (self);
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

  if (prediction == NULL && self->next == NULL)
    return;
  nabla_prediction_unref (self->next);
  self->next = prediction;
  /* What another network read is not about this one. */
  if (prediction == NULL)
    g_clear_pointer (&self->prediction, nabla_prediction_unref);
  make_list (self);
}

NablaPrediction *
nabla_digit_list_get_prediction (NablaDigitList *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), NULL);

  return self->prediction;
}

void
nabla_digit_list_set_choice (NablaDigitList *self, const NablaImageChoice *choice)
{
  g_return_if_fail (NABLA_IS_DIGIT_LIST (self));

  if (nabla_image_choice_equal (&self->choice, choice))
    return;
  self->choice = *choice;
  make_list (self);
}

const NablaImageChoice *
nabla_digit_list_get_choice (NablaDigitList *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), NULL);

  return &self->choice;
}

gboolean
nabla_digit_list_is_pending (NablaDigitList *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), FALSE);

  return self->pending;
}

guint
nabla_digit_list_get_length (NablaDigitList *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), 0);

  return self->length;
}

guint
nabla_digit_list_get_n_wrong (NablaDigitList *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), 0);

  return self->n_wrong;
}

guint
nabla_digit_list_get_index (NablaDigitList *self, guint position)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), 0);
  g_return_val_if_fail (position < self->length, 0);

  return self->order != NULL ? self->order[position] : position;
}

int
nabla_digit_list_get_read (NablaDigitList *self, guint index)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), -1);
  g_return_val_if_fail (index < self->part.n, -1);

  return self->prediction != NULL ? self->prediction->digits[index] : -1;
}

gboolean
nabla_digit_list_find (NablaDigitList *self, guint index, guint *position)
{
  guint found = 0;

  g_return_val_if_fail (NABLA_IS_DIGIT_LIST (self), FALSE);

  *position = 0;
  if (self->length == 0)
    return FALSE;
  if (self->order == NULL)
    found = index;
  else if (self->choice.sort == NABLA_SORT_INDEX)
    while (found < self->length && self->order[found] < index)
      found++;
  else
    while (found < self->length && self->order[found] != index)
      found++;
  if (found < self->length && nabla_digit_list_get_index (self, found) == index) {
    *position = found;
    return TRUE;
  }
  if (self->choice.sort == NABLA_SORT_INDEX)
    *position = MIN (found, self->length - 1);
  return FALSE;
}
