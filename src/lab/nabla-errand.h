/* SPDX-License-Identifier: MIT */
/* nabla-errand.h: work that threads do for an object of the main thread: what they have to say
 * reaches it by an idle, and it can give the work up at any time without waiting for it. */
#pragma once

#include <glib.h>
#include <stdatomic.h>

typedef struct NablaErrand NablaErrand;

typedef struct {
  const char *name; /* of the threads */
  /* The work, on each of the threads, at a low priority. Ends soon once nabla_errand_get_stop() is
   * true.
   */
  void (*work) (NablaErrand *errand, gpointer data);
  /* On the thread of who began it: something was said since the last time. `ended`: all threads
   * have done their work; this is the last call. May give the errand up. */
  void (*heard) (gpointer owner, gpointer data, gboolean ended);
  /* Wakes work that waits, as the errand is to stop; on the owner's thread. NULL for none. */
  void (*wake) (gpointer data);
  /* Frees the data when nobody needs it any more, on any thread. */
  GDestroyNotify free_data;
} NablaErrandKind;

/* Starts n_threads (≥ 1) that share `data`, which is taken; fewer where no more can be had. NULL
 * with error where there is none. The owner is not referenced: it gives the errand up before it
 * goes. */
NablaErrand *nabla_errand_begin (const NablaErrandKind *kind, guint n_threads, gpointer data,
                                 gpointer owner, GError **error);
/* The owner needs neither errand nor data any more: the threads end by themselves, and nothing is
 * heard of them. NULL is fine. */
void nabla_errand_give_up (NablaErrand *errand);
/* It is to end; that it has is still heard. */
void nabla_errand_stop (NablaErrand *errand);

/* From its threads: there is something to hear. However often it is said, one idle is pending. */
void nabla_errand_say (NablaErrand *errand);
/* From any thread: true once it is to end. Lives as long as the errand. */
const atomic_bool *nabla_errand_get_stop (NablaErrand *errand);
