/* SPDX-License-Identifier: MIT */
/* drawing-fixture.h: a drawing panel in a window, a workbench, and a hand that draws. */
#pragma once

#include "app/nabla-canvas.h"
#include "app/nabla-drawing-panel.h"
#include "app/nabla-probability-bar.h"
#include "app/nabla-probability-bars.h"

#include "lab/nabla-probabilities.h"
#include "lab/small-data.h"
#include "widget-fixture.h"

static NablaDataSet *data_set; /* the program makes it */

typedef struct {
  NablaWorkbench *workbench;
  GtkWindow *window;
  NablaDrawingPanel *panel;
  NablaCanvas *canvas;
  NablaProbabilityBars *bars;
  GtkLabel *guess, *sure;
} Fixture;

static inline gpointer
child (Fixture *fixture, const char *name)
{
  GObject *object =
      gtk_widget_get_template_child (GTK_WIDGET (fixture->panel), NABLA_TYPE_DRAWING_PANEL, name);

  g_assert_nonnull (object);
  return object;
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = nabla_workbench_new (2);
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  fixture->panel = NABLA_DRAWING_PANEL (nabla_drawing_panel_new ());
  nabla_drawing_panel_set_workbench (fixture->panel, fixture->workbench);
  fixture->canvas = child (fixture, "canvas");
  fixture->bars = child (fixture, "bars");
  fixture->guess = child (fixture, "guess_label");
  fixture->sure = child (fixture, "sure_label");
  fixture->window = show_widget ((gpointer *) &fixture->panel, 290, 800);
  AWAIT (gtk_widget_get_width (GTK_WIDGET (fixture->canvas)) > 0);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  take_down (fixture->workbench, fixture->window, (gpointer *) &fixture->panel);
}

static inline NablaRun *
train (Fixture *fixture, int epochs)
{
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  NablaRun *run;

  hyper_parameters.layers[1] = 12;
  hyper_parameters.epochs = epochs;
  run = nabla_workbench_train (fixture->workbench, &hyper_parameters, &error);
  g_assert_no_error (error);
  return run;
}

static inline void
begin_at (Fixture *fixture, double x, double y)
{
  double side = gtk_widget_get_width (GTK_WIDGET (fixture->canvas));

  nabla_canvas_begin (fixture->canvas, x * side, y * side, 0.5, 1000);
}

static inline void
extend_to (Fixture *fixture, double x, double y)
{
  double side = gtk_widget_get_width (GTK_WIDGET (fixture->canvas));

  nabla_canvas_extend (fixture->canvas, x * side, y * side, 0.5, 1010);
}

static inline void
draw_seven (Fixture *fixture)
{
  begin_at (fixture, 0.3, 0.25);
  for (int i = 1; i <= 10; i++)
    extend_to (fixture, 0.3 + 0.04 * i, 0.25);
  for (int i = 1; i <= 10; i++)
    extend_to (fixture, 0.7 - 0.025 * i, 0.25 + 0.055 * i);
  nabla_canvas_end (fixture->canvas);
}

/* What the run's newest network makes of pixels[784], worked out here. */
static inline void
expect_pixels (NablaRun *run, const guint8 *pixels, double *probabilities)
{
  NnNetwork *network = nabla_run_ref_snapshot (run);
  g_autofree float *activations = g_new (float, nn_network_n_units (network));
  float input[DIGITS_PIXELS];

  for (int i = 0; i < DIGITS_PIXELS; i++)
    input[i] = pixels[i] / 255.0f;
  g_assert_cmpint (nn_network_feed_forward (network, input, activations), ==, NN_OK);
  nabla_probabilities (activations + nn_network_n_units (network) - 10, 10, probabilities);
  nn_network_unref (network);
}

/* What it makes of the canvas. */
static inline void
expect (Fixture *fixture, NablaRun *run, double *probabilities)
{
  DigitsNormalised normalised;
  DigitsError error;

  g_assert_cmpint (
      digits_strokes_normalise (nabla_canvas_get_strokes (fixture->canvas), &normalised, &error),
      ==, 0);
  expect_pixels (run, normalised.pixels, probabilities);
}

static inline void
assert_bars (Fixture *fixture, const double *expected)
{
  double shown[NABLA_N_DIGITS], sum = 0;
  int winner = 0;
  g_autofree char *digit = NULL;

  g_assert_true (nabla_probability_bars_get (fixture->bars, shown));
  for (int i = 0; i < NABLA_N_DIGITS; i++) {
    g_assert_cmpfloat_with_epsilon (shown[i], expected[i], 1e-9);
    sum += shown[i];
    if (shown[i] > shown[winner])
      winner = i;
  }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-9);
  digit = g_strdup_printf ("%d", winner);
  g_assert_cmpstr (gtk_label_get_label (fixture->guess), ==, digit);
}

static inline void
assert_silent (Fixture *fixture)
{
  double shown[NABLA_N_DIGITS];
  GtkWidget *bar = gtk_widget_get_first_child (GTK_WIDGET (fixture->bars));

  g_assert_false (nabla_probability_bars_get (fixture->bars, shown));
  for (int i = 0; i < NABLA_N_DIGITS; i++, bar = gtk_widget_get_next_sibling (bar)) {
    GtkLevelBar *level =
        GTK_LEVEL_BAR (gtk_widget_get_template_child (bar, NABLA_TYPE_PROBABILITY_BAR, "level"));

    g_assert_cmpfloat (shown[i], ==, 0);
    g_assert_cmpfloat (gtk_level_bar_get_value (level), ==, 0);
  }
  g_assert_cmpstr (gtk_label_get_label (fixture->guess), ==, "");
}

static inline void
undo (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.undo", NULL);
}

static inline gsize
count_strokes (Fixture *fixture)
{
  return nabla_canvas_get_strokes (fixture->canvas)->n_strokes;
}

static inline void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}
