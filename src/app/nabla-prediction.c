/* SPDX-License-Identifier: MIT */
#include "app/nabla-prediction.h"

#include "lab/nabla-probabilities.h"
#include "nn/nn-evaluation.h"

#include <math.h>

#define CHUNK      500 /* images between two looks at the cancellable */
#define IMPROBABLE 1e-30

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
prediction_clear (gpointer data)
{
  NablaPrediction *prediction = data;

  nn_network_unref (prediction->network);
  g_free (prediction->digits);
  g_free (prediction->costs);
  g_free (prediction->certainty);
}

static NablaPrediction *
prediction_new (NnNetwork *network, const NnSamples *samples)
{
  NablaPrediction *prediction = g_atomic_rc_box_new0 (NablaPrediction);

  prediction->network = nn_network_ref (network);
  prediction->encoding = samples->encoding;
  prediction->n = samples->n;
  prediction->digits = g_new (guint8, MAX (samples->n, 1));
  prediction->costs = g_new (float, MAX (samples->n, 1));
  prediction->certainty = g_new (float, MAX (samples->n, 1));
  return prediction;
}

/* Of image `i`, from the outputs of the network. */
static void
judge (NablaPrediction *prediction, gsize i, int label, const float *outputs)
{
  const NnNetwork *network = prediction->network;
  double probabilities[NABLA_N_DIGITS];
  double of_label = 0;

  nabla_digit_probabilities (network->output, prediction->encoding, outputs,
                             network->sizes[network->n_layers], probabilities);
  if (label < NABLA_N_DIGITS)
    of_label = probabilities[label];
  prediction->costs[i] = (float) -log (fmax (of_label, IMPROBABLE));
  prediction->certainty[i] = (float) probabilities[MIN (prediction->digits[i], NABLA_N_DIGITS - 1)];
  prediction->n_wrong += prediction->digits[i] != label;
}

static NnStatus
read_chunk (NablaPrediction *prediction, const NnSamples *samples, gsize first, gsize n)
{
  g_autofree float *outputs = g_new (float, CHUNK *(gsize) samples->n_out);
  NnStatus status =
      nn_predict (prediction->network, samples, first, n, outputs, prediction->digits + first);

  for (gsize i = 0; status == NN_OK && i < n; i++)
    judge (prediction, first + i, samples->labels[first + i], outputs + i * (gsize) samples->n_out);
  return status;
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  NnSamples samples = nabla_data_set_get_samples (question->data_set, question->part, 0);
  g_autoptr (NablaPrediction) prediction = NULL;

  samples.n_out = question->network->sizes[question->network->n_layers];
  if (!nabla_encoding_of_outputs (samples.n_out, &samples.encoding)) {
    g_task_return_new_error (task, NABLA_ERROR, NABLA_ERROR_INTERNAL, "%s",
                             nn_status_message (NN_ERROR_SHAPE));
    return;
  }
  prediction = prediction_new (question->network, &samples);
  for (gsize first = 0; first < samples.n; first += CHUNK) {
    NnStatus status;

    if (g_task_return_error_if_cancelled (task))
      return;
    status = read_chunk (prediction, &samples, first, MIN (CHUNK, samples.n - first));
    if (status != NN_OK) {
      g_task_return_new_error (task, NABLA_ERROR, NABLA_ERROR_INTERNAL, "%s",
                               nn_status_message (status));
      return;
    }
  }
  g_task_return_pointer (task, g_steal_pointer (&prediction),
                         (GDestroyNotify) nabla_prediction_unref);
}

NablaPrediction *
nabla_prediction_ref (NablaPrediction *prediction)
{
  return g_atomic_rc_box_acquire (prediction);
}

void
nabla_prediction_unref (NablaPrediction *prediction)
{
  if (prediction != NULL)
    g_atomic_rc_box_release_full (prediction, prediction_clear);
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
