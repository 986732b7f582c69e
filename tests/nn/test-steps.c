/* SPDX-License-Identifier: MIT */
/* Many steps on end: an epoch of forty mini-batches, the last one shorter, agrees with double
 * precision. */
#include "claim.h"
#include "combinations.h"
#include "agreement.h"
#include "random-samples.h"

static NnKernelKind kernel; /* under test */

/* How far forty steps end from double precision. */
static double
forty_steps (const NnNetwork *start, NnSamples view, NnTraining training)
{
  size_t m = (size_t) training.mini_batch;
  NnReference *reference = nn_reference_new (start), *velocity = nn_reference_new (start);
  NnTrainer *trainer = nn_trainer_new (start, &view, &training, NULL);
  double apart = NAN;

  if (trainer != NULL && nn_trainer_run (trainer, 1, NULL) == NN_OK) {
    nn_reference_clear (velocity);
    for (size_t first = 0; first < view.n; first += m)
      nn_reference_step (reference, velocity, &view, first, view.n - first < m ? view.n - first : m,
                         &training, NULL);
    apart = agreement_of_network (nn_trainer_network (trainer), reference);
    if (!(agreement_of_network (start, reference) > 0.01))
      apart = NAN; /* it did not move */
  }
  nn_trainer_free (trainer);
  nn_reference_free (reference);
  nn_reference_free (velocity);
  return apart;
}

static size_t
n_of_forty (size_t m)
{
  return m == 1 ? 40 : 39 * m + m / 2;
}

static void
forty_mini_batches_agree_with_double_precision (void)
{
  static const int sizes[] = { 61, 33, 18, 10 };
  static const size_t batches[] = { 1, 7, 10, 64, 65, 100 };
  double largest = 0.0;
  int n_bad = 0, turn = 0;

  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  for (int activation = 0; activation < N_ACTIVATIONS; activation++)
    for (int output = 0; output < N_OUTPUTS; output++)
      for (int technique = 0; technique < N_TECHNIQUES_NO_MASKS; technique++, turn++) {
        size_t m = batches[(turn + turn / 6) % 6];
        RandomSamples samples = random_samples_new (n_of_forty (m), sizes[0], 10, m);
        NnTraining training = combination_training (output, technique, m);
        NnNetwork *start = random_layers (sizes, 4, (NnActivation) activation,
                                          combination_outputs[output].output, (uint64_t) turn);

        training.learning_rate = m == 1 ? 0.03 : 0.1;
        training.kernel = kernel;
        double apart =
            forty_steps (start, random_samples_view (&samples, turn % N_FORMS), training);
        if (!(apart <= 1e-5)) {
          n_bad++;
          combination_print (activation, output, technique);
          printf ("m %zu, apart %.2g\n", m, apart);
        } else {
          largest = fmax (largest, apart);
        }
        nn_network_unref (start);
        random_samples_free (&samples);
      }
  printf ("# %s: largest difference %.2g\n", nn_kernel_name (kernel), largest);
  CLAIM (n_bad == 0);
}

static void
every_size_of_mini_batch_agrees (void)
{
  RandomSamples samples = random_samples_new (83, 40, 10, 1);
  NnNetwork *start = random_network (40, 30, 10, 1);

  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  for (size_t m = 1; m <= 90; m++) {
    NnTraining training = combination_training (1, 1, m);
    training.kernel = kernel;
    CLAIM_NEAR (forty_steps (start, random_samples_view (&samples, (int) m % N_FORMS), training),
                0.0, 5e-6);
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
      CLAIM_NEAR (nn_network_weight (nn_trainer_network (trainer), 0, out, in), w, 1e-3 * fabs (w));
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
  static const struct {
    const char *name;
    void (*test) (void);
  } tests[] = {
    { "forty-mini-batches-agree-with-double-precision",
      forty_mini_batches_agree_with_double_precision },
    { "every-size-of-mini-batch-agrees", every_size_of_mini_batch_agrees },
    { "decay-is-exact", decay_is_exact },
    { "regularisation-alone-takes-weights-where-it-should",
      regularisation_alone_takes_weights_where_it_should },
  };
  static size_t i; /* keeps its value over longjmp, as `kernel` does */

  for (kernel = NN_KERNEL_SCALAR; kernel < NN_N_KERNELS; kernel++)
    for (i = 0; i < sizeof tests / sizeof *tests; i++) {
      char name[128];
      snprintf (name, sizeof name, "/nn/steps/%s/%s", nn_kernel_name (kernel), tests[i].name);
      RUN (name, tests[i].test);
    }
  return DONE ();
}
