/* SPDX-License-Identifier: MIT */
/* nabla-cli dataset make: digits that the program draws, as IDX files. */
#include "cli/cli-dataset.h"

#include "cli/cli-interrupt.h"
#include "cli/cli-progress.h"
#include "cli/cli-style.h"
#include "digits/digits-idx.h"
#include "digits/digits-synthesizer.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>

#define MOST_IMAGES  2000000 /* whose pixels are below DIGITS_MAX_BYTES */
#define LARGEST_SEED G_GINT64_CONSTANT (9007199254740991)

typedef struct {
  gint64 training, test, seed;
  CliStyle options;
  DigitsStyle style; /* what they say */
  gboolean plain, force;
} Make;

static const char *const names[] = {
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
};

/* The ways a file of that name is found by who reads the folder. */
static const char *const endings[] = { ".gz", "" };

static void
add_options (Make *make, CliOptions *options)
{
  const CliOption entries[] = {
    { .kind = CLI_OPTION_COUNT,
      .name = "training",
      .argument = "N",
      .help = "Size of the training files, from which validation is taken too",
      .value = &make->training,
      .minimum = 1,
      .maximum = MOST_IMAGES,
      .unit = "images" },
    { .kind = CLI_OPTION_COUNT,
      .name = "test",
      .argument = "N",
      .help = "Size of the test files",
      .value = &make->test,
      .minimum = 1,
      .maximum = MOST_IMAGES,
      .unit = "images" },
    { .kind = CLI_OPTION_COUNT,
      .name = "data-seed",
      .argument = "N",
      .help = "The same seed draws the same images",
      .value = &make->seed,
      .minimum = 0,
      .maximum = LARGEST_SEED },
    cli_style_manner_option (&make->options, "style"),
    cli_style_strength_option (&make->options, "style-strength"),
    { .kind = CLI_OPTION_FLAG,
      .name = "plain",
      .help = "Write the files without gzip (default: gzipped)",
      .value = &make->plain },
    { .kind = CLI_OPTION_FLAG,
      .name = "force",
      .help = "Replace data files that are there (default: refuse)",
      .value = &make->force },
  };
  cli_options_add (options, "Options", entries, G_N_ELEMENTS (entries));
}

static char *
file_of (const char *folder, gsize name, const char *ending)
{
  g_autofree char *whole = g_strconcat (names[name], ending, NULL);
  return g_build_filename (folder, whole, NULL);
}

/* Makes the folder, and refuses one that holds such files. */
static gboolean
prepare_folder (const char *folder, gboolean force, GError **error)
{
  if (g_mkdir_with_parents (folder, 0777) != 0) {
    g_autofree char *name = g_filename_display_name (folder);
    return cli_error_set (error, NABLA_ERROR_OUTPUT, "the folder %s cannot be made: %s", name,
                          g_strerror (errno));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (names) && !force; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (endings); j++) {
      g_autofree char *path = file_of (folder, i, endings[j]);
      g_autofree char *name = g_filename_display_name (path);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return cli_error_set (error, NABLA_ERROR_OUTPUT, "%s is there already; --force replaces it",
                              name);
    }
  return TRUE;
}

static void
on_progress (double done, void *data)
{
  cli_progress_show ("drawing digits", done);
}

static gboolean
write_pair (const Make *make, const DigitsImages *images, const char *folder, gsize first,
            GError **error)
{
  DigitsError reason = { 0 };
  g_autofree char *images_path = file_of (folder, first, make->plain ? "" : ".gz");
  g_autofree char *labels_path = file_of (folder, first + 1, make->plain ? "" : ".gz");
  cli_progress_show ("writing files", 1.0);
  if (digits_idx_write (images, images_path, labels_path, !make->plain, &reason) == 0)
    return TRUE;
  nabla_error_take_digits (error, &reason);
  return FALSE;
}

/* A file of the other form would be read in place of the new one. */
static void
remove_other_form (const Make *make, const char *folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = file_of (folder, i, make->plain ? ".gz" : "");
    g_unlink (path);
  }
}

static gboolean
make_files (const Make *make, const char *folder, GError **error)
{
  DigitsError reason = { 0 };
  DigitsWatch watch = { .stop = cli_interrupt_flag (), .progress = on_progress };
  if (!prepare_folder (folder, make->force, error))
    return FALSE;
  DigitsSet *set =
      digits_synthesize_set ((guint64) make->seed, (gsize) make->training, (gsize) make->test, 0,
                             &make->style, (int) g_get_num_processors (), &watch, &reason);
  if (set == NULL) {
    nabla_error_take_digits (error, &reason);
    return FALSE;
  }
  gboolean written = write_pair (make, set->training, folder, 0, error) &&
                     write_pair (make, set->test, folder, 2, error);
  digits_set_unref (set);
  if (written && make->force)
    remove_other_form (make, folder);
  return written;
}

int
cli_dataset_make (char **arguments)
{
  Make make = { .training = DIGITS_SYNTHETIC_TRAINING,
                .test = DIGITS_SYNTHETIC_TEST,
                .seed = DIGITS_SYNTHETIC_SEED };
  g_autoptr (CliOptions) options = cli_options_new (
      "dataset make DIR [OPTION…]",
      "Draws digits as people write them and puts them into DIR as the four IDX files, in the form "
      "that MNIST has.");
  g_autoptr (GError) error = NULL;
  int code;
  add_options (&make, options);
  if (!cli_options_parse (options, arguments, 1, 1, &code))
    return code;
  g_auto (CliStyle) style_options = make.options;
  NablaDigitStyle style = NABLA_DIGIT_STYLE_TRAINING;
  if (!cli_style_choose (&style_options, "style", "style-strength", &style, &error))
    return cli_error_report (error);
  make.style = nabla_digit_style_scale (style);
  const char *folder = cli_options_rest (options)[0];
  cli_interrupt_catch ();
  gboolean made = make_files (&make, folder, &error);
  cli_progress_clear ();
  if (!made)
    return cli_error_report (error);
  g_autofree char *name = g_filename_display_name (folder);
  g_autofree char *training = cli_progress_count (make.training);
  g_autofree char *test = cli_progress_count (make.test);
  printf ("%s training and %s test images in %s\n", training, test, name);
  return cli_error_finish (CLI_SUCCESS);
}
