/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "combinations.h"
#include "nn/nn-evaluation.h"
#include "nn/nn-reference.h"
#include "random-samples.h"

#define N     400
#define N_IN  53
#define N_OUT 10

/* The label that the example last fed forward means, in double. */
static int
reference_label (const NnReference *reference, NnEncoding encoding)
{
  float a[N_OUT];

  for (int j = 0; j < reference->sizes[reference->n_layers]; j++)
    a[j] = (float) nn_reference_output (reference)[j];
  return nn_encoding_label (encoding, reference->output, a, reference->sizes[reference->n_layers]);
}

static void
claim_evaluation (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
                  NnKernelKind kernel)
{
  NnReference *reference = nn_reference_new (network);
  NnEvaluation evaluation = { 0 };
  size_t n = samples->n, n_correct = 0;
  double exact = nn_reference_cost (reference, samples, 0, n, objective, NULL);

  for (size_t i = 0; i < n; i++) {
    nn_reference_feed_forward (reference, samples, i, objective->cost, NULL);
    n_correct += reference_label (reference, samples->encoding) == samples->labels[i];
  }
  CLAIM (nn_evaluate (network, samples, objective, kernel, NULL, &evaluation) == NN_OK);
  CLAIM_NEAR (evaluation.cost, exact, 1e-6 * exact);
  CLAIM (evaluation.n == n && evaluation.n_correct == n_correct && n_correct > 0);
  CLAIM (evaluation.accuracy == (double) n_correct / (double) n);
  nn_reference_free (reference);
}

/* Every combination, kernel and form of inputs, with both encodings where there are bits. */
static void
agrees_with_plain_loops_in_double (void)
{
  static const int sizes[] = { N_IN, 21, 17, N_OUT }, coded[] = { N_IN, 21, 4 };
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 1);
  int turn = 0;

  for (int activation = 0; activation < N_ACTIVATIONS; activation++)
    for (int output = 0; output < N_OUTPUTS; output++) {
      NnNetwork *network = random_layers (sizes, 4, (NnActivation) activation,
                                          combination_outputs[output].output, 1);
      NnNetwork *bits = random_layers (coded, 3, (NnActivation) activation,
                                       combination_outputs[output].output, 1);
      for (int kernel = NN_KERNEL_AUTO; kernel < NN_N_KERNELS; kernel++) {
        NnObjective objective = { combination_outputs[output].cost, turn % 2 * 4.5,
                                  turn % 3 * 2.5 };
        NnSamples view = random_samples_view (&samples, turn++ % N_FORMS);
        if (!nn_kernel_is_available ((NnKernelKind) kernel))
          continue;
        claim_evaluation (network, &view, &objective, (NnKernelKind) kernel);
        view.n_out = 4;
        view.encoding = NN_ENCODING_BINARY;
        if (combination_outputs[output].output != NN_OUTPUT_SOFTMAX)
          claim_evaluation (bits, &view, &objective, (NnKernelKind) kernel);
      }
      nn_network_unref (network);
      nn_network_unref (bits);
    }
  random_samples_free (&samples);
}

/* With units beside and on multiples of what is worked on at once, and an image without ink. */
static void
rows_cost_what_their_floats_cost (void)
{
  static const int widths[] = { 1, 16, 30, 33, 48, 100 };
  const int n_in = 784;
  RandomSamples samples = random_samples_new (70, n_in, N_OUT, 7);
  memset (samples.pixels + 3 * n_in, 0, (size_t) n_in);
  memset (samples.inputs + 3 * n_in, 0, (size_t) n_in * sizeof (float));
  nn_rows_unref (samples.rows);
  samples.rows = nn_rows_new (n_in, 70, NULL);
  CLAIM (nn_rows_append (samples.rows, samples.pixels, 70) == NN_OK);

  for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
    NnNetwork *network = random_network (n_in, widths[w], N_OUT, w);
    for (int kernel = NN_KERNEL_SCALAR; kernel < NN_N_KERNELS; kernel++)
      for (int form = 0; form < N_FORMS && nn_kernel_is_available ((NnKernelKind) kernel); form++) {
        NnSamples view = random_samples_view (&samples, form);
        claim_evaluation (network, &view, &(NnObjective){ NN_COST_CROSS_ENTROPY, 0.0, 0.0 },
                          (NnKernelKind) kernel);
      }
    nn_network_unref (network);
  }
  random_samples_free (&samples);
}

/* A network that the examples saturate has a finite cost. */
static void
saturated_networks_cost_finite_numbers (void)
{
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 6);

  for (int output = 0; output < N_OUTPUTS; output++)
    for (int kernel = NN_KERNEL_AUTO; kernel < NN_N_KERNELS; kernel++) {
      NnNetwork *network = random_layers ((int[]){ N_IN, N_OUT }, 2, NN_ACTIVATION_SIGMOID,
                                          combination_outputs[output].output, 1);
      NnObjective objective = { combination_outputs[output].cost, 0.0, 0.0 };
      NnReference *reference = nn_reference_new (network);
      NnEvaluation evaluation = { 0 };

      if (nn_kernel_is_available ((NnKernelKind) kernel)) {
        for (int out = 0; out < N_OUT; out++)
          for (int in = 0; in < N_IN; in++) {
            float w = nn_network_weight (network, 0, out, in) * 1e4f;
            nn_network_set_weight (network, 0, out, in, w);
            nn_reference_weights (reference, 0)[out * N_IN + in] = (double) w;
          }
        double exact = nn_reference_cost (reference, &samples.view, 0, N, &objective, NULL);
        CLAIM (nn_evaluate (network, &samples.view, &objective, (NnKernelKind) kernel, NULL,
                            &evaluation) == NN_OK);
        CLAIM_NEAR (evaluation.cost, exact, 1e-5 * exact);
      }
      nn_reference_free (reference);
      nn_network_unref (network);
    }
  random_samples_free (&samples);
}

static void
predictions_are_the_outputs_and_their_largest (void)
{
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 2);
  NnNetwork *network = random_network (N_IN, 21, N_OUT, 2);
  float outputs[5 * N_OUT], activations[21 + N_OUT], input[N_IN];
  uint8_t predicted[5], alone[5];

  CLAIM (nn_predict (network, &samples.view, 100, 5, outputs, predicted) == NN_OK);
  CLAIM (nn_predict (network, &samples.view, 100, 5, NULL, alone) == NN_OK);
  CLAIM (memcmp (predicted, alone, 5) == 0);
  for (size_t i = 0; i < 5; i++) {
    nn_samples_input (&samples.view, 100 + i, input);
    CLAIM (nn_network_feed_forward (network, input, activations) == NN_OK);
    CLAIM (memcmp (outputs + i * N_OUT, activations + 21, N_OUT * sizeof (float)) == 0);
    for (int j = 0; j < N_OUT; j++)
      CLAIM (activations[21 + j] <= activations[21 + predicted[i]]);
  }
  CLAIM (nn_predict (network, &samples.view, N, 0, outputs, predicted) == NN_OK);
  CLAIM (nn_predict (network, &samples.view, N - 4, 5, outputs, predicted) == NN_ERROR_SHAPE);
  CLAIM (nn_predict (network, &samples.view, SIZE_MAX, 2, outputs, predicted) == NN_ERROR_SHAPE);
  CLAIM (nn_predict (network, &samples.view, 2, SIZE_MAX, outputs, predicted) == NN_ERROR_SHAPE);
  nn_network_unref (network);
  random_samples_free (&samples);
}

/* Of ten outputs and of more than lie side by side; more examples than are taken at a time. */
static void
the_cost_of_each_example_agrees_with_plain_loops (void)
{
  enum { FIRST = 30, N_HERE = 150, WIDE = 41 };

  for (int output = 0; output < N_OUTPUTS; output++)
    for (int n_out = N_OUT; n_out <= WIDE; n_out += WIDE - N_OUT) {
      RandomSamples samples = random_samples_new (N, N_IN, n_out, 7);
      NnNetwork *network =
          random_layers ((int[]){ N_IN, 21, n_out }, 3, NN_ACTIVATION_RELU,
                         combination_outputs[output].output, (uint64_t) (output + 1));
      NnReference *reference = nn_reference_new (network);
      NnCost cost = combination_outputs[output].cost;
      uint8_t predicted[N_HERE], alone[N_HERE];
      float costs[N_HERE];

      CLAIM (nn_predict_costs (network, &samples.view, FIRST, N_HERE, cost, NULL, predicted,
                               costs) == NN_OK);
      CLAIM (nn_predict (network, &samples.view, FIRST, N_HERE, NULL, alone) == NN_OK);
      CLAIM (memcmp (predicted, alone, N_HERE) == 0);
      for (size_t i = 0; i < N_HERE; i++) {
        double exact = nn_reference_feed_forward (reference, &samples.view, FIRST + i, cost, NULL);
        CLAIM_NEAR ((double) costs[i], exact, 1e-5 * exact);
      }
      CLAIM (nn_predict_costs (network, &samples.view, 0, 1,
                               cost == NN_COST_LOG_LIKELIHOOD ? NN_COST_QUADRATIC
                                                              : NN_COST_LOG_LIKELIHOOD,
                               NULL, predicted, costs) == NN_ERROR_RANGE);
      nn_reference_free (reference);
      nn_network_unref (network);
      random_samples_free (&samples);
    }
}

/* Of a network without parameters all outputs are one half: the answer is 0. */
static void
the_first_of_equals_wins (void)
{
  static const int sizes[] = { N_IN, N_OUT };
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 3);
  NnNetwork *network = nn_network_new (sizes, 2, NULL);
  NnEvaluation evaluation = { 0 };
  size_t zeros = 0;

  for (size_t i = 0; i < N; i++)
    zeros += samples.labels[i] == 0;
  CLAIM (nn_evaluate (network, &samples.view, &(NnObjective){ NN_COST_CROSS_ENTROPY, 3.0, 0.0 },
                      NN_KERNEL_AUTO, NULL, &evaluation) == NN_OK);
  CLAIM (evaluation.n_correct == zeros);
  CLAIM_NEAR (evaluation.cost, 10.0 * log (2.0), 1e-6);
  nn_network_unref (network);
  random_samples_free (&samples);
}

static void
a_stop_leaves_the_answer_untouched (void)
{
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 4);
  NnNetwork *network = random_network (N_IN, 21, N_OUT, 4);
  NnEvaluation evaluation = { .n = 77 };
  atomic_bool stop = true;

  CLAIM (nn_evaluate (network, &samples.view, &(NnObjective){ NN_COST_QUADRATIC, 0, 0.0 },
                      NN_KERNEL_AUTO, &stop, &evaluation) == NN_STOPPED);
  CLAIM (evaluation.n == 77);
  stop = false;
  CLAIM (nn_evaluate (network, &samples.view, &(NnObjective){ NN_COST_QUADRATIC, 0, 0.0 },
                      NN_KERNEL_AUTO, &stop, &evaluation) == NN_OK);
  CLAIM (evaluation.n == N);
  nn_network_unref (network);
  random_samples_free (&samples);
}

static void
what_does_not_fit_is_refused (void)
{
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 5);
  NnNetwork *network = random_network (N_IN + 1, 21, N_OUT, 5);
  NnNetwork *longer = random_network (N_IN, 21, N_OUT + 1, 5);
  NnEvaluation evaluation = { .n = 77 };
  uint8_t predicted[1];

  CLAIM (nn_evaluate (network, &samples.view, &(NnObjective){ NN_COST_QUADRATIC, 0, 0.0 },
                      NN_KERNEL_AUTO, NULL, &evaluation) == NN_ERROR_SHAPE);
  CLAIM (nn_evaluate (longer, &samples.view, &(NnObjective){ NN_COST_QUADRATIC, 0, 0.0 },
                      NN_KERNEL_AUTO, NULL, &evaluation) == NN_ERROR_SHAPE);
  CLAIM (nn_predict (network, &samples.view, 0, 1, NULL, predicted) == NN_ERROR_SHAPE);
  samples.labels[N - 1] = N_OUT;
  nn_network_unref (longer);
  longer = random_network (N_IN, 21, N_OUT, 5);
  CLAIM (nn_evaluate (longer, &samples.view, &(NnObjective){ NN_COST_QUADRATIC, 0, 0.0 },
                      NN_KERNEL_AUTO, NULL, &evaluation) == NN_ERROR_SHAPE);
  CLAIM (evaluation.n == 77);
  for (int status = NN_OK; status <= NN_ERROR_THREAD + 1; status++)
    CLAIM (nn_status_message ((NnStatus) status) != NULL);
  nn_network_unref (network);
  nn_network_unref (longer);
  random_samples_free (&samples);
}

int
main (void)
{
  RUN ("/nn/evaluation/agrees-with-plain-loops-in-double", agrees_with_plain_loops_in_double);
  RUN ("/nn/evaluation/rows-cost-what-their-floats-cost", rows_cost_what_their_floats_cost);
  RUN ("/nn/evaluation/saturated-networks-cost-finite-numbers",
       saturated_networks_cost_finite_numbers);
  RUN ("/nn/evaluation/predictions-are-the-outputs-and-their-largest",
       predictions_are_the_outputs_and_their_largest);
  RUN ("/nn/evaluation/the-cost-of-each-example-agrees-with-plain-loops",
       the_cost_of_each_example_agrees_with_plain_loops);
  RUN ("/nn/evaluation/the-first-of-equals-wins", the_first_of_equals_wins);
  RUN ("/nn/evaluation/a-stop-leaves-the-answer-untouched", a_stop_leaves_the_answer_untouched);
  RUN ("/nn/evaluation/what-does-not-fit-is-refused", what_does_not_fit_is_refused);
  return DONE ();
}
