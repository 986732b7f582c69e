/* SPDX-License-Identifier: MIT */
#include "digits/digits-components.h"

#include <stdlib.h>

typedef struct {
  const uint8_t *ink;
  DigitsComponents *components;
  int32_t *stack; /* pixels whose neighbours have not been looked at */
  size_t n_stack;
  int size; /* of the array of components */
} Search;

static void
take (Search *search, int x, int y, int32_t label)
{
  DigitsComponents *components = search->components;
  DigitsComponent *component = &components->components[label];
  size_t at = (size_t) y * (size_t) components->width + (size_t) x;

  components->labels[at] = label;
  digits_box_add (&component->box, (DigitsBox){ (float) x, (float) y, 1, 1 });
  component->area++;
  if (search->ink[at] > component->peak)
    component->peak = search->ink[at];
  search->stack[search->n_stack++] = (int32_t) at;
}

static void
take_neighbours (Search *search, int x, int y, int32_t label)
{
  const DigitsComponents *components = search->components;

  for (int j = y > 0 ? y - 1 : 0; j <= y + 1 && j < components->height; j++)
    for (int i = x > 0 ? x - 1 : 0; i <= x + 1 && i < components->width; i++) {
      size_t at = (size_t) j * (size_t) components->width + (size_t) i;

      if (search->ink[at] && components->labels[at] == DIGITS_NO_INK)
        take (search, i, j, label);
    }
}

static int
grow (Search *search, int x, int y)
{
  DigitsComponents *components = search->components;

  if (components->n == search->size) {
    int size = search->size ? 2 * search->size : 64;
    DigitsComponent *grown = realloc (components->components, (size_t) size * sizeof *grown);

    if (!grown)
      return -1;
    components->components = grown;
    search->size = size;
  }
  components->components[components->n] =
      (DigitsComponent){ .box = { (float) x, (float) y, 1, 1 } };
  take (search, x, y, components->n);
  while (search->n_stack > 0) {
    int at = search->stack[--search->n_stack];

    take_neighbours (search, at % components->width, at / components->width, components->n);
  }
  components->n++;
  return 0;
}

static int
find_all (Search *search)
{
  DigitsComponents *components = search->components;

  for (int y = 0; y < components->height; y++)
    for (int x = 0; x < components->width; x++) {
      size_t at = (size_t) y * (size_t) components->width + (size_t) x;

      if (search->ink[at] && components->labels[at] == DIGITS_NO_INK && grow (search, x, y) < 0)
        return -1;
    }
  return 0;
}

DigitsComponents *
digits_components_find (const uint8_t *ink, int width, int height)
{
  size_t n = (size_t) width * (size_t) height;
  DigitsComponents *components = calloc (1, sizeof *components);
  Search search = { .ink = ink, .components = components };
  int answer = -1;

  if (!components)
    return NULL;
  components->width = width;
  components->height = height;
  components->labels = malloc (n * sizeof *components->labels);
  search.stack = malloc (n * sizeof *search.stack);
  if (components->labels && search.stack) {
    for (size_t i = 0; i < n; i++)
      components->labels[i] = DIGITS_NO_INK;
    answer = find_all (&search);
  }
  free (search.stack);
  if (answer == 0)
    return components;
  digits_components_free (components);
  return NULL;
}

void
digits_components_free (DigitsComponents *components)
{
  if (!components)
    return;
  free (components->labels);
  free (components->components);
  free (components);
}
