/* SPDX-License-Identifier: MIT */
#include "digits/digits-segment.h"

#include "digits/digits-pen.h"

#include <math.h>
#include <string.h>

/* Of the height of what is drawn: the pen of a drawing that says none. */
#define USUAL_PEN 0.1f

static size_t
end_of (const DigitsStrokes *strokes, size_t stroke)
{
  return stroke + 1 < strokes->n_strokes ? strokes->starts[stroke + 1] : strokes->n_points;
}

/* Around the points of a stroke. */
static DigitsBox
box_of (const DigitsStrokes *strokes, size_t stroke)
{
  size_t start = strokes->starts[stroke];
  DigitsBox box = { strokes->points[start].x, strokes->points[start].y, 0, 0 };

  for (size_t i = start + 1; i < end_of (strokes, stroke); i++)
    digits_box_add (&box, (DigitsBox){ strokes->points[i].x, strokes->points[i].y, 0, 0 });
  return box;
}

/* Strokes of one group, with their pen. NULL for want of memory. */
static DigitsStrokes *
pick (const DigitsStrokes *strokes, const int *groups, int group)
{
  DigitsStrokes *picked = digits_strokes_new ();

  if (!picked)
    return NULL;
  picked->width = strokes->width;
  for (size_t i = 0; i < strokes->n_strokes; i++)
    for (size_t j = strokes->starts[i]; groups[i] == group && j < end_of (strokes, i); j++) {
      DigitsPoint point = strokes->points[j];
      int answer = j == strokes->starts[i] ? digits_strokes_begin (picked, point)
                                           : digits_strokes_add (picked, point);

      if (answer != 0) {
        digits_strokes_free (picked);
        return NULL;
      }
    }
  return picked;
}

static int
normalise_group (const DigitsStrokes *strokes, const int *groups, int group, DigitsPiece *piece,
                 DigitsError *error)
{
  DigitsStrokes *picked = pick (strokes, groups, group);
  int answer;

  if (!picked) {
    digits_error_set (error, DIGITS_ERROR_MEMORY, "There is no memory for the drawing");
    return -1;
  }
  answer = digits_strokes_normalise (picked, &piece->normalised, error);
  digits_strokes_free (picked);
  return answer;
}

/* The pen's width, as far as the drawing says it. */
static float
pen_of (const DigitsStrokes *strokes, const DigitsBox *boxes)
{
  float tallest = 0;

  if (strokes->width > 0)
    return strokes->width;
  for (size_t i = 0; i < strokes->n_strokes; i++)
    tallest = fmaxf (tallest, fmaxf (boxes[i].height, boxes[i].width));
  return USUAL_PEN * tallest;
}

static int
group_strokes (const DigitsStrokes *strokes, DigitsBox *boxes, int *groups)
{
  int n = (int) strokes->n_strokes;
  float pen;

  for (int i = 0; i < n; i++)
    boxes[i] = box_of (strokes, (size_t) i);
  pen = pen_of (strokes, boxes);
  for (int i = 0; i < n; i++)
    boxes[i] = (DigitsBox){ boxes[i].x - pen / 2, boxes[i].y - pen / 2, boxes[i].width + pen,
                            boxes[i].height + pen };
  return digits_boxes_group (boxes, n, pen, NULL, groups);
}

int
digits_segment_strokes (const DigitsStrokes *strokes, DigitsPiece *pieces, DigitsError *error)
{
  DigitsBox boxes[DIGITS_MAX_PARTS];
  int groups[DIGITS_MAX_PARTS], n_groups;
  bool seen[DIGITS_MAX_PIECES] = { false };

  if (strokes->n_strokes == 0) {
    digits_error_set (error, DIGITS_ERROR_EMPTY, "Nothing is drawn");
    return -1;
  }
  if (strokes->n_strokes > DIGITS_MAX_PARTS) {
    digits_error_set (error, DIGITS_ERROR_SIZE, "There are more than %d strokes", DIGITS_MAX_PARTS);
    return -1;
  }
  n_groups = group_strokes (strokes, boxes, groups);
  if (n_groups > DIGITS_MAX_PIECES) {
    digits_error_set (error, DIGITS_ERROR_SIZE, "There are more than %d digits", DIGITS_MAX_PIECES);
    return -1;
  }
  for (size_t i = 0; i < strokes->n_strokes; i++) {
    DigitsPiece *piece = &pieces[groups[i]];

    if (seen[groups[i]])
      digits_box_add (&piece->box, boxes[i]);
    else
      piece->box = boxes[i];
    seen[groups[i]] = true;
  }
  for (int i = 0; i < n_groups; i++)
    if (normalise_group (strokes, groups, i, &pieces[i], error) != 0)
      return -1;
  return n_groups;
}
