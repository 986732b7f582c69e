/* SPDX-License-Identifier: MIT */
/* nabla-download-file.h: one file of a download, on the thread of the download. */
#pragma once

#include "lab/nabla-download.h"

#include <libsoup/soup.h>

typedef struct {
  SoupSession *session; /* of this thread; decodes nothing */
  GCancellable *cancellable;
  const char *folder;
  gboolean replace;
  /* So many bytes of this file are there. */
  void (*received) (guint64 bytes, gpointer data);
  gpointer data;
} NablaFetch;

/* TRUE where the file is in the folder already, packed or unpacked, with the right sum. FALSE
 * without error where it is to be fetched; FALSE with NABLA_ERROR_OUTPUT where another file has its
 * place and is not to be replaced. */
gboolean nabla_fetch_is_present (const NablaFetch *fetch, const NablaManifestFile *file,
                                 GError **error);

/* Fetches the file from the folder at the address `mirror`. NABLA_ERROR_INPUT where another mirror
 * may do better. */
gboolean nabla_fetch_file (const NablaFetch *fetch, const NablaManifestFile *file,
                           const char *mirror, NablaDownloadOutcome *outcome, GError **error);
