/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "nn/nn-network.h"
#include "random-samples.h"

#include <limits.h>

static void
impossible_shapes_are_refused (void)
{
  static const struct {
    int sizes[3], n;
  } shapes[] = {
    { { 0, 10 }, 2 },       { { 10, 0 }, 2 },
    { { -1, 10 }, 2 },      { { 10, INT_MIN, 10 }, 3 },
    { { INT_MAX, 1 }, 2 },  { { INT_MAX, INT_MAX, INT_MAX }, 3 },
    { { 65537, 1 }, 2 },    { { 65536, 65536 }, 2 },
    { { 65536, 4096 }, 2 }, { { 65535, 4080, 65536 }, 3 },
    { { 10 }, 1 },          { { 10, 10 }, 0 },
    { { 10, 10 }, -1 },
  };

  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    NnStatus status = NN_OK;
    CLAIM (nn_network_new (shapes[i].sizes, shapes[i].n, &status) == NULL);
    CLAIM (status == NN_ERROR_SHAPE);
    CLAIM (nn_network_new (shapes[i].sizes, shapes[i].n, NULL) == NULL);
  }

  int many[NN_MAX_LAYERS + 2];
  for (int i = 0; i < NN_MAX_LAYERS + 2; i++)
    many[i] = 1;
  CLAIM (nn_network_new (many, NN_MAX_LAYERS + 2, NULL) == NULL);
  CLAIM (nn_network_new (NULL, 2, NULL) == NULL);

  NnNetwork *deepest = nn_network_new (many, NN_MAX_LAYERS + 1, NULL);
  CLAIM (deepest != NULL && deepest->n_layers == NN_MAX_LAYERS);
  nn_network_unref (deepest);
}

static void
parameters_are_one_aligned_block (void)
{
  static const int sizes[] = { 784, 30, 17, 10 };
  NnStatus status = NN_DIVERGED;
  NnNetwork *network = nn_network_new (sizes, 4, &status);
  size_t n_floats = 785 * 32 + 31 * 32 + 18 * 32;

  CLAIM (network != NULL && status == NN_OK);
  CLAIM (network->n_floats == n_floats);
  for (int l = 0; l < 3; l++) {
    CLAIM ((uintptr_t) network->weights[l] % 64 == 0 && (uintptr_t) network->biases[l] % 64 == 0);
    CLAIM (network->biases[l] == network->weights[l] + sizes[l] * network->strides[l]);
  }
  CLAIM (network->biases[2] + 32 == network->weights[0] + n_floats);
  for (size_t i = 0; i < n_floats; i++)
    CLAIM (network->weights[0][i] == 0.0f);
  CLAIM (nn_network_n_parameters (network) == 784 * 30 + 30 + 30 * 17 + 17 + 17 * 10 + 10);
  CLAIM (nn_network_n_units (network) == 57);
  nn_network_unref (network);
}

static void
layers_make_the_round_trip (void)
{
  NnNetwork *network = random_network (5, 3, 2, 1), *other = random_network (5, 3, 2, 2);
  float weights[15], biases[3];

  CLAIM (!same_parameters (network, other));
  for (int l = 0; l < 2; l++) {
    nn_network_get_layer (network, l, weights, biases);
    CLAIM (weights[1] == nn_network_weight (network, l, 0, 1));
    CLAIM (weights[network->sizes[l]] == nn_network_weight (network, l, 1, 0));
    CLAIM (biases[1] == network->biases[l][1]);
    nn_network_set_layer (other, l, weights, biases);
  }
  CLAIM (same_parameters (network, other));
  nn_network_set_weight (other, 0, 2, 4, 7.5f);
  CLAIM (nn_network_weight (other, 0, 2, 4) == 7.5f);
  CLAIM (other->weights[0][4 * other->strides[0] + 2] == 7.5f);
  nn_network_unref (network);
  nn_network_unref (other);
}

static void
initial_weights_have_the_deviation_asked_for (void)
{
  for (int init = NN_INIT_SCALED; init <= NN_INIT_LARGE; init++) {
    int sizes[] = { 784, 100 };
    NnNetwork *network = nn_network_new (sizes, 2, NULL);
    double expected = init == NN_INIT_LARGE ? 1.0 : 1.0 / 28.0, sum = 0.0;

    nn_network_initialise (network, (NnInit) init, false, 3);
    for (int out = 0; out < 100; out++)
      for (int in = 0; in < 784; in++)
        sum += nn_network_weight (network, 0, out, in);
    CLAIM_NEAR (sqrt (nn_network_sum_squares (network) / 78400), expected, 0.01 * expected);
    CLAIM_NEAR (sum / 78400, 0.0, 0.015 * expected);
    double bias_squares = 0.0;
    for (int out = 0; out < 100; out++)
      bias_squares += (double) network->biases[0][out] * (double) network->biases[0][out];
    CLAIM_NEAR (sqrt (bias_squares / 100), 1.0, 0.25);
    nn_network_unref (network);
  }
}

static void
zero_biases_leave_the_weights_as_they_are (void)
{
  NnNetwork *with = random_network (20, 7, 3, 4), *without = random_network (20, 7, 3, 4);

  nn_network_initialise (without, NN_INIT_SCALED, true, 4);
  for (int l = 0; l < 2; l++) {
    size_t n = (size_t) with->sizes[l] * (size_t) with->strides[l];
    CLAIM (memcmp (with->weights[l], without->weights[l], n * sizeof (float)) == 0);
    for (int out = 0; out < with->sizes[l + 1]; out++)
      CLAIM (with->biases[l][out] != 0.0f && without->biases[l][out] == 0.0f);
  }
  nn_network_unref (with);
  nn_network_unref (without);
}

static void
copies_are_independent_and_references_counted (void)
{
  NnNetwork *network = random_network (4, 3, 2, 5), *copy = nn_network_copy (network);

  CLAIM (copy->references == 1 && same_parameters (network, copy));
  copy->biases[0][0] += 1.0f;
  CLAIM (!same_parameters (network, copy));
  nn_network_assign (copy, network);
  CLAIM (same_parameters (network, copy));
  CLAIM (nn_network_ref (copy) == copy && copy->references == 2);
  nn_network_unref (copy);
  CLAIM (copy->references == 1 && same_parameters (network, copy));
  nn_network_clear (copy);
  CLAIM (nn_network_sum_squares (copy) == 0.0 && copy->biases[0][0] == 0.0f);
  nn_network_unref (copy);
  nn_network_unref (network);
  nn_network_unref (NULL);
}

static void
what_is_not_finite_is_noticed (void)
{
  NnNetwork *network = random_network (4, 3, 2, 6);
  static const float bad[] = { NAN, -NAN, INFINITY, -INFINITY, 1.1e18f, -1.1e18f };

  CLAIM (nn_network_is_finite (network));
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    for (int l = 0; l < 2; l++) {
      float before = network->biases[l][1];
      network->biases[l][1] = bad[i];
      CLAIM (!nn_network_is_finite (network));
      network->biases[l][1] = before;
      before = nn_network_weight (network, l, 1, 2);
      nn_network_set_weight (network, l, 1, 2, bad[i]);
      CLAIM (!nn_network_is_finite (network));
      nn_network_set_weight (network, l, 1, 2, before);
    }
  network->biases[0][0] = -NN_PARAMETER_LIMIT;
  CLAIM (nn_network_is_finite (network));
  nn_network_unref (network);
}

static void
a_unit_can_be_a_nand_gate (void)
{
  static const int sizes[] = { 2, 1 };
  static const float weights[] = { -2, -2 }, bias[] = { 3 };
  NnNetwork *network = nn_network_new (sizes, 2, NULL);

  nn_network_set_layer (network, 0, weights, bias);
  for (int x = 0; x < 4; x++) {
    float input[] = { (float) (x & 1), (float) (x >> 1) }, output;
    CLAIM (nn_network_feed_forward (network, input, &output) == NN_OK);
    CLAIM ((output > 0.5f) == (x != 3));
    CLAIM_NEAR (output, 1.0 / (1.0 + exp (-(3.0 - 2.0 * (x & 1) - 2.0 * (x >> 1)))), 1e-6);
  }
  nn_network_unref (network);
}

/* Out of NANDs with weights steep enough to be gates; a value is handed on by 20x − 10. */
static void
nand_gates_make_a_half_adder (void)
{
  static const int sizes[] = { 2, 3, 3, 2 };
  static const float w1[] = { 20, 0, 0, 20, -20, -20 }, b1[] = { -10, -10, 30 };
  static const float w2[] = { -20, 0, -20, 0, -20, -20, 0, 0, 20 }, b2[] = { 30, 30, -10 };
  static const float w3[] = { -20, -20, 0, 0, 0, -40 }, b3[] = { 30, 30 };
  NnNetwork *network = nn_network_new (sizes, 4, NULL);

  nn_network_set_layer (network, 0, w1, b1);
  nn_network_set_layer (network, 1, w2, b2);
  nn_network_set_layer (network, 2, w3, b3);
  for (int x = 0; x < 4; x++) {
    float input[] = { (float) (x & 1), (float) (x >> 1) }, a[8];
    CLAIM (nn_network_feed_forward (network, input, a) == NN_OK);
    CLAIM_NEAR (a[2], x != 3, 1e-3);              /* first layer: the NAND of both */
    CLAIM_NEAR (a[6], (x & 1) ^ (x >> 1), 1e-3);  /* sum */
    CLAIM_NEAR (a[7], (x & 1) && (x >> 1), 1e-3); /* carry */
  }
  nn_network_unref (network);
}

int
main (void)
{
  RUN ("/nn/network/impossible-shapes-are-refused", impossible_shapes_are_refused);
  RUN ("/nn/network/parameters-are-one-aligned-block", parameters_are_one_aligned_block);
  RUN ("/nn/network/layers-make-the-round-trip", layers_make_the_round_trip);
  RUN ("/nn/network/initial-weights-have-the-deviation-asked-for",
       initial_weights_have_the_deviation_asked_for);
  RUN ("/nn/network/zero-biases-leave-the-weights-as-they-are",
       zero_biases_leave_the_weights_as_they_are);
  RUN ("/nn/network/copies-are-independent-and-references-counted",
       copies_are_independent_and_references_counted);
  RUN ("/nn/network/what-is-not-finite-is-noticed", what_is_not_finite_is_noticed);
  RUN ("/nn/network/a-unit-can-be-a-nand-gate", a_unit_can_be_a_nand_gate);
  RUN ("/nn/network/nand-gates-make-a-half-adder", nand_gates_make_a_half_adder);
  return DONE ();
}
