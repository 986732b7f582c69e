/* SPDX-License-Identifier: MIT */
/* The values of a parameter of a sweep, as people type them. */
#include "lab/nabla-sweep.h"

#include <math.h>
#include <string.h>

/* Digits that a value between the ends of a range keeps: η 0.0316228 is as good as any nearer one,
 * and can be read. */
#define RANGE_FORMAT "%.6g"

typedef struct {
  const NablaParameter *parameter;
  NablaHyperParameters scratch; /* for reading values */
  GPtrArray *values;            /* of texts */
  GHashTable *seen;             /* the same texts */
} Reading;

static void
reading_clear (Reading *reading)
{
  g_clear_pointer (&reading->values, g_ptr_array_unref);
  g_clear_pointer (&reading->seen, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_USAGE, sentence);
  return FALSE;
}

static gboolean
has_commas (const NablaParameter *parameter)
{
  return parameter->kind == NABLA_PARAMETER_LAYERS || parameter->kind == NABLA_PARAMETER_DIGITS;
}

/* Checks a value, and keeps it as the table writes it. */
static gboolean
add_value (Reading *reading, const char *text, GError **error)
{
  if (reading->values->len == NABLA_MAX_SWEEP_RUNS)
    return refuse (error, "%s has more than %d values", reading->parameter->option,
                   NABLA_MAX_SWEEP_RUNS);
  if (!nabla_parameter_set_text (reading->parameter, &reading->scratch, text, error))
    return FALSE;
  char *value = nabla_parameter_get_text (reading->parameter, &reading->scratch);
  g_ptr_array_add (reading->values, value);
  if (g_hash_table_add (reading->seen, value))
    return TRUE;
  return refuse (error, "%s has the value %s twice", reading->parameter->option, value);
}

/* The value of a count or number; checked as every other. */
static gboolean
read_number (Reading *reading, const char *text, double *number, GError **error)
{
  if (!nabla_parameter_set_text (reading->parameter, &reading->scratch, text, error))
    return FALSE;
  *number = nabla_parameter_get_number (reading->parameter, &reading->scratch);
  return TRUE;
}

static double
between (const NablaParameter *parameter, double first, double last, double share)
{
  if (parameter->logarithmic && first > 0 && last > 0)
    return first * pow (last / first, share);
  double value = first + (last - first) * share;
  return parameter->kind == NABLA_PARAMETER_COUNT ? round (value) : value;
}

/* "FIRST..LAST:N" */
static gboolean
add_range (Reading *reading, const char *text, GError **error)
{
  const NablaParameter *parameter = reading->parameter;
  const char *dots = strstr (text, ".."), *colon = strrchr (text, ':');
  gint64 n;
  if (colon == NULL || colon < dots ||
      !g_ascii_string_to_signed (colon + 1, 10, 2, NABLA_MAX_SWEEP_RUNS, &n, NULL))
    return refuse (error, "%s: a range is FIRST..LAST:N with N from 2 to %d values, not “%.60s”",
                   parameter->option, NABLA_MAX_SWEEP_RUNS, text);
  g_autofree char *first_text = g_strndup (text, (gsize) (dots - text));
  g_autofree char *last_text = g_strndup (dots + 2, (gsize) (colon - dots - 2));
  double first, last;
  if (!read_number (reading, first_text, &first, error) ||
      !read_number (reading, last_text, &last, error) || !add_value (reading, first_text, error))
    return FALSE;
  for (gint64 i = 1; i + 1 < n; i++) {
    double value = between (parameter, first, last, (double) i / (double) (n - 1));
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd (number, sizeof number,
                     parameter->kind == NABLA_PARAMETER_COUNT ? "%.0f" : RANGE_FORMAT, value);
    if (!add_value (reading, number, error))
      return FALSE;
  }
  return add_value (reading, last_text, error);
}

static gboolean
add_part (Reading *reading, const char *part, GError **error)
{
  NablaParameterKind kind = reading->parameter->kind;
  gboolean may_range = kind == NABLA_PARAMETER_COUNT || kind == NABLA_PARAMETER_NUMBER;
  if (may_range && strstr (part, "..") != NULL)
    return add_range (reading, part, error);
  return add_value (reading, part, error);
}

gboolean
nabla_vary_parse (const char *text, NablaVary *vary, GError **error)
{
  const char *equals = strchr (text, '=');
  if (equals == NULL || equals[1] == '\0')
    return refuse (error, "“%.60s” is not NAME=VALUE,VALUE,… such as learning-rate=0.025,0.25,2.5",
                   text);
  g_autofree char *name = g_strstrip (g_strndup (text, (gsize) (equals - text)));
  g_auto (Reading) reading = { .parameter = nabla_parameter_find (name),
                               .scratch = nabla_hyper_parameters_default (),
                               .values = g_ptr_array_new_with_free_func (g_free),
                               .seen = g_hash_table_new (g_str_hash, g_str_equal) };
  if (reading.parameter == NULL)
    return refuse (error,
                   "there is no parameter “%.60s”; there are learning-rate, l2, layers and others",
                   name);
  g_auto (GStrv) parts = g_strsplit (equals + 1, has_commas (reading.parameter) ? ";" : ",", -1);
  for (char **part = parts; *part != NULL; part++)
    if (!add_part (&reading, g_strstrip (*part), error))
      return FALSE;
  g_ptr_array_add (reading.values, NULL);
  vary->parameter = reading.parameter;
  vary->values = (GStrv) g_ptr_array_free (g_steal_pointer (&reading.values), FALSE);
  return TRUE;
}

void
nabla_vary_clear (NablaVary *vary)
{
  g_clear_pointer (&vary->values, g_strfreev);
  vary->parameter = NULL;
}
