/* SPDX-License-Identifier: MIT */
/* What the window remembers: its size, its page and panels, the last set-up, choices of charts. */
#include "app/nabla-window-private.h"

/* The set-up as it stands; what is refused is remembered as its default. */
void
nabla_window_keep_set_up (NablaWindow *self)
{
  NablaHyperParameters set_up;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (self->settings == NULL)
    return;
  nabla_set_up_panel_get (self->set_up, &set_up, NULL);
  node = nabla_hyper_parameters_to_json (&set_up);
  text = json_to_string (node, FALSE);
  g_settings_set_string (self->settings, "set-up", text);
}

/* Of another version, or edited by hand, it may make no sense: then the defaults are as good. */
static void
restore_set_up (NablaWindow *self)
{
  g_autofree char *text = g_settings_get_string (self->settings, "set-up");
  g_autoptr (JsonNode) node = *text != '\0' ? json_from_string (text, NULL) : NULL;
  NablaHyperParameters set_up;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) &&
      nabla_hyper_parameters_from_json (&set_up, node, NULL) &&
      nabla_hyper_parameters_validate (&set_up, NULL))
    nabla_set_up_panel_begin (self->set_up, &set_up);
}

static void
on_page (NablaWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->stack);

  if (page != NULL)
    g_settings_set_string (self->settings, "page", page);
}

static void
on_drawing_side (NablaWindow *self)
{
  /* What a lecture folds away comes back after it. */
  if (!self->lecture)
    g_settings_set_boolean (self->settings, "drawing-panel",
                            gtk_widget_get_visible (self->drawing_side));
}

static void
restore_page (NablaWindow *self)
{
  g_autofree char *page = g_settings_get_string (self->settings, "page");

  if (adw_view_stack_get_child_by_name (self->stack, page) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, page);
}

void
nabla_window_restore_state (NablaWindow *self)
{
  self->settings = nabla_settings_new ();
  if (self->settings == NULL)
    return;
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  nabla_curves_page_bind (self->curves_page, self->settings);
  restore_page (self);
  gtk_widget_set_visible (self->drawing_side,
                          g_settings_get_boolean (self->settings, "drawing-panel"));
  restore_set_up (self);
  g_signal_connect_object (self->stack, "notify::visible-child-name", G_CALLBACK (on_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drawing_side, "notify::visible", G_CALLBACK (on_drawing_side),
                           self, G_CONNECT_SWAPPED);
}
