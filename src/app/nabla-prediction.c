/* SPDX-License-Identifier: MIT */
#include "app/nabla-prediction.h"

#include "lab/nabla-probabilities.h"
#include "nn/nn-evaluation.h"

#define CHUNK 500 /* images between two looks at the cancellable */

typedef struct {
  NnNetwork *network;
  NablaDataSet *data_set;
  DigitsPartKind part;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  nn_network_unref (question->network);
  g_object_unref (question->data_set);
  g_free (question);
}

static void
find_wrong (NablaPrediction *prediction, const guint8 *labels)
{
  gsize k = 0;

  for (gsize i = 0; i < prediction->n; i++)
    prediction->n_wrong += prediction->digits[i] != labels[i];
  prediction->wrong = g_new (guint, MAX (prediction->n_wrong, 1));
  for (gsize i = 0; i < prediction->n; i++)
    if (prediction->digits[i] != labels[i])
      prediction->wrong[k++] = (guint) i;
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  NnSamples samples = nabla_data_set_get_samples (question->data_set, question->part, 0);
  g_autoptr (NablaPrediction) prediction = g_new0 (NablaPrediction, 1);

  samples.n_out = question->network->sizes[question->network->n_layers];
  if (!nabla_encoding_of_outputs (samples.n_out, &samples.encoding)) {
    g_task_return_new_error (task, NABLA_ERROR, NABLA_ERROR_INTERNAL, "%s",
                             nn_status_message (NN_ERROR_SHAPE));
    return;
  }
  prediction->n = samples.n;
  prediction->digits = g_new (guint8, MAX (samples.n, 1));
  for (gsize first = 0; first < samples.n; first += CHUNK) {
    gsize n = MIN (CHUNK, samples.n - first);
    NnStatus status;

    if (g_task_return_error_if_cancelled (task))
      return;
    status = nn_predict (question->network, &samples, first, n, NULL, prediction->digits + first);
    if (status != NN_OK) {
      g_task_return_new_error (task, NABLA_ERROR, NABLA_ERROR_INTERNAL, "%s",
                               nn_status_message (status));
      return;
    }
  }
  find_wrong (prediction, samples.labels);
  g_task_return_pointer (task, g_steal_pointer (&prediction),
                         (GDestroyNotify) nabla_prediction_free);
}

void
nabla_prediction_free (NablaPrediction *prediction)
{
  if (prediction == NULL)
    return;
  g_free (prediction->digits);
  g_free (prediction->wrong);
  g_free (prediction);
}

void
nabla_prediction_make_async (NnNetwork *network, NablaDataSet *data_set, DigitsPartKind part,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Question *question = g_new (Question, 1);

  question->network = nn_network_ref (network);
  question->data_set = g_object_ref (data_set);
  question->part = part;
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, work);
}

NablaPrediction *
nabla_prediction_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
