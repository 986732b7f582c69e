/* SPDX-License-Identifier: MIT */
/* Dropout: which units a mini-batch leaves out, what they learn, and what the network is for those
 * who evaluate it. Masks are seen by what a step changes. */
#include "claim.h"
#include "agreement.h"
#include "nn/nn-evaluation.h"
#include "random-samples.h"

#define N      400
#define N_IN   40
#define HIDDEN 100
#define SECOND 60
#define N_OUT  10

static const int sizes[] = { N_IN, HIDDEN, SECOND, N_OUT };

static NnTraining
training_of (double dropout, int mini_batch)
{
  return (NnTraining){ .objective = { NN_COST_LOG_LIKELIHOOD, 0.0, 0.0 },
                       .learning_rate = 0.2,
                       .dropout = dropout,
                       .mini_batch = mini_batch,
                       .shuffle = false,
                       .seed = 3 };
}

static NnNetwork *
start_of (NnActivation activation)
{
  return random_layers (sizes, 4, activation, NN_OUTPUT_SOFTMAX, 1);
}

/* The masks of an epoch, one a mini-batch, and whether each step agrees with double precision. */
typedef struct {
  const NnSamples *samples;
  NnTraining training;
  NnReference *before, *velocity;
  size_t done; /* images */
  int n_steps;
  double apart;                         /* largest difference from a step in double */
  double kept_first[N], kept_second[N]; /* shares of the hidden layers kept in each step */
  uint8_t masks[N][HIDDEN + SECOND];
} Masks;

static void
note_step (NnTrainer *trainer, size_t images, void *data)
{
  Masks *masks = data;
  NnReference *after = nn_reference_new (nn_trainer_network (trainer));
  NnSamples samples = *masks->samples;
  Mask mask = mask_find (masks->before, masks->velocity, after, &samples, &masks->training);
  int first = 0, second = 0;

  for (int k = 0; k < HIDDEN + SECOND; k++)
    *(k < HIDDEN ? &first : &second) += mask.units[k];
  masks->kept_first[masks->n_steps] = (double) first / HIDDEN;
  masks->kept_second[masks->n_steps] = (double) second / SECOND;
  memcpy (masks->masks[masks->n_steps++], mask.units, HIDDEN + SECOND);
  nn_reference_step (masks->before, masks->velocity, &samples, masks->done, images - masks->done,
                     &masks->training, mask.kept);
  masks->apart = fmax (masks->apart, agreement_apart (masks->before, after));

  /* On from where the trainer is, so that each step is looked at alone. */
  memcpy (masks->before->parameters, after->parameters, after->n_parameters * sizeof (double));
  masks->done = images;
  mask_free (&mask);
  nn_reference_free (after);
}

/* The masks of epoch `epoch`. */
static Masks *
masks_of (const NnNetwork *start, const NnSamples *samples, NnTraining training, int epoch)
{
  Masks *masks = calloc (1, sizeof *masks);
  NnTrainer *trainer = nn_trainer_new (start, samples, &training, NULL);
  NnWatch watch = { .monitor_every = (size_t) training.mini_batch,
                    .monitor = note_step,
                    .data = masks };

  *masks = (Masks){ .samples = samples,
                    .training = training,
                    .before = nn_reference_new (start),
                    .velocity = nn_reference_new (start) };
  nn_reference_clear (masks->velocity);
  CLAIM (trainer != NULL);
  nn_trainer_set_epoch (trainer, epoch - 1, NULL);
  CLAIM (nn_trainer_run (trainer, epoch, &watch) == NN_OK);
  CLAIM (masks->done == samples->n);
  nn_trainer_free (trainer);
  nn_reference_free (masks->before);
  nn_reference_free (masks->velocity);
  return masks;
}

static void
each_step_leaves_out_its_share (void)
{
  static const double shares[] = { 0.1, 0.5, 0.8 };
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 1);
  NnNetwork *start = start_of (NN_ACTIVATION_SIGMOID);

  for (int i = 0; i < 3; i++) {
    Masks *masks = masks_of (start, &samples.view, training_of (shares[i], 5), 1);
    double kept = 1.0 - shares[i], first = 0.0, second = 0.0;

    CLAIM (masks->n_steps == N / 5);
    for (int s = 0; s < masks->n_steps; s++) {
      /* Each step by itself: within 5.5 standard deviations of a unit's lot. */
      CLAIM_NEAR (masks->kept_first[s], kept, 5.5 * sqrt (kept * shares[i] / HIDDEN));
      CLAIM_NEAR (masks->kept_second[s], kept, 5.5 * sqrt (kept * shares[i] / SECOND));
      first += masks->kept_first[s] / masks->n_steps;
      second += masks->kept_second[s] / masks->n_steps;
    }
    CLAIM_NEAR (first, kept, 0.03);
    CLAIM_NEAR (second, kept, 0.03);
    free (masks);
  }
  nn_network_unref (start);
  random_samples_free (&samples);
}

/* With each mask seen, each step is that of the network without those units. */
static void
steps_are_those_of_the_units_kept (void)
{
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 2);

  for (int activation = NN_ACTIVATION_SIGMOID; activation <= NN_ACTIVATION_TANH; activation++) {
    NnNetwork *start = start_of ((NnActivation) activation);
    NnTraining training = training_of (0.5, 10);

    training.objective.l2 = 0.5;
    Masks *masks = masks_of (start, &samples.view, training, 1);
    CLAIM_NEAR (masks->apart, 0.0, 2e-6);
    training.momentum = 0.7;
    training.objective.l1 = 0.1;
    free (masks);
    masks = masks_of (start, &samples.view, training, 1);
    CLAIM_NEAR (masks->apart, 0.0, 1e-5); /* the velocity is that of double precision */
    free (masks);
    nn_network_unref (start);
  }
  random_samples_free (&samples);
}

static size_t
n_apart (const uint8_t *one, const uint8_t *two)
{
  size_t n = 0;

  for (int k = 0; k < HIDDEN + SECOND; k++)
    n += one[k] != two[k];
  return n;
}

/* A new mask each mini-batch, epoch and seed; the same for the same. Half of 160 units, give or
 * take five deviations, differ between two of them. */
static void
masks_depend_on_seed_epoch_and_mini_batch (void)
{
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 3);
  NnNetwork *start = start_of (NN_ACTIVATION_SIGMOID);
  NnTraining training = training_of (0.5, 10);
  Masks *one = masks_of (start, &samples.view, training, 1);
  Masks *again = masks_of (start, &samples.view, training, 1);
  Masks *second = masks_of (start, &samples.view, training, 2);

  training.seed = 4;
  Masks *other = masks_of (start, &samples.view, training, 1);
  for (int s = 0; s < N / 10; s++) {
    CLAIM (n_apart (one->masks[s], again->masks[s]) == 0);
    CLAIM_NEAR ((double) n_apart (one->masks[s], second->masks[s]), 80.0, 32.0);
    CLAIM_NEAR ((double) n_apart (one->masks[s], other->masks[s]), 80.0, 32.0);
    if (s > 0)
      CLAIM_NEAR ((double) n_apart (one->masks[s], one->masks[s - 1]), 80.0, 32.0);
  }
  free (one);
  free (again);
  free (second);
  free (other);
  nn_network_unref (start);
  random_samples_free (&samples);
}

/* Without regularisation and momentum a unit left out keeps every bit of what it has. */
static void
dropped_units_keep_every_bit (void)
{
  RandomSamples samples = random_samples_new (20, N_IN, N_OUT, 4);
  NnNetwork *start = start_of (NN_ACTIVATION_TANH);
  NnTraining training = training_of (0.5, 20);
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  int n_same = 0;

  CLAIM (trainer != NULL && nn_trainer_run (trainer, 1, NULL) == NN_OK);
  const NnNetwork *end = nn_trainer_network (trainer);
  for (int j = 0; j < HIDDEN; j++) {
    int n_changed = 0, n_live = 0;
    for (int k = 0; k < N_IN; k++) {
      for (size_t i = 0; i < 20; i++)
        if (samples.pixels[i * N_IN + (size_t) k] != 0) {
          n_live++;
          break;
        }
      n_changed += nn_network_weight (start, 0, j, k) != nn_network_weight (end, 0, j, k);
    }
    int n_outgoing = 0;
    for (int k = 0; k < SECOND; k++)
      n_outgoing += nn_network_weight (start, 1, k, j) != nn_network_weight (end, 1, k, j);
    CLAIM (n_changed == 0 || n_changed > n_live / 2); /* all or nothing */
    CLAIM ((n_changed == 0) == (n_outgoing == 0));
    n_same += n_changed == 0;
  }
  CLAIM (n_same > 20 && n_same < 80);
  nn_trainer_free (trainer);
  nn_network_unref (start);
  random_samples_free (&samples);
}

/* What is handed out for evaluation has the weights that leave hidden units × (1 − p). */
static void
snapshots_are_scaled_and_the_trainer_is_not (void)
{
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 5);
  NnNetwork *start = start_of (NN_ACTIVATION_RELU);

  for (int tenths = 0; tenths <= 6; tenths += 3) {
    NnTraining training = training_of (tenths / 10.0, 10);
    NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
    CLAIM (trainer != NULL && nn_trainer_run (trainer, 1, NULL) == NN_OK);
    NnNetwork *raw = nn_network_copy (nn_trainer_network (trainer));
    NnNetwork *expected = nn_network_copy (raw), *snapshot = nn_trainer_snapshot (trainer);

    CLAIM (snapshot != NULL && snapshot->references == 1);
    CLAIM (snapshot->activation == NN_ACTIVATION_RELU && snapshot->output == NN_OUTPUT_SOFTMAX);
    nn_network_scale_outgoing (expected, (float) (1.0 - tenths / 10.0));
    CLAIM_NEAR (agreement_of_networks (snapshot, expected), 0.0, 1e-7);
    CLAIM (same_parameters (nn_trainer_network (trainer), raw)); /* reading out changes nothing */
    CLAIM_NEAR (nn_network_weight (snapshot, 0, 3, 4), nn_network_weight (raw, 0, 3, 4), 0.0);
    nn_network_unref (snapshot);
    nn_network_unref (expected);
    nn_network_unref (raw);
    nn_trainer_free (trainer);
  }
  nn_network_unref (start);
  random_samples_free (&samples);
}

int
main (void)
{
  RUN ("/nn/dropout/each-step-leaves-out-its-share", each_step_leaves_out_its_share);
  RUN ("/nn/dropout/steps-are-those-of-the-units-kept", steps_are_those_of_the_units_kept);
  RUN ("/nn/dropout/masks-depend-on-seed-epoch-and-mini-batch",
       masks_depend_on_seed_epoch_and_mini_batch);
  RUN ("/nn/dropout/dropped-units-keep-every-bit", dropped_units_keep_every_bit);
  RUN ("/nn/dropout/snapshots-are-scaled-and-the-trainer-is-not",
       snapshots_are_scaled_and_the_trainer_is_not);
  return DONE ();
}
