/* SPDX-License-Identifier: MIT */
/* nabla-confusion-cell.h: how often a digit got an answer, as a number on a colour: right answers
 * blue, wrong ones the more orange, the larger their share of the digit's images. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_CONFUSION_CELL (nabla_confusion_cell_get_type ())
G_DECLARE_FINAL_TYPE (NablaConfusionCell, nabla_confusion_cell, NABLA, CONFUSION_CELL, GtkWidget)

GtkWidget *nabla_confusion_cell_new (int digit, int answer);

/* `count` of the `n` images of the digit got the answer. */
void nabla_confusion_cell_set (NablaConfusionCell *self, guint64 count, guint64 n);
guint64 nabla_confusion_cell_get_count (NablaConfusionCell *self);
int nabla_confusion_cell_get_digit (NablaConfusionCell *self);
int nabla_confusion_cell_get_answer (NablaConfusionCell *self);

G_END_DECLS
