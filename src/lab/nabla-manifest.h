/* SPDX-License-Identifier: MIT */
/* nabla-manifest.h: a data set that can be fetched: its files, how each is told from a damaged one,
 * and where they lie. MNIST's is built in; others come from a file. */
#pragma once

#include "lab/nabla-error.h"

G_BEGIN_DECLS

#define NABLA_MANIFEST_MOST_FILES   16
#define NABLA_MANIFEST_LARGEST_FILE (G_GUINT64_CONSTANT (1) << 31) /* bytes */

typedef struct {
  const char *name;           /* of the file, without folders: "train-images-idx3-ubyte.gz" */
  guint64 size;               /* in bytes, as it is fetched; 1 … NABLA_MANIFEST_LARGEST_FILE */
  const char *sha256;         /* of these bytes, 64 small hexadecimal digits */
  const char *content_sha256; /* of what they unpack to; NULL where nobody said */
} NablaManifestFile;

typedef struct {
  const char *name; /* for people: "PyTorch’s mirror, at Amazon" */
  const char *url;  /* of the folder; a file's name follows its last slash */
} NablaMirror;

typedef struct {
  const char *name; /* "MNIST" */
  const NablaManifestFile *files;
  gsize n_files;
  const NablaMirror *mirrors; /* the first is tried first */
  gsize n_mirrors;
} NablaManifest;

/* MNIST as its authors published it, gzipped. */
const NablaManifest *nabla_manifest_mnist (void);

/* JSON: {"name": …, "mirrors": [URL, …], "files": [{"name", "size", "sha256", "content_sha256"?},
 * …]}. Freed with nabla_manifest_free(). NULL with NABLA_ERROR_INPUT. */
NablaManifest *nabla_manifest_load (const char *path, GError **error);
void nabla_manifest_free (NablaManifest *manifest); /* of nabla_manifest_load(); NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaManifest, nabla_manifest_free)

/* All files together, in bytes. */
guint64 nabla_manifest_get_size (const NablaManifest *manifest);

/* The file of that name, or NULL. */
const NablaManifestFile *nabla_manifest_find (const NablaManifest *manifest, const char *name);

/* Whether a mirror can be at this address, http:// or https:// with a host; else NABLA_ERROR_USAGE
 * in a sentence. */
gboolean nabla_mirror_check (const char *url, GError **error);

G_END_DECLS
