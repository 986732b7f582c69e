/* SPDX-License-Identifier: MIT */
#include "lab/nabla-image-choice.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
  float key; /* the smallest comes first */
  guint index;
} Place;

gboolean
nabla_image_choice_equal (const NablaImageChoice *a, const NablaImageChoice *b)
{
  return a->digit == b->digit && a->answer == b->answer && a->verdict == b->verdict &&
         a->sort == b->sort;
}

gboolean
nabla_image_choice_is_all (const NablaImageChoice *choice)
{
  return choice->digit < 0 && !nabla_image_choice_needs_answers (choice);
}

gboolean
nabla_image_choice_needs_answers (const NablaImageChoice *choice)
{
  return choice->answer >= 0 || choice->verdict != NABLA_VERDICT_ANY ||
         choice->sort != NABLA_SORT_INDEX;
}

static gboolean
is_chosen (const NablaImageChoice *choice, const NablaReadImages *images, gsize i)
{
  if (choice->digit >= 0 && images->labels[i] != choice->digit)
    return FALSE;
  if (choice->answer >= 0 && images->answers[i] != choice->answer)
    return FALSE;
  return choice->verdict == NABLA_VERDICT_ANY ||
         (choice->verdict == NABLA_VERDICT_RIGHT) == (images->answers[i] == images->labels[i]);
}

static float
key_of (NablaImageSort sort, const NablaReadImages *images, gsize i)
{
  float key = sort == NABLA_SORT_WORST        ? -images->costs[i]
              : sort == NABLA_SORT_LEAST_SURE ? images->certainty[i]
              : sort == NABLA_SORT_MOST_SURE  ? -images->certainty[i]
                                              : 0;

  return isnan (key) ? INFINITY : key;
}

static int
compare (const void *a, const void *b)
{
  const Place *first = a, *second = b;

  if (first->key != second->key)
    return first->key < second->key ? -1 : 1;
  return (first->index > second->index) - (first->index < second->index);
}

guint *
nabla_image_choice_list (const NablaImageChoice *choice, const NablaReadImages *images,
                         guint *n_chosen)
{
  g_autofree Place *places = g_new (Place, MAX (images->n, 1));
  guint *indices;
  guint n = 0;

  if (images->answers != NULL || !nabla_image_choice_needs_answers (choice))
    for (gsize i = 0; i < images->n; i++)
      if (is_chosen (choice, images, i))
        places[n++] = (Place){ key_of (choice->sort, images, i), (guint) i };
  if (choice->sort != NABLA_SORT_INDEX)
    qsort (places, n, sizeof *places, compare);
  indices = g_new (guint, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    indices[i] = places[i].index;
  *n_chosen = n;
  return indices;
}
