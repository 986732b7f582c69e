/* SPDX-License-Identifier: MIT */
/* mnist-files.h: the real digits, read through gzip so that nn needs no other room. */
#pragma once

#include "nn/nn-samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MNIST_ABSENT "the gzipped MNIST files are not in the folder that NABLA_TEST_MNIST names"

/* The `n` bytes of a gzipped file of the MNIST folder that follow its header of `skip`, or NULL. */
static inline uint8_t *
mnist_read (const char *name, size_t skip, size_t n)
{
  const char *folder = getenv ("NABLA_TEST_MNIST");
  char command[4096], header[16];
  uint8_t *bytes = NULL;

  if (folder == NULL || strchr (folder, '\'') != NULL ||
      snprintf (command, sizeof command, "gzip -dc '%s/%s.gz' 2>/dev/null", folder, name) >=
          (int) sizeof command)
    return NULL;
  FILE *pipe = popen (command, "r");
  if (pipe == NULL)
    return NULL;
  if (fread (header, 1, skip, pipe) == skip) {
    bytes = malloc (n);
    if (fread (bytes, 1, n, pipe) != n) {
      free (bytes);
      bytes = NULL;
    }
  }
  pclose (pipe);
  return bytes;
}

/* The first n images of "train" or "t10k"; false where the files are absent. */
static inline bool
mnist_open (const char *part, size_t n, NnSamples *samples)
{
  char name[64];

  snprintf (name, sizeof name, "%s-images-idx3-ubyte", part);
  uint8_t *pixels = mnist_read (name, 16, n * 784);
  snprintf (name, sizeof name, "%s-labels-idx1-ubyte", part);
  uint8_t *labels = mnist_read (name, 8, n);
  *samples = (NnSamples){ .n = n, .n_in = 784, .n_out = 10, .pixels = pixels, .labels = labels };
  if (pixels != NULL && labels != NULL)
    return true;
  free (pixels);
  free (labels);
  return false;
}

static inline void
mnist_close (NnSamples *samples)
{
  free ((void *) samples->pixels);
  free ((void *) samples->labels);
}
