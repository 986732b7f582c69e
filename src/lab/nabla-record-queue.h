/* SPDX-License-Identifier: MIT */
/* nabla-record-queue.h: the way of messages from a run's worker to the main thread. Locked; nothing
 * is overwritten, dropped or reordered; at most one idle is pending. The end of a run travels the
 * same way, last. */
#pragma once

#include "lab/nabla-rates.h"
#include "lab/nabla-record.h"

typedef enum {
  NABLA_MESSAGE_RECORD,   /* an epoch record */
  NABLA_MESSAGE_MONITOR,  /* figures within an epoch */
  NABLA_MESSAGE_RATES,    /* what rates are in force that were asked for; epoch 0: as before */
  NABLA_MESSAGE_RESTING,  /* it waits, paused */
  NABLA_MESSAGE_SNAPSHOT, /* a newer snapshot can be taken */
  NABLA_MESSAGE_PROGRESS, /* images of the epoch under way */
  NABLA_MESSAGE_FINISHED, /* the last */
  NABLA_N_MESSAGE_KINDS
} NablaMessageKind;

typedef struct {
  NablaMessageKind kind;
  union {
    NablaRecord record;         /* of RECORD */
    NablaMonitorRecord monitor; /* of MONITOR */
    NablaRateChange change;     /* of RATES */
  };
} NablaMessage;

typedef struct NablaRecordQueue NablaRecordQueue;

/* `receive` is called on the thread of `context` once for each batch; take the whole queue there.
 */
NablaRecordQueue *nabla_record_queue_new (GMainContext *context, void (*receive) (gpointer data),
                                          gpointer data);
/* After this `receive` is never called again; call it on the thread of the context. */
void nabla_record_queue_close (NablaRecordQueue *queue);
NablaRecordQueue *nabla_record_queue_ref (NablaRecordQueue *queue);
void nabla_record_queue_unref (NablaRecordQueue *queue);

/* From any thread. SNAPSHOT and PROGRESS are only added where none is waiting. */
void nabla_record_queue_push (NablaRecordQueue *queue, const NablaMessage *message);
/* All messages so far, in order, as GArray of NablaMessage; the caller frees it. */
GArray *nabla_record_queue_take (NablaRecordQueue *queue);
