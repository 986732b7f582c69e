/* SPDX-License-Identifier: MIT */
/* The steps of the trainer: their size, their order, and that they repeat. */
#include "claim.h"
#include "nn/nn-reference.h"
#include "nn/nn-trainer.h"
#include "random-samples.h"

#include <limits.h>

#define N_IN     61
#define N_HIDDEN 33
#define N_OUT    10

/* w ← (1 − ηλ/n) w − η ∇C over one mini-batch, in double. */
static void
step_in_double (NnReference *reference, NnReference *gradient, const NnSamples *samples,
                size_t first, size_t m, const NnTraining *training, double *scratch)
{
  double decay = 1.0 - training->learning_rate * training->objective.l2 / (double) samples->n;

  nn_reference_gradient (reference, samples, first, m, training->objective.cost, 0.0, gradient,
                         scratch);
  for (int l = 0; l < reference->n_layers; l++)
    for (double *w = nn_reference_weights (reference, l); w < nn_reference_biases (reference, l);
         w++)
      *w *= decay;
  for (size_t p = 0; p < reference->n_parameters; p++)
    reference->parameters[p] -= training->learning_rate * gradient->parameters[p];
}

static double
largest_difference (const NnNetwork *network, const NnReference *reference)
{
  NnReference *actual = nn_reference_new (network);
  double largest = 0.0;

  for (size_t p = 0; p < reference->n_parameters; p++)
    largest = fmax (largest, fabs (actual->parameters[p] - reference->parameters[p]));
  nn_reference_free (actual);
  return largest;
}

/* Forty mini-batches of m, the last one shorter, against the plain loops in double. */
static void
claim_forty_batches (size_t m, NnCost cost, double l2)
{
  size_t n = m == 1 ? 40 : 39 * m + m / 2;
  RandomSamples samples = random_samples_new (n, N_IN, N_OUT, m);
  NnTraining training = { .objective = { cost, l2, 0.0 },
                          .learning_rate = 0.5,
                          .mini_batch = (int) m };
  NnNetwork *start = random_network (N_IN, N_HIDDEN, N_OUT, m);
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  NnReference *reference = nn_reference_new (start), *gradient = nn_reference_new (start);
  double *scratch = malloc (2 * nn_reference_n_units (reference) * sizeof *scratch);

  CLAIM (nn_trainer_run (trainer, 1, NULL) == NN_OK);
  for (size_t first = 0; first < n; first += m)
    step_in_double (reference, gradient, &samples.view, first, n - first < m ? n - first : m,
                    &training, scratch);
  CLAIM_NEAR (largest_difference (nn_trainer_network (trainer), reference), 0.0, 5e-6);
  CLAIM (largest_difference (start, reference) > 0.1); /* it did move */
  free (scratch);
  nn_reference_free (reference);
  nn_reference_free (gradient);
  nn_trainer_free (trainer);
  nn_network_unref (start);
  random_samples_free (&samples);
}

static void
forty_mini_batches_agree_with_double_precision (void)
{
  static const size_t sizes[] = { 1, 7, 10, 64, 65, 100 };

  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    for (int cost = NN_COST_QUADRATIC; cost <= NN_COST_CROSS_ENTROPY; cost++) {
      claim_forty_batches (sizes[i], (NnCost) cost, 0.0);
      claim_forty_batches (sizes[i], (NnCost) cost, 5.0);
    }
}

/* Black pictures have no gradient in the first weights: what remains is the decay. */
static void
decay_is_exact (void)
{
  RandomSamples samples = random_samples_new (30, N_IN, N_OUT, 1);
  NnTraining training = { .objective = { NN_COST_QUADRATIC, 3.0, 0.0 }, .learning_rate = 0.5 };
  NnNetwork *start = random_network (N_IN, N_HIDDEN, N_OUT, 1);
  float factor = (float) (1.0 - 0.5 * 3.0 / 30.0);

  memset (samples.pixels, 0, 30 * N_IN);
  training.mini_batch = 10;
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  CLAIM (nn_trainer_run (trainer, 1, NULL) == NN_OK);
  const NnNetwork *end = nn_trainer_network (trainer);
  for (int in = 0; in < N_IN; in++)
    for (int out = 0; out < N_HIDDEN; out++) {
      float w = nn_network_weight (start, 0, out, in);
      for (int batch = 0; batch < 3; batch++)
        w *= factor;
      CLAIM (nn_network_weight (end, 0, out, in) == w);
    }
  nn_trainer_free (trainer);
  nn_network_unref (start);
  random_samples_free (&samples);
}

static NnNetwork *
train (NnTraining training, const NnSamples *samples, int epochs)
{
  NnNetwork *start = random_network (N_IN, N_HIDDEN, N_OUT, 1), *end;
  NnTrainer *trainer = nn_trainer_new (start, samples, &training, NULL);

  CLAIM (trainer != NULL && nn_trainer_run (trainer, epochs, NULL) == NN_OK);
  CLAIM (nn_trainer_epoch (trainer) == epochs);
  end = nn_network_copy (nn_trainer_network (trainer));
  nn_trainer_free (trainer);
  nn_network_unref (start);
  return end;
}

static void
the_seed_decides_every_bit (void)
{
  RandomSamples samples = random_samples_new (203, N_IN, N_OUT, 2);

  for (int m = 1; m <= 100; m += 33) {
    NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 0.1, 0.0 },
                            .learning_rate = 0.3,
                            .mini_batch = m,
                            .shuffle = true,
                            .seed = 7 };
    NnNetwork *one = train (training, &samples.view, 3), *two = train (training, &samples.view, 3);
    CLAIM (same_parameters (one, two));
    training.seed = 8;
    NnNetwork *other = train (training, &samples.view, 3);
    CLAIM (!same_parameters (one, other));
    training.shuffle = false;
    NnNetwork *plain = train (training, &samples.view, 3);
    CLAIM (!same_parameters (plain, one) && !same_parameters (plain, other));
    nn_network_unref (one);
    nn_network_unref (two);
    nn_network_unref (other);
    nn_network_unref (plain);
  }
  random_samples_free (&samples);
}

/* Examples in the order of an epoch. */
static void
sort_for_epoch (const RandomSamples *from, RandomSamples *to, uint64_t seed, uint64_t epoch)
{
  uint32_t order[203];
  NnRng rng;

  for (uint32_t i = 0; i < 203; i++)
    order[i] = i;
  nn_rng_seed_stream (&rng, seed, NN_STREAM_SHUFFLE + epoch);
  nn_rng_shuffle (&rng, order, 203);
  for (size_t i = 0; i < 203; i++) {
    memcpy (to->pixels + i * N_IN, from->pixels + order[i] * N_IN, N_IN);
    to->labels[i] = from->labels[order[i]];
  }
}

static void
each_epoch_has_an_order_of_its_own (void)
{
  RandomSamples samples = random_samples_new (203, N_IN, N_OUT, 2);
  RandomSamples sorted = random_samples_new (203, N_IN, N_OUT, 3);
  NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 0.1, 0.0 },
                          .learning_rate = 0.3,
                          .mini_batch = 10,
                          .shuffle = true,
                          .seed = 7 };
  NnNetwork *shuffled = train (training, &samples.view, 3);
  NnNetwork *start = random_network (N_IN, N_HIDDEN, N_OUT, 1);

  training.shuffle = false;
  NnTrainer *trainer = nn_trainer_new (start, &sorted.view, &training, NULL);
  for (int epoch = 1; epoch <= 3; epoch++) {
    sort_for_epoch (&samples, &sorted, 7, (uint64_t) epoch);
    CLAIM (nn_trainer_run (trainer, epoch, NULL) == NN_OK);
  }
  CLAIM (same_parameters (nn_trainer_network (trainer), shuffled));
  nn_trainer_free (trainer);
  nn_network_unref (start);
  nn_network_unref (shuffled);
  random_samples_free (&samples);
  random_samples_free (&sorted);
}

static void
padding_stays_zero (void)
{
  RandomSamples samples = random_samples_new (203, N_IN, N_OUT, 3);

  for (int m = 10; m <= 100; m += 90) {
    NnTraining training = { .objective = { NN_COST_QUADRATIC, 1.0, 0.0 },
                            .learning_rate = 3.0,
                            .mini_batch = m,
                            .shuffle = true,
                            .seed = 1 };
    NnNetwork *network = train (training, &samples.view, 2);
    for (int l = 0; l < 2; l++)
      for (int out = network->sizes[l + 1]; out < network->strides[l]; out++) {
        CLAIM (network->biases[l][out] == 0.0f);
        for (int in = 0; in < network->sizes[l]; in++)
          CLAIM (network->weights[l][in * network->strides[l] + out] == 0.0f);
      }
    nn_network_unref (network);
  }
  random_samples_free (&samples);
}

static void
pixels_and_the_same_inputs_train_alike (void)
{
  RandomSamples samples = random_samples_new (50, N_IN, N_OUT, 4);
  NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 0.0, 0.0 },
                          .learning_rate = 0.5,
                          .mini_batch = 10,
                          .shuffle = true,
                          .seed = 1 };
  float *inputs = malloc (50 * N_IN * sizeof *inputs),
        *targets = malloc (50 * N_OUT * sizeof *targets);
  NnSamples floats = {
    .n = 50, .n_in = N_IN, .n_out = N_OUT, .inputs = inputs, .targets = targets
  };

  for (size_t i = 0; i < 50; i++) {
    nn_samples_input (&samples.view, i, inputs + i * N_IN);
    nn_samples_target (&samples.view, i, NN_OUTPUT_SIGMOID, targets + i * N_OUT);
  }
  NnNetwork *one = train (training, &samples.view, 2), *two = train (training, &floats, 2);
  CLAIM (same_parameters (one, two));
  nn_network_unref (one);
  nn_network_unref (two);
  free (inputs);
  free (targets);
  random_samples_free (&samples);
}

static void
one_batch_may_be_larger_than_the_set (void)
{
  RandomSamples samples = random_samples_new (20, N_IN, N_OUT, 5);
  NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 0.0, 0.0 },
                          .learning_rate = 0.5,
                          .mini_batch = 20,
                          .shuffle = false,
                          .seed = 1 };
  NnNetwork *one = train (training, &samples.view, 3);

  training.mini_batch = INT_MAX;
  NnNetwork *two = train (training, &samples.view, 3);
  CLAIM (same_parameters (one, two));
  nn_network_unref (one);
  nn_network_unref (two);
  random_samples_free (&samples);
}

static void
claim_refused (const NnNetwork *start, const NnSamples *samples, NnTraining training,
               NnStatus expected)
{
  NnStatus status = NN_OK;

  CLAIM (nn_trainer_new (start, samples, &training, &status) == NULL);
  CLAIM (status == expected);
}

static void
impossible_trainings_are_refused (void)
{
  RandomSamples data = random_samples_new (5, N_IN, N_OUT, 6);
  NnNetwork *start = random_network (N_IN, N_HIDDEN, N_OUT, 1);
  NnNetwork *wide = random_network (N_IN + 1, 5, N_OUT, 1);
  NnNetwork *long_out = random_network (N_IN, 5, N_OUT + 1, 1);
  const NnTraining good = { .objective = { NN_COST_QUADRATIC, 0.0, 0.0 },
                            .learning_rate = 1.0,
                            .mini_batch = 10,
                            .shuffle = true,
                            .seed = 1 };
  static const double numbers[] = { -1.0, NAN, INFINITY, -INFINITY };
  NnTraining training = good;
  NnSamples samples = data.view;
  float number = 0.0f;

  for (int i = 0; i < 4; i++) {
    training.learning_rate = numbers[i];
    claim_refused (start, &data.view, training, NN_ERROR_RANGE);
    training = good;
    training.objective.l2 = numbers[i];
    claim_refused (start, &data.view, training, NN_ERROR_RANGE);
    training = good;
  }
  training.mini_batch = 0;
  claim_refused (start, &data.view, training, NN_ERROR_RANGE);
  training.mini_batch = -3;
  claim_refused (start, &data.view, training, NN_ERROR_RANGE);
  claim_refused (wide, &data.view, good, NN_ERROR_SHAPE);
  claim_refused (long_out, &data.view, good, NN_ERROR_SHAPE);
  claim_refused (start, NULL, good, NN_ERROR_SHAPE);
  samples.n = 0;
  claim_refused (start, &samples, good, NN_ERROR_SHAPE);
  samples = data.view;
  samples.pixels = NULL;
  claim_refused (start, &samples, good, NN_ERROR_SHAPE);
  samples = data.view;
  samples.inputs = &number;
  claim_refused (start, &samples, good, NN_ERROR_SHAPE);
  samples = data.view;
  samples.labels = NULL;
  claim_refused (start, &samples, good, NN_ERROR_SHAPE);
  samples = data.view;
  samples.n = SIZE_MAX / 8;
  claim_refused (start, &samples, good, NN_ERROR_SHAPE);
  data.labels[4] = N_OUT;
  claim_refused (start, &data.view, good, NN_ERROR_SHAPE);
  nn_trainer_free (NULL);
  nn_network_unref (start);
  nn_network_unref (wide);
  nn_network_unref (long_out);
  random_samples_free (&data);
}

int
main (void)
{
  RUN ("/nn/trainer/forty-mini-batches-agree-with-double-precision",
       forty_mini_batches_agree_with_double_precision);
  RUN ("/nn/trainer/decay-is-exact", decay_is_exact);
  RUN ("/nn/trainer/the-seed-decides-every-bit", the_seed_decides_every_bit);
  RUN ("/nn/trainer/each-epoch-has-an-order-of-its-own", each_epoch_has_an_order_of_its_own);
  RUN ("/nn/trainer/padding-stays-zero", padding_stays_zero);
  RUN ("/nn/trainer/pixels-and-the-same-inputs-train-alike",
       pixels_and_the_same_inputs_train_alike);
  RUN ("/nn/trainer/one-batch-may-be-larger-than-the-set", one_batch_may_be_larger_than_the_set);
  RUN ("/nn/trainer/impossible-trainings-are-refused", impossible_trainings_are_refused);
  return DONE ();
}
