/* SPDX-License-Identifier: MIT */
/* nabla-digit-list.h: which digits of a part of a data set are shown: all, or those alone that a
 * network reads wrongly. */
#pragma once

#include "lab/nabla-prediction.h"

G_BEGIN_DECLS

#define NABLA_TYPE_DIGIT_LIST (nabla_digit_list_get_type ())
G_DECLARE_FINAL_TYPE (NablaDigitList, nabla_digit_list, NABLA, DIGIT_LIST, GObject)

/* Signal "changed" (NablaDigitList*): other digits, or they are read differently. */
NablaDigitList *nabla_digit_list_new (void);

/* Shows that part, NULL none; there is no prediction then. */
void nabla_digit_list_set_part (NablaDigitList *self, NablaDataSet *data_set, DigitsPartKind kind);
DigitsPart nabla_digit_list_get_part (NablaDigitList *self);

/* Takes the prediction over; NULL for none. */
void nabla_digit_list_set_prediction (NablaDigitList *self, NablaPrediction *prediction);
const NablaPrediction *nabla_digit_list_get_prediction (NablaDigitList *self);

/* Without a prediction no digit is known to be wrong: the list is empty. */
void nabla_digit_list_set_wrong_only (NablaDigitList *self, gboolean wrong_only);

/* How many are shown, and the index within the part of the one at `position`. */
guint nabla_digit_list_get_length (NablaDigitList *self);
guint nabla_digit_list_get_index (NablaDigitList *self, guint position);
/* What the network reads image `index` as; −1 where nobody has read it. */
int nabla_digit_list_get_read (NablaDigitList *self, guint index);

/* Position of the first shown digit whose index is at least `index`, for jumping; the last where
 * there is none. */
guint nabla_digit_list_find (NablaDigitList *self, guint index);

G_END_DECLS
