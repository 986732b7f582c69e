/* SPDX-License-Identifier: MIT */
/* nabla-history-session.h: whether the program that trains a run still lives. Each opening of a
 * history is a session with a number; it locks the byte of that number in a file beside the history
 * for as long as it lives. The system takes the lock away with the program, however that ends, so
 * process numbers that are used again, containers and clocks do not matter. */
#pragma once

#include "lab/nabla-history-store.h"

typedef struct NablaHistorySession NablaHistorySession;

NablaHistorySession *nabla_history_session_new (NablaHistoryStore *store, GError **error);
void nabla_history_session_free (NablaHistorySession *session); /* NULL is fine */

gint64 nabla_history_session_get_id (NablaHistorySession *session);
/* Whether that session, this one or another one's, lives. */
gboolean nabla_history_session_lives (NablaHistorySession *session, gint64 id);
