/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-details.h"

#include "app/nabla-count.h"
#include "app/nabla-pixel-view.h"
#include "app/nabla-probability-bars.h"
#include "lab/nabla-nudge.h"
#include "lab/nabla-saliency.h"
#include "nn/nn-evaluation.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

struct _NablaDigitDetails {
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkLabel *place;
  GtkWidget *previous;
  GtkWidget *next;
  NablaPixelView *pixels;
  GtkLabel *pointed;
  GtkToggleButton *look_image;
  GtkToggleButton *look_saliency;
  GtkToggleButton *look_nudge;
  GtkLabel *verdict;
  GtkLabel *explanation;
  NablaProbabilityBars *bars;

  NablaDigitList *list;
  guint index;
  int color;
  NablaNudge *nudge;         /* that is shown; NULL: none is */
  guint nudged;              /* index of its image */
  GCancellable *cancellable; /* of the search for it; NULL: none is under way */
};

G_DEFINE_FINAL_TYPE (NablaDigitDetails, nabla_digit_details, GTK_TYPE_WIDGET)

enum { CLOSED, OPENED, N_SIGNALS };
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

  if (self->index < part.n && nabla_pixel_view_get_pointed (self->pixels, &x, &y)) {
    int i = y * part.width + x, ink = ink_of (self, &part)[i];

    if (self->nudge != NULL)
      /* Translators: a pixel's place, from 0, how much ink it had, and has */
      text = g_strdup_printf (_ ("column %d, row %d: %d → %.0f of 255"), x, y, ink,
                              255 * (double) self->nudge->image[i]);
    else
      /* Translators: a pixel's place, from 0, and how much ink it has */
      text = g_strdup_printf (_ ("column %d, row %d: %d of 255"), x, y, ink);
  }
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

static NnNetwork *
network_of (NablaDigitDetails *self)
{
  NablaPrediction *prediction = nabla_digit_list_get_prediction (self->list);

  return prediction != NULL ? prediction->network : NULL;
}

/* The image as the network gets it: [height · width], 0 … 1; g_free it. */
static float *
input_of (NablaDigitDetails *self, const DigitsPart *part)
{
  int n = part->width * part->height;
  const guint8 *ink = ink_of (self, part);
  float *input = g_new (float, n);

  for (int i = 0; i < n; i++)
    input[i] = ink[i] / 255.0f;
  return input;
}

/* What the network makes of an input; FALSE where there is none, or it is no reader of digits. */
static gboolean
ask (NablaDigitDetails *self, const DigitsPart *part, const float *input,
     double probabilities[NABLA_N_DIGITS])
{
  const NnNetwork *network = network_of (self);
  NnSamples samples = { .n = 1, .n_in = part->width * part->height, .inputs = input };
  float outputs[NABLA_N_DIGITS];

  if (network == NULL)
    return FALSE;
  samples.n_out = network->sizes[network->n_layers];
  samples.labels = part->labels + self->index;
  if (!nabla_encoding_of_outputs (samples.n_out, &samples.encoding) ||
      nn_predict (network, &samples, 0, 1, outputs, NULL) != NN_OK)
    return FALSE;
  nabla_digit_probabilities (network->output, samples.encoding, outputs, samples.n_out,
                             probabilities);
  return TRUE;
}

static void
show_bars (NablaDigitDetails *self, const DigitsPart *part, const float *input)
{
  double probabilities[NABLA_N_DIGITS];

  nabla_probability_bars_set (self->bars,
                              ask (self, part, input, probabilities) ? probabilities : NULL,
                              MAX (self->color, 0));
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
explain (NablaDigitDetails *self, const char *text)
{
  gtk_label_set_label (self->explanation, text);
}

/* The image as it is, and how sure the network is. */
static void
show_plain (NablaDigitDetails *self, const DigitsPart *part)
{
  NablaPrediction *prediction = nabla_digit_list_get_prediction (self->list);
  g_autofree float *input = input_of (self, part);
  g_autofree char *text = NULL;

  if (prediction != NULL)
    text = g_strdup_printf (_ ("The network is %.1f %% sure of its answer"),
                            100 * (double) prediction->certainty[self->index]);
  nabla_pixel_view_set_ink (self->pixels, ink_of (self, part), part->width, part->height);
  show_bars (self, part, input);
  explain (self, text != NULL ? text : _ ("No network has read it yet"));
}

static void
show_saliency (NablaDigitDetails *self, const DigitsPart *part)
{
  int read = nabla_digit_list_get_read (self->list, self->index);
  g_autofree float *input = input_of (self, part);
  g_autofree float *saliency = g_new0 (float, part->width * part->height);
  g_autofree char *text = NULL;

  if (network_of (self) == NULL ||
      nabla_saliency (network_of (self), input, read, saliency) != NN_OK) {
    show_plain (self, part);
    return;
  }
  text = g_strdup_printf (_ ("Orange pixels speak for %d, blue ones against it"), read);
  nabla_pixel_view_set_signed (self->pixels, saliency, part->width, part->height);
  show_bars (self, part, input);
  explain (self, text);
}

static void
show_nudged (NablaDigitDetails *self, const DigitsPart *part)
{
  gsize n = self->nudge->n_pixels;
  g_autofree guint8 *ink = g_new (guint8, n);
  g_autofree char *text = NULL;

  for (gsize i = 0; i < n; i++)
    ink[i] = (guint8) lroundf (CLAMP (self->nudge->image[i], 0.0f, 1.0f) * 255);
  nabla_pixel_view_set_ink (self->pixels, ink, part->width, part->height);
  show_bars (self, part, self->nudge->image);
  if (self->nudge->new_digit < 0)
    text = g_strdup (_ ("No change of the pixels was found that changes the answer"));
  else
    /* Translators: the largest change of a pixel, 0 … 1 and of 255, and the answer that it makes */
    text = g_strdup_printf (_ ("ε = %.3f, at most %.0f of 255 a pixel: it is read as %d"),
                            self->nudge->epsilon, ceil (255 * self->nudge->epsilon),
                            self->nudge->new_digit);
  explain (self, text);
}

static void
give_up_nudge (NablaDigitDetails *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
drop_nudge (NablaDigitDetails *self)
{
  give_up_nudge (self);
  g_clear_pointer (&self->nudge, nabla_nudge_free);
}

static void
nudge_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaDigitDetails) self = data;
  g_autoptr (GError) error = NULL;
  NablaNudge *nudge = nabla_nudge_find_finish (result, &error);
  DigitsPart part;

  /* A cancelled one has a successor, or nobody looks at it any more. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (nudge == NULL) {
    explain (self, error->message);
    return;
  }
  nabla_nudge_free (self->nudge);
  self->nudge = nudge;
  self->nudged = self->index;
  part = nabla_digit_list_get_part (self->list);
  show_nudged (self, &part);
  show_pointed (self);
}

/* The image as it is, until a nudge has been found; while a run trains, what an earlier network was
 * nudged by. */
static void
look_for_nudge (NablaDigitDetails *self, const DigitsPart *part)
{
  g_autofree float *input = input_of (self, part);

  if (self->nudged != self->index || network_of (self) == NULL)
    drop_nudge (self);
  give_up_nudge (self);
  if (self->nudge == NULL) {
    show_plain (self, part);
    explain (self, _ ("Looking for the smallest change that changes the answer…"));
  }
  if (network_of (self) == NULL) {
    explain (self, _ ("No network has read it yet"));
    return;
  }
  self->cancellable = g_cancellable_new ();
  nabla_nudge_find_async (network_of (self), input, self->cancellable, nudge_found,
                          g_object_ref (self));
}

static void
show_image (NablaDigitDetails *self)
{
  DigitsPart part = self->list != NULL ? nabla_digit_list_get_part (self->list) : (DigitsPart){ 0 };

  if (!gtk_toggle_button_get_active (self->look_nudge))
    drop_nudge (self);
  if (self->index >= part.n || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  show_place (self);
  show_verdict (self, &part);
  if (gtk_toggle_button_get_active (self->look_saliency))
    show_saliency (self, &part);
  else if (gtk_toggle_button_get_active (self->look_nudge))
    look_for_nudge (self, &part);
  else
    show_plain (self, &part);
  show_pointed (self);
}

static void
look_toggled (NablaDigitDetails *self, GtkToggleButton *look)
{
  if (gtk_toggle_button_get_active (look))
    show_image (self);
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

/* Argument: which look, from the left. */
static gboolean
key_look (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  NablaDigitDetails *self = NABLA_DIGIT_DETAILS (widget);
  GtkToggleButton *looks[] = { self->look_image, self->look_saliency, self->look_nudge };

  gtk_toggle_button_set_active (looks[g_variant_get_int32 (arguments)], TRUE);
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
  NablaDigitDetails *self = NABLA_DIGIT_DETAILS (object);
  GtkWidget *child;

  drop_nudge (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->list);
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
  static const guint looks[] = { GDK_KEY_i, GDK_KEY_s, GDK_KEY_n };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_digit_details_dispose;
  widget_class->map = nabla_digit_details_map;
  widget_class->grab_focus = nabla_digit_details_grab_focus;
  signals[CLOSED] =
      g_signal_new ("closed", NABLA_TYPE_DIGIT_DETAILS, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPENED] = g_signal_new ("opened", NABLA_TYPE_DIGIT_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, key_go, "i", keys[i].step);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_class_add_binding (widget_class, looks[i], 0, key_look, "i", (int) i);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Escape, 0, "closed", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "closed", NULL);

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
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, look_image);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, look_saliency);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, look_nudge);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, explanation);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitDetails, bars);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked);
  gtk_widget_class_bind_template_callback (widget_class, previous_clicked);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked);
  gtk_widget_class_bind_template_callback (widget_class, show_pointed);
  gtk_widget_class_bind_template_callback (widget_class, look_toggled);
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
  g_signal_emit (self, signals[OPENED], 0);
}

guint
nabla_digit_details_get_index (NablaDigitDetails *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_DETAILS (self), 0);

  return self->index;
}
