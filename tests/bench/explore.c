/* SPDX-License-Identifier: MIT */
/* How fast a set-up can be explored: curves a second of the instant curves, and cells a second of
 * the landscape, for 784-30-10.
 *
 *   explore [FOLDER]
 *
 * FOLDER holds MNIST; without it the built-in digits are used. */
#include "lab/nabla-instant.h"
#include "lab/nabla-landscape.h"
#include "lab/nabla-range-test.h"

#include <stdio.h>

#define CURVES 60

static guint n_complete;

static void
on_curve (NablaInstant *instant, const NablaInstantCurve *curve)
{
  n_complete += curve->complete;
}

static void
measure_curves (NablaDataSet *data_set, int epochs)
{
  g_autoptr (NablaInstant) instant = nabla_instant_new (epochs, NULL);
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  gint64 start = g_get_monotonic_time ();
  n_complete = 0;
  g_signal_connect (instant, "curve", G_CALLBACK (on_curve), NULL);
  for (guint i = 0; i < CURVES; i++) {
    set_up.learning_rate = 0.1 + 0.05 * i;
    nabla_instant_request (instant, &set_up, data_set);
    while (n_complete <= i)
      g_main_context_iteration (NULL, TRUE);
  }
  printf ("%d epochs × 1,000 images: %.1f curves a second\n", epochs,
          CURVES * 1e6 / (double) (g_get_monotonic_time () - start));
}

static void
measure_range_test (NablaDataSet *data_set)
{
  g_autoptr (NablaRangeTest) test = nabla_range_test_new ();
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  gint64 start = g_get_monotonic_time ();
  gsize n;
  nabla_range_test_start (test, &set_up, data_set, NULL);
  while (nabla_range_test_is_running (test))
    g_main_context_iteration (NULL, TRUE);
  const NablaRangePoint *points = nabla_range_test_get_points (test, &n);
  printf ("range test: %.2f s, %u points, steepest at %g\n",
          (double) (g_get_monotonic_time () - start) / 1e6, (guint) n,
          nabla_range_test_steepest (points, n));
}

static void
measure_landscape (NablaDataSet *data_set)
{
  g_autoptr (NablaLandscape) landscape = nabla_landscape_new ();
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  gint64 start = g_get_monotonic_time ();
  nabla_landscape_start (landscape, &set_up, data_set, nabla_axis_find ("learning_rate"),
                         nabla_axis_find ("l2"), 0, NULL);
  while (nabla_landscape_is_running (landscape))
    g_main_context_iteration (NULL, TRUE);
  printf ("landscape: %u threads, %.1f cells of %d epochs a second\n", g_get_num_processors (),
          nabla_landscape_get_n_done (landscape) * 1e6 / (double) (g_get_monotonic_time () - start),
          NABLA_LANDSCAPE_EPOCHS);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDataSet) data_set =
      argc > 1 ? nabla_data_set_load (argv[1], 10000, &error)
               : nabla_data_set_synthesize (1, NABLA_DIGIT_STYLE_TRAINING, 10000, NULL, NULL, NULL,
                                            &error);
  if (data_set == NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  measure_curves (data_set, 10);
  measure_curves (data_set, 30);
  measure_range_test (data_set);
  measure_landscape (data_set);
  return 0;
}
