/* SPDX-License-Identifier: MIT */
#include "app/nabla-settings.h"

#include <glib/gstdio.h>

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

/* Of the program itself, which carries it compiled; GIO reads it from a file, which it may lose
 * again once it is mapped. */
static GSettingsSchema *
schema_inside (void)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (
      "/io/github/nabla_lab/Nabla/gschemas.compiled", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *folder = g_dir_make_tmp ("nabla-XXXXXX", NULL);
  g_autofree char *file =
      folder != NULL ? g_build_filename (folder, "gschemas.compiled", NULL) : NULL;
  GSettingsSchema *schema = NULL;

  if (bytes == NULL || folder == NULL)
    return NULL;
  if (g_file_set_contents (file, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                           NULL))
    schema = schema_below (folder, ".");
  g_unlink (file);
  g_rmdir (folder);
  return schema;
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
  return schema != NULL ? schema : schema_inside ();
}

GSettings *
nabla_settings_new (void)
{
  static gboolean said;
  g_autoptr (GSettingsSchema) schema = find_schema ();

  if (schema == NULL) {
    if (!said)
      g_printerr ("nabla: the schema of the settings was not found: they are not kept\n");
    said = TRUE;
    return NULL;
  }
  return g_settings_new_full (schema, NULL, NULL);
}
