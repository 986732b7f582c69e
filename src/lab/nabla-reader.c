/* SPDX-License-Identifier: MIT */
#include "lab/nabla-reader.h"

#include "digits/digits-drawn.h"
#include "digits/digits-synthesizer.h"
#include "lab/nabla-job.h"
#include "lab/nabla-preset.h"
#include "lab/nabla-priority.h"
#include "lab/nabla-training-data.h"

#include <glib/gstdio.h>

#define MNIST "MNIST"

/* Of the time that it takes: until there are digits, and drawings, where they have to be made. */
#define SYNTHESIS   0.2
#define PREPARATION 0.5

static NablaHyperParameters
set_up_of_preset (void)
{
  return nabla_preset_get_hyper_parameters (nabla_preset_find (NABLA_READER_PRESET));
}

/* A network of another version, or of other drawings, is not looked for. */
static char *
path_of_kept (void)
{
  return g_build_filename (
      g_get_user_cache_dir (), "nabla",
      "for-drawing-" NABLA_VERSION "-" G_STRINGIFY (DIGITS_DRAWN_RECIPE) ".safetensors", NULL);
}

NablaModel *
nabla_reader_load_kept (NablaDataSet *data_set)
{
  g_autofree char *path = path_of_kept ();
  g_autoptr (NablaModel) model = nabla_model_load (path, NULL);
  NablaHyperParameters set_up = set_up_of_preset ();
  if (model == NULL || !model->has_hyper_parameters ||
      !nabla_hyper_parameters_equal (&model->hyper_parameters, &set_up))
    return NULL;
  if (data_set != NULL && g_str_equal (nabla_data_set_get_name (data_set), MNIST) &&
      g_strcmp0 (model->data_set, MNIST) != 0)
    return NULL;
  return g_steal_pointer (&model);
}

/* One that cannot be kept is trained again at the next start. */
static void
keep (const NablaModel *model)
{
  g_autofree char *path = path_of_kept ();
  g_autofree char *folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) == 0)
    nabla_model_save (model, path, NULL);
}

/* A part of the way, for what tells 0 … 1 of it. */
typedef struct {
  const NablaReaderWatch *watch;
  double from, to;
  GCancellable *cancellable; /* or NULL */
} Stage;

static void
tell (double done, gpointer data)
{
  const Stage *stage = data;
  const NablaReaderWatch *watch = stage->watch;
  if (stage->cancellable != NULL && watch->stop != NULL && atomic_load (watch->stop))
    g_cancellable_cancel (stage->cancellable);
  if (watch->progress != NULL)
    watch->progress (stage->from + (stage->to - stage->from) * done, watch->data);
}

/* What a network for drawings is trained on where the choice is `data_set`'s. Digits that are
 * written for showing teach little: of synthesized ones it takes those of the training style,
 * whatever people look at. */
static NablaDataSet *
choose_data_set (NablaDataSet *data_set, const NablaReaderWatch *watch, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Stage stage = { watch, 0, SYNTHESIS, cancellable };
  NablaDataWish wish = { .seed = DIGITS_SYNTHETIC_SEED,
                         .style = NABLA_DIGIT_STYLE_TRAINING,
                         .validation_size = DIGITS_VALIDATION_SIZE };
  if (data_set != NULL &&
      nabla_digit_style_equal (nabla_data_set_get_style (data_set), NABLA_DIGIT_STYLE_TRAINING))
    return g_object_ref (data_set);
  wish.is_synthetic = data_set != NULL;
  return nabla_data_set_prepare (&wish, tell, &stage, cancellable, error);
}

typedef struct {
  const NablaReaderWatch *watch;
  gint64 epochs;
} Training;

static bool
on_epoch (NnTrainer *trainer, int epoch, void *data)
{
  const Training *training = data;
  double done = (double) epoch / (double) training->epochs;
  if (training->watch->progress != NULL)
    training->watch->progress (PREPARATION + (1 - PREPARATION) * done, training->watch->data);
  return true;
}

/* A trained network, or NULL with error. */
static NnNetwork *
train (const NablaJob *job, const NnSamples *samples, const NablaReaderWatch *watch, GError **error)
{
  NnStatus status = NN_OK;
  NnNetwork *network = NULL;
  Training training = { watch, job->hyper_parameters.epochs };
  NnWatch trainer_watch = { .stop = watch->stop, .epoch = on_epoch, .data = &training };
  NnTrainer *trainer = nabla_job_make_trainer (job, samples, &status);
  if (trainer != NULL)
    status = nn_trainer_run (trainer, (int) training.epochs, &trainer_watch);
  if (status == NN_OK)
    network = nn_trainer_snapshot (trainer);
  nn_trainer_free (trainer);
  if (status == NN_STOPPED)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "it was stopped");
  else if (network == NULL)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INTERNAL,
                 "a network that reads drawings could not be trained: %s",
                 nn_status_message (status != NN_OK ? status : NN_ERROR_MEMORY));
  return network;
}

static NablaModel *
train_on (NablaDataSet *data_set, const NablaReaderWatch *watch, GError **error)
{
  NablaJob job = { .hyper_parameters = set_up_of_preset (), .kernel = NN_KERNEL_AUTO };
  Stage stage = { watch, SYNTHESIS, PREPARATION, NULL };
  NablaPreparationWatch preparation = { watch->stop, tell, &stage };
  g_autoptr (NablaTrainingData) images =
      nabla_training_data_new (data_set, &job.hyper_parameters, 0, &preparation, error);
  if (images == NULL)
    return NULL;
  const NnSamples *samples = nabla_training_data_get (images, DIGITS_TRAINING);
  NnNetwork *network = train (&job, samples, watch, error);
  if (network == NULL)
    return NULL;
  NablaModel *model = nabla_model_new (network);
  nn_network_unref (network);
  model->has_hyper_parameters = TRUE;
  model->hyper_parameters = job.hyper_parameters;
  model->epoch = (int) job.hyper_parameters.epochs;
  model->data_set = g_strdup (nabla_data_set_get_name (data_set));
  model->training_images = (gint64) nabla_data_set_get_part (data_set, DIGITS_TRAINING).n;
  model->validation_images = (gint64) nabla_data_set_get_part (data_set, DIGITS_VALIDATION).n;
  model->kernel = g_strdup (nn_kernel_name (nn_kernel_resolve (NN_KERNEL_AUTO)));
  return model;
}

NablaModel *
nabla_reader_make (NablaDataSet *data_set, const NablaReaderWatch *watch, GError **error)
{
  static const NablaReaderWatch nobody;
  NablaModel *model = nabla_reader_load_kept (data_set);
  if (model != NULL)
    return model;
  watch = watch != NULL ? watch : &nobody;
  g_autoptr (NablaDataSet) chosen = choose_data_set (data_set, watch, error);
  if (chosen == NULL)
    return NULL;
  model = train_on (chosen, watch, error);
  if (model != NULL)
    keep (model);
  return model;
}

/* What a thread trains on, and how it is told to stop. */
typedef struct {
  NablaDataSet *data_set;
  atomic_bool stop;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;
  g_clear_object (&request->data_set);
  g_free (request);
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  atomic_store ((atomic_bool *) data, true);
}

static void
make_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Request *request = task_data;
  GError *error = NULL;
  NablaReaderWatch watch = { .stop = &request->stop };
  gulong handler = 0;
  nabla_priority_lower ();
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), &request->stop, NULL);
  NablaModel *model = nabla_reader_make (request->data_set, &watch, &error);
  g_cancellable_disconnect (cancellable, handler);
  if (model != NULL)
    g_task_return_pointer (task, model, (GDestroyNotify) nabla_model_free);
  else
    g_task_return_error (task, error);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Request *request = task_data;
  NablaModel *model = nabla_reader_load_kept (request->data_set);
  if (model != NULL)
    g_task_return_pointer (task, model, (GDestroyNotify) nabla_model_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                             "no network for drawings is kept");
}

static void
start (GTaskThreadFunc function, NablaDataSet *data_set, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer data)
{
  Request *request = g_new0 (Request, 1);
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  request->data_set = data_set != NULL ? g_object_ref (data_set) : NULL;
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, function);
}

void
nabla_reader_load_kept_async (NablaDataSet *data_set, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  start (load_in_thread, data_set, cancellable, callback, data);
}

void
nabla_reader_make_async (NablaDataSet *data_set, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  start (make_in_thread, data_set, cancellable, callback, data);
}

NablaModel *
nabla_reader_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
