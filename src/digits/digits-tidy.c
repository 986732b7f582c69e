/* SPDX-License-Identifier: MIT */
#include "digits/digits-tidy.h"

#include "digits/digits-components.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SURE 128 /* ink that is as strong somewhere is written */

/* Of the largest part's longer side: what is smaller is a speck. */
#define SPECK 0.1f
/* Of a side of the picture: so near to its edge is at the edge. */
#define MARGIN 0.01f
/* Of a side of the picture: what a frame or a line spans. */
#define SPAN 0.6f
/* Of its length: a ruled line is no higher. */
#define FLAT 0.05f
/* Of a frame's sides: its ink lies so near to them, nearly all of it. */
#define RIM        0.12f
#define RIM_SHARE  0.85f
#define HELD_SHARE 0.2f /* of a frame's sides: how large what it holds is */

static float
longer (const DigitsBox *box)
{
  return fmaxf (box->width, box->height);
}

typedef struct {
  const DigitsComponents *components;
  bool *off; /* [components->n] */
} Page;

static bool
is_at_edge (const Page *page, const DigitsBox *box)
{
  float width = (float) page->components->width, height = (float) page->components->height;
  float x = 1 + MARGIN * width, y = 1 + MARGIN * height;

  return box->x < x || box->y < y || box->x + box->width > width - x ||
         box->y + box->height > height - y;
}

static bool
is_line (const Page *page, const DigitsBox *box)
{
  bool across = box->width > SPAN * (float) page->components->width;
  bool down = box->height > SPAN * (float) page->components->height;

  return (across && box->height < FLAT * box->width) ||
         (down && is_at_edge (page, box) && box->width < FLAT * box->height);
}

/* Whether nearly all of a component's pixels lie along the sides of its box. */
static bool
is_rim (const Page *page, int label)
{
  const DigitsComponents *components = page->components;
  DigitsBox box = components->components[label].box;
  float x0 = box.x + RIM * box.width, x1 = box.x + (1 - RIM) * box.width;
  float y0 = box.y + RIM * box.height, y1 = box.y + (1 - RIM) * box.height;
  int inside = 0;

  for (int y = (int) y0; (float) y < y1; y++)
    for (int x = (int) x0; (float) x < x1; x++)
      inside += components->labels[(size_t) y * (size_t) components->width + (size_t) x] == label;
  return (float) inside < (1 - RIM_SHARE) * (float) components->components[label].area;
}

static bool
holds_something (const Page *page, int label)
{
  const DigitsBox *box = &page->components->components[label].box;

  for (int i = 0; i < page->components->n; i++) {
    const DigitsBox *other = &page->components->components[i].box;

    if (i != label && !page->off[i] && other->x > box->x && other->y > box->y &&
        other->x + other->width < box->x + box->width &&
        other->y + other->height < box->y + box->height &&
        longer (other) > HELD_SHARE * fminf (box->width, box->height))
      return true;
  }
  return false;
}

static void
take_off_faint (Page *page)
{
  for (int i = 0; i < page->components->n; i++)
    page->off[i] = page->components->components[i].peak < SURE;
}

static void
take_off_frames (Page *page)
{
  for (int i = 0; i < page->components->n; i++) {
    const DigitsBox *box = &page->components->components[i].box;

    if (!page->off[i] && (is_line (page, box) || (holds_something (page, i) && is_rim (page, i))))
      page->off[i] = true;
  }
}

/* The longer side of the largest part that is left, with or without those at the edge. */
static float
largest (const Page *page, bool edge_too)
{
  float size = 0;

  for (int i = 0; i < page->components->n; i++) {
    const DigitsBox *box = &page->components->components[i].box;

    if (!page->off[i] && (edge_too || !is_at_edge (page, box)))
      size = fmaxf (size, longer (box));
  }
  return size;
}

static void
take_off_edges (Page *page)
{
  const DigitsComponents *components = page->components;
  float free_size = largest (page, false);
  float smaller_side =
      (float) (components->width < components->height ? components->width : components->height);

  if (free_size < SPECK * smaller_side)
    return;
  for (int i = 0; i < components->n; i++)
    page->off[i] = page->off[i] || is_at_edge (page, &components->components[i].box);
}

static void
take_off_specks (Page *page)
{
  float size = largest (page, true);

  for (int i = 0; i < page->components->n; i++)
    if (longer (&page->components->components[i].box) < SPECK * size)
      page->off[i] = true;
}

int
digits_tidy (uint8_t *ink, int width, int height)
{
  DigitsComponents *components = digits_components_find (ink, width, height);
  Page page = { .components = components };
  int answer = -1;

  if (!components)
    return -1;
  page.off = calloc ((size_t) components->n + 1, sizeof *page.off);
  if (page.off) {
    answer = 0;
    take_off_faint (&page);
    take_off_frames (&page);
    take_off_edges (&page);
    take_off_specks (&page);
    for (size_t i = 0; i < (size_t) width * (size_t) height; i++)
      if (ink[i] && page.off[components->labels[i]])
        ink[i] = 0;
  }
  digits_components_free (components);
  free (page.off);
  return answer;
}
