/* SPDX-License-Identifier: MIT */
/* nabla-cli presets: the set-ups of the book's experiments. */
#include "cli/cli-json.h"
#include "cli/cli-options.h"
#include "lab/nabla-preset.h"
#include "lab/nabla-record.h"

#include <stdio.h>

static const char *const outcome_names[] = {
  [NABLA_OUTCOME_PEAK] = "peak",
  [NABLA_OUTCOME_FINAL] = "final",
  [NABLA_OUTCOME_SPREAD] = "spread",
  [NABLA_OUTCOME_SHAPE] = "shape",
};

/* What was published as a figure: which, of what (the peak, the last, …) and its range. */
static void
add_outcome (const NablaPreset *preset, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "outcome");
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "kind", outcome_names[preset->outcome]);
  if (preset->outcome != NABLA_OUTCOME_SHAPE) {
    cli_json_add_text (builder, "figure", nabla_figure_names[preset->figure]);
    cli_json_add_figure (builder, "low", preset->low);
    cli_json_add_figure (builder, "high", preset->high);
  }
  json_builder_end_object (builder);
}

static void
print_json (const NablaPreset *preset)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  NablaHyperParameters hyper_parameters = nabla_preset_get_hyper_parameters (preset);
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "name", preset->name);
  if (preset->group != NULL)
    cli_json_add_text (builder, "group", preset->group);
  cli_json_add_text (builder, "title", preset->title);
  cli_json_add_text (builder, "text", preset->text);
  cli_json_add_text (builder, "options", preset->options);
  json_builder_set_member_name (builder, "hyper_parameters");
  json_builder_add_value (builder, nabla_hyper_parameters_to_json (&hyper_parameters));
  if (preset->validation_images > 0)
    cli_json_add_integer (builder, "validation_images", preset->validation_images);
  if (preset->published != NULL) {
    cli_json_add_text (builder, "published", preset->published);
    add_outcome (preset, builder);
  }
  if (preset->curve != NULL)
    cli_json_add_text (builder, "curve", preset->curve);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_table (const NablaPreset *presets, gsize n)
{
  int widest = 0;
  for (gsize i = 0; i < n; i++)
    widest = MAX (widest, (int) strlen (presets[i].name));
  printf ("%-*s  published\n", widest, "preset");
  for (gsize i = 0; i < n; i++)
    printf ("%-*s  %s\n", widest, presets[i].name,
            presets[i].published != NULL ? presets[i].published : "not of the book");
  printf (
      "\n“nabla-cli presets NAME” says a preset's set-up, “nabla-cli train --preset NAME” trains "
      "it.\n");
}

/* One preset, or the members of a group; how many there were. */
static guint
print_named (const char *name)
{
  gsize n;
  guint found = 0;
  const NablaPreset *presets = nabla_presets (&n);
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (presets[i].name, name) || g_strcmp0 (presets[i].group, name) == 0) {
      print_json (&presets[i]);
      found++;
    }
  return found;
}

int
cli_presets (char **arguments)
{
  gboolean json = FALSE;
  g_autoptr (CliOptions) options = cli_options_new (
      "presets [NAME] [OPTION…]",
      "Lists the set-ups of the book's experiments with what was published of them; or says all of "
      "one in JSON (of a group: of each of its members, one a line).");
  const CliOption output[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object a line on stdout (default: a table of all, JSON of one)",
      .value = &json },
  };
  int code;
  cli_options_add (options, "Output", output, G_N_ELEMENTS (output));
  if (!cli_options_parse (options, arguments, 0, 1, &code))
    return code;
  const char *name = cli_options_rest (options)[0];
  gsize n;
  const NablaPreset *presets = nabla_presets (&n);
  if (name != NULL && print_named (name) == 0) {
    cli_error_print ("there is no preset “%.60s”; “nabla-cli presets” lists them", name);
    return CLI_USAGE;
  }
  if (name == NULL && !json)
    print_table (presets, n);
  for (gsize i = 0; name == NULL && json && i < n; i++)
    print_json (&presets[i]);
  return cli_error_finish (CLI_SUCCESS);
}
