/* SPDX-License-Identifier: MIT */
#include "lab/nabla-record-queue.h"

#define N_RECORDS 20000

typedef struct {
  GMainLoop *loop;
  NablaRecordQueue *queue;
  int received, batches, snapshots;
  gboolean in_order, finished_last;
} Reader;

static void
receive (gpointer data)
{
  Reader *reader = data;
  g_autoptr (GArray) messages = nabla_record_queue_take (reader->queue);
  reader->batches++;
  for (guint i = 0; i < messages->len; i++) {
    NablaMessage *message = &g_array_index (messages, NablaMessage, i);
    if (message->kind == NABLA_MESSAGE_RECORD)
      reader->in_order = reader->in_order && message->record.epoch == ++reader->received;
    else if (message->kind == NABLA_MESSAGE_SNAPSHOT)
      reader->snapshots++;
    else if (message->kind == NABLA_MESSAGE_FINISHED) {
      reader->finished_last = i + 1 == messages->len && reader->received == N_RECORDS;
      g_main_loop_quit (reader->loop);
    }
  }
}

static gpointer
write_records (gpointer data)
{
  NablaRecordQueue *queue = data;
  NablaMessage snapshot = { .kind = NABLA_MESSAGE_SNAPSHOT };
  NablaMessage finished = { .kind = NABLA_MESSAGE_FINISHED };
  for (int i = 1; i <= N_RECORDS; i++) {
    NablaMessage message = { .kind = NABLA_MESSAGE_RECORD, .record = { .epoch = i } };
    nabla_record_queue_push (queue, &message);
    nabla_record_queue_push (queue, &snapshot);
  }
  nabla_record_queue_push (queue, &finished);
  return NULL;
}

static void
test_nothing_is_lost (void)
{
  Reader reader = { .loop = g_main_loop_new (NULL, FALSE), .in_order = TRUE };
  reader.queue = nabla_record_queue_new (NULL, receive, &reader);
  GThread *thread = g_thread_new ("writer", write_records, reader.queue);
  g_main_loop_run (reader.loop);
  g_thread_join (thread);
  g_assert_cmpint (reader.received, ==, N_RECORDS);
  g_assert_true (reader.in_order);
  g_assert_true (reader.finished_last);
  g_assert_cmpint (reader.snapshots, <=, reader.batches);
  nabla_record_queue_close (reader.queue);
  nabla_record_queue_unref (reader.queue);
  g_main_loop_unref (reader.loop);
}

static void
test_one_idle (void)
{
  Reader reader = { .in_order = TRUE };
  reader.queue = nabla_record_queue_new (NULL, receive, &reader);
  for (int i = 1; i <= 100; i++) {
    NablaMessage message = { .kind = NABLA_MESSAGE_RECORD, .record = { .epoch = i } };
    nabla_record_queue_push (reader.queue, &message);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (reader.batches, ==, 1);
  g_assert_cmpint (reader.received, ==, 100);
  nabla_record_queue_close (reader.queue);
  nabla_record_queue_unref (reader.queue);
}

static void
test_closed_is_silent (void)
{
  Reader reader = { .in_order = TRUE };
  reader.queue = nabla_record_queue_new (NULL, receive, &reader);
  NablaMessage message = { .kind = NABLA_MESSAGE_RECORD, .record = { .epoch = 1 } };
  nabla_record_queue_push (reader.queue, &message);
  nabla_record_queue_close (reader.queue);
  nabla_record_queue_push (reader.queue, &message);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (reader.batches, ==, 0);
  nabla_record_queue_unref (reader.queue);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/record-queue/nothing-is-lost-or-reordered", test_nothing_is_lost);
  g_test_add_func ("/lab/record-queue/one-idle-for-many-messages", test_one_idle);
  g_test_add_func ("/lab/record-queue/a-closed-queue-is-silent", test_closed_is_silent);
  return g_test_run ();
}
