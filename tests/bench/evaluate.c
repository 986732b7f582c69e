/* SPDX-License-Identifier: MIT */
/* How long the core takes to evaluate a network on the test images, as its peers are asked.
 *
 *   evaluate FOLDER MODEL KERNEL TIMES
 *
 * FOLDER is a data set, MODEL a network's file, KERNEL one of nn_kernel_name(). On one thread, once
 * untimed, then TIMES times. Prints one JSON object: "seconds" of each, and the "accuracy". */
#include "lab/nabla-data-set.h"
#include "lab/nabla-model.h"
#include "nn/nn-evaluation.h"

#include <stdlib.h>

#define MOST_TIMES 100000

static NnKernelKind
kernel_of (const char *name)
{
  for (int kind = 0; kind < NN_N_KERNELS; kind++)
    if (g_str_equal (nn_kernel_name ((NnKernelKind) kind), name) &&
        nn_kernel_is_available ((NnKernelKind) kind))
      return (NnKernelKind) kind;
  g_printerr ("evaluate: there is no kernel %s here\n", name);
  exit (EXIT_FAILURE);
}

/* Seconds that one evaluation takes. */
static double
measure (const NnNetwork *network, const NnSamples *samples, NnKernelKind kernel, double *accuracy)
{
  NnEvaluation evaluation;
  gint64 began = g_get_monotonic_time ();
  NnStatus status = nn_evaluate (network, samples, NULL, kernel, NULL, &evaluation);
  double seconds = (double) (g_get_monotonic_time () - began) * 1e-6;
  if (status != NN_OK) {
    g_printerr ("evaluate: %s\n", nn_status_message (status));
    exit (EXIT_FAILURE);
  }
  *accuracy = evaluation.accuracy;
  return seconds;
}

static int
fail (GError *error)
{
  g_printerr ("evaluate: %s\n", error->message);
  g_error_free (error);
  return EXIT_FAILURE;
}

int
main (int n_arguments, char **arguments)
{
  int times = n_arguments == 5 ? atoi (arguments[4]) : 0;
  if (times < 1 || times > MOST_TIMES) {
    g_printerr ("Usage: evaluate FOLDER MODEL KERNEL TIMES\n");
    return 2;
  }
  GError *error = NULL;
  NnKernelKind kernel = kernel_of (arguments[3]);
  g_autoptr (NablaModel) model = nabla_model_load (arguments[2], &error);
  if (model == NULL)
    return fail (error);
  g_autoptr (NablaDataSet) set = nabla_data_set_load (arguments[1], DIGITS_VALIDATION_SIZE, &error);
  if (set == NULL)
    return fail (error);

  double accuracy = 0;
  NnSamples samples = nabla_data_set_get_samples (set, DIGITS_TEST, 0);
  measure (model->network, &samples, kernel, &accuracy);
  g_print ("{\"seconds\": [");
  for (int i = 0; i < times; i++)
    g_print ("%s%.6f", i > 0 ? ", " : "", measure (model->network, &samples, kernel, &accuracy));
  g_print ("], \"accuracy\": %.4f}\n", accuracy);
  return EXIT_SUCCESS;
}
