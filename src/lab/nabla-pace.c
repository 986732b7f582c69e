/* SPDX-License-Identifier: MIT */
#include "lab/nabla-pace.h"

#include <math.h>
#include <stdbool.h>

/* A wait that a person sees. */
#define VISIBLE (10 * G_TIME_SPAN_MILLISECOND)
/* Who is later than this does not catch up. */
#define LATE (100 * G_TIME_SPAN_MILLISECOND)

static const NablaRates as_they_are = { NAN, NAN, NAN };

struct NablaPace {
  atomic_bool stop;
  atomic_bool attention; /* keep() has more to do than to return */

  GMutex mutex;
  GCond changed;
  /* Under the mutex. */
  gboolean paused;
  guint mini_batches;    /* to be taken while paused */
  gboolean to_epoch_end; /* pause there */
  gboolean under_way;    /* a mini-batch was taken since to_epoch_end was said */
  double speed;
  gint64 last; /* monotonic; when the mini-batch before was due */
  gboolean asked;
  NablaRates rates; /* asked for */
};

NablaPace *
nabla_pace_new (void)
{
  NablaPace *pace = g_new0 (NablaPace, 1);
  pace->rates = as_they_are;
  g_mutex_init (&pace->mutex);
  g_cond_init (&pace->changed);
  return pace;
}

void
nabla_pace_free (NablaPace *pace)
{
  if (pace == NULL)
    return;
  g_cond_clear (&pace->changed);
  g_mutex_clear (&pace->mutex);
  g_free (pace);
}

/* After each change, with the mutex. */
static void
tell (NablaPace *pace)
{
  atomic_store (&pace->attention,
                pace->paused || pace->to_epoch_end || pace->speed > 0.0 || pace->asked);
  g_cond_broadcast (&pace->changed);
}

void
nabla_pace_stop (NablaPace *pace)
{
  g_mutex_lock (&pace->mutex);
  atomic_store (&pace->stop, true);
  g_cond_broadcast (&pace->changed);
  g_mutex_unlock (&pace->mutex);
}

const atomic_bool *
nabla_pace_get_stop (NablaPace *pace)
{
  return &pace->stop;
}

void
nabla_pace_set_paused (NablaPace *pace, gboolean paused)
{
  g_mutex_lock (&pace->mutex);
  pace->paused = paused;
  pace->to_epoch_end = FALSE;
  pace->mini_batches = 0;
  tell (pace);
  g_mutex_unlock (&pace->mutex);
}

gboolean
nabla_pace_is_paused (NablaPace *pace)
{
  g_mutex_lock (&pace->mutex);
  gboolean paused = pace->paused;
  g_mutex_unlock (&pace->mutex);
  return paused;
}

void
nabla_pace_step_mini_batch (NablaPace *pace)
{
  g_mutex_lock (&pace->mutex);
  if (pace->paused)
    pace->mini_batches++;
  tell (pace);
  g_mutex_unlock (&pace->mutex);
}

void
nabla_pace_step_epoch (NablaPace *pace)
{
  g_mutex_lock (&pace->mutex);
  pace->paused = FALSE;
  pace->mini_batches = 0;
  pace->to_epoch_end = TRUE;
  pace->under_way = FALSE;
  tell (pace);
  g_mutex_unlock (&pace->mutex);
}

void
nabla_pace_set_speed (NablaPace *pace, double mini_batches_per_second)
{
  g_mutex_lock (&pace->mutex);
  pace->speed = isfinite (mini_batches_per_second) ? MAX (mini_batches_per_second, 0.0) : 0.0;
  tell (pace);
  g_mutex_unlock (&pace->mutex);
}

void
nabla_pace_ask_for_rates (NablaPace *pace, const NablaRates *rates)
{
  g_mutex_lock (&pace->mutex);
  if (!isnan (rates->learning_rate))
    pace->rates.learning_rate = rates->learning_rate;
  if (!isnan (rates->l2))
    pace->rates.l2 = rates->l2;
  if (!isnan (rates->momentum))
    pace->rates.momentum = rates->momentum;
  pace->asked = TRUE;
  tell (pace);
  g_mutex_unlock (&pace->mutex);
}

gboolean
nabla_pace_take_rates (NablaPace *pace, NablaRates *rates)
{
  if (!atomic_load_explicit (&pace->attention, memory_order_relaxed))
    return FALSE;
  g_mutex_lock (&pace->mutex);
  gboolean asked = pace->asked;
  *rates = pace->rates;
  pace->asked = FALSE;
  pace->rates = as_they_are;
  tell (pace);
  g_mutex_unlock (&pace->mutex);
  return asked;
}

/* Until when to wait for the next mini-batch; 0: it is due, G_MAXINT64: as long as nobody says
 * otherwise. */
static gint64
wait_until (NablaPace *pace, gint64 now)
{
  if (pace->paused)
    return pace->mini_batches > 0 ? 0 : G_MAXINT64;
  if (pace->speed <= 0.0)
    return 0;
  gint64 due = pace->last + (gint64) ((double) G_TIME_SPAN_SECOND / pace->speed);
  return due > now ? due : 0;
}

/* A mini-batch is taken now. */
static void
take (NablaPace *pace, gint64 now)
{
  pace->under_way = TRUE;
  if (pace->mini_batches > 0)
    pace->mini_batches--;
  if (pace->speed > 0.0)
    pace->last += (gint64) ((double) G_TIME_SPAN_SECOND / pace->speed);
  if (pace->last < now - LATE || pace->last > now)
    pace->last = now;
}

/* With the mutex, which is given up meanwhile. */
static void
wait (NablaPace *pace, NablaPaceShow show, gpointer data)
{
  gboolean shown_for_long = FALSE, shown = FALSE;
  gint64 now = g_get_monotonic_time (), until;
  while (!atomic_load (&pace->stop) && (until = wait_until (pace, now)) != 0) {
    gboolean resting = until == G_MAXINT64;
    if ((resting && !shown_for_long) || (!resting && until - now > VISIBLE && !shown)) {
      shown = TRUE;
      shown_for_long = resting;
      g_mutex_unlock (&pace->mutex);
      show (resting, data);
      g_mutex_lock (&pace->mutex);
    } else if (resting) {
      g_cond_wait (&pace->changed, &pace->mutex);
    } else {
      g_cond_wait_until (&pace->changed, &pace->mutex, until);
    }
    now = g_get_monotonic_time ();
  }
  take (pace, now);
}

double
nabla_pace_keep (NablaPace *pace, gsize images, NablaPaceShow show, gpointer data)
{
  if (!atomic_load_explicit (&pace->attention, memory_order_relaxed))
    return 0.0;
  gint64 start = g_get_monotonic_time ();
  g_mutex_lock (&pace->mutex);
  if (pace->to_epoch_end && pace->under_way && images == 0) {
    pace->to_epoch_end = FALSE;
    pace->paused = TRUE;
  }
  wait (pace, show, data);
  g_mutex_unlock (&pace->mutex);
  return (double) (g_get_monotonic_time () - start) / (double) G_TIME_SPAN_SECOND;
}

void
nabla_pace_wait_while_paused (NablaPace *pace)
{
  g_mutex_lock (&pace->mutex);
  while (pace->paused && pace->mini_batches == 0 && !atomic_load (&pace->stop))
    g_cond_wait (&pace->changed, &pace->mutex);
  g_mutex_unlock (&pace->mutex);
}
