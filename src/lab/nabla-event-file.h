/* SPDX-License-Identifier: MIT */
/* nabla-event-file.h: the figures of a run as TensorBoard reads them: a file of records, each the
 * length (8 bytes, little endian), its masked CRC32C, an Event in protocol buffers' encoding, and
 * its masked CRC32C. Figures are "cost/training", "accuracy/validation", …, "learning_rate" and,
 * where they were measured, "gradient_norm/layer1", …; a step is an epoch. */
#pragma once

#include "lab/nabla-record.h"

/* The bytes of a file. `started` is when the run began, microseconds since 1970; events follow by
 * the seconds of the records. Figures that are not finite are left out. TensorBoard's numbers are
 * float32. */
GBytes *nabla_event_file_make (gint64 started, const NablaRecord *records, gsize n);

/* CRC32C (Castagnoli) of bytes[n]; that of "123456789" is 0xe3069283. */
guint32 nabla_crc32c (const void *bytes, gsize n);
