/* SPDX-License-Identifier: MIT */
/* Backpropagation is the gradient, in the plain loops and in every kernel, whatever is combined. */
#include "claim.h"
#include "combinations.h"
#include "agreement.h"
#include "random-samples.h"

#define N     20
#define N_OUT 4

/* Half of the hidden units, at least one of each layer. */
static Mask
random_mask (const NnNetwork *network, uint64_t seed)
{
  NnReference *reference = nn_reference_new (network);
  Mask mask = mask_new (reference);
  NnRng rng;

  nn_rng_seed (&rng, seed);
  for (size_t k = 0; k < mask.n_units; k++)
    mask.units[k] = (uint8_t) nn_rng_below (&rng, 2);
  for (int l = 1; l < network->n_layers; l++)
    mask.units[reference->first_unit[l] - reference->first_unit[1]] = 1;
  nn_reference_free (reference);
  return mask;
}

/* The bounds hold in every layer. Of a single parameter, whose slope may be next to nothing, only
 * that of the kernel is asked. */
static bool
is_within_bounds (const NnGradientCheck *check, bool is_single)
{
  for (int l = 0; l < check->n_layers; l++)
    if ((!is_single && !(check->backpropagation[l] < NN_GRADIENT_CHECK_DOUBLE)) ||
        !(check->kernel[l] < NN_GRADIENT_CHECK_FLOAT))
      return false;
  return true;
}

static void
print_errors (const NnGradientCheck *check)
{
  for (int l = 0; l < check->n_layers; l++)
    printf (" %.1e (double) %.1e (float)", check->backpropagation[l], check->kernel[l]);
  printf ("\n");
}

/* The check of a network with so many hidden layers; every kernel is asked, the differences are
 * taken once. */
static bool
check_combination (int activation, int output, int technique, int depth, size_t *n_compared,
                   size_t *n_left_out)
{
  static const int sizes[] = { 13, 9, 17, 6 };
  int shape[5];
  NnTraining training = combination_training (output, technique, N);
  RandomSamples samples = random_samples_new (N, sizes[0], N_OUT, (uint64_t) depth);

  memcpy (shape, sizes, sizeof sizes);
  shape[depth + 1] = N_OUT;
  NnNetwork *network =
      random_layers (shape, depth + 2, (NnActivation) activation,
                     combination_outputs[output].output, (uint64_t) (7 * activation + depth));
  Mask mask = random_mask (network, (uint64_t) (activation + 5 * depth));
  bool good = true;
  for (int kernel = NN_KERNEL_AUTO; kernel < NN_N_KERNELS && good; kernel++) {
    NnGradientCheck check = { 0 };
    if (!nn_kernel_is_available ((NnKernelKind) kernel))
      continue;
    good = nn_gradient_check (network, &samples.view, &training.objective,
                              training.dropout > 0.0 ? mask.kept : NULL, (NnKernelKind) kernel,
                              kernel == NN_KERNEL_AUTO ? 24 : 1, &check) == NN_OK &&
           check.n_layers == depth + 1 && is_within_bounds (&check, kernel != NN_KERNEL_AUTO);
    if (!good) {
      combination_print (activation, output, technique);
      print_errors (&check);
    }
    if (kernel == NN_KERNEL_AUTO) {
      *n_compared += 24 * ((size_t) depth + 1);
      *n_left_out += check.n_left_out;
      if (training.objective.l1 == 0.0 && activation != NN_ACTIVATION_RELU)
        good &= check.n_left_out == 0;
    }
  }
  mask_free (&mask);
  nn_network_unref (network);
  random_samples_free (&samples);
  return good;
}

static void
backpropagation_is_the_gradient_of_every_combination (void)
{
  size_t n_compared = 0, n_left_out = 0;
  int n_checked = 0, n_bad = 0;

  for (int activation = 0; activation < N_ACTIVATIONS; activation++)
    for (int output = 0; output < N_OUTPUTS; output++)
      for (int technique = 0; technique < N_TECHNIQUES; technique++)
        for (int depth = 0; depth <= 3; depth++) {
          if (combination_techniques[technique].momentum != 0.0 && technique < N_TECHNIQUES - 1)
            continue; /* momentum is no matter of gradients */
          n_checked++;
          n_bad +=
              !check_combination (activation, output, technique, depth, &n_compared, &n_left_out);
        }
  printf ("# %d combinations; %zu of %zu parameters left out at a kink\n", n_checked, n_left_out,
          n_compared);
  CLAIM (n_checked == N_ACTIVATIONS * N_OUTPUTS * (N_TECHNIQUES - 2) * 4);
  CLAIM (n_bad == 0);
  CLAIM (n_left_out < n_compared / 10);
}

static void
claim_check (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
             size_t max_parameters)
{
  NnGradientCheck check = { 0 };

  CLAIM (nn_gradient_check (network, samples, objective, NULL, NN_KERNEL_AUTO, max_parameters,
                            &check) == NN_OK);
  CLAIM (check.n_layers == network->n_layers && check.n_left_out == 0);
  for (int l = 0; l < check.n_layers; l++) {
    CLAIM_NEAR (check.backpropagation[l], 0.0, NN_GRADIENT_CHECK_DOUBLE);
    CLAIM_NEAR (check.kernel[l], 0.0, NN_GRADIENT_CHECK_FLOAT);
  }
}

/* Large initial weights, every parameter, and more examples than a kernel takes at once. */
static void
every_parameter_can_be_checked (void)
{
  RandomSamples samples = random_samples_new (70, 12, 3, 2);
  NnNetwork *network = random_network (12, 5, 3, 2);

  nn_network_initialise (network, NN_INIT_LARGE, false, 2);
  for (int cost = NN_COST_QUADRATIC; cost <= NN_COST_CROSS_ENTROPY; cost++) {
    claim_check (network, &samples.view, &(NnObjective){ (NnCost) cost, 0.5, 0.0 }, 0);
    claim_check (network, &samples.view, &(NnObjective){ (NnCost) cost, 0.5, 0.0 }, 1000000);
  }
  nn_network_unref (network);
  random_samples_free (&samples);
}

static void
inputs_and_targets_may_be_any_numbers (void)
{
  static const int sizes[] = { 3, 4, 2 };
  static const float inputs[] = { 0.5f, -1.5f, 0.0f, 2.0f, 0.0f, 0.25f };
  static const float targets[] = { 0.1f, 0.9f, 0.5f, 0.0f };
  NnSamples samples = { .n = 2, .n_in = 3, .n_out = 2, .inputs = inputs, .targets = targets };

  for (int output = 0; output < 4; output++) {
    NnNetwork *network =
        random_layers (sizes, 3, NN_ACTIVATION_TANH, combination_outputs[output].output, 3);
    claim_check (network, &samples, &(NnObjective){ combination_outputs[output].cost, 0.1, 0.0 },
                 0);
    nn_network_unref (network);
  }
}

static void
binary_targets_are_learnt_too (void)
{
  static const int sizes[] = { 20, 6, 4 };
  RandomSamples samples = random_samples_new (30, 20, 10, 4);

  samples.view.n_out = 4;
  samples.view.encoding = NN_ENCODING_BINARY;
  for (int output = 0; output < 4; output++) {
    NnNetwork *network =
        random_layers (sizes, 3, NN_ACTIVATION_SIGMOID, combination_outputs[output].output, 4);
    claim_check (network, &samples.view,
                 &(NnObjective){ combination_outputs[output].cost, 0.0, 0.0 }, 0);
    nn_network_unref (network);
  }
  random_samples_free (&samples);
}

/* The gradient of each kernel, entry by entry. */
static void
kernels_agree_entry_by_entry (void)
{
  RandomSamples samples = random_samples_new (130, 50, 10, 4);
  NnNetwork *network = random_network (50, 20, 10, 4), *gradient = random_network (50, 20, 10, 5);
  NnReference *reference = nn_reference_new (network), *exact = nn_reference_new (network);
  NnObjective objective = { NN_COST_CROSS_ENTROPY, 2.0, 3.0 };

  nn_network_set_weight (network, 1, 3, 4, 0.0f); /* sgn 0 = 0 */
  nn_reference_weights (reference, 1)[3 * 20 + 4] = 0.0;
  nn_reference_gradient (reference, &samples.view, 0, 130, &objective, NULL, exact);
  for (int kernel = NN_KERNEL_AUTO; kernel < NN_N_KERNELS; kernel++)
    if (nn_kernel_is_available ((NnKernelKind) kernel)) {
      CLAIM (nn_gradient (network, &samples.view, &objective, NULL, (NnKernelKind) kernel,
                          gradient) == NN_OK);
      CLAIM_NEAR (agreement_of_network (gradient, exact), 0.0, 1e-6);
    }
  nn_reference_free (reference);
  nn_reference_free (exact);
  nn_network_unref (network);
  nn_network_unref (gradient);
  random_samples_free (&samples);
}

int
main (void)
{
  RUN ("/nn/gradient/backpropagation-is-the-gradient-of-every-combination",
       backpropagation_is_the_gradient_of_every_combination);
  RUN ("/nn/gradient/every-parameter-can-be-checked", every_parameter_can_be_checked);
  RUN ("/nn/gradient/inputs-and-targets-may-be-any-numbers", inputs_and_targets_may_be_any_numbers);
  RUN ("/nn/gradient/binary-targets-are-learnt-too", binary_targets_are_learnt_too);
  RUN ("/nn/gradient/kernels-agree-entry-by-entry", kernels_agree_entry_by_entry);
  return DONE ();
}
