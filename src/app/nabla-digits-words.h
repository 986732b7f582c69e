/* SPDX-License-Identifier: MIT */
/* nabla-digits-words.h: what the page of digits says where it has nothing to show. */
#pragma once

#include "app/nabla-digit-list.h"
#include "lab/nabla-run.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Why there are no answers: a title, and a sentence or NULL. `run` is the selected one, NULL: none;
 * `failure`: why its network cannot read them, or NULL. */
void nabla_digits_words_unread (NablaRun *run, const char *failure, const char **title,
                                const char **description);

/* Why no image is listed. `own`: the part are one's own drawings. */
void nabla_digits_words_none (AdwStatusPage *page, NablaDigitList *digits, gboolean own,
                              NablaRun *run, const char *failure);

G_END_DECLS
