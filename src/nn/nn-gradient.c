/* SPDX-License-Identifier: MIT */
#include "nn/nn-gradient.h"

#include "nn/nn-batch.h"
#include "nn/nn-reference.h"

#include <math.h>
#include <stdlib.h>

#define DIFFERENCE 3e-4

static NnStatus
check_fit (const NnNetwork *network, const NnSamples *samples)
{
  NnStatus status = nn_samples_check (samples);

  if (status != NN_OK)
    return status;
  return samples->n_in == network->sizes[0] && samples->n_out == network->sizes[network->n_layers]
             ? NN_OK
             : NN_ERROR_SHAPE;
}

/* The terms of regularisation, and the mask of the batch. */
static void
add_regularisation (const NnNetwork *network, const NnObjective *objective, double n,
                    const NnKernel *kernel, NnNetwork *gradient)
{
  if (objective->l2 == 0.0 && objective->l1 == 0.0)
    return;
  for (int l = 0; l < network->n_layers; l++)
    kernel->regularise (gradient->weights[l], network->weights[l], 1.0f,
                        (float) (objective->l2 / n), (float) (-objective->l1 / n),
                        (size_t) network->sizes[l] * (size_t) network->strides[l]);
}

static void
hold_mask (NnBatch *batch, NnDropMask kept)
{
  batch->is_dropping = kept != NULL;
  for (int l = 0; l + 1 < batch->n_layers && kept != NULL; l++)
    for (int j = 0; j < batch->sizes[l + 1]; j++)
      batch->kept[l][j] = kept[l][j] != 0 ? 1.0f : 0.0f;
}

NnStatus
nn_gradient (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
             NnDropMask kept, NnKernelKind kernel, NnNetwork *gradient)
{
  NnStatus status = check_fit (network, samples);
  if (status != NN_OK)
    return status;
  if (!nn_network_same_shape (network, gradient))
    return NN_ERROR_SHAPE;
  if (!nn_cost_fits (objective->cost, network->output) || !nn_kernel_is_available (kernel))
    return NN_ERROR_RANGE;

  size_t n = samples->n, capacity = n < NN_BATCH_CAPACITY ? n : NN_BATCH_CAPACITY;
  NnBatch *batch =
      nn_batch_new (network, (int) capacity, NN_BATCH_BACKWARD, nn_kernel_table (kernel));
  if (batch == NULL)
    return NN_ERROR_MEMORY;

  capacity = (size_t) batch->capacity;
  hold_mask (batch, kept);
  nn_network_clear (gradient);
  for (size_t first = 0; first < n; first += capacity) {
    nn_batch_clear (batch);
    for (size_t i = first; i < n && i < first + capacity; i++) {
      nn_batch_load (batch, samples, i);
      nn_batch_load_target (batch, samples, i, network->output);
    }
    nn_batch_forward (batch, network, 1.0f);
    nn_batch_backward (batch, network, 1.0f, objective->cost);
    nn_batch_add_gradient (batch, (float) (1.0 / (double) n), 1.0f, gradient);
  }
  add_regularisation (network, objective, (double) n, batch->kernel, gradient);
  nn_batch_free (batch);
  return NN_OK;
}

/* Central differences of fourth order for a parameter of `reference`. */
static double
difference (NnReference *reference, double *parameter, const NnSamples *samples, NnCost cost,
            double l2, double *units)
{
  static const struct {
    double at, weight;
  } points[4] = { { 1, 8.0 / 12 }, { -1, -8.0 / 12 }, { 2, -1.0 / 12 }, { -2, 1.0 / 12 } };
  double here = *parameter, sum = 0.0;

  for (int i = 0; i < 4; i++) {
    *parameter = here + points[i].at * DIFFERENCE;
    sum +=
        points[i].weight * nn_reference_cost (reference, samples, 0, samples->n, cost, l2, units);
  }
  *parameter = here;
  return sum / DIFFERENCE;
}

/* Sums for ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖). */
typedef struct {
  double apart, g, h;
} Comparison;

static void
compare (Comparison *comparison, double g, double h)
{
  comparison->apart += (g - h) * (g - h);
  comparison->g += g * g;
  comparison->h += h * h;
}

static double
relative_error (const Comparison *comparison)
{
  double sum = sqrt (comparison->g) + sqrt (comparison->h);

  return sum == 0.0 ? 0.0 : sqrt (comparison->apart) / sum;
}

static double
check_layer_by_differences (NnReference *reference, const NnReference *gradient, int layer,
                            const NnSamples *samples, NnCost cost, double l2, size_t max_parameters,
                            double *units)
{
  size_t first = reference->first[layer], n = reference->first[layer + 1] - first;
  size_t n_checked = max_parameters == 0 || max_parameters > n ? n : max_parameters;
  Comparison comparison = { 0 };

  for (size_t i = 0; i < n_checked; i++) {
    size_t p =
        first + (n_checked == n ? i : (size_t) ((double) i * (double) n / (double) n_checked));
    compare (&comparison, gradient->parameters[p],
             difference (reference, reference->parameters + p, samples, cost, l2, units));
  }
  return relative_error (&comparison);
}

static double
check_layer_of_kernel (const NnNetwork *kernel, const NnReference *gradient, int layer)
{
  const double *g = gradient->parameters + gradient->first[layer];
  Comparison comparison = { 0 };

  for (int out = 0; out < kernel->sizes[layer + 1]; out++)
    for (int in = 0; in < kernel->sizes[layer]; in++)
      compare (&comparison, *g++, (double) nn_network_weight (kernel, layer, out, in));
  for (int out = 0; out < kernel->sizes[layer + 1]; out++)
    compare (&comparison, *g++, (double) kernel->biases[layer][out]);
  return relative_error (&comparison);
}

NnStatus
nn_gradient_check (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
                   NnDropMask kept, NnKernelKind kind, size_t max_parameters,
                   NnGradientCheck *check)
{
  NnCost cost = objective->cost;
  double l2 = objective->l2;
  check->n_left_out = 0;
  NnStatus status = check_fit (network, samples);
  if (status != NN_OK)
    return status;

  NnNetwork *kernel = nn_network_new (network->sizes, network->n_layers + 1, NULL);
  NnReference *reference = nn_reference_new (network), *gradient = nn_reference_new (network);
  double *scratch =
      reference == NULL ? NULL : calloc (2 * nn_reference_n_units (reference), sizeof *scratch);

  if (kernel == NULL || reference == NULL || gradient == NULL || scratch == NULL)
    status = NN_ERROR_MEMORY;
  else
    status = nn_gradient (network, samples, objective, kept, kind, kernel);
  if (status == NN_OK) {
    nn_reference_gradient (reference, samples, 0, samples->n, cost, l2, gradient, scratch);
    check->n_layers = network->n_layers;
    for (int l = 0; l < network->n_layers; l++) {
      check->backpropagation[l] = check_layer_by_differences (reference, gradient, l, samples, cost,
                                                              l2, max_parameters, scratch);
      check->kernel[l] = check_layer_of_kernel (kernel, gradient, l);
    }
  }
  nn_network_unref (kernel);
  nn_reference_free (reference);
  nn_reference_free (gradient);
  free (scratch);
  return status;
}
