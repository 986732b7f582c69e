/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "nn/nn-gradient.h"
#include "nn/nn-reference.h"
#include "random-samples.h"

static void
claim_check (const NnNetwork *network, const NnSamples *samples, double l2, size_t max_parameters)
{
  for (int cost = NN_COST_QUADRATIC; cost <= NN_COST_CROSS_ENTROPY; cost++) {
    NnGradientCheck check = { 0 };
    CLAIM (nn_gradient_check (network, samples, &(NnObjective){ (NnCost) cost, l2, 0.0 }, NULL,
                              NN_KERNEL_AUTO, max_parameters, &check) == NN_OK);
    CLAIM (check.n_layers == network->n_layers);
    for (int l = 0; l < check.n_layers; l++) {
      CLAIM_NEAR (check.backpropagation[l], 0.0, NN_GRADIENT_CHECK_DOUBLE);
      CLAIM_NEAR (check.kernel[l], 0.0, NN_GRADIENT_CHECK_FLOAT);
    }
  }
}

/* Both costs, no to three hidden layers, with decay and without. */
static void
backpropagation_is_the_gradient (void)
{
  static const int sizes[] = { 37, 19, 11, 8, 10 };
  static const double l2[] = { 0.0, 0.1, 5.0 };
  RandomSamples samples = random_samples_new (70, 37, 10, 1); /* more than a batch of the kernel */

  for (int depth = 0; depth <= 3; depth++)
    for (int k = 0; k < 3; k++)
      for (int init = NN_INIT_SCALED; init <= NN_INIT_LARGE; init++) {
        int shape[5];
        memcpy (shape, sizes, sizeof sizes);
        shape[depth + 1] = 10;
        NnNetwork *network = nn_network_new (shape, depth + 2, NULL);
        nn_network_initialise (network, (NnInit) init, false, (uint64_t) depth);
        claim_check (network, &samples.view, l2[k], 16);
        nn_network_unref (network);
      }
  random_samples_free (&samples);
}

static void
every_parameter_can_be_checked (void)
{
  RandomSamples samples = random_samples_new (6, 12, 3, 2);
  NnNetwork *network = random_network (12, 5, 3, 2);

  claim_check (network, &samples.view, 0.5, 0);
  claim_check (network, &samples.view, 0.5, 1000000);
  nn_network_unref (network);
  random_samples_free (&samples);
}

static void
inputs_and_targets_may_be_any_numbers (void)
{
  static const float inputs[] = { 0.5f, -1.5f, 0.0f, 2.0f, 0.0f, 0.25f };
  static const float targets[] = { 0.1f, 0.9f, 0.5f, 0.0f };
  NnSamples samples = { .n = 2, .n_in = 3, .n_out = 2, .inputs = inputs, .targets = targets };
  NnNetwork *network = random_network (3, 4, 2, 3);

  claim_check (network, &samples, 0.1, 0);
  nn_network_unref (network);
}

/* The gradient of the kernel, entry by entry, and its padding. */
static void
kernel_agrees_entry_by_entry (void)
{
  RandomSamples samples = random_samples_new (130, 50, 10, 4);
  NnNetwork *network = random_network (50, 20, 10, 4), *gradient = random_network (50, 20, 10, 5);
  NnReference *reference = nn_reference_new (network), *exact = nn_reference_new (network);
  double *scratch = malloc (2 * nn_reference_n_units (reference) * sizeof *scratch);

  CLAIM (nn_gradient (network, &samples.view, &(NnObjective){ NN_COST_CROSS_ENTROPY, 2.0, 0.0 },
                      NULL, NN_KERNEL_AUTO, gradient) == NN_OK);
  nn_reference_gradient (reference, &samples.view, 0, 130, NN_COST_CROSS_ENTROPY, 2.0, exact,
                         scratch);
  for (int l = 0; l < 2; l++)
    for (int out = 0; out < network->sizes[l + 1]; out++) {
      CLAIM_NEAR (gradient->biases[l][out], nn_reference_biases (exact, l)[out], 1e-6);
      for (int in = 0; in < network->sizes[l]; in++)
        CLAIM_NEAR (nn_network_weight (gradient, l, out, in),
                    nn_reference_weights (exact, l)[out * network->sizes[l] + in], 1e-6);
    }
  for (int l = 0; l < 2; l++)
    for (int in = 0; in < network->sizes[l]; in++)
      for (int out = network->sizes[l + 1]; out < network->strides[l]; out++)
        CLAIM (gradient->weights[l][in * network->strides[l] + out] == 0.0f);
  free (scratch);
  nn_reference_free (reference);
  nn_reference_free (exact);
  nn_network_unref (network);
  nn_network_unref (gradient);
  random_samples_free (&samples);
}

/* The comparison can fail: the slope along one bias is not the entry of another. */
static void
a_wrong_gradient_is_found (void)
{
  RandomSamples samples = random_samples_new (10, 20, 4, 6);
  NnNetwork *network = random_network (20, 6, 4, 6);
  NnReference *reference = nn_reference_new (network), *exact = nn_reference_new (network);
  size_t n_units = nn_reference_n_units (reference);
  double *scratch = malloc (2 * n_units * sizeof *scratch), h = 1e-4;

  nn_reference_gradient (reference, &samples.view, 0, 10, NN_COST_QUADRATIC, 0.0, exact, scratch);
  double *bias = nn_reference_biases (reference, 0) + 2, here = *bias;
  *bias = here + h;
  double above =
      nn_reference_cost (reference, &samples.view, 0, 10, NN_COST_QUADRATIC, 0.0, scratch);
  *bias = here - h;
  double below =
      nn_reference_cost (reference, &samples.view, 0, 10, NN_COST_QUADRATIC, 0.0, scratch);
  double slope = (above - below) / (2.0 * h), found = nn_reference_biases (exact, 0)[2];
  CLAIM_NEAR (slope / found, 1.0, 1e-6);
  CLAIM (fabs (slope / nn_reference_biases (exact, 0)[3] - 1.0) > 1e-3);
  free (scratch);
  nn_reference_free (reference);
  nn_reference_free (exact);
  nn_network_unref (network);
  random_samples_free (&samples);
}

static void
what_does_not_fit_is_refused (void)
{
  RandomSamples samples = random_samples_new (4, 6, 3, 7);
  NnNetwork *network = random_network (6, 5, 3, 7), *other = random_network (6, 4, 3, 7);
  NnNetwork *wider = random_network (7, 5, 3, 7);
  NnGradientCheck check;

  CLAIM (nn_gradient (network, &samples.view, &(NnObjective){ NN_COST_QUADRATIC, 0, 0.0 }, NULL,
                      NN_KERNEL_AUTO, other) == NN_ERROR_SHAPE);
  CLAIM (nn_gradient (wider, &samples.view, &(NnObjective){ NN_COST_QUADRATIC, 0, 0.0 }, NULL,
                      NN_KERNEL_AUTO, wider) == NN_ERROR_SHAPE);
  CLAIM (nn_gradient_check (wider, &samples.view, &(NnObjective){ NN_COST_QUADRATIC, 0, 0.0 }, NULL,
                            NN_KERNEL_AUTO, 0, &check) == NN_ERROR_SHAPE);
  samples.view.n = 0;
  CLAIM (nn_gradient (network, &samples.view, &(NnObjective){ NN_COST_QUADRATIC, 0, 0.0 }, NULL,
                      NN_KERNEL_AUTO, network) == NN_ERROR_SHAPE);
  nn_network_unref (network);
  nn_network_unref (other);
  nn_network_unref (wider);
  random_samples_free (&samples);
}

int
main (void)
{
  RUN ("/nn/gradient/backpropagation-is-the-gradient", backpropagation_is_the_gradient);
  RUN ("/nn/gradient/every-parameter-can-be-checked", every_parameter_can_be_checked);
  RUN ("/nn/gradient/inputs-and-targets-may-be-any-numbers", inputs_and_targets_may_be_any_numbers);
  RUN ("/nn/gradient/kernel-agrees-entry-by-entry", kernel_agrees_entry_by_entry);
  RUN ("/nn/gradient/a-wrong-gradient-is-found", a_wrong_gradient_is_found);
  RUN ("/nn/gradient/what-does-not-fit-is-refused", what_does_not_fit_is_refused);
  return DONE ();
}
