/* SPDX-License-Identifier: MIT */
/* One mini-batch step of every kernel: the scalar one agrees with double precision, the others with
 * it, in every parameter and velocity to STEP_TOLERANCE. */
#include "claim.h"
#include "combinations.h"
#include "agreement.h"
#include "random-samples.h"

/* Parameters are of order 1, whose last place is 1.2e-7, and steps of order 0.1. */
#define STEP_TOLERANCE 2e-6
#define MAX_TRIES      50

/* Sizes beside and on multiples of 16 and 32, with and without hidden layers. */
static const struct {
  int n_sizes, sizes[5];
} layouts[] = {
  { 3, { 20, 7, 4 } },    { 3, { 784, 30, 10 } },         { 3, { 96, 32, 16 } },
  { 2, { 65, 10 } },      { 5, { 50, 100, 33, 16, 10 } }, { 4, { 47, 48, 31, 3 } },
  { 3, { 64, 129, 17 } },
};

#define N_LAYOUTS (sizeof layouts / sizeof *layouts)

static const size_t batches[] = { 1, 3, 10, 64, 100, 300 };

#define N_BATCHES (sizeof batches / sizeof *batches)

typedef struct {
  int activation, output, technique, form;
  size_t batch, layout;
} Case;

#define N_CASES (N_ACTIVATIONS * N_OUTPUTS * N_TECHNIQUES * N_BATCHES)

/* The full product of units, costs, techniques and batches; layouts and forms take turns. */
static Case
case_at (size_t i)
{
  size_t rest = i / (N_TECHNIQUES * N_BATCHES);

  return (Case){ .technique = (int) (i % N_TECHNIQUES),
                 .batch = i / N_TECHNIQUES % N_BATCHES,
                 .output = (int) (rest % N_OUTPUTS),
                 .activation = (int) (rest / N_OUTPUTS),
                 .layout = (i + i / N_LAYOUTS) % N_LAYOUTS,
                 .form = (int) (i * 7 / 3 % N_FORMS) };
}

static NnKernelKind kernel; /* under test */

static struct {
  double largest; /* difference of a step within the bound */
  size_t n_bad;   /* steps beyond it */
} outcomes[NN_N_KERNELS];
static size_t n_redrawn;

/* Where a step starts and on what. */
typedef struct {
  NnTraining training;
  NnNetwork *network, *velocity;
  RandomSamples samples;
  NnSamples view;
} Step;

static Step
step_new (const Case *this, uint64_t seed)
{
  const int *sizes = layouts[this->layout].sizes;
  int n_sizes = layouts[this->layout].n_sizes;
  size_t m = batches[this->batch];
  Step step = { .training = combination_training (this->output, this->technique, m) };

  step.network = random_layers (sizes, n_sizes, (NnActivation) this->activation,
                                combination_outputs[this->output].output, seed);
  step.velocity = random_layers (sizes, n_sizes, (NnActivation) this->activation,
                                 combination_outputs[this->output].output, seed + 1000000);
  for (int l = 0; l < n_sizes - 1; l++)
    for (int out = 0; out < sizes[l + 1]; out++)
      for (int in = 0; in < sizes[l]; in++)
        nn_network_set_weight (step.velocity, l, out, in,
                               0.1f * nn_network_weight (step.velocity, l, out, in));
  nn_network_set_weight (step.network, 0, 1, 1, 0.0f); /* sgn 0 = 0 */
  step.samples = random_samples_new (m, sizes[0], sizes[n_sizes - 1], seed);
  step.view = random_samples_view (&step.samples, this->form);
  return step;
}

static void
step_free (Step *step)
{
  nn_network_unref (step->network);
  nn_network_unref (step->velocity);
  random_samples_free (&step->samples);
}

/* Takes the step with a kernel: the network and its velocity afterwards, NULL without momentum. */
static bool
take (const Step *step, NnKernelKind kind, NnNetwork **network, NnNetwork **velocity)
{
  NnTraining training = step->training;
  bool has_momentum = training.momentum > 0.0;

  training.kernel = kind;
  *network = *velocity = NULL;
  NnTrainer *trainer = nn_trainer_new (step->network, &step->view, &training, NULL);
  if (trainer == NULL)
    return false;
  nn_trainer_set_epoch (trainer, 0, has_momentum ? step->velocity : NULL);
  bool done = nn_trainer_run (trainer, 1, NULL) == NN_OK &&
              nn_trainer_checkpoint (trainer, network, velocity) &&
              (*velocity != NULL) == has_momentum;
  nn_trainer_free (trainer);
  return done;
}

/* The same in double, with the mask that the scalar kernel's step shows. False where rounding may
 * decide on which side of a kink a unit is. */
static bool
take_in_double (const Step *step, const NnNetwork *scalar, NnReference **network,
                NnReference **velocity)
{
  NnReference *after = nn_reference_new (scalar);
  NnDropMask kept = NULL;

  *network = nn_reference_new (step->network);
  *velocity = nn_reference_new (step->velocity);
  if (step->training.momentum == 0.0)
    nn_reference_clear (*velocity);
  Mask mask = mask_find (*network, *velocity, after, &step->view, &step->training);
  if (step->training.dropout > 0.0)
    kept = mask.kept;
  bool smooth = !is_at_a_kink (*network, &step->view, 0, step->view.n,
                               step->training.objective.cost, kept, 4e-6);
  nn_reference_step (*network, *velocity, &step->view, 0, step->view.n, &step->training, kept);
  mask_free (&mask);
  nn_reference_free (after);
  return smooth;
}

/* The larger difference of parameters and velocities from those of the scalar kernel. */
static double
apart_from_scalar (const Step *step, NnKernelKind kind, const NnNetwork *scalar,
                   const NnNetwork *scalar_velocity)
{
  NnNetwork *network, *velocity;
  double apart = NAN;

  if (take (step, kind, &network, &velocity)) {
    apart = agreement_of_networks (network, scalar);
    if (velocity != NULL)
      apart = fmax (apart, agreement_of_networks (velocity, scalar_velocity));
  }
  nn_network_unref (network);
  nn_network_unref (velocity);
  return apart;
}

/* Fills in how far each kernel is from the scalar one, and that from double; NAN where it refuses.
 * False where a unit is at a kink. */
static bool
try_step (const Case *this, uint64_t seed, double *apart)
{
  Step step = step_new (this, seed);
  NnNetwork *scalar, *velocity;
  NnReference *exact = NULL, *exact_velocity = NULL;
  bool smooth = true;

  for (int kind = 0; kind < NN_N_KERNELS; kind++)
    apart[kind] = NAN;
  if (take (&step, NN_KERNEL_SCALAR, &scalar, &velocity)) {
    smooth = take_in_double (&step, scalar, &exact, &exact_velocity);
    apart[NN_KERNEL_SCALAR] = agreement_of_network (scalar, exact);
    if (velocity != NULL)
      apart[NN_KERNEL_SCALAR] =
          fmax (apart[NN_KERNEL_SCALAR], agreement_of_network (velocity, exact_velocity));
    for (int kind = NN_KERNEL_SCALAR + 1; kind < NN_N_KERNELS && smooth; kind++)
      if (nn_kernel_is_available ((NnKernelKind) kind))
        apart[kind] = apart_from_scalar (&step, (NnKernelKind) kind, scalar, velocity);
  }
  nn_network_unref (scalar);
  nn_network_unref (velocity);
  nn_reference_free (exact);
  nn_reference_free (exact_velocity);
  step_free (&step);
  return smooth;
}

static void
print_case (const Case *this)
{
  combination_print (this->activation, this->output, this->technique);
  printf ("m %zu, form %d, layers", batches[this->batch], this->form);
  for (int l = 0; l < layouts[this->layout].n_sizes; l++)
    printf (" %d", layouts[this->layout].sizes[l]);
}

/* All cases with all kernels at once, so that what they are compared with is computed once. */
static void
take_all_steps (void)
{
  for (size_t i = 0; i < N_CASES; i++) {
    Case this = case_at (i);
    double apart[NN_N_KERNELS];
    bool smooth = false;

    for (uint64_t t = 0; t < MAX_TRIES && !smooth; t++) {
      smooth = try_step (&this, i + N_CASES * t, apart);
      n_redrawn += !smooth;
    }
    for (int kind = NN_KERNEL_SCALAR; kind < NN_N_KERNELS; kind++) {
      if (!nn_kernel_is_available ((NnKernelKind) kind))
        continue;
      if (smooth && apart[kind] <= STEP_TOLERANCE) {
        outcomes[kind].largest = fmax (outcomes[kind].largest, apart[kind]);
      } else {
        outcomes[kind].n_bad++;
        print_case (&this);
        printf (": %s is apart %.2g\n", nn_kernel_name ((NnKernelKind) kind), apart[kind]);
      }
    }
  }
}

static void
every_step_agrees (void)
{
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  printf ("# %s: largest difference %.2g of %zu steps, %zu redrawn for a kink\n",
          nn_kernel_name (kernel), outcomes[kernel].largest, (size_t) N_CASES, n_redrawn);
  CLAIM (outcomes[kernel].n_bad == 0);
}

/* Sizes, techniques and forms all occur with each other. */
static void
layouts_and_forms_take_turns (void)
{
  int with_technique[N_LAYOUTS][N_TECHNIQUES] = { 0 }, with_form[N_LAYOUTS][N_FORMS] = { 0 };
  int with_batch[N_LAYOUTS][N_BATCHES] = { 0 };

  for (size_t i = 0; i < N_CASES; i++) {
    Case this = case_at (i);
    with_technique[this.layout][this.technique]++;
    with_form[this.layout][this.form]++;
    with_batch[this.layout][this.batch]++;
  }
  for (size_t layout = 0; layout < N_LAYOUTS; layout++) {
    for (int technique = 0; technique < N_TECHNIQUES; technique++)
      CLAIM (with_technique[layout][technique] > 0);
    for (int form = 0; form < N_FORMS; form++)
      CLAIM (with_form[layout][form] > 0);
    for (size_t batch = 0; batch < N_BATCHES; batch++)
      CLAIM (with_batch[layout][batch] > 0);
  }
}

static void
auto_stands_for_the_fastest (void)
{
  NnKernelKind fastest = NN_KERNEL_SCALAR;

  for (int kind = NN_KERNEL_SCALAR; kind < NN_N_KERNELS; kind++) {
    CLAIM (nn_kernel_resolve ((NnKernelKind) kind) == (NnKernelKind) kind);
    if (nn_kernel_is_available ((NnKernelKind) kind))
      fastest = (NnKernelKind) kind;
  }
  CLAIM (nn_kernel_is_available (NN_KERNEL_AUTO) && nn_kernel_is_available (NN_KERNEL_SCALAR) &&
         nn_kernel_is_available (NN_KERNEL_PORTABLE));
  CLAIM (nn_kernel_resolve (NN_KERNEL_AUTO) == fastest);
}

int
main (void)
{
  RUN ("/nn/kernel/layouts-and-forms-take-turns", layouts_and_forms_take_turns);
  RUN ("/nn/kernel/auto-stands-for-the-fastest", auto_stands_for_the_fastest);
  take_all_steps ();
  for (kernel = NN_KERNEL_SCALAR; kernel < NN_N_KERNELS; kernel++) {
    char name[64];
    snprintf (name, sizeof name, "/nn/kernel/%s/every-step-agrees", nn_kernel_name (kernel));
    RUN (name, every_step_agrees);
  }
  return DONE ();
}
