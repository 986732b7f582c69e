/* SPDX-License-Identifier: MIT */
#include "nn/nn-step.h"

#include <math.h>

/* A smaller scale is multiplied out, lest what is kept grow without bound. */
#define SMALLEST_SCALE 1e-3
/* So is a factor that is negative or far from 1. */
#define SMALLEST_FACTOR 0.5
/* Covers the rounding of the limits. */
#define ROUNDING (1.0 + 1e-6)

bool
nn_parameters_init (NnParameters *parameters, const NnNetwork *start, const NnKernel *kernel,
                    bool has_velocity, bool has_gradient)
{
  *parameters = (NnParameters){ .kernel = kernel, .scale = 1.0 };
  parameters->network = nn_network_copy (start);
  if (has_velocity)
    parameters->velocity = nn_network_copy (start);
  if (has_gradient)
    parameters->gradient = nn_network_copy (start);
  if (parameters->network == NULL || (has_velocity && parameters->velocity == NULL) ||
      (has_gradient && parameters->gradient == NULL))
    return false;
  if (has_velocity)
    nn_network_clear (parameters->velocity);
  nn_parameters_settle (parameters);
  return true;
}

void
nn_parameters_clear (NnParameters *parameters)
{
  nn_network_unref (parameters->network);
  nn_network_unref (parameters->velocity);
  nn_network_unref (parameters->gradient);
  *parameters = (NnParameters){ 0 };
}

static size_t
n_weights_of (const NnNetwork *network, int l)
{
  return (size_t) network->sizes[l] * (size_t) network->strides[l];
}

static void
scale_weights (const NnKernel *kernel, NnNetwork *network, double factor)
{
  if (factor == 1.0)
    return;
  for (int l = 0; l < network->n_layers; l++)
    kernel->scale (network->weights[l], (float) factor, n_weights_of (network, l));
}

static double
largest_of (const NnKernel *kernel, const NnNetwork *network)
{
  return network == NULL ? 0.0 : (double) kernel->max_abs (network->weights[0], network->n_floats);
}

void
nn_parameters_settle (NnParameters *parameters)
{
  scale_weights (parameters->kernel, parameters->network, parameters->scale);
  parameters->scale = 1.0;
  parameters->limit = largest_of (parameters->kernel, parameters->network);
  parameters->velocity_limit = largest_of (parameters->kernel, parameters->velocity);
}

bool
nn_parameters_set_velocity (NnParameters *parameters, bool has_velocity)
{
  NnNetwork *velocity = NULL;

  if (has_velocity == (parameters->velocity != NULL))
    return true;
  if (has_velocity) {
    velocity = nn_network_copy (parameters->network);
    if (velocity == NULL)
      return false;
    nn_network_clear (velocity);
  }
  nn_network_unref (parameters->velocity);
  parameters->velocity = velocity;
  nn_parameters_settle (parameters);
  return true;
}

void
nn_parameters_read (const NnParameters *parameters, NnNetwork *network)
{
  nn_network_assign (network, parameters->network);
  scale_weights (parameters->kernel, network, parameters->scale);
}

/* w ← (1 − ηλ/n) w − (ηλ₁/n) sgn w for all weights, which leaves the padding zero. */
static void
decay (NnParameters *parameters, const NnRates *rates)
{
  double factor = 1.0 - rates->learning_rate * rates->l2, l1 = rates->learning_rate * rates->l1;
  NnNetwork *network = parameters->network;

  parameters->limit *= fabs (factor) > 1.0 ? fabs (factor) : 1.0;
  parameters->limit += l1;
  if (l1 == 0.0 && parameters->gradient == NULL && factor >= SMALLEST_FACTOR &&
      parameters->scale * factor >= SMALLEST_SCALE) {
    parameters->scale *= factor;
    return;
  }
  factor *= parameters->scale;
  parameters->scale = 1.0;
  if (l1 == 0.0)
    scale_weights (parameters->kernel, network, factor);
  else
    for (int l = 0; l < network->n_layers; l++)
      parameters->kernel->regularise (network->weights[l], network->weights[l], (float) factor,
                                      0.0f, (float) l1, n_weights_of (network, l));
}

/* v ← μv − ηλ/n w − ηλ₁/n sgn w; biases have the first term only. */
static void
slow_down (NnParameters *parameters, const NnRates *rates)
{
  NnNetwork *velocity = parameters->velocity;
  float keep = (float) rates->momentum;
  double l2 = rates->learning_rate * rates->l2, l1 = rates->learning_rate * rates->l1;

  for (int l = 0; l < velocity->n_layers; l++) {
    parameters->kernel->regularise (velocity->weights[l], parameters->network->weights[l], keep,
                                    (float) -l2, (float) l1, n_weights_of (velocity, l));
    parameters->kernel->scale (velocity->biases[l], keep, (size_t) velocity->strides[l]);
  }
  parameters->velocity_limit =
      rates->momentum * parameters->velocity_limit + l2 * parameters->limit + l1;
}

/* After m steps of examples, none larger than `largest`: only when the bound of the parameters is
 * beyond what is allowed (or not a number) are they looked at themselves. */
static NnStatus
check (NnParameters *parameters, size_t m, double largest)
{
  double step = (double) m * largest;

  if (parameters->velocity != NULL) {
    parameters->velocity_limit = (parameters->velocity_limit + step) * ROUNDING;
    step = parameters->velocity_limit;
  }
  parameters->limit = (parameters->limit + step) * ROUNDING;
  if (!(parameters->limit <= (double) NN_PARAMETER_LIMIT))
    nn_parameters_settle (parameters);
  return parameters->limit <= (double) NN_PARAMETER_LIMIT ? NN_OK : NN_DIVERGED;
}

static void
add_all (const NnKernel *kernel, NnNetwork *network, const NnNetwork *step)
{
  kernel->add_vector (network->weights[0], step->weights[0], network->n_floats);
}

NnStatus
nn_step_take (NnParameters *parameters, const NnRates *rates, NnBatch *batch, size_t m)
{
  double factor = -rates->learning_rate / (double) m, largest;

  if (parameters->velocity != NULL) {
    slow_down (parameters, rates);
    largest = (double) nn_batch_add_gradient (batch, (float) factor, 1.0f, parameters->velocity);
    add_all (parameters->kernel, parameters->network, parameters->velocity);
  } else {
    decay (parameters, rates);
    largest = parameters->scale *
              (double) nn_batch_add_gradient (batch, (float) (factor / parameters->scale),
                                              (float) parameters->scale, parameters->network);
  }
  return check (parameters, m, largest);
}

void
nn_step_begin (NnParameters *parameters)
{
  nn_network_clear (parameters->gradient);
}

void
nn_step_add (NnParameters *parameters, const NnRates *rates, NnBatch *batch, size_t m)
{
  nn_batch_add_gradient (batch, (float) (-rates->learning_rate / (double) m), 1.0f,
                         parameters->gradient);
}

NnStatus
nn_step_end (NnParameters *parameters, const NnRates *rates)
{
  double largest = largest_of (parameters->kernel, parameters->gradient);

  if (parameters->velocity != NULL) {
    slow_down (parameters, rates);
    add_all (parameters->kernel, parameters->velocity, parameters->gradient);
    add_all (parameters->kernel, parameters->network, parameters->velocity);
  } else {
    decay (parameters, rates);
    add_all (parameters->kernel, parameters->network, parameters->gradient);
  }
  return check (parameters, 1, largest);
}
