/* SPDX-License-Identifier: MIT */
#include "app/nabla-weight-tile.h"
#include "app/nabla-weights-view.h"

#include "lab/small-data.h"
#include "widget-fixture.h"

static NablaDataSet *data_set;

typedef struct {
  NablaWorkbench *workbench;
  GtkWindow *window;
  NablaWeightsView *view;
  GtkFlowBox *flow;
} Fixture;

static gpointer
child (Fixture *fixture, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (fixture->view), NABLA_TYPE_WEIGHTS_VIEW, name);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = nabla_workbench_new (1);
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  fixture->view = NABLA_WEIGHTS_VIEW (nabla_weights_view_new ());
  nabla_weights_view_set_workbench (fixture->view, fixture->workbench);
  fixture->flow = child (fixture, "flow");
  fixture->window = show_widget ((gpointer *) &fixture->view, 700, 300);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  take_down (fixture->workbench, fixture->window, (gpointer *) &fixture->view);
}

static NablaRun *
train (Fixture *fixture, gint64 hidden)
{
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  NablaRun *run;

  hyper_parameters.epochs = 1;
  hyper_parameters.layers[1] = hidden > 0 ? hidden : 10;
  if (hidden == 0) {
    hyper_parameters.n_layers = 2;
    hyper_parameters.layers[2] = 0;
  }
  run = nabla_workbench_train (fixture->workbench, &hyper_parameters, &error);
  g_assert_no_error (error);
  AWAIT (nabla_run_is_finished (run));
  return run;
}

static guint
n_tiles (Fixture *fixture)
{
  guint n = 0;

  while (gtk_flow_box_get_child_at_index (fixture->flow, (int) n) != NULL)
    n++;
  return n;
}

static NablaWeightTile *
tile_at (Fixture *fixture, int i)
{
  return NABLA_WEIGHT_TILE (
      gtk_flow_box_child_get_child (gtk_flow_box_get_child_at_index (fixture->flow, i)));
}

static int
channel (guint32 pixel, int shift)
{
  return (int) (pixel >> shift & 255);
}

static void
test_has_a_tile_for_every_hidden_unit (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (fixture, "stack")), ==, "empty");
  train (fixture, 12);
  AWAIT (n_tiles (fixture) == 12);
  g_assert_cmpstr (gtk_label_get_label (child (fixture, "title")), ==,
                   "What the 12 hidden units look for");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (fixture, "stack")), ==, "tiles");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (tile_at (fixture, 6)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Hidden unit 7");
  train (fixture, 5);
  AWAIT (n_tiles (fixture) == 5);
}

static void
test_without_a_hidden_layer_outputs_are_shown (Fixture *fixture, gconstpointer data)
{
  train (fixture, 0);
  AWAIT (n_tiles (fixture) == 10);
  g_assert_cmpstr (gtk_label_get_label (child (fixture, "title")), ==,
                   "What the ten outputs look for");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (tile_at (fixture, 3)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Output 3");
}

/* The newest network's weight and the tile's colour agree in sign, pixel by pixel. */
static void
test_colours_follow_the_weights (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 4);
  NnNetwork *network = nabla_run_ref_snapshot (run);
  int n_checked = 0;

  AWAIT (n_tiles (fixture) == 4);
  AWAIT (g_str_has_suffix (gtk_label_get_label (child (fixture, "subtitle")), "epoch 1"));
  for (int unit = 0; unit < 4; unit++)
    for (int i = 0; i < DIGITS_PIXELS; i++) {
      float weight = nn_network_weight (network, 0, unit, i);
      guint32 pixel = nabla_weight_tile_get_pixel (tile_at (fixture, unit), i % 28, i / 28);

      if (weight > 0.05f)
        g_assert_cmpint (channel (pixel, 16), >, channel (pixel, 0));
      else if (weight < -0.05f)
        g_assert_cmpint (channel (pixel, 16), <, channel (pixel, 0));
      n_checked += weight > 0.05f || weight < -0.05f;
    }
  g_assert_cmpint (n_checked, >, 100);
  nn_network_unref (network);
}

static void
test_zero_is_the_background (void)
{
  g_autoptr (NablaWeightTile) tile =
      g_object_ref_sink (NABLA_WEIGHT_TILE (nabla_weight_tile_new ("Hidden unit 1")));
  float weights[DIGITS_PIXELS] = { 0 };
  guint32 zero;

  nabla_weight_tile_set_weights (tile, weights, 1);
  zero = nabla_weight_tile_get_pixel (tile, 14, 14);
  g_assert_cmpint (channel (zero, 16), ==, channel (zero, 0));
  weights[1] = 0.5f;
  weights[2] = -0.5f;
  nabla_weight_tile_set_weights (tile, weights, 1);
  g_assert_cmphex (nabla_weight_tile_get_pixel (tile, 14, 14), ==, zero);
  g_assert_cmphex (nabla_weight_tile_get_pixel (tile, 1, 0), !=, zero);
  g_assert_cmphex (nabla_weight_tile_get_pixel (tile, 2, 0), !=,
                   nabla_weight_tile_get_pixel (tile, 1, 0));
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);

  add ("/app/weights-view/has-a-tile-for-every-hidden-unit", test_has_a_tile_for_every_hidden_unit);
  add ("/app/weights-view/without-a-hidden-layer-outputs-are-shown",
       test_without_a_hidden_layer_outputs_are_shown);
  add ("/app/weights-view/colours-follow-the-weights", test_colours_follow_the_weights);
  g_test_add_func ("/app/weights-view/zero-is-the-background", test_zero_is_the_background);
  return g_test_run ();
}
