/* SPDX-License-Identifier: MIT */
#include "lab/nabla-preset.h"

#include "lab/nabla-parameter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Indices into nabla_figure_names. */
enum { TRAINING_COST = 0, VALIDATION_ACCURACY = 3, TEST_ACCURACY = 5 };

/* All but what is said here is as in nabla_hyper_parameters_default: sigmoid units, mini-batches of
 * ten, η 0.5, scaled weights, 30 epochs. */
static const NablaPreset presets[] = {
  { .name = "chapter-1",
    .title = N_ ("Chapter 1"),
    .text = N_ ("The first network of the book: 30 hidden units, quadratic cost"),
    .options = "--cost quadratic --init large --learning-rate 3",
    .outcome = NABLA_OUTCOME_PEAK,
    .figure = TEST_ACCURACY,
    .low = 0.9458,
    .high = 0.9542,
    /* xgettext:no-c-format */
    .published = N_ ("95.42 % at best; another run ended at 94.58 %") },
  { .name = "chapter-1-100",
    .title = N_ ("Chapter 1, 100 hidden units"),
    .text = N_ ("With more hidden units it is better, unless it gets stuck without ever learning "
                "one of the digits"),
    .options = "--layers 784,100,10 --cost quadratic --init large --learning-rate 3",
    .outcome = NABLA_OUTCOME_SPREAD,
    .figure = TEST_ACCURACY,
    .low = 0.9659,
    .high = 0.9659,
    /* xgettext:no-c-format */
    .published = N_ ("96.59 %") },
  { .name = "chapter-1-slow",
    .title = N_ ("Chapter 1, learning rate 0.001"),
    .text = N_ ("So small a learning rate that it crawls"),
    .options = "--layers 784,100,10 --cost quadratic --init large --learning-rate 0.001",
    .outcome = NABLA_OUTCOME_SPREAD,
    .figure = TEST_ACCURACY,
    .low = 0.2142,
    .high = 0.37,
    /* xgettext:no-c-format */
    .published = N_ ("11.39 % after the first epoch, 21.42 % after the last") },
  { .name = "chapter-1-fast",
    .title = N_ ("Chapter 1, learning rate 100"),
    .text = N_ ("So large a learning rate that every unit saturates at once"),
    .options = "--cost quadratic --init large --learning-rate 100",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = TEST_ACCURACY,
    .low = 0.0892,
    .high = 0.1135,
    /* xgettext:no-c-format */
    .published = N_ ("about 10 %: no better than guessing") },
  { .name = "two-hidden",
    .title = N_ ("Two hidden layers of 16"),
    .text = N_ ("The network of many an introduction: two small hidden layers"),
    .options = "--layers 784,16,16,10 --cost quadratic --init large --learning-rate 3",
    .outcome = NABLA_OUTCOME_PEAK,
    .figure = TEST_ACCURACY,
    .low = 0.9385,
    .high = 0.9385,
    /* xgettext:no-c-format */
    .published = N_ ("89.57 % after the first epoch, 93.85 % after the last") },
  { .name = "no-hidden",
    .title = N_ ("No hidden layer"),
    .text = N_ ("Pixels straight to digits: often one or two digits are never learnt"),
    .options = "--layers 784,10 --cost quadratic --init large --learning-rate 3",
    .outcome = NABLA_OUTCOME_SPREAD,
    .figure = TEST_ACCURACY,
    .low = 0.75,
    .high = 0.83,
    /* xgettext:no-c-format */
    .published = N_ ("75 % in one report") },
  { .name = "cross-entropy",
    .title = N_ ("Cross-entropy"),
    .text = N_ ("The cost that learns fast even where it is badly wrong"),
    .options = "--init large",
    .outcome = NABLA_OUTCOME_PEAK,
    .figure = TEST_ACCURACY,
    .low = 0.9549,
    .high = 0.9549,
    /* xgettext:no-c-format */
    .published = N_ ("95.49 %") },
  { .name = "cross-entropy-100",
    .title = N_ ("Cross-entropy, 100 hidden units"),
    .text = N_ ("The same with more hidden units"),
    .options = "--layers 784,100,10 --init large",
    .outcome = NABLA_OUTCOME_PEAK,
    .figure = TEST_ACCURACY,
    .low = 0.9682,
    .high = 0.9682,
    /* xgettext:no-c-format */
    .published = N_ ("96.82 %") },
  { .name = "overfitting",
    .title = N_ ("Overfitting"),
    .text = N_ ("With 1,000 images it learns them by heart: the test cost turns and rises while "
                "the training cost falls"),
    .options = "--init large --train-size 1000 --epochs 400",
    .outcome = NABLA_OUTCOME_PEAK,
    .figure = TEST_ACCURACY,
    .low = 0.8227,
    .high = 0.8227,
    /* xgettext:no-c-format */
    .published = N_ ("82.27 % at best; test cost lowest, 1.20, at epoch 14, then up to 1.77"),
    .curve = "overfitting" },
  { .name = "regularized",
    .title = N_ ("Regularized"),
    .text = N_ ("The same 1,000 images with weights pulled towards zero"),
    .options = "--init large --l2 0.1 --train-size 1000 --epochs 400",
    .outcome = NABLA_OUTCOME_PEAK,
    .figure = TEST_ACCURACY,
    .low = 0.871,
    .high = 0.871,
    /* xgettext:no-c-format */
    .published = N_ ("87.10 % at best"),
    .curve = "regularized" },
  { .name = "full",
    .title = N_ ("All images"),
    .text = N_ ("With 50,000 images there is far less to overfit"),
    .options = "--init large",
    .outcome = NABLA_OUTCOME_PEAK,
    .figure = TEST_ACCURACY,
    .low = 0.9549,
    .high = 0.9549,
    /* xgettext:no-c-format */
    .published = N_ ("95.49 %"),
    .curve = "overfitting_full" },
  { .name = "full-regularized",
    .title = N_ ("All images, regularized"),
    .text = N_ ("50,000 images and weights pulled towards zero"),
    .options = "--init large --l2 5",
    .outcome = NABLA_OUTCOME_PEAK,
    .figure = TEST_ACCURACY,
    .low = 0.9649,
    .high = 0.9649,
    /* xgettext:no-c-format */
    .published = N_ ("96.49 %"),
    .curve = "regularized_full" },
  { .name = "best-100",
    .title = N_ ("100 hidden units, regularized"),
    .text = N_ ("More hidden units, kept in check"),
    .options = "--layers 784,100,10 --init large --l2 5",
    .outcome = NABLA_OUTCOME_PEAK,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9792,
    .high = 0.9792,
    /* xgettext:no-c-format */
    .published = N_ ("97.92 % of the validation images") },
  { .name = "best-60",
    .title = N_ ("60 small steps"),
    .text = N_ ("The same with a smaller learning rate for longer"),
    .options = "--layers 784,100,10 --init large --learning-rate 0.1 --l2 5 --epochs 60",
    .outcome = NABLA_OUTCOME_PEAK,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9804,
    .high = 0.9804,
    /* xgettext:no-c-format */
    .published = N_ ("98.04 % of the validation images") },
  { .name = "weight-init-30-scaled",
    .group = "weight-init",
    .title = N_ ("Scaled weights, 30 hidden units"),
    .text = N_ ("Small initial weights: no unit starts saturated, and learning is fast from the "
                "first epoch"),
    .options = "--learning-rate 0.1 --l2 5",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.965,
    .high = 0.965,
    .published =
        /* xgettext:no-c-format */
    N_ ("92.70 % of the validation images after the first epoch, 96.50 % after the last"),
    .curve = "weight_initialization_30" },
  { .name = "weight-init-30-large",
    .group = "weight-init",
    .title = N_ ("Large weights, 30 hidden units"),
    .text = N_ ("Large initial weights: units start saturated, and learn slowly at first"),
    .options = "--init large --learning-rate 0.1 --l2 5",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9637,
    .high = 0.9637,
    .published =
        /* xgettext:no-c-format */
    N_ ("86.43 % of the validation images after the first epoch, 96.37 % after the last"),
    .curve = "weight_initialization_30" },
  { .name = "weight-init-100-scaled",
    .group = "weight-init",
    .title = N_ ("Scaled weights, 100 hidden units"),
    .text = N_ ("Small initial weights: no unit starts saturated, and learning is fast from the "
                "first epoch"),
    .options = "--layers 784,100,10 --learning-rate 0.1 --l2 5",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9781,
    .high = 0.9781,
    .published =
        /* xgettext:no-c-format */
    N_ ("92.95 % of the validation images after the first epoch, 97.81 % after the last"),
    .curve = "weight_initialization_100" },
  { .name = "weight-init-100-large",
    .group = "weight-init",
    .title = N_ ("Large weights, 100 hidden units"),
    .text = N_ ("Large initial weights: units start saturated, and learn slowly at first"),
    .options = "--layers 784,100,10 --init large --learning-rate 0.1 --l2 5",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9742,
    .high = 0.9742,
    .published =
        /* xgettext:no-c-format */
    N_ ("89.94 % of the validation images after the first epoch, 97.42 % after the last"),
    .curve = "weight_initialization_100" },
  { .name = "learning-rates-0.025",
    .group = "learning-rates",
    .title = N_ ("Learning rate 0.025"),
    .text = N_ ("Small steps: the cost falls smoothly, but takes all epochs"),
    .options = "--learning-rate 0.025 --l2 5",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = TRAINING_COST,
    .low = 0.339,
    .high = 0.339,
    .published = N_ ("training cost from 0.878 down to 0.339"),
    .curve = "multiple_eta" },
  { .name = "learning-rates-0.25",
    .group = "learning-rates",
    .title = N_ ("Learning rate 0.25"),
    .text = N_ ("Larger steps: fast at first, then it jitters around the valley"),
    .options = "--learning-rate 0.25 --l2 5",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = TRAINING_COST,
    .low = 0.32,
    .high = 0.339,
    .published = N_ ("training cost from 0.495 down to 0.339, lowest 0.320"),
    .curve = "multiple_eta" },
  { .name = "learning-rates-2.5",
    .group = "learning-rates",
    .title = N_ ("Learning rate 2.5"),
    .text = N_ ("Steps too large: the cost bounces from one side of the valley to the other"),
    .options = "--learning-rate 2.5 --l2 5",
    .outcome = NABLA_OUTCOME_SHAPE,
    .figure = TRAINING_COST,
    .low = 0.73,
    .high = 1.14,
    .published = N_ ("training cost swings between 0.73 and 1.14"),
    .curve = "multiple_eta" },
  { .name = "more-data-100",
    .group = "more-data",
    .title = N_ ("100 training images"),
    .text = N_ ("How accuracy grows with the number of training images, seen equally often in all"),
    .options = "--init large --l2 0.01 --train-size 100 --epochs 15000",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.6909,
    .high = 0.6909,
    /* xgettext:no-c-format */
    .published = N_ ("69.09 % of the validation images"),
    .curve = "more_data" },
  { .name = "more-data-200",
    .group = "more-data",
    .title = N_ ("200 training images"),
    .text = N_ ("How accuracy grows with the number of training images, seen equally often in all"),
    .options = "--init large --l2 0.02 --train-size 200 --epochs 7500",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.7637,
    .high = 0.7637,
    /* xgettext:no-c-format */
    .published = N_ ("76.37 % of the validation images"),
    .curve = "more_data" },
  { .name = "more-data-500",
    .group = "more-data",
    .title = N_ ("500 training images"),
    .text = N_ ("How accuracy grows with the number of training images, seen equally often in all"),
    .options = "--init large --l2 0.05 --train-size 500 --epochs 3000",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.8529,
    .high = 0.8529,
    /* xgettext:no-c-format */
    .published = N_ ("85.29 % of the validation images"),
    .curve = "more_data" },
  { .name = "more-data-1000",
    .group = "more-data",
    .title = N_ ("1,000 training images"),
    .text = N_ ("How accuracy grows with the number of training images, seen equally often in all"),
    .options = "--init large --l2 0.1 --train-size 1000 --epochs 1500",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.8885,
    .high = 0.8885,
    /* xgettext:no-c-format */
    .published = N_ ("88.85 % of the validation images"),
    .curve = "more_data" },
  { .name = "more-data-2000",
    .group = "more-data",
    .title = N_ ("2,000 training images"),
    .text = N_ ("How accuracy grows with the number of training images, seen equally often in all"),
    .options = "--init large --l2 0.2 --train-size 2000 --epochs 750",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9127,
    .high = 0.9127,
    /* xgettext:no-c-format */
    .published = N_ ("91.27 % of the validation images"),
    .curve = "more_data" },
  { .name = "more-data-5000",
    .group = "more-data",
    .title = N_ ("5,000 training images"),
    .text = N_ ("How accuracy grows with the number of training images, seen equally often in all"),
    .options = "--init large --l2 0.5 --train-size 5000 --epochs 300",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9324,
    .high = 0.9324,
    /* xgettext:no-c-format */
    .published = N_ ("93.24 % of the validation images"),
    .curve = "more_data" },
  { .name = "more-data-10000",
    .group = "more-data",
    .title = N_ ("10,000 training images"),
    .text = N_ ("How accuracy grows with the number of training images, seen equally often in all"),
    .options = "--init large --l2 1 --train-size 10000 --epochs 150",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9489,
    .high = 0.9489,
    /* xgettext:no-c-format */
    .published = N_ ("94.89 % of the validation images"),
    .curve = "more_data" },
  { .name = "more-data-20000",
    .group = "more-data",
    .title = N_ ("20,000 training images"),
    .text = N_ ("How accuracy grows with the number of training images, seen equally often in all"),
    .options = "--init large --l2 2 --train-size 20000 --epochs 75",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9585,
    .high = 0.9585,
    /* xgettext:no-c-format */
    .published = N_ ("95.85 % of the validation images"),
    .curve = "more_data" },
  { .name = "more-data-50000",
    .group = "more-data",
    .title = N_ ("50,000 training images"),
    .text = N_ ("How accuracy grows with the number of training images, seen equally often in all"),
    .options = "--init large --l2 5 --train-size 50000 --epochs 30",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9597,
    .high = 0.9597,
    /* xgettext:no-c-format */
    .published = N_ ("95.97 % of the validation images"),
    .curve = "more_data" },
  { .name = "too-much",
    .title = N_ ("Too much of both"),
    .text = N_ ("A learning rate and a regularization beyond all measure: the weights are wiped "
                "out as fast as they learn"),
    .options = "--learning-rate 10 --l2 1000",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = TEST_ACCURACY,
    .low = 0.0892,
    .high = 0.1135,
    /* xgettext:no-c-format */
    .published = N_ ("about 10 %: no better than guessing") },
  { .name = "debugging-10-1000",
    .group = "debugging",
    .title = N_ ("η 10, λ 1000"),
    .text = N_ ("The hunt for working values begins with a guess that cannot work"),
    .options = "--layers 784,10 --learning-rate 10 --l2 1000 --train-size 1000",
    .validation_images = 100,
    .outcome = NABLA_OUTCOME_SHAPE,
    .figure = VALIDATION_ACCURACY,
    .low = 0,
    .high = 1,
    .published = N_ ("diverges: each step multiplies the weights by −9") },
  { .name = "debugging-10-20",
    .group = "debugging",
    .title = N_ ("η 10, λ 20"),
    .text = N_ ("With less regularization there may be a signal, however noisy"),
    .options = "--layers 784,10 --learning-rate 10 --l2 20 --train-size 1000",
    .validation_images = 100,
    .outcome = NABLA_OUTCOME_SHAPE,
    .figure = VALIDATION_ACCURACY,
    .low = 0,
    .high = 1,
    .published = N_ ("no better than guessing, or nearly") },
  { .name = "debugging-100-20",
    .group = "debugging",
    .title = N_ ("η 100, λ 20"),
    .text = N_ ("A larger learning rate: was it that?"),
    .options = "--layers 784,10 --learning-rate 100 --l2 20 --train-size 1000",
    .validation_images = 100,
    .outcome = NABLA_OUTCOME_SHAPE,
    .figure = VALIDATION_ACCURACY,
    .low = 0,
    .high = 1,
    .published = N_ ("worse: the learning rate has to go the other way") },
  { .name = "debugging-1-20",
    .group = "debugging",
    .title = N_ ("η 1, λ 20"),
    .text = N_ ("A smaller learning rate: from here on it is refined"),
    .options = "--layers 784,10 --learning-rate 1 --l2 20 --train-size 1000",
    .validation_images = 100,
    .outcome = NABLA_OUTCOME_SHAPE,
    .figure = VALIDATION_ACCURACY,
    .low = 0,
    .high = 1,
    .published = N_ ("learns at last") },
  { .name = "softmax",
    .title = N_ ("Softmax and log-likelihood"),
    .text = N_ ("Outputs that share one certainty, with the cost that goes with them"),
    .options = "--output softmax --cost log-likelihood --learning-rate 0.1 --l2 5",
    .outcome = NABLA_OUTCOME_FINAL,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9637,
    .high = 0.965,
    .published = N_ ("on a par with cross-entropy") },
  { .name = "expanded-30",
    .group = "expanded",
    .title = N_ ("Expanded data, 30 hidden units"),
    .text = N_ ("Every image also moved by one pixel in four directions: 250,000 images"),
    .options = "--learning-rate 0.1 --l2 10 --expand shift",
    .outcome = NABLA_OUTCOME_SHAPE,
    .figure = VALIDATION_ACCURACY,
    .low = 0.965,
    .high = 1,
    .published = N_ ("better than with 50,000 images") },
  { .name = "expanded-100",
    .group = "expanded",
    .title = N_ ("Expanded data, 100 hidden units"),
    .text = N_ ("The same with more hidden units"),
    .options = "--layers 784,100,10 --learning-rate 0.1 --l2 10 --expand shift",
    .outcome = NABLA_OUTCOME_SHAPE,
    .figure = VALIDATION_ACCURACY,
    .low = 0.9792,
    .high = 1,
    .published = N_ ("better than with 50,000 images") },
  { .name = "expanded-800",
    .group = "expanded",
    .title = N_ ("Expanded data, 800 hidden units"),
    .text =
        N_ ("Every image distorted as if by other hands, with momentum and a learning rate that "
            "falls"),
    .options = "--layers 784,800,10 --activation relu --output softmax --cost log-likelihood "
               "--mini-batch 64 --momentum 0.9 --learning-rate 0.08 --schedule halve:1:128 "
               "--expand elastic --epochs 20",
    .outcome = NABLA_OUTCOME_PEAK,
    .figure = TEST_ACCURACY,
    .low = 0.984,
    .high = 0.993,
    /* xgettext:no-c-format */
    .published = N_ ("98.4 % with plain data, 98.9 % with affine, 99.3 % with elastic distortions "
                     "in the literature") },
  { .name = "for-drawing",
    .title = N_ ("For drawing"),
    .text = N_ ("Learns pen drawings beside the images, to read what is drawn on a screen"),
    .options = "--layers 784,200,10 --learning-rate 0.25 --l2 5 --drawings 2 --epochs 6",
    .outcome = NABLA_OUTCOME_SHAPE },
};

const NablaPreset *
nabla_presets (gsize *n)
{
  *n = G_N_ELEMENTS (presets);
  return presets;
}

const NablaPreset *
nabla_preset_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_str_equal (name, presets[i].name))
      return &presets[i];
  return NULL;
}

/* A member's name is the group's, or that of a part of the group, and what is varied in it. */
static gboolean
is_member (const NablaPreset *preset, const char *group)
{
  gsize length = strlen (group);
  return preset->group != NULL && length >= strlen (preset->group) &&
         g_str_has_prefix (preset->name, group) && preset->name[length] == '-';
}

const NablaPreset *
nabla_presets_of_group (const char *group, gsize *n)
{
  const NablaPreset *first = NULL;
  *n = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++) {
    if (!is_member (&presets[i], group))
      continue;
    if (first == NULL)
      first = &presets[i];
    ++*n;
  }
  return first;
}

/* The options are the program's own: one that is refused is a mistake in the table. */
NablaHyperParameters
nabla_preset_get_hyper_parameters (const NablaPreset *preset)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_auto (GStrv) words = g_strsplit (preset->options, " ", -1);
  for (char **word = words; *word != NULL && **word != '\0'; word++) {
    g_autoptr (GError) error = NULL;
    const NablaParameter *parameter =
        g_str_has_prefix (*word, "--") ? nabla_parameter_find (*word + 2) : NULL;
    if (parameter != NULL && parameter->kind == NABLA_PARAMETER_FLAG)
      nabla_parameter_set_number (parameter, &set_up, parameter->standard == 0.0);
    else if (parameter == NULL || *++word == NULL ||
             !nabla_parameter_set_text (parameter, &set_up, *word, &error))
      g_error ("preset %s: %s", preset->name, error != NULL ? error->message : preset->options);
  }
  return set_up;
}

const NablaPreset *
nabla_preset_matching (const NablaHyperParameters *hyper_parameters)
{
  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++) {
    NablaHyperParameters set_up = nabla_preset_get_hyper_parameters (&presets[i]);
    set_up.seed = hyper_parameters->seed;
    if (nabla_hyper_parameters_equal (&set_up, hyper_parameters))
      return &presets[i];
  }
  return NULL;
}
