/* SPDX-License-Identifier: MIT */
#include "lab/nabla-errand.h"

#include "app/await.h"

#define N_THREADS 3
#define N_SAID    100

typedef struct {
  GMutex mutex;
  GCond changed;
  gboolean open; /* the work may go on */
  guint begun, done;
  guint *freed_at; /* counted when the data is freed */
} Gate;

typedef struct {
  guint heard, ended;
  guint done_at_end;
} Owner;

static void
on_heard (gpointer owner, gpointer data, gboolean ended)
{
  Owner *self = owner;
  Gate *gate = data;
  self->heard++;
  self->ended += ended;
  g_mutex_lock (&gate->mutex);
  self->done_at_end = gate->done;
  g_mutex_unlock (&gate->mutex);
}

/* Says much, then waits for the gate whatever is said: not for nabla_errand_get_stop(). */
static void
wait_at_gate (NablaErrand *errand, gpointer data)
{
  Gate *gate = data;
  g_mutex_lock (&gate->mutex);
  gate->begun++;
  g_cond_broadcast (&gate->changed);
  for (guint i = 0; i < N_SAID; i++)
    nabla_errand_say (errand);
  while (!gate->open)
    g_cond_wait (&gate->changed, &gate->mutex);
  gate->done++;
  g_mutex_unlock (&gate->mutex);
}

static void
wait_for_stop (NablaErrand *errand, gpointer data)
{
  while (!atomic_load (nabla_errand_get_stop (errand)))
    g_usleep (500);
}

static void
open_gate (gpointer data)
{
  Gate *gate = data;
  g_mutex_lock (&gate->mutex);
  gate->open = TRUE;
  g_cond_broadcast (&gate->changed);
  g_mutex_unlock (&gate->mutex);
}

static void
gate_free (gpointer data)
{
  Gate *gate = data;
  g_atomic_int_inc (gate->freed_at);
  g_mutex_clear (&gate->mutex);
  g_cond_clear (&gate->changed);
  g_free (gate);
}

static const NablaErrandKind gated = {
  .name = "gated", .work = wait_at_gate, .heard = on_heard, .free_data = gate_free
};
static const NablaErrandKind woken = { .name = "woken",
                                       .work = wait_at_gate,
                                       .heard = on_heard,
                                       .wake = open_gate,
                                       .free_data = gate_free };
static const NablaErrandKind stopped = {
  .name = "stopped", .work = wait_for_stop, .heard = on_heard, .free_data = gate_free
};

static Gate *
gate_new (guint *freed)
{
  Gate *gate = g_new0 (Gate, 1);
  g_mutex_init (&gate->mutex);
  g_cond_init (&gate->changed);
  gate->freed_at = freed;
  return gate;
}

static guint
count_begun (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  guint n = gate->begun;
  g_mutex_unlock (&gate->mutex);
  return n;
}

static void
test_the_end_is_heard_once_and_last (void)
{
  guint freed = 0;
  Gate *gate = gate_new (&freed);
  Owner owner = { 0 };
  g_autoptr (GError) error = NULL;
  NablaErrand *errand = nabla_errand_begin (&gated, N_THREADS, gate, &owner, &error);
  g_assert_no_error (error);
  AWAIT (count_begun (gate) == N_THREADS && owner.heard > 0);
  g_assert_cmpuint (owner.ended, ==, 0);
  open_gate (gate);
  AWAIT (owner.ended == 1);
  g_assert_cmpuint (owner.done_at_end, ==, N_THREADS);
  guint heard = owner.heard;
  /* Of much that was said at once few idles came. */
  g_assert_cmpuint (heard, <, N_THREADS * N_SAID / 4);
  settle ();
  g_assert_cmpuint (owner.heard, ==, heard);
  g_assert_cmpuint (freed, ==, 0);
  nabla_errand_give_up (errand);
  AWAIT (g_atomic_int_get (&freed) == 1);
}

/* The work goes on until the gate is opened, which is after it was given up: so who gave it up did
 * not wait. */
static void
test_giving_up_does_not_wait (void)
{
  guint freed = 0;
  Gate *gate = gate_new (&freed);
  Owner owner = { 0 };
  NablaErrand *errand = nabla_errand_begin (&gated, N_THREADS, gate, &owner, NULL);
  AWAIT (count_begun (gate) == N_THREADS);
  settle ();
  guint heard = owner.heard;
  nabla_errand_give_up (errand);
  g_assert_cmpuint (freed, ==, 0);
  open_gate (gate);
  AWAIT (g_atomic_int_get (&freed) == 1);
  settle ();
  g_assert_cmpuint (owner.heard, ==, heard);
  g_assert_cmpuint (owner.ended, ==, 0);
}

static void
test_what_is_stopped_ends_and_is_heard (void)
{
  const NablaErrandKind *kinds[] = { &stopped, &woken };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    guint freed = 0;
    Owner owner = { 0 };
    NablaErrand *errand = nabla_errand_begin (kinds[i], 2, gate_new (&freed), &owner, NULL);
    nabla_errand_stop (errand);
    AWAIT (owner.ended == 1);
    nabla_errand_give_up (errand);
    AWAIT (g_atomic_int_get (&freed) == 1);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/errand/the-end-is-heard-once-and-last",
                   test_the_end_is_heard_once_and_last);
  g_test_add_func ("/lab/errand/giving-up-does-not-wait", test_giving_up_does_not_wait);
  g_test_add_func ("/lab/errand/what-is-stopped-ends-and-is-heard",
                   test_what_is_stopped_ends_and_is_heard);
  return g_test_run ();
}
