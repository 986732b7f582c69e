/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "nn/nn-evaluation.h"
#include "nn/nn-reference.h"
#include "random-samples.h"

#define N     400
#define N_IN  53
#define N_OUT 10

static void
agrees_with_plain_loops_in_double (void)
{
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 1);
  NnNetwork *network = random_network (N_IN, 21, N_OUT, 1);
  NnReference *reference = nn_reference_new (network);
  double *units = malloc (nn_reference_n_units (reference) * sizeof *units);

  for (int cost = NN_COST_QUADRATIC; cost <= NN_COST_CROSS_ENTROPY; cost++)
    for (double l2 = 0.0; l2 < 10.0; l2 += 4.5) {
      NnEvaluation evaluation = { 0 };
      CLAIM (nn_evaluate (network, &samples.view, &(NnObjective){ (NnCost) cost, l2, 0.0 },
                          NN_KERNEL_AUTO, NULL, &evaluation) == NN_OK);
      double exact = nn_reference_cost (reference, &samples.view, 0, N, (NnCost) cost, l2, units);
      CLAIM_NEAR (evaluation.cost, exact, 1e-6 * exact);
      size_t n_correct = 0;
      for (size_t i = 0; i < N; i++) {
        const double *output = units + N_IN + 21;
        int best = 0;
        nn_reference_cost (reference, &samples.view, i, 1, (NnCost) cost, 0.0, units);
        for (int j = 1; j < N_OUT; j++)
          best = output[j] > output[best] ? j : best;
        n_correct += best == samples.labels[i];
      }
      CLAIM (evaluation.n == N && evaluation.n_correct == n_correct && n_correct > 0);
      CLAIM (evaluation.accuracy == (double) n_correct / N);
    }
  free (units);
  nn_reference_free (reference);
  nn_network_unref (network);
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
  CLAIM_NEAR (evaluation.cost, 10.0 * log (2.0), 1e-12);
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
  RUN ("/nn/evaluation/predictions-are-the-outputs-and-their-largest",
       predictions_are_the_outputs_and_their_largest);
  RUN ("/nn/evaluation/the-first-of-equals-wins", the_first_of_equals_wins);
  RUN ("/nn/evaluation/a-stop-leaves-the-answer-untouched", a_stop_leaves_the_answer_untouched);
  RUN ("/nn/evaluation/what-does-not-fit-is-refused", what_does_not_fit_is_refused);
  return DONE ();
}
