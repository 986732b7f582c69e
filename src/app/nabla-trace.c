/* SPDX-License-Identifier: MIT */
#include "app/nabla-trace.h"

#define FEW 8 /* points that one event of the pointer may bring */

struct NablaTrace {
  NablaTraceAsk ask;
  gpointer data;
  DigitsStrokes *strokes; /* what the columns are of */
  GArray *columns;        /* of NablaTraceColumn, by n_points */
  gsize stride;           /* points from one column to the next, where many are added */
};

NablaTrace *
nabla_trace_new (NablaTraceAsk ask, gpointer data)
{
  NablaTrace *self = g_new0 (NablaTrace, 1);

  self->ask = ask;
  self->data = data;
  self->columns = g_array_new (FALSE, FALSE, sizeof (NablaTraceColumn));
  self->stride = 1;
  return self;
}

void
nabla_trace_free (NablaTrace *self)
{
  digits_strokes_free (self->strokes);
  g_array_unref (self->columns);
  g_free (self);
}

static NablaTraceColumn *
column_at (NablaTrace *self, guint i)
{
  return &g_array_index (self->columns, NablaTraceColumn, i);
}

/* How many points both begin with, in the same strokes. */
static gsize
count_common (const DigitsStrokes *a, const DigitsStrokes *b)
{
  gsize n = 0, s = 0;

  if (a == NULL || a->width != b->width)
    return 0;
  while (n < a->n_points && n < b->n_points &&
         memcmp (&a->points[n], &b->points[n], sizeof a->points[n]) == 0)
    n++;
  while (s < a->n_strokes && s < b->n_strokes && a->starts[s] == b->starts[s])
    s++;
  if (s < a->n_strokes && a->starts[s] < n)
    n = a->starts[s];
  if (s < b->n_strokes && b->starts[s] < n)
    n = b->starts[s];
  return n;
}

static void
append (NablaTrace *self, const DigitsStrokes *strokes, gsize n_points)
{
  const NablaTraceColumn column = { .n_points = n_points, .t = strokes->points[n_points - 1].t };

  g_array_append_val (self->columns, column);
}

/* Leaves every second column out until they are few enough; the last one stays. */
static void
thin (NablaTrace *self)
{
  guint n = self->columns->len;

  while (n > NABLA_TRACE_MOST) {
    guint kept = 0;

    for (guint i = (n - 1) % 2; i < n; i += 2)
      *column_at (self, kept++) = *column_at (self, i);
    g_array_set_size (self->columns, kept);
    self->stride *= 2;
    n = kept;
  }
}

/* Keeps what the next drawing is compared with; point by point where it has only grown. */
static void
remember (NablaTrace *self, const DigitsStrokes *strokes, gsize n_common)
{
  DigitsStrokes *old = self->strokes;

  if (old != NULL && n_common == old->n_points && n_common > 0 &&
      (strokes->n_strokes == old->n_strokes || strokes->starts[old->n_strokes] >= n_common)) {
    gsize s = old->n_strokes;
    int status = 0;

    for (gsize i = n_common; i < strokes->n_points && status == 0; i++) {
      gboolean begins = s < strokes->n_strokes && strokes->starts[s] == i;

      status = begins ? digits_strokes_begin (old, strokes->points[i])
                      : digits_strokes_add (old, strokes->points[i]);
      s += begins;
    }
    if (status == 0)
      return;
  }
  digits_strokes_free (old);
  self->strokes = digits_strokes_copy (strokes);
}

void
nabla_trace_follow (NablaTrace *self, const DigitsStrokes *strokes, const double *probabilities)
{
  gsize n_common = count_common (self->strokes, strokes), last, n = strokes->n_points;
  NablaTraceColumn *column;

  while (self->columns->len > 0 && column_at (self, self->columns->len - 1)->n_points > n_common)
    g_array_set_size (self->columns, self->columns->len - 1);
  if (self->columns->len == 0)
    self->stride = 1 + n / NABLA_TRACE_MOST;
  last = self->columns->len > 0 ? column_at (self, self->columns->len - 1)->n_points : 0;
  if (n > last + FEW)
    for (gsize at = last + self->stride; at < n; at += self->stride)
      append (self, strokes, at);
  if (n > last)
    append (self, strokes, n);
  thin (self);
  remember (self, strokes, n_common);
  if (self->columns->len == 0 || probabilities == NULL)
    return;
  column = column_at (self, self->columns->len - 1);
  memcpy (column->probabilities, probabilities, sizeof column->probabilities);
  column->asked = column->fresh = TRUE;
}

void
nabla_trace_age (NablaTrace *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    column_at (self, i)->fresh = FALSE;
}

gboolean
nabla_trace_work (NablaTrace *self, gint64 microseconds)
{
  gint64 end = g_get_monotonic_time () + microseconds;

  if (self->strokes == NULL)
    return FALSE;
  for (guint i = 0; i < self->columns->len; i++) {
    NablaTraceColumn *column = column_at (self, i);
    DigitsStrokes part;

    if (column->fresh)
      continue;
    if (g_get_monotonic_time () >= end)
      return TRUE;
    part = digits_strokes_beginning (self->strokes, column->n_points);
    column->asked = self->ask (self->data, &part, column->probabilities);
    column->fresh = TRUE;
  }
  return FALSE;
}

gboolean
nabla_trace_is_fresh (NablaTrace *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (!column_at (self, i)->fresh)
      return FALSE;
  return TRUE;
}

const NablaTraceColumn *
nabla_trace_get_columns (NablaTrace *self, gsize *n)
{
  *n = self->columns->len;
  return (const NablaTraceColumn *) (gpointer) self->columns->data;
}

const DigitsStrokes *
nabla_trace_get_strokes (NablaTrace *self)
{
  return self->strokes;
}

int
nabla_trace_column_digit (const NablaTraceColumn *column)
{
  int digit = 0;

  if (!column->asked)
    return -1;
  for (int i = 1; i < NABLA_N_DIGITS; i++)
    if (column->probabilities[i] > column->probabilities[digit])
      digit = i;
  return digit;
}
