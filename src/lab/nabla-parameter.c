/* SPDX-License-Identifier: MIT */
#include "lab/nabla-parameter.h"

#include "digits/digits-images.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const cost_choices[] = { "quadratic", "cross-entropy", NULL };
static const char *const cost_labels[] = { N_ ("Quadratic"), N_ ("Cross-entropy"), NULL };
static const char *const init_choices[] = { "scaled", "large", NULL };
static const char *const init_labels[] = { N_ ("Scaled"), N_ ("Large"), NULL };

#define AT(member) offsetof (NablaHyperParameters, member)

static const NablaParameter parameters[] = {
  { .key = "layers",
    .option = "layers",
    .symbol = "",
    .term = N_ ("Network"),
    .help = N_ ("Units of each layer, from the 784 pixels to the ten digits"),
    .unit = "units",
    .kind = NABLA_PARAMETER_LAYERS,
    .place = NABLA_PARAMETER_MAIN,
    .offset = AT (layers),
    .minimum = 1,
    .maximum = 10000 },
  { .key = "cost",
    .option = "cost",
    .symbol = "",
    .term = N_ ("Cost"),
    .help =
        N_ ("What training makes small; cross-entropy learns fast even where it is badly wrong"),
    .unit = "",
    .kind = NABLA_PARAMETER_CHOICE,
    .place = NABLA_PARAMETER_MAIN,
    .offset = AT (cost),
    .standard = NN_COST_CROSS_ENTROPY,
    .choices = cost_choices,
    .labels = cost_labels },
  { .key = "learning_rate",
    .option = "learning-rate",
    .symbol = "η",
    .term = N_ ("Learning rate"),
    .help = N_ ("How far one step goes down the gradient; too large and it bounces, too small and "
                "it crawls"),
    .unit = "",
    .kind = NABLA_PARAMETER_NUMBER,
    .place = NABLA_PARAMETER_MAIN,
    .offset = AT (learning_rate),
    .minimum = 0,
    .maximum = 1e9,
    .standard = 0.5,
    .logarithmic = TRUE },
  { .key = "l2",
    .option = "l2",
    .symbol = "λ",
    .term = N_ ("L2 regularization"),
    .help =
        N_ ("How strongly weights are pulled towards zero, against overfitting; 0 is not at all"),
    .unit = "",
    .kind = NABLA_PARAMETER_NUMBER,
    .place = NABLA_PARAMETER_MAIN,
    .offset = AT (l2),
    .minimum = 0,
    .maximum = 1e12,
    .standard = 0,
    .logarithmic = TRUE },
  { .key = "mini_batch",
    .option = "mini-batch",
    .symbol = "m",
    .term = N_ ("Mini-batch"),
    .help = N_ ("Images whose gradients are averaged for one step"),
    .unit = "images",
    .kind = NABLA_PARAMETER_COUNT,
    .place = NABLA_PARAMETER_MAIN,
    .offset = AT (mini_batch),
    .minimum = 1,
    .maximum = 1000000,
    .standard = 10 },
  { .key = "epochs",
    .option = "epochs",
    .symbol = "",
    .term = N_ ("Epochs"),
    .help = N_ ("How many times training goes through all its images"),
    .unit = "epochs",
    .kind = NABLA_PARAMETER_COUNT,
    .place = NABLA_PARAMETER_MAIN,
    .offset = AT (epochs),
    .minimum = 1,
    .maximum = 100000,
    .standard = 30 },
  { .key = "init",
    .option = "init",
    .symbol = "",
    .term = N_ ("Initial weights"),
    .help = N_ ("Scaled: standard deviation 1/√inputs, no unit starts saturated; large: standard "
                "deviation 1"),
    .unit = "",
    .kind = NABLA_PARAMETER_CHOICE,
    .place = NABLA_PARAMETER_MORE,
    .offset = AT (init),
    .standard = NN_INIT_SCALED,
    .choices = init_choices,
    .labels = init_labels },
  { .key = "zero_biases",
    .option = "zero-biases",
    .symbol = "",
    .term = N_ ("Zero biases"),
    .help = N_ ("Biases start at zero instead of random values of standard deviation 1"),
    .unit = "",
    .kind = NABLA_PARAMETER_FLAG,
    .place = NABLA_PARAMETER_MORE,
    .offset = AT (zero_biases),
    .standard = 0 },
  { .key = "train_size",
    .option = "train-size",
    .symbol = "n",
    .term = N_ ("Training images"),
    .help = N_ ("Only the first so many images are trained on; 0 is all of them"),
    .unit = "images",
    .kind = NABLA_PARAMETER_COUNT,
    .place = NABLA_PARAMETER_MORE,
    .offset = AT (train_size),
    .minimum = 0,
    .maximum = DIGITS_MAX_IMAGES,
    .standard = 0 },
  { .key = "shuffle",
    .option = "no-shuffle",
    .symbol = "",
    .term = N_ ("Shuffle"),
    .help = N_ ("Each epoch takes the images in a new random order"),
    .unit = "",
    .kind = NABLA_PARAMETER_FLAG,
    .place = NABLA_PARAMETER_MORE,
    .offset = AT (shuffle),
    .standard = 1 },
  { .key = "seed",
    .option = "seed",
    .symbol = "",
    .term = N_ ("Seed"),
    .help = N_ (
        "Of the initial weights and of the order of the images: the same seed gives the same run"),
    .unit = "",
    .kind = NABLA_PARAMETER_COUNT,
    .place = NABLA_PARAMETER_MORE,
    .offset = AT (seed),
    .minimum = 0,
    .maximum = 9007199254740991.0,
    .standard = 1 },
};

const NablaParameter *
nabla_parameters (gsize *n)
{
  *n = G_N_ELEMENTS (parameters);
  return parameters;
}

const NablaParameter *
nabla_parameter_find (const char *name)
{
  g_autofree char *key = g_strdelimit (g_strdup (name), "-", '_');
  for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++)
    if (g_str_equal (key, parameters[i].key) || g_str_equal (name, parameters[i].option))
      return &parameters[i];
  return NULL;
}

static gint64 *
integer_of (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters)
{
  return (gint64 *) (void *) ((char *) hyper_parameters + parameter->offset);
}

static double *
double_of (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters)
{
  return (double *) (void *) ((char *) hyper_parameters + parameter->offset);
}

static gboolean *
flag_of (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters)
{
  return (gboolean *) (void *) ((char *) hyper_parameters + parameter->offset);
}

double
nabla_parameter_get_number (const NablaParameter *parameter,
                            const NablaHyperParameters *hyper_parameters)
{
  NablaHyperParameters copy = *hyper_parameters;
  switch (parameter->kind) {
  case NABLA_PARAMETER_CHOICE:
  case NABLA_PARAMETER_COUNT:
    return (double) *integer_of (parameter, &copy);
  case NABLA_PARAMETER_NUMBER:
    return *double_of (parameter, &copy);
  case NABLA_PARAMETER_FLAG:
    return *flag_of (parameter, &copy) ? 1.0 : 0.0;
  case NABLA_PARAMETER_LAYERS:
  default:
    return 0.0;
  }
}

void
nabla_parameter_set_number (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters,
                            double value)
{
  switch (parameter->kind) {
  case NABLA_PARAMETER_CHOICE:
  case NABLA_PARAMETER_COUNT:
    *integer_of (parameter, hyper_parameters) = (gint64) value;
    break;
  case NABLA_PARAMETER_NUMBER:
    *double_of (parameter, hyper_parameters) = value;
    break;
  case NABLA_PARAMETER_FLAG:
    *flag_of (parameter, hyper_parameters) = value != 0.0;
    break;
  case NABLA_PARAMETER_LAYERS:
  default:
    break;
  }
}

gboolean
nabla_parameter_equal (const NablaParameter *parameter, const NablaHyperParameters *a,
                       const NablaHyperParameters *b)
{
  if (parameter->kind == NABLA_PARAMETER_LAYERS)
    return a->n_layers == b->n_layers &&
           memcmp (a->layers, b->layers, sizeof (gint64) * (gsize) a->n_layers) == 0;
  return nabla_parameter_get_number (parameter, a) == nabla_parameter_get_number (parameter, b);
}
