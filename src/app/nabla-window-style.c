/* SPDX-License-Identifier: MIT */
/* How the built-in digits are written: chosen on the page of digits, remembered, taken back. */
#include "app/nabla-window-private.h"

#include "app/nabla-style-button.h"
#include "digits/digits-synthesizer.h"

#include <glib/gi18n.h>

void
nabla_window_get_style (NablaWindow *self, guint64 *seed, NablaDigitStyle *style)
{
  *seed = DIGITS_SYNTHETIC_SEED;
  *style = NABLA_DIGIT_STYLE_WINDOW;
  if (self->settings == NULL)
    return;
  *seed = g_settings_get_uint64 (self->settings, "digits-seed");
  style->manner = (NablaDigitManner) g_settings_get_enum (self->settings, "digits-manner");
  style->strength = g_settings_get_double (self->settings, "digits-strength");
}

/* Whoever has chosen nothing else gets the default of the next version, too. */
static void
remember (NablaWindow *self, NablaDataSet *data_set)
{
  NablaDigitStyle style = nabla_data_set_get_style (data_set);
  guint64 seed = (guint64) nabla_data_set_get_seed (data_set);

  if (self->settings == NULL)
    return;
  if (seed == DIGITS_SYNTHETIC_SEED && nabla_digit_style_equal (style, NABLA_DIGIT_STYLE_WINDOW)) {
    g_settings_reset (self->settings, "digits-seed");
    g_settings_reset (self->settings, "digits-manner");
    g_settings_reset (self->settings, "digits-strength");
    return;
  }
  g_settings_set_uint64 (self->settings, "digits-seed", seed);
  g_settings_set_enum (self->settings, "digits-manner", (int) style.manner);
  g_settings_set_double (self->settings, "digits-strength", style.strength);
}

typedef struct {
  NablaWindow *window; /* weak */
  NablaDataSet *before;
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_clear_weak_pointer (&undo->window);
  g_object_unref (undo->before);
  g_free (undo);
}

static void
on_undo (Undo *undo)
{
  NablaWindow *self = undo->window;

  if (self == NULL)
    return;
  nabla_window_give_up_loading (self);
  nabla_workbench_set_data_set (self->workbench, undo->before);
  nabla_window_want_reader (self);
  if (nabla_data_set_get_seed (undo->before) >= 0)
    remember (self, undo->before);
}

void
nabla_window_on_styled (NablaWindow *self, NablaDataSet *before)
{
  AdwToast *toast;
  Undo *undo;

  remember (self, nabla_workbench_get_data_set (self->workbench));
  if (before == NULL)
    return;
  undo = g_new0 (Undo, 1);
  g_set_weak_pointer (&undo->window, self);
  undo->before = g_object_ref (before);
  toast = adw_toast_new ("");
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), undo, undo_free,
                         G_CONNECT_SWAPPED);
  nabla_window_show_toast (self, toast, _ ("The next runs are trained on these digits"));
}

static void
on_draw_digits (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaDigitStyle style;
  guint64 seed;
  int manner;

  g_variant_get (parameter, "(tid)", &seed, &manner, &style.strength);
  style.manner = (NablaDigitManner) manner;
  if (nabla_digit_style_is_valid (style))
    nabla_window_draw_digits (NABLA_WINDOW (widget), seed, style);
}

void
nabla_window_install_style_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, NABLA_STYLE_ACTION, "(tid)", on_draw_digits);
}
