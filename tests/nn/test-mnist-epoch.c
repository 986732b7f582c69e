/* SPDX-License-Identifier: MIT */
/* A whole epoch on the real digits from a given network, in their order: every parameter agrees to
 * 2e-4 with the same steps in double precision. Deep networks of rectified units after forty
 * mini-batches, since what rounding decides at a kink grows. (The book's first set-up, quadratic
 * with η = 3 from large weights, is no such test: in double, too, a change of 6e-8 in each weight
 * grows to 0.3 within its first epoch.) */
#include "claim.h"
#include "agreement.h"
#include "mnist-files.h"
#include "random-samples.h"

#include <time.h>

#define EPOCH_TOLERANCE 2e-4

/* Sanitizers make plain loops slow: a tenth of an epoch is enough for them. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define EPOCH 5000
#else
#define EPOCH 50000
#endif

static const struct {
  const char *name;
  size_t n; /* images */
  int n_sizes, sizes[5];
  NnActivation activation;
  NnOutput output;
  NnTraining training;
} trainings[] = {
  { .name = "cross-entropy-with-L2",
    .n = EPOCH,
    .n_sizes = 3,
    .sizes = { 784, 30, 10 },
    .training = { { NN_COST_CROSS_ENTROPY, 5.0, 0.0 }, .learning_rate = 0.5, .mini_batch = 10 } },
  { .name = "quadratic",
    .n = EPOCH,
    .n_sizes = 3,
    .sizes = { 784, 30, 10 },
    .training = { { NN_COST_QUADRATIC, 0.0, 0.0 }, .learning_rate = 0.5, .mini_batch = 10 } },
  { .name = "tanh-and-softmax-with-L1-and-momentum",
    .n = EPOCH,
    .n_sizes = 3,
    .sizes = { 784, 30, 10 },
    .activation = NN_ACTIVATION_TANH,
    .output = NN_OUTPUT_SOFTMAX,
    .training = { { NN_COST_LOG_LIKELIHOOD, 0.0, 2.0 },
                  .learning_rate = 0.05,
                  .momentum = 0.5,
                  .mini_batch = 10 } },
  { .name = "deep-rectified-linear",
    .n = 400,
    .n_sizes = 5,
    .sizes = { 784, 100, 60, 30, 10 },
    .activation = NN_ACTIVATION_RELU,
    .output = NN_OUTPUT_SOFTMAX,
    .training = { { NN_COST_LOG_LIKELIHOOD, 5.0, 0.0 }, .learning_rate = 0.1, .mini_batch = 10 } },
  { .name = "wide-rectified-linear-in-large-batches",
    .n = 40 * 64,
    .n_sizes = 4,
    .sizes = { 784, 128, 128, 10 },
    .activation = NN_ACTIVATION_RELU,
    .output = NN_OUTPUT_SOFTMAX,
    .training = { { NN_COST_LOG_LIKELIHOOD, 0.0, 0.0 }, .learning_rate = 0.1, .mini_batch = 64 } },
};

static size_t which;       /* of the trainings */
static NnReference *exact; /* after it */
static NnNetwork *start;
static NnKernelKind kernel; /* under test */
static NnSamples digits;
static NnRows *rows;

static double
seconds_now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

static void
open_digits (void)
{
  if (!mnist_open ("train", 50000, &digits))
    return;
  rows = nn_rows_new (784, digits.n, NULL);
  if (rows != NULL && nn_rows_append (rows, digits.pixels, digits.n) != NN_OK) {
    nn_rows_unref (rows);
    rows = NULL;
  }
}

static NnSamples
first_digits (void)
{
  NnSamples samples = digits;

  samples.n = trainings[which].n;
  return samples;
}

/* The training in double from a start drawn with `seed`; false where on the way rounding might
 * decide on which side of its kink a unit is: one that changes sides alone can move a weight by
 * more than is allowed. */
static bool
train_in_double (uint64_t seed)
{
  NnSamples samples = first_digits ();
  const NnTraining *training = &trainings[which].training;
  size_t m = (size_t) training->mini_batch;
  bool smooth = true;

  start = random_layers (trainings[which].sizes, trainings[which].n_sizes,
                         trainings[which].activation, trainings[which].output, seed);
  exact = nn_reference_new (start);
  NnReference *velocity = nn_reference_new (start);
  nn_reference_clear (velocity);
  for (size_t first = 0; first < samples.n && smooth; first += m) {
    size_t here = samples.n - first < m ? samples.n - first : m;
    smooth = !is_at_a_kink (exact, &samples, first, here, training->objective.cost, NULL, 1e-6);
    nn_reference_step (exact, velocity, &samples, first, here, training, NULL);
  }
  nn_reference_free (velocity);
  return smooth;
}

static void
forget (void)
{
  nn_reference_free (exact);
  nn_network_unref (start);
  exact = NULL;
  start = NULL;
}

static void
prepare (void)
{
  double began = seconds_now ();
  uint64_t seed = 1;

  for (; !train_in_double (seed) && seed < 50; seed++)
    forget ();
  printf ("# %s in double: %.2f s, from seed %d\n", trainings[which].name, seconds_now () - began,
          (int) seed);
}

static void
the_epoch_agrees (void)
{
  NnTraining training = trainings[which].training;

  if (digits.n == 0 || digits.pixels == NULL || rows == NULL)
    SKIP (MNIST_ABSENT);
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  NnSamples samples = first_digits ();
  samples.rows = kernel % 2 == 0 ? rows : NULL; /* either form, whichever the kernel */
  training.kernel = kernel;
  NnTrainer *trainer = nn_trainer_new (start, &samples, &training, NULL);
  CLAIM (trainer != NULL && nn_trainer_run (trainer, 1, NULL) == NN_OK);
  double apart = agreement_of_network (nn_trainer_network (trainer), exact);
  printf ("# largest difference %.2g; %.3f s\n", apart, nn_trainer_seconds (trainer));
  CLAIM_NEAR (apart, 0.0, EPOCH_TOLERANCE);
  CLAIM (agreement_of_network (start, exact) > 100.0 * EPOCH_TOLERANCE); /* it did move */
  nn_trainer_free (trainer);
}

int
main (void)
{
  open_digits ();
  for (which = 0; which < sizeof trainings / sizeof *trainings; which++) {
    if (rows != NULL)
      prepare ();
    for (kernel = NN_KERNEL_SCALAR; kernel < NN_N_KERNELS; kernel++) {
      char name[128];
      snprintf (name, sizeof name, "/nn/mnist-epoch/%s/%s-agrees", nn_kernel_name (kernel),
                trainings[which].name);
      RUN (name, the_epoch_agrees);
    }
    forget ();
  }
  nn_rows_unref (rows);
  mnist_close (&digits);
  return DONE ();
}
