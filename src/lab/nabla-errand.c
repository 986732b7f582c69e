/* SPDX-License-Identifier: MIT */
#include "lab/nabla-errand.h"

#include "lab/nabla-priority.h"

struct NablaErrand {
  gint references; /* the owner's, each thread's, and that of the idle under way */
  const NablaErrandKind *kind;
  gpointer data;
  gpointer owner; /* the owner's thread's; NULL once it is given up */
  gboolean told;  /* the owner's thread's: that it has ended */
  GMainContext *context;
  atomic_bool stop;

  GMutex mutex;
  /* Under the mutex. */
  guint working;    /* threads that are */
  gboolean pending; /* an idle is on its way */
};

static void
errand_unref (gpointer data)
{
  NablaErrand *errand = data;
  if (!g_atomic_int_dec_and_test (&errand->references))
    return;
  errand->kind->free_data (errand->data);
  g_main_context_unref (errand->context);
  g_mutex_clear (&errand->mutex);
  g_free (errand);
}

static gboolean
on_idle (gpointer data)
{
  NablaErrand *errand = data;
  g_mutex_lock (&errand->mutex);
  errand->pending = FALSE;
  gboolean ended = errand->working == 0;
  g_mutex_unlock (&errand->mutex);
  if (errand->owner == NULL || errand->told)
    return G_SOURCE_REMOVE;
  errand->told = ended;
  errand->kind->heard (errand->owner, errand->data, ended);
  return G_SOURCE_REMOVE;
}

void
nabla_errand_say (NablaErrand *errand)
{
  g_mutex_lock (&errand->mutex);
  gboolean schedule = !errand->pending;
  errand->pending = TRUE;
  g_mutex_unlock (&errand->mutex);
  if (!schedule)
    return;
  g_autoptr (GSource) idle = g_idle_source_new ();
  g_atomic_int_inc (&errand->references);
  g_source_set_callback (idle, on_idle, errand, errand_unref);
  g_source_attach (idle, errand->context);
}

static gpointer
work (gpointer data)
{
  NablaErrand *errand = data;
  nabla_priority_lower ();
  errand->kind->work (errand, errand->data);
  g_mutex_lock (&errand->mutex);
  gboolean last = --errand->working == 0;
  g_mutex_unlock (&errand->mutex);
  if (last)
    nabla_errand_say (errand);
  errand_unref (errand);
  return NULL;
}

/* None of them is the last before all are there. */
static gboolean
start_threads (NablaErrand *errand, guint n, GError **error)
{
  g_mutex_lock (&errand->mutex);
  for (guint i = 0; i < n; i++) {
    g_atomic_int_inc (&errand->references);
    GThread *thread = g_thread_try_new (errand->kind->name, work, errand, i == 0 ? error : NULL);
    if (thread == NULL) {
      g_atomic_int_add (&errand->references, -1);
      break;
    }
    g_thread_unref (thread);
    errand->working++;
  }
  gboolean any = errand->working > 0;
  g_mutex_unlock (&errand->mutex);
  return any;
}

NablaErrand *
nabla_errand_begin (const NablaErrandKind *kind, guint n_threads, gpointer data, gpointer owner,
                    GError **error)
{
  NablaErrand *errand = g_new0 (NablaErrand, 1);
  errand->references = 1;
  errand->kind = kind;
  errand->data = data;
  errand->owner = owner;
  errand->context = g_main_context_ref_thread_default ();
  g_mutex_init (&errand->mutex);
  if (!start_threads (errand, n_threads, error)) {
    errand_unref (errand);
    return NULL;
  }
  return errand;
}

void
nabla_errand_stop (NablaErrand *errand)
{
  atomic_store (&errand->stop, TRUE);
  if (errand->kind->wake != NULL)
    errand->kind->wake (errand->data);
}

void
nabla_errand_give_up (NablaErrand *errand)
{
  if (errand == NULL)
    return;
  errand->owner = NULL;
  nabla_errand_stop (errand);
  errand_unref (errand);
}

const atomic_bool *
nabla_errand_get_stop (NablaErrand *errand)
{
  return &errand->stop;
}
