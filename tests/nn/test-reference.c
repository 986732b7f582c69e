/* SPDX-License-Identifier: MIT */
/* The oracle against what can be computed by hand: the worked examples of the literature in double,
 * and single units and steps. */
#include "claim.h"
#include "nn/nn-reference.h"
#include "random-samples.h"

#define EXACT 1e-12

static NnReference *
new_reference (const int *sizes, int n_sizes, NnActivation activation, NnOutput output)
{
  NnNetwork *network = nn_network_new (sizes, n_sizes, NULL);

  nn_network_set_units (network, activation, output);
  NnReference *reference = nn_reference_new (network);
  nn_network_unref (network);
  return reference;
}

static void
claim_numbers (const double *actual, const double *expected, int n, double tolerance)
{
  for (int i = 0; i < n; i++)
    CLAIM_NEAR (actual[i], expected[i], tolerance);
}

/* x = 0.8 is the pixel 204; the target 1 of one unit is the binary code of the label 1. */
static void
a_chain_of_two_weights_is_exact (void)
{
  static const int sizes[] = { 1, 1, 1 };
  static const uint8_t x = 204, label = 1;
  static const double start[] = { 1.58, -0.14, 2.45, -0.11 };
  static const double slopes[] = { -0.006890827214701939, -0.008613534018377424,
                                   -0.014334109526226761, -0.018992369482903983 };
  static const double end[] = { 1.5806890827214704, -0.13913864659816227, 2.451433410952623,
                                -0.1081007630517096 };
  NnSamples samples = {
    .n = 1, .n_in = 1, .n_out = 1, .pixels = &x, .labels = &label, .encoding = NN_ENCODING_BINARY
  };
  NnTraining training = { .objective = { NN_COST_QUADRATIC, 0.0, 0.0 }, .learning_rate = 0.1 };
  NnReference *chain = new_reference (sizes, 3, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID);
  NnReference *other = new_reference (sizes, 3, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID);

  memcpy (chain->parameters, start, sizeof start);
  CLAIM_NEAR (nn_reference_cost (chain, &samples, 0, 1, &training.objective, NULL),
              0.011164479170294499, EXACT);
  CLAIM_NEAR (chain->z[1], 1.124, EXACT);
  CLAIM_NEAR (chain->a[1], 0.7547299213576082, EXACT);
  CLAIM_NEAR (chain->z[2], 1.73908830732614, EXACT);
  CLAIM_NEAR (nn_reference_output (chain)[0], 0.850571226530534, EXACT);
  nn_reference_gradient (chain, &samples, 0, 1, &training.objective, NULL, other);
  claim_numbers (other->parameters, slopes, 4, EXACT);

  nn_reference_clear (other);
  nn_reference_step (chain, other, &samples, 0, 1, &training, NULL);
  claim_numbers (chain->parameters, end, 4, EXACT);
  CLAIM_NEAR (nn_reference_cost (chain, &samples, 0, 1, &training.objective, NULL),
              0.011095884100559231, EXACT);
  nn_reference_free (chain);
  nn_reference_free (other);
}

/* Published with twelve digits. */
static void
two_three_two_units_are_exact (void)
{
  static const int sizes[] = { 2, 3, 2 };
  static const uint8_t x[] = { 204, 51 }, label = 1;
  static const double start[] = { -0.11499179, 0.454649,    -0.65801895, 0.56618695,  -0.15686814,
                                  -0.87499479, 0.54001045,  0.75958375,  0.01870296,  0.01071228,
                                  -0.49139708, -0.81775586, -0.87455946, -0.08351883, -0.77534763,
                                  -0.32783478, 0.06061246 };
  static const double end[] = { -0.117389078915, 0.454049677771,  -0.657728128367, 0.566259655408,
                                -0.158208206249, -0.875329806562, 0.537013838857,  0.759947277042,
                                0.017027877189,  0.007213398685,  -0.494642109692, -0.820138140976,
                                -0.865302316289, -0.074933312658, -0.769044724764, -0.333374776821,
                                0.075269872502 };
  static const double before[] = { 0.276768051637, 0.294409667503 };
  static const double after[] = { 0.274732766816, 0.300632907394 };
  NnSamples samples = { .n = 1, .n_in = 2, .n_out = 2, .pixels = x, .labels = &label };
  NnTraining training = { .objective = { NN_COST_QUADRATIC, 0.0, 0.0 }, .learning_rate = 0.1 };
  NnReference *network = new_reference (sizes, 3, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID);
  NnReference *velocity = new_reference (sizes, 3, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID);

  memcpy (network->parameters, start, sizeof start);
  CLAIM_NEAR (nn_reference_cost (network, &samples, 0, 1, &training.objective, NULL),
              0.2872291358599123, EXACT);
  claim_numbers (nn_reference_output (network), before, 2, EXACT);
  nn_reference_step (network, velocity, &samples, 0, 1, &training, NULL);
  claim_numbers (network->parameters, end, 17, EXACT);
  CLAIM_NEAR (nn_reference_cost (network, &samples, 0, 1, &training.objective, NULL),
              0.28229621169169605, EXACT);
  claim_numbers (nn_reference_output (network), after, 2, EXACT);
  nn_reference_free (network);
  nn_reference_free (velocity);
}

/* A layer alone whose weighted inputs are its biases: z[n], and the errors are its slopes. */
static double
cost_of_z (NnOutput output, NnCost cost, const double *z, int label, int n, double *errors)
{
  int sizes[] = { 1, n };
  uint8_t x = 0, answer = (uint8_t) label;
  NnSamples samples = { .n = 1, .n_in = 1, .n_out = n, .pixels = &x, .labels = &answer };
  NnObjective objective = { cost, 0.0, 0.0 };
  NnReference *layer = new_reference (sizes, 2, NN_ACTIVATION_SIGMOID, output);
  NnReference *gradient = new_reference (sizes, 2, NN_ACTIVATION_SIGMOID, output);

  memcpy (nn_reference_biases (layer, 0), z, (size_t) n * sizeof *z);
  nn_reference_gradient (layer, &samples, 0, 1, &objective, NULL, gradient);
  memcpy (errors, nn_reference_biases (gradient, 0), (size_t) n * sizeof *z);
  double value = nn_reference_cost (layer, &samples, 0, 1, &objective, NULL);
  nn_reference_free (layer);
  nn_reference_free (gradient);
  return value;
}

static void
costs_and_errors_are_those_of_the_formulas (void)
{
  const double thirds[] = { log (0.125), log (0.25), log (0.625) }; /* softmax gives them back */
  const double halves[] = { atanh (0.5), atanh (-0.25) };           /* tanh units */
  const double logits[] = { log (3.0), log (0.25) };                /* σ = 3/4 and 1/5 */
  double errors[3];

  CLAIM_NEAR (cost_of_z (NN_OUTPUT_SOFTMAX, NN_COST_LOG_LIKELIHOOD, thirds, 1, 3, errors),
              log (4.0), EXACT);
  claim_numbers (errors, (const double[]){ 0.125, -0.75, 0.625 }, 3, EXACT);

  CLAIM_NEAR (cost_of_z (NN_OUTPUT_SIGMOID, NN_COST_CROSS_ENTROPY, logits, 0, 2, errors),
              -log (0.75) - log (0.8), EXACT);
  claim_numbers (errors, (const double[]){ -0.25, 0.2 }, 2, EXACT);
  CLAIM_NEAR (cost_of_z (NN_OUTPUT_SIGMOID, NN_COST_QUADRATIC, logits, 0, 2, errors),
              0.5 * (0.0625 + 0.04), EXACT);
  claim_numbers (errors, (const double[]){ -0.25 * 0.1875, 0.2 * 0.16 }, 2, EXACT);

  /* Targets 1 and −1; p = 0.75 and 0.375. */
  CLAIM_NEAR (cost_of_z (NN_OUTPUT_TANH, NN_COST_CROSS_ENTROPY, halves, 0, 2, errors),
              -log (0.75) - log (0.625), EXACT);
  claim_numbers (errors, (const double[]){ -0.5, 0.75 }, 2, EXACT);
  CLAIM_NEAR (cost_of_z (NN_OUTPUT_TANH, NN_COST_QUADRATIC, halves, 0, 2, errors),
              0.5 * (0.25 + 0.5625), EXACT);
  claim_numbers (errors, (const double[]){ -0.5 * 0.75, 0.75 * 0.9375 }, 2, EXACT);
}

static void
saturated_units_cost_finite_numbers (void)
{
  const double z[] = { -2000.0, 3000.0 };
  double errors[2];

  CLAIM_NEAR (cost_of_z (NN_OUTPUT_SIGMOID, NN_COST_CROSS_ENTROPY, z, 0, 2, errors), 5000.0, EXACT);
  CLAIM_NEAR (cost_of_z (NN_OUTPUT_TANH, NN_COST_CROSS_ENTROPY, z, 0, 2, errors), 10000.0, EXACT);
  CLAIM_NEAR (cost_of_z (NN_OUTPUT_SOFTMAX, NN_COST_LOG_LIKELIHOOD, z, 0, 2, errors), 5000.0,
              EXACT);
  CLAIM_NEAR (errors[0], -1.0, EXACT);
}

/* x = 1, one weight, no hidden layer, target 0, quadratic: σ′ and all terms by hand, twice. */
static void
steps_hold_every_term (void)
{
  static const int sizes[] = { 1, 1 };
  static const uint8_t x[] = { 255, 255, 255, 255 }, labels[] = { 0, 0, 0, 0 };
  NnSamples samples = {
    .n = 4, .n_in = 1, .n_out = 1, .pixels = x, .labels = labels, .encoding = NN_ENCODING_BINARY
  };
  NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 2.0, 3.0 },
                          .learning_rate = 0.5,
                          .momentum = 0.25 };
  NnReference *unit = new_reference (sizes, 2, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID);
  NnReference *velocity = new_reference (sizes, 2, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID);
  double w = -0.75, b = 0.5, vw = 0.0, vb = 0.0;

  unit->parameters[0] = w;
  unit->parameters[1] = b;
  for (size_t first = 0; first < 4; first += 2) {
    double a = 1.0 / (1.0 + exp (-(w + b)));
    double sign = w > 0.0 ? 1.0 : -1.0;
    vw = 0.25 * vw - 0.5 * (a + 2.0 / 4.0 * w + 3.0 / 4.0 * sign);
    vb = 0.25 * vb - 0.5 * a; /* biases are not decayed */
    w += vw;
    b += vb;
    nn_reference_step (unit, velocity, &samples, first, 2, &training, NULL);
    CLAIM_NEAR (unit->parameters[0], w, EXACT);
    CLAIM_NEAR (unit->parameters[1], b, EXACT);
  }
  CLAIM_NEAR (nn_reference_regularisation (unit, &training.objective, 4),
              0.25 * w * w + 0.75 * fabs (w), EXACT);

  unit->parameters[0] = 0.0; /* sgn 0 = 0: with η's step on the bias alone */
  nn_reference_clear (velocity);
  samples.pixels = (const uint8_t[]){ 0, 0, 0, 0 };
  nn_reference_step (unit, velocity, &samples, 0, 2, &training, NULL);
  CLAIM (unit->parameters[0] == 0.0);
  nn_reference_free (unit);
  nn_reference_free (velocity);
}

/* A network with units dropped is the network without them. */
static void
dropped_units_might_as_well_not_be_there (void)
{
  static const int full[] = { 4, 3, 2, 2 }, fewer[] = { 4, 2, 1, 2 };
  static const uint8_t one[] = { 1, 0, 1 }, two[] = { 0, 1 };
  static const uint8_t *const kept[] = { one, two };
  static const int units[] = { 0, 2 };
  RandomSamples samples = random_samples_new (5, 4, 2, 1);
  NnObjective objective = { NN_COST_QUADRATIC, 0.0, 0.0 };

  for (int activation = 0; activation <= NN_ACTIVATION_RELU; activation++) {
    NnNetwork *network =
        random_layers (full, 4, (NnActivation) activation, NN_OUTPUT_TANH, (uint64_t) activation);
    NnReference *large = nn_reference_new (network), *found = nn_reference_new (network);
    NnReference *small = new_reference (fewer, 4, (NnActivation) activation, NN_OUTPUT_TANH);
    NnReference *expected = new_reference (fewer, 4, (NnActivation) activation, NN_OUTPUT_TANH);

    for (int j = 0; j < 2; j++) {
      for (int k = 0; k < 4; k++)
        nn_reference_weights (small, 0)[j * 4 + k] =
            nn_reference_weights (large, 0)[units[j] * 4 + k];
      nn_reference_biases (small, 0)[j] = nn_reference_biases (large, 0)[units[j]];
      nn_reference_weights (small, 1)[j] = nn_reference_weights (large, 1)[3 + units[j]];
      nn_reference_weights (small, 2)[j] = nn_reference_weights (large, 2)[j * 2 + 1];
      nn_reference_biases (small, 2)[j] = nn_reference_biases (large, 2)[j];
    }
    nn_reference_biases (small, 1)[0] = nn_reference_biases (large, 1)[1];
    CLAIM_NEAR (nn_reference_cost (large, &samples.view, 0, 5, &objective, kept),
                nn_reference_cost (small, &samples.view, 0, 5, &objective, NULL), EXACT);
    nn_reference_gradient (large, &samples.view, 0, 5, &objective, kept, found);
    nn_reference_gradient (small, &samples.view, 0, 5, &objective, NULL, expected);
    claim_numbers (nn_reference_biases (found, 2), nn_reference_biases (expected, 2), 2, EXACT);
    CLAIM (nn_reference_biases (found, 0)[1] == 0.0 && nn_reference_biases (found, 1)[0] == 0.0);
    for (int k = 0; k < 4; k++) {
      CLAIM_NEAR (nn_reference_weights (found, 0)[8 + k], nn_reference_weights (expected, 0)[4 + k],
                  EXACT);
      CLAIM (nn_reference_weights (found, 0)[4 + k] == 0.0);
    }
    CLAIM (nn_reference_weights (found, 2)[0] == 0.0 && nn_reference_weights (found, 2)[2] == 0.0);
    nn_reference_free (large);
    nn_reference_free (small);
    nn_reference_free (found);
    nn_reference_free (expected);
    nn_network_unref (network);
  }
  random_samples_free (&samples);
}

static void
all_forms_of_inputs_are_the_same (void)
{
  static const int sizes[] = { 30, 7, 4 };
  RandomSamples samples = random_samples_new (9, 30, 4, 1);
  NnObjective objective = { NN_COST_QUADRATIC, 0.0, 0.0 };
  NnNetwork *network = random_layers (sizes, 3, NN_ACTIVATION_TANH, NN_OUTPUT_SIGMOID, 1);
  NnReference *reference = nn_reference_new (network);
  double expected = nn_reference_cost (reference, &samples.view, 0, 9, &objective, NULL);

  for (int form = 0; form < N_FORMS; form++) {
    NnSamples view = random_samples_view (&samples, form);
    CLAIM_NEAR (nn_reference_cost (reference, &view, 0, 9, &objective, NULL), expected,
                form == FORM_FLOATS ? 1e-7 : 0.0);
  }
  nn_reference_free (reference);
  nn_network_unref (network);
  random_samples_free (&samples);
}

int
main (void)
{
  RUN ("/nn/reference/a-chain-of-two-weights-is-exact", a_chain_of_two_weights_is_exact);
  RUN ("/nn/reference/two-three-two-units-are-exact", two_three_two_units_are_exact);
  RUN ("/nn/reference/costs-and-errors-are-those-of-the-formulas",
       costs_and_errors_are_those_of_the_formulas);
  RUN ("/nn/reference/saturated-units-cost-finite-numbers", saturated_units_cost_finite_numbers);
  RUN ("/nn/reference/steps-hold-every-term", steps_hold_every_term);
  RUN ("/nn/reference/dropped-units-might-as-well-not-be-there",
       dropped_units_might_as_well_not_be_there);
  RUN ("/nn/reference/all-forms-of-inputs-are-the-same", all_forms_of_inputs_are_the_same);
  return DONE ();
}
