/* SPDX-License-Identifier: MIT */
/* nabla-history-export.h: runs of a history with all their records, for other programs. */
#pragma once

#include "lab/nabla-history-row.h"
#include "lab/nabla-history.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum {
  NABLA_EXPORT_JSON,   /* one object a run, a line each; nabla_history_import reads it */
  NABLA_EXPORT_CSV,    /* RFC 4180, one line a record */
  NABLA_EXPORT_EVENTS, /* TensorBoard's event files, in a folder a run */
} NablaExport;

/* What is known of a run but its records, into the object under construction; and "records": […],
 * of NablaRecord, as the events of nabla-cli train have them. */
void nabla_history_add_json (const NablaHistoryRow *row, JsonBuilder *builder);
void nabla_history_add_records_json (const NablaHistoryRow *row, GArray *records,
                                     JsonBuilder *builder);
/* "gradient_norms": […], one a layer. */
void nabla_history_add_norms_json (const NablaRecord *record, int n_layers, JsonBuilder *builder);

/* Layers whose gradient norms the run measured: 0, or all. */
int nabla_history_count_norms (const NablaHistoryRow *row);

/* The heading of CSV, and the lines of one run; `title` is what it is called. Columns of gradient
 * norms are as many as the deepest run of the file has. */
void nabla_history_append_csv_heading (int n_norms, GString *text);
void nabla_history_append_csv (const char *uuid, const char *title, GArray *records, int n_norms,
                               GString *text);

/* Writes these entries (of NablaHistoryEntry) with what is in the history into a file, of events
 * into a folder, which is made where it is not there. Each file is written to a temporary name and
 * renamed. The plain one waits. FALSE with NABLA_ERROR_OUTPUT. */
gboolean nabla_history_export (NablaHistory *self, GPtrArray *entries, NablaExport format,
                               const char *path, GError **error);
void nabla_history_export_async (NablaHistory *self, GPtrArray *entries, NablaExport format,
                                 const char *path, GAsyncReadyCallback callback, gpointer data);
gboolean nabla_history_export_finish (NablaHistory *self, GAsyncResult *result, GError **error);

G_END_DECLS
