/* SPDX-License-Identifier: MIT */
#include "digits/digits-thicken.h"

#include "digits/digits-components.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define INK   128  /* a pixel with so much counts as one of the stroke's */
#define USUAL 2.2f /* pixels of the 28×28 */

/* Distances by steps to the 8 neighbours (Borgefors 1986), in thirds of a pixel. */
#define STEP     3
#define DIAGONAL 4
#define FAR      (1 << 20)

typedef struct {
  int width, height;
  int32_t *distances; /* [height][width] */
} Field;

static void
shorten (Field *field, int x, int y, int dx, int dy, int step)
{
  int32_t *here = field->distances + (size_t) y * (size_t) field->width + (size_t) x;
  int i = x + dx, j = y + dy, from;

  if (i < 0 || j < 0 || i >= field->width || j >= field->height)
    return;
  from = field->distances[(size_t) j * (size_t) field->width + (size_t) i] + step;
  if (from < *here)
    *here = from;
}

static void
sweep_from (Field *field, int x, int y, int direction)
{
  shorten (field, x, y, -direction, 0, STEP);
  shorten (field, x, y, 0, -direction, STEP);
  shorten (field, x, y, -direction, -direction, DIAGONAL);
  shorten (field, x, y, direction, -direction, DIAGONAL);
}

/* Of each pixel to the nearest one that is ink, or that is none. False for want of memory. */
static bool
measure (const uint8_t *ink, int width, int height, bool to_ink, Field *field)
{
  size_t n = (size_t) width * (size_t) height;

  *field = (Field){ width, height, malloc (n * sizeof *field->distances) };
  if (!field->distances)
    return false;
  for (size_t i = 0; i < n; i++)
    field->distances[i] = (ink[i] >= INK) == to_ink ? 0 : FAR;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      sweep_from (field, x, y, 1);
  for (int y = height - 1; y >= 0; y--)
    for (int x = width - 1; x >= 0; x--)
      sweep_from (field, x, y, -1);
  return true;
}

float
digits_stroke_width (const uint8_t *ink, int width, int height)
{
  Field field;
  double sum = 0, n = 0;

  if (!measure (ink, width, height, false, &field))
    return -1;
  for (size_t i = 0; i < (size_t) width * (size_t) height; i++)
    if (ink[i] >= INK && field.distances[i] < FAR) {
      sum += field.distances[i];
      n++;
    }
  free (field.distances);
  /* Across a stroke of w pixels the distances rise from 1 to (w + 1) / 2 and fall again. */
  return n > 0 ? (float) fmax (1.0, 4.0 * sum / n / STEP - 2.0) : 0;
}

/* The height of the tallest part, or the width where all lie flat; 0 without any, −1 for want of
 * memory. */
static float
size_of (const uint8_t *ink, int width, int height)
{
  DigitsComponents *components = digits_components_find (ink, width, height);
  float tallest = 0, widest = 0;

  if (!components)
    return -1;
  for (int i = 0; i < components->n; i++) {
    tallest = fmaxf (tallest, components->components[i].box.height);
    widest = fmaxf (widest, components->components[i].box.width);
  }
  digits_components_free (components);
  return fmaxf (tallest, widest / 4);
}

int
digits_widen (uint8_t *ink, int width, int height, float more)
{
  Field field;

  if (!measure (ink, width, height, true, &field))
    return -1;
  for (size_t i = 0; i < (size_t) width * (size_t) height; i++) {
    float depth = more + 1 - (float) field.distances[i] / STEP;
    int value = depth <= 0 ? 0 : depth >= 1 ? 255 : (int) (255 * depth);

    if (value > ink[i])
      ink[i] = (uint8_t) value;
  }
  free (field.distances);
  return 0;
}

int
digits_thicken (uint8_t *ink, int width, int height, float thin)
{
  float size = size_of (ink, width, height), pen;

  pen = size > 0 ? digits_stroke_width (ink, width, height) : size;
  if (pen < 0)
    return -1;
  if (pen <= 0 || pen * 20 / size >= thin)
    return 0;
  return digits_widen (ink, width, height, (USUAL * size / 20 - pen) / 2);
}
