/* SPDX-License-Identifier: MIT */
#include "cli/cli-train-start.h"

#include "lab/nabla-parameter.h"

void
cli_train_start_clear (CliTrainStart *start)
{
  g_free (start->preset_name);
  g_free (start->init_model);
  g_free (start->resume);
  nabla_model_free (start->model);
}

void
cli_train_start_add_options (CliTrainStart *start, CliOptions *options, gboolean may_resume)
{
  const CliOption entries[] = {
    { .kind = CLI_OPTION_TEXT,
      .name = "preset",
      .argument = "NAME",
      .help = "The set-up of one of the book's experiments, which other options change; “nabla-cli "
              "presets” lists them (default: none)",
      .value = &start->preset_name },
    { .kind = CLI_OPTION_FILE,
      .name = "init-model",
      .argument = "FILE",
      .help = "Start from the network of this model, safetensors or JSON of network2, instead of "
              "random weights; layers, activation, output and encoding are then what it has "
              "(default: none)",
      .value = &start->init_model },
    { .kind = CLI_OPTION_FILE,
      .name = "resume",
      .argument = "FILE",
      .help = "Go on with the run of this checkpoint to --epochs epochs in all, bit for bit as if "
              "it had never been interrupted; the set-up is the file's (default: none)",
      .value = &start->resume },
  };
  cli_options_add (options, "Start", entries, G_N_ELEMENTS (entries) - (may_resume ? 0 : 1));
}

/* Members of the group of that name with commas between, or NULL where it is none. */
static char *
members_of (const char *group)
{
  gsize n;
  const NablaPreset *presets = nabla_presets (&n);
  g_autoptr (GString) names = g_string_new (NULL);
  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (presets[i].group, group) == 0)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", presets[i].name);
  return names->len > 0 ? g_strdup (names->str) : NULL;
}

static gboolean
take_preset (CliTrainStart *start, CliOptions *options, GError **error)
{
  start->preset = nabla_preset_find (start->preset_name);
  if (start->preset == NULL) {
    g_autofree char *members = members_of (start->preset_name);
    if (members != NULL)
      return cli_error_set (error, NABLA_ERROR_USAGE,
                            "--preset %s is a group of set-ups; name one of them: %s",
                            start->preset_name, members);
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "there is no preset “%.60s”; “nabla-cli presets” lists them",
                          start->preset_name);
  }
  start->hyper_parameters = nabla_preset_get_hyper_parameters (start->preset);
  start->validation_images = start->preset->validation_images;
  cli_options_apply_set_up (options, &start->hyper_parameters);
  return TRUE;
}

static gboolean
refuse_difference (const char *key, const NablaHyperParameters *of_file, const char *path,
                   GError **error)
{
  const NablaParameter *parameter = nabla_parameter_find (key);
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *text = nabla_parameter_get_text (parameter, of_file);
  if (parameter->kind == NABLA_PARAMETER_FLAG)
    return cli_error_set (error, NABLA_ERROR_USAGE, "--%s must be left out: %s is without it",
                          parameter->option, name);
  return cli_error_set (error, NABLA_ERROR_USAGE, "--%s must be %s, as in %s, or be left out",
                        parameter->option, text, name);
}

static const char *const keys_of_network[] = { "layers", "activation", "output", "encoding" };

/* Takes from the model what its network decides; the options may say the same. */
static gboolean
take_model (CliTrainStart *start, CliOptions *options, GError **error)
{
  NablaHyperParameters *set_up = &start->hyper_parameters;
  start->model = nabla_model_load (start->init_model, error);
  if (start->model == NULL)
    return FALSE;
  const NablaHyperParameters *of_model = &start->model->hyper_parameters;
  memcpy (set_up->layers, of_model->layers, sizeof set_up->layers);
  set_up->n_layers = of_model->n_layers;
  set_up->activation = of_model->activation;
  set_up->output = of_model->output;
  set_up->encoding = of_model->encoding;
  if (!cli_options_given (options, "cost") && start->preset == NULL &&
      !nn_cost_fits ((NnCost) set_up->cost, (NnOutput) set_up->output))
    set_up->cost = of_model->cost;
  NablaHyperParameters wanted = *set_up;
  cli_options_apply_set_up (options, &wanted);
  for (gsize i = 0; i < G_N_ELEMENTS (keys_of_network); i++)
    if (!nabla_parameter_equal (nabla_parameter_find (keys_of_network[i]), &wanted, set_up))
      return refuse_difference (keys_of_network[i], set_up, start->init_model, error);
  return TRUE;
}

static gboolean
check_epochs (const CliTrainStart *start, GError **error)
{
  int done = start->model->checkpoint->epoch;
  if (start->hyper_parameters.epochs > done)
    return TRUE;
  g_autofree char *name = g_filename_display_name (start->resume);
  return cli_error_set (error, NABLA_ERROR_USAGE,
                        "%s has %d epochs already; --epochs says how many there will be in all",
                        name, done);
}

static gboolean
take_checkpoint (CliTrainStart *start, CliOptions *options, GError **error)
{
  start->model = nabla_model_load (start->resume, error);
  if (start->model == NULL)
    return FALSE;
  if (start->model->checkpoint == NULL || !start->model->has_hyper_parameters) {
    g_autofree char *name = g_filename_display_name (start->resume);
    return cli_error_set (error, NABLA_ERROR_INPUT,
                          "%s is a model but no checkpoint: --init-model starts a new run from it",
                          name);
  }
  const NablaHyperParameters *of_file = &start->model->hyper_parameters;
  start->hyper_parameters = *of_file;
  cli_options_apply_set_up (options, &start->hyper_parameters);
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  for (gsize i = 0; i < n; i++)
    if (!g_str_equal (table[i].key, "epochs") &&
        !nabla_parameter_equal (&table[i], &start->hyper_parameters, of_file))
      return refuse_difference (table[i].key, of_file, start->resume, error);
  start->validation_images = start->model->validation_limit;
  return check_epochs (start, error);
}

gboolean
cli_train_start_prepare (CliTrainStart *start, CliOptions *options, GError **error)
{
  if (start->resume != NULL && (start->init_model != NULL || start->preset_name != NULL))
    return cli_error_set (error, NABLA_ERROR_USAGE, "--resume goes on with a run; leave --%s out",
                          start->init_model != NULL ? "init-model" : "preset");
  if (start->preset_name != NULL && !take_preset (start, options, error))
    return FALSE;
  if (start->init_model != NULL && !take_model (start, options, error))
    return FALSE;
  if (start->resume != NULL && !take_checkpoint (start, options, error))
    return FALSE;
  return nabla_hyper_parameters_validate (&start->hyper_parameters, error);
}

static gboolean
check_own (const CliTrainStart *start, NablaDataSet *data_set, GError **error)
{
  const char *digest = start->model->own_digest;
  if (!(start->hyper_parameters.own_share > 0) || digest == NULL ||
      g_strcmp0 (digest, nabla_data_set_get_own_digest (data_set)) == 0)
    return TRUE;
  g_autofree char *file = g_filename_display_name (start->resume);
  return cli_error_set (error, NABLA_ERROR_USAGE,
                        "%s was trained on other drawings of your own than there are now: it "
                        "cannot go on as if it had never been interrupted; --init-model starts a "
                        "new run from it",
                        file);
}

gboolean
cli_train_start_check_data (const CliTrainStart *start, NablaDataSet *data_set, GError **error)
{
  const NablaModel *model = start->model;
  if (start->resume == NULL || model->data_set == NULL)
    return TRUE;
  if (!check_own (start, data_set, error))
    return FALSE;
  gint64 training = (gint64) nabla_data_set_get_part (data_set, DIGITS_TRAINING).n;
  gint64 validation = (gint64) nabla_data_set_get_part (data_set, DIGITS_VALIDATION).n;
  const char *name = nabla_data_set_get_name (data_set);
  if (g_str_equal (model->data_set, name) &&
      (model->training_images == 0 ||
       (model->training_images == training && model->validation_images == validation)))
    return TRUE;
  g_autofree char *file = g_filename_display_name (start->resume);
  return cli_error_set (error, NABLA_ERROR_USAGE,
                        "%s was trained on %s with %" G_GINT64_FORMAT " training and "
                        "%" G_GINT64_FORMAT " validation images, not on %s with %" G_GINT64_FORMAT
                        " and %" G_GINT64_FORMAT "; the data options say what is read",
                        file, model->data_set, model->training_images, model->validation_images,
                        name, training, validation);
}
