/* SPDX-License-Identifier: MIT */
/* nabla-cli classify: which digits images and drawings show. */
#include "cli/cli-file.h"
#include "cli/cli-image.h"
#include "cli/cli-interrupt.h"
#include "cli/cli-json.h"
#include "cli/cli-model-load.h"
#include "cli/cli-options.h"
#include "lab/nabla-probabilities.h"
#include "lab/nabla-strokes-file.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  gboolean raw;
  gboolean strokes;
  gboolean json;
} Classify;

static void
add_options (Classify *classify, CliOptions *options)
{
  const CliOption input[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "raw",
      .help = "The images have 28×28 pixels and are taken as they are; without it the ink is "
              "scaled and centred as MNIST's was (default: off)",
      .value = &classify->raw },
    { .kind = CLI_OPTION_FLAG,
      .name = "strokes",
      .help = "The files are drawings in JSON, {\"strokes\": [[[x, y, t?, pressure?], …], …], "
              "\"width\": w}, in any unit, y downwards, t in ms, pressure 0 to 1; without “width” "
              "the pen is MNIST's (default: "
              "told by the file's first character)",
      .value = &classify->strokes },
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object a line on stdout (default: a line for people on a terminal, JSON "
              "elsewhere)",
      .value = &classify->json },
  };
  cli_options_add (options, "Input and output", input, G_N_ELEMENTS (input));
}

static gboolean
normalise_strokes (const guint8 *bytes, gsize n, const char *name, guint8 *pixels, GError **error)
{
  DigitsNormalised normalised;
  DigitsError reason = { 0 };
  DigitsStrokes *strokes = nabla_strokes_parse (bytes, n, name, NULL, error);
  if (strokes == NULL)
    return FALSE;
  int answer = digits_strokes_normalise (strokes, &normalised, &reason);
  digits_strokes_free (strokes);
  if (answer != 0)
    return cli_error_set (error, NABLA_ERROR_INPUT, "%s: %s", name, reason.message);
  memcpy (pixels, normalised.pixels, DIGITS_PIXELS);
  return TRUE;
}

static gboolean
take_raw (const CliImage *image, const char *name, guint8 *pixels, GError **error)
{
  if (image->width != DIGITS_SIDE || image->height != DIGITS_SIDE)
    return cli_error_set (error, NABLA_ERROR_INPUT,
                          "%s has %d×%d pixels; with --raw it must have %d×%d", name, image->width,
                          image->height, DIGITS_SIDE, DIGITS_SIDE);
  if (cli_image_is_blank (image))
    return cli_error_set (error, NABLA_ERROR_INPUT, "%s is empty: there is no ink on it", name);
  memcpy (pixels, image->pixels, DIGITS_PIXELS);
  return TRUE;
}

static gboolean
normalise_image (CliImage *image, const char *name, guint8 *pixels, GError **error)
{
  DigitsNormalised normalised;
  DigitsError reason = { 0 };
  cli_image_clean_paper (image);
  if (digits_normalise (image->pixels, image->width, image->height, &normalised, &reason) != 0)
    return cli_error_set (error, NABLA_ERROR_INPUT, "%s: %s", name, reason.message);
  memcpy (pixels, normalised.pixels, DIGITS_PIXELS);
  return TRUE;
}

static gboolean
is_json (const guint8 *bytes, gsize n)
{
  gsize at = 0;
  while (at < n && g_ascii_isspace (bytes[at]))
    at++;
  return at < n && bytes[at] == '{';
}

/* From a file to the 28×28 pixels that the network sees. */
static gboolean
read_pixels (const Classify *classify, const char *path, guint8 *pixels, GError **error)
{
  gsize n;
  g_autofree guint8 *bytes = cli_file_read (path, CLI_IMAGE_BYTES, &n, error);
  g_autofree char *name = g_filename_display_name (path);
  if (bytes == NULL)
    return FALSE;
  if (classify->strokes || is_json (bytes, n))
    return normalise_strokes (bytes, n, name, pixels, error);
  g_autoptr (CliImage) image = cli_image_decode (bytes, n, name, error);
  if (image == NULL)
    return FALSE;
  cli_image_lighten_ink (image);
  return classify->raw ? take_raw (image, name, pixels, error)
                       : normalise_image (image, name, pixels, error);
}

static void
print_answer (const Classify *classify, const char *path, int digit, const float *outputs,
              gsize n_outputs, const double *probabilities)
{
  if (!classify->json) {
    g_autofree char *name = g_filename_display_name (path);
    printf ("%s: %d (%.1f %%)\n", name, digit, 100.0 * probabilities[digit]);
    fflush (stdout);
    return;
  }
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  float rounded[NABLA_N_DIGITS];
  for (int i = 0; i < NABLA_N_DIGITS; i++)
    rounded[i] = (float) probabilities[i];
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "image", path);
  cli_json_add_integer (builder, "digit", digit);
  cli_json_add_floats (builder, "outputs", outputs, n_outputs);
  cli_json_add_floats (builder, "probabilities", rounded, NABLA_N_DIGITS);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static gboolean
classify_file (const Classify *classify, const NablaModel *model, const char *path, GError **error)
{
  const NnNetwork *network = model->network;
  NnEncoding encoding = (NnEncoding) model->hyper_parameters.encoding;
  guint8 pixels[DIGITS_PIXELS];
  float input[DIGITS_PIXELS];
  double probabilities[NABLA_N_DIGITS];
  if (!read_pixels (classify, path, pixels, error))
    return FALSE;
  for (int i = 0; i < DIGITS_PIXELS; i++)
    input[i] = (float) pixels[i] / 255.0f;
  gsize n_units = nn_network_n_units (network);
  int n_outputs = network->sizes[network->n_layers];
  g_autofree float *activations = g_new (float, n_units);
  NnStatus status = nn_network_feed_forward (network, input, activations);
  if (status != NN_OK)
    return cli_error_set (error, NABLA_ERROR_INTERNAL, "%s", nn_status_message (status));
  const float *outputs = activations + n_units - n_outputs;
  int digit = nn_encoding_label (encoding, network->output, outputs, n_outputs);
  nabla_digit_probabilities (network->output, encoding, outputs, n_outputs, probabilities);
  print_answer (classify, path, digit, outputs, (gsize) n_outputs, probabilities);
  return TRUE;
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
      "is a PNG or PGM file with light or dark ink, or a drawing in JSON. A bad image is "
      "reported, the others are read, and the program ends with 3.");
  g_autoptr (GError) error = NULL;
  int code;
  add_options (&classify, options);
  if (!cli_options_parse (options, arguments, 2, G_MAXUINT, &code))
    return code;
  if (classify.raw && classify.strokes) {
    cli_error_print ("--raw is for images, --strokes for drawings: use one");
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
