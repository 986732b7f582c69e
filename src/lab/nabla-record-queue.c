/* SPDX-License-Identifier: MIT */
#include "lab/nabla-record-queue.h"

struct NablaRecordQueue {
  gint references;
  GMutex mutex;
  GArray *messages;                        /* of NablaMessage */
  gboolean waiting[NABLA_N_MESSAGE_KINDS]; /* by kind: a message of it is in the queue */
  GMainContext *context;
  GSource *idle; /* the one pending, or NULL */
  void (*receive) (gpointer data);
  gpointer data;
};

NablaRecordQueue *
nabla_record_queue_new (GMainContext *context, void (*receive) (gpointer data), gpointer data)
{
  NablaRecordQueue *queue = g_new0 (NablaRecordQueue, 1);
  queue->references = 1;
  g_mutex_init (&queue->mutex);
  queue->messages = g_array_new (FALSE, FALSE, sizeof (NablaMessage));
  queue->context =
      context != NULL ? g_main_context_ref (context) : g_main_context_ref_thread_default ();
  queue->receive = receive;
  queue->data = data;
  return queue;
}

NablaRecordQueue *
nabla_record_queue_ref (NablaRecordQueue *queue)
{
  g_atomic_int_inc (&queue->references);
  return queue;
}

void
nabla_record_queue_unref (NablaRecordQueue *queue)
{
  if (queue == NULL || !g_atomic_int_dec_and_test (&queue->references))
    return;
  g_array_unref (queue->messages);
  g_main_context_unref (queue->context);
  g_mutex_clear (&queue->mutex);
  g_free (queue);
}

void
nabla_record_queue_close (NablaRecordQueue *queue)
{
  g_mutex_lock (&queue->mutex);
  GSource *idle = g_steal_pointer (&queue->idle);
  queue->receive = NULL;
  g_mutex_unlock (&queue->mutex);
  if (idle != NULL) {
    g_source_destroy (idle);
    g_source_unref (idle);
  }
}

static gboolean
on_idle (gpointer data)
{
  NablaRecordQueue *queue = data;
  g_mutex_lock (&queue->mutex);
  g_clear_pointer (&queue->idle, g_source_unref);
  void (*receive) (gpointer) = queue->receive;
  g_mutex_unlock (&queue->mutex);
  if (receive != NULL)
    receive (queue->data);
  return G_SOURCE_REMOVE;
}

void
nabla_record_queue_push (NablaRecordQueue *queue, const NablaMessage *message)
{
  gboolean mergeable =
      message->kind == NABLA_MESSAGE_SNAPSHOT || message->kind == NABLA_MESSAGE_PROGRESS;
  g_mutex_lock (&queue->mutex);
  if (!mergeable || !queue->waiting[message->kind]) {
    g_array_append_val (queue->messages, *message);
    queue->waiting[message->kind] = TRUE;
    if (queue->idle == NULL && queue->receive != NULL) {
      queue->idle = g_idle_source_new ();
      /* Drawing and input go first; but a stream of them must not starve the records. */
      g_source_set_priority (queue->idle, G_PRIORITY_DEFAULT_IDLE);
      g_source_set_callback (queue->idle, on_idle, nabla_record_queue_ref (queue),
                             (GDestroyNotify) nabla_record_queue_unref);
      g_source_attach (queue->idle, queue->context);
    }
  }
  g_mutex_unlock (&queue->mutex);
}

GArray *
nabla_record_queue_take (NablaRecordQueue *queue)
{
  GArray *empty = g_array_new (FALSE, FALSE, sizeof (NablaMessage));
  g_mutex_lock (&queue->mutex);
  GArray *messages = queue->messages;
  queue->messages = empty;
  for (gsize i = 0; i < G_N_ELEMENTS (queue->waiting); i++)
    queue->waiting[i] = FALSE;
  g_mutex_unlock (&queue->mutex);
  return messages;
}
