/* SPDX-License-Identifier: MIT */
#include "app/nabla-application.h"

#include "app/nabla-renderer.h"
#include "app/nabla-settings.h"
#include "app/nabla-window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

struct _NablaApplication {
  AdwApplication parent_instance;

  GSettings *settings;        /* NULL where nothing can be remembered */
  guint terminate, interrupt; /* sources of SIGTERM and SIGINT */
};

G_DEFINE_FINAL_TYPE (NablaApplication, nabla_application, ADW_TYPE_APPLICATION)

static NablaWindow *
get_window (NablaApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    if (NABLA_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

/* Closing a window stops and joins what it trains. */
static void
close_all (NablaApplication *self)
{
  NablaWindow *window = get_window (self);

  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  g_application_quit (G_APPLICATION (self));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  close_all (data);
}

static gboolean
on_signal (gpointer data)
{
  close_all (data);
  return G_SOURCE_CONTINUE;
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (
      gtk_application_get_active_window (data), "application-name", _ ("Nabla"), "application-icon",
      NABLA_APPLICATION_ID, "version", NABLA_VERSION, "license-type", GTK_LICENSE_MIT_X11,
      "comments",
      _ ("A laboratory for the neural network of “Neural Networks and Deep Learning”: train it on "
         "handwritten digits, watch it learn, compare runs, look inside it, draw for it."),
      NULL);
}

static void
on_style (GSimpleAction *action, GVariant *state, gpointer data)
{
  NablaApplication *self = data;
  const char *style = g_variant_get_string (state, NULL);
  AdwColorScheme scheme = g_str_equal (style, "light")  ? ADW_COLOR_SCHEME_FORCE_LIGHT
                          : g_str_equal (style, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                        : ADW_COLOR_SCHEME_DEFAULT;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
  g_simple_action_set_state (action, state);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "style", style);
}

static void
restore_style (NablaApplication *self)
{
  g_autofree char *style = NULL;

  self->settings = nabla_settings_new ();
  if (self->settings == NULL)
    return;
  style = g_settings_get_string (self->settings, "style");
  g_action_group_change_action_state (G_ACTION_GROUP (self), "style", g_variant_new_string (style));
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = on_quit },
  { .name = "about", .activate = on_about },
  { .name = "style", .parameter_type = "s", .state = "'system'", .change_state = on_style },
};

static const struct {
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "win.train", { "<Control>Return", "<Control>KP_Enter" } },
  { "win.train-own", { "<Control>l" } },
  { "win.differences", { "<Control>d" } },
  { "win.compare", { "<Control><Shift>Return", "<Control><Shift>KP_Enter" } },
  { "win.stop", { "<Control>period" } },
  { "win.pause", { "<Control>space" } },
  { "win.draw", { "F9" } },
  { "win.step-mini-batch", { "<Control>m" } },
  { "win.step-epoch", { "<Control>e" } },
  { "win.rewind", { "<Control>r" } },
  { "win.restart", { "<Control><Shift>r" } },
  { "win.fork", { "<Control>k" } },
  { "win.lecture", { "F11" } },
  { "win.multiples", { "<Control><Shift>m" } },
  { "win.history", { "<Control>h" } },
  { "win.gallery", { "<Control>g" } },
  { "win.open-network", { "<Control>o" } },
  { "win.save-network", { "<Control>s" } },
  { "win.open-data", { "<Control><Shift>o" } },
  { "win.page::curves", { "<Control>1" } },
  { "win.page::digits", { "<Control>2" } },
  { "win.page::network", { "<Control>3" } },
  { "win.page::lab", { "<Control>4" } },
  { "window.close", { "<Control>w" } },
};

static void
nabla_application_startup (GApplication *application)
{
  NablaApplication *self = NABLA_APPLICATION (application);

  G_APPLICATION_CLASS (nabla_application_parent_class)->startup (application);
  /* GTK has set the locale. Numbers have a decimal point in every language: as they are typed into
   * the set-up, where commas stand between the values of a list, as runs are named by them, and as
   * the command line and files write them. */
  setlocale (LC_NUMERIC, "C");

  nabla_renderer_choose (gdk_display_get_default ());
  gtk_window_set_default_icon_name (NABLA_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           (const char *const *) accelerators[i].keys);
  restore_style (self);
  self->terminate = g_unix_signal_add (SIGTERM, on_signal, self);
  self->interrupt = g_unix_signal_add (SIGINT, on_signal, self);
}

static void
nabla_application_shutdown (GApplication *application)
{
  NablaApplication *self = NABLA_APPLICATION (application);

  g_clear_handle_id (&self->terminate, g_source_remove);
  g_clear_handle_id (&self->interrupt, g_source_remove);
  g_clear_object (&self->settings);

  G_APPLICATION_CLASS (nabla_application_parent_class)->shutdown (application);
}

/* The folder that was named with --data or alone, or NULL. */
static char *
named_folder (GApplicationCommandLine *command_line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **rest = NULL;
  const char *name = NULL;
  g_autoptr (GFile) folder = NULL;

  if (!g_variant_dict_lookup (options, "data", "^&ay", &name) &&
      g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &rest))
    name = rest[0];
  if (name == NULL)
    return NULL;
  folder = g_application_command_line_create_file_for_arg (command_line, name);
  return g_file_get_path (folder);
}

static int
nabla_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  NablaWindow *window = get_window (NABLA_APPLICATION (application));
  g_autofree char *folder = named_folder (command_line);
  gboolean first = window == NULL;

  if (first)
    window = NABLA_WINDOW (nabla_window_new (GTK_APPLICATION (application)));
  gtk_window_present (GTK_WINDOW (window));
  if (first) {
    nabla_window_open_history (window, NULL);
    nabla_window_open_own_digits (window, NULL);
  }
  if (first || folder != NULL)
    nabla_window_open_data (window, folder);
  return 0;
}

static void
nabla_application_activate (GApplication *application)
{
  NablaWindow *window = get_window (NABLA_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
}

static int
nabla_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("nabla %s\n", NABLA_VERSION);
  return 0;
}

static void
nabla_application_class_init (NablaApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = nabla_application_startup;
  application_class->shutdown = nabla_application_shutdown;
  application_class->activate = nabla_application_activate;
  application_class->command_line = nabla_application_command_line;
  application_class->handle_local_options = nabla_application_handle_local_options;
}

static void
nabla_application_init (NablaApplication *self)
{
  static const GOptionEntry options[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("Folder with MNIST's four files, or with pictures in folders 0 to 9"), N_ ("DIR") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[DIR]") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

NablaApplication *
nabla_application_new (void)
{
  return g_object_new (NABLA_TYPE_APPLICATION, "application-id", NABLA_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}
