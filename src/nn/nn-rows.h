/* SPDX-License-Identifier: MIT */
/* nn-rows.h: images without their zeros. About a fifth of MNIST's pixels are not zero; a row holds
 * those of one image, in order, and is what training and evaluation read. Reference counted; once
 * shared it is not changed. */
#pragma once

#include "nn/nn-status.h"

#include <stddef.h>
#include <stdint.h>

/* A row's entries are filled up with zero values to a multiple of this. */
#define NN_ROWS_GROUP 4

/* Bytes of an entry. */
#define NN_ROWS_ENTRY 3

/* So many entries beyond the last may be read; what they hold is not said. */
#define NN_ROWS_BEYOND 16

typedef struct {
  int references;   /* atomic */
  int n_in;         /* pixels of an image, at most 65536 */
  size_t n;         /* rows */
  size_t n_entries; /* of all rows */
  size_t room_rows, room_entries;
  size_t *start; /* [n + 1] the entry with which each row begins, and the end */
  uint8_t *data; /* [n_entries][NN_ROWS_ENTRY] a row's numbers of pixels, then its values */
} NnRows;

/* One row: pixel index[k] has the value value[k]; the input is value / 255. */
typedef struct {
  const uint16_t *index;
  const uint8_t *value;
  size_t count;
} NnRow;

/* No rows yet. Room for n_expected is made at once; it grows with what is appended. NULL with
 * *status (may be NULL): NN_ERROR_SHAPE for n_in outside 1 … 65536, NN_ERROR_MEMORY. */
NnRows *nn_rows_new (int n_in, size_t n_expected, NnStatus *status);

/* Appends n images, pixels[n][n_in]. NN_ERROR_MEMORY leaves the rows as they were. */
NnStatus nn_rows_append (NnRows *rows, const uint8_t *pixels, size_t n);

/* Gives back what is left of the room made for more. */
void nn_rows_trim (NnRows *rows);

/* Row `i` < n, as long as nothing is appended. */
static inline NnRow
nn_rows_at (const NnRows *rows, size_t i)
{
  const uint8_t *data = rows->data + NN_ROWS_ENTRY * rows->start[i];
  size_t count = rows->start[i + 1] - rows->start[i];

  return (NnRow){ (const uint16_t *) data, data + count * sizeof (uint16_t), count };
}

/* The image of row `i` < n again: pixels[n_in]. */
void nn_rows_get (const NnRows *rows, size_t i, uint8_t *pixels);

/* From any thread; the last reference frees; NULL is fine. */
NnRows *nn_rows_ref (NnRows *rows);
void nn_rows_unref (NnRows *rows);
