/* SPDX-License-Identifier: MIT */
/* nabla-cli classify: which digits images and drawings show. */
#include "cli/cli-interrupt.h"
#include "cli/cli-json.h"
#include "cli/cli-model-load.h"
#include "cli/cli-options.h"
#include "cli/cli-reading.h"
#include "lab/nabla-probabilities.h"

#include <stdio.h>
#include <unistd.h>

typedef struct {
  CliReading reading;
  gboolean json;
} Classify;

/* What the network says to one image. */
typedef struct {
  int digit;
  int n_outputs;
  float *outputs; /* [n_outputs] */
  double probabilities[NABLA_N_DIGITS];
} Answer;

static void
add_options (Classify *classify, CliOptions *options)
{
  const CliOption input[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "raw",
      .help = "The images have 28×28 pixels and are taken as they are; without it the ink is "
              "scaled and centred as MNIST's was (default: off)",
      .value = &classify->reading.raw },
    { .kind = CLI_OPTION_FLAG,
      .name = "strokes",
      .help = "The files are drawings in JSON, {\"strokes\": [[[x, y, t?], …], …], \"width\": w}, "
              "in any unit, y downwards, t in ms; without “width” the pen is MNIST's (default: "
              "told by the file's first character)",
      .value = &classify->reading.strokes },
    { .kind = CLI_OPTION_FLAG,
      .name = "several",
      .help = "Each image or drawing shows a number: its digits are found and read one by one, "
              "line after line from left to right, 64 at most (default: off: all ink is one "
              "digit)",
      .value = &classify->reading.several },
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object a line on stdout (default: a line for people on a terminal, JSON "
              "elsewhere)",
      .value = &classify->json },
  };
  cli_options_add (options, "Input and output", input, G_N_ELEMENTS (input));
}

static gboolean
ask (const NablaModel *model, const guint8 *pixels, Answer *answer, GError **error)
{
  const NnNetwork *network = model->network;
  NnEncoding encoding = (NnEncoding) model->hyper_parameters.encoding;
  float input[DIGITS_PIXELS];
  for (int i = 0; i < DIGITS_PIXELS; i++)
    input[i] = (float) pixels[i] / 255.0f;
  gsize n_units = nn_network_n_units (network);
  g_autofree float *activations = g_new (float, n_units);
  NnStatus status = nn_network_feed_forward (network, input, activations);
  if (status != NN_OK)
    return cli_error_set (error, NABLA_ERROR_INTERNAL, "%s", nn_status_message (status));
  answer->n_outputs = network->sizes[network->n_layers];
  const float *outputs = activations + n_units - answer->n_outputs;
  answer->outputs = g_memdup2 (outputs, (gsize) answer->n_outputs * sizeof *outputs);
  answer->digit = nn_encoding_label (encoding, network->output, outputs, answer->n_outputs);
  nabla_digit_probabilities (network->output, encoding, outputs, answer->n_outputs,
                             answer->probabilities);
  return TRUE;
}

static void
add_answer (JsonBuilder *builder, const Answer *answer, gboolean with_outputs)
{
  float rounded[NABLA_N_DIGITS];
  for (int i = 0; i < NABLA_N_DIGITS; i++)
    rounded[i] = (float) answer->probabilities[i];
  cli_json_add_integer (builder, "digit", answer->digit);
  if (with_outputs)
    cli_json_add_floats (builder, "outputs", answer->outputs, (gsize) answer->n_outputs);
  cli_json_add_floats (builder, "probabilities", rounded, NABLA_N_DIGITS);
}

static void
print_answer (const Classify *classify, const char *path, const Answer *answer)
{
  if (!classify->json) {
    g_autofree char *name = g_filename_display_name (path);
    printf ("%s: %d (%.1f %%)\n", name, answer->digit,
            100.0 * answer->probabilities[answer->digit]);
    fflush (stdout);
    return;
  }
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "image", path);
  add_answer (builder, answer, TRUE);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static char *
number_of (const Answer *answers, int n)
{
  char *number = g_malloc0 ((gsize) n + 1);
  for (int i = 0; i < n; i++)
    number[i] = (char) ('0' + answers[i].digit);
  return number;
}

static void
print_number_for_people (const char *path, const Answer *answers, int n)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *number = number_of (answers, n);
  printf ("%s: %s (", name, number);
  for (int i = 0; i < n; i++)
    printf ("%s%.1f %%", i == 0 ? "" : ", ", 100.0 * answers[i].probabilities[answers[i].digit]);
  printf (")\n");
  fflush (stdout);
}

static void
print_number (const Classify *classify, const char *path, const DigitsPiece *pieces,
              const Answer *answers, int n)
{
  if (!classify->json) {
    print_number_for_people (path, answers, n);
    return;
  }
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *number = number_of (answers, n);
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "image", path);
  cli_json_add_text (builder, "number", number);
  json_builder_set_member_name (builder, "digits");
  json_builder_begin_array (builder);
  for (int i = 0; i < n; i++) {
    const DigitsBox *box = &pieces[i].box;
    json_builder_begin_object (builder);
    add_answer (builder, &answers[i], FALSE);
    cli_json_add_floats (builder, "box", (float[]){ box->x, box->y, box->width, box->height }, 4);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static gboolean
classify_file (const Classify *classify, const NablaModel *model, const char *path, GError **error)
{
  g_autofree DigitsPiece *pieces = g_new0 (DigitsPiece, DIGITS_MAX_PIECES);
  Answer answers[DIGITS_MAX_PIECES] = { 0 };
  int n = cli_reading_read (&classify->reading, path, pieces, error);
  gboolean good = n > 0;
  for (int i = 0; good && i < n; i++)
    good = ask (model, pieces[i].normalised.pixels, &answers[i], error);
  if (good && classify->reading.several)
    print_number (classify, path, pieces, answers, n);
  else if (good)
    print_answer (classify, path, &answers[0]);
  for (int i = 0; i < n; i++)
    g_free (answers[i].outputs);
  return good;
}

/* All files, one after the other, whatever is wrong with some. */
static int
classify_files (const Classify *classify, const NablaModel *model, char **paths)
{
  int code = CLI_SUCCESS;
  for (char **path = paths; *path != NULL; path++) {
    g_autoptr (GError) error = NULL;
    if (cli_interrupted ())
      return CLI_INTERRUPTED;
    if (!classify_file (classify, model, *path, &error))
      code = cli_error_report (error);
  }
  return code;
}

int
cli_classify (char **arguments)
{
  Classify classify = { 0 };
  g_autoptr (CliOptions) options = cli_options_new (
      "classify MODEL IMAGE… [OPTION…]",
      "Says which digit each image shows, and how sure the model is of each of the ten. An image "
      "is a PNG, JPEG, GIF, BMP, TIFF, PGM or SVG file with light or dark ink, a photograph of "
      "paper too, or a drawing in JSON. A bad image is reported, the others are read, and the "
      "program ends with 3.");
  g_autoptr (GError) error = NULL;
  int code;
  add_options (&classify, options);
  if (!cli_options_parse (options, arguments, 2, G_MAXUINT, &code))
    return code;
  if (classify.reading.raw && classify.reading.strokes) {
    cli_error_print ("--raw is for images, --strokes for drawings: use one");
    return CLI_USAGE;
  }
  if (classify.reading.raw && classify.reading.several) {
    cli_error_print ("--raw is for images of one digit, --several for numbers: use one");
    return CLI_USAGE;
  }
  classify.json = classify.json || !isatty (STDOUT_FILENO);
  char **rest = cli_options_rest (options);
  g_autoptr (NablaModel) model = cli_model_load (rest[0], &error);
  if (model == NULL)
    return cli_error_report (error);
  cli_interrupt_catch ();
  return cli_error_finish (classify_files (&classify, model, rest + 1));
}
