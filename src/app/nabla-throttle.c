/* SPDX-License-Identifier: MIT */
#include "app/nabla-throttle.h"

struct NablaThrottle {
  gint64 interval; /* µs */
  gint64 last;     /* monotonic time of the last call; 0 before the first */
  guint source;
  void (*run) (gpointer data);
  gpointer data;
};

static gboolean
dispatch (gpointer data)
{
  NablaThrottle *throttle = data;

  throttle->source = 0;
  throttle->last = g_get_monotonic_time ();
  throttle->run (throttle->data);
  return G_SOURCE_REMOVE;
}

NablaThrottle *
nabla_throttle_new (guint interval_ms, void (*run) (gpointer data), gpointer data)
{
  NablaThrottle *throttle = g_new0 (NablaThrottle, 1);

  throttle->interval = interval_ms * G_TIME_SPAN_MILLISECOND;
  throttle->run = run;
  throttle->data = data;
  return throttle;
}

void
nabla_throttle_free (NablaThrottle *throttle)
{
  if (throttle == NULL)
    return;
  nabla_throttle_cancel (throttle);
  g_free (throttle);
}

void
nabla_throttle_request (NablaThrottle *throttle)
{
  gint64 wait;

  if (throttle->source != 0)
    return;
  wait = throttle->last == 0 ? 0 : throttle->last + throttle->interval - g_get_monotonic_time ();
  if (wait <= 0)
    throttle->source = g_idle_add (dispatch, throttle);
  else
    throttle->source =
        g_timeout_add ((guint) (wait / G_TIME_SPAN_MILLISECOND) + 1, dispatch, throttle);
}

void
nabla_throttle_cancel (NablaThrottle *throttle)
{
  g_clear_handle_id (&throttle->source, g_source_remove);
}
