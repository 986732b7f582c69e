/* SPDX-License-Identifier: MIT */
/* nabla-own-part.h: one's own drawings as a part of a data set, newest first, to be looked at like
 * the others. */
#pragma once

#include "lab/nabla-data-set.h"
#include "lab/nabla-own-digits.h"

G_BEGIN_DECLS

#define NABLA_TYPE_OWN_PART (nabla_own_part_get_type ())
G_DECLARE_FINAL_TYPE (NablaOwnPart, nabla_own_part, NABLA, OWN_PART, GObject)

/* Signal "changed" (NablaOwnPart*): there are other drawings, or they have other labels; once for
 * all changes until the main loop is idle. The getters tell what was there at the last of them. */
NablaOwnPart *nabla_own_part_new (NablaOwnDigits *own);
NablaOwnDigits *nabla_own_part_get_own (NablaOwnPart *self);

/* The data set whose training part their averages are compared with; NULL: none. */
void nabla_own_part_set_base (NablaOwnPart *self, NablaDataSet *base);

/* Its test part are the drawings; NULL where there are none. Borrowed. */
NablaDataSet *nabla_own_part_get_data_set (NablaOwnPart *self);

guint nabla_own_part_get_length (NablaOwnPart *self);
/* The drawing that is image `index` of the part; borrowed, NULL beyond the last. */
NablaOwnDigit *nabla_own_part_get_digit (NablaOwnPart *self, guint index);
gboolean nabla_own_part_find (NablaOwnPart *self, NablaOwnDigit *digit, guint *index);

G_END_DECLS
