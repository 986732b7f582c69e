/* SPDX-License-Identifier: MIT */
/* A tree of JSON nodes would take some hundred bytes for every number of a file of ten megabytes;
 * this goes over the text once to find the members, and once over each to read it into place. */
#include "lab/nabla-network2.h"

#include "lab/nabla-model-file.h"

#include <math.h>
#include <string.h>

#define DEEPEST        8  /* nesting of members that are left alone */
#define LONGEST_NUMBER 64 /* characters */

enum { SIZES, WEIGHTS, BIASES, COST, N_MEMBERS };

static const char *const member_names[N_MEMBERS] = { "sizes", "weights", "biases", "cost" };

typedef struct {
  const char *path;
  const char *text, *end;
  const char *at;
  GError **error;
} Scan;

static gboolean
refuse (Scan *scan, const char *reason)
{
  return nabla_model_file_refuse (scan->path, scan->error, "%s", reason);
}

static gboolean
refuse_here (Scan *scan, const char *what)
{
  return nabla_model_file_refuse (scan->path, scan->error,
                                  "character %" G_GSIZE_FORMAT " of its JSON should be %s",
                                  (gsize) (scan->at - scan->text) + 1, what);
}

/* The next character that is no space; '\0' at the end. */
static char
peek (Scan *scan)
{
  while (scan->at < scan->end &&
         (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\r' || *scan->at == '\t'))
    scan->at++;
  return scan->at < scan->end ? *scan->at : '\0';
}

static gboolean
take (Scan *scan, char c)
{
  if (peek (scan) != c || c == '\0')
    return FALSE;
  scan->at++;
  return TRUE;
}

/* A string; *start and *n are its characters as they stand, between the quotation marks. */
static gboolean
take_string (Scan *scan, const char **start, gsize *n)
{
  if (!take (scan, '"'))
    return refuse_here (scan, "a quotation mark");
  *start = scan->at;
  for (; scan->at < scan->end; scan->at++) {
    if (*scan->at == '"') {
      *n = (gsize) (scan->at++ - *start);
      return TRUE;
    }
    if (*scan->at == '\\' && scan->at + 1 < scan->end)
      scan->at++;
  }
  return refuse (scan, "it is cut off within a string");
}

static gboolean
is_of_number (char c)
{
  return g_ascii_isdigit (c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

static gboolean
take_number (Scan *scan, double *value)
{
  char number[LONGEST_NUMBER + 1];
  gsize n = 0;
  char first = peek (scan), *end = NULL;
  if (first == 'N' || first == 'I' ||
      (first == '-' && scan->at + 1 < scan->end && scan->at[1] == 'I'))
    return refuse (scan, "it holds NaN or Infinity where a finite number belongs");
  while (scan->at + n < scan->end && n < LONGEST_NUMBER && is_of_number (scan->at[n])) {
    number[n] = scan->at[n];
    n++;
  }
  number[n] = '\0';
  *value = g_ascii_strtod (number, &end);
  if (n == 0 || n == LONGEST_NUMBER || end != number + n || first == '+' || first == '.')
    return refuse_here (scan, "a number");
  scan->at += n;
  return TRUE;
}

/* Any value, unread. Not by recursion: whose file it is says how deep it goes. */
static gboolean
skip_value (Scan *scan)
{
  int depth = 0;
  do {
    char c = peek (scan);
    const char *start;
    gsize n;
    if (c == '"') {
      if (!take_string (scan, &start, &n))
        return FALSE;
    } else if (c == '[' || c == '{') {
      scan->at++;
      if (++depth > DEEPEST)
        return refuse (scan, "its JSON nests too deeply");
    } else if (c == ']' || c == '}') {
      scan->at++;
      depth--;
    } else if (depth > 0 && (c == ',' || c == ':')) {
      scan->at++;
    } else {
      for (n = 0; scan->at < scan->end && (is_of_number (*scan->at) || g_ascii_isalpha (*scan->at));
           n++)
        scan->at++;
      if (n == 0)
        return scan->at >= scan->end ? refuse (scan, "its JSON is cut off")
                                     : refuse_here (scan, "a value");
    }
  } while (depth > 0);
  return depth == 0 || refuse_here (scan, "a value");
}

static gboolean
find_member (Scan *scan, const char *found[N_MEMBERS])
{
  const char *name;
  gsize n;
  if (!take_string (scan, &name, &n))
    return FALSE;
  if (!take (scan, ':'))
    return refuse_here (scan, "a colon");
  peek (scan);
  for (int i = 0; i < N_MEMBERS; i++)
    if (strlen (member_names[i]) == n && memcmp (member_names[i], name, n) == 0) {
      if (found[i] != NULL)
        return nabla_model_file_refuse (scan->path, scan->error, "it has “%s” twice",
                                        member_names[i]);
      found[i] = scan->at;
    }
  return skip_value (scan);
}

/* Where the value of each member begins; all but the cost must be there. */
static gboolean
find_members (Scan *scan, const char *found[N_MEMBERS])
{
  if (!take (scan, '{'))
    return refuse (scan, "it is neither a safetensors file nor a JSON object");
  if (!take (scan, '}')) {
    do
      if (!find_member (scan, found))
        return FALSE;
    while (take (scan, ','));
    if (!take (scan, '}'))
      return peek (scan) == '\0' ? refuse (scan, "its JSON is cut off")
                                 : refuse_here (scan, "a comma or the end of the object");
  }
  if (peek (scan) != '\0' || scan->at != scan->end)
    return refuse_here (scan, "the end of the file");
  for (int i = SIZES; i <= BIASES; i++)
    if (found[i] == NULL)
      return nabla_model_file_refuse (
          scan->path, scan->error, "it has no “%s”, as a network of network2 has", member_names[i]);
  return TRUE;
}

/* How many sizes there are; 0 where something is wrong. */
static int
read_sizes (Scan *scan, int sizes[NN_MAX_LAYERS + 1])
{
  int n = 0;
  if (!take (scan, '[')) {
    refuse_here (scan, "a list of sizes");
    return 0;
  }
  do {
    double size;
    if (n > NN_MAX_LAYERS) {
      nabla_model_file_refuse (scan->path, scan->error, "it has more than %d sizes",
                               NN_MAX_LAYERS + 1);
      return 0;
    }
    if (!take_number (scan, &size))
      return 0;
    if (!(size >= 1) || size > NN_MAX_UNITS || size != floor (size)) {
      nabla_model_file_refuse (scan->path, scan->error, "a size is not a whole number from 1 to %d",
                               NN_MAX_UNITS);
      return 0;
    }
    sizes[n++] = (int) size;
  } while (take (scan, ','));
  if (take (scan, ']') && n >= 2)
    return n;
  refuse (scan, "its sizes are not a list of at least two");
  return 0;
}

static gboolean
read_cost (Scan *scan, NnCost *cost)
{
  const char *name;
  gsize n;
  if (!take_string (scan, &name, &n))
    return FALSE;
  g_autofree char *text = g_strndup (name, n);
  if (g_str_equal (text, "CrossEntropyCost"))
    *cost = NN_COST_CROSS_ENTROPY;
  else if (g_str_equal (text, "QuadraticCost"))
    *cost = NN_COST_QUADRATIC;
  else {
    g_autofree char *shown = g_utf8_make_valid (text, (gssize) MIN (n, 40));
    return nabla_model_file_refuse (
        scan->path, scan->error, "its cost is “%s”, not CrossEntropyCost or QuadraticCost", shown);
  }
  return TRUE;
}

/* A list of exactly n numbers. */
static gboolean
read_row (Scan *scan, float *values, gsize n)
{
  if (!take (scan, '['))
    return refuse_here (scan, "a list");
  for (gsize i = 0; i < n; i++) {
    double value;
    if (i > 0 && !take (scan, ','))
      return refuse_here (scan, "another number, by the sizes");
    if (!take_number (scan, &value))
      return FALSE;
    values[i] = (float) value;
    if (!isfinite (values[i]))
      return refuse (scan, "a number is too large");
  }
  return take (scan, ']') || refuse_here (scan, "the end of a list, by the sizes");
}

/* [rows][columns]; of one column also [rows]. */
static gboolean
read_matrix (Scan *scan, float *values, gsize rows, gsize columns)
{
  const char *start = scan->at;
  if (!take (scan, '['))
    return refuse_here (scan, "a list");
  if (columns == 1 && peek (scan) != '[') {
    scan->at = start;
    return read_row (scan, values, rows);
  }
  for (gsize row = 0; row < rows; row++) {
    if (row > 0 && !take (scan, ','))
      return refuse_here (scan, "another row, by the sizes");
    if (!read_row (scan, values + row * columns, columns))
      return FALSE;
  }
  return take (scan, ']') || refuse_here (scan, "the end of a list, by the sizes");
}

/* Between two layers of a list of them, and around all. */
static gboolean
read_border (Scan *scan, int layer, int n_layers)
{
  char c = layer == 0 ? '[' : layer < n_layers ? ',' : ']';
  return take (scan, c) ||
         refuse_here (scan, layer == 0         ? "a list"
                            : layer < n_layers ? "another layer, by the sizes"
                                               : "the end of a list, by the sizes");
}

/* Both lists go forward together, layer by layer. */
static gboolean
read_layers (Scan *weights_scan, Scan *biases_scan, NnNetwork *network)
{
  for (int l = 0; l < network->n_layers; l++) {
    gsize n_out = (gsize) network->sizes[l + 1], n_in = (gsize) network->sizes[l];
    g_autofree float *weights = g_new0 (float, n_out *n_in);
    g_autofree float *biases = g_new0 (float, n_out);
    if (!read_border (weights_scan, l, network->n_layers) ||
        !read_matrix (weights_scan, weights, n_out, n_in) ||
        !read_border (biases_scan, l, network->n_layers))
      return FALSE;
    peek (biases_scan);
    if (!read_matrix (biases_scan, biases, n_out, 1))
      return FALSE;
    nn_network_set_layer (network, l, weights, biases);
  }
  return read_border (weights_scan, network->n_layers, network->n_layers) &&
         read_border (biases_scan, network->n_layers, network->n_layers);
}

/* Each number takes a digit and a comma at least: a small file asks for no large memory. */
static gboolean
check_length (Scan *scan, const int *sizes, int n_sizes)
{
  gint64 numbers = 0;
  for (int i = 1; i < n_sizes; i++)
    numbers += ((gint64) sizes[i - 1] + 1) * sizes[i];
  return 2 * numbers <= scan->end - scan->text ||
         refuse (scan, "it holds fewer numbers than its sizes say");
}

NnNetwork *
nabla_network2_read (const char *path, const char *text, gsize n, NnCost *cost, GError **error)
{
  Scan scan = { .path = path, .text = text, .end = text + n, .at = text, .error = error };
  const char *found[N_MEMBERS] = { NULL };
  int sizes[NN_MAX_LAYERS + 1];
  *cost = NN_COST_CROSS_ENTROPY;
  if (!find_members (&scan, found))
    return NULL;
  scan.at = found[COST];
  if (found[COST] != NULL && !read_cost (&scan, cost))
    return NULL;
  scan.at = found[SIZES];
  int n_sizes = read_sizes (&scan, sizes);
  if (n_sizes == 0 || !check_length (&scan, sizes, n_sizes))
    return NULL;
  NnStatus status;
  NnNetwork *network = nn_network_new (sizes, n_sizes, &status);
  if (network == NULL) {
    refuse (&scan, nn_status_message (status));
    return NULL;
  }
  Scan weights = scan, biases = scan;
  weights.at = found[WEIGHTS];
  biases.at = found[BIASES];
  if (!read_layers (&weights, &biases, network))
    g_clear_pointer (&network, nn_network_unref);
  return network;
}
