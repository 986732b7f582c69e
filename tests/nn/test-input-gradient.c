/* SPDX-License-Identifier: MIT */
/* The slope in each input, against central differences in double. */
#include "agreement.h"
#include "claim.h"
#include "combinations.h"
#include "nn/nn-input-gradient.h"
#include "random-samples.h"

#define N_IN       45
#define N_OUT      35 /* more than one panel */
#define N_EXAMPLES 3
#define DIFFERENCE 3e-4
#define BOUND      1e-5 /* of ‖g − ĝ‖ / ‖ĝ‖; what was found is less than 1e-6 */

static const int shape[] = { N_IN, 37, 40, 12 };

/* What is differentiated: the cost of an example, or a sum of its weighted outputs. */
typedef struct {
  NnReference *reference;
  const NnSamples *samples;
  size_t i;
  NnCost cost;
  const float *factors; /* NULL: the cost */
} Function;

static double
value_of (const Function *function)
{
  NnReference *reference = function->reference;
  double sum =
      nn_reference_feed_forward (reference, function->samples, function->i, function->cost, NULL);

  if (function->factors == NULL)
    return sum;
  sum = 0.0;
  for (int j = 0; j < N_OUT; j++)
    sum += (double) function->factors[j] *
           reference->z[reference->first_unit[reference->n_layers] + (size_t) j];
  return sum;
}

/* Moves an input without its being rounded to a float: what it adds to z^1 goes into the biases. */
static void
move_input (NnReference *reference, int input, double by)
{
  for (int j = 0; j < reference->sizes[1]; j++)
    nn_reference_biases (reference, 0)[j] +=
        by * nn_reference_weights (reference, 0)[j * reference->sizes[0] + input];
}

static size_t
sides_of (const NnReference *reference)
{
  size_t n = 0;

  for (size_t k = (size_t) reference->sizes[0]; k < reference->first_unit[reference->n_layers]; k++)
    n = 31 * n + (reference->z[k] > 0.0);
  return n;
}

/* False where a rectified unit would change its side. */
static bool
find_slope (const Function *function, int input, double *slope)
{
  static const double at[] = { 1, -1, 2, -2 },
                      weight[] = { 8.0 / 12, -8.0 / 12, -1.0 / 12, 1.0 / 12 };
  NnReference *reference = function->reference;
  bool smooth = true;

  *slope = 0.0;
  value_of (function);
  size_t sides = sides_of (reference);
  for (int p = 0; p < 4; p++) {
    move_input (reference, input, at[p] * DIFFERENCE);
    *slope += weight[p] * value_of (function) / DIFFERENCE;
    smooth &= reference->activation != NN_ACTIVATION_RELU || sides_of (reference) == sides;
    move_input (reference, input, -at[p] * DIFFERENCE);
  }
  return smooth;
}

/* ‖g − ĝ‖ / ‖ĝ‖ over the inputs where there is a ĝ. */
static double
apart (const float *gradient, const double *slopes, const bool *smooth)
{
  double difference = 0.0, norm = 0.0;

  for (int i = 0; i < N_IN; i++)
    if (smooth[i]) {
      difference += ((double) gradient[i] - slopes[i]) * ((double) gradient[i] - slopes[i]);
      norm += slopes[i] * slopes[i];
    }
  return sqrt (difference / norm);
}

static size_t n_slopes, n_left_out;
static double largest;

/* One example, every kernel. */
static void
claim_example (const NnNetwork *network, const Function *function)
{
  double slopes[N_IN];
  bool smooth[N_IN];
  float input[N_IN], target[N_OUT], gradient[N_IN], z[N_OUT];

  nn_samples_input (function->samples, function->i, input);
  nn_samples_target (function->samples, function->i, network->output, target);
  for (int i = 0; i < N_IN; i++) {
    smooth[i] = find_slope (function, i, &slopes[i]);
    n_slopes++;
    n_left_out += !smooth[i];
  }
  value_of (function);
  for (int kernel = NN_KERNEL_AUTO; kernel < NN_N_KERNELS; kernel++) {
    NnKernelKind kind = (NnKernelKind) kernel;
    if (!nn_kernel_is_available (kind))
      continue;
    if (function->factors == NULL) {
      CLAIM (nn_input_gradient (network, input, target, function->cost, kind, gradient) == NN_OK);
    } else {
      CLAIM (nn_input_gradient_of_units (network, input, function->factors, kind, z, gradient) ==
             NN_OK);
      for (int j = 0; j < N_OUT; j++)
        CLAIM_NEAR (
            (double) z[j],
            function->reference->z[function->reference->first_unit[network->n_layers] + (size_t) j],
            1e-4);
    }
    double error = apart (gradient, slopes, smooth);
    largest = error > largest ? error : largest;
    CLAIM (error < BOUND);
  }
}

static void
claim_combination (int activation, int output, int depth, const float *factors)
{
  RandomSamples samples = random_samples_new (N_EXAMPLES, N_IN, N_OUT, (uint64_t) depth + 1);
  int sizes[5];

  memcpy (sizes, shape, sizeof shape);
  sizes[depth + 1] = N_OUT;
  NnNetwork *network =
      random_layers (sizes, depth + 2, (NnActivation) activation,
                     combination_outputs[output].output, (uint64_t) (5 * activation + depth + 1));
  Function function = { .reference = nn_reference_new (network),
                        .samples = &samples.view,
                        .cost = combination_outputs[output].cost,
                        .factors = factors };
  for (function.i = 0; function.i < N_EXAMPLES; function.i++)
    claim_example (network, &function);
  nn_reference_free (function.reference);
  nn_network_unref (network);
  random_samples_free (&samples);
}

static void
is_that_of_the_cost_for_every_combination (void)
{
  n_slopes = n_left_out = 0;
  largest = 0.0;
  for (int activation = 0; activation < N_ACTIVATIONS; activation++)
    for (int output = 0; output < N_OUTPUTS; output++)
      for (int depth = 0; depth <= 3; depth++)
        claim_combination (activation, output, depth, NULL);
  printf ("# largest error %.1e; %zu of %zu slopes left out at a kink\n", largest, n_left_out,
          n_slopes);
  CLAIM (n_left_out < n_slopes / 20);
}

static void
is_that_of_weighted_outputs (void)
{
  float factors[N_OUT];
  NnRng rng;

  nn_rng_seed (&rng, 3);
  for (int j = 0; j < N_OUT; j++)
    factors[j] = (float) nn_rng_below (&rng, 9) - 4.0f;
  n_slopes = n_left_out = 0;
  largest = 0.0;
  for (int activation = 0; activation < N_ACTIVATIONS; activation++)
    for (int output = 0; output < N_OUTPUTS; output++)
      for (int depth = 0; depth <= 3; depth++)
        claim_combination (activation, output, depth, factors);
  printf ("# largest error %.1e; %zu of %zu slopes left out at a kink\n", largest, n_left_out,
          n_slopes);
  CLAIM (n_left_out < n_slopes / 20);
}

/* Without a hidden layer the slope of a unit is its row of weights. */
static void
of_one_unit_without_a_hidden_layer_is_its_weights (void)
{
  NnNetwork *network =
      random_layers ((int[]){ 7, 3 }, 2, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SOFTMAX, 1);
  const float input[7] = { -3.0f, 0.0f, 0.5f, 2.0f, 0.0f, 1.0f, 100.0f };
  const float factors[3] = { 0.0f, 1.0f, 0.0f };
  float gradient[7];

  CLAIM (nn_input_gradient_of_units (network, input, factors, NN_KERNEL_AUTO, NULL, gradient) ==
         NN_OK);
  for (int i = 0; i < 7; i++)
    CLAIM (gradient[i] == nn_network_weight (network, 0, 1, i));
  nn_network_unref (network);
}

/* Where the output is 1 to the last bit the cost has no slope left, but the unit's sum has. */
static void
of_a_saturated_unit_does_not_vanish (void)
{
  NnNetwork *network =
      random_layers ((int[]){ 1, 1 }, 2, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID, 1);
  const float input[1] = { 1.0f }, target[1] = { 0.0f }, factors[1] = { 1.0f };
  float gradient[1];

  nn_network_set_weight (network, 0, 0, 0, 1000.0f);
  CLAIM (nn_input_gradient (network, input, target, NN_COST_QUADRATIC, NN_KERNEL_AUTO, gradient) ==
         NN_OK);
  CLAIM (gradient[0] == 0.0f);
  CLAIM (nn_input_gradient_of_units (network, input, factors, NN_KERNEL_AUTO, NULL, gradient) ==
         NN_OK);
  CLAIM (gradient[0] == 1000.0f);
  nn_network_unref (network);
}

static void
what_does_not_fit_is_refused (void)
{
  NnNetwork *network = random_network (4, 3, 2, 1);
  const float input[4] = { 0 }, target[2] = { 0 };
  float gradient[4] = { 7.0f };

  CLAIM (nn_input_gradient (network, input, target, NN_COST_LOG_LIKELIHOOD, NN_KERNEL_AUTO,
                            gradient) == NN_ERROR_RANGE);
  CLAIM (nn_input_gradient (network, input, target, NN_COST_QUADRATIC, NN_N_KERNELS, gradient) ==
         NN_ERROR_RANGE);
  CLAIM (nn_input_gradient_of_units (network, input, target, NN_N_KERNELS, NULL, gradient) ==
         NN_ERROR_RANGE);
  CLAIM (gradient[0] == 7.0f);
  nn_network_unref (network);
}

int
main (void)
{
  RUN ("/nn/input-gradient/is-that-of-the-cost-for-every-combination",
       is_that_of_the_cost_for_every_combination);
  RUN ("/nn/input-gradient/is-that-of-weighted-outputs", is_that_of_weighted_outputs);
  RUN ("/nn/input-gradient/of-one-unit-without-a-hidden-layer-is-its-weights",
       of_one_unit_without_a_hidden_layer_is_its_weights);
  RUN ("/nn/input-gradient/of-a-saturated-unit-does-not-vanish",
       of_a_saturated_unit_does_not_vanish);
  RUN ("/nn/input-gradient/what-does-not-fit-is-refused", what_does_not_fit_is_refused);
  return DONE ();
}
