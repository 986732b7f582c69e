/* SPDX-License-Identifier: MIT */
#include "cli/cli-data.h"

#include "cli/cli-interrupt.h"
#include "cli/cli-json.h"
#include "cli/cli-progress.h"
#include "digits/digits-synthesizer.h"
#include "lab/nabla-training-data.h"

#define LARGEST_SEED G_GINT64_CONSTANT (9007199254740991)

/* Options of the style. */
#define MANNER   "data-style"
#define STRENGTH "data-style-strength"

void
cli_data_clear (CliData *data)
{
  g_clear_pointer (&data->folder, g_free);
  g_clear_pointer (&data->kind, g_free);
  cli_style_clear (&data->style_options);
}

void
cli_data_add_options (CliData *data, CliOptions *options)
{
  const CliOption entries[] = {
    { .kind = CLI_OPTION_FILE,
      .name = "data",
      .argument = "DIR",
      .help =
          "Folder of the four IDX files, gzipped or not; or of images in folders 0 … 9, which may "
          "lie in folders train and test",
      .value = &data->folder },
    { .kind = CLI_OPTION_TEXT,
      .name = "dataset",
      .argument = "synthetic|mnist",
      .help =
          "Digits that the program draws itself, or MNIST in the user's data folder "
          "($XDG_DATA_HOME/nabla/mnist) (default: MNIST where it is found there, else synthetic)",
      .value = &data->kind },
    { .kind = CLI_OPTION_COUNT,
      .name = "validation-size",
      .argument = "N",
      .help = "The last so many of the training files are for validation; at most a sixth where "
              "there are not more images",
      .value = &data->validation_size,
      .minimum = 0,
      .maximum = DIGITS_MAX_IMAGES,
      .unit = "images" },
    { .kind = CLI_OPTION_COUNT,
      .name = "data-seed",
      .argument = "N",
      .help = "Of the synthetic digits: the same seed draws the same images",
      .value = &data->seed,
      .minimum = 0,
      .maximum = LARGEST_SEED },
    cli_style_manner_option (&data->style_options, MANNER),
    cli_style_strength_option (&data->style_options, STRENGTH),
  };
  cli_options_add (options, "Data", entries, G_N_ELEMENTS (entries));
}

typedef struct {
  gboolean quiet;
  const char *label;
  GCancellable *cancellable;
} Synthesis;

static void
on_progress (double done, gpointer data)
{
  Synthesis *synthesis = data;
  if (cli_interrupted ())
    g_cancellable_cancel (synthesis->cancellable);
  if (!synthesis->quiet)
    cli_progress_show (synthesis->label, done);
}

/* Of a folder of images, which takes its time. */
static NablaDataSet *
load (const CliData *data, gboolean quiet, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Synthesis synthesis = { .quiet = quiet, .label = "reading images", .cancellable = cancellable };
  NablaDataSet *data_set = nabla_data_set_load_watched (
      data->folder, (gsize) data->validation_size, on_progress, &synthesis, cancellable, error);
  cli_progress_clear ();
  if (data_set != NULL && nabla_data_set_get_skipped (data_set)->n > 0) {
    const NablaSkipped *skipped = nabla_data_set_get_skipped (data_set);
    cli_error_print ("%" G_GSIZE_FORMAT " %s left out: %s%s", skipped->n,
                     skipped->n == 1 ? "file was" : "files were",
                     skipped->n == 1 ? "" : "the first is ", skipped->reason);
  }
  return data_set;
}

static NablaDataSet *
synthesize (const CliData *data, NablaDigitStyle style, gboolean quiet, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Synthesis synthesis = { .quiet = quiet, .label = "drawing digits", .cancellable = cancellable };
  NablaDataSet *data_set =
      nabla_data_set_synthesize ((guint64) data->seed, style, (gsize) data->validation_size,
                                 on_progress, &synthesis, cancellable, error);
  cli_progress_clear ();
  return data_set;
}

gboolean
cli_data_choose_style (const CliData *data, NablaDigitStyle *style, GError **error)
{
  *style = data->style;
  return cli_style_choose (&data->style_options, MANNER, STRENGTH, style, error);
}

/* Whoever asks for a style, and would get digits that have none, is told so. */
static gboolean
refuse_style (const CliData *data, GError **error)
{
  const CliStyle *options = &data->style_options;
  if (options->manner == NULL && options->strength == NULL)
    return TRUE;
  return cli_error_set (error, NABLA_ERROR_USAGE,
                        "--%s is of synthetic digits alone: --dataset synthetic draws them",
                        options->manner != NULL ? MANNER : STRENGTH);
}

NablaDataSet *
cli_data_load (const CliData *data, gboolean quiet, GError **error)
{
  const char *kind = data->kind;
  NablaDigitStyle style;
  if (!cli_data_choose_style (data, &style, error))
    return NULL;
  if (kind != NULL && !g_str_equal (kind, "synthetic") && !g_str_equal (kind, "mnist")) {
    cli_error_set (error, NABLA_ERROR_USAGE, "--dataset is synthetic or mnist, not “%.60s”", kind);
    return NULL;
  }
  if (kind != NULL && data->folder != NULL) {
    cli_error_set (error, NABLA_ERROR_USAGE,
                   "--data and --dataset both say where the digits come from: use one");
    return NULL;
  }
  if (data->folder != NULL)
    return refuse_style (data, error) ? load (data, quiet, error) : NULL;
  gboolean found = digits_set_exists (nabla_data_set_user_folder ());
  if (kind != NULL && g_str_equal (kind, "mnist") && !found) {
    cli_error_set (error, NABLA_ERROR_INPUT,
                   "MNIST is not in %s: “nabla-cli dataset download” fetches it, and --data names "
                   "another folder",
                   nabla_data_set_user_folder ());
    return NULL;
  }
  if (found && (kind == NULL || g_str_equal (kind, "mnist")))
    return refuse_style (data, error) ? nabla_data_set_load (nabla_data_set_user_folder (),
                                                             (gsize) data->validation_size, error)
                                      : NULL;
  return synthesize (data, style, quiet, error);
}

gboolean
cli_data_take_own (NablaDataSet **data_set, const NablaHyperParameters *set_up, GError **error)
{
  if (!(set_up->own_share > 0) || nabla_data_set_get_n_own (*data_set) > 0)
    return TRUE;
  g_autoptr (NablaOwnDigits) own = nabla_own_digits_open (NULL, error);
  if (own == NULL)
    return FALSE;
  NablaDataSet *with_own = nabla_data_set_with_own (*data_set, own);
  g_object_unref (*data_set);
  *data_set = with_own;
  return nabla_training_data_check (with_own, set_up, error);
}

void
cli_data_add_json (NablaDataSet *data_set, JsonBuilder *builder)
{
  static const char *const names[] = { "training", "validation", "test" };
  NablaDigitStyle style = nabla_data_set_get_style (data_set);
  json_builder_set_member_name (builder, "data_set");
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "name", nabla_data_set_get_name (data_set));
  for (int kind = 0; kind < DIGITS_N_PARTS; kind++)
    cli_json_add_integer (builder, names[kind],
                          (gint64) nabla_data_set_get_part (data_set, (DigitsPartKind) kind).n);
  if (!nabla_digit_style_equal (style, NABLA_DIGIT_STYLE_TRAINING)) {
    cli_json_add_text (builder, "style", nabla_digit_manner_name (style.manner));
    cli_json_add_figure (builder, "style_strength", style.strength);
  }
  if (nabla_data_set_get_n_own (data_set) > 0)
    cli_json_add_integer (builder, "own", (gint64) nabla_data_set_get_n_own (data_set));
  json_builder_end_object (builder);
}

char *
cli_data_describe (NablaDataSet *data_set)
{
  g_autofree char *training =
      cli_progress_count ((gint64) nabla_data_set_get_part (data_set, DIGITS_TRAINING).n);
  g_autofree char *validation =
      cli_progress_count ((gint64) nabla_data_set_get_part (data_set, DIGITS_VALIDATION).n);
  g_autofree char *test =
      cli_progress_count ((gint64) nabla_data_set_get_part (data_set, DIGITS_TEST).n);
  g_autofree char *own = cli_progress_count ((gint64) nabla_data_set_get_n_own (data_set));
  gboolean has_own = nabla_data_set_get_n_own (data_set) > 0;
  return g_strdup_printf ("%s: %s training, %s validation, %s test images%s%s%s",
                          nabla_data_set_get_name (data_set), training, validation, test,
                          has_own ? ", " : "", has_own ? own : "", has_own ? " own drawings" : "");
}
