/* SPDX-License-Identifier: MIT */
#include "app/nabla-confusion-cell.h"

#include "app/nabla-count.h"
#include "plot/plot-color.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define CORNER 3
#define MARGIN 2    /* px left and right of the number */
#define FULL   0.1  /* the share of a digit's images from which a mistake has the full colour */
#define FAINT  0.08 /* the colour of a single mistake */
#define RIGHT  0.55 /* the colour of a digit that is always read right */

struct _NablaConfusionCell {
  GtkWidget parent_instance;

  int digit, answer;
  guint64 count, n;
  PangoLayout *number;
};

G_DEFINE_FINAL_TYPE (NablaConfusionCell, nabla_confusion_cell, GTK_TYPE_WIDGET)

/* How strong the colour is, −1 (right) … 1 (wrong); 0 of none. */
static double
strength (NablaConfusionCell *self)
{
  double share = self->n > 0 ? (double) self->count / (double) self->n : 0;

  if (self->count == 0)
    return 0;
  if (self->digit == self->answer)
    return -RIGHT * share;
  return FAINT + (1 - FAINT) * sqrt (fmin (share / FULL, 1));
}

static GdkRGBA
rgba (PlotColor color)
{
  return (GdkRGBA){ (float) color.red, (float) color.green, (float) color.blue, 1 };
}

/* Black or white, whichever is read better on it. */
static GdkRGBA
text_on (PlotColor color)
{
  double light = 0.2126 * pow (color.red, 2.2) + 0.7152 * pow (color.green, 2.2) +
                 0.0722 * pow (color.blue, 2.2);

  return light > 0.2 ? (GdkRGBA){ 0, 0, 0, 0.87f } : (GdkRGBA){ 1, 1, 1, 1 };
}

static void
draw_number (NablaConfusionCell *self, GtkSnapshot *snapshot, const GdkRGBA *color, float width,
             float height)
{
  float scale;
  int text_width, text_height;

  pango_layout_get_pixel_size (self->number, &text_width, &text_height);
  /* Five figures of a large part must fit as one does. */
  scale = fminf (1, (width - 2 * MARGIN) / (float) MAX (text_width, 1));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((width - scale * (float) text_width) / 2,
                                                (height - scale * (float) text_height) / 2));
  gtk_snapshot_scale (snapshot, scale, scale);
  gtk_snapshot_append_layout (snapshot, self->number, color);
  gtk_snapshot_restore (snapshot);
}

static void
nabla_confusion_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaConfusionCell *self = NABLA_CONFUSION_CELL (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  PlotColor paper =
      dark ? (PlotColor){ 0.16, 0.16, 0.16, 1 } : (PlotColor){ 0.957, 0.957, 0.957, 1 };
  PlotColor color = plot_color_signed (strength (self), paper);
  GdkRGBA fill = rgba (color), text = text_on (color);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), CORNER);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &fill, &outline.bounds);
  gtk_snapshot_pop (snapshot);
  if (self->count > 0)
    draw_number (self, snapshot, &text, width, height);
}

static char *
description (NablaConfusionCell *self)
{
  g_autofree char *count = nabla_count_to_text (self->count);

  /* Translators: a digit, an answer, and how many images of the digit got it */
  return g_strdup_printf (
      ngettext ("%d read as %d: %s image", "%d read as %d: %s images", (gulong) self->count),
      self->digit, self->answer, count);
}

static gboolean
nabla_confusion_cell_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                                    GtkTooltip *tooltip)
{
  NablaConfusionCell *self = NABLA_CONFUSION_CELL (widget);
  g_autofree char *name = description (self);
  /* Translators: "4 read as 9: 31 images", and what share of the digit's images that is */
  g_autofree char *text =
      g_strdup_printf (_ ("%s, %.1f %% of this digit"), name,
                       self->n > 0 ? 100.0 * (double) self->count / (double) self->n : 0.0);

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
nabla_confusion_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (nabla_confusion_cell_parent_class)->css_changed (widget, change);
  if (NABLA_CONFUSION_CELL (widget)->number != NULL)
    pango_layout_context_changed (NABLA_CONFUSION_CELL (widget)->number);
}

static void
nabla_confusion_cell_finalize (GObject *object)
{
  g_clear_object (&NABLA_CONFUSION_CELL (object)->number);
  G_OBJECT_CLASS (nabla_confusion_cell_parent_class)->finalize (object);
}

static void
nabla_confusion_cell_class_init (NablaConfusionCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nabla_confusion_cell_finalize;
  widget_class->snapshot = nabla_confusion_cell_snapshot;
  widget_class->query_tooltip = nabla_confusion_cell_query_tooltip;
  widget_class->css_changed = nabla_confusion_cell_css_changed;
  gtk_widget_class_set_css_name (widget_class, "confusioncell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
nabla_confusion_cell_init (NablaConfusionCell *self)
{
  self->number = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
show_name (NablaConfusionCell *self)
{
  g_autofree char *name = description (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkWidget *
nabla_confusion_cell_new (int digit, int answer)
{
  NablaConfusionCell *self = g_object_new (NABLA_TYPE_CONFUSION_CELL, NULL);

  self->digit = digit;
  self->answer = answer;
  show_name (self);
  return GTK_WIDGET (self);
}

void
nabla_confusion_cell_set (NablaConfusionCell *self, guint64 count, guint64 n)
{
  g_autofree char *text = NULL;

  g_return_if_fail (NABLA_IS_CONFUSION_CELL (self));

  if (self->count == count && self->n == n)
    return;
  self->count = count;
  self->n = n;
  text = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  pango_layout_set_text (self->number, text, -1);
  show_name (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint64
nabla_confusion_cell_get_count (NablaConfusionCell *self)
{
  g_return_val_if_fail (NABLA_IS_CONFUSION_CELL (self), 0);

  return self->count;
}

int
nabla_confusion_cell_get_digit (NablaConfusionCell *self)
{
  g_return_val_if_fail (NABLA_IS_CONFUSION_CELL (self), 0);

  return self->digit;
}

int
nabla_confusion_cell_get_answer (NablaConfusionCell *self)
{
  g_return_val_if_fail (NABLA_IS_CONFUSION_CELL (self), 0);

  return self->answer;
}
