/* SPDX-License-Identifier: MIT */
/* One's own drawings as a part of the page of digits. */
#include "app/nabla-digits-page-private.h"

#define OWN ((guint) DIGITS_N_PARTS) /* the choice after the parts of the data set */

gboolean
nabla_digits_page_shows_own (NablaDigitsPage *self)
{
  return gtk_drop_down_get_selected (self->part_choice) == OWN;
}

/* Own drawings are the test part of a data set of their own. */
DigitsPartKind
nabla_digits_page_get_kind (NablaDigitsPage *self)
{
  return nabla_digits_page_shows_own (self)
             ? DIGITS_TEST
             : (DigitsPartKind) gtk_drop_down_get_selected (self->part_choice);
}

NablaDataSet *
nabla_digits_page_get_data_set (NablaDigitsPage *self)
{
  if (nabla_digits_page_shows_own (self))
    return self->own != NULL ? nabla_own_part_get_data_set (self->own) : NULL;
  return nabla_workbench_get_data_set (self->workbench);
}

/* What can be done with own drawings, with the large one by itself. */
void
nabla_digits_page_show_own_bar (NablaDigitsPage *self)
{
  NablaDataSet *data_set;
  gboolean own = self->own != NULL && nabla_digits_page_shows_own (self);
  guint index = nabla_digit_details_get_index (self->details);
  NablaOwnDigit *looked = own && self->looking ? nabla_own_part_get_digit (self->own, index) : NULL;

  g_set_object (&self->looked, looked);
  gtk_widget_set_visible (GTK_WIDGET (self->own_bar),
                          own && nabla_own_part_get_length (self->own) > 0);
  if (looked == NULL)
    nabla_own_bar_show (self->own_bar, -1, -1);
  else if (index < nabla_digit_list_get_part (self->digits).n)
    nabla_own_bar_show (self->own_bar, nabla_own_digit_get_label (looked),
                        nabla_digit_list_get_read (self->digits, index));
  /* Own drawings have no style, and the bar is narrow. */
  data_set = self->workbench != NULL ? nabla_workbench_get_data_set (self->workbench) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->style), !nabla_digits_page_shows_own (self) &&
                                                        data_set != NULL &&
                                                        nabla_data_set_get_seed (data_set) >= 0);
}

/* The large one stays, wherever it is now; where it is gone, its neighbour takes its place. */
static void
own_changed (NablaDigitsPage *self)
{
  guint index = nabla_digit_details_get_index (self->details), n;
  g_autoptr (NablaOwnDigit) looked = self->looked != NULL ? g_object_ref (self->looked) : NULL;

  if (!nabla_digits_page_shows_own (self))
    return;
  n = nabla_own_part_get_length (self->own);
  if (n == 0)
    self->looking = FALSE;
  else if (looked != NULL && !nabla_own_part_find (self->own, looked, &index))
    index = MIN (index, n - 1);
  nabla_digits_page_start_over (self);
  if (self->looking) {
    nabla_digit_details_open (self->details, index);
    nabla_digits_page_show_own_bar (self);
  }
}

/* The drawing that the keyboard is at: in the grid, or large. */
static NablaOwnDigit *
own_at_focus (NablaDigitsPage *self)
{
  guint position;

  if (self->own == NULL || !nabla_digits_page_shows_own (self))
    return NULL;
  if (self->looking)
    return self->looked;
  if (!nabla_digit_grid_get_focused (self->grid, &position))
    return NULL;
  return nabla_own_part_get_digit (self->own, nabla_digit_list_get_index (self->digits, position));
}

static void
remove_digit (NablaDigitsPage *self, NablaOwnDigit *digit)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.remove-own", "s",
                              nabla_own_digit_get_id (digit));
}

static void
label_digit (NablaDigitsPage *self, NablaOwnDigit *digit, int label)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.label-own", "(si)",
                              nabla_own_digit_get_id (digit), label);
}

void
nabla_digits_page_label_own (NablaDigitsPage *self, int label)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->details));
  if (self->looked != NULL)
    label_digit (self, self->looked, label);
}

void
nabla_digits_page_remove_own (NablaDigitsPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->details));
  if (self->looked != NULL)
    remove_digit (self, self->looked);
}

/* Argument: what it is; −1: nothing that is to be kept. */
static gboolean
key_own (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  NablaDigitsPage *self = NABLA_DIGITS_PAGE (widget);
  NablaOwnDigit *digit = own_at_focus (self);
  int label = g_variant_get_int32 (arguments);

  if (digit == NULL)
    return FALSE;
  if (label < 0)
    remove_digit (self, digit);
  else
    label_digit (self, digit, label);
  return TRUE;
}

void
nabla_digits_page_add_own_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, key_own, "i", -1);
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    gtk_widget_class_add_binding (widget_class, GDK_KEY_0 + (guint) digit, 0, key_own, "i", digit);
    gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_0 + (guint) digit, 0, key_own, "i",
                                  digit);
  }
}

void
nabla_digits_page_set_own_part (NablaDigitsPage *self, NablaOwnPart *own)
{
  g_return_if_fail (NABLA_IS_DIGITS_PAGE (self));
  g_return_if_fail (NABLA_IS_OWN_PART (own) && self->own == NULL);

  self->own = g_object_ref (own);
  g_signal_connect_object (own, "changed", G_CALLBACK (own_changed), self, G_CONNECT_SWAPPED);
  if (self->workbench != NULL)
    own_changed (self);
}

void
nabla_digits_page_show_own (NablaDigitsPage *self)
{
  g_return_if_fail (NABLA_IS_DIGITS_PAGE (self));

  self->looking = FALSE;
  gtk_stack_set_visible_child_name (self->views, "images");
  gtk_drop_down_set_selected (self->part_choice, OWN);
  nabla_digits_page_show (self);
}
