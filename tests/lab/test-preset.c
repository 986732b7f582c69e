/* SPDX-License-Identifier: MIT */
#include "lab/nabla-preset.h"

#include "lab/nabla-record.h"

#include <string.h>

static void
test_set_ups (void)
{
  gsize n;
  const NablaPreset *presets = nabla_presets (&n);
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;
    NablaHyperParameters set_up = nabla_preset_get_hyper_parameters (&presets[i]);
    nabla_hyper_parameters_validate (&set_up, &error);
    g_assert_no_error (error);
    g_assert_cmpint (set_up.seed, ==, 1);
    /* All of the book's own; what comes after it is free. */
    if (g_strcmp0 (presets[i].group, "expanded") != 0)
      g_assert_cmpint (set_up.mini_batch, ==, 10);
  }
}

static void
test_entries (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  gsize n;
  const NablaPreset *presets = nabla_presets (&n);
  for (gsize i = 0; i < n; i++) {
    const NablaPreset *preset = &presets[i];
    g_assert_true (g_hash_table_add (names, (gpointer) preset->name));
    g_assert_true (nabla_preset_find (preset->name) == preset);
    g_assert_cmpuint (preset->figure, <, NABLA_N_FIGURES);
    g_assert_cmpfloat (preset->low, <=, preset->high);
    gboolean is_accuracy = preset->figure % 2 == 1;
    g_assert_true (preset->low >= 0 && (!is_accuracy || preset->high <= 1));
    g_assert_true (*preset->title != '\0' && *preset->text != '\0');
    /* Of the program's own there is one. */
    g_assert_true (g_str_equal (preset->name, "for-drawing") ? preset->published == NULL
                                                             : *preset->published != '\0');
  }
  for (gsize i = 0; i < n; i++)
    g_assert_true (presets[i].group == NULL || nabla_preset_find (presets[i].group) == NULL);
  g_assert_null (nabla_preset_find ("chapter-7"));
}

/* Every row of the book's experiments, as users know them by name. */
static void
test_rows (void)
{
  static const struct {
    const char *name, *layers;
    NnCost cost;
    NnInit init;
    double learning_rate, l2;
    int train_size, epochs;
  } rows[] = {
    { "chapter-1", "784,30,10", NN_COST_QUADRATIC, NN_INIT_LARGE, 3, 0, 0, 30 },
    { "chapter-1-100", "784,100,10", NN_COST_QUADRATIC, NN_INIT_LARGE, 3, 0, 0, 30 },
    { "chapter-1-slow", "784,100,10", NN_COST_QUADRATIC, NN_INIT_LARGE, 0.001, 0, 0, 30 },
    { "chapter-1-fast", "784,30,10", NN_COST_QUADRATIC, NN_INIT_LARGE, 100, 0, 0, 30 },
    { "two-hidden", "784,16,16,10", NN_COST_QUADRATIC, NN_INIT_LARGE, 3, 0, 0, 30 },
    { "no-hidden", "784,10", NN_COST_QUADRATIC, NN_INIT_LARGE, 3, 0, 0, 30 },
    { "cross-entropy", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.5, 0, 0, 30 },
    { "cross-entropy-100", "784,100,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.5, 0, 0, 30 },
    { "overfitting", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.5, 0, 1000, 400 },
    { "regularized", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.5, 0.1, 1000, 400 },
    { "full", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.5, 0, 0, 30 },
    { "full-regularized", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.5, 5, 0, 30 },
    { "best-100", "784,100,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.5, 5, 0, 30 },
    { "best-60", "784,100,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.1, 5, 0, 60 },
    { "weight-init-30-scaled", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_SCALED, 0.1, 5, 0, 30 },
    { "weight-init-30-large", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.1, 5, 0, 30 },
    { "weight-init-100-scaled", "784,100,10", NN_COST_CROSS_ENTROPY, NN_INIT_SCALED, 0.1, 5, 0,
      30 },
    { "weight-init-100-large", "784,100,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.1, 5, 0, 30 },
    { "learning-rates-0.025", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_SCALED, 0.025, 5, 0, 30 },
    { "learning-rates-0.25", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_SCALED, 0.25, 5, 0, 30 },
    { "learning-rates-2.5", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_SCALED, 2.5, 5, 0, 30 },
    { "more-data-100", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.5, 0.01, 100, 15000 },
    { "more-data-2000", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.5, 0.2, 2000, 750 },
    { "more-data-50000", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_LARGE, 0.5, 5, 50000, 30 },
    { "too-much", "784,30,10", NN_COST_CROSS_ENTROPY, NN_INIT_SCALED, 10, 1000, 0, 30 },
    { "debugging-10-1000", "784,10", NN_COST_CROSS_ENTROPY, NN_INIT_SCALED, 10, 1000, 1000, 30 },
    { "debugging-1-20", "784,10", NN_COST_CROSS_ENTROPY, NN_INIT_SCALED, 1, 20, 1000, 30 },
    { "softmax", "784,30,10", NN_COST_LOG_LIKELIHOOD, NN_INIT_SCALED, 0.1, 5, 0, 30 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const NablaPreset *preset = nabla_preset_find (rows[i].name);
    g_assert_nonnull (preset);
    NablaHyperParameters set_up = nabla_preset_get_hyper_parameters (preset);
    g_autoptr (GString) layers = g_string_new (NULL);
    for (gint64 l = 0; l < set_up.n_layers; l++)
      g_string_append_printf (layers, "%s%d", l > 0 ? "," : "", (int) set_up.layers[l]);
    g_assert_cmpstr (layers->str, ==, rows[i].layers);
    g_assert_cmpint (set_up.cost, ==, rows[i].cost);
    g_assert_cmpint (set_up.init, ==, rows[i].init);
    g_assert_cmpfloat (set_up.learning_rate, ==, rows[i].learning_rate);
    g_assert_cmpfloat (set_up.l2, ==, rows[i].l2);
    g_assert_cmpint (set_up.train_size, ==, rows[i].train_size);
    g_assert_cmpint (set_up.epochs, ==, rows[i].epochs);
  }
}

static void
test_groups (void)
{
  static const struct {
    const char *group;
    gsize n;
  } groups[] = { { "weight-init", 4 }, { "weight-init-30", 2 }, { "learning-rates", 3 },
                 { "more-data", 9 },   { "debugging", 4 },      { "expanded", 3 },
                 { "chapter-1", 0 },   { "full", 0 },           { "", 0 } };
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++) {
    gsize n, length = strlen (groups[i].group);
    const NablaPreset *members = nabla_presets_of_group (groups[i].group, &n);
    g_assert_cmpuint (n, ==, groups[i].n);
    g_assert_cmpint (members == NULL, ==, n == 0);
    for (gsize m = 0; m < n; m++)
      g_assert_cmpint (strncmp (members[m].name, groups[i].group, length), ==, 0);
  }
  gsize n;
  for (const NablaPreset *member = nabla_presets_of_group ("debugging", &n); n > 0; member++, n--)
    g_assert_cmpint (member->validation_images, ==, 100);
}

static void
test_matching (void)
{
  NablaHyperParameters set_up = nabla_preset_get_hyper_parameters (nabla_preset_find ("best-60"));
  set_up.seed = 77;
  g_assert_cmpstr (nabla_preset_matching (&set_up)->name, ==, "best-60");
  set_up.momentum = 0.5;
  g_assert_null (nabla_preset_matching (&set_up));
  set_up = nabla_hyper_parameters_default ();
  g_assert_null (nabla_preset_matching (&set_up));
  gsize n;
  const NablaPreset *presets = nabla_presets (&n);
  for (gsize i = 0; i < n; i++) {
    NablaHyperParameters of_preset = nabla_preset_get_hyper_parameters (&presets[i]);
    const NablaPreset *match = nabla_preset_matching (&of_preset);
    g_assert_true (match == &presets[i] || strcmp (presets[i].name, "full") == 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/preset/every-set-up-can-be-trained", test_set_ups);
  g_test_add_func ("/lab/preset/names-and-figures-are-valid", test_entries);
  g_test_add_func ("/lab/preset/rows-are-the-books", test_rows);
  g_test_add_func ("/lab/preset/groups-are-their-members", test_groups);
  g_test_add_func ("/lab/preset/a-set-up-knows-its-preset", test_matching);
  return g_test_run ();
}
