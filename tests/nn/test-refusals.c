/* SPDX-License-Identifier: MIT */
/* What makes no sense is refused, by those who train, evaluate and give gradients alike. */
#include "claim.h"
#include "nn/nn-evaluation.h"
#include "nn/nn-gradient.h"
#include "nn/nn-trainer.h"
#include "random-samples.h"

#define N_IN  12
#define N_OUT 4

static RandomSamples samples;

/* The three answers where they agree, −1 where they do not. */
static int
answer_to (const NnNetwork *network, const NnTraining *training)
{
  NnStatus trained = NN_DIVERGED;
  NnNetwork *gradient = nn_network_copy (network);
  NnEvaluation evaluation;
  NnGradientCheck check;
  NnTrainer *trainer = nn_trainer_new (network, &samples.view, training, &trained);
  bool consistent = (trainer != NULL) == (trained == NN_OK);
  NnStatus evaluated = nn_evaluate (network, &samples.view, &training->objective, training->kernel,
                                    NULL, &evaluation);
  NnStatus differentiated =
      nn_gradient (network, &samples.view, &training->objective, NULL, training->kernel, gradient);
  NnStatus checked = nn_gradient_check (network, &samples.view, &training->objective, NULL,
                                        training->kernel, 1, &check);

  nn_trainer_free (trainer);
  nn_network_unref (gradient);
  return consistent && trained == evaluated && evaluated == differentiated &&
                 differentiated == checked
             ? (int) trained
             : -1;
}

static void
costs_that_do_not_fit_the_outputs_are_refused (void)
{
  static const bool fits[3][3] = {
    [NN_OUTPUT_SIGMOID] = { [NN_COST_QUADRATIC] = true, [NN_COST_CROSS_ENTROPY] = true },
    [NN_OUTPUT_TANH] = { [NN_COST_QUADRATIC] = true, [NN_COST_CROSS_ENTROPY] = true },
    [NN_OUTPUT_SOFTMAX] = { [NN_COST_LOG_LIKELIHOOD] = true },
  };
  static const int sizes[] = { N_IN, 5, N_OUT };

  for (int activation = 0; activation <= NN_ACTIVATION_RELU; activation++)
    for (int output = 0; output < 3; output++)
      for (int cost = 0; cost < 3; cost++) {
        NnTraining training = { .objective = { (NnCost) cost, 0.0, 0.0 },
                                .learning_rate = 0.1,
                                .mini_batch = 5 };
        NnNetwork *network =
            random_layers (sizes, 3, (NnActivation) activation, (NnOutput) output, 1);
        CLAIM (nn_cost_fits ((NnCost) cost, (NnOutput) output) == fits[output][cost]);
        CLAIM (answer_to (network, &training) == (fits[output][cost] ? NN_OK : NN_ERROR_RANGE));
        nn_network_unref (network);
      }
}

static void
kernels_that_are_not_there_are_refused (void)
{
  NnNetwork *network = random_network (N_IN, 5, N_OUT, 1);

  for (int kernel = NN_KERNEL_AUTO; kernel < NN_N_KERNELS; kernel++) {
    NnTraining training = { .objective = { NN_COST_QUADRATIC, 0.0, 0.0 },
                            .learning_rate = 0.1,
                            .mini_batch = 5,
                            .kernel = (NnKernelKind) kernel };
    bool is_there = nn_kernel_is_available ((NnKernelKind) kernel);
    if (!is_there)
      printf ("# %s is not there\n", nn_kernel_name ((NnKernelKind) kernel));
    CLAIM (answer_to (network, &training) == (is_there ? NN_OK : NN_ERROR_RANGE));
  }
  nn_network_unref (network);
}

static NnStatus
trainer_answer (const NnNetwork *start, NnTraining training)
{
  NnStatus status = NN_DIVERGED;
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, &status);

  CLAIM ((trainer != NULL) == (status == NN_OK));
  nn_trainer_free (trainer);
  return status;
}

static void
hyper_parameters_out_of_range_are_refused (void)
{
  static const double no_sizes[] = { -1.0, -1e-300, NAN, INFINITY, -INFINITY };
  static const double no_shares[] = { -0.1, 1.0, 1.5, NAN, INFINITY, -INFINITY };
  const NnTraining good = { .objective = { NN_COST_QUADRATIC, 0.0, 0.0 },
                            .learning_rate = 1.0,
                            .mini_batch = 10,
                            .shuffle = true,
                            .seed = 1 };
  NnNetwork *start = random_network (N_IN, 5, N_OUT, 1);
  NnTraining training;

  CLAIM (trainer_answer (start, good) == NN_OK);
  for (int i = 0; i < 5; i++) {
    training = good;
    training.learning_rate = no_sizes[i];
    CLAIM (trainer_answer (start, training) == NN_ERROR_RANGE);
    training = good;
    training.objective.l2 = no_sizes[i];
    CLAIM (trainer_answer (start, training) == NN_ERROR_RANGE);
    training = good;
    training.objective.l1 = no_sizes[i];
    CLAIM (trainer_answer (start, training) == NN_ERROR_RANGE);
  }
  for (int i = 0; i < 6; i++) {
    training = good;
    training.momentum = no_shares[i];
    CLAIM (trainer_answer (start, training) == NN_ERROR_RANGE);
    training = good;
    training.dropout = no_shares[i];
    CLAIM (trainer_answer (start, training) == NN_ERROR_RANGE);
  }
  training = good;
  training.mini_batch = 0;
  CLAIM (trainer_answer (start, training) == NN_ERROR_RANGE);
  training.mini_batch = -3;
  CLAIM (trainer_answer (start, training) == NN_ERROR_RANGE);
  training = good; /* the ends of what is legal */
  training.learning_rate = 0.0;
  training.momentum = training.dropout = nextafter (1.0, 0.0);
  CLAIM (trainer_answer (start, training) == NN_OK);
  nn_network_unref (start);
}

static void
samples_that_do_not_fit_are_refused (void)
{
  NnTraining training = { .objective = { NN_COST_QUADRATIC, 0.0, 0.0 },
                          .learning_rate = 0.1,
                          .mini_batch = 5 };
  NnNetwork *good = random_network (N_IN, 5, N_OUT, 1);
  NnNetwork *wide = random_network (N_IN + 1, 5, N_OUT, 1);
  NnNetwork *long_out = random_network (N_IN, 5, N_OUT + 1, 1);
  NnStatus status = NN_OK;

  CLAIM (answer_to (good, &training) == NN_OK);
  CLAIM (answer_to (wide, &training) == NN_ERROR_SHAPE);
  CLAIM (answer_to (long_out, &training) == NN_ERROR_SHAPE);
  CLAIM (nn_trainer_new (good, NULL, &training, &status) == NULL && status == NN_ERROR_SHAPE);
  samples.view.n = 0;
  CLAIM (answer_to (good, &training) == NN_ERROR_SHAPE);
  samples.view.n = SIZE_MAX / 8;
  CLAIM (answer_to (good, &training) == NN_ERROR_SHAPE);
  samples.view.n = 5;
  samples.view.pixels = NULL;
  CLAIM (answer_to (good, &training) == NN_ERROR_SHAPE);
  samples.view.pixels = samples.pixels;
  uint8_t before = samples.labels[4];
  samples.labels[4] = N_OUT;
  CLAIM (answer_to (good, &training) == NN_ERROR_SHAPE);
  samples.labels[4] = before;
  CLAIM (answer_to (good, &training) == NN_OK);
  nn_trainer_free (NULL);
  nn_network_unref (good);
  nn_network_unref (wide);
  nn_network_unref (long_out);
}

int
main (void)
{
  samples = random_samples_new (5, N_IN, N_OUT, 6);
  RUN ("/nn/refusals/costs-that-do-not-fit-the-outputs-are-refused",
       costs_that_do_not_fit_the_outputs_are_refused);
  RUN ("/nn/refusals/kernels-that-are-not-there-are-refused",
       kernels_that_are_not_there_are_refused);
  RUN ("/nn/refusals/hyper-parameters-out-of-range-are-refused",
       hyper_parameters_out_of_range_are_refused);
  RUN ("/nn/refusals/samples-that-do-not-fit-are-refused", samples_that_do_not_fit_are_refused);
  random_samples_free (&samples);
  return DONE ();
}
