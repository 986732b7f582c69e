/* SPDX-License-Identifier: MIT */
#include "digits/digits-shapes.h"

const DigitsShape *
digits_shapes_of (int digit, int *n)
{
  const struct {
    const DigitsShape *shapes;
    int n;
  } tables[10] = {
    { digits_shapes_0, digits_n_shapes_0 }, { digits_shapes_1, digits_n_shapes_1 },
    { digits_shapes_2, digits_n_shapes_2 }, { digits_shapes_3, digits_n_shapes_3 },
    { digits_shapes_4, digits_n_shapes_4 }, { digits_shapes_5, digits_n_shapes_5 },
    { digits_shapes_6, digits_n_shapes_6 }, { digits_shapes_7, digits_n_shapes_7 },
    { digits_shapes_8, digits_n_shapes_8 }, { digits_shapes_9, digits_n_shapes_9 },
  };

  *n = tables[digit].n;
  return tables[digit].shapes;
}
