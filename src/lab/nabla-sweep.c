/* SPDX-License-Identifier: MIT */
#include "lab/nabla-sweep.h"

#include <string.h>

static const NablaParameter *
seed_parameter (void)
{
  return nabla_parameter_find ("seed");
}

char *
nabla_sweep_describe (const NablaHyperParameters *set_up, const NablaVary *varies, gsize n_varies,
                      gboolean with_seed)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < n_varies; i++) {
    g_autofree char *value = nabla_parameter_get_text (varies[i].parameter, set_up);
    const char *name = varies[i].parameter->option;
    if (g_str_has_prefix (name, "no-")) /* of which it is the opposite */
      name = varies[i].parameter->key;
    g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", name, value);
  }
  if (with_seed)
    g_string_append_printf (text, "%sseed %" G_GINT64_FORMAT, text->len > 0 ? ", " : "",
                            set_up->seed);
  return g_string_free (text, FALSE);
}

/* What of the request makes no sense, whatever the values are. */
static gboolean
check (const NablaVary *varies, gsize n_varies, int n_seeds, GError **error)
{
  gint64 n = n_seeds;
  for (gsize i = 0; i < n_varies; i++) {
    const NablaParameter *parameter = varies[i].parameter;
    gboolean twice = parameter == seed_parameter () && n_seeds > 1;
    for (gsize j = 0; j < i; j++)
      twice |= varies[j].parameter == parameter;
    if (twice) {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                   "%s is varied twice: say all its values at once", parameter->option);
      return FALSE;
    }
    if (n <= NABLA_MAX_SWEEP_RUNS) /* beyond, the product might overflow */
      n *= g_strv_length (varies[i].values);
  }
  if (n_seeds >= 1 && n <= NABLA_MAX_SWEEP_RUNS)
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
               n_seeds < 1 ? "a sweep has at least one seed"
                           : "the sweep has more than %d runs: vary less at once",
               NABLA_MAX_SWEEP_RUNS);
  return FALSE;
}

/* The combination of that number, counted as an odometer does. */
static gboolean
combine (NablaHyperParameters *set_up, gsize number, const NablaVary *varies, gsize n_varies,
         GError **error)
{
  for (gsize i = n_varies; i-- > 0;) {
    gsize n = g_strv_length (varies[i].values);
    if (!nabla_parameter_set_text (varies[i].parameter, set_up, varies[i].values[number % n],
                                   error))
      return FALSE;
    number /= n;
  }
  return TRUE;
}

static gboolean
validate (const NablaHyperParameters *set_up, const NablaVary *varies, gsize n_varies,
          gboolean with_seed, GError **error)
{
  if (nabla_hyper_parameters_validate (set_up, error))
    return TRUE;
  g_autofree char *combination = nabla_sweep_describe (set_up, varies, n_varies, with_seed);
  if (combination[0] != '\0')
    g_prefix_error (error, "%s: ", combination);
  return FALSE;
}

GArray *
nabla_sweep_expand (const NablaHyperParameters *base, const NablaVary *varies, gsize n_varies,
                    int n_seeds, GError **error)
{
  if (!check (varies, n_varies, n_seeds, error))
    return NULL;
  g_autoptr (GArray) set_ups = g_array_new (FALSE, FALSE, sizeof (NablaHyperParameters));
  gsize n = 1;
  for (gsize i = 0; i < n_varies; i++)
    n *= g_strv_length (varies[i].values);
  for (gsize number = 0; number < n; number++) {
    NablaHyperParameters set_up = *base;
    if (!combine (&set_up, number, varies, n_varies, error))
      return NULL;
    gint64 first = set_up.seed;
    for (int seed = 0; seed < n_seeds; seed++) {
      set_up.seed = first + seed;
      if (!validate (&set_up, varies, n_varies, n_seeds > 1, error))
        return NULL;
      g_array_append_val (set_ups, set_up);
    }
  }
  return g_steal_pointer (&set_ups);
}

gboolean
nabla_hyper_parameters_equal_but_seed (const NablaHyperParameters *a, const NablaHyperParameters *b)
{
  NablaHyperParameters with_seed_of_a = *b;
  with_seed_of_a.seed = a->seed;
  return nabla_hyper_parameters_equal (a, &with_seed_of_a);
}

static gboolean
equal_but_seed (gconstpointer a, gconstpointer b)
{
  return nabla_hyper_parameters_equal_but_seed (a, b);
}

/* Of what nabla_parameter_equal compares, but for the seed. */
static guint
hash_but_seed (gconstpointer data)
{
  const NablaHyperParameters *set_up = data;
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  guint hash = 0;
  for (gsize i = 0; i < n; i++) {
    if (&table[i] == seed_parameter ())
      continue;
    double number = nabla_parameter_get_number (&table[i], set_up);
    hash = 31 * hash + g_double_hash (&number);
  }
  for (gint64 i = 0; i < set_up->n_layers; i++)
    hash = 31 * hash + (guint) set_up->layers[i];
  return 31 * hash + (guint) set_up->schedule.kind;
}

gsize
nabla_sweep_group (const NablaHyperParameters *const *set_ups, gsize n, gsize *groups)
{
  g_autoptr (GHashTable) known = g_hash_table_new (hash_but_seed, equal_but_seed);
  gsize n_groups = 0;
  for (gsize i = 0; i < n; i++) {
    gpointer group;
    if (!g_hash_table_lookup_extended (known, set_ups[i], NULL, &group)) {
      group = GSIZE_TO_POINTER (n_groups++);
      g_hash_table_insert (known, (gpointer) set_ups[i], group);
    }
    groups[i] = GPOINTER_TO_SIZE (group);
  }
  return n_groups;
}
