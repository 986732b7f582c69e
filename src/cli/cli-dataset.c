/* SPDX-License-Identifier: MIT */
/* nabla-cli dataset: what a folder of digits holds, and how to make one. */
#include "cli/cli-dataset.h"

#include "cli/cli-actions.h"
#include "cli/cli-baselines.h"
#include "cli/cli-data.h"
#include "cli/cli-json.h"
#include "cli/cli-progress.h"

#include <stdio.h>
#include <string.h>

#define N_DIGITS 10

static const char *const part_names[] = { "training", "validation", "test" };

typedef struct {
  gint64 digits[N_DIGITS];
  double ink; /* share of the pixels that are not zero */
} Census;

static Census
take_census (const DigitsPart *part)
{
  Census census = { 0 };
  gsize n_pixels = part->n * (gsize) part->width * (gsize) part->height, inked = 0;
  for (gsize i = 0; i < part->n; i++)
    census.digits[part->labels[i]]++;
  for (gsize i = 0; i < n_pixels; i++)
    inked += part->pixels[i] != 0;
  census.ink = n_pixels > 0 ? (double) inked / (double) n_pixels : 0.0;
  return census;
}

static void
info_json (NablaDataSet *data_set, const NablaBaselines *baselines)
{
  DigitsPart training = nabla_data_set_get_part (data_set, DIGITS_TRAINING);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "name", nabla_data_set_get_name (data_set));
  if (nabla_data_set_get_folder (data_set) != NULL)
    cli_json_add_text (builder, "folder", nabla_data_set_get_folder (data_set));
  if (nabla_data_set_get_skipped (data_set)->n > 0) {
    cli_json_add_integer (builder, "skipped", (gint64) nabla_data_set_get_skipped (data_set)->n);
    cli_json_add_text (builder, "skipped_reason", nabla_data_set_get_skipped (data_set)->reason);
  }
  cli_json_add_integer (builder, "width", training.width);
  cli_json_add_integer (builder, "height", training.height);
  for (int kind = 0; kind < DIGITS_N_PARTS; kind++) {
    DigitsPart part = nabla_data_set_get_part (data_set, (DigitsPartKind) kind);
    Census census = take_census (&part);
    json_builder_set_member_name (builder, part_names[kind]);
    json_builder_begin_object (builder);
    cli_json_add_integer (builder, "images", (gint64) part.n);
    cli_json_add_figure (builder, "ink", census.ink);
    json_builder_set_member_name (builder, "digits");
    json_builder_begin_array (builder);
    for (int digit = 0; digit < N_DIGITS; digit++)
      json_builder_add_int_value (builder, census.digits[digit]);
    json_builder_end_array (builder);
    json_builder_end_object (builder);
  }
  if (baselines != NULL)
    cli_baselines_add_json (baselines, builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
info_table (NablaDataSet *data_set, const NablaBaselines *baselines)
{
  DigitsPart training = nabla_data_set_get_part (data_set, DIGITS_TRAINING);
  g_autofree char *data = cli_data_describe (data_set);
  Census censuses[DIGITS_N_PARTS];
  printf ("%s of %d×%d pixels\n\n%-16s", data, training.width, training.height, "");
  for (int kind = 0; kind < DIGITS_N_PARTS; kind++) {
    DigitsPart part = nabla_data_set_get_part (data_set, (DigitsPartKind) kind);
    censuses[kind] = take_census (&part);
    printf ("%12s", part_names[kind]);
  }
  for (int digit = 0; digit < N_DIGITS; digit++) {
    printf ("\nimages of a %-4d", digit);
    for (int kind = 0; kind < DIGITS_N_PARTS; kind++)
      printf ("%12" G_GINT64_FORMAT, censuses[kind].digits[digit]);
  }
  printf ("\npixels with ink ");
  for (int kind = 0; kind < DIGITS_N_PARTS; kind++)
    printf ("%10.1f %%", 100.0 * censuses[kind].ink);
  printf ("\n");
  if (baselines != NULL)
    cli_baselines_print (baselines);
}

static gboolean
show_info (CliData *data, const char *folder, gboolean json, gboolean with_baselines,
           GError **error)
{
  if (folder != NULL && data->folder != NULL)
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "--data and DIR both name a folder: use one of them");
  if (folder != NULL)
    data->folder = g_strdup (folder);
  g_autoptr (NablaDataSet) data_set = cli_data_load (data, json, error);
  if (data_set == NULL)
    return FALSE;
  g_autoptr (NablaBaselines) baselines = NULL;
  if (with_baselines) {
    baselines = nabla_baselines_make (data_set, NULL, error);
    if (baselines == NULL)
      return FALSE;
  }
  if (json)
    info_json (data_set, baselines);
  else
    info_table (data_set, baselines);
  return TRUE;
}

int
cli_dataset_info (char **arguments)
{
  g_auto (CliData) data = CLI_DATA_NONE;
  gboolean json = FALSE, baselines = FALSE;
  g_autoptr (CliOptions) options = cli_options_new (
      "dataset info [DIR] [OPTION…]",
      "Says what the data set of a folder holds; without DIR of the one that training takes by "
      "default.");
  const CliOption output[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "baselines",
      .help = "Say how much is read right by the digit of the nearest average darkness, and of the "
              "nearest average image, of the training part (default: off)",
      .value = &baselines },
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object on stdout; “ink” is the share of pixels that are not zero (default: "
              "a table)",
      .value = &json },
  };
  g_autoptr (GError) error = NULL;
  int code;
  cli_data_add_options (&data, options);
  cli_options_add (options, "Output", output, G_N_ELEMENTS (output));
  if (!cli_options_parse (options, arguments, 0, 1, &code))
    return code;
  if (!show_info (&data, cli_options_rest (options)[0], json, baselines, &error))
    return cli_error_report (error);
  return cli_error_finish (CLI_SUCCESS);
}

static const CliAction actions[] = {
  { "info", cli_dataset_info, "says what a folder of digits holds" },
  { "make", cli_dataset_make, "draws digits and writes them as the four IDX files" },
  { "verify", cli_dataset_verify,
    "says whether the four files are whole, and whether they are MNIST's" },
  { "download", cli_dataset_download, "fetches MNIST from a mirror and verifies it" },
};

int
cli_dataset (char **arguments)
{
  return cli_actions_run (actions, G_N_ELEMENTS (actions), arguments);
}
