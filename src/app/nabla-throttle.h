/* SPDX-License-Identifier: MIT */
/* nabla-throttle.h: work that many events ask for and that is done at most once in an interval, in
 * the main loop. */
#pragma once

#include <glib.h>

typedef struct NablaThrottle NablaThrottle;

/* `run` is called with `data` at most once in `interval_ms`; 0: once each time the loop is idle. */
NablaThrottle *nabla_throttle_new (guint interval_ms, void (*run) (gpointer data), gpointer data);
void nabla_throttle_free (NablaThrottle *throttle); /* what was asked for and not done is dropped */

/* Asks for the work: from the main loop, as soon as the interval since the last time is over. */
void nabla_throttle_request (NablaThrottle *throttle);
void nabla_throttle_cancel (NablaThrottle *throttle);
