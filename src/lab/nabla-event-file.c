/* SPDX-License-Identifier: MIT */
#include "lab/nabla-event-file.h"

#include <math.h>
#include <string.h>

/* Field numbers and wire types of Event, Summary and Summary.Value. */
#define EVENT_WALL_TIME    0x09 /* 1, 64 bits */
#define EVENT_STEP         0x10 /* 2, varint */
#define EVENT_FILE_VERSION 0x1a /* 3, bytes */
#define EVENT_SUMMARY      0x2a /* 5, bytes */
#define SUMMARY_VALUE      0x0a /* 1, bytes */
#define VALUE_TAG          0x0a /* 1, bytes */
#define VALUE_NUMBER       0x15 /* 2, 32 bits */

#define VERSION "brain.Event:2"

static const char *const tags[NABLA_N_FIGURES] = {
  "cost/training",       "accuracy/training", "cost/validation",
  "accuracy/validation", "cost/test",         "accuracy/test",
};

guint32
nabla_crc32c (const void *bytes, gsize n)
{
  guint32 crc = 0xffffffff;
  for (gsize i = 0; i < n; i++) {
    crc ^= ((const guint8 *) bytes)[i];
    for (int bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0u);
  }
  return ~crc;
}

/* So that a checksum of bytes that hold checksums is no trivial one. */
static guint32
masked (const void *bytes, gsize n)
{
  guint32 crc = nabla_crc32c (bytes, n);
  return (crc >> 15 | crc << 17) + 0xa282ead8u;
}

static void
append_32 (GByteArray *to, guint32 value)
{
  value = GUINT32_TO_LE (value);
  g_byte_array_append (to, (const guint8 *) &value, sizeof value);
}

static void
append_64 (GByteArray *to, guint64 value)
{
  value = GUINT64_TO_LE (value);
  g_byte_array_append (to, (const guint8 *) &value, sizeof value);
}

static void
append_varint (GByteArray *to, guint64 value)
{
  do {
    guint8 byte = (guint8) ((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    g_byte_array_append (to, &byte, 1);
    value >>= 7;
  } while (value > 0);
}

static void
append_bytes (GByteArray *to, guint8 field, const void *bytes, gsize n)
{
  g_byte_array_append (to, &field, 1);
  append_varint (to, n);
  g_byte_array_append (to, bytes, (guint) n);
}

static void
append_value (GByteArray *summary, const char *tag, double number)
{
  if (!isfinite (number))
    return;
  g_autoptr (GByteArray) value = g_byte_array_new ();
  const guint8 field = VALUE_NUMBER;
  const float single = (float) number;
  guint32 bits;
  memcpy (&bits, &single, sizeof bits);
  append_bytes (value, VALUE_TAG, tag, strlen (tag));
  g_byte_array_append (value, &field, 1);
  append_32 (value, bits);
  append_bytes (summary, SUMMARY_VALUE, value->data, value->len);
}

static GByteArray *
event_new (double wall_time)
{
  GByteArray *event = g_byte_array_new ();
  const guint8 field = EVENT_WALL_TIME;
  guint64 bits;
  memcpy (&bits, &wall_time, sizeof bits);
  g_byte_array_append (event, &field, 1);
  append_64 (event, bits);
  return event;
}

static void
append_event (GByteArray *file, const GByteArray *event)
{
  guint start = file->len;
  append_64 (file, event->len);
  append_32 (file, masked (file->data + start, 8));
  g_byte_array_append (file, event->data, event->len);
  append_32 (file, masked (event->data, event->len));
}

static void
append_record (GByteArray *file, const NablaRecord *record, double wall_time)
{
  g_autoptr (GByteArray) event = event_new (wall_time);
  g_autoptr (GByteArray) summary = g_byte_array_new ();
  const guint8 field = EVENT_STEP;
  g_byte_array_append (event, &field, 1);
  append_varint (event, (guint64) record->epoch);
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    append_value (summary, tags[i], record->figures[i]);
  append_value (summary, "learning_rate", record->learning_rate);
  for (int l = 0; l < NN_MAX_LAYERS; l++) {
    char tag[32];
    g_snprintf (tag, sizeof tag, "gradient_norm/layer%d", l + 1);
    append_value (summary, tag, record->gradient_norms[l]);
  }
  append_bytes (event, EVENT_SUMMARY, summary->data, summary->len);
  append_event (file, event);
}

GBytes *
nabla_event_file_make (gint64 started, const NablaRecord *records, gsize n)
{
  GByteArray *file = g_byte_array_new ();
  double wall_time = (double) started / (double) G_TIME_SPAN_SECOND;
  g_autoptr (GByteArray) first = event_new (wall_time);
  append_bytes (first, EVENT_FILE_VERSION, VERSION, strlen (VERSION));
  append_event (file, first);
  for (gsize i = 0; i < n; i++) {
    double seconds = records[i].train_seconds + records[i].evaluation_seconds;
    wall_time += isfinite (seconds) ? seconds : 0.0;
    append_record (file, &records[i], wall_time);
  }
  return g_byte_array_free_to_bytes (file);
}
