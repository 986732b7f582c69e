/* SPDX-License-Identifier: MIT */
/* nabla-download.h: fetching the files of a manifest into a folder.
 *
 * A file is received under the name NAME.part, which a later download goes on with where the mirror
 * can (and begins anew where it cannot), and gets its own name once its size and SHA-256 are right.
 * Never is more accepted than the manifest says. What is in the folder already and right, packed or
 * unpacked, is not fetched again. Nothing here goes to the network unless it is called. */
#pragma once

#include "lab/nabla-manifest.h"

G_BEGIN_DECLS

typedef struct {
  const NablaManifest *manifest; /* stays while the download goes on */
  const char *mirror; /* address of the only mirror to ask; NULL: the manifest's, one after another
                         until one has the file */
  const char *folder; /* made where it is missing */
  gboolean replace; /* what has a file's name but is another is renamed to NAME~; FALSE: refused */
  guint patience;   /* seconds that a mirror may say nothing; 0 for 30 */
} NablaDownloadOrder;

typedef enum {
  NABLA_DOWNLOAD_PENDING,
  NABLA_DOWNLOAD_PRESENT, /* it was there already */
  NABLA_DOWNLOAD_FETCHED,
  NABLA_DOWNLOAD_RESUMED, /* the first part of it was there already */
} NablaDownloadOutcome;

typedef struct {
  gsize file;         /* under way */
  guint64 done, size; /* bytes of all files; those that are there count */
  NablaDownloadOutcome outcomes[NABLA_MANIFEST_MOST_FILES];
} NablaDownloadState;

typedef void (*NablaDownloadWatch) (const NablaDownloadState *state, gpointer data);

/* In a GTask thread. The order is copied. `watch`, which may be NULL, is called on the thread of
 * the caller, some times a second and at the end, until the callback has been or `cancellable` is
 * cancelled. */
void nabla_download_async (const NablaDownloadOrder *order, GCancellable *cancellable,
                           NablaDownloadWatch watch, gpointer watch_data,
                           GAsyncReadyCallback callback, gpointer data);

/* TRUE with the outcomes in *state (may be NULL), which is filled as far as it came otherwise too.
 * FALSE with NABLA_ERROR_USAGE for a mirror that is no address, NABLA_ERROR_OUTPUT where the folder
 * takes no file or holds another of that name, NABLA_ERROR_INPUT where no mirror gave what is
 * wanted, G_IO_ERROR_CANCELLED; received bytes stay, to be gone on with. */
gboolean nabla_download_finish (GAsyncResult *result, NablaDownloadState *state, GError **error);

G_END_DECLS
