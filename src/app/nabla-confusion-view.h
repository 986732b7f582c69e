/* SPDX-License-Identifier: MIT */
/* nabla-confusion-view.h: the confusion matrix of what a network reads, how good it is in all, and
 * its most frequent mistakes. */
#pragma once

#include "lab/nabla-confusion.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_CONFUSION_VIEW (nabla_confusion_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaConfusionView, nabla_confusion_view, NABLA, CONFUSION_VIEW, GtkWidget)

/* Signal "activated" (NablaConfusionView*, int digit, int answer): the images of a cell. */
GtkWidget *nabla_confusion_view_new (void);

/* Copied. */
void nabla_confusion_view_set (NablaConfusionView *self, const NablaConfusion *confusion);
/* Nobody has read them: says so. `description` may be NULL. */
void nabla_confusion_view_set_empty (NablaConfusionView *self, const char *title,
                                     const char *description);

G_END_DECLS
