/* SPDX-License-Identifier: MIT */
/* nabla-cli dataset download: MNIST from one of its mirrors. */
#include "cli/cli-dataset.h"

#include "cli/cli-interrupt.h"
#include "cli/cli-json.h"
#include "cli/cli-options.h"
#include "cli/cli-progress.h"
#include "lab/nabla-data-set.h"
#include "lab/nabla-download.h"

#include <stdio.h>

#define MOST_PATIENCE 3600 /* s */

typedef struct {
  char *mirror, *folder, *manifest;
  gint64 patience;
  gboolean force, json;
} Download;

static void
download_clear (Download *download)
{
  g_free (download->mirror);
  g_free (download->folder);
  g_free (download->manifest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Download, download_clear)

static void
add_options (Download *download, CliOptions *options)
{
  const CliOption entries[] = {
    { .kind = CLI_OPTION_TEXT,
      .name = "mirror",
      .argument = "URL",
      .help = "Folder on the web that holds the files, http:// or https:// (default: "
              "https://ossci-datasets.s3.amazonaws.com/mnist/, and where that fails "
              "https://storage.googleapis.com/cvdf-datasets/mnist/)",
      .value = &download->mirror },
    { .kind = CLI_OPTION_FILE,
      .name = "out",
      .argument = "DIR",
      .help = "Where the files go (default: $XDG_DATA_HOME/nabla/mnist, where training looks for "
              "MNIST)",
      .value = &download->folder },
    { .kind = CLI_OPTION_FLAG,
      .name = "force",
      .help = "Rename files of the same names that are others to NAME~ (default: refuse)",
      .value = &download->force },
    { .kind = CLI_OPTION_COUNT,
      .name = "timeout",
      .argument = "N",
      .help = "A mirror that says nothing for so long is given up",
      .value = &download->patience,
      .minimum = 1,
      .maximum = MOST_PATIENCE,
      .unit = "seconds" },
    { .kind = CLI_OPTION_FILE,
      .name = "manifest",
      .argument = "FILE",
      .help = "Fetch other files than MNIST's, into --out: a JSON file {\"name\", \"mirrors\": "
              "[URL, …], \"files\": [{\"name\", \"size\", \"sha256\"}, …]}",
      .value = &download->manifest },
  };
  const CliOption output[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object for each file and one at the end (default: a progress bar, where "
              "stderr is a terminal)",
      .value = &download->json },
  };
  cli_options_add (options, "Options", entries, G_N_ELEMENTS (entries));
  cli_options_add (options, "Output", output, G_N_ELEMENTS (output));
}

static const char *
name_of_outcome (NablaDownloadOutcome outcome)
{
  switch (outcome) {
  case NABLA_DOWNLOAD_PRESENT:
    return "present";
  case NABLA_DOWNLOAD_FETCHED:
    return "fetched";
  case NABLA_DOWNLOAD_RESUMED:
    return "resumed";
  case NABLA_DOWNLOAD_PENDING:
  default:
    return "missing";
  }
}

static void
print_json (const NablaManifest *manifest, const NablaDownloadState *state, const char *folder,
            gboolean done)
{
  for (gsize i = 0; i < manifest->n_files; i++) {
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    if (state->outcomes[i] == NABLA_DOWNLOAD_PENDING)
      continue;
    json_builder_begin_object (builder);
    cli_json_add_text (builder, "event", "file");
    cli_json_add_text (builder, "file", manifest->files[i].name);
    cli_json_add_text (builder, "outcome", name_of_outcome (state->outcomes[i]));
    cli_json_add_integer (builder, "bytes", (gint64) manifest->files[i].size);
    cli_json_add_text (builder, "sha256", manifest->files[i].sha256);
    json_builder_end_object (builder);
    cli_json_print (builder);
  }
  if (done) {
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    json_builder_begin_object (builder);
    cli_json_add_text (builder, "event", "end");
    cli_json_add_text (builder, "name", manifest->name);
    cli_json_add_text (builder, "folder", folder);
    cli_json_add_integer (builder, "bytes", (gint64) state->size);
    json_builder_end_object (builder);
    cli_json_print (builder);
  }
}

static void
print_text (const NablaManifest *manifest, const NablaDownloadState *state, const char *folder,
            gboolean done)
{
  static const char *const words[] = {
    [NABLA_DOWNLOAD_PRESENT] = "was there already",
    [NABLA_DOWNLOAD_FETCHED] = "fetched",
    [NABLA_DOWNLOAD_RESUMED] = "fetched, going on with what was there",
  };
  g_autofree char *name = g_filename_display_name (folder);
  for (gsize i = 0; i < manifest->n_files; i++) {
    g_autofree char *size = cli_progress_count ((gint64) manifest->files[i].size);
    if (state->outcomes[i] != NABLA_DOWNLOAD_PENDING)
      printf ("%-28s %12s bytes  %s\n", manifest->files[i].name, size, words[state->outcomes[i]]);
  }
  if (done)
    printf ("%s is in %s, every checksum right\n", manifest->name, name);
}

typedef struct {
  const NablaManifest *manifest;
  gboolean quiet;
  GMainLoop *loop;
  GAsyncResult *result;
} Waiting;

static void
on_state (const NablaDownloadState *state, gpointer data)
{
  Waiting *waiting = data;
  g_autofree char *done = g_format_size (state->done);
  g_autofree char *size = g_format_size (state->size);
  g_autofree char *label =
      g_strdup_printf ("%s of %s: %s", done, size, waiting->manifest->files[state->file].name);
  if (!waiting->quiet)
    cli_progress_show (label, (double) state->done / (double) MAX (state->size, 1));
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *waiting = data;
  waiting->result = g_object_ref (result);
  g_main_loop_quit (waiting->loop);
}

static void
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static gboolean
fetch (const Download *download, const NablaManifest *manifest, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { .manifest = manifest, .quiet = download->json, .loop = loop };
  NablaDownloadState state;
  const NablaDownloadOrder order = {
    .manifest = manifest,
    .mirror = download->mirror,
    .folder = download->folder != NULL ? download->folder : nabla_data_set_user_folder (),
    .replace = download->force,
    .patience = (guint) download->patience,
  };
  cli_interrupt_catch ();
  cli_interrupt_call (cancel, cancellable);
  nabla_download_async (&order, cancellable, on_state, &waiting, on_done, &waiting);
  g_main_loop_run (loop);
  cli_progress_clear ();
  gboolean done = nabla_download_finish (waiting.result, &state, error);
  g_object_unref (waiting.result);
  (download->json ? print_json : print_text) (manifest, &state, order.folder, done);
  return done;
}

static gboolean
run (const Download *download, GError **error)
{
  g_autoptr (NablaManifest) loaded = NULL;
  if (download->manifest == NULL)
    return fetch (download, nabla_manifest_mnist (), error);
  if (download->folder == NULL)
    return cli_error_set (
        error, NABLA_ERROR_USAGE,
        "--manifest names other files than MNIST's: say with --out where they go");
  loaded = nabla_manifest_load (download->manifest, error);
  return loaded != NULL && fetch (download, loaded, error);
}

int
cli_dataset_download (char **arguments)
{
  g_auto (Download) download = { .patience = 30 };
  g_autoptr (CliOptions) options = cli_options_new (
      "dataset download [OPTION…]",
      "Fetches MNIST's four files, 11.6 MB, and checks their sizes and SHA-256. What was received "
      "before an interruption is gone on with the next time; what is there and right is not "
      "fetched again.");
  g_autoptr (GError) error = NULL;
  int code;
  add_options (&download, options);
  if (!cli_options_parse (options, arguments, 0, 0, &code))
    return code;
  if (!run (&download, &error))
    return cli_error_report (error);
  return cli_error_finish (CLI_SUCCESS);
}
