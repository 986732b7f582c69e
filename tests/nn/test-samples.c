/* SPDX-License-Identifier: MIT */
/* What examples are: their inputs in every form, targets and labels in every encoding. */
#include "claim.h"
#include "random-samples.h"

static void
claim_target (const NnSamples *samples, size_t i, NnOutput output, const float *expected)
{
  float target[16];

  nn_samples_target (samples, i, output, target);
  for (int j = 0; j < samples->n_out; j++)
    CLAIM (target[j] == expected[j]);
}

static void
targets_are_one_hot_or_binary (void)
{
  static const uint8_t pixels[] = { 0, 0, 0 }, labels[] = { 0, 2, 9 };
  NnSamples samples = { .n = 3, .n_in = 1, .n_out = 10, .pixels = pixels, .labels = labels };

  CLAIM (nn_samples_check (&samples) == NN_OK);
  for (int output = NN_OUTPUT_SIGMOID; output <= NN_OUTPUT_SOFTMAX; output++) {
    claim_target (&samples, 1, (NnOutput) output, (float[]){ 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 });
    claim_target (&samples, 2, (NnOutput) output, (float[]){ 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 });
  }
  claim_target (&samples, 0, NN_OUTPUT_TANH, (float[]){ 1, -1, -1, -1, -1, -1, -1, -1, -1, -1 });

  samples.encoding = NN_ENCODING_BINARY; /* the lowest bit first */
  samples.n_out = 4;
  CLAIM (nn_samples_check (&samples) == NN_OK);
  claim_target (&samples, 0, NN_OUTPUT_SIGMOID, (float[]){ 0, 0, 0, 0 });
  claim_target (&samples, 1, NN_OUTPUT_SIGMOID, (float[]){ 0, 1, 0, 0 });
  claim_target (&samples, 2, NN_OUTPUT_SIGMOID, (float[]){ 1, 0, 0, 1 });
  claim_target (&samples, 2, NN_OUTPUT_TANH, (float[]){ 1, -1, -1, 1 });
  samples.n_out = 12; /* bits that no label has */
  claim_target (&samples, 2, NN_OUTPUT_TANH,
                (float[]){ 1, -1, -1, 1, -1, -1, -1, -1, -1, -1, -1, -1 });
}

static void
targets_given_are_taken_as_they_are (void)
{
  static const float inputs[] = { 0.0f, 0.0f }, targets[] = { 0.25f, -3.0f, 7.0f, 0.0f };
  NnSamples samples = { .n = 2, .n_in = 1, .n_out = 2, .inputs = inputs, .targets = targets };

  CLAIM (nn_samples_check (&samples) == NN_OK);
  for (int output = NN_OUTPUT_SIGMOID; output <= NN_OUTPUT_TANH; output++) {
    claim_target (&samples, 0, (NnOutput) output, targets);
    claim_target (&samples, 1, (NnOutput) output, targets + 2);
  }
}

/* Each code means its digit, and so does what is nearer to it than to the others. */
static void
the_nearest_code_of_a_digit_decides (void)
{
  for (int digit = 0; digit < 10; digit++) {
    float a[4], z[4];
    for (int j = 0; j < 4; j++) {
      a[j] = (digit >> j & 1) != 0 ? 0.8f : 0.3f;
      z[j] = (digit >> j & 1) != 0 ? 0.4f : -0.1f;
    }
    CLAIM (nn_encoding_label (NN_ENCODING_BINARY, NN_OUTPUT_SIGMOID, a, 4) == digit);
    CLAIM (nn_encoding_label (NN_ENCODING_BINARY, NN_OUTPUT_TANH, z, 4) == digit);
  }

  /* 1110 is 14, no digit: at (0.4, 0.9, 0.9, 0.9) the nearest digits are 6 and 7; the first bit
   * decides. And all ones: 7, not 15. */
  CLAIM (nn_encoding_label (NN_ENCODING_BINARY, NN_OUTPUT_SIGMOID,
                            (float[]){ 0.4f, 0.9f, 0.9f, 0.9f }, 4) == 6);
  CLAIM (nn_encoding_label (NN_ENCODING_BINARY, NN_OUTPUT_SIGMOID, (float[]){ 1, 1, 1, 1 }, 4) ==
         7);
  CLAIM (nn_encoding_label (NN_ENCODING_BINARY, NN_OUTPUT_TANH,
                            (float[]){ -0.2f, 0.8f, 0.8f, 0.8f }, 4) == 6);
  /* Undecided: the first of equals. */
  CLAIM (nn_encoding_label (NN_ENCODING_BINARY, NN_OUTPUT_SIGMOID,
                            (float[]){ 0.5f, 0.5f, 0.5f, 0.5f }, 4) == 0);
  /* Fewer units tell fewer digits apart. */
  CLAIM (nn_encoding_label (NN_ENCODING_BINARY, NN_OUTPUT_SIGMOID, (float[]){ 1, 1 }, 2) == 3);
}

static void
the_largest_output_decides (void)
{
  CLAIM (nn_encoding_label (NN_ENCODING_ONE_HOT, NN_OUTPUT_SOFTMAX, (float[]){ 0.2f, 0.5f, 0.3f },
                            3) == 1);
  CLAIM (nn_encoding_label (NN_ENCODING_ONE_HOT, NN_OUTPUT_TANH, (float[]){ -0.9f, -0.5f, -0.3f },
                            3) == 2);
  CLAIM (nn_encoding_label (NN_ENCODING_ONE_HOT, NN_OUTPUT_SIGMOID, (float[]){ 0.1f, 0.5f, 0.5f },
                            3) == 1);
}

static void
encodings_have_so_many_labels (void)
{
  CLAIM (nn_encoding_n_labels (NN_ENCODING_ONE_HOT, 10) == 10);
  CLAIM (nn_encoding_n_labels (NN_ENCODING_ONE_HOT, 1000) == 1000);
  CLAIM (nn_encoding_n_labels (NN_ENCODING_BINARY, 1) == 2);
  CLAIM (nn_encoding_n_labels (NN_ENCODING_BINARY, 4) == 16);
  CLAIM (nn_encoding_n_labels (NN_ENCODING_BINARY, 8) == 256);
  CLAIM (nn_encoding_n_labels (NN_ENCODING_BINARY, 65536) == 256);
}

static void
all_forms_give_the_same_inputs (void)
{
  RandomSamples samples = random_samples_new (20, 37, 10, 1);
  float expected[37], input[37];

  for (size_t i = 0; i < 20; i++)
    for (int form = 0; form < N_FORMS; form++) {
      NnSamples view = random_samples_view (&samples, form);
      CLAIM (nn_samples_check (&view) == NN_OK);
      memset (input, 0x7f, sizeof input);
      nn_samples_input (&view, i, input);
      for (int k = 0; k < 37; k++)
        expected[k] = (float) samples.pixels[i * 37 + (size_t) k] / 255.0f;
      CLAIM (memcmp (input, expected, sizeof input) == 0);
    }
  random_samples_free (&samples);
}

static void
what_is_missing_or_doubled_is_refused (void)
{
  RandomSamples data = random_samples_new (5, 6, 3, 1);
  float targets[15] = { 0 };

  for (int given = 0; given < 32; given++) {
    bool inputs = given & 1, pixels = given & 2, rows = given & 4;
    bool labels = given & 8, has_targets = given & 16;
    NnSamples samples = { .n = 5, .n_in = 6, .n_out = 3 };
    samples.inputs = inputs ? data.inputs : NULL;
    samples.pixels = pixels ? data.pixels : NULL;
    samples.rows = rows ? data.rows : NULL;
    samples.labels = labels ? data.labels : NULL;
    samples.targets = has_targets ? targets : NULL;
    bool good = inputs != (pixels || rows) && labels != has_targets;
    CLAIM (nn_samples_check (&samples) == (good ? NN_OK : NN_ERROR_SHAPE));
  }
  CLAIM (nn_samples_check (NULL) == NN_ERROR_SHAPE);
  random_samples_free (&data);
}

static void
sizes_and_labels_that_do_not_fit_are_refused (void)
{
  RandomSamples data = random_samples_new (5, 6, 3, 2);
  NnSamples samples = random_samples_view (&data, FORM_ROWS);

  samples.n = 6; /* more than there are rows; fewer are fine */
  CLAIM (nn_samples_check (&samples) == NN_ERROR_SHAPE);
  samples.n = 4;
  CLAIM (nn_samples_check (&samples) == NN_OK);
  samples.n_in = 5;
  CLAIM (nn_samples_check (&samples) == NN_ERROR_SHAPE);
  samples = data.view;
  samples.n_in = 0;
  CLAIM (nn_samples_check (&samples) == NN_ERROR_SHAPE);
  samples = data.view;
  samples.n_out = -1;
  CLAIM (nn_samples_check (&samples) == NN_ERROR_SHAPE);

  samples = data.view;
  data.labels[4] = 3; /* no third unit, but a binary code */
  CLAIM (nn_samples_check (&samples) == NN_ERROR_SHAPE);
  samples.encoding = NN_ENCODING_BINARY;
  CLAIM (nn_samples_check (&samples) == NN_OK);
  data.labels[4] = 7;
  CLAIM (nn_samples_check (&samples) == NN_OK);
  data.labels[4] = 8;
  CLAIM (nn_samples_check (&samples) == NN_ERROR_SHAPE);
  samples.n_out = 4;
  CLAIM (nn_samples_check (&samples) == NN_OK);

  CLAIM (nn_samples_fit (&samples, (int[]){ 6, 9, 4 }, 2));
  CLAIM (!nn_samples_fit (&samples, (int[]){ 6, 9, 4 }, 1));
  CLAIM (!nn_samples_fit (&samples, (int[]){ 7, 4 }, 1));
  random_samples_free (&data);
}

int
main (void)
{
  RUN ("/nn/samples/targets-are-one-hot-or-binary", targets_are_one_hot_or_binary);
  RUN ("/nn/samples/targets-given-are-taken-as-they-are", targets_given_are_taken_as_they_are);
  RUN ("/nn/samples/the-nearest-code-of-a-digit-decides", the_nearest_code_of_a_digit_decides);
  RUN ("/nn/samples/the-largest-output-decides", the_largest_output_decides);
  RUN ("/nn/samples/encodings-have-so-many-labels", encodings_have_so_many_labels);
  RUN ("/nn/samples/all-forms-give-the-same-inputs", all_forms_give_the_same_inputs);
  RUN ("/nn/samples/what-is-missing-or-doubled-is-refused", what_is_missing_or_doubled_is_refused);
  RUN ("/nn/samples/sizes-and-labels-that-do-not-fit-are-refused",
       sizes_and_labels_that_do_not_fit_are_refused);
  return DONE ();
}
