/* SPDX-License-Identifier: MIT */
/* A person says which digit the drawing is, and it is kept as one of that person's own. */
#include "app/nabla-drawing-panel-private.h"

#include "app/nabla-canvas-ink.h"
#include "app/nabla-digit-chooser.h"
#include "app/nabla-drawing-input.h"

#include <glib/gi18n.h>

/* The digits on the canvas, also where they are not taken apart to be read: the switch is off. */
static NablaNumber *
find_digits (NablaDrawingPanel *self)
{
  const DigitsStrokes *strokes = nabla_canvas_get_strokes (self->canvas);
  NablaWriting *writing = nabla_canvas_get_writing (self->canvas);
  NablaNumber *number = g_new0 (NablaNumber, 1);

  if (writing != NULL)
    nabla_number_take_writing (number, writing);
  else if (!digits_strokes_is_empty (strokes))
    nabla_number_take_strokes (number, strokes, nabla_canvas_pen (strokes));
  return number;
}

static gboolean
are_several (NablaDrawingPanel *self)
{
  g_autofree NablaNumber *number = NULL;

  if (nabla_steps_view_get_normalise (self->steps))
    return self->number->n > 1;
  number = find_digits (self);
  return number->n > 1;
}

/* As a network sees it, normalised whatever the switch says: pixels[784]. */
static gboolean
take_pixels (NablaDrawingPanel *self, guint8 *pixels)
{
  const guint8 *image = nabla_canvas_get_image (self->canvas);
  g_autofree NablaNumber *number = NULL;
  DigitsNormalised normalised;

  if (image != NULL) {
    memcpy (pixels, image, DIGITS_PIXELS);
    return TRUE;
  }
  number = find_digits (self);
  if (number->n == 1)
    normalised = number->pieces[0].normalised;
  else if (!nabla_drawing_normalise (nabla_canvas_get_strokes (self->canvas), &normalised))
    return FALSE;
  memcpy (pixels, normalised.pixels, DIGITS_PIXELS);
  return TRUE;
}

/* The likeliest digit that the network did not say. */
static int
second_guess (NablaDrawingPanel *self)
{
  double probabilities[NABLA_N_DIGITS];
  int second = self->guess == 0 ? 1 : 0;

  if (!nabla_probability_bars_get (self->bars, probabilities))
    return second;
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    if (digit != self->guess && probabilities[digit] > probabilities[second])
      second = digit;
  return second;
}

static void
offer (NablaDrawingPanel *self)
{
  int kept = self->kept != NULL ? nabla_own_digit_get_label (self->kept) : -1;

  nabla_digit_chooser_offer (NABLA_DIGIT_CHOOSER (gtk_menu_button_get_popover (self->wrong_button)),
                             self->guess, kept, kept >= 0 ? kept : second_guess (self));
}

/* What the line below the answer says: that it may be wrong, or what it is kept as. */
static void
show_line (NablaDrawingPanel *self)
{
  gboolean there = self->own != NULL && self->guess >= 0, several = self->number->n > 1;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->teach_line, there);
  if (!there) {
    gtk_menu_button_popdown (self->wrong_button);
    return;
  }
  if (self->kept != NULL)
    /* Translators: a drawing is kept as an example of that digit */
    text = g_strdup_printf (_ ("Kept as a %d"), nabla_own_digit_get_label (self->kept));
  gtk_label_set_label (self->wrong_label, text != NULL ? text : _ ("Wrong?"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->wrong_button), !several);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->wrong_button),
                               several ? _ ("Draw one digit alone to say what it is")
                               : text != NULL
                                   ? _ ("It is another digit (0…9)")
                                   : _ ("Say which digit it is, and keep it to train with (0…9)"));
  gtk_widget_set_visible (self->several_label, several);
  gtk_widget_set_visible (self->learn_button, self->kept != NULL);
}

void
nabla_drawing_panel_forget_kept (NablaDrawingPanel *self)
{
  if (self->kept == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->kept, self);
  g_clear_object (&self->kept);
}

/* It may have been deleted elsewhere, or be back. */
static void
own_changed (NablaDrawingPanel *self)
{
  if (self->kept != NULL &&
      nabla_own_digits_find (self->own, nabla_own_digit_get_id (self->kept)) == NULL)
    nabla_drawing_panel_forget_kept (self);
  show_line (self);
}

static void
keep_as (NablaDrawingPanel *self, int label)
{
  guint8 pixels[DIGITS_PIXELS];
  const DigitsStrokes *strokes = nabla_canvas_get_strokes (self->canvas);
  NablaOwnDigit *digit;
  int before = -1;

  if (self->kept != NULL) {
    before = nabla_own_digit_get_label (self->kept);
    if (before == label)
      return;
    nabla_own_digits_set_label (self->own, self->kept, label);
    nabla_drawing_panel_tell_kept (self, self->kept, before);
    return;
  }
  if (!take_pixels (self, pixels))
    return;
  digit = nabla_own_digits_add (self->own, label, self->guess,
                                digits_strokes_is_empty (strokes) ? NULL : strokes, pixels);
  if (digit == NULL)
    return;
  self->kept = g_object_ref (digit);
  g_signal_connect_swapped (digit, "notify::label", G_CALLBACK (show_line), self);
  show_line (self);
  nabla_drawing_panel_tell_kept (self, digit, before);
}

void
nabla_drawing_panel_keep (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);
  int label = g_variant_get_int32 (parameter);

  if (self->own == NULL || self->guess < 0 || label < 0 || label >= NABLA_N_DIGITS)
    return;
  if (are_several (self))
    nabla_drawing_panel_say (self, _ ("Draw one digit alone to say what it is"));
  else
    keep_as (self, label);
}

static void
on_chosen (NablaDrawingPanel *self, int label)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  gtk_widget_activate_action (GTK_WIDGET (self), "drawing.keep", "i", label);
}

void
nabla_drawing_panel_begin_teaching (NablaDrawingPanel *self)
{
  GtkWidget *chooser = nabla_digit_chooser_new (_ ("Kept among your drawings, to train with"));

  self->guess = -1;
  gtk_menu_button_set_popover (self->wrong_button, chooser);
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chooser, "opening", G_CALLBACK (offer), self, G_CONNECT_SWAPPED);
}

void
nabla_drawing_panel_end_teaching (NablaDrawingPanel *self)
{
  nabla_drawing_panel_forget_kept (self);
  g_clear_object (&self->own);
}

void
nabla_drawing_panel_show_guess (NablaDrawingPanel *self, int digit)
{
  self->guess = digit;
  show_line (self);
}

void
nabla_drawing_panel_set_own_digits (NablaDrawingPanel *self, NablaOwnDigits *own)
{
  g_return_if_fail (NABLA_IS_DRAWING_PANEL (self));
  g_return_if_fail (NABLA_IS_OWN_DIGITS (own) && self->own == NULL);

  self->own = g_object_ref (own);
  g_signal_connect_object (own, "items-changed", G_CALLBACK (own_changed), self, G_CONNECT_SWAPPED);
  show_line (self);
}
