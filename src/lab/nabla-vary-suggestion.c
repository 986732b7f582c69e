/* SPDX-License-Identifier: MIT */
#include "lab/nabla-vary-suggestion.h"

#include <math.h>

/* Adds the value in the parameter's own spelling, unless it is out of range or there already. */
static void
add_number (GPtrArray *values, const NablaParameter *parameter, double number)
{
  NablaHyperParameters scratch = nabla_hyper_parameters_default ();
  if (number < parameter->minimum || number > parameter->maximum)
    return;
  nabla_parameter_set_number (parameter, &scratch, number);
  g_autofree char *text = nabla_parameter_get_text (parameter, &scratch);
  if (!g_ptr_array_find_with_equal_func (values, text, g_str_equal, NULL))
    g_ptr_array_add (values, g_steal_pointer (&text));
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* 0.05 × 10 is 0.5, whatever the binary digits say. */
static double
rounded (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (text, sizeof text, "%.12g", number);
  return g_ascii_strtod (text, NULL);
}

static void
add_numbers (GPtrArray *values, const NablaParameter *parameter, double now)
{
  double numbers[4] = { now };
  gsize n = 1;
  if (parameter->kind == NABLA_PARAMETER_NUMBER && !parameter->logarithmic) {
    for (double share = 0; share <= 0.5; share += 0.25)
      numbers[n++] = share;
  } else if (now == 0) {
    gboolean images = g_str_equal (parameter->unit, "images");
    numbers[n++] = parameter->logarithmic ? 1 : images ? 1000 : 5;
    numbers[n++] = parameter->logarithmic ? 10 : images ? 10000 : 10;
  } else {
    double factor = parameter->logarithmic ? 10 : 2;
    gboolean whole = parameter->kind == NABLA_PARAMETER_COUNT;
    numbers[n++] = whole ? floor (now / factor) : rounded (now / factor);
    numbers[n++] = rounded (now * factor);
  }
  qsort (numbers, n, sizeof *numbers, compare);
  for (gsize i = 0; i < n; i++)
    if (numbers[i] != 0 || now == 0 || parameter->kind == NABLA_PARAMETER_NUMBER)
      add_number (values, parameter, numbers[i]);
}

/* The present network, and one with twice the hidden units or with some. */
static void
add_layers (GPtrArray *values, const NablaParameter *parameter,
            const NablaHyperParameters *hyper_parameters)
{
  NablaHyperParameters other = *hyper_parameters;
  if (other.n_layers > 2) {
    for (gint64 i = 1; i + 1 < other.n_layers; i++)
      other.layers[i] *= 2;
  } else {
    other.layers[2] = other.layers[1];
    other.layers[1] = 30;
    other.n_layers = 3;
  }
  g_ptr_array_add (values, nabla_parameter_get_text (parameter, hyper_parameters));
  g_ptr_array_add (values, nabla_parameter_get_text (parameter, &other));
}

char *
nabla_vary_suggestion (const NablaParameter *parameter,
                       const NablaHyperParameters *hyper_parameters)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  const char *separator = ", ";
  switch (parameter->kind) {
  case NABLA_PARAMETER_LAYERS:
    add_layers (values, parameter, hyper_parameters);
    separator = "; ";
    break;
  case NABLA_PARAMETER_CHOICE:
    for (gsize i = 0; parameter->choices[i] != NULL; i++)
      g_ptr_array_add (values, g_strdup (parameter->choices[i]));
    break;
  case NABLA_PARAMETER_FLAG:
    g_ptr_array_add (values, g_strdup ("true"));
    g_ptr_array_add (values, g_strdup ("false"));
    break;
  case NABLA_PARAMETER_SCHEDULE:
    g_ptr_array_add (values, g_strdup ("constant"));
    g_ptr_array_add (values, g_strdup ("halve:10:128"));
    break;
  case NABLA_PARAMETER_DIGITS:
    g_ptr_array_add (values, nabla_parameter_get_text (parameter, hyper_parameters));
    separator = "; ";
    break;
  case NABLA_PARAMETER_COUNT:
  case NABLA_PARAMETER_NUMBER:
  default:
    add_numbers (values, parameter, nabla_parameter_get_number (parameter, hyper_parameters));
    break;
  }
  g_ptr_array_add (values, NULL);
  return g_strjoinv (separator, (char **) values->pdata);
}
