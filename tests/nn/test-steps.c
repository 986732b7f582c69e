/* SPDX-License-Identifier: MIT */
/* Many steps on end: an epoch of forty mini-batches, the last one shorter, agrees with double
 * precision. */
#include "claim.h"
#include "combinations.h"
#include "each-kernel.h"
#include "agreement.h"
#include "random-samples.h"

static struct {
  double largest; /* difference within the bound */
  int n_bad;      /* trainings beyond it */
} outcomes[NN_N_KERNELS];

/* The epoch in double. */
static NnReference *
train_in_double (const NnNetwork *start, const NnSamples *view, const NnTraining *training)
{
  size_t m = (size_t) training->mini_batch;
  NnReference *reference = nn_reference_new (start), *velocity = nn_reference_new (start);

  nn_reference_clear (velocity);
  for (size_t first = 0; first < view->n; first += m)
    nn_reference_step (reference, velocity, view, first, view->n - first < m ? view->n - first : m,
                       training, NULL);
  nn_reference_free (velocity);
  return reference;
}

/* How far a kernel's epoch ends from it. */
static double
apart_from (const NnReference *exact, const NnNetwork *start, const NnSamples *view,
            NnTraining training)
{
  NnTrainer *trainer = nn_trainer_new (start, view, &training, NULL);
  double apart = NAN;

  if (trainer != NULL && nn_trainer_run (trainer, 1, NULL) == NN_OK)
    apart = agreement_of_network (nn_trainer_network (trainer), exact);
  nn_trainer_free (trainer);
  return apart;
}

/* Notes for every kernel whether it ends within 1e-5. */
static void
compare (int activation, int output, int technique, size_t m, int turn)
{
  static const int sizes[] = { 61, 33, 18, 10 };
  RandomSamples samples = random_samples_new (m == 1 ? 40 : 39 * m + m / 2, sizes[0], 10, m);
  NnSamples view = random_samples_view (&samples, turn % N_FORMS);
  NnTraining training = combination_training (output, technique, m);
  NnNetwork *start = random_layers (sizes, 4, (NnActivation) activation,
                                    combination_outputs[output].output, (uint64_t) turn);

  training.learning_rate = m == 1 ? 0.03 : 0.1;
  NnReference *exact = train_in_double (start, &view, &training);
  bool moved = agreement_of_network (start, exact) > 0.01;
  for (int kind = NN_KERNEL_SCALAR; kind < NN_N_KERNELS; kind++) {
    if (!nn_kernel_is_available ((NnKernelKind) kind))
      continue;
    training.kernel = (NnKernelKind) kind;
    double apart = apart_from (exact, start, &view, training);
    if (moved && apart <= 1e-5) {
      outcomes[kind].largest = fmax (outcomes[kind].largest, apart);
    } else {
      outcomes[kind].n_bad++;
      combination_print (activation, output, technique);
      printf ("m %zu: %s is apart %.2g\n", m, nn_kernel_name ((NnKernelKind) kind), apart);
    }
  }
  nn_reference_free (exact);
  nn_network_unref (start);
  random_samples_free (&samples);
}

static void
compare_all (void)
{
  static const size_t batches[] = { 1, 7, 10, 64, 65, 100 };
  int turn = 0;

  for (int activation = 0; activation < N_ACTIVATIONS; activation++)
    for (int output = 0; output < N_OUTPUTS; output++)
      for (int technique = 0; technique < N_TECHNIQUES_NO_MASKS; technique++, turn++)
        if (!IS_SANITIZED || turn % 5 == 0)
          compare (activation, output, technique, batches[(turn + turn / 6) % 6], turn);
}

static void
forty_mini_batches_agree_with_double_precision (void)
{
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  printf ("# %s: largest difference %.2g\n", nn_kernel_name (kernel), outcomes[kernel].largest);
  CLAIM (outcomes[kernel].n_bad == 0);
}

static void
every_size_of_mini_batch_agrees (void)
{
  RandomSamples samples = random_samples_new (83, 40, 10, 1);
  NnNetwork *start = random_network (40, 30, 10, 1);

  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  for (size_t m = 1; m <= 90; m += IS_SANITIZED ? 9 : 1) {
    NnTraining training = combination_training (1, 1, m);
    NnSamples view = random_samples_view (&samples, (int) m % N_FORMS);
    NnReference *exact = train_in_double (start, &view, &training);
    training.kernel = kernel;
    CLAIM_NEAR (apart_from (exact, start, &view, training), 0.0, 5e-6);
    nn_reference_free (exact);
  }
  nn_network_unref (start);
  random_samples_free (&samples);
}

/* Black pictures have no gradient in the first weights: what remains is the decay, 1 − 0.05 three
 * times over, however late it is applied. */
static void
decay_is_exact (void)
{
  RandomSamples samples = random_samples_new (30, 61, 10, 1);
  NnTraining training = { .objective = { NN_COST_QUADRATIC, 3.0, 0.0 },
                          .learning_rate = 0.5,
                          .mini_batch = 10,
                          .kernel = kernel };
  NnNetwork *start = random_network (61, 33, 10, 1);

  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  memset (samples.pixels, 0, 30 * 61);
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  CLAIM (trainer != NULL && nn_trainer_run (trainer, 1, NULL) == NN_OK);
  for (int in = 0; in < 61; in++)
    for (int out = 0; out < 33; out++) {
      double w = (double) nn_network_weight (start, 0, out, in) * 0.95 * 0.95 * 0.95;
      CLAIM_NEAR (nn_network_weight (nn_trainer_network (trainer), 0, out, in), w,
                  2.5e-7 * fabs (w));
    }
  nn_trainer_free (trainer);
  nn_network_unref (start);
  random_samples_free (&samples);
}

/* Many steps with nothing to learn but the terms: 0.5 % a step over 2,000 steps, and L1 that takes
 * weights to 0 and holds them within one step of it. */
static void
regularisation_alone_takes_weights_where_it_should (void)
{
  static const int sizes[] = { 20, 4 };
  RandomSamples samples = random_samples_new (200, 20, 4, 1);
  NnNetwork *start = random_layers (sizes, 2, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID, 3);
  NnTraining training = { .objective = { NN_COST_QUADRATIC, 2.0, 0.0 },
                          .learning_rate = 0.5,
                          .mini_batch = 1,
                          .kernel = kernel };

  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  memset (samples.pixels, 0, 200 * 20);
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  CLAIM (trainer != NULL && nn_trainer_run (trainer, 10, NULL) == NN_OK);
  for (int in = 0; in < 20; in++)
    for (int out = 0; out < 4; out++) {
      double w = (double) nn_network_weight (start, 0, out, in) * pow (0.995, 2000);
      CLAIM_NEAR (nn_network_weight (nn_trainer_network (trainer), 0, out, in), w, 5e-6 * fabs (w));
    }
  nn_trainer_free (trainer);

  training.objective = (NnObjective){ NN_COST_QUADRATIC, 0.0, 2.0 }; /* 0.005 a step */
  trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  CLAIM (trainer != NULL && nn_trainer_run (trainer, 2, NULL) == NN_OK);
  for (int in = 0; in < 20; in++)
    for (int out = 0; out < 4; out++) {
      double from = (double) nn_network_weight (start, 0, out, in);
      double to = (double) nn_network_weight (nn_trainer_network (trainer), 0, out, in);
      CLAIM (fabs (from) > 2.0 || fabs (to) <= 0.005 + 1e-5);
    }
  nn_trainer_free (trainer);
  nn_network_unref (start);
  random_samples_free (&samples);
}

int
main (void)
{
  static const KernelTest tests[] = {
    { "forty-mini-batches-agree-with-double-precision",
      forty_mini_batches_agree_with_double_precision },
    { "every-size-of-mini-batch-agrees", every_size_of_mini_batch_agrees },
    { "decay-is-exact", decay_is_exact },
    { "regularisation-alone-takes-weights-where-it-should",
      regularisation_alone_takes_weights_where_it_should },
  };

  compare_all ();
  run_with_each_kernel ("steps", tests, sizeof tests / sizeof *tests);
  return DONE ();
}
