/* SPDX-License-Identifier: MIT */
#include "nn/nn-evaluation.h"

#include "nn/nn-batch.h"
#include "nn/nn-denormal.h"

#include <math.h>
#include <string.h>

/* Evaluation takes this many examples at a time. */
#define AT_ONCE 64

/* Loads examples first … first + n − 1 and feeds them forward. */
static void
feed (NnBatch *batch, const NnNetwork *network, const NnSamples *samples, size_t first, size_t n,
      bool with_targets)
{
  size_t end = first + n;

  nn_batch_clear (batch);
  for (size_t i = first; i < end; i++) {
    nn_batch_load (batch, samples, i);
    if (with_targets)
      nn_batch_load_target (batch, samples, i, network->output);
  }
  unsigned denormals = nn_denormal_ignore ();
  nn_batch_forward (batch, network, 1.0f);
  nn_denormal_restore (denormals);
}

/* The label of sample `i`. */
static int
label_of (const NnSamples *samples, size_t i, NnOutput output)
{
  if (samples->labels != NULL)
    return samples->labels[i];
  return nn_encoding_label (samples->encoding, output,
                            samples->targets + i * (size_t) samples->n_out, samples->n_out);
}

static NnStatus
check (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
       NnKernelKind kernel)
{
  if (nn_samples_check (samples) != NN_OK ||
      !nn_samples_fit (samples, network->sizes, network->n_layers))
    return NN_ERROR_SHAPE;
  if ((objective != NULL && !nn_cost_fits (objective->cost, network->output)) ||
      !nn_kernel_is_available (kernel))
    return NN_ERROR_RANGE;
  return NN_OK;
}

static void
add_regularisation (const NnNetwork *network, const NnObjective *objective,
                    NnEvaluation *evaluation)
{
  double n = (double) evaluation->n;

  if (objective->l2 != 0.0)
    evaluation->cost += objective->l2 / (2.0 * n) * nn_network_sum_squares (network);
  if (objective->l1 != 0.0)
    evaluation->cost += objective->l1 / n * nn_network_sum_magnitudes (network);
}

/* The outputs of example k of the batch: a[n_out]. Those of one panel lie side by side. */
static const float *
outputs_of (NnBatch *batch, int k, float *room)
{
  int L = batch->n_layers;

  if (batch->sizes[L] <= NN_PANEL)
    return batch->activations[L - 1] + nn_panel_at (batch->capacity, k, 0);
  nn_batch_get (batch, L - 1, k, room);
  return room;
}

NnStatus
nn_evaluate (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
             NnKernelKind kernel, const atomic_bool *stop, NnEvaluation *evaluation)
{
  NnStatus status = check (network, samples, objective, kernel);
  if (status != NN_OK)
    return status;
  NnBatch *batch = nn_batch_new (network, AT_ONCE, NN_BATCH_FORWARD, nn_kernel_table (kernel));
  if (batch == NULL)
    return NN_ERROR_MEMORY;

  NnEvaluation sum = { .n = samples->n, .cost = objective != NULL ? 0.0 : NAN };
  size_t capacity = (size_t) batch->capacity;
  for (size_t first = 0; first < samples->n && status == NN_OK; first += capacity) {
    size_t n = samples->n - first < capacity ? samples->n - first : capacity;
    if (stop != NULL && atomic_load_explicit (stop, memory_order_relaxed)) {
      status = NN_STOPPED;
      continue;
    }
    feed (batch, network, samples, first, n, objective != NULL);
    if (objective != NULL)
      sum.cost += nn_batch_costs (batch, network, objective->cost);
    for (size_t k = 0; k < n; k++)
      sum.n_correct +=
          nn_encoding_label (samples->encoding, network->output,
                             outputs_of (batch, (int) k, batch->row),
                             samples->n_out) == label_of (samples, first + k, network->output);
  }
  nn_batch_free (batch);
  if (status != NN_OK)
    return status;

  sum.accuracy = (double) sum.n_correct / (double) sum.n;
  sum.cost /= (double) sum.n;
  if (objective != NULL)
    add_regularisation (network, objective, &sum);
  *evaluation = sum;
  return NN_OK;
}

/* Costs by `objective` where it is not NULL. */
static NnStatus
predict (const NnNetwork *network, const NnSamples *samples, size_t first, size_t n,
         const NnObjective *objective, float *outputs, uint8_t *predicted, float *costs)
{
  NnStatus status = check (network, samples, objective, NN_KERNEL_AUTO);
  if (status != NN_OK)
    return status;
  if (first > samples->n || n > samples->n - first ||
      (predicted != NULL &&
       nn_encoding_n_labels (samples->encoding, samples->n_out) > UINT8_MAX + 1))
    return NN_ERROR_SHAPE;
  NnBatch *batch =
      nn_batch_new (network, AT_ONCE, NN_BATCH_FORWARD, nn_kernel_table (NN_KERNEL_AUTO));
  if (batch == NULL)
    return NN_ERROR_MEMORY;

  size_t n_out = (size_t) samples->n_out, capacity = (size_t) batch->capacity;
  for (size_t done = 0; done < n; done += capacity) {
    size_t here = n - done < capacity ? n - done : capacity;
    feed (batch, network, samples, first + done, here, objective != NULL);
    for (size_t k = 0; k < here; k++) {
      const float *output = outputs_of (batch, (int) k, batch->row);
      if (outputs != NULL)
        memcpy (outputs + (done + k) * n_out, output, n_out * sizeof (float));
      if (predicted != NULL)
        predicted[done + k] = (uint8_t) nn_encoding_label (samples->encoding, network->output,
                                                           output, samples->n_out);
      if (objective != NULL)
        costs[done + k] = (float) nn_batch_cost (batch, network, objective->cost, (int) k);
    }
  }
  nn_batch_free (batch);
  return NN_OK;
}

NnStatus
nn_predict (const NnNetwork *network, const NnSamples *samples, size_t first, size_t n,
            float *outputs, uint8_t *predicted)
{
  return predict (network, samples, first, n, NULL, outputs, predicted, NULL);
}

NnStatus
nn_predict_costs (const NnNetwork *network, const NnSamples *samples, size_t first, size_t n,
                  NnCost cost, float *outputs, uint8_t *predicted, float *costs)
{
  const NnObjective objective = { cost, 0.0, 0.0 };

  return predict (network, samples, first, n, &objective, outputs, predicted, costs);
}
