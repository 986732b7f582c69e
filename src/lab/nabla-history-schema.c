/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-schema.h"

#include "lab/nabla-history-store.h"

/* Steps that have been released are never changed: files of every version are about. Times are
 * microseconds since 1970 in UTC. */
static const char *const steps[NABLA_HISTORY_SCHEMA] = {
  /* 0 → 1 */
  "CREATE TABLE sessions ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  started INTEGER NOT NULL,"
  "  host TEXT, pid INTEGER"
  ") STRICT;"
  "CREATE TABLE runs ("
  "  id INTEGER PRIMARY KEY,"
  "  uuid TEXT NOT NULL UNIQUE,"
  "  name TEXT NOT NULL DEFAULT '',"
  "  created INTEGER NOT NULL,"
  "  version TEXT,"
  "  hyper_parameters TEXT NOT NULL,"
  "  monitors INTEGER NOT NULL, monitor_every INTEGER NOT NULL DEFAULT 0,"
  "  validation_images INTEGER NOT NULL DEFAULT 0,"
  "  kernel TEXT,"
  "  data_name TEXT, data_folder TEXT,"
  "  data_training INTEGER NOT NULL DEFAULT 0, data_validation INTEGER NOT NULL DEFAULT 0,"
  "  data_test INTEGER NOT NULL DEFAULT 0,"
  "  state TEXT NOT NULL, message TEXT,"
  "  diverged_epoch INTEGER NOT NULL DEFAULT 0, diverged_mini_batch INTEGER NOT NULL DEFAULT 0,"
  "  epochs INTEGER NOT NULL DEFAULT 0,"
  "  best_epoch INTEGER NOT NULL DEFAULT 0, best_score REAL,"
  "  seconds REAL,"
  "  session INTEGER REFERENCES sessions (id) ON DELETE SET NULL,"
  "  starred INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '',"
  "  tags TEXT NOT NULL DEFAULT '', color INTEGER NOT NULL DEFAULT 0,"
  "  removed INTEGER"
  ") STRICT;"
  "CREATE INDEX runs_by_age ON runs (created);"
  "CREATE TABLE records ("
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,"
  "  epoch INTEGER NOT NULL,"
  "  train_cost REAL, train_accuracy REAL,"
  "  validation_cost REAL, validation_accuracy REAL,"
  "  test_cost REAL, test_accuracy REAL,"
  "  learning_rate REAL, train_seconds REAL, evaluation_seconds REAL,"
  "  PRIMARY KEY (run, epoch)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE networks ("
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,"
  "  kind TEXT NOT NULL CHECK (kind IN ('start', 'latest', 'best')),"
  "  epoch INTEGER NOT NULL,"
  "  model BLOB NOT NULL,"
  "  PRIMARY KEY (run, kind)"
  ") STRICT;",
  /* 1 → 2: what a person changes while a run trains, and gradient norms, in the records. */
  "ALTER TABLE records ADD COLUMN l2 REAL;"
  "ALTER TABLE records ADD COLUMN momentum REAL;"
  "ALTER TABLE records ADD COLUMN changes INTEGER;"
  "ALTER TABLE records ADD COLUMN gradient_norms BLOB;"
  "ALTER TABLE runs ADD COLUMN extra TEXT;"
  "ALTER TABLE records ADD COLUMN extra TEXT;",
  /* 2 → 3: which images they were, whatever they are called. */
  ("ALTER TABLE runs ADD COLUMN data_digest TEXT;"
   "ALTER TABLE runs ADD COLUMN data_seed INTEGER;"),
  /* 3 → 4: how synthetic digits are written (before, and where it is NULL, "training" and 1), and
   * the drawings of their own that people trained runs on. */
  ("ALTER TABLE runs ADD COLUMN data_style TEXT;"
   "ALTER TABLE runs ADD COLUMN data_style_strength REAL;"
   "CREATE TABLE own_drawings ("
   "  digest TEXT PRIMARY KEY,"
   "  labels BLOB NOT NULL,"
   "  pixels BLOB NOT NULL"
   ") STRICT;"
   "ALTER TABLE runs ADD COLUMN own_digest TEXT;"),
};

const char *
nabla_history_schema_step (int version)
{
  return version >= 0 && version < NABLA_HISTORY_SCHEMA ? steps[version] : NULL;
}
