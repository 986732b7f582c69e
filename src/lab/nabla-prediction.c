/* SPDX-License-Identifier: MIT */
#include "lab/nabla-prediction.h"

#include "nn/nn-evaluation.h"

#define CHUNK 500 /* images between two looks at the cancellable */

typedef struct {
  NnNetwork *network;
  NablaDataSet *data_set;
  DigitsPartKind part;
  NnCost cost;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  nn_network_unref (question->network);
  g_object_unref (question->data_set);
  g_free (question);
}

static gboolean
check_status (NnStatus status, GError **error)
{
  if (status != NN_OK)
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INTERNAL, nn_status_message (status));
  return status == NN_OK;
}

static void
prediction_clear (gpointer data)
{
  NablaPrediction *prediction = data;

  nn_network_unref (prediction->network);
  g_free (prediction->digits);
  g_free (prediction->certainty);
  g_free (prediction->costs);
  g_free (prediction->wrong);
}

static NablaPrediction *
prediction_new (NnNetwork *network, gsize n)
{
  NablaPrediction *prediction = g_atomic_rc_box_new0 (NablaPrediction);

  prediction->network = nn_network_ref (network);
  prediction->n = n;
  prediction->digits = g_new (guint8, MAX (n, 1));
  prediction->certainty = g_new (float, MAX (n, 1));
  prediction->costs = g_new (float, MAX (n, 1));
  return prediction;
}

/* Images first … first + n − 1; outputs[n][n_out] is room for what the network says of them. */
static gboolean
read_chunk (NablaPrediction *prediction, const NnNetwork *network, const NnSamples *samples,
            NnCost cost, gsize first, gsize n, float *outputs, GError **error)
{
  if (!check_status (nn_predict_costs (network, samples, first, n, cost, outputs,
                                       prediction->digits + first, prediction->costs + first),
                     error))
    return FALSE;
  for (gsize i = 0; i < n; i++) {
    double probabilities[NABLA_N_DIGITS];
    nabla_digit_probabilities (network->output, samples->encoding,
                               outputs + i * (gsize) samples->n_out, samples->n_out, probabilities);
    prediction->certainty[first + i] = (float) probabilities[prediction->digits[first + i]];
  }
  return TRUE;
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
  nabla_confusion_count (&prediction->confusion, labels, prediction->digits, prediction->n);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  GError *error = NULL;
  NablaPrediction *prediction = nabla_prediction_make (
      question->network, question->data_set, question->part, question->cost, cancellable, &error);

  if (prediction != NULL)
    g_task_return_pointer (task, prediction, (GDestroyNotify) nabla_prediction_unref);
  else
    g_task_return_error (task, error);
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

NablaPrediction *
nabla_prediction_make (NnNetwork *network, NablaDataSet *data_set, DigitsPartKind part, NnCost cost,
                       GCancellable *cancellable, GError **error)
{
  NnSamples samples = nabla_data_set_get_samples (data_set, part, 0);
  samples.n_out = network->sizes[network->n_layers];
  if (!nabla_encoding_of_outputs (samples.n_out, &samples.encoding)) {
    check_status (NN_ERROR_SHAPE, error);
    return NULL;
  }
  g_autoptr (NablaPrediction) prediction = prediction_new (network, samples.n);
  g_autofree float *outputs = g_new (float, CHUNK *(gsize) samples.n_out);
  for (gsize first = 0; first < samples.n; first += CHUNK) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !read_chunk (prediction, network, &samples, cost, first, MIN (CHUNK, samples.n - first),
                     outputs, error))
      return NULL;
  }
  find_wrong (prediction, samples.labels);
  return g_steal_pointer (&prediction);
}

void
nabla_prediction_make_async (NnNetwork *network, NablaDataSet *data_set, DigitsPartKind part,
                             NnCost cost, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Question *question = g_new (Question, 1);

  question->network = nn_network_ref (network);
  question->data_set = g_object_ref (data_set);
  question->part = part;
  question->cost = cost;
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, work);
}

NablaPrediction *
nabla_prediction_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
