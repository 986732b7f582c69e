/* SPDX-License-Identifier: MIT */
/* Worked examples of the literature: float32 agrees with float64 to 1e-6. */
#include "claim.h"
#include "nn/nn-evaluation.h"
#include "nn/nn-gradient.h"
#include "nn/nn-trainer.h"

#define TOLERANCE 1e-6

/* One step of stochastic gradient descent, η 0.1, in place. */
static void
take_one_step (NnNetwork **network, const NnSamples *samples, NnCost cost)
{
  NnTraining training = { .objective = { cost, 0.0, 0.0 }, .learning_rate = 0.1, .mini_batch = 1 };
  NnTrainer *trainer = nn_trainer_new (*network, samples, &training, NULL);

  CLAIM (trainer != NULL && nn_trainer_run (trainer, 1, NULL) == NN_OK);
  nn_network_assign (*network, nn_trainer_network (trainer));
  nn_trainer_free (trainer);
}

static double
cost_of (const NnNetwork *network, const NnSamples *samples, NnCost cost)
{
  NnEvaluation evaluation = { 0 };

  CLAIM (nn_evaluate (network, samples, &(NnObjective){ cost, 0.0, 0.0 }, NN_KERNEL_AUTO, NULL,
                      &evaluation) == NN_OK);
  return evaluation.cost;
}

static void
a_chain_of_two_weights (void)
{
  static const int sizes[] = { 1, 1, 1 };
  static const float x = 0.8f, y = 1.0f, w1 = 1.58f, b1 = -0.14f, w2 = 2.45f, b2 = -0.11f;
  NnSamples samples = { .n = 1, .n_in = 1, .n_out = 1, .inputs = &x, .targets = &y };
  NnNetwork *network = nn_network_new (sizes, 3, NULL), *gradient = nn_network_copy (network);
  float a[2];

  nn_network_set_layer (network, 0, &w1, &b1);
  nn_network_set_layer (network, 1, &w2, &b2);
  CLAIM (nn_network_feed_forward (network, &x, a) == NN_OK);
  CLAIM_NEAR (a[0], 0.7547299213576082, TOLERANCE);
  CLAIM_NEAR (a[1], 0.850571226530534, TOLERANCE);
  CLAIM_NEAR (cost_of (network, &samples, NN_COST_QUADRATIC), 0.011164479170294499, TOLERANCE);

  CLAIM (nn_gradient (network, &samples, &(NnObjective){ NN_COST_QUADRATIC, 0.0, 0.0 }, NULL,
                      NN_KERNEL_AUTO, gradient) == NN_OK);
  CLAIM_NEAR (gradient->biases[1][0], -0.018992369482903983, TOLERANCE);
  CLAIM_NEAR (gradient->weights[1][0], -0.014334109526226761, TOLERANCE);
  CLAIM_NEAR (gradient->biases[0][0], -0.008613534018377424, TOLERANCE);
  CLAIM_NEAR (gradient->weights[0][0], -0.006890827214701939, TOLERANCE);

  take_one_step (&network, &samples, NN_COST_QUADRATIC);
  CLAIM_NEAR (network->biases[1][0], -0.1081007630517096, TOLERANCE);
  CLAIM_NEAR (network->weights[1][0], 2.451433410952623, TOLERANCE);
  CLAIM_NEAR (network->biases[0][0], -0.13913864659816227, TOLERANCE);
  CLAIM_NEAR (network->weights[0][0], 1.5806890827214704, TOLERANCE);
  CLAIM (nn_network_feed_forward (network, &x, a) == NN_OK);
  CLAIM_NEAR (a[0], 0.7549913210309638, TOLERANCE);
  CLAIM_NEAR (a[1], 0.8510309824120517, TOLERANCE);
  CLAIM_NEAR (cost_of (network, &samples, NN_COST_QUADRATIC), 0.011095884100559231, TOLERANCE);
  nn_network_unref (gradient);
  nn_network_unref (network);
}

static void
claim_layer (const NnNetwork *network, int layer, const double *weights, const double *biases)
{
  for (int out = 0; out < network->sizes[layer + 1]; out++) {
    CLAIM_NEAR (network->biases[layer][out], biases[out], TOLERANCE);
    for (int in = 0; in < network->sizes[layer]; in++)
      CLAIM_NEAR (nn_network_weight (network, layer, out, in), *weights++, TOLERANCE);
  }
}

static void
two_three_two_units (void)
{
  static const int sizes[] = { 2, 3, 2 };
  static const float x[] = { 0.8f, 0.2f }, y[] = { 0.0f, 1.0f };
  static const float w1[] = { -0.11499179f, 0.454649f,    -0.65801895f,
                              0.56618695f,  -0.15686814f, -0.87499479f };
  static const float b1[] = { 0.54001045f, 0.75958375f, 0.01870296f };
  static const float w2[] = { 0.01071228f,  -0.49139708f, -0.81775586f,
                              -0.87455946f, -0.08351883f, -0.77534763f };
  static const float b2[] = { -0.32783478f, 0.06061246f };
  static const double new_w1[] = { -0.117389078915, 0.454049677771,  -0.657728128367,
                                   0.566259655408,  -0.158208206249, -0.875329806562 };
  static const double new_b1[] = { 0.537013838857, 0.759947277042, 0.017027877189 };
  static const double new_w2[] = { 0.007213398685,  -0.494642109692, -0.820138140976,
                                   -0.865302316289, -0.074933312658, -0.769044724764 };
  static const double new_b2[] = { -0.333374776821, 0.075269872502 };
  NnSamples samples = { .n = 1, .n_in = 2, .n_out = 2, .inputs = x, .targets = y };
  NnNetwork *network = nn_network_new (sizes, 3, NULL);
  float a[5];

  nn_network_set_layer (network, 0, w1, b1);
  nn_network_set_layer (network, 1, w2, b2);
  CLAIM (nn_network_feed_forward (network, x, a) == NN_OK);
  CLAIM_NEAR (a[3], 0.276768051637, TOLERANCE);
  CLAIM_NEAR (a[4], 0.294409667503, TOLERANCE);
  CLAIM_NEAR (cost_of (network, &samples, NN_COST_QUADRATIC), 0.2872291358599123, TOLERANCE);

  take_one_step (&network, &samples, NN_COST_QUADRATIC);
  claim_layer (network, 0, new_w1, new_b1);
  claim_layer (network, 1, new_w2, new_b2);
  CLAIM (nn_network_feed_forward (network, x, a) == NN_OK);
  CLAIM_NEAR (a[3], 0.274732766816, TOLERANCE);
  CLAIM_NEAR (a[4], 0.300632907394, TOLERANCE);
  CLAIM_NEAR (cost_of (network, &samples, NN_COST_QUADRATIC), 0.28229621169169605, TOLERANCE);
  nn_network_unref (network);
}

/* A neuron with input 1 and target 0 for 300 epochs at η 0.15, epoch by epoch against the same in
 * double; output[e] is what it gives after epoch e. */
static void
train_neuron (NnCost cost, float w, float b, double *output)
{
  static const int sizes[] = { 1, 1 };
  static const float x = 1.0f, y = 0.0f;
  NnSamples samples = { .n = 1, .n_in = 1, .n_out = 1, .inputs = &x, .targets = &y };
  NnTraining training = {
    .objective = { cost, 0.0, 0.0 }, .learning_rate = 0.15, .mini_batch = 10, .shuffle = true
  };
  NnNetwork *network = nn_network_new (sizes, 2, NULL);
  double exact_w = w, exact_b = b;

  nn_network_set_layer (network, 0, &w, &b);
  NnTrainer *trainer = nn_trainer_new (network, &samples, &training, NULL);
  for (int epoch = 0; epoch <= 300; epoch++) {
    double a = 1.0 / (1.0 + exp (-exact_w - exact_b));
    double delta = cost == NN_COST_QUADRATIC ? a * a * (1.0 - a) : a;
    float actual;

    CLAIM (nn_trainer_run (trainer, epoch, NULL) == NN_OK);
    CLAIM (nn_network_feed_forward (nn_trainer_network (trainer), &x, &actual) == NN_OK);
    CLAIM_NEAR (actual, a, 2e-5);
    output[epoch] = a;
    exact_w -= 0.15 * delta;
    exact_b -= 0.15 * delta;
  }
  nn_trainer_free (trainer);
  nn_network_unref (network);
}

static void
a_saturated_neuron_learns_slowly_only_with_the_quadratic_cost (void)
{
  double near[301], far[301], near_entropy[301], far_entropy[301];

  train_neuron (NN_COST_QUADRATIC, 0.6f, 0.9f, near);
  train_neuron (NN_COST_QUADRATIC, 2.0f, 2.0f, far);
  train_neuron (NN_COST_CROSS_ENTROPY, 0.6f, 0.9f, near_entropy);
  train_neuron (NN_COST_CROSS_ENTROPY, 2.0f, 2.0f, far_entropy);
  CLAIM_NEAR (near[0], 0.82, 0.005); /* the published outputs */
  CLAIM_NEAR (near[300], 0.09, 0.005);
  CLAIM_NEAR (far[0], 0.98, 0.005);
  CLAIM_NEAR (far[300], 0.20, 0.005);
  CLAIM (far[50] > 0.95);
  CLAIM (far_entropy[50] < 0.1);
  CLAIM (near_entropy[50] < near[50]);
}

int
main (void)
{
  RUN ("/nn/vectors/a-chain-of-two-weights", a_chain_of_two_weights);
  RUN ("/nn/vectors/two-three-two-units", two_three_two_units);
  RUN ("/nn/vectors/a-saturated-neuron-learns-slowly-only-with-the-quadratic-cost",
       a_saturated_neuron_learns_slowly_only_with_the_quadratic_cost);
  return DONE ();
}
