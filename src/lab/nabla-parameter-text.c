/* SPDX-License-Identifier: MIT */
/* Values of the table as text, as people type them and as options and names of runs show them. */
#include "lab/nabla-parameter.h"

#include <errno.h>
#include <math.h>
#include <string.h>

static gboolean
refuse (const NablaParameter *parameter, const char *text, const char *allowed, GError **error)
{
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE, "%s is %s, not “%.60s”", parameter->option,
               allowed, text);
  return FALSE;
}

/* The shortest text that reads back as `value`; plain digits but for very small and large ones. */
static char *
shortest (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  gboolean plain = value == 0.0 || (fabs (value) >= 1e-5 && fabs (value) < 1e15);
  for (int digits = plain ? 0 : 1; digits <= 20; digits++) {
    char format[8];
    g_snprintf (format, sizeof format, plain ? "%%.%df" : "%%.%dg", digits);
    g_ascii_formatd (text, sizeof text, format, value);
    if (g_ascii_strtod (text, NULL) == value)
      return g_strdup (text);
  }
  return g_strdup (g_ascii_dtostr (text, sizeof text, value));
}

static gboolean
set_integer (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters,
             const char *text, GError **error)
{
  gint64 value;
  if (!g_ascii_string_to_signed (text, 10, (gint64) parameter->minimum, (gint64) parameter->maximum,
                                 &value, NULL)) {
    g_autofree char *allowed = g_strdup_printf ("a whole number from %.0f to %.0f",
                                                parameter->minimum, parameter->maximum);
    return refuse (parameter, text, allowed, error);
  }
  /* As a double a seed below 2^53 is exact. */
  nabla_parameter_set_number (parameter, hyper_parameters, (double) value);
  return TRUE;
}

static gboolean
set_number (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters,
            const char *text, GError **error)
{
  char *end = NULL;
  errno = 0;
  double value = g_ascii_strtod (text, &end);
  gboolean hexadecimal = strpbrk (text, "xX") != NULL;
  if (end == text || *end != '\0' || g_ascii_isspace (text[0]) || hexadecimal ||
      !isfinite (value) || value < parameter->minimum || value > parameter->maximum) {
    g_autofree char *low = shortest (parameter->minimum);
    g_autofree char *high = shortest (parameter->maximum);
    g_autofree char *allowed = g_strdup_printf ("a number from %s to %s", low, high);
    return refuse (parameter, text, allowed, error);
  }
  nabla_parameter_set_number (parameter, hyper_parameters, value + 0.0); /* −0 becomes 0 */
  return TRUE;
}

static gboolean
set_choice (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters,
            const char *text, GError **error)
{
  for (int i = 0; parameter->choices[i] != NULL; i++)
    if (g_str_equal (text, parameter->choices[i])) {
      nabla_parameter_set_number (parameter, hyper_parameters, i);
      return TRUE;
    }
  g_autofree char *names = g_strjoinv (" or ", (char **) parameter->choices);
  return refuse (parameter, text, names, error);
}

static gboolean
set_flag (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters, const char *text,
          GError **error)
{
  gboolean on = g_str_equal (text, "true") || g_str_equal (text, "yes") || g_str_equal (text, "1");
  gboolean off = g_str_equal (text, "false") || g_str_equal (text, "no") || g_str_equal (text, "0");
  if (!on && !off)
    return refuse (parameter, text, "true or false", error);
  nabla_parameter_set_number (parameter, hyper_parameters, on);
  return TRUE;
}

static gboolean
set_layers (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters,
            const char *text, GError **error)
{
  gint64 layers[NN_MAX_LAYERS + 1] = { 0 };
  g_auto (GStrv) parts = g_strsplit (text, ",", NN_MAX_LAYERS + 3);
  gsize n = g_strv_length (parts);
  gboolean good = n >= 2 && n <= NN_MAX_LAYERS + 1;
  for (gsize i = 0; good && i < n; i++)
    good = g_ascii_string_to_signed (g_strstrip (parts[i]), 10, (gint64) parameter->minimum,
                                     (gint64) parameter->maximum, &layers[i], NULL);
  if (!good) {
    g_autofree char *allowed =
        g_strdup_printf ("2 to %d sizes from %.0f to %.0f with commas between, such as 784,30,10",
                         NN_MAX_LAYERS + 1, parameter->minimum, parameter->maximum);
    return refuse (parameter, text, allowed, error);
  }
  memcpy (hyper_parameters->layers, layers, sizeof layers);
  hyper_parameters->n_layers = (gint64) n;
  return TRUE;
}

/* A word and two numbers with colons between. */
static gboolean
read_schedule (const char *text, NnSchedule *schedule)
{
  static const char *const kinds[] = { "constant", "halve", "tenth" };
  g_auto (GStrv) parts = g_strsplit (text, ":", 4);
  guint n = g_strv_length (parts);
  if (n == 1 && g_str_equal (parts[0], kinds[NN_SCHEDULE_CONSTANT])) {
    schedule->kind = NN_SCHEDULE_CONSTANT;
    return TRUE;
  }
  gint64 patience;
  char *end = NULL;
  if (n != 3 || (!g_str_equal (parts[0], kinds[1]) && !g_str_equal (parts[0], kinds[2])) ||
      !g_ascii_string_to_signed (parts[1], 10, 1, NABLA_MAX_PATIENCE, &patience, NULL) ||
      !g_ascii_isdigit (parts[2][0]) || strpbrk (parts[2], "xX") != NULL)
    return FALSE;
  double limit = g_ascii_strtod (parts[2], &end);
  if (*end != '\0' || !(limit > 1) || limit > NABLA_MAX_DIVISOR)
    return FALSE;
  schedule->kind = g_str_equal (parts[0], kinds[1]) ? NN_SCHEDULE_HALVE : NN_SCHEDULE_TENTH;
  schedule->patience = (int) patience;
  schedule->limit = limit;
  return TRUE;
}

static gboolean
set_schedule (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters,
              const char *text, GError **error)
{
  if (read_schedule (text, &hyper_parameters->schedule))
    return TRUE;
  return refuse (parameter, text,
                 "constant, halve:PATIENCE:LIMIT or tenth:PATIENCE:LIMIT with a patience of 1 to "
                 "100000 epochs and a limit above 1 up to 1000000000, such as halve:10:128",
                 error);
}

static char *
text_of_schedule (const NnSchedule *schedule)
{
  if (schedule->kind == NN_SCHEDULE_CONSTANT)
    return g_strdup ("constant");
  g_autofree char *limit = shortest (schedule->limit);
  return g_strdup_printf ("%s:%d:%s", schedule->kind == NN_SCHEDULE_HALVE ? "halve" : "tenth",
                          schedule->patience, limit);
}

static gboolean
set_digits (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters,
            const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", 12);
  gint64 digits = 0, digit;
  gboolean good = g_strv_length (parts) <= 10;
  for (char **part = parts; good && *part != NULL; part++) {
    good = g_ascii_string_to_signed (g_strstrip (*part), 10, 0, 9, &digit, NULL);
    if (good)
      digits |= (gint64) 1 << digit;
  }
  /* One digit alone leaves nothing to learn. */
  if (!good || (digits & (digits - 1)) == 0)
    return refuse (parameter, text,
                   "two or more of the digits 0 to 9 with commas between, such as 0,1", error);
  nabla_parameter_set_number (parameter, hyper_parameters, (double) digits);
  return TRUE;
}

static char *
text_of_digits (gint64 digits)
{
  GString *text = g_string_new (NULL);
  for (int digit = 0; digit < 10; digit++)
    if (digits >> digit & 1)
      g_string_append_printf (text, "%s%d", text->len > 0 ? "," : "", digit);
  return g_string_free (text, FALSE);
}

gboolean
nabla_parameter_set_text (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters,
                          const char *text, GError **error)
{
  switch (parameter->kind) {
  case NABLA_PARAMETER_LAYERS:
    return set_layers (parameter, hyper_parameters, text, error);
  case NABLA_PARAMETER_CHOICE:
    return set_choice (parameter, hyper_parameters, text, error);
  case NABLA_PARAMETER_COUNT:
    return set_integer (parameter, hyper_parameters, text, error);
  case NABLA_PARAMETER_NUMBER:
    return set_number (parameter, hyper_parameters, text, error);
  case NABLA_PARAMETER_FLAG:
    return set_flag (parameter, hyper_parameters, text, error);
  case NABLA_PARAMETER_SCHEDULE:
    return set_schedule (parameter, hyper_parameters, text, error);
  case NABLA_PARAMETER_DIGITS:
    return set_digits (parameter, hyper_parameters, text, error);
  default:
    g_return_val_if_reached (FALSE);
  }
}

char *
nabla_parameter_get_text (const NablaParameter *parameter,
                          const NablaHyperParameters *hyper_parameters)
{
  double number = nabla_parameter_get_number (parameter, hyper_parameters);
  switch (parameter->kind) {
  case NABLA_PARAMETER_LAYERS: {
    GString *text = g_string_new (NULL);
    for (gint64 i = 0; i < hyper_parameters->n_layers; i++)
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                              hyper_parameters->layers[i]);
    return g_string_free (text, FALSE);
  }
  case NABLA_PARAMETER_CHOICE:
    return g_strdup (parameter->choices[(gsize) number]);
  case NABLA_PARAMETER_COUNT:
    return g_strdup_printf ("%.0f", number);
  case NABLA_PARAMETER_NUMBER:
    return shortest (number);
  case NABLA_PARAMETER_FLAG:
    return g_strdup (number != 0.0 ? "true" : "false");
  case NABLA_PARAMETER_SCHEDULE:
    return text_of_schedule (&hyper_parameters->schedule);
  case NABLA_PARAMETER_DIGITS:
    return text_of_digits ((gint64) number);
  default:
    g_return_val_if_reached (NULL);
  }
}
