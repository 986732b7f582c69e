/* SPDX-License-Identifier: MIT */
#include "digits/digits-boxes.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* All in shares of a height, but OVERLAP and ONE_LINE. */
#define OVERLAP    0.5f  /* of the narrower: they lie above one another */
#define SMALL      0.4f  /* of the taller part: a bar or a hook, no digit of its own */
#define NEAR       0.12f /* halves of one digit, as of an 8 of two circles */
#define SMALL_NEAR 0.35f /* a detached bar and what it belongs to */
#define FLAT_NEAR  0.5f  /* of its width: what lies so flat that it is no digit, and its own */
#define FLAT       1.7f  /* times as wide as high */
#define BROKEN     0.6f  /* of the taller part: one that nearly touches it, and is broken off */
#define ABOVE      0.3f  /* of the narrower: the same where they lie above one another by so much */
#define BESIDE     0.1f  /* a bar that begins where the digit ends */
#define SPECK      0.35f /* of the tallest digit: what is smaller belongs to its neighbour */
#define ONE_LINE   0.4f  /* of the lower: they stand side by side */

typedef struct {
  DigitsBox box;
  int cluster; /* −1 for none */
  int line;
  bool gone; /* merged into another one */
} Digit;

void
digits_box_add (DigitsBox *box, DigitsBox other)
{
  float right = fmaxf (box->x + box->width, other.x + other.width);
  float bottom = fmaxf (box->y + box->height, other.y + other.height);

  box->x = fminf (box->x, other.x);
  box->y = fminf (box->y, other.y);
  box->width = right - box->x;
  box->height = bottom - box->y;
}

/* How long both are, or, negative, how far apart. */
static float
shared (float a, float a_size, float b, float b_size)
{
  return fminf (a + a_size, b + b_size) - fmaxf (a, b);
}

static float
across (const DigitsBox *a, const DigitsBox *b)
{
  return shared (a->x, a->width, b->x, b->width);
}

static float
down (const DigitsBox *a, const DigitsBox *b)
{
  return shared (a->y, a->height, b->y, b->height);
}

/* How far apart two may lie above one another for them to be one digit. */
static float
reach (const DigitsBox *a, const DigitsBox *b)
{
  float taller = fmaxf (a->height, b->height), lower = fminf (a->height, b->height);
  const DigitsBox *flatter = a->height < b->height ? a : b;
  float far = (lower < SMALL * taller ? SMALL_NEAR : NEAR) * taller;

  return flatter->width > FLAT * flatter->height ? fmaxf (far, FLAT_NEAR * flatter->width) : far;
}

static bool
is_one_digit (const Digit *first, const Digit *second, float pen)
{
  const DigitsBox *a = &first->box, *b = &second->box;
  float taller = fmaxf (a->height, b->height), lower = fminf (a->height, b->height);
  float narrower = fmaxf (fminf (a->width, b->width), pen);
  bool is_small = lower < SMALL * taller;

  if (first->cluster >= 0 && first->cluster == second->cluster &&
      (lower < BROKEN * taller || across (a, b) >= ABOVE * narrower))
    return true;
  if (across (a, b) >= OVERLAP * narrower)
    return -down (a, b) <= reach (a, b) + pen;
  return is_small && down (a, b) > 0 && -across (a, b) <= BESIDE * taller;
}

/* Everything that was in `from` is in `to` from now on. */
static void
merge (Digit *digits, int n, int *group, int from, int to)
{
  digits_box_add (&digits[to].box, digits[from].box);
  digits[from].gone = true;
  for (int i = 0; i < n; i++)
    if (group[i] == from)
      group[i] = to;
}

static bool
merge_one (Digit *digits, int n, float pen, int *group)
{
  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n && !digits[i].gone; j++)
      if (!digits[j].gone && is_one_digit (&digits[i], &digits[j], pen)) {
        merge (digits, n, group, j, i);
        return true;
      }
  return false;
}

static float
distance (const DigitsBox *a, const DigitsBox *b)
{
  float x = fmaxf (-across (a, b), 0), y = fmaxf (-down (a, b), 0);

  return x * x + y * y;
}

/* A dot belongs to the digit that it is nearest to. */
static void
merge_specks (Digit *digits, int n, int *group)
{
  float tallest = 0;

  for (int i = 0; i < n; i++)
    if (!digits[i].gone)
      tallest = fmaxf (tallest, fmaxf (digits[i].box.height, digits[i].box.width / 2));
  for (int i = 0; i < n; i++) {
    int nearest = -1;

    if (digits[i].gone || fmaxf (digits[i].box.width, digits[i].box.height) >= SPECK * tallest)
      continue;
    for (int j = 0; j < n; j++)
      if (j != i && !digits[j].gone &&
          (nearest < 0 || distance (&digits[i].box, &digits[j].box) <
                              distance (&digits[i].box, &digits[nearest].box)))
        nearest = j;
    if (nearest >= 0)
      merge (digits, n, group, i, nearest);
  }
}

/* Lines are numbered from the top: a digit joins the one that it stands in by most. */
static void
find_lines (Digit *digits, int n)
{
  DigitsBox lines[DIGITS_MAX_PARTS];
  int n_lines = 0;

  for (;;) {
    int top = -1, line = -1;

    for (int i = 0; i < n; i++)
      if (!digits[i].gone && digits[i].line < 0 &&
          (top < 0 || digits[i].box.y + digits[i].box.height / 2 <
                          digits[top].box.y + digits[top].box.height / 2))
        top = i;
    if (top < 0)
      return;
    for (int j = 0; j < n_lines; j++)
      if (down (&lines[j], &digits[top].box) >
          ONE_LINE * fminf (lines[j].height, digits[top].box.height))
        line = j;
    if (line < 0) {
      line = n_lines++;
      lines[line] = digits[top].box;
    }
    digits[top].line = line;
  }
}

static bool
comes_before (const Digit *a, const Digit *b)
{
  if (a->line != b->line)
    return a->line < b->line;
  return a->box.x + a->box.width / 2 < b->box.x + b->box.width / 2;
}

/* From the place among the parts to the place in reading. */
static int
number_in_order (const Digit *digits, int n, int *group)
{
  int order[DIGITS_MAX_PARTS], n_digits = 0;

  for (int i = 0; i < n; i++) {
    order[i] = 0;
    n_digits += !digits[i].gone;
    for (int j = 0; j < n; j++)
      if (j != i && !digits[j].gone &&
          (comes_before (&digits[j], &digits[i]) ||
           (j < i && !comes_before (&digits[i], &digits[j]))))
        order[i]++;
  }
  for (int i = 0; i < n; i++)
    group[i] = order[group[i]];
  return n_digits;
}

int
digits_boxes_group (const DigitsBox *parts, int n, float pen, const int *clusters, int *group)
{
  Digit digits[DIGITS_MAX_PARTS];

  for (int i = 0; i < n; i++) {
    digits[i] = (Digit){ .box = parts[i], .cluster = clusters ? clusters[i] : -1, .line = -1 };
    group[i] = i;
  }
  while (merge_one (digits, n, pen, group))
    continue;
  merge_specks (digits, n, group);
  find_lines (digits, n);
  return number_in_order (digits, n, group);
}
