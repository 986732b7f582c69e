/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-filters.h"

#include <glib/gi18n.h>

struct _NablaDigitFilters {
  GtkWidget parent_instance;

  GtkDropDown *verdict;
  GtkDropDown *digit;
  GtkDropDown *sort;
  GtkEntry *jump;
  GtkLabel *summary;
  GtkWidget *chip;
  GtkLabel *chip_label;
  GtkToggleButton *worst;

  NablaImageChoice choice;
  gboolean showing; /* what the controls say is being set */
};

G_DEFINE_FINAL_TYPE (NablaDigitFilters, nabla_digit_filters, GTK_TYPE_WIDGET)

enum { CHANGED, JUMP, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show_chip (NablaDigitFilters *self)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->chip, self->choice.answer >= 0);
  if (self->choice.answer < 0)
    return;
  if (self->choice.digit >= 0)
    /* Translators: a digit and the answer that a network gives instead */
    text = g_strdup_printf (_ ("%d read as %d"), self->choice.digit, self->choice.answer);
  else
    text = g_strdup_printf (_ ("Read as %d"), self->choice.answer);
  gtk_label_set_label (self->chip_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chip), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

void
nabla_digit_filters_set_choice (NablaDigitFilters *self, const NablaImageChoice *choice)
{
  gboolean same;

  g_return_if_fail (NABLA_IS_DIGIT_FILTERS (self));

  same = nabla_image_choice_equal (&self->choice, choice);
  self->choice = *choice;
  self->showing = TRUE;
  gtk_drop_down_set_selected (self->verdict, choice->verdict);
  gtk_drop_down_set_selected (self->digit, (guint) (choice->digit + 1));
  gtk_drop_down_set_selected (self->sort, choice->sort);
  gtk_toggle_button_set_active (self->worst, choice->sort == NABLA_SORT_WORST);
  show_chip (self);
  self->showing = FALSE;
  if (!same)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
chosen (NablaDigitFilters *self)
{
  NablaImageChoice choice = self->choice;

  if (self->showing)
    return;
  choice.verdict = (NablaVerdict) gtk_drop_down_get_selected (self->verdict);
  choice.sort = (NablaImageSort) gtk_drop_down_get_selected (self->sort);
  nabla_digit_filters_set_choice (self, &choice);
}

/* Another digit: the answers of a cell of the matrix were those of the one before. */
static void
digit_chosen (NablaDigitFilters *self)
{
  NablaImageChoice choice = self->choice;

  if (self->showing)
    return;
  choice.digit = (int) gtk_drop_down_get_selected (self->digit) - 1;
  choice.answer = -1;
  nabla_digit_filters_set_choice (self, &choice);
}

static void
worst_toggled (NablaDigitFilters *self)
{
  NablaImageChoice choice = self->choice;

  if (self->showing)
    return;
  choice.sort = gtk_toggle_button_get_active (self->worst) ? NABLA_SORT_WORST : NABLA_SORT_INDEX;
  nabla_digit_filters_set_choice (self, &choice);
}

/* With the cell goes the digit that came with it. */
static void
chip_clicked (NablaDigitFilters *self)
{
  NablaImageChoice choice = self->choice;

  choice.digit = choice.answer = -1;
  nabla_digit_filters_set_choice (self, &choice);
}

static void
jump_entered (NablaDigitFilters *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->jump));
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &number, NULL)) {
    gtk_widget_add_css_class (GTK_WIDGET (self->jump), "error");
    gtk_accessible_update_state (GTK_ACCESSIBLE (self->jump), GTK_ACCESSIBLE_STATE_INVALID,
                                 GTK_ACCESSIBLE_INVALID_TRUE, -1);
    return;
  }
  g_signal_emit (self, signals[JUMP], 0, (guint) number - 1);
}

static void
jump_edited (NablaDigitFilters *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->jump), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->jump), GTK_ACCESSIBLE_STATE_INVALID);
}

static void
nabla_digit_filters_dispose (GObject *object)
{
  GtkWidget *child;

  /* What is taken apart says what it no longer has. */
  NABLA_DIGIT_FILTERS (object)->showing = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (nabla_digit_filters_parent_class)->dispose (object);
}

static void
nabla_digit_filters_class_init (NablaDigitFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_digit_filters_dispose;
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_DIGIT_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[JUMP] = g_signal_new ("jump", NABLA_TYPE_DIGIT_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "digitfilters");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-digit-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaDigitFilters, verdict);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitFilters, digit);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitFilters, sort);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitFilters, jump);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitFilters, summary);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitFilters, chip);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitFilters, chip_label);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitFilters, worst);
  gtk_widget_class_bind_template_callback (widget_class, chosen);
  gtk_widget_class_bind_template_callback (widget_class, digit_chosen);
  gtk_widget_class_bind_template_callback (widget_class, worst_toggled);
  gtk_widget_class_bind_template_callback (widget_class, chip_clicked);
  gtk_widget_class_bind_template_callback (widget_class, jump_entered);
  gtk_widget_class_bind_template_callback (widget_class, jump_edited);
}

static void
nabla_digit_filters_init (NablaDigitFilters *self)
{
  self->choice = NABLA_IMAGE_CHOICE_ALL;
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->showing = FALSE;
}

GtkWidget *
nabla_digit_filters_new (void)
{
  return g_object_new (NABLA_TYPE_DIGIT_FILTERS, NULL);
}

const NablaImageChoice *
nabla_digit_filters_get_choice (NablaDigitFilters *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_FILTERS (self), NULL);

  return &self->choice;
}

void
nabla_digit_filters_set_summary (NablaDigitFilters *self, const char *text)
{
  g_return_if_fail (NABLA_IS_DIGIT_FILTERS (self));

  gtk_label_set_label (self->summary, text);
}

void
nabla_digit_filters_focus_jump (NablaDigitFilters *self)
{
  g_return_if_fail (NABLA_IS_DIGIT_FILTERS (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->jump));
}
