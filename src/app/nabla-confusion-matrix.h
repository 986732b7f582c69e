/* SPDX-License-Identifier: MIT */
/* nabla-confusion-matrix.h: which digit is taken for which: a row for each true digit, a column for
 * each answer, and at the side how many of the digit's images are read right. The arrow keys go
 * from cell to cell; Return or a click asks for the images of one. */
#pragma once

#include "lab/nabla-confusion.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_CONFUSION_MATRIX (nabla_confusion_matrix_get_type ())
G_DECLARE_FINAL_TYPE (NablaConfusionMatrix, nabla_confusion_matrix, NABLA, CONFUSION_MATRIX,
                      GtkWidget)

/* Signal "activated" (NablaConfusionMatrix*, int digit, int answer). */
GtkWidget *nabla_confusion_matrix_new (void);

/* Copied. */
void nabla_confusion_matrix_set (NablaConfusionMatrix *self, const NablaConfusion *confusion);

G_END_DECLS
