/* SPDX-License-Identifier: MIT */
/* nabla-cli check-gradient: backpropagation against central differences. */
#include "cli/cli-json.h"
#include "cli/cli-kernel.h"
#include "cli/cli-options.h"
#include "cli/cli-report.h"
#include "digits/digits-synthesizer.h"
#include "lab/nabla-parameter.h"
#include "nn/nn-gradient.h"
#include "nn/nn-rng.h"

#include <stdio.h>

#define N_IMAGES     10
#define N_PARAMETERS 200 /* of each layer */

typedef struct {
  NablaHyperParameters hyper_parameters;
  char *kernel_name; /* --kernel as text */
  NnKernelKind kernel;
  gboolean json;
} Check;

static void
check_clear (Check *check)
{
  g_free (check->kernel_name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, check_clear)

static void
add_options (Check *check, CliOptions *options)
{
  const CliOption output[] = {
    cli_kernel_option (&check->kernel_name),
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object on stdout (default: a table)",
      .value = &check->json },
  };
  cli_options_add_set_up (options, &check->hyper_parameters);
  cli_options_add (options, "Kernel and output", output, G_N_ELEMENTS (output));
}

static NnNetwork *
make_network (const NablaHyperParameters *hyper_parameters, NnStatus *status)
{
  int sizes[NN_MAX_LAYERS + 1];
  for (gint64 i = 0; i < hyper_parameters->n_layers; i++)
    sizes[i] = (int) hyper_parameters->layers[i];
  NnNetwork *network = nn_network_new (sizes, (int) hyper_parameters->n_layers, status);
  if (network == NULL)
    return NULL;
  nn_network_set_units (network, (NnActivation) hyper_parameters->activation,
                        (NnOutput) hyper_parameters->output);
  nn_network_initialise (network, (NnInit) hyper_parameters->init, hyper_parameters->zero_biases,
                         (guint64) hyper_parameters->seed);
  return network;
}

/* Which hidden units stay: one draw for each with probability 1 − p, held for the whole check. The
 * array holds a block of all masks behind the pointers; NULL without dropout. */
static guint8 **
draw_mask (const NablaHyperParameters *hyper_parameters)
{
  gsize n_hidden = (gsize) hyper_parameters->n_layers - 2;
  if (hyper_parameters->dropout == 0.0 || n_hidden == 0)
    return NULL;
  guint8 **kept = g_new0 (guint8 *, n_hidden + 1);
  NnRng rng;
  nn_rng_seed_stream (&rng, (guint64) hyper_parameters->seed, NN_STREAM_DROPOUT);
  for (gsize l = 0; l < n_hidden; l++) {
    gsize n = (gsize) hyper_parameters->layers[l + 1];
    kept[l] = g_new (guint8, n);
    for (gsize i = 0; i < n; i++)
      kept[l][i] = nn_rng_uniform (&rng) >= hyper_parameters->dropout;
  }
  return kept;
}

static void
free_mask (guint8 **kept)
{
  for (guint8 **mask = kept; mask != NULL && *mask != NULL; mask++)
    g_free (*mask);
  g_free (kept);
}

static NnStatus
compare (const Check *check, NnGradientCheck *outcome)
{
  const NablaHyperParameters *hyper_parameters = &check->hyper_parameters;
  guint8 pixels[N_IMAGES * DIGITS_PIXELS];
  guint8 labels[N_IMAGES];
  for (guint i = 0; i < N_IMAGES; i++)
    if (digits_synthesize ((guint64) hyper_parameters->seed, i, &digits_style_training,
                           pixels + i * DIGITS_PIXELS, &labels[i]) < 0)
      return NN_ERROR_MEMORY;
  const NnSamples samples = {
    .n = N_IMAGES,
    .n_in = DIGITS_PIXELS,
    .n_out = (int) hyper_parameters->layers[hyper_parameters->n_layers - 1],
    .pixels = pixels,
    .labels = labels,
    .encoding = (NnEncoding) hyper_parameters->encoding,
  };
  NnStatus status;
  NnNetwork *network = make_network (hyper_parameters, &status);
  if (network == NULL)
    return status;
  NnObjective objective = nabla_hyper_parameters_get_objective (hyper_parameters);
  guint8 **kept = draw_mask (hyper_parameters);
  status = nn_gradient_check (network, &samples, &objective, (NnDropMask) kept, check->kernel,
                              N_PARAMETERS, outcome);
  free_mask (kept);
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
  cli_json_add_text (builder, "kernel_name", nn_kernel_name (nn_kernel_resolve (check->kernel)));
  cli_json_add_integer (builder, "left_out", (gint64) outcome->n_left_out);
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
  printf ("layer   backpropagation%20s\n", nn_kernel_name (nn_kernel_resolve (check->kernel)));
  for (int l = 0; l < outcome->n_layers; l++)
    printf ("%5d%18.2e%20.2e\n", l + 1, outcome->backpropagation[l], outcome->kernel[l]);
  printf ("bound%18.2e%20.2e\n\n", NN_GRADIENT_CHECK_DOUBLE, NN_GRADIENT_CHECK_FLOAT);
  if (outcome->n_left_out > 0)
    printf ("%" G_GSIZE_FORMAT " parameters at a kink were left out.\n", outcome->n_left_out);
  printf ("%s\n", is_good (outcome) ? "The gradient is right." : "The gradient is wrong.");
}

int
cli_check_gradient (char **arguments)
{
  g_auto (Check) check = { 0 };
  g_autoptr (CliOptions) options = cli_options_new (
      "check-gradient [OPTION…]",
      "Compares the gradient of backpropagation with central differences of the cost, for the "
      "network of the set-up and ten synthesized digits, layer by layer. Ends with 1 where one "
      "differs by more than its bound. With dropout the units that are dropped are drawn once; "
      "parameters at a kink (of a rectified linear unit, or of L1 at zero) are left out.");
  g_autoptr (GError) error = NULL;
  NnGradientCheck outcome = { 0 };
  int code;
  add_options (&check, options);
  if (!cli_options_parse (options, arguments, 0, 0, &code))
    return code;
  if (!nabla_hyper_parameters_validate (&check.hyper_parameters, &error) ||
      !cli_kernel_parse (check.kernel_name, &check.kernel, &error))
    return cli_error_report (error);
  NnStatus status = compare (&check, &outcome);
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
