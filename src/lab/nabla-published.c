/* SPDX-License-Identifier: MIT */
#include "lab/nabla-published.h"

#include <math.h>
#include <string.h>

#define LARGEST_FILE (1024 * 1024)
#define MOST_COLUMNS 32
#define MOST_EPOCHS  100000

/* Indices into nabla_figure_names. */
enum { TRAINING_COST, TRAINING_ACCURACY, VALIDATION_ACCURACY = 3, TEST_COST, TEST_ACCURACY };

/* Which column of which file is which figure. Accuracies are counts of images that are right; the
 * names of columns that hold several presets' end like the presets' names. */
static const struct {
  const char *file, *column;
  gboolean by_name; /* the column's name goes on with the preset's last part */
  guint figure;
  double images; /* what a count is divided by; 1 for a cost */
} columns[] = {
  { "overfitting", "training_cost", FALSE, TRAINING_COST, 1 },
  { "overfitting", "training_correct", FALSE, TRAINING_ACCURACY, 1000 },
  { "overfitting", "test_cost", FALSE, TEST_COST, 1 },
  { "overfitting", "test_correct", FALSE, TEST_ACCURACY, 10000 },
  { "regularized", "training_cost", FALSE, TRAINING_COST, 1 },
  { "regularized", "training_correct", FALSE, TRAINING_ACCURACY, 1000 },
  { "regularized", "test_cost", FALSE, TEST_COST, 1 },
  { "regularized", "test_correct", FALSE, TEST_ACCURACY, 10000 },
  { "overfitting_full", "training_cost", FALSE, TRAINING_COST, 1 },
  { "overfitting_full", "training_correct", FALSE, TRAINING_ACCURACY, 50000 },
  { "overfitting_full", "test_cost", FALSE, TEST_COST, 1 },
  { "overfitting_full", "test_correct", FALSE, TEST_ACCURACY, 10000 },
  { "regularized_full", "training_cost", FALSE, TRAINING_COST, 1 },
  { "regularized_full", "training_correct", FALSE, TRAINING_ACCURACY, 50000 },
  { "regularized_full", "test_cost", FALSE, TEST_COST, 1 },
  { "regularized_full", "test_correct", FALSE, TEST_ACCURACY, 10000 },
  { "multiple_eta", "training_cost_eta_", TRUE, TRAINING_COST, 1 },
  { "weight_initialization_30", "validation_correct_", TRUE, VALIDATION_ACCURACY, 10000 },
  { "weight_initialization_100", "validation_correct_", TRUE, VALIDATION_ACCURACY, 10000 },
};

static void
curve_free (gpointer data)
{
  NablaPublishedCurve *curve = data;
  g_free (curve->epochs);
  g_free (curve->values);
  g_free (curve);
}

/* Always FALSE. */
static gboolean refuse (GError **error, const char *path, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
refuse (GError **error, const char *path, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s has no published curves: %s", name,
               reason);
  return FALSE;
}

/* A table of numbers with named columns. */
typedef struct {
  char **names;
  gsize n_columns, n_rows;
  GArray *values; /* of double, row after row */
} Table;

static void
table_clear (Table *table)
{
  g_strfreev (table->names);
  if (table->values != NULL)
    g_array_unref (table->values);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static gboolean
add_row (Table *table, char *line, gsize number, const char *path, GError **error)
{
  g_auto (GStrv) cells = g_strsplit (line, ",", MOST_COLUMNS + 1);
  if (g_strv_length (cells) != table->n_columns)
    return refuse (error, path, "line %" G_GSIZE_FORMAT " has not as many values as columns",
                   number);
  for (gsize i = 0; i < table->n_columns; i++) {
    char *cell = g_strstrip (cells[i]), *end = NULL;
    double value = g_ascii_strtod (cell, &end);
    if (end == cell || *end != '\0' || !isfinite (value))
      return refuse (error, path, "“%.20s” in line %" G_GSIZE_FORMAT " is no number", cell, number);
    g_array_append_val (table->values, value);
  }
  table->n_rows++;
  return TRUE;
}

static gboolean
check_epochs (const Table *table, const char *path, GError **error)
{
  double before = -1;
  if (table->n_rows == 0)
    return refuse (error, path, "it has no row below its header");
  for (gsize row = 0; row < table->n_rows; row++) {
    double epoch = g_array_index (table->values, double, row * table->n_columns);
    if (epoch <= before || epoch > MOST_EPOCHS)
      return refuse (error, path, "its epochs do not ascend from 0");
    before = epoch;
  }
  return TRUE;
}

static gboolean
parse (Table *table, const char *text, const char *path, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", MOST_EPOCHS + 2);
  gsize n = g_strv_length (lines);
  if (n == 0)
    return refuse (error, path, "it is empty");
  if (n > MOST_EPOCHS + 1)
    return refuse (error, path, "it has more than %d rows", MOST_EPOCHS);
  table->names = g_strsplit (g_strstrip (lines[0]), ",", MOST_COLUMNS + 1);
  table->n_columns = g_strv_length (table->names);
  table->values = g_array_new (FALSE, FALSE, sizeof (double));
  if (table->n_columns > MOST_COLUMNS)
    return refuse (error, path, "it has more than %d columns", MOST_COLUMNS);
  if (table->n_columns < 2 || !g_str_equal (table->names[0], "epoch"))
    return refuse (error, path, "its first line does not name the columns, “epoch” first");
  for (gsize i = 1; i < n; i++)
    if (*g_strstrip (lines[i]) != '\0' && !add_row (table, lines[i], i + 1, path, error))
      return FALSE;
  return check_epochs (table, path, error);
}

static gboolean
load (Table *table, const char *path, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &reason);
  if (file == NULL)
    return refuse (error, path, "it cannot be read");
  gsize n = g_mapped_file_get_length (file);
  if (n > LARGEST_FILE)
    return refuse (error, path, "it is larger than a megabyte");
  if (n == 0)
    return refuse (error, path, "it is empty");
  const char *bytes = g_mapped_file_get_contents (file);
  if (memchr (bytes, '\0', n) != NULL || !g_utf8_validate (bytes, (gssize) n, NULL))
    return refuse (error, path, "it is no text");
  g_autofree char *text = g_strndup (bytes, n);
  return parse (table, text, path, error);
}

/* The curve in that column. */
static NablaPublishedCurve *
take_column (const Table *table, gsize column, guint figure, double images, const char *path,
             GError **error)
{
  gboolean accuracy = figure % 2 == 1;
  NablaPublishedCurve *curve = g_new0 (NablaPublishedCurve, 1);
  curve->figure = figure;
  curve->n = table->n_rows;
  curve->epochs = g_new (double, table->n_rows);
  curve->values = g_new (double, table->n_rows);
  for (gsize row = 0; row < table->n_rows; row++) {
    const double *values = &g_array_index (table->values, double, row * table->n_columns);
    double value = values[column] / images;
    curve->epochs[row] = values[0] + 1; /* its epoch 0 is what the first one gave */
    curve->values[row] = value;
    if (value < 0 || (accuracy && value > 1)) {
      refuse (error, path, "%g in column %s is beyond what there can be", values[column],
              table->names[column]);
      curve_free (curve);
      return NULL;
    }
  }
  return curve;
}

static gssize
find_column (const Table *table, const char *name)
{
  for (gsize i = 1; i < table->n_columns; i++)
    if (g_str_equal (g_strstrip (table->names[i]), name))
      return (gssize) i;
  return -1;
}

static char *
file_of (const char *folder, const char *curve)
{
  g_autofree char *name = g_strconcat (curve, ".csv", NULL);
  return g_build_filename (folder, name, NULL);
}

static gboolean
is_known (const char *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_strcmp0 (file, columns[i].file) == 0)
      return TRUE;
  return FALSE;
}

GPtrArray *
nabla_published_read (const char *folder, const NablaPreset *preset, GError **error)
{
  g_autoptr (GPtrArray) curves = g_ptr_array_new_with_free_func (curve_free);
  if (!is_known (preset->curve))
    return g_steal_pointer (&curves);
  g_autofree char *path = file_of (folder, preset->curve);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&curves);
  g_auto (Table) table = { 0 };
  if (!load (&table, path, error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++) {
    if (!g_str_equal (preset->curve, columns[i].file))
      continue;
    const char *part = strrchr (preset->name, '-');
    g_autofree char *name =
        g_strconcat (columns[i].column, columns[i].by_name && part != NULL ? part + 1 : "", NULL);
    gssize column = find_column (&table, name);
    if (column < 0)
      continue;
    NablaPublishedCurve *curve =
        take_column (&table, (gsize) column, columns[i].figure, columns[i].images, path, error);
    if (curve == NULL)
      return NULL;
    g_ptr_array_add (curves, curve);
  }
  if (curves->len > 0)
    return g_steal_pointer (&curves);
  refuse (error, path, "it has no column of %s", preset->name);
  return NULL;
}

gboolean
nabla_published_check_folder (const char *folder, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++) {
    g_autofree char *path = file_of (folder, columns[i].file);
    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return TRUE;
  }
  return refuse (error, folder,
                 "none of overfitting.csv, multiple_eta.csv and the others is in this folder");
}

const char *
nabla_published_user_folder (void)
{
  static char *folder;
  if (g_once_init_enter (&folder))
    g_once_init_leave (&folder,
                       g_build_filename (g_get_user_data_dir (), "nabla", "published", NULL));
  return folder;
}
