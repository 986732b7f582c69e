/* SPDX-License-Identifier: MIT */
/* What is remembered by a program that was copied out of its folder, on a machine without a
 * desktop: this program, started anew from elsewhere. */
#include "app/nabla-settings.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *below = g_build_filename (path, name, NULL);

    remove_all (below);
  }
  g_remove (path);
}

static void
copy_program (const char *to)
{
  g_autofree char *program = NULL;
  gsize size;

  g_assert_true (g_file_get_contents ("/proc/self/exe", &program, &size, NULL));
  g_assert_true (
      g_file_set_contents_full (to, program, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
}

/* Starts the copy; what it writes to stdout. */
static char *
run_copy (const char *argument)
{
  g_autofree char *program = g_build_filename (folder, "nabla-copy", NULL);
  g_auto (GStrv) environment = g_get_environ ();
  const char *arguments[] = { program, argument, NULL };
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status;

  environment = g_environ_unsetenv (environment, "GSETTINGS_BACKEND");
  environment = g_environ_unsetenv (environment, "GSETTINGS_SCHEMA_DIR");
  environment = g_environ_setenv (environment, "GIO_MODULE_DIR", folder, TRUE); /* there is none */
  environment = g_environ_setenv (environment, "XDG_CONFIG_HOME", folder, TRUE);
  environment = g_environ_setenv (environment, "XDG_DATA_DIRS", folder, TRUE);
  g_assert_true (g_spawn_sync (folder, (char **) arguments, environment, G_SPAWN_DEFAULT, NULL,
                               NULL, &out, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return out;
}

static void
test_copies_remember (void)
{
  g_autofree char *program = g_build_filename (folder, "nabla-copy", NULL);
  g_autofree char *first = NULL, *second = NULL;

  copy_program (program);
  first = run_copy ("--write");
  second = run_copy ("--read");
  g_assert_cmpstr (first, ==, "true\n");
  g_assert_cmpstr (second, ==, "false\n");
}

/* The copy. */
static int
remember (gboolean write)
{
  g_autoptr (GSettings) settings = nabla_settings_new ();

  g_assert_nonnull (settings);
  g_print ("%s\n", g_settings_get_boolean (settings, "log-cost") ? "true" : "false");
  if (write) {
    g_settings_set_boolean (settings, "log-cost", FALSE);
    g_settings_sync ();
  }
  return 0;
}

int
main (int argc, char **argv)
{
  int status;

  if (argc == 2 && (g_str_equal (argv[1], "--write") || g_str_equal (argv[1], "--read")))
    return remember (g_str_equal (argv[1], "--write"));
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nabla-settings-XXXXXX", NULL);
  g_test_add_func ("/app/settings/a-copied-program-remembers", test_copies_remember);
  status = g_test_run ();
  remove_all (folder);
  g_free (folder);
  return status;
}
