/* SPDX-License-Identifier: MIT */
#include "nn/nn-reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sizes and places; answers the doubles and ints of the block behind the struct. */
static size_t
lay_out (NnReference *reference, const NnNetwork *network)
{
  reference->n_layers = network->n_layers;
  memcpy (reference->sizes, network->sizes, sizeof reference->sizes);
  reference->activation = network->activation;
  reference->output = network->output;
  for (int l = 0; l <= network->n_layers; l++) {
    reference->first[l] = reference->n_parameters;
    reference->first_unit[l] = reference->n_units;
    reference->n_units += (size_t) network->sizes[l];
    if (l < network->n_layers)
      reference->n_parameters += ((size_t) network->sizes[l] + 1) * (size_t) network->sizes[l + 1];
  }
  return (reference->n_parameters + 3 * reference->n_units) * sizeof (double) +
         reference->n_units * sizeof (int); /* far below 2^32 · 8: the parameters are ≤ 2^28 */
}

NnReference *
nn_reference_new (const NnNetwork *network)
{
  NnReference shape = { 0 };
  NnReference *reference = malloc (sizeof *reference + lay_out (&shape, network));
  float *layer = malloc (shape.n_parameters * sizeof *layer);

  if (reference == NULL || layer == NULL) {
    free (reference);
    free (layer);
    return NULL;
  }
  *reference = shape;
  reference->parameters = (double *) (reference + 1);
  reference->z = reference->parameters + shape.n_parameters;
  reference->a = reference->z + shape.n_units;
  reference->delta = reference->a + shape.n_units;
  reference->active = (int *) (reference->delta + shape.n_units);
  memset (reference->z, 0, 3 * shape.n_units * sizeof (double));

  for (int l = 0; l < shape.n_layers; l++) {
    size_t n = shape.first[l + 1] - shape.first[l];
    nn_network_get_layer (network, l, layer, layer + n - shape.sizes[l + 1]);
    for (size_t p = 0; p < n; p++)
      reference->parameters[shape.first[l] + p] = (double) layer[p];
  }
  free (layer);
  return reference;
}

void
nn_reference_free (NnReference *reference)
{
  free (reference);
}

void
nn_reference_clear (NnReference *reference)
{
  memset (reference->parameters, 0, reference->n_parameters * sizeof (double));
}

double *
nn_reference_weights (const NnReference *reference, int layer)
{
  return reference->parameters + reference->first[layer];
}

double *
nn_reference_biases (const NnReference *reference, int layer)
{
  return reference->parameters + reference->first[layer + 1] - reference->sizes[layer + 1];
}

const double *
nn_reference_output (const NnReference *reference)
{
  return reference->a + reference->first_unit[reference->n_layers];
}

static void
read_input (const NnSamples *samples, size_t i, double *input)
{
  size_t n_in = (size_t) samples->n_in;

  for (size_t k = 0; k < n_in; k++)
    if (samples->inputs != NULL)
      input[k] = (double) samples->inputs[i * n_in + k];
    else
      input[k] = samples->pixels != NULL ? samples->pixels[i * n_in + k] / 255.0 : 0.0;
  if (samples->inputs == NULL && samples->pixels == NULL) {
    NnRow row = nn_rows_at (samples->rows, i);
    for (size_t e = 0; e < row.count; e++)
      input[row.index[e]] += row.value[e] / 255.0; /* padding adds 0 */
  }
}

/* y_j of example `i`. */
static double
target_of (const NnReference *reference, const NnSamples *samples, size_t i, int j)
{
  if (samples->targets != NULL)
    return (double) samples->targets[i * (size_t) samples->n_out + (size_t) j];

  int label = samples->labels[i];
  bool on = samples->encoding == NN_ENCODING_BINARY ? j < 8 && label >> j & 1 : label == j;
  double off = reference->output == NN_OUTPUT_TANH ? -1.0 : 0.0;
  return on ? 1.0 : off;
}

static double
sigmoid (double z)
{
  return 1.0 / (1.0 + exp (-z));
}

/* −ln σ(−z) = ln (1 + e^z) */
static double
softplus (double z)
{
  return fmax (z, 0.0) + log1p (exp (-fabs (z)));
}

/* σ′(z), from z so that little of it is lost where σ(z) is nearly 1. */
static double
sigmoid_slope (double z)
{
  double e = exp (-fabs (z));

  return e / ((1.0 + e) * (1.0 + e));
}

/* tanh z = 2σ(2z) − 1 */
static double
tanh_slope (double z)
{
  return 4.0 * sigmoid_slope (2.0 * z);
}

static double
hidden_activation (NnActivation activation, double z)
{
  switch (activation) {
  case NN_ACTIVATION_SIGMOID:
    return sigmoid (z);
  case NN_ACTIVATION_TANH:
    return tanh (z);
  case NN_ACTIVATION_RELU:
  default:
    return z > 0.0 ? z : 0.0;
  }
}

static double
hidden_slope (NnActivation activation, double z)
{
  switch (activation) {
  case NN_ACTIVATION_SIGMOID:
    return sigmoid_slope (z);
  case NN_ACTIVATION_TANH:
    return tanh_slope (z);
  case NN_ACTIVATION_RELU:
  default:
    return z > 0.0 ? 1.0 : 0.0;
  }
}

/* ln Σ_k e^z_k */
static double
log_sum_exp (const double *z, int n)
{
  double largest = z[0], sum = 0.0;

  for (int j = 1; j < n; j++)
    largest = fmax (largest, z[j]);
  for (int j = 0; j < n; j++)
    sum += exp (z[j] - largest);
  return largest + log (sum);
}

static void
activate_output (NnOutput output, const double *z, double *a, int n)
{
  double normal = output == NN_OUTPUT_SOFTMAX ? log_sum_exp (z, n) : 0.0;

  for (int j = 0; j < n; j++)
    if (output == NN_OUTPUT_SOFTMAX)
      a[j] = exp (z[j] - normal);
    else
      a[j] = output == NN_OUTPUT_TANH ? tanh (z[j]) : sigmoid (z[j]);
}

/* Cross-entropy takes a tanh unit as a sigmoid unit of 2z, whose target is (1 + y)/2. */
static double
as_sigmoid_input (const NnReference *reference, double z)
{
  return reference->output == NN_OUTPUT_TANH ? 2.0 * z : z;
}

static double
as_sigmoid_target (const NnReference *reference, double y)
{
  return reference->output == NN_OUTPUT_TANH ? 0.5 * (1.0 + y) : y;
}

static double
example_cost (const NnReference *reference, const NnSamples *samples, size_t i, NnCost cost)
{
  size_t at = reference->first_unit[reference->n_layers];
  const double *z = reference->z + at, *a = reference->a + at;
  int n = reference->sizes[reference->n_layers];
  double sum = 0.0;

  for (int j = 0; j < n; j++) {
    double y = target_of (reference, samples, i, j);
    if (cost == NN_COST_QUADRATIC) {
      sum += 0.5 * (y - a[j]) * (y - a[j]);
    } else if (cost == NN_COST_CROSS_ENTROPY) {
      double x = as_sigmoid_input (reference, z[j]), t = as_sigmoid_target (reference, y);
      sum += t * softplus (-x) + (1.0 - t) * softplus (x);
    } else {
      sum += y * (log_sum_exp (z, n) - z[j]);
    }
  }
  return sum;
}

/* Lists the units of a layer whose activation is not zero: the others add nothing to any sum. */
static int
list_active (const NnReference *reference, int layer)
{
  const double *a = reference->a + reference->first_unit[layer];
  int n = 0;

  for (int k = 0; k < reference->sizes[layer]; k++)
    if (a[k] != 0.0)
      reference->active[n++] = k;
  return n;
}

double
nn_reference_feed_forward (NnReference *reference, const NnSamples *samples, size_t i, NnCost cost,
                           NnDropMask kept)
{
  int L = reference->n_layers;

  read_input (samples, i, reference->a);
  for (int l = 0; l < L; l++) {
    size_t n_in = (size_t) reference->sizes[l];
    const double *w = nn_reference_weights (reference, l), *b = nn_reference_biases (reference, l);
    const double *below = reference->a + reference->first_unit[l];
    double *z = reference->z + reference->first_unit[l + 1];
    double *a = reference->a + reference->first_unit[l + 1];
    int n_active = list_active (reference, l);

    for (int j = 0; j < reference->sizes[l + 1]; j++, w += n_in) {
      z[j] = b[j];
      for (int k = 0; k < n_active; k++)
        z[j] += w[reference->active[k]] * below[reference->active[k]];
      if (l < L - 1)
        a[j] = kept != NULL && !kept[l][j] ? 0.0 : hidden_activation (reference->activation, z[j]);
    }
    if (l == L - 1)
      activate_output (reference->output, z, a, reference->sizes[L]);
  }
  return example_cost (reference, samples, i, cost);
}

double
nn_reference_regularisation (const NnReference *reference, const NnObjective *objective, size_t n)
{
  double squares = 0.0, magnitudes = 0.0;

  for (int l = 0; l < reference->n_layers; l++)
    for (const double *w = nn_reference_weights (reference, l);
         w < nn_reference_biases (reference, l); w++) {
      squares += *w * *w;
      magnitudes += fabs (*w);
    }
  return objective->l2 / (2.0 * (double) n) * squares + objective->l1 / (double) n * magnitudes;
}

double
nn_reference_cost (NnReference *reference, const NnSamples *samples, size_t first, size_t n,
                   const NnObjective *objective, NnDropMask kept)
{
  double sum = 0.0;

  for (size_t i = first; i < first + n; i++)
    sum += nn_reference_feed_forward (reference, samples, i, objective->cost, kept);
  return sum / (double) n + nn_reference_regularisation (reference, objective, n);
}

/* ∂C/∂z of the output units (BP1), derived for each cost. */
static void
output_errors (NnReference *reference, const NnSamples *samples, size_t i, NnCost cost)
{
  size_t at = reference->first_unit[reference->n_layers];
  const double *z = reference->z + at, *a = reference->a + at;
  double *delta = reference->delta + at, targets = 0.0;
  int n = reference->sizes[reference->n_layers];

  for (int j = 0; j < n; j++)
    targets += target_of (reference, samples, i, j); /* 1 for softmax as it is meant */
  for (int j = 0; j < n; j++) {
    double y = target_of (reference, samples, i, j);
    if (cost == NN_COST_QUADRATIC) {
      bool is_tanh = reference->output == NN_OUTPUT_TANH;
      delta[j] = (a[j] - y) * (is_tanh ? tanh_slope (z[j]) : sigmoid_slope (z[j]));
    } else if (cost == NN_COST_CROSS_ENTROPY) {
      double x = as_sigmoid_input (reference, z[j]), t = as_sigmoid_target (reference, y);
      double inner = reference->output == NN_OUTPUT_TANH ? 2.0 : 1.0; /* ∂x/∂z */
      delta[j] = inner * ((1.0 - t) * sigmoid (x) - t * sigmoid (-x));
    } else {
      delta[j] = targets * a[j] - y;
    }
  }
}

/* Errors of hidden layer l (1-based) from those of the next (BP2); dropped units have none. */
static void
hidden_errors (NnReference *reference, int l, NnDropMask kept)
{
  size_t n_in = (size_t) reference->sizes[l];
  const double *w = nn_reference_weights (reference, l);
  const double *z = reference->z + reference->first_unit[l];
  const double *above = reference->delta + reference->first_unit[l + 1];
  double *delta = reference->delta + reference->first_unit[l];

  memset (delta, 0, n_in * sizeof *delta);
  for (int j = 0; j < reference->sizes[l + 1]; j++, w += n_in)
    for (size_t k = 0; k < n_in; k++)
      delta[k] += w[k] * above[j];
  for (size_t k = 0; k < n_in; k++)
    delta[k] *= kept != NULL && !kept[l - 1][k] ? 0.0 : hidden_slope (reference->activation, z[k]);
}

/* sum += factor · ∂C of the example last fed forward (BP3, BP4). */
static void
backpropagate (NnReference *reference, const NnSamples *samples, size_t i, NnCost cost,
               NnDropMask kept, double factor, NnReference *sum)
{
  output_errors (reference, samples, i, cost);
  for (int l = reference->n_layers - 1; l > 0; l--)
    hidden_errors (reference, l, kept);
  for (int l = 0; l < reference->n_layers; l++) {
    size_t n_in = (size_t) reference->sizes[l];
    double *dw = nn_reference_weights (sum, l), *db = nn_reference_biases (sum, l);
    const double *below = reference->a + reference->first_unit[l];
    const double *delta = reference->delta + reference->first_unit[l + 1];
    int n_active = list_active (reference, l);

    for (int j = 0; j < reference->sizes[l + 1]; j++, dw += n_in) {
      double step = factor * delta[j];
      db[j] += step;
      for (int k = 0; k < n_active; k++)
        dw[reference->active[k]] += step * below[reference->active[k]];
    }
  }
}

/* sum += factor · (λ w + λ₁ sgn w) for all weights; sgn 0 = 0. */
static void
add_regularisation (const NnReference *reference, const NnObjective *objective, double factor,
                    NnReference *sum)
{
  if (objective->l2 == 0.0 && objective->l1 == 0.0)
    return;
  for (int l = 0; l < reference->n_layers; l++) {
    const double *w = nn_reference_weights (reference, l),
                 *end = nn_reference_biases (reference, l);
    double *dw = nn_reference_weights (sum, l);
    for (; w < end; w++, dw++)
      *dw += factor * (objective->l2 * *w + objective->l1 * ((*w > 0.0) - (*w < 0.0)));
  }
}

void
nn_reference_gradient (NnReference *reference, const NnSamples *samples, size_t first, size_t n,
                       const NnObjective *objective, NnDropMask kept, NnReference *gradient)
{
  nn_reference_clear (gradient);
  for (size_t i = first; i < first + n; i++) {
    nn_reference_feed_forward (reference, samples, i, objective->cost, kept);
    backpropagate (reference, samples, i, objective->cost, kept, 1.0 / (double) n, gradient);
  }
  add_regularisation (reference, objective, 1.0 / (double) n, gradient);
}

void
nn_reference_step (NnReference *reference, NnReference *velocity, const NnSamples *samples,
                   size_t first, size_t m, const NnTraining *training, NnDropMask kept)
{
  double eta = training->learning_rate;
  NnCost cost = training->objective.cost;

  for (size_t p = 0; p < velocity->n_parameters; p++)
    velocity->parameters[p] *= training->momentum;
  for (size_t i = first; i < first + m; i++) {
    nn_reference_feed_forward (reference, samples, i, cost, kept);
    backpropagate (reference, samples, i, cost, kept, -eta / (double) m, velocity);
  }
  add_regularisation (reference, &training->objective, -eta / (double) samples->n, velocity);
  for (size_t p = 0; p < reference->n_parameters; p++)
    reference->parameters[p] += velocity->parameters[p];
}
