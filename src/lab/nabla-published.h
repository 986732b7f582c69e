/* SPDX-License-Identifier: MIT */
/* nabla-published.h: curves that were published of the book's experiments, from a folder of CSV
 * files that a person has: a header of column names, the first of them "epoch" from 0, then a row
 * of plain numbers an epoch. Nabla brings none. A preset says in which file its curves are
 * (nabla-preset.h). Everything read is bounded and checked. */
#pragma once

#include "lab/nabla-preset.h"

typedef struct {
  guint figure;   /* index into nabla_figure_names */
  gsize n;        /* ≥ 1 */
  double *epochs; /* [n] complete epochs, from 1, ascending */
  double *values; /* [n] as those of an epoch record: accuracies 0 … 1 */
} NablaPublishedCurve;

/* The curves of a preset in that folder: of NablaPublishedCurve, to be freed with
 * g_ptr_array_unref; empty where none was published or the folder does not have them. NULL with
 * NABLA_ERROR_INPUT, naming the file and the reason, for one that cannot be read. */
GPtrArray *nabla_published_read (const char *folder, const NablaPreset *preset, GError **error);

/* Whether the folder has the curves of any preset; NABLA_ERROR_INPUT says what was looked for. */
gboolean nabla_published_check_folder (const char *folder, GError **error);

/* $XDG_DATA_HOME/nabla/published: where they are looked for unless a person says where they are.
 * Owned by the library. */
const char *nabla_published_user_folder (void);
