/* SPDX-License-Identifier: MIT */
/* nabla-data-check.h: whether the four files of a folder are whole, and whether they are those of a
 * manifest. */
#pragma once

#include "digits/digits-set.h"
#include "lab/nabla-manifest.h"

G_BEGIN_DECLS

typedef enum {
  NABLA_FILE_PUBLISHED, /* byte for byte the manifest's */
  NABLA_FILE_REPACKED,  /* holds what the manifest's file holds, packed otherwise or not at all */
  NABLA_FILE_OTHER,     /* whole, but of another data set */
  NABLA_FILE_DAMAGED,   /* missing, or not what a file of that name should be */
} NablaFileState;

typedef struct {
  char *path; /* where it is missing the name that is expected */
  NablaFileState state;
  char *reason;      /* of a damaged one, in a sentence without full stop; else NULL */
  char *sha256;      /* of its bytes; NULL where it cannot be read */
  gsize n;           /* images or labels; 0 where damaged */
  int width, height; /* 0 for labels */
} NablaFileCheck;

void nabla_file_check_clear (NablaFileCheck *check);

/* Reads all of the four files, which are checks[DigitsFile]. Blocking. FALSE with error where the
 * folder cannot be read, or was cancelled; then `checks` holds nothing. Otherwise each is cleared
 * by the caller. */
gboolean nabla_data_check (const char *folder, const NablaManifest *manifest,
                           GCancellable *cancellable, NablaFileCheck checks[DIGITS_N_FILES],
                           GError **error);

G_END_DECLS
