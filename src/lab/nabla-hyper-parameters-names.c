/* SPDX-License-Identifier: MIT */
/* Runs are named by what differs among them. */
#include "lab/nabla-parameter.h"

#include <glib/gi18n-lib.h>

/* "30" for [784, 30, 10], "16-16" for two hidden layers. */
static char *
hidden_layers (const NablaHyperParameters *hyper_parameters)
{
  GString *text = g_string_new (NULL);
  for (gint64 i = 1; i + 1 < hyper_parameters->n_layers; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 1 ? "-" : "",
                            hyper_parameters->layers[i]);
  return g_string_free (text, FALSE);
}

/* A word of the table as it stands within a name. */
static char *
word (const char *text)
{
  /* Translators: "lower" where all words within a name are written small ("η 0.5 · large initial
   * weights"); "keep" where they keep their capitals, as nouns do in German. */
  gboolean keep = g_str_equal (C_ ("case of words within a name", "lower"), "keep");
  return keep ? g_strdup (_ (text)) : g_utf8_strdown (_ (text), -1);
}

static char *
describe (const NablaParameter *parameter, const NablaHyperParameters *hyper_parameters)
{
  g_autofree char *text = nabla_parameter_get_text (parameter, hyper_parameters);
  switch (parameter->kind) {
  case NABLA_PARAMETER_LAYERS: {
    if (hyper_parameters->n_layers == 2)
      return g_strdup (_ ("no hidden layer"));
    g_autofree char *hidden = hidden_layers (hyper_parameters);
    return g_strdup_printf (_ ("hidden %s"), hidden);
  }
  case NABLA_PARAMETER_CHOICE: {
    gsize choice = (gsize) nabla_parameter_get_number (parameter, hyper_parameters);
    if (g_str_equal (parameter->key, "cost"))
      return word (parameter->labels[choice]);
    if (g_str_equal (parameter->key, "expand") && choice == 0)
      return g_strdup (_ ("no expansion"));
    g_autofree char *term = word (parameter->term);
    g_autofree char *label = word (parameter->labels[choice]);
    /* Translators: a choice and what it is of: "large initial weights". */
    return g_strdup_printf (C_ ("choice and term", "%s %s"), label, term);
  }
  case NABLA_PARAMETER_FLAG: {
    g_autofree char *term = word (parameter->term);
    gboolean on = nabla_parameter_get_number (parameter, hyper_parameters) != 0.0;
    return on ? g_steal_pointer (&term) : g_strdup_printf (_ ("not: %s"), term);
  }
  case NABLA_PARAMETER_SCHEDULE:
    if (hyper_parameters->schedule.kind == NN_SCHEDULE_CONSTANT)
      return g_strdup (_ ("constant η"));
    return g_strdup_printf (_ ("schedule %s"), text);
  case NABLA_PARAMETER_DIGITS:
    if (hyper_parameters->digits == NABLA_ALL_DIGITS)
      return g_strdup (_ ("all digits"));
    return g_strdup_printf (_ ("digits %s"), text);
  case NABLA_PARAMETER_COUNT:
  case NABLA_PARAMETER_NUMBER:
  default:
    if (g_str_equal (parameter->key, "early_stopping") && hyper_parameters->early_stopping == 0)
      return g_strdup (_ ("no early stopping"));
    if (g_str_equal (parameter->key, "drawings") && hyper_parameters->drawings == 0)
      return g_strdup (_ ("no drawings"));
    if (g_str_equal (parameter->key, "own_share") && hyper_parameters->own_share == 0)
      return g_strdup (_ ("no own drawings"));
    if (parameter->symbol[0] != '\0')
      return g_strdup_printf ("%s %s", parameter->symbol, text);
    g_autofree char *term = word (parameter->term);
    return g_strdup_printf ("%s %s", term, text);
  }
}

static gsize
count_values (const NablaParameter *parameter, const NablaHyperParameters *const *set_ups, gsize n)
{
  gsize values = 0;
  for (gsize i = 0; i < n; i++) {
    gsize same = 0;
    while (same < i && !nabla_parameter_equal (parameter, set_ups[same], set_ups[i]))
      same++;
    values += same == i;
  }
  return values;
}

/* Of a long name the beginning is read, so what tells most of them apart comes first; the seed,
 * which says nothing of how a run learns, comes last. Returns how many of `places` differ. */
static gsize
order (const NablaHyperParameters *const *set_ups, gsize n, gsize *places)
{
  gsize n_parameters, n_places = 0;
  const NablaParameter *table = nabla_parameters (&n_parameters);
  g_autofree gsize *values = g_new (gsize, n_parameters);
  for (gsize p = 0; p < n_parameters; p++) {
    values[p] = count_values (&table[p], set_ups, n);
    if (values[p] < 2)
      continue;
    if (g_str_equal (table[p].key, "seed"))
      values[p] = 0;
    gsize at = n_places++;
    for (; at > 0 && values[places[at - 1]] < values[p]; at--)
      places[at] = places[at - 1];
    places[at] = p;
  }
  return n_places;
}

void
nabla_hyper_parameters_names (const NablaHyperParameters *const *set_ups, gsize n, char **names)
{
  gsize n_parameters;
  const NablaParameter *table = nabla_parameters (&n_parameters);
  g_autofree gsize *places = g_new (gsize, n_parameters);
  gsize n_places = order (set_ups, n, places);
  for (gsize i = 0; i < n; i++) {
    GString *name = g_string_new (NULL);
    for (gsize p = 0; p < n_places; p++) {
      g_autofree char *part = describe (&table[places[p]], set_ups[i]);
      g_string_append_printf (name, "%s%s", p > 0 ? " · " : "", part);
    }
    if (n_places == 0) {
      g_autofree char *layers = nabla_parameter_get_text (&table[0], set_ups[i]);
      g_string_append (name, g_strdelimit (layers, ",", '-'));
    }
    names[i] = g_string_free (name, FALSE);
  }
}
