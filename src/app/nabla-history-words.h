/* SPDX-License-Identifier: MIT */
/* nabla-history-words.h: what people read of a run in the history. */
#pragma once

#include "lab/nabla-history-entry.h"

G_BEGIN_DECLS

typedef enum {
  NABLA_HISTORY_TITLE,
  NABLA_HISTORY_SET_UP, /* of a run with a name of its own, and what it was trained on */
  NABLA_HISTORY_NOTE,   /* and tags */
  NABLA_HISTORY_WHEN,
  NABLA_HISTORY_STATE, /* and how many epochs */
  NABLA_HISTORY_SCORE, /* the best accuracy */
  NABLA_HISTORY_N_WORDS
} NablaHistoryWords;

/* New; "" where there is nothing to say. */
char *nabla_history_words_new (NablaHistoryEntry *entry, NablaHistoryWords what);

/* Whether there is a note or a tag. */
gboolean nabla_history_words_has_note (NablaHistoryEntry *entry);

/* All of it in a sentence, for who hears it. New. */
char *nabla_history_words_describe (NablaHistoryEntry *entry);

/* What a run is called for people: its name, or its set-up where it has none. */
const char *nabla_history_words_get_title (NablaHistoryEntry *entry);

G_END_DECLS
