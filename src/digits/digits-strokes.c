/* SPDX-License-Identifier: MIT */
#include "digits/digits-strokes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_COORDINATE 1e7f

DigitsStrokes *
digits_strokes_new (void)
{
  return calloc (1, sizeof (DigitsStrokes));
}

void
digits_strokes_free (DigitsStrokes *strokes)
{
  if (!strokes)
    return;
  free (strokes->points);
  free (strokes->starts);
  free (strokes);
}

DigitsStrokes *
digits_strokes_copy (const DigitsStrokes *strokes)
{
  DigitsStrokes *copy = digits_strokes_new ();

  if (!copy)
    return NULL;
  copy->width = strokes->width;
  if (strokes->n_points == 0)
    return copy;
  copy->points = malloc (strokes->n_points * sizeof *copy->points);
  copy->starts = malloc (strokes->n_strokes * sizeof *copy->starts);
  if (!copy->points || !copy->starts) {
    digits_strokes_free (copy);
    return NULL;
  }
  memcpy (copy->points, strokes->points, strokes->n_points * sizeof *copy->points);
  memcpy (copy->starts, strokes->starts, strokes->n_strokes * sizeof *copy->starts);
  copy->n_points = copy->points_size = strokes->n_points;
  copy->n_strokes = copy->starts_size = strokes->n_strokes;
  return copy;
}

/* Room for one more element of `size` bytes; −1 for want of memory. */
static int
grow (void **elements, size_t n, size_t *n_room, size_t size)
{
  size_t room = *n_room ? *n_room * 2 : 64;
  void *grown;

  if (n < *n_room)
    return 0;
  grown = realloc (*elements, room * size);
  if (!grown)
    return -1;
  *elements = grown;
  *n_room = room;
  return 0;
}

static bool
is_near (float coordinate)
{
  return fabsf (coordinate) <= MAX_COORDINATE; /* false for what is no number */
}

/* The time and pressure of a point are a device's; what it cannot say is taken as unknown. */
static int
append (DigitsStrokes *strokes, DigitsPoint point)
{
  void *points = strokes->points;

  if (!is_near (point.x) || !is_near (point.y) || strokes->n_points >= DIGITS_MAX_POINTS ||
      grow (&points, strokes->n_points, &strokes->points_size, sizeof point) < 0)
    return -1;
  strokes->points = points;
  if (!isfinite (point.t))
    point.t = 0;
  if (!(point.pressure >= 0 && point.pressure <= 1))
    point.pressure = point.pressure > 1 ? 1 : point.pressure < 0 ? 0 : 0.5f;
  strokes->points[strokes->n_points++] = point;
  return 0;
}

int
digits_strokes_begin (DigitsStrokes *strokes, DigitsPoint point)
{
  void *starts = strokes->starts;

  if (grow (&starts, strokes->n_strokes, &strokes->starts_size, sizeof *strokes->starts) < 0)
    return -1;
  strokes->starts = starts;
  if (append (strokes, point) < 0)
    return -1;
  strokes->starts[strokes->n_strokes++] = strokes->n_points - 1;
  return 0;
}

int
digits_strokes_add (DigitsStrokes *strokes, DigitsPoint point)
{
  return strokes->n_strokes ? append (strokes, point) : digits_strokes_begin (strokes, point);
}

DigitsStrokes
digits_strokes_beginning (const DigitsStrokes *strokes, size_t n_points)
{
  DigitsStrokes part = *strokes;

  part.n_points = n_points;
  while (part.n_strokes && part.starts[part.n_strokes - 1] >= n_points)
    part.n_strokes--;
  return part;
}

void
digits_strokes_remove_last (DigitsStrokes *strokes)
{
  if (strokes->n_strokes)
    strokes->n_points = strokes->starts[--strokes->n_strokes];
}

void
digits_strokes_clear (DigitsStrokes *strokes)
{
  strokes->n_points = strokes->n_strokes = 0;
}

bool
digits_strokes_is_empty (const DigitsStrokes *strokes)
{
  return strokes->n_points == 0;
}
