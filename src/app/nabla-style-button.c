/* SPDX-License-Identifier: MIT */
#include "app/nabla-style-button.h"

#include "app/nabla-style-preview.h"
#include "digits/digits-synthesizer.h"

#include <glib/gi18n.h>
#include <math.h>

struct _NablaStyleButton {
  GtkWidget parent_instance;

  GtkMenuButton *button;
  NablaStylePreview *preview;
  GtkToggleButton *careful;
  GtkToggleButton *wild;
  GtkLabel *strength_name;
  GtkScale *strength;
  GtkSpinButton *seed;
  GtkLabel *meaning;
  GtkWidget *standard;
  GtkWidget *use;

  NablaWorkbench *workbench;
  gboolean showing; /* what the data set has, which is no choice of a person's */
};

G_DEFINE_FINAL_TYPE (NablaStyleButton, nabla_style_button, GTK_TYPE_WIDGET)

/* Words of a strength: that of the nearest. */
static const struct {
  double strength;
  const char *name;
} words[] = {
  /* Translators: how far a hand strays from the shapes of the digits, from not at all on */
  { 0.0, N_ ("Exact") },      { 0.5, N_ ("Neat") }, { 1.0, N_ ("Natural") },
  { 1.5, N_ ("In a Hurry") }, { 2.0, N_ ("Wild") },
};

static const char *
word_of (double strength)
{
  gsize nearest = 0;

  for (gsize i = 1; i < G_N_ELEMENTS (words); i++)
    if (fabs (words[i].strength - strength) < fabs (words[nearest].strength - strength))
      nearest = i;
  return _ (words[nearest].name);
}

/* What choosing such digits means for a network. */
static char *
meaning_of (NablaDigitStyle style)
{
  if (style.strength > 0.0)
    return g_strdup (_ ("A network trained on wilder digits reads more hands, but not every wild "
                        "digit is legible to people."));
  return g_strdup_printf (_ ("Each digit is one of the %d shapes that Nabla knows, as it is: Other "
                             "Hands shows others."),
                          digits_synthesizer_n_shapes (-1));
}

static gboolean
is_of_data_set (NablaStyleButton *self)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);

  return data_set != NULL &&
         nabla_data_set_get_seed (data_set) == (gint64) nabla_style_button_get_seed (self) &&
         nabla_digit_style_equal (nabla_data_set_get_style (data_set),
                                  nabla_style_button_get_style (self));
}

/* All that follows from what is chosen. */
static void
update (NablaStyleButton *self)
{
  NablaDigitStyle style = nabla_style_button_get_style (self);
  guint64 seed = nabla_style_button_get_seed (self);
  const char *word = word_of (style.strength);
  g_autofree char *name = g_strdup_printf ("%s · %.2f", word, style.strength);
  g_autofree char *spoken = g_strdup_printf ("%.2f, %s", style.strength, word);
  g_autofree char *meaning = meaning_of (style);

  gtk_label_set_text (self->strength_name, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->strength),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, spoken, -1);
  gtk_label_set_text (self->meaning, meaning);
  gtk_widget_set_sensitive (self->use, !is_of_data_set (self));
  gtk_widget_set_sensitive (self->standard,
                            seed != DIGITS_SYNTHETIC_SEED ||
                                !nabla_digit_style_equal (style, NABLA_DIGIT_STYLE_WINDOW));
  nabla_style_preview_show (self->preview, seed, style);
}

static void
on_changed (NablaStyleButton *self)
{
  if (!self->showing && self->workbench != NULL)
    update (self);
}

static double
standard_strength (gboolean careful)
{
  return careful ? NABLA_DIGIT_STYLE_WINDOW.strength : NABLA_DIGIT_STYLE_TRAINING.strength;
}

/* Each manner has a strength that suits it; whoever has chosen another one keeps that. */
static void
on_manner (NablaStyleButton *self)
{
  gboolean careful = gtk_toggle_button_get_active (self->careful);
  double strength = nabla_style_button_get_style (self).strength;

  if (self->showing || self->workbench == NULL)
    return;
  if (fabs (strength - standard_strength (!careful)) < 0.001)
    gtk_range_set_value (GTK_RANGE (self->strength), standard_strength (careful));
  update (self);
}

static void
show (NablaStyleButton *self, guint64 seed, NablaDigitStyle style)
{
  self->showing = TRUE;
  gtk_toggle_button_set_active (style.manner == NABLA_MANNER_SHOWN ? self->careful : self->wild,
                                TRUE);
  gtk_range_set_value (GTK_RANGE (self->strength), style.strength);
  gtk_spin_button_set_value (self->seed, (double) seed);
  self->showing = FALSE;
  update (self);
}

/* Opens with what there is, so that what is changed is seen as a change. */
static void
on_popover (NablaStyleButton *self)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  GtkPopover *popover = gtk_menu_button_get_popover (self->button);
  gboolean visible = gtk_widget_get_visible (GTK_WIDGET (popover));

  gtk_widget_set_has_tooltip (GTK_WIDGET (self->button), !visible);
  if (visible && data_set != NULL && nabla_data_set_get_seed (data_set) >= 0)
    show (self, (guint64) nabla_data_set_get_seed (data_set), nabla_data_set_get_style (data_set));
}

static void
on_data_set (NablaStyleButton *self)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  gboolean built_in = data_set != NULL && nabla_data_set_get_seed (data_set) >= 0;

  if (!built_in)
    gtk_menu_button_popdown (self->button);
  gtk_widget_set_visible (GTK_WIDGET (self), built_in);
  update (self);
}

static void
on_other_hands (NablaStyleButton *self)
{
  gtk_spin_button_spin (self->seed, GTK_SPIN_STEP_FORWARD, 1);
}

static void
on_standard (NablaStyleButton *self)
{
  /* Before it is greyed out. */
  gtk_widget_grab_focus (GTK_WIDGET (self->strength));
  show (self, DIGITS_SYNTHETIC_SEED, NABLA_DIGIT_STYLE_WINDOW);
}

static void
on_use (NablaStyleButton *self)
{
  NablaDigitStyle style = nabla_style_button_get_style (self);
  guint64 seed;

  gtk_spin_button_update (self->seed);
  seed = nabla_style_button_get_seed (self);
  gtk_menu_button_popdown (self->button);
  gtk_widget_activate_action (GTK_WIDGET (self), NABLA_STYLE_ACTION, "(tid)", seed,
                              (int) style.manner, style.strength);
}

/* A shortcut, wherever the focus is, as long as the button is shown. */
static gboolean
open_panel (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  gtk_menu_button_popup (NABLA_STYLE_BUTTON (widget)->button);
  return TRUE;
}

static void
nabla_style_button_dispose (GObject *object)
{
  NablaStyleButton *self = NABLA_STYLE_BUTTON (object);

  g_clear_object (&self->workbench);
  if (self->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->button)));

  G_OBJECT_CLASS (nabla_style_button_parent_class)->dispose (object);
}

static void
nabla_style_button_class_init (NablaStyleButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_style_button_dispose;

  g_type_ensure (NABLA_TYPE_STYLE_PREVIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-style-button.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaStyleButton, button);
  gtk_widget_class_bind_template_child (widget_class, NablaStyleButton, preview);
  gtk_widget_class_bind_template_child (widget_class, NablaStyleButton, careful);
  gtk_widget_class_bind_template_child (widget_class, NablaStyleButton, wild);
  gtk_widget_class_bind_template_child (widget_class, NablaStyleButton, strength_name);
  gtk_widget_class_bind_template_child (widget_class, NablaStyleButton, strength);
  gtk_widget_class_bind_template_child (widget_class, NablaStyleButton, seed);
  gtk_widget_class_bind_template_child (widget_class, NablaStyleButton, meaning);
  gtk_widget_class_bind_template_child (widget_class, NablaStyleButton, standard);
  gtk_widget_class_bind_template_child (widget_class, NablaStyleButton, use);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_manner);
  gtk_widget_class_bind_template_callback (widget_class, on_popover);
  gtk_widget_class_bind_template_callback (widget_class, on_other_hands);
  gtk_widget_class_bind_template_callback (widget_class, on_standard);
  gtk_widget_class_bind_template_callback (widget_class, on_use);
}

static void
add_shortcut (NablaStyleButton *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_y, GDK_CONTROL_MASK),
                        gtk_callback_action_new (open_panel, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
nabla_style_button_init (NablaStyleButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    gtk_scale_add_mark (self->strength, words[i].strength, GTK_POS_BOTTOM, _ (words[i].name));
  add_shortcut (self);
}

void
nabla_style_button_set_workbench (NablaStyleButton *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_STYLE_BUTTON (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench));
  g_return_if_fail (self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "notify::data-set", G_CALLBACK (on_data_set), self,
                           G_CONNECT_SWAPPED);
  on_data_set (self);
}

NablaDigitStyle
nabla_style_button_get_style (NablaStyleButton *self)
{
  g_return_val_if_fail (NABLA_IS_STYLE_BUTTON (self), NABLA_DIGIT_STYLE_WINDOW);
  /* A slider's values are multiples of its step but for what floating point adds. */
  return (NablaDigitStyle){
    .manner =
        gtk_toggle_button_get_active (self->careful) ? NABLA_MANNER_SHOWN : NABLA_MANNER_TRAINING,
    .strength = CLAMP (round (100 * gtk_range_get_value (GTK_RANGE (self->strength))) / 100, 0.0,
                       NABLA_DIGIT_STYLE_MAX)
  };
}

guint64
nabla_style_button_get_seed (NablaStyleButton *self)
{
  g_return_val_if_fail (NABLA_IS_STYLE_BUTTON (self), DIGITS_SYNTHETIC_SEED);
  return (guint64) MAX (gtk_spin_button_get_value (self->seed), 0.0);
}
