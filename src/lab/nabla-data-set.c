/* SPDX-License-Identifier: MIT */
#include "lab/nabla-data-set.h"

#include "digits/digits-synthesizer.h"
#include "lab/nabla-idx-pair.h"
#include "lab/nabla-priority.h"

#include <glib/gstdio.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

struct _NablaDataSet {
  GObject parent_instance;
  NablaDataSet *base; /* that it is the same as, but for the own drawings; or NULL */
  DigitsImages *own;  /* or NULL */
  char *own_digest;   /* or NULL */
  DigitsSet *set;
  NnRows *rows[DIGITS_N_PARTS]; /* of all images of each part; NULL where it has none, or they are
                                   larger than a network's input */
  char *folder;                 /* NULL for synthesized digits */
  char *warning;                /* or NULL */
  NablaSkipped skipped;
  gint64 seed; /* of synthesized digits, else −1 */
  NablaDigitStyle style;
  gsize once;   /* digest is there */
  char *digest; /* or NULL until it is asked for; atomic */
};

G_DEFINE_FINAL_TYPE (NablaDataSet, nabla_data_set, G_TYPE_OBJECT)

static void
nabla_data_set_finalize (GObject *object)
{
  NablaDataSet *self = NABLA_DATA_SET (object);
  g_clear_object (&self->base);
  digits_images_unref (self->own);
  g_free (self->own_digest);
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    nn_rows_unref (self->rows[part]);
  digits_set_unref (self->set);
  g_free (self->folder);
  g_free (self->warning);
  g_free (self->skipped.reason);
  g_free (self->digest);
  G_OBJECT_CLASS (nabla_data_set_parent_class)->finalize (object);
}

static void
nabla_data_set_class_init (NablaDataSetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_data_set_finalize;
}

static void
nabla_data_set_init (NablaDataSet *self)
{
}

/* The zeros of images are left out once, for all runs. Without rows, for want of memory, every run
 * makes its own or fails. */
static void
make_rows (NablaDataSet *self, DigitsPartKind kind)
{
  DigitsPart part = digits_set_part (self->set, kind);
  NnRows *rows = part.n > 0 ? nn_rows_new (part.width * part.height, part.n, NULL) : NULL;
  if (rows != NULL && nn_rows_append (rows, part.pixels, part.n) != NN_OK)
    g_clear_pointer (&rows, nn_rows_unref);
  if (rows != NULL)
    nn_rows_trim (rows);
  self->rows[kind] = rows;
}

/* Takes over the reference. */
static NablaDataSet *
nabla_data_set_new (DigitsSet *set, const char *folder)
{
  NablaDataSet *self = g_object_new (NABLA_TYPE_DATA_SET, NULL);
  self->set = set;
  self->folder = g_strdup (folder);
  self->seed = -1;
  self->style = NABLA_DIGIT_STYLE_TRAINING;
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    make_rows (self, (DigitsPartKind) part);
  return self;
}

const char *
nabla_data_set_user_folder (void)
{
  static gsize once = 0;
  static char *folder;
  if (g_once_init_enter (&once)) {
    folder = g_build_filename (g_get_user_data_dir (), "nabla", "mnist", NULL);
    g_once_init_leave (&once, 1);
  }
  return folder;
}

/* Whether the folder holds any of the four files. */
static gboolean
holds_idx_files (const char *folder)
{
  gboolean found = FALSE;
  for (int file = 0; file < DIGITS_N_FILES; file++) {
    char *path = digits_set_find_file (folder, (DigitsFile) file);
    found = found || path != NULL;
    free (path);
  }
  return found;
}

static DigitsSet *
load_files (const char *folder, gsize validation_size, GError **error)
{
  DigitsError reason = { 0 };
  DigitsSet *set = NULL;
  if (g_file_test (folder, G_FILE_TEST_IS_DIR) && g_access (folder, R_OK | X_OK) == 0 &&
      !holds_idx_files (folder))
    digits_error_set (&reason, DIGITS_ERROR_OPEN,
                      "%s holds neither MNIST's four files nor images in folders 0 to 9", folder);
  else
    set = digits_set_load (folder, validation_size, &reason);
  if (set == NULL)
    nabla_error_take_digits (error, &reason);
  return set;
}

/* Images with their labels beside them; any of the four files stands for all of them. */
static DigitsSet *
load_file (const char *path, gsize validation_size, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  gboolean one_of_four = g_str_has_prefix (name, "train-") || g_str_has_prefix (name, "t10k-");
  return one_of_four && digits_set_exists (folder)
             ? load_files (folder, validation_size, error)
             : nabla_idx_pair_load (path, validation_size, error);
}

NablaDataSet *
nabla_data_set_load (const char *folder, gsize validation_size, GError **error)
{
  return nabla_data_set_load_watched (folder, validation_size, NULL, NULL, NULL, error);
}

NablaDataSet *
nabla_data_set_load_watched (const char *folder, gsize validation_size, NablaDataProgress progress,
                             gpointer data, GCancellable *cancellable, GError **error)
{
  NablaSkipped skipped = { 0 };
  DigitsSet *set;
  if (g_file_test (folder, G_FILE_TEST_IS_REGULAR))
    set = load_file (folder, validation_size, error);
  else if (!digits_set_exists (folder) && nabla_image_list_is (folder))
    set = nabla_image_folder_load (folder, validation_size, progress, data, cancellable, &skipped,
                                   error);
  else
    set = load_files (folder, validation_size, error);
  if (set == NULL)
    return NULL;
  NablaDataSet *self = nabla_data_set_new (set, folder);
  self->skipped = skipped;
  return self;
}

NablaDataSet *
nabla_data_set_new_of_images (NablaDataSet *base, DigitsImages *images)
{
  DigitsImages *training = base != NULL ? base->set->training : images;
  DigitsError reason = { 0 };
  if (training->width != images->width || training->height != images->height)
    training = images;
  gboolean shared = training != images;
  DigitsSet *set = digits_set_new ("drawings", digits_images_ref (training), images,
                                   shared ? base->set->validation_size : 0, &reason);
  if (set == NULL)
    return NULL;
  NablaDataSet *self = g_object_new (NABLA_TYPE_DATA_SET, NULL);
  self->set = set;
  self->seed = -1;
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    if (!shared || part == DIGITS_TEST)
      make_rows (self, (DigitsPartKind) part);
    else if (base->rows[part] != NULL)
      self->rows[part] = nn_rows_ref (base->rows[part]);
  return self;
}

typedef struct {
  atomic_bool stop;
  NablaDataProgress progress;
  gpointer data;
  GCancellable *cancellable;
} Synthesis;

static void
on_synthesis_progress (double done, void *data)
{
  Synthesis *synthesis = data;
  if (g_cancellable_is_cancelled (synthesis->cancellable))
    atomic_store (&synthesis->stop, true);
  if (synthesis->progress != NULL)
    synthesis->progress (done, synthesis->data);
}

/* Those of the style that was the only one keep the name that they had. */
static void
name_after_style (DigitsSet *set, NablaDigitStyle style)
{
  g_autofree char *text = nabla_digit_style_to_text (style);
  if (!nabla_digit_style_equal (style, NABLA_DIGIT_STYLE_TRAINING))
    g_snprintf (set->name, sizeof set->name, "synthetic (%s)", text);
}

NablaDataSet *
nabla_data_set_synthesize (guint64 seed, NablaDigitStyle style, gsize validation_size,
                           NablaDataProgress progress, gpointer data, GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (nabla_digit_style_is_valid (style), NULL);
  Synthesis synthesis = { .progress = progress, .data = data, .cancellable = cancellable };
  DigitsWatch watch = { .stop = &synthesis.stop,
                        .progress = on_synthesis_progress,
                        .data = &synthesis };
  DigitsError reason = { 0 };
  DigitsStyle scaled = nabla_digit_style_scale (style);
  DigitsSet *set = digits_synthesize_set (seed, DIGITS_SYNTHETIC_TRAINING, DIGITS_SYNTHETIC_TEST,
                                          validation_size, &scaled, (int) g_get_num_processors (),
                                          &watch, &reason);
  if (set == NULL) {
    nabla_error_take_digits (error, &reason);
    return NULL;
  }
  name_after_style (set, style);
  NablaDataSet *self = nabla_data_set_new (set, NULL);
  self->seed = (gint64) seed;
  self->style = style;
  return self;
}

/* What an asynchronous preparation carries. Progress travels to the main thread by one idle at a
 * time. */
typedef struct {
  NablaDataWish wish;
  char *folder; /* the wish's */
  NablaDataProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  GMutex mutex;
  double done;
  guint idle; /* pending, or 0 */
} Preparation;

static void
preparation_free (gpointer data)
{
  Preparation *preparation = data;
  g_free (preparation->folder);
  g_clear_object (&preparation->cancellable);
  g_mutex_clear (&preparation->mutex);
  g_free (preparation);
}

static gboolean
report_progress (gpointer data)
{
  GTask *task = data;
  Preparation *preparation = g_task_get_task_data (task);
  g_mutex_lock (&preparation->mutex);
  double done = preparation->done;
  preparation->idle = 0;
  g_mutex_unlock (&preparation->mutex);
  if (!g_task_get_completed (task) && !g_cancellable_is_cancelled (preparation->cancellable))
    preparation->progress (done, preparation->progress_data);
  return G_SOURCE_REMOVE;
}

static void
on_preparation_progress (double done, gpointer data)
{
  GTask *task = data;
  Preparation *preparation = g_task_get_task_data (task);
  if (preparation->progress == NULL)
    return;
  g_mutex_lock (&preparation->mutex);
  preparation->done = done;
  if (preparation->idle == 0) {
    g_autoptr (GSource) idle = g_idle_source_new ();
    g_source_set_callback (idle, report_progress, g_object_ref (task), g_object_unref);
    preparation->idle = g_source_attach (idle, g_task_get_context (task));
  }
  g_mutex_unlock (&preparation->mutex);
}

static void
prepare_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Preparation *preparation = task_data;
  const NablaDataWish *wish = &preparation->wish;
  NablaDataSet *data_set = NULL;
  GError *error = NULL;
  g_autoptr (GError) warning = NULL;
  nabla_priority_lower ();
  if (wish->folder != NULL)
    data_set = nabla_data_set_load_watched (wish->folder, wish->validation_size,
                                            on_preparation_progress, task, cancellable, &error);
  else if (!wish->is_synthetic && digits_set_exists (nabla_data_set_user_folder ()))
    data_set = nabla_data_set_load (nabla_data_set_user_folder (), wish->validation_size, &warning);
  if (data_set == NULL && error == NULL)
    data_set = nabla_data_set_synthesize (wish->seed, wish->style, wish->validation_size,
                                          on_preparation_progress, task, cancellable, &error);
  if (data_set != NULL && warning != NULL)
    data_set->warning = g_strdup (warning->message);
  if (data_set == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, data_set, g_object_unref);
}

void
nabla_data_set_prepare_async (const NablaDataWish *wish, GCancellable *cancellable,
                              NablaDataProgress progress, gpointer progress_data,
                              GAsyncReadyCallback callback, gpointer data)
{
  Preparation *preparation = g_new0 (Preparation, 1);
  preparation->wish = *wish;
  preparation->wish.folder = preparation->folder = g_strdup (wish->folder);
  preparation->progress = progress;
  preparation->progress_data = progress_data;
  preparation->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  g_mutex_init (&preparation->mutex);
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_task_data (task, preparation, preparation_free);
  g_task_run_in_thread (task, prepare_thread);
}

NablaDataSet *
nabla_data_set_prepare_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
nabla_data_set_get_name (NablaDataSet *self)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (self), NULL);
  return self->set->name;
}

const char *
nabla_data_set_get_folder (NablaDataSet *self)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (self), NULL);
  return self->folder;
}

static char *
reckon_digest (NablaDataSet *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  for (int kind = 0; kind < DIGITS_N_PARTS; kind++) {
    DigitsPart part = digits_set_part (self->set, (DigitsPartKind) kind);
    gsize size = (gsize) part.width * (gsize) part.height;
    const guint64 sizes[] = { GUINT64_TO_LE ((guint64) part.n),
                              GUINT64_TO_LE ((guint64) part.width),
                              GUINT64_TO_LE ((guint64) part.height) };
    g_checksum_update (checksum, (const guchar *) sizes, sizeof sizes);
    /* Image by image: a length is at most a gssize. */
    for (gsize i = 0; i < part.n; i++)
      g_checksum_update (checksum, part.pixels + i * size, (gssize) size);
    g_checksum_update (checksum, part.labels, (gssize) part.n);
  }
  return g_strdup (g_checksum_get_string (checksum));
}

const char *
nabla_data_set_get_digest (NablaDataSet *self)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (self), NULL);
  if (self->base != NULL)
    return nabla_data_set_get_digest (self->base);
  if (g_once_init_enter (&self->once)) {
    g_atomic_pointer_set (&self->digest, reckon_digest (self));
    g_once_init_leave (&self->once, 1);
  }
  return self->digest;
}

gboolean
nabla_data_set_has_digest (NablaDataSet *self)
{
  return g_atomic_pointer_get (self->base != NULL ? &self->base->digest : &self->digest) != NULL;
}

gint64
nabla_data_set_get_seed (NablaDataSet *self)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (self), -1);
  return self->seed;
}

NablaDigitStyle
nabla_data_set_get_style (NablaDataSet *self)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (self), NABLA_DIGIT_STYLE_TRAINING);
  return self->style;
}

const char *
nabla_data_set_get_warning (NablaDataSet *self)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (self), NULL);
  return self->warning;
}

const NablaSkipped *
nabla_data_set_get_skipped (NablaDataSet *self)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (self), NULL);
  return &self->skipped;
}

DigitsPart
nabla_data_set_get_part (NablaDataSet *self, DigitsPartKind kind)
{
  return digits_set_part (self->set, kind);
}

NnSamples
nabla_data_set_get_samples (NablaDataSet *self, DigitsPartKind kind, gsize limit)
{
  DigitsPart part = digits_set_part (self->set, kind);
  return (NnSamples){
    .n = limit > 0 ? MIN (limit, part.n) : part.n,
    .n_in = part.width * part.height,
    .n_out = 10,
    .pixels = part.pixels,
    .rows = self->rows[kind],
    .labels = part.labels,
  };
}

/* With a number before them that says how many there are. */
static char *
reckon_own_digest (const DigitsImages *images)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const guint64 n = GUINT64_TO_LE ((guint64) images->n);
  g_checksum_update (checksum, (const guchar *) &n, sizeof n);
  g_checksum_update (checksum, images->labels, (gssize) images->n);
  for (gsize i = 0; i < images->n; i++)
    g_checksum_update (checksum, images->pixels + i * DIGITS_PIXELS, DIGITS_PIXELS);
  return g_strdup (g_checksum_get_string (checksum));
}

NablaDataSet *
nabla_data_set_with_own_images (NablaDataSet *base, DigitsImages *images)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (base), NULL);
  NablaDataSet *self = g_object_new (NABLA_TYPE_DATA_SET, NULL);
  if (base->base != NULL)
    base = base->base;
  self->base = g_object_ref (base);
  self->set = digits_set_ref (base->set);
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    self->rows[part] = base->rows[part] != NULL ? nn_rows_ref (base->rows[part]) : NULL;
  self->folder = g_strdup (base->folder);
  self->warning = g_strdup (base->warning);
  self->skipped = base->skipped;
  self->skipped.reason = g_strdup (base->skipped.reason);
  self->seed = base->seed;
  self->style = base->style;
  self->own = images;
  self->own_digest = images != NULL ? reckon_own_digest (images) : NULL;
  return self;
}

NablaDataSet *
nabla_data_set_with_own (NablaDataSet *base, NablaOwnDigits *own)
{
  return nabla_data_set_with_own_images (base, nabla_own_digits_copy_images (own));
}

gsize
nabla_data_set_get_n_own (NablaDataSet *self)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (self), 0);
  return self->own != NULL ? self->own->n : 0;
}

const DigitsImages *
nabla_data_set_get_own (NablaDataSet *self)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (self), NULL);
  return self->own;
}

const char *
nabla_data_set_get_own_digest (NablaDataSet *self)
{
  g_return_val_if_fail (NABLA_IS_DATA_SET (self), NULL);
  return self->own_digest;
}

gboolean
nabla_data_set_is_same (NablaDataSet *a, NablaDataSet *b, gboolean own)
{
  return a->set == b->set && (!own || g_strcmp0 (a->own_digest, b->own_digest) == 0);
}
