/* SPDX-License-Identifier: MIT */
#include "app/nabla-own-part.h"

#include <string.h>

struct _NablaOwnPart {
  GObject parent_instance;

  NablaOwnDigits *own;
  NablaDataSet *base;
  GPtrArray *digits; /* of NablaOwnDigit: those that `data_set` has */
  NablaDataSet *data_set;
  guint idle; /* source, or 0 */
};

G_DEFINE_FINAL_TYPE (NablaOwnPart, nabla_own_part, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void queue_change (NablaOwnPart *self);

static void
drop_digits (NablaOwnPart *self)
{
  for (guint i = 0; i < self->digits->len; i++)
    g_signal_handlers_disconnect_by_data (self->digits->pdata[i], self);
  g_ptr_array_set_size (self->digits, 0);
}

static void
take_digits (NablaOwnPart *self)
{
  GListModel *model = G_LIST_MODEL (self->own);

  drop_digits (self);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    NablaOwnDigit *digit = g_list_model_get_item (model, i);

    g_signal_connect_swapped (digit, "notify::label", G_CALLBACK (queue_change), self);
    g_ptr_array_add (self->digits, digit);
  }
}

/* Without memory for them there is nothing to be looked at. */
static NablaDataSet *
make_data_set (NablaOwnPart *self)
{
  DigitsError error;
  DigitsImages *images;

  if (self->digits->len == 0)
    return NULL;
  images = digits_images_new (self->digits->len, DIGITS_SIDE, DIGITS_SIDE, &error);
  if (images == NULL)
    return NULL;
  for (guint i = 0; i < self->digits->len; i++) {
    NablaOwnDigit *digit = self->digits->pdata[i];

    memcpy (images->pixels + (gsize) i * DIGITS_PIXELS, nabla_own_digit_get_pixels (digit),
            DIGITS_PIXELS);
    images->labels[i] = (guint8) nabla_own_digit_get_label (digit);
  }
  return nabla_data_set_new_of_images (self->base, images);
}

static void
show (NablaOwnPart *self)
{
  g_clear_object (&self->data_set);
  take_digits (self);
  self->data_set = make_data_set (self);
}

static gboolean
change (gpointer data)
{
  NablaOwnPart *self = data;

  self->idle = 0;
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
queue_change (NablaOwnPart *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, change, self, NULL);
}

static void
nabla_own_part_dispose (GObject *object)
{
  NablaOwnPart *self = NABLA_OWN_PART (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  drop_digits (self);
  if (self->own != NULL)
    g_signal_handlers_disconnect_by_data (self->own, self);
  g_clear_object (&self->own);
  g_clear_object (&self->base);
  g_clear_object (&self->data_set);
  G_OBJECT_CLASS (nabla_own_part_parent_class)->dispose (object);
}

static void
nabla_own_part_finalize (GObject *object)
{
  g_ptr_array_unref (NABLA_OWN_PART (object)->digits);
  G_OBJECT_CLASS (nabla_own_part_parent_class)->finalize (object);
}

static void
nabla_own_part_class_init (NablaOwnPartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_own_part_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_own_part_finalize;
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_OWN_PART, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
nabla_own_part_init (NablaOwnPart *self)
{
  self->digits = g_ptr_array_new_with_free_func (g_object_unref);
}

NablaOwnPart *
nabla_own_part_new (NablaOwnDigits *own)
{
  NablaOwnPart *self;

  g_return_val_if_fail (NABLA_IS_OWN_DIGITS (own), NULL);

  self = g_object_new (NABLA_TYPE_OWN_PART, NULL);
  self->own = g_object_ref (own);
  g_signal_connect_swapped (own, "items-changed", G_CALLBACK (queue_change), self);
  show (self);
  return self;
}

NablaOwnDigits *
nabla_own_part_get_own (NablaOwnPart *self)
{
  g_return_val_if_fail (NABLA_IS_OWN_PART (self), NULL);

  return self->own;
}

void
nabla_own_part_set_base (NablaOwnPart *self, NablaDataSet *base)
{
  g_return_if_fail (NABLA_IS_OWN_PART (self));

  if (g_set_object (&self->base, base))
    queue_change (self);
}

NablaDataSet *
nabla_own_part_get_data_set (NablaOwnPart *self)
{
  g_return_val_if_fail (NABLA_IS_OWN_PART (self), NULL);

  return self->data_set;
}

guint
nabla_own_part_get_length (NablaOwnPart *self)
{
  g_return_val_if_fail (NABLA_IS_OWN_PART (self), 0);

  return self->data_set != NULL ? self->digits->len : 0;
}

NablaOwnDigit *
nabla_own_part_get_digit (NablaOwnPart *self, guint index)
{
  g_return_val_if_fail (NABLA_IS_OWN_PART (self), NULL);

  return index < nabla_own_part_get_length (self) ? self->digits->pdata[index] : NULL;
}

gboolean
nabla_own_part_find (NablaOwnPart *self, NablaOwnDigit *digit, guint *index)
{
  g_return_val_if_fail (NABLA_IS_OWN_PART (self), FALSE);

  return g_ptr_array_find (self->digits, digit, index);
}
