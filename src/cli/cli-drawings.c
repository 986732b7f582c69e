/* SPDX-License-Identifier: MIT */
/* nabla-cli drawings: one's own drawings, which the window keeps too. */
#include "cli/cli-actions.h"
#include "cli/cli-json.h"
#include "cli/cli-options.h"
#include "cli/cli-reading.h"
#include "lab/nabla-own-digits.h"

#include <stdio.h>
#include <string.h>

#define SHORT    8 /* characters of an id in tables */
#define SHORTEST 4 /* that name one */

typedef struct {
  NablaOwnDigits *own;
  gboolean json;
} Drawings;

static void
drawings_clear (Drawings *drawings)
{
  g_clear_object (&drawings->own);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Drawings, drawings_clear)

static void
add_json_option (Drawings *drawings, CliOptions *options)
{
  const CliOption entries[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object a line on stdout (default: text)",
      .value = &drawings->json },
  };
  cli_options_add (options, "Output", entries, G_N_ELEMENTS (entries));
}

static gboolean
open_own (Drawings *drawings, GError **error)
{
  drawings->own = nabla_own_digits_open (NULL, error);
  return drawings->own != NULL;
}

static NablaOwnDigit *
digit_at (Drawings *drawings, guint i)
{
  NablaOwnDigit *digit = g_list_model_get_item (G_LIST_MODEL (drawings->own), i);
  g_object_unref (digit); /* the list holds it */
  return digit;
}

static void
print_json (NablaOwnDigit *digit, const char *done)
{
  const DigitsStrokes *strokes = nabla_own_digit_get_strokes (digit);
  g_autoptr (GDateTime) created =
      g_date_time_new_from_unix_utc (nabla_own_digit_get_created (digit));
  g_autofree char *moment =
      created != NULL ? g_date_time_format (created, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "id", nabla_own_digit_get_id (digit));
  cli_json_add_integer (builder, "label", nabla_own_digit_get_label (digit));
  if (nabla_own_digit_get_guess (digit) >= 0)
    cli_json_add_integer (builder, "guess", nabla_own_digit_get_guess (digit));
  cli_json_add_text (builder, "created", moment);
  cli_json_add_integer (builder, "strokes", strokes != NULL ? (gint64) strokes->n_strokes : 0);
  json_builder_set_member_name (builder, "removed");
  json_builder_add_boolean_value (builder, done != NULL && g_str_equal (done, "is deleted"));
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_row (NablaOwnDigit *digit)
{
  int guess = nabla_own_digit_get_guess (digit);
  const DigitsStrokes *strokes = nabla_own_digit_get_strokes (digit);
  g_autoptr (GDateTime) created =
      g_date_time_new_from_unix_local (nabla_own_digit_get_created (digit));
  g_autofree char *moment =
      created != NULL ? g_date_time_format (created, "%Y-%m-%d %H:%M") : g_strdup ("-");
  g_autofree char *read = guess >= 0 ? g_strdup_printf ("%d", guess) : g_strdup ("-");
  printf ("%.*s  %-16s  %5d  %7s  %s\n", SHORT, nabla_own_digit_get_id (digit), moment,
          nabla_own_digit_get_label (digit), read, strokes != NULL ? "strokes" : "picture");
}

/* Says what became of them, once all is on disk. */
static int
report (Drawings *drawings, GPtrArray *digits, const char *done)
{
  g_autoptr (GError) error = NULL;
  if (!nabla_own_digits_flush (drawings->own, &error))
    return cli_error_report (error);
  for (guint i = 0; i < digits->len; i++) {
    NablaOwnDigit *digit = digits->pdata[i];
    if (drawings->json)
      print_json (digit, done);
    else
      printf ("%.*s, a %d, %s\n", SHORT, nabla_own_digit_get_id (digit),
              nabla_own_digit_get_label (digit), done);
  }
  return cli_error_finish (CLI_SUCCESS);
}

static int
list (char **arguments)
{
  g_auto (Drawings) drawings = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CliOptions) options = cli_options_new (
      "drawings list [OPTION…]", "Lists your own drawings, newest first: what each is, and what "
                                 "a network had read where that is known.");
  int code;
  add_json_option (&drawings, options);
  if (!cli_options_parse (options, arguments, 0, 0, &code))
    return code;
  if (!open_own (&drawings, &error))
    return cli_error_report (error);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (drawings.own));
  if (n > 0 && !drawings.json)
    printf ("%-*s  %-16s  %5s  %7s\n", SHORT, "drawing", "kept", "digit", "read as");
  for (guint i = 0; i < n; i++)
    if (drawings.json)
      print_json (digit_at (&drawings, i), NULL);
    else
      print_row (digit_at (&drawings, i));
  if (n == 0 && !drawings.json)
    printf ("There are no drawings of your own yet; “nabla-cli drawings add” keeps one.\n");
  return cli_error_finish (CLI_SUCCESS);
}

/* What was read of a file. */
typedef struct {
  guint8 pixels[DIGITS_PIXELS];
  DigitsStrokes *strokes; /* or NULL */
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;
  digits_strokes_free (input->strokes);
  g_free (input);
}

static GPtrArray *
read_inputs (CliReading *reading, char **paths, GError **error)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func (input_free);
  for (; *paths != NULL; paths++) {
    DigitsPiece piece;
    Input *input = g_new0 (Input, 1);
    g_ptr_array_add (inputs, input);
    reading->taken = &input->strokes;
    if (cli_reading_read (reading, *paths, &piece, error) < 0)
      return NULL;
    memcpy (input->pixels, piece.normalised.pixels, DIGITS_PIXELS);
  }
  return g_steal_pointer (&inputs);
}

static int
add_all (Drawings *drawings, CliReading *reading, char **paths, int label)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) inputs = read_inputs (reading, paths, &error);
  g_autoptr (GPtrArray) digits = g_ptr_array_new ();
  if (inputs == NULL || !open_own (drawings, &error))
    return cli_error_report (error);
  for (guint i = 0; i < inputs->len; i++) {
    const Input *input = inputs->pdata[i];
    NablaOwnDigit *digit =
        nabla_own_digits_add (drawings->own, label, -1, input->strokes, input->pixels);
    if (digit == NULL) {
      cli_error_print ("there are too many drawings to keep one more");
      return CLI_FAILED;
    }
    g_ptr_array_add (digits, digit);
  }
  return report (drawings, digits, "is kept");
}

static int
add (char **arguments)
{
  g_auto (Drawings) drawings = { 0 };
  CliReading reading = { 0 };
  gint64 label = 0;
  g_autoptr (CliOptions) options = cli_options_new (
      "drawings add FILE… --label DIGIT [OPTION…]",
      "Keeps drawings among your own: strokes in JSON, or images as classify reads them. All of "
      "them show the same digit. Where one cannot be read none is kept.");
  const CliOption entries[] = {
    { .kind = CLI_OPTION_COUNT,
      .name = "label",
      .argument = "DIGIT",
      .help = "The digit that they show; it must be said",
      .value = &label,
      .minimum = 0,
      .maximum = 9 },
    { .kind = CLI_OPTION_FLAG,
      .name = "raw",
      .help = "Take images of 28×28 pixels as they are (default: as MNIST was made)",
      .value = &reading.raw },
  };
  int code;
  cli_options_add (options, "What", entries, G_N_ELEMENTS (entries));
  add_json_option (&drawings, options);
  if (!cli_options_parse (options, arguments, 1, G_MAXUINT, &code))
    return code;
  if (!cli_options_given (options, "label")) {
    cli_error_print ("drawings add needs to know which digit it is: --label DIGIT says so");
    return CLI_USAGE;
  }
  return add_all (&drawings, &reading, cli_options_rest (options), (int) label);
}

/* Finds all before it changes one. NULL with error. */
static GPtrArray *
find_all (Drawings *drawings, char **prefixes, GError **error)
{
  g_autoptr (GPtrArray) digits = g_ptr_array_new_with_free_func (g_object_unref);
  for (; *prefixes != NULL; prefixes++) {
    NablaOwnDigit *digit =
        strlen (*prefixes) >= SHORTEST ? nabla_own_digits_find (drawings->own, *prefixes) : NULL;
    if (digit == NULL) {
      cli_error_set (error, NABLA_ERROR_INPUT,
                     "“%.60s” is no drawing: at least four characters of its id are needed, and "
                     "as many as no other begins with",
                     *prefixes);
      return NULL;
    }
    g_ptr_array_add (digits, g_object_ref (digit));
  }
  return g_steal_pointer (&digits);
}

static int
label (char **arguments)
{
  g_auto (Drawings) drawings = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CliOptions) options =
      cli_options_new ("drawings label DIGIT ID… [OPTION…]",
                       "Says that drawings show another digit than was said before.");
  int code;
  add_json_option (&drawings, options);
  if (!cli_options_parse (options, arguments, 2, G_MAXUINT, &code))
    return code;
  char **rest = cli_options_rest (options);
  if (!g_ascii_isdigit (rest[0][0]) || rest[0][1] != '\0') {
    cli_error_print ("“%.60s” is no digit: 0 to 9 is expected", rest[0]);
    return CLI_USAGE;
  }
  g_autoptr (GPtrArray) digits =
      open_own (&drawings, &error) ? find_all (&drawings, rest + 1, &error) : NULL;
  if (digits == NULL)
    return cli_error_report (error);
  for (guint i = 0; i < digits->len; i++)
    nabla_own_digits_set_label (drawings.own, digits->pdata[i], rest[0][0] - '0');
  return report (&drawings, digits, "is kept");
}

static int delete (char **arguments)
{
  g_auto (Drawings) drawings = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CliOptions) options = cli_options_new (
      "drawings delete ID… [OPTION…]", "Takes drawings out of your own. The first four characters "
                                       "of an id are enough where no other begins so.");
  int code;
  add_json_option (&drawings, options);
  if (!cli_options_parse (options, arguments, 1, G_MAXUINT, &code))
    return code;
  g_autoptr (GPtrArray) digits = open_own (&drawings, &error)
                                     ? find_all (&drawings, cli_options_rest (options), &error)
                                     : NULL;
  if (digits == NULL)
    return cli_error_report (error);
  for (guint i = 0; i < digits->len; i++)
    nabla_own_digits_remove (drawings.own, digits->pdata[i]);
  return report (&drawings, digits, "is deleted");
}

static int
export_all (char **arguments)
{
  g_auto (Drawings) drawings = { 0 };
  gboolean force = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (CliOptions) options = cli_options_new (
      "drawings export DIR [OPTION…]",
      "Writes your own drawings, the oldest first, as train-images-idx3-ubyte.gz and "
      "train-labels-idx1-ubyte.gz into DIR; --data with the first of them trains on nothing else.");
  const CliOption entries[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "force",
      .help = "Replace training files that are there (default: refuse where any data file is)",
      .value = &force },
  };
  int code;
  cli_options_add (options, "Options", entries, G_N_ELEMENTS (entries));
  if (!cli_options_parse (options, arguments, 1, 1, &code))
    return code;
  const char *folder = cli_options_rest (options)[0];
  if (!open_own (&drawings, &error) ||
      !nabla_own_digits_export (drawings.own, folder, force, &error))
    return cli_error_report (error);
  g_autofree char *name = g_filename_display_name (folder);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (drawings.own));
  printf ("%u %s in %s\n", n, n == 1 ? "drawing" : "drawings", name);
  return cli_error_finish (CLI_SUCCESS);
}

static const CliAction actions[] = {
  { "list", list, "lists your own drawings, newest first" },
  { "add", add, "keeps strokes or images with the digit that they show" },
  { "label", label, "says that they show another digit" },
  { "delete", delete, "takes drawings out" },
  { "export", export_all, "writes them as IDX files" },
};

int
cli_drawings (char **arguments)
{
  return cli_actions_run (actions, G_N_ELEMENTS (actions), arguments);
}
