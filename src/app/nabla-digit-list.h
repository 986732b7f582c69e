/* SPDX-License-Identifier: MIT */
/* nabla-digit-list.h: which digits of a part of a data set are shown, in what order. Filtering and
 * sorting happen on a thread of their own; what was there stays until the new list is. */
#pragma once

#include "lab/nabla-image-choice.h"
#include "lab/nabla-prediction.h"

G_BEGIN_DECLS

#define NABLA_TYPE_DIGIT_LIST (nabla_digit_list_get_type ())
G_DECLARE_FINAL_TYPE (NablaDigitList, nabla_digit_list, NABLA, DIGIT_LIST, GObject)

/* Signal "changed" (NablaDigitList*): other digits, another order, or they are read differently. */
NablaDigitList *nabla_digit_list_new (void);

/* Shows that part, NULL none; there is no prediction then. */
void nabla_digit_list_set_part (NablaDigitList *self, NablaDataSet *data_set, DigitsPartKind kind);
DigitsPart nabla_digit_list_get_part (NablaDigitList *self);

/* Takes the reference over; NULL for none. It is what get_prediction gives as soon as the list is
 * in its order. */
void nabla_digit_list_set_prediction (NablaDigitList *self, NablaPrediction *prediction);
NablaPrediction *nabla_digit_list_get_prediction (NablaDigitList *self); /* borrowed */

/* Without a prediction nothing is known of answers: a choice that needs them chooses none. */
void nabla_digit_list_set_choice (NablaDigitList *self, const NablaImageChoice *choice);
const NablaImageChoice *nabla_digit_list_get_choice (NablaDigitList *self);
/* The list is being worked out; "changed" follows. */
gboolean nabla_digit_list_is_pending (NablaDigitList *self);

/* How many are shown, how many of them are read wrongly, and the index within the part of the one
 * at `position`. */
guint nabla_digit_list_get_length (NablaDigitList *self);
guint nabla_digit_list_get_n_wrong (NablaDigitList *self);
guint nabla_digit_list_get_index (NablaDigitList *self, guint position);
/* What the network reads image `index` as; −1 where nobody has read it. */
int nabla_digit_list_get_read (NablaDigitList *self, guint index);

/* Whether image `index` is shown, and where; where it is not, the place of the next index in a list
 * by index (the last, where there is none), of others the first. */
gboolean nabla_digit_list_find (NablaDigitList *self, guint index, guint *position);

G_END_DECLS
