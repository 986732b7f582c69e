/* SPDX-License-Identifier: MIT */
#include "app/nabla-steps-view.h"

#include "app/nabla-canvas-ink.h"
#include "app/nabla-digit-image.h"

#define SKETCH_SIDE 56 /* pixels of the first image */

struct _NablaStepsView {
  GtkWidget parent_instance;

  NablaDigitImage *drawn;
  NablaDigitImage *scaled;
  NablaDigitImage *seen;
};

G_DEFINE_FINAL_TYPE (NablaStepsView, nabla_steps_view, GTK_TYPE_WIDGET)

static void
nabla_steps_view_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (nabla_steps_view_parent_class)->dispose (object);
}

static void
nabla_steps_view_class_init (NablaStepsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_steps_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "stepsview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  g_type_ensure (NABLA_TYPE_DIGIT_IMAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-steps-view.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaStepsView, drawn);
  gtk_widget_class_bind_template_child (widget_class, NablaStepsView, scaled);
  gtk_widget_class_bind_template_child (widget_class, NablaStepsView, seen);
}

static void
nabla_steps_view_init (NablaStepsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_steps_view_new (void)
{
  return g_object_new (NABLA_TYPE_STEPS_VIEW, NULL);
}

/* The first image: the paper made small, and the box of its ink. */
static void
show_drawn (NablaStepsView *self, const DigitsStrokes *strokes, float units)
{
  float scale = SKETCH_SIDE / units;
  guint8 pixels[SKETCH_SIDE * SKETCH_SIDE];
  int left = SKETCH_SIDE, right = -1, top = SKETCH_SIDE, bottom = -1;

  digits_strokes_rasterise (strokes, 0, 0, scale, NABLA_CANVAS_PEN * scale, pixels, SKETCH_SIDE,
                            SKETCH_SIDE);
  for (int y = 0; y < SKETCH_SIDE; y++)
    for (int x = 0; x < SKETCH_SIDE; x++)
      if (pixels[y * SKETCH_SIDE + x] != 0) {
        left = MIN (left, x);
        right = MAX (right, x);
        top = MIN (top, y);
        bottom = MAX (bottom, y);
      }
  nabla_digit_image_set_pixels (self->drawn, pixels, SKETCH_SIDE, SKETCH_SIDE);
  if (right >= 0)
    nabla_digit_image_set_box (
        self->drawn, &GRAPHENE_RECT_INIT (left + 0.5f, top + 0.5f, right - left, bottom - top));
}

void
nabla_steps_view_set (NablaStepsView *self, const DigitsStrokes *strokes, float units,
                      const DigitsNormalised *normalised)
{
  g_return_if_fail (NABLA_IS_STEPS_VIEW (self));

  if (normalised == NULL) {
    nabla_digit_image_set_pixels (self->drawn, NULL, 0, 0);
    nabla_digit_image_set_pixels (self->scaled, NULL, 0, 0);
    nabla_digit_image_set_pixels (self->seen, NULL, 0, 0);
    return;
  }
  show_drawn (self, strokes, units);
  nabla_digit_image_set_pixels (self->scaled, normalised->boxed, DIGITS_SIDE, DIGITS_SIDE);
  nabla_digit_image_set_pixels (self->seen, normalised->pixels, DIGITS_SIDE, DIGITS_SIDE);
}
