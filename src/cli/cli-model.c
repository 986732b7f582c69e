/* SPDX-License-Identifier: MIT */
/* nabla-cli model: what a model file holds, and the same in another format. */
#include "cli/cli-file.h"
#include "cli/cli-json.h"
#include "cli/cli-options.h"
#include "cli/cli-progress.h"
#include "cli/cli-report.h"
#include "cli/cli-weight-image.h"
#include "lab/nabla-model.h"
#include "lab/nabla-network2.h"
#include "lab/nabla-parameter.h"

#include <stdio.h>

static const char *const format_names[] = { "safetensors", "network2" };

/* "tanh" for "activation" */
static char *
text_of (const NablaModel *model, const char *parameter)
{
  return nabla_parameter_get_text (nabla_parameter_find (parameter), &model->hyper_parameters);
}

static void
add_checkpoint (const NablaCheckpoint *checkpoint, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "checkpoint");
  if (checkpoint == NULL) {
    json_builder_add_boolean_value (builder, FALSE);
    return;
  }
  json_builder_begin_object (builder);
  cli_json_add_integer (builder, "epoch", checkpoint->epoch);
  cli_json_add_figure (builder, "learning_rate", checkpoint->learning_rate);
  cli_json_add_figure (builder, "divisor", checkpoint->schedule.divisor);
  json_builder_set_member_name (builder, "velocity");
  json_builder_add_boolean_value (builder, checkpoint->velocity != NULL);
  json_builder_end_object (builder);
}

static void
info_json (const char *path, const NablaModel *model)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *activation = text_of (model, "activation");
  g_autofree char *output = text_of (model, "output");
  g_autofree char *cost = text_of (model, "cost");
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "model", path);
  cli_json_add_text (builder, "format", format_names[model->format]);
  json_builder_set_member_name (builder, "layers");
  json_builder_begin_array (builder);
  for (int l = 0; l <= model->network->n_layers; l++)
    json_builder_add_int_value (builder, model->network->sizes[l]);
  json_builder_end_array (builder);
  cli_json_add_text (builder, "activation", activation);
  cli_json_add_text (builder, "output", output);
  if (model->has_hyper_parameters || model->has_cost)
    cli_json_add_text (builder, "cost", cost);
  cli_json_add_integer (builder, "parameters", (gint64) nn_network_n_parameters (model->network));
  if (model->epoch > 0 || model->checkpoint != NULL)
    cli_json_add_integer (builder, "epoch", model->epoch);
  if (model->data_set != NULL)
    cli_json_add_text (builder, "data_set", model->data_set);
  if (model->training_images > 0)
    cli_json_add_integer (builder, "training_images", model->training_images);
  if (model->kernel != NULL)
    cli_json_add_text (builder, "kernel", model->kernel);
  add_checkpoint (model->checkpoint, builder);
  if (model->has_hyper_parameters) {
    json_builder_set_member_name (builder, "hyper_parameters");
    json_builder_add_value (builder, nabla_hyper_parameters_to_json (&model->hyper_parameters));
  }
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_row (const char *name, const char *value)
{
  printf ("%-18s%s\n", name, value);
}

static void
info_table (const NablaModel *model)
{
  const NablaCheckpoint *checkpoint = model->checkpoint;
  g_autofree char *network = cli_report_network (&model->hyper_parameters);
  g_autofree char *parameters =
      cli_progress_count ((gint64) nn_network_n_parameters (model->network));
  print_row ("format", model->format == NABLA_MODEL_NETWORK2 ? "JSON of network2"
                       : model->has_hyper_parameters         ? "safetensors"
                                                     : "safetensors without a set-up of Nabla");
  print_row ("network", network);
  print_row ("parameters", parameters);
  if (model->epoch > 0)
    printf ("%-18s%d\n", "epoch", model->epoch);
  if (model->data_set != NULL)
    print_row ("data set", model->data_set);
  if (model->kernel != NULL)
    print_row ("kernel", model->kernel);
  if (checkpoint != NULL)
    printf ("%-18safter epoch %d, next learning rate %g%s\n", "checkpoint", checkpoint->epoch,
            checkpoint->learning_rate, checkpoint->velocity != NULL ? ", with velocity" : "");
  else
    print_row ("checkpoint", "no");
  if (!model->has_hyper_parameters) {
    g_autofree char *cost = text_of (model, "cost");
    print_row ("units", "sigmoid");
    print_row ("cost", model->has_cost ? cost : "not said");
    return;
  }
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  printf ("\nSet-up\n");
  for (gsize i = 0; i < n; i++) {
    g_autofree char *value = nabla_parameter_get_text (&table[i], &model->hyper_parameters);
    printf ("  %-16s%s\n", table[i].key, value);
  }
}

static int
info (char **arguments)
{
  gboolean json = FALSE;
  g_autoptr (CliOptions) options = cli_options_new (
      "model info MODEL [OPTION…]",
      "Says what a model file holds: its network, what trained it, and whether training can go on "
      "from it (a checkpoint).");
  const CliOption output[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object on stdout (default: a table)",
      .value = &json },
  };
  g_autoptr (GError) error = NULL;
  int code;
  cli_options_add (options, "Output", output, G_N_ELEMENTS (output));
  if (!cli_options_parse (options, arguments, 1, 1, &code))
    return code;
  const char *path = cli_options_rest (options)[0];
  g_autoptr (NablaModel) model = nabla_model_load (path, &error);
  if (model == NULL)
    return cli_error_report (error);
  if (json)
    info_json (path, model);
  else
    info_table (model);
  return cli_error_finish (CLI_SUCCESS);
}

/* What can be said before the model is read. */
static gboolean
check_target (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  if (g_str_has_suffix (path, ".onnx"))
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "%s: ONNX cannot be written; .safetensors, .json and .png can", name);
  if (!g_str_has_suffix (path, ".safetensors") && !g_str_has_suffix (path, ".json") &&
      !g_str_has_suffix (path, ".png"))
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "%s must end in .safetensors, .json or .png, which says the format",
                          name);
  return cli_file_check_writable (path, error);
}

static gboolean
convert_file (const char *from, const char *to, GError **error)
{
  if (!check_target (to, error))
    return FALSE;
  g_autoptr (NablaModel) model = nabla_model_load (from, error);
  if (model == NULL)
    return FALSE;
  if (g_str_has_suffix (to, ".png"))
    return cli_weight_image_save (model->network, to, error);
  if (g_str_has_suffix (to, ".json"))
    return nabla_network2_write (model->network, (NnCost) model->hyper_parameters.cost, to, error);
  return nabla_model_save (model, to, error);
}

static int
convert (char **arguments)
{
  g_autoptr (CliOptions) options = cli_options_new (
      "model convert MODEL OUT",
      "Writes a model in the format that the end of OUT says. .safetensors keeps everything. .json "
      "is what the book's network2.py loads: sigmoid units and their cost, without set-up or "
      "checkpoint. .png is a picture of the weights that lead to each unit of the first layer.");
  g_autoptr (GError) error = NULL;
  int code;
  if (!cli_options_parse (options, arguments, 2, 2, &code))
    return code;
  char **paths = cli_options_rest (options);
  if (!convert_file (paths[0], paths[1], &error))
    return cli_error_report (error);
  return cli_error_finish (CLI_SUCCESS);
}

static void
print_usage (FILE *file)
{
  fputs ("Usage: nabla-cli model info MODEL [OPTION…]\n"
         "       nabla-cli model convert MODEL OUT\n\n"
         "  info       says what a model file holds\n"
         "  convert    writes it as safetensors, as JSON of network2, or its weights as PNG\n\n"
         "“nabla-cli model info --help” and “nabla-cli model convert --help” say more.\n",
         file);
}

int
cli_model (char **arguments)
{
  const char *action = arguments[1];
  if (g_strcmp0 (action, "info") == 0)
    return info (arguments + 1);
  if (g_strcmp0 (action, "convert") == 0)
    return convert (arguments + 1);
  if (g_strcmp0 (action, "--help") == 0 || g_strcmp0 (action, "-h") == 0) {
    print_usage (stdout);
    return cli_error_finish (CLI_SUCCESS);
  }
  if (action == NULL)
    cli_error_print ("model needs to know what to do: info or convert");
  else
    cli_error_print ("model knows info and convert, not “%s”", action);
  return CLI_USAGE;
}
