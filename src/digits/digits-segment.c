/* SPDX-License-Identifier: MIT */
#include "digits/digits-segment.h"

#include "digits/digits-components.h"
#include "digits/digits-cut.h"
#include "digits/digits-thicken.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of the pen's width: parts of a broken stroke are so near to each other. */
#define BRIDGE 0.6f

/* Some of the ink: a connected part, or a stretch of one that was cut. */
typedef struct {
  int label;
  int left, right; /* columns, right not included */
} Part;

typedef struct {
  const uint8_t *ink;
  int width, height;
  float pen; /* its width */
  DigitsComponents *components;
  DigitsComponents *clusters; /* of the ink with small gaps bridged */
  Part parts[DIGITS_MAX_PARTS];
  DigitsBox boxes[DIGITS_MAX_PARTS];
  int part_clusters[DIGITS_MAX_PARTS];
  int groups[DIGITS_MAX_PARTS];
  int n_parts, n_groups;
  uint8_t *crop; /* [height][width] at most: one digit's pixels */
} Segmentation;

static int
fail (DigitsError *error, DigitsErrorCode code, const char *message)
{
  digits_error_set (error, code, "%s", message);
  return -1;
}

static int
fail_many (DigitsError *error)
{
  digits_error_set (error, DIGITS_ERROR_SIZE, "There are more than %d digits", DIGITS_MAX_PIECES);
  return -1;
}

/* Copies the ink of a part that lies in `box` over what the crop of that box holds. */
static void
copy_part (Segmentation *all, const Part *part, const DigitsBox *box)
{
  int x0 = (int) box->x, y0 = (int) box->y, w = (int) box->width, h = (int) box->height;

  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
      size_t at = (size_t) (y0 + y) * (size_t) all->width + (size_t) (x0 + x);

      if (x0 + x >= part->left && x0 + x < part->right &&
          all->components->labels[at] == part->label)
        all->crop[(size_t) y * (size_t) w + (size_t) x] = all->ink[at];
    }
}

/* The box of a part, and its cluster; of no height where the part has no ink. */
static DigitsBox
box_of (const Segmentation *all, const Part *part, int *cluster)
{
  const DigitsBox *whole = &all->components->components[part->label].box;
  DigitsBox box = { 0 };

  for (int y = (int) whole->y; y < (int) (whole->y + whole->height); y++)
    for (int x = part->left; x < part->right; x++) {
      size_t at = (size_t) y * (size_t) all->width + (size_t) x;
      DigitsBox pixel = { (float) x, (float) y, 1, 1 };

      if (all->components->labels[at] != part->label)
        continue;
      if (box.height > 0)
        digits_box_add (&box, pixel);
      else
        box = pixel;
      *cluster = all->clusters->labels[at];
    }
  return box;
}

/* Stretches of a part that was cut are in no cluster: they are not to come together again. */
static int
add_part (Segmentation *all, int label, int left, int right, bool cut)
{
  Part *part = &all->parts[all->n_parts];
  int *cluster = &all->part_clusters[all->n_parts];

  if (all->n_parts == DIGITS_MAX_PARTS)
    return -1;
  *part = (Part){ label, left, right };
  all->boxes[all->n_parts] = box_of (all, part, cluster);
  if (cut)
    *cluster = -1;
  all->n_parts += all->boxes[all->n_parts].height > 0;
  return 0;
}

static int
add_component (Segmentation *all, int label)
{
  const DigitsBox *box = &all->components->components[label].box;
  int cuts[DIGITS_MAX_CUTS], left = (int) box->x, right = left + (int) box->width, n_cuts;
  Part whole = { label, left, right };

  memset (all->crop, 0, (size_t) box->width * (size_t) box->height);
  copy_part (all, &whole, box);
  n_cuts = digits_find_cuts (all->crop, (int) box->width, (int) box->height, cuts);
  for (int i = 0; i < n_cuts; i++) {
    int next = (int) box->x + cuts[i];

    if (add_part (all, label, left, next, true) < 0)
      return -1;
    left = next;
  }
  return add_part (all, label, left, right, n_cuts > 0);
}

static int
normalise_group (Segmentation *all, int group, DigitsPiece *piece, DigitsError *error)
{
  bool any = false;

  for (int i = 0; i < all->n_parts; i++)
    if (all->groups[i] == group) {
      if (any)
        digits_box_add (&piece->box, all->boxes[i]);
      else
        piece->box = all->boxes[i];
      any = true;
    }
  memset (all->crop, 0, (size_t) piece->box.width * (size_t) piece->box.height);
  for (int i = 0; i < all->n_parts; i++)
    if (all->groups[i] == group)
      copy_part (all, &all->parts[i], &piece->box);
  return digits_normalise (all->crop, (int) piece->box.width, (int) piece->box.height,
                           &piece->normalised, error);
}

static int
segment (Segmentation *all, DigitsPiece *pieces, DigitsError *error)
{
  for (int i = 0; i < all->components->n; i++)
    if (add_component (all, i) < 0)
      return fail_many (error);
  all->n_groups =
      digits_boxes_group (all->boxes, all->n_parts, all->pen, all->part_clusters, all->groups);
  if (all->n_groups > DIGITS_MAX_PIECES)
    return fail_many (error);
  for (int i = 0; i < all->n_groups; i++)
    if (normalise_group (all, i, &pieces[i], error) != 0)
      return -1;
  return all->n_groups;
}

/* Connected parts, and which of them nearly touch. False for want of memory. */
static bool
find_components (Segmentation *all)
{
  size_t n = (size_t) all->width * (size_t) all->height;

  all->pen = digits_stroke_width (all->ink, all->width, all->height);
  all->crop = malloc (n);
  if (all->pen < 0 || !all->crop)
    return false;
  memcpy (all->crop, all->ink, n);
  if (digits_widen (all->crop, all->width, all->height, BRIDGE / 2 * all->pen) != 0)
    return false;
  all->components = digits_components_find (all->ink, all->width, all->height);
  all->clusters = digits_components_find (all->crop, all->width, all->height);
  return all->components && all->clusters;
}

int
digits_segment_ink (const uint8_t *ink, int width, int height, DigitsPiece *pieces,
                    DigitsError *error)
{
  Segmentation all = { .ink = ink, .width = width, .height = height };
  int answer;

  if (width < 1 || height < 1 || width > 8192 || height > 8192)
    return fail (error, DIGITS_ERROR_SIZE, "An image has 1 to 8192 pixels a side");
  if (!find_components (&all))
    answer = fail (error, DIGITS_ERROR_MEMORY, "There is no memory for the image");
  else if (all.components->n == 0)
    answer = fail (error, DIGITS_ERROR_EMPTY, "There is no ink in the image");
  else
    answer = segment (&all, pieces, error);
  digits_components_free (all.components);
  digits_components_free (all.clusters);
  free (all.crop);
  return answer;
}
