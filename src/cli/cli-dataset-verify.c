/* SPDX-License-Identifier: MIT */
/* nabla-cli dataset verify: whether the files of a folder are whole, and MNIST's. */
#include "cli/cli-dataset.h"

#include "cli/cli-interrupt.h"
#include "cli/cli-json.h"
#include "cli/cli-options.h"
#include "cli/cli-progress.h"
#include "lab/nabla-data-check.h"
#include "lab/nabla-data-set.h"

#include <stdio.h>

static const char *const state_names[] = { "published", "repacked", "other", "damaged" };

static void
print_json (const NablaFileCheck *check)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *name = g_path_get_basename (check->path);
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "file", name);
  cli_json_add_text (builder, "state", state_names[check->state]);
  if (check->sha256 != NULL)
    cli_json_add_text (builder, "sha256", check->sha256);
  if (check->n > 0)
    cli_json_add_integer (builder, check->width > 0 ? "images" : "labels", (gint64) check->n);
  if (check->width > 0) {
    cli_json_add_integer (builder, "width", check->width);
    cli_json_add_integer (builder, "height", check->height);
  }
  if (check->reason != NULL)
    cli_json_add_text (builder, "reason", check->reason);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* "60,000 images of 28×28 pixels"; "" where nothing is known. */
static char *
describe_content (const NablaFileCheck *check)
{
  g_autofree char *n = cli_progress_count ((gint64) check->n);
  if (check->n == 0)
    return g_strdup ("");
  if (check->width == 0)
    return g_strdup_printf (", %s labels", n);
  return g_strdup_printf (", %s images of %d×%d pixels", n, check->width, check->height);
}

static void
print_text (const NablaFileCheck *check, const char *set)
{
  g_autofree char *base = g_path_get_basename (check->path);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *content = describe_content (check);
  printf ("%-28s ", name);
  switch (check->state) {
  case NABLA_FILE_PUBLISHED:
    printf ("%s, as it was published%s\n", set, content);
    break;
  case NABLA_FILE_REPACKED:
    printf ("%s, packed otherwise%s\n", set, content);
    break;
  case NABLA_FILE_OTHER:
    printf ("whole, but not %s%s\n", set, content);
    break;
  case NABLA_FILE_DAMAGED:
  default:
    printf ("damaged: %s\n", check->reason);
    break;
  }
}

/* A whole file of another data set among MNIST's is a changed one. */
static gboolean
judge (const NablaFileCheck checks[DIGITS_N_FILES], const char *folder, const char *set,
       GError **error)
{
  guint counts[G_N_ELEMENTS (state_names)] = { 0 };
  g_autofree char *name = g_filename_display_name (folder);
  for (int i = 0; i < DIGITS_N_FILES; i++)
    counts[checks[i].state]++;
  guint right = counts[NABLA_FILE_PUBLISHED] + counts[NABLA_FILE_REPACKED];
  if (counts[NABLA_FILE_DAMAGED] > 0)
    return cli_error_set (error, NABLA_ERROR_INPUT,
                          "%s: %u of its four files cannot be used as they are", name,
                          counts[NABLA_FILE_DAMAGED]);
  if (right > 0 && counts[NABLA_FILE_OTHER] > 0)
    return cli_error_set (error, NABLA_ERROR_INPUT,
                          "%s: %u of its four files are %s, so the others were changed or mixed up",
                          name, right, set);
  return TRUE;
}

static gboolean
verify (const char *folder, const NablaManifest *manifest, gboolean json, GError **error)
{
  NablaFileCheck checks[DIGITS_N_FILES];
  if (!digits_set_exists (folder) && nabla_image_list_is (folder))
    return cli_error_set (error, NABLA_ERROR_INPUT,
                          "%s holds images by class, which have no checksums; “dataset info” reads "
                          "them",
                          folder);
  if (!nabla_data_check (folder, manifest, NULL, checks, error))
    return FALSE;
  for (int i = 0; i < DIGITS_N_FILES; i++)
    if (json)
      print_json (&checks[i]);
    else
      print_text (&checks[i], manifest->name);
  gboolean good = judge (checks, folder, manifest->name, error);
  for (int i = 0; i < DIGITS_N_FILES; i++)
    nabla_file_check_clear (&checks[i]);
  return good;
}

int
cli_dataset_verify (char **arguments)
{
  gboolean json = FALSE;
  g_autofree char *path = NULL;
  g_autoptr (NablaManifest) loaded = NULL;
  g_autoptr (CliOptions) options = cli_options_new (
      "dataset verify [DIR] [OPTION…]",
      "Reads all of the four files of DIR, or of the folder where MNIST is looked for, and says "
      "whether each is whole and whether it is MNIST's, by SHA-256. Ends with 3 where one is "
      "damaged, or where only some are MNIST's.");
  const CliOption entries[] = {
    { .kind = CLI_OPTION_FILE,
      .name = "manifest",
      .argument = "FILE",
      .help = "Compare with other files than MNIST's; see dataset download --help",
      .value = &path },
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object for each file on stdout; “state” is published, repacked, other or "
              "damaged (default: a line for people)",
      .value = &json },
  };
  g_autoptr (GError) error = NULL;
  int code;
  cli_options_add (options, "Options", entries, G_N_ELEMENTS (entries));
  if (!cli_options_parse (options, arguments, 0, 1, &code))
    return code;
  const char *folder = cli_options_rest (options)[0];
  if (folder == NULL)
    folder = nabla_data_set_user_folder ();
  if (path != NULL && (loaded = nabla_manifest_load (path, &error)) == NULL)
    return cli_error_report (error);
  if (!verify (folder, loaded != NULL ? loaded : nabla_manifest_mnist (), json, &error)) {
    fflush (stdout);
    return cli_error_report (error);
  }
  return cli_error_finish (CLI_SUCCESS);
}
