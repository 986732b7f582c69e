/* SPDX-License-Identifier: MIT */
#include "nn/nn-gradient.h"
#include "nn/nn-reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIFFERENCE 3e-4

/* The cost as a function of the parameters. Between kinks it is smooth: a rectified linear unit
 * stays on its side of 0 for every example. */
typedef struct {
  NnReference *reference;
  const NnSamples *samples;
  const NnObjective *objective;
  NnDropMask kept;
  size_t n_hidden;
  uint8_t *sides; /* [samples->n][n_hidden] 1 where z > 0 at the parameters as they are; NULL where
                     no unit has a kink */
} Surface;

/* True where the example last fed forward is on the sides that are noted for it. Units dropped have
 * no say. */
static bool
keeps_sides (const Surface *surface, size_t i)
{
  const NnReference *reference = surface->reference;
  const uint8_t *sides = surface->sides + i * surface->n_hidden;

  for (int l = 1; l < reference->n_layers; l++)
    for (int k = 0; k < reference->sizes[l]; k++, sides++)
      if ((surface->kept == NULL || surface->kept[l - 1][k]) &&
          *sides != (reference->z[reference->first_unit[l] + (size_t) k] > 0.0))
        return false;
  return true;
}

static NnStatus
note_sides (Surface *surface)
{
  NnReference *reference = surface->reference;
  size_t n = surface->samples->n;

  surface->n_hidden = reference->first_unit[reference->n_layers] - (size_t) reference->sizes[0];
  if (reference->activation != NN_ACTIVATION_RELU || surface->n_hidden == 0)
    return NN_OK;
  surface->sides = n <= SIZE_MAX / surface->n_hidden ? malloc (n * surface->n_hidden) : NULL;
  if (surface->sides == NULL)
    return NN_ERROR_MEMORY;

  uint8_t *side = surface->sides;
  for (size_t i = 0; i < n; i++) {
    nn_reference_feed_forward (reference, surface->samples, i, surface->objective->cost,
                               surface->kept);
    for (size_t k = 0; k < surface->n_hidden; k++)
      *side++ = reference->z[(size_t) reference->sizes[0] + k] > 0.0;
  }
  return NN_OK;
}

/* The cost at the parameters as they are now; false beyond a kink. */
static bool
find_cost (const Surface *surface, double *cost)
{
  size_t n = surface->samples->n;
  double sum = 0.0;

  for (size_t i = 0; i < n; i++) {
    sum += nn_reference_feed_forward (surface->reference, surface->samples, i,
                                      surface->objective->cost, surface->kept);
    if (surface->sides != NULL && !keeps_sides (surface, i))
      return false;
  }
  *cost =
      sum / (double) n + nn_reference_regularisation (surface->reference, surface->objective, n);
  return true;
}

/* Central differences of fourth order for a parameter; false where they would cross a kink. */
static bool
find_slope (const Surface *surface, double *parameter, bool is_weight, double *slope)
{
  static const struct {
    double at, weight;
  } points[4] = { { 1, 8.0 / 12 }, { -1, -8.0 / 12 }, { 2, -1.0 / 12 }, { -2, 1.0 / 12 } };
  double here = *parameter, cost = 0.0;
  bool smooth = !is_weight || surface->objective->l1 == 0.0 || fabs (here) > 2.0 * DIFFERENCE;

  *slope = 0.0;
  for (int i = 0; i < 4 && smooth; i++) {
    *parameter = here + points[i].at * DIFFERENCE;
    smooth = find_cost (surface, &cost);
    *slope += points[i].weight * cost / DIFFERENCE;
  }
  *parameter = here;
  return smooth;
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
check_layer_by_differences (const Surface *surface, const NnReference *gradient, int layer,
                            size_t max_parameters, size_t *n_left_out)
{
  NnReference *reference = surface->reference;
  size_t first = reference->first[layer], n = reference->first[layer + 1] - first;
  size_t n_weights = n - (size_t) reference->sizes[layer + 1];
  size_t n_checked = max_parameters == 0 || max_parameters > n ? n : max_parameters;
  Comparison comparison = { 0 };

  for (size_t i = 0; i < n_checked; i++) {
    size_t p = n_checked == n ? i : (size_t) ((double) i * (double) n / (double) n_checked);
    double slope;
    if (find_slope (surface, reference->parameters + first + p, p < n_weights, &slope))
      compare (&comparison, gradient->parameters[first + p], slope);
    else
      ++*n_left_out;
  }
  return relative_error (&comparison);
}

static double
check_layer_of_kernel (const NnReference *kernel, const NnReference *gradient, int layer)
{
  Comparison comparison = { 0 };

  for (size_t p = gradient->first[layer]; p < gradient->first[layer + 1]; p++)
    compare (&comparison, gradient->parameters[p], kernel->parameters[p]);
  return relative_error (&comparison);
}

/* The gradient that the kernel finds, as doubles. */
static NnStatus
ask_kernel (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
            NnDropMask kept, NnKernelKind kernel, NnReference **gradient)
{
  NnStatus status;
  NnNetwork *found = nn_network_new (network->sizes, network->n_layers + 1, &status);

  if (found == NULL)
    return status;
  status = nn_gradient (network, samples, objective, kept, kernel, found);
  if (status == NN_OK) {
    *gradient = nn_reference_new (found);
    status = *gradient == NULL ? NN_ERROR_MEMORY : NN_OK;
  }
  nn_network_unref (found);
  return status;
}

NnStatus
nn_gradient_check (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
                   NnDropMask kept, NnKernelKind kind, size_t max_parameters,
                   NnGradientCheck *check)
{
  NnReference *kernel = NULL, *gradient = NULL;
  Surface surface = { .samples = samples, .objective = objective, .kept = kept };
  NnStatus status = ask_kernel (network, samples, objective, kept, kind, &kernel);

  if (status == NN_OK) {
    surface.reference = nn_reference_new (network);
    gradient = nn_reference_new (network);
    if (surface.reference == NULL || gradient == NULL)
      status = NN_ERROR_MEMORY;
  }
  if (status == NN_OK)
    status = note_sides (&surface);
  if (status == NN_OK) {
    nn_reference_gradient (surface.reference, samples, 0, samples->n, objective, kept, gradient);
    check->n_layers = network->n_layers;
    check->n_left_out = 0;
    for (int l = 0; l < network->n_layers; l++) {
      check->backpropagation[l] =
          check_layer_by_differences (&surface, gradient, l, max_parameters, &check->n_left_out);
      check->kernel[l] = check_layer_of_kernel (kernel, gradient, l);
    }
  }
  free (surface.sides);
  nn_reference_free (surface.reference);
  nn_reference_free (kernel);
  nn_reference_free (gradient);
  return status;
}
