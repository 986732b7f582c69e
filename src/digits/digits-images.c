/* SPDX-License-Identifier: MIT */
#include "digits/digits-images.h"

#include <stdlib.h>

#define MAX_SIDE 4096

DigitsImages *
digits_images_new (size_t n, int width, int height, DigitsError *error)
{
  DigitsImages *images;
  size_t pixels;

  if (n == 0) {
    digits_error_set (error, DIGITS_ERROR_SIZE, "A set of images must hold at least one");
    return NULL;
  }
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
    digits_error_set (error, DIGITS_ERROR_SIZE,
                      "Images of %d×%d pixels are not accepted (1 to %d a side)", width, height,
                      MAX_SIDE);
    return NULL;
  }
  pixels = (size_t) width * (size_t) height;
  if (n > DIGITS_MAX_IMAGES || n > DIGITS_MAX_BYTES / pixels) {
    digits_error_set (error, DIGITS_ERROR_SIZE,
                      "%zu images of %d×%d pixels are more than is accepted", n, width, height);
    return NULL;
  }
  /* calloc: large sets come as untouched pages, so what is claimed costs nothing until it is read.
   */
  images = calloc (1, sizeof *images + n * pixels + n);
  if (!images) {
    digits_error_set (error, DIGITS_ERROR_MEMORY, "No memory for %zu images of %d×%d pixels", n,
                      width, height);
    return NULL;
  }
  images->references = 1;
  images->n = n;
  images->width = width;
  images->height = height;
  images->pixels = (uint8_t *) (images + 1);
  images->labels = images->pixels + n * pixels;
  return images;
}

DigitsImages *
digits_images_ref (DigitsImages *images)
{
  __atomic_fetch_add (&images->references, 1, __ATOMIC_RELAXED);
  return images;
}

void
digits_images_unref (DigitsImages *images)
{
  if (images && __atomic_fetch_sub (&images->references, 1, __ATOMIC_ACQ_REL) == 1)
    free (images);
}
