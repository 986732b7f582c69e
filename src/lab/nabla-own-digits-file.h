/* SPDX-License-Identifier: MIT */
/* nabla-own-digits-file.h: the table of one's own drawings. Used by one thread at a time. */
#pragma once

#include "lab/nabla-history-store.h"
#include "lab/nabla-own-digit.h"

/* What is kept at most: drawings, and bytes of the strokes of one. */
#define NABLA_OWN_DIGITS_MOST   100000
#define NABLA_OWN_STROKES_BYTES (4 << 20)

typedef enum {
  NABLA_OWN_PUT,    /* it is there, as it is */
  NABLA_OWN_LABEL,  /* its label is another */
  NABLA_OWN_REMOVE, /* out of the list; gone when the file is opened a day later */
} NablaOwnChangeKind;

typedef struct {
  NablaOwnChangeKind kind;
  NablaOwnDigit *digit;
  int label; /* as it was when this was asked for */
} NablaOwnChange;

/* As nabla_history_store_open. */
NablaHistoryStore *nabla_own_digits_file_open (const char *path, GError **error);

/* All drawings that are not removed, newest first, each looked over; NULL with NABLA_ERROR_INPUT
 * where one is not what it should be. */
GPtrArray *nabla_own_digits_file_read (NablaHistoryStore *store, GError **error);

/* In one transaction; FALSE with error, and nothing is changed. */
gboolean nabla_own_digits_file_write (NablaHistoryStore *store, NablaOwnChange *const *changes,
                                      guint n, GError **error);
