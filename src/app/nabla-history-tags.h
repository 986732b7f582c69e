/* SPDX-License-Identifier: MIT */
/* nabla-history-tags.h: the star and the tags that runs of the history have, as chips; those that
 * are pressed say which runs are listed. */
#pragma once

#include "lab/nabla-history-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_HISTORY_TAGS (nabla_history_tags_get_type ())
G_DECLARE_FINAL_TYPE (NablaHistoryTags, nabla_history_tags, NABLA, HISTORY_TAGS, AdwBin)

/* Signal "changed" (NablaHistoryTags*): other chips are pressed. It is hidden where there are no
 * entries; the star's chip is there where there are any. */
GtkWidget *nabla_history_tags_new (void);

/* Shows the tags of these entries (of NablaHistoryEntry), those of most runs first. A pressed chip
 * whose tag is gone is gone too, or not pressed. */
void nabla_history_tags_show (NablaHistoryTags *self, GListModel *entries);

/* Whether the entry has everything that is pressed. */
gboolean nabla_history_tags_match (NablaHistoryTags *self, NablaHistoryEntry *entry);

G_END_DECLS
