/* SPDX-License-Identifier: MIT */
#include "app/nabla-settings.h"

/* From the program's folder: of an installation that the desktop does not know, and of a build. */
static const char *const places[] = { "../share/glib-2.0/schemas", "../../data" };

static char *
folder_of_program (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : NULL;
}

static GSettingsSchema *
schema_below (const char *folder, const char *place)
{
  g_autofree char *path = g_build_filename (folder, place, NULL);
  g_autofree char *compiled = g_build_filename (path, "gschemas.compiled", NULL);
  g_autoptr (GSettingsSchemaSource) source = NULL;

  if (!g_file_test (compiled, G_FILE_TEST_EXISTS))
    return NULL;
  source = g_settings_schema_source_new_from_directory (
      path, g_settings_schema_source_get_default (), FALSE, NULL);
  return source != NULL ? g_settings_schema_source_lookup (source, NABLA_APPLICATION_ID, TRUE)
                        : NULL;
}

/* The program's own comes first: another version that is installed may have other keys. */
static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autofree char *folder = folder_of_program ();
  GSettingsSchema *schema = NULL;

  for (gsize i = 0; schema == NULL && folder != NULL && i < G_N_ELEMENTS (places); i++)
    schema = schema_below (folder, places[i]);
  if (schema == NULL && source != NULL)
    schema = g_settings_schema_source_lookup (source, NABLA_APPLICATION_ID, TRUE);
  return schema;
}

GSettings *
nabla_settings_new (void)
{
  g_autoptr (GSettingsSchema) schema = find_schema ();

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}
