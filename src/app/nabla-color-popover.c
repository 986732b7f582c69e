/* SPDX-License-Identifier: MIT */
#include "app/nabla-color-popover.h"

#include "app/nabla-run-marks.h"
#include "lab/nabla-run.h"
#include "plot/plot-color.h"

#include <glib/gi18n.h>

#define COLUMNS 4

/* What lab and plot know by the same numbers. */
G_STATIC_ASSERT (NABLA_RUN_COLOR_RGB == PLOT_COLOR_RGB);
G_STATIC_ASSERT (NABLA_RUN_COLOR_CHOSEN % PLOT_N_RUN_COLORS == 0);

struct _NablaColorPopover {
  GtkPopover parent_instance;

  int color;
  GtkWidget *buttons[PLOT_N_RUN_COLORS];
};

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaColorPopover, nabla_color_popover, GTK_TYPE_POPOVER)

static const char *const names[PLOT_N_RUN_COLORS] = {
  N_ ("Blue"),  N_ ("Orange"), N_ ("Purple"), N_ ("Teal"),
  N_ ("Olive"), N_ ("Rose"),   N_ ("Green"),  N_ ("Clay"),
};

static void
draw_color (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer place)
{
  nabla_run_marks_draw_swatch (cr, width, height, GPOINTER_TO_INT (place), TRUE);
}

/* The popover may go with the row that it stands at. */
static void
choose (NablaColorPopover *self, int color)
{
  g_autoptr (NablaColorPopover) keep = g_object_ref (self);

  gtk_popover_popdown (GTK_POPOVER (keep));
  g_signal_emit (keep, signals[CHOSEN], 0, color);
}

static void
on_clicked (NablaColorPopover *self, GtkWidget *button)
{
  for (int place = 0; place < PLOT_N_RUN_COLORS; place++)
    if (self->buttons[place] == button)
      choose (self, NABLA_RUN_COLOR_CHOSEN + place);
}

static int
part_of (double value)
{
  return (int) (CLAMP (value, 0.0, 1.0) * 255.0 + 0.5);
}

static void
on_response (NablaColorPopover *self, int response, GtkWidget *dialog)
{
  GdkRGBA color;

  if (response == GTK_RESPONSE_OK) {
    gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (dialog), &color);
    choose (self, NABLA_RUN_COLOR_RGB + (part_of (color.red) << 16) + (part_of (color.green) << 8) +
                      part_of (color.blue));
  }
}

static void
on_custom (NablaColorPopover *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const PlotColor color = plot_color_of_run (self->color);
  const GdkRGBA rgba = { (float) color.red, (float) color.green, (float) color.blue, 1 };
  GtkWidget *dialog = gtk_color_chooser_dialog_new (_ ("Colour of the Run"), GTK_WINDOW (root));

  gtk_color_chooser_set_use_alpha (GTK_COLOR_CHOOSER (dialog), FALSE);
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (dialog), &rgba);
  g_object_set (dialog, "show-editor", TRUE, NULL);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  g_signal_connect_after (dialog, "response", G_CALLBACK (gtk_window_destroy), NULL);
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
make_button (NablaColorPopover *self, int place)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *area = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), 22);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), 22);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_color, GINT_TO_POINTER (place),
                                  NULL);
  gtk_button_set_child (GTK_BUTTON (button), area);
  gtk_widget_set_tooltip_text (button, _ (names[place]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (names[place]), -1);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked), self, G_CONNECT_SWAPPED);
  return button;
}

/* The keyboard begins at the present colour. */
static void
nabla_color_popover_show (GtkWidget *widget)
{
  NablaColorPopover *self = NABLA_COLOR_POPOVER (widget);

  GTK_WIDGET_CLASS (nabla_color_popover_parent_class)->show (widget);
  if (self->color < PLOT_COLOR_RGB)
    gtk_widget_grab_focus (self->buttons[self->color % PLOT_N_RUN_COLORS]);
}

static void
nabla_color_popover_class_init (NablaColorPopoverClass *klass)
{
  GTK_WIDGET_CLASS (klass)->show = nabla_color_popover_show;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
nabla_color_popover_init (NablaColorPopover *self)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *custom = gtk_button_new_with_mnemonic (_ ("_Another…"));

  for (int place = 0; place < PLOT_N_RUN_COLORS; place++) {
    self->buttons[place] = make_button (self, place);
    gtk_grid_attach (GTK_GRID (grid), self->buttons[place], place % COLUMNS, place / COLUMNS, 1, 1);
  }
  gtk_widget_add_css_class (custom, "flat");
  g_signal_connect_object (custom, "clicked", G_CALLBACK (on_custom), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (GTK_GRID (grid), custom, 0, PLOT_N_RUN_COLORS / COLUMNS, COLUMNS, 1);
  gtk_popover_set_child (GTK_POPOVER (self), grid);
  gtk_widget_add_css_class (GTK_WIDGET (self), "palette");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Colour"), -1);
}

GtkWidget *
nabla_color_popover_new (int color)
{
  NablaColorPopover *self = g_object_new (NABLA_TYPE_COLOR_POPOVER, NULL);

  self->color = color;
  if (color < PLOT_COLOR_RGB)
    gtk_widget_add_css_class (self->buttons[color % PLOT_N_RUN_COLORS], "present");
  return GTK_WIDGET (self);
}

GtkWidget *
nabla_color_popover_get_button (NablaColorPopover *self, int place)
{
  g_return_val_if_fail (NABLA_IS_COLOR_POPOVER (self), NULL);
  g_return_val_if_fail (place >= 0 && place < PLOT_N_RUN_COLORS, NULL);
  return self->buttons[place];
}
