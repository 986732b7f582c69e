/* SPDX-License-Identifier: MIT */
/* await.h: waiting in a test for what the main loop brings; a test that waits for ever fails. */
#pragma once

#include <glib.h>

#define AWAIT_SECONDS 30

/* Runs the main loop until `condition` holds. */
#define AWAIT(condition)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 await_end = g_get_monotonic_time () + AWAIT_SECONDS * G_USEC_PER_SEC;                   \
    while (!(condition)) {                                                                         \
      if (!g_main_context_iteration (NULL, FALSE))                                                 \
        g_usleep (500);                                                                            \
      if (g_get_monotonic_time () > await_end)                                                     \
        g_error ("waited %d s in vain for %s", AWAIT_SECONDS, #condition);                         \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

/* Lets the main loop do what is due. */
static inline void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
