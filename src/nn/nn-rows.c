/* SPDX-License-Identifier: MIT */
#include "nn/nn-rows.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Entries of an image that rows are expected to have, as a share of its pixels: a little more than
 * MNIST's. */
#define EXPECTED_ENTRIES(n_in) ((size_t) (n_in) / 5 + 8)

static size_t
round_up (size_t n)
{
  return (n + NN_ROWS_GROUP - 1) / NN_ROWS_GROUP * NN_ROWS_GROUP;
}

/* Resizes one array; where that fails it stays as it was. */
static bool
resize (void **array, size_t n, size_t size)
{
  if (n > SIZE_MAX / size)
    return false;
  void *resized = realloc (*array, n * size > 0 ? n * size : 1);
  if (resized == NULL)
    return false;
  *array = resized;
  return true;
}

/* Rows are read in a random order: large pages spare many a look into the tables of pages. */
static void
advise (void *array, size_t n_bytes)
{
#ifdef MADV_HUGEPAGE
  const uintptr_t page = (uintptr_t) 1 << 12;
  uintptr_t first = ((uintptr_t) array + page - 1) / page * page;
  uintptr_t end = ((uintptr_t) array + n_bytes) / page * page;

  if (end > first)
    madvise ((void *) first, end - first, MADV_HUGEPAGE);
#endif
}

static bool
set_room (NnRows *rows, size_t n_rows, size_t n_entries)
{
  if (n_rows >= SIZE_MAX || !resize ((void **) &rows->start, n_rows + 1, sizeof *rows->start))
    return false;
  rows->room_rows = n_rows;
  if (n_entries > SIZE_MAX - NN_ROWS_BEYOND ||
      !resize ((void **) &rows->data, n_entries + NN_ROWS_BEYOND, NN_ROWS_ENTRY))
    return false;
  rows->room_entries = n_entries;
  advise (rows->data, n_entries * NN_ROWS_ENTRY);
  return true;
}

NnRows *
nn_rows_new (int n_in, size_t n_expected, NnStatus *status)
{
  NnStatus answer = n_in < 1 || n_in > UINT16_MAX + 1 ? NN_ERROR_SHAPE : NN_OK;
  NnRows *rows = NULL;

  if (answer == NN_OK) {
    rows = calloc (1, sizeof *rows);
    size_t each = round_up (EXPECTED_ENTRIES (n_in));
    if (rows != NULL)
      rows->references = 1;
    if (rows == NULL || n_expected > SIZE_MAX / each ||
        !set_room (rows, n_expected, n_expected * each)) {
      nn_rows_unref (rows);
      rows = NULL;
      answer = NN_ERROR_MEMORY;
    }
  }
  if (rows != NULL) {
    rows->n_in = n_in;
    rows->start[0] = 0;
  }
  if (status != NULL)
    *status = answer;
  return rows;
}

/* Writes the entries of an image and says how many there are; there is room for n_in and a group.
 * Most pixels are zero, in long runs: eight at once are passed over. Where one is not, all eight
 * are written without a branch; a zero is overwritten by the next. */
static size_t
list_entries (const uint8_t *pixels, int n_in, uint16_t *index, uint8_t *value)
{
  size_t count = 0;
  int i = 0;

  for (; i + 8 <= n_in; i += 8) {
    uint64_t eight;
    memcpy (&eight, pixels + i, sizeof eight);
    if (eight == 0)
      continue;
    for (int k = i; k < i + 8; k++) {
      index[count] = (uint16_t) k;
      value[count] = pixels[k];
      count += pixels[k] != 0;
    }
  }
  for (; i < n_in; i++) {
    index[count] = (uint16_t) i;
    value[count] = pixels[i];
    count += pixels[i] != 0;
  }
  for (; count % NN_ROWS_GROUP != 0; count++) {
    index[count] = 0;
    value[count] = 0;
  }
  return count;
}

NnStatus
nn_rows_append (NnRows *rows, const uint8_t *pixels, size_t n)
{
  size_t n_in = (size_t) rows->n_in, most = n_in + NN_ROWS_GROUP;
  size_t n_rows = rows->n, n_entries = rows->n_entries;
  uint8_t *values = malloc (most);

  if (values == NULL)
    return NN_ERROR_MEMORY;
  for (size_t i = 0; i < n; i++) {
    if (n_rows == rows->room_rows || rows->room_entries - n_entries < most) {
      size_t more_rows = rows->room_rows + (n_rows == rows->room_rows ? n_rows / 2 + n - i : 0);
      size_t more_entries = rows->room_entries;
      if (rows->room_entries - n_entries < most)
        more_entries += n_entries / 2 + most;
      if (more_rows < rows->room_rows || more_entries < rows->room_entries ||
          !set_room (rows, more_rows, more_entries)) {
        free (values);
        return NN_ERROR_MEMORY; /* n and n_entries are still what they were */
      }
    }
    uint16_t *index = (uint16_t *) (rows->data + NN_ROWS_ENTRY * n_entries);
    size_t count = list_entries (pixels + i * n_in, rows->n_in, index, values);
    memcpy (index + count, values, count);
    n_entries += count;
    n_rows++;
    rows->start[n_rows] = n_entries;
  }
  free (values);
  rows->n = n_rows;
  rows->n_entries = n_entries;
  return NN_OK;
}

void
nn_rows_trim (NnRows *rows)
{
  set_room (rows, rows->n, rows->n_entries); /* where that fails there is only more room */
}

void
nn_rows_get (const NnRows *rows, size_t i, uint8_t *pixels)
{
  assert (i < rows->n);
  NnRow row = nn_rows_at (rows, i);
  memset (pixels, 0, (size_t) rows->n_in);
  for (size_t k = 0; k < row.count; k++)
    if (row.value[k] != 0)
      pixels[row.index[k]] = row.value[k];
}

NnRows *
nn_rows_ref (NnRows *rows)
{
  __atomic_fetch_add (&rows->references, 1, __ATOMIC_RELAXED);
  return rows;
}

void
nn_rows_unref (NnRows *rows)
{
  if (rows == NULL)
    return;
  if (__atomic_sub_fetch (&rows->references, 1, __ATOMIC_ACQ_REL) > 0)
    return;
  free (rows->start);
  free (rows->data);
  free (rows);
}
