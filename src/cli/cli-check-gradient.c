/* SPDX-License-Identifier: MIT */
/* nabla-cli check-gradient: backpropagation against central differences. */
#include "cli/cli-json.h"
#include "cli/cli-options.h"
#include "cli/cli-report.h"
#include "digits/digits-synthesizer.h"
#include "lab/nabla-parameter.h"
#include "nn/nn-gradient.h"

#include <stdio.h>

#define N_IMAGES     10
#define N_PARAMETERS 200 /* of each layer */

typedef struct {
  NablaHyperParameters hyper_parameters;
  gboolean json;
} Check;

static void
add_options (Check *check, CliOptions *options)
{
  const CliOption output[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object on stdout (default: a table)",
      .value = &check->json },
  };
  cli_options_add_set_up (options, &check->hyper_parameters);
  cli_options_add (options, "Output", output, G_N_ELEMENTS (output));
}

static NnNetwork *
make_network (const NablaHyperParameters *hyper_parameters, NnStatus *status)
{
  int sizes[NN_MAX_LAYERS + 1];
  for (gint64 i = 0; i < hyper_parameters->n_layers; i++)
    sizes[i] = (int) hyper_parameters->layers[i];
  NnNetwork *network = nn_network_new (sizes, (int) hyper_parameters->n_layers, status);
  if (network != NULL)
    nn_network_initialise (network, (NnInit) hyper_parameters->init, hyper_parameters->zero_biases,
                           (guint64) hyper_parameters->seed);
  return network;
}

static NnStatus
compare (const NablaHyperParameters *hyper_parameters, NnGradientCheck *outcome)
{
  guint8 pixels[N_IMAGES * DIGITS_PIXELS];
  guint8 labels[N_IMAGES];
  for (guint i = 0; i < N_IMAGES; i++)
    if (digits_synthesize ((guint64) hyper_parameters->seed, i, &digits_style_training,
                           pixels + i * DIGITS_PIXELS, &labels[i]) < 0)
      return NN_ERROR_MEMORY;
  const NnSamples samples = {
    .n = N_IMAGES, .n_in = DIGITS_PIXELS, .n_out = 10, .pixels = pixels, .labels = labels
  };
  NnStatus status;
  NnNetwork *network = make_network (hyper_parameters, &status);
  if (network == NULL)
    return status;
  NnObjective objective = nabla_hyper_parameters_get_objective (hyper_parameters);
  status = nn_gradient_check (network, &samples, &objective, NULL, NN_KERNEL_AUTO, N_PARAMETERS,
                              outcome);
  nn_network_unref (network);
  return status;
}

/* Written so that an error that is no number fails. */
static gboolean
is_good (const NnGradientCheck *outcome)
{
  for (int l = 0; l < outcome->n_layers; l++)
    if (!(outcome->backpropagation[l] <= NN_GRADIENT_CHECK_DOUBLE) ||
        !(outcome->kernel[l] <= NN_GRADIENT_CHECK_FLOAT))
      return FALSE;
  return TRUE;
}

static void
add_errors (JsonBuilder *builder, const char *name, const double *errors, int n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (int l = 0; l < n; l++)
    json_builder_add_double_value (builder, errors[l]);
  json_builder_end_array (builder);
}

static double
largest (const double *errors, int n)
{
  double most = 0.0;
  for (int l = 0; l < n; l++)
    most = MAX (most, errors[l]);
  return most;
}

static void
print_json (const Check *check, const NnGradientCheck *outcome)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "hyper_parameters");
  json_builder_add_value (builder, nabla_hyper_parameters_to_json (&check->hyper_parameters));
  add_errors (builder, "backpropagation", outcome->backpropagation, outcome->n_layers);
  add_errors (builder, "kernel", outcome->kernel, outcome->n_layers);
  cli_json_add_figure (builder, "largest", largest (outcome->backpropagation, outcome->n_layers));
  cli_json_add_figure (builder, "bound", NN_GRADIENT_CHECK_DOUBLE);
  cli_json_add_figure (builder, "kernel_largest", largest (outcome->kernel, outcome->n_layers));
  cli_json_add_figure (builder, "kernel_bound", NN_GRADIENT_CHECK_FLOAT);
  json_builder_set_member_name (builder, "passed");
  json_builder_add_boolean_value (builder, is_good (outcome));
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_table (const Check *check, const NnGradientCheck *outcome)
{
  g_autofree char *network = cli_report_network (&check->hyper_parameters);
  printf ("Network %s, %d images, up to %d parameters of each layer: relative error\n\n", network,
          N_IMAGES, N_PARAMETERS);
  printf ("layer   backpropagation   kernel in float32\n");
  for (int l = 0; l < outcome->n_layers; l++)
    printf ("%5d%18.2e%20.2e\n", l + 1, outcome->backpropagation[l], outcome->kernel[l]);
  printf ("bound%18.2e%20.2e\n\n%s\n", NN_GRADIENT_CHECK_DOUBLE, NN_GRADIENT_CHECK_FLOAT,
          is_good (outcome) ? "The gradient is right." : "The gradient is wrong.");
}

int
cli_check_gradient (char **arguments)
{
  Check check = { 0 };
  g_autoptr (CliOptions) options = cli_options_new (
      "check-gradient [OPTION…]",
      "Compares the gradient of backpropagation with central differences of the cost, for the "
      "network of the set-up and ten synthesized digits, layer by layer. Ends with 1 where one "
      "differs by more than its bound.");
  g_autoptr (GError) error = NULL;
  NnGradientCheck outcome = { 0 };
  int code;
  add_options (&check, options);
  if (!cli_options_parse (options, arguments, 0, 0, &code))
    return code;
  if (!nabla_hyper_parameters_validate (&check.hyper_parameters, &error))
    return cli_error_report (error);
  NnStatus status = compare (&check.hyper_parameters, &outcome);
  if (status != NN_OK) {
    cli_error_print ("the gradient cannot be checked: %s", nn_status_message (status));
    return CLI_FAILED;
  }
  if (check.json)
    print_json (&check, &outcome);
  else
    print_table (&check, &outcome);
  if (!is_good (&outcome))
    cli_error_print ("the gradient differs from central differences by more than its bound");
  return cli_error_finish (is_good (&outcome) ? CLI_SUCCESS : CLI_FAILED);
}
