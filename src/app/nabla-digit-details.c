/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-details.h"

#include "app/nabla-count.h"
#include "app/nabla-pixel-view.h"
#include "app/nabla-probability-bars.h"
#include "nn/nn-evaluation.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _NablaDigitDetails {
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkLabel *place;
  GtkWidget *previous;
  GtkWidget *next;
  NablaPixelView *pixels;
  GtkLabel *pointed;
  GtkLabel *verdict;
  NablaProbabilityBars *bars;

  NablaDigitList *list;
  guint index;
  int color;
};

G_DEFINE_FINAL_TYPE (NablaDigitDetails, nabla_digit_details, GTK_TYPE_WIDGET)

enum { CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Pixels of the image, which there is. */
static const guint8 *
ink_of (NablaDigitDetails *self, const DigitsPart *part)
{
  return part->pixels + (gsize) self->index * (gsize) part->width * (gsize) part->height;
}

static void
show_pointed (NablaDigitDetails *self)
{
  DigitsPart part = nabla_digit_list_get_part (self->list);
  g_autofree char *text = NULL;
  int x, y;

  if (self->index < part.n && nabla_pixel_view_get_pointed (self->pixels, &x, &y))
    /* Translators: a pixel's place, from 0, and how much ink it has */
    text = g_strdup_printf (_ ("column %d, row %d: %d of 255"), x, y,
                            ink_of (self, &part)[y * part.width + x]);
  gtk_label_set_label (self->pointed, text != NULL ? text : _ ("Point at a pixel to read it"));
}

static void
show_place (NablaDigitDetails *self)
{
  guint n = nabla_digit_list_get_length (self->list), position;
  gboolean listed = nabla_digit_list_find (self->list, self->index, &position);
  g_autofree char *number = nabla_count_to_text (self->index + 1);
  /* Translators: the number of an image, from 1 */
  g_autofree char *title = g_strdup_printf (_ ("Image %s"), number);
  g_autofree char *here = nabla_count_to_text (position + 1);
  g_autofree char *all = nabla_count_to_text (n);
  /* Translators: the place of an image in the list, and how many there are */
  g_autofree char *place = listed ? g_strdup_printf (_ ("%s of %s"), here, all) : NULL;

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->place, place != NULL ? place : _ ("no longer listed"));
  gtk_widget_set_sensitive (self->previous, n > 0 && (!listed || position > 0));
  gtk_widget_set_sensitive (self->next, n > 0 && (!listed || position + 1 < n));
}

/* The network's outputs for the image, as probabilities; FALSE where there are none. */
static gboolean
ask (NablaDigitDetails *self, const DigitsPart *part, double probabilities[NABLA_N_DIGITS])
{
  NablaPrediction *prediction = nabla_digit_list_get_prediction (self->list);
  const NnNetwork *network = prediction != NULL ? prediction->network : NULL;
  NnSamples samples = { .n = 1 };
  float outputs[NABLA_N_DIGITS];

  if (network == NULL)
    return FALSE;
  samples.n_in = part->width * part->height;
  samples.n_out = network->sizes[network->n_layers];
  samples.pixels = ink_of (self, part);
  samples.labels = part->labels + self->index;
  if (!nabla_encoding_of_outputs (samples.n_out, &samples.encoding) ||
      nn_predict (network, &samples, 0, 1, outputs, NULL) != NN_OK)
    return FALSE;
  nabla_digit_probabilities (network->output, samples.encoding, outputs, samples.n_out,
                             probabilities);
  return TRUE;
}

static void
show_verdict (NablaDigitDetails *self, const DigitsPart *part)
{
  NablaPrediction *prediction = nabla_digit_list_get_prediction (self->list);
  int label = part->labels[self->index], read = nabla_digit_list_get_read (self->list, self->index);
  g_autofree char *text = NULL;

  if (read < 0)
    text = g_strdup_printf (_ ("A %d"), label);
  else
    text = g_strdup_printf (read == label ? _ ("A %d, read as %d · cost %.3g")
                                          : _ ("A %d, wrongly read as %d · cost %.3g"),
                            label, read, (double) prediction->costs[self->index]);
  gtk_label_set_label (self->verdict, text);
  if (read >= 0 && read != label)
    gtk_widget_add_css_class (GTK_WIDGET (self->verdict), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pixels), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
show_image (NablaDigitDetails *self)
{
  DigitsPart part = nabla_digit_list_get_part (self->list);
  double probabilities[NABLA_N_DIGITS];

  if (self->index >= part.n || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  nabla_pixel_view_set_ink (self->pixels, ink_of (self, &part), part.width, part.height);
  nabla_probability_bars_set (self->bars, ask (self, &part, probabilities) ? probabilities : NULL,
                              MAX (self->color, 0));
  show_place (self);
  show_verdict (self, &part);
  show_pointed (self);
}

/* To the image so many places further on in the list; as far as it goes. */
static void
go (NablaDigitDetails *self, int step)
{
  guint n = nabla_digit_list_get_length (self->list), position;
  gint64 to;

  if (n == 0)
    return;
  /* What is no longer listed lies between its neighbours. */
  to = nabla_digit_list_find (self->list, self->index, &position) || step < 0
           ? (gint64) position + step
           : position;
  nabla_digit_details_open (self,
                            nabla_digit_list_get_index (self->list, (guint) CLAMP (to, 0, n - 1)));
}

static void
previous_clicked (NablaDigitDetails *self)
{
  go (self, -1);
}

static void
next_clicked (NablaDigitDetails *self)
{
  go (self, 1);
}

static void
close_clicked (NablaDigitDetails *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

/* Argument: how far. */
static gboolean
key_go (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  go (NABLA_DIGIT_DETAILS (widget), g_variant_get_int32 (arguments));
  return TRUE;
}

static gboolean
key_close (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  close_clicked (NABLA_DIGIT_DETAILS (widget));
  return TRUE;
}

static gboolean
nabla_digit_details_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NABLA_DIGIT_DETAILS (widget)->pixels));
}

static void
nabla_digit_details_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (nabla_digit_details_parent_class)->map (widget);
  show_image (NABLA_DIGIT_DETAILS (widget));
}

static void
nabla_digit_details_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&NABLA_DIGIT_DETAILS (object)->list);
  G_OBJECT_CLASS (nabla_digit_details_parent_class)->dispose (object);
}

static void
nabla_digit_details_class_init (NablaDigitDetailsClass *klass)
{
  static const struct {
    guint key;
    int step;
  } keys[] = { { GDK_KEY_Left, -1 },       { GDK_KEY_Right, 1 },     { GDK_KEY_Up, -1 },
               { GDK_KEY_Down, 1 },        { GDK_KEY_Page_Up, -10 }, { GDK_KEY_Page_Down, 10 },
               { GDK_KEY_Home, G_MININT }, { GDK_KEY_End, G_MAXINT } };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_digit_details_dispose;
  widget_class->map = nabla_digit_details_map;
  widget_class->grab_focus = nabla_digit_details_grab_focus;
  signals[CLOSED] = g_signal_new ("closed", NABLA_TYPE_DIGIT_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, key_go, "i", keys[i].step);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, key_close, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, key_close, NULL);

  g_type_ensure (NABLA_TYPE_PIXEL_VIEW);
  g_type_ensure (NABLA_TYPE_PROBABILITY_BARS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "digitdetails");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-digit-details.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, title);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, place);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, previous);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, next);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, pixels);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, pointed);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, verdict);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, bars);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked);
  gtk_widget_class_bind_template_callback (widget_class, previous_clicked);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked);
  gtk_widget_class_bind_template_callback (widget_class, show_pointed);
}

static void
nabla_digit_details_init (NablaDigitDetails *self)
{
  self->color = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_digit_details_new (void)
{
  return g_object_new (NABLA_TYPE_DIGIT_DETAILS, NULL);
}

void
nabla_digit_details_set_list (NablaDigitDetails *self, NablaDigitList *list)
{
  g_return_if_fail (NABLA_IS_DIGIT_DETAILS (self));
  g_return_if_fail (NABLA_IS_DIGIT_LIST (list) && self->list == NULL);

  self->list = g_object_ref (list);
  g_signal_connect_object (list, "changed", G_CALLBACK (show_image), self, G_CONNECT_SWAPPED);
}

void
nabla_digit_details_set_color (NablaDigitDetails *self, int color)
{
  g_return_if_fail (NABLA_IS_DIGIT_DETAILS (self));

  self->color = color;
  show_image (self);
}

void
nabla_digit_details_open (NablaDigitDetails *self, guint index)
{
  g_return_if_fail (NABLA_IS_DIGIT_DETAILS (self));

  self->index = index;
  show_image (self);
}

guint
nabla_digit_details_get_index (NablaDigitDetails *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_DETAILS (self), 0);

  return self->index;
}
