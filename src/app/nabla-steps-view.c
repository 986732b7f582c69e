/* SPDX-License-Identifier: MIT */
#include "app/nabla-steps-view.h"

#include "app/nabla-digit-image.h"
#include "app/nabla-drawing-input.h"

#include <glib/gi18n.h>

#define SKETCH_SIDE NABLA_STEPS_SKETCH_SIDE
#define SCALED_SIDE 20

struct _NablaStepsView {
  GtkWidget parent_instance;

  NablaDigitImage *drawn;
  NablaDigitImage *boxed;
  NablaDigitImage *scaled;
  NablaDigitImage *weighed;
  NablaDigitImage *seen;
  GtkWidget *boxed_step;
  GtkWidget *scaled_step;
  GtkWidget *weighed_step;

  gboolean normalise;
};

G_DEFINE_FINAL_TYPE (NablaStepsView, nabla_steps_view, GTK_TYPE_WIDGET)

enum { PROP_NORMALISE = 1, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

static void
nabla_steps_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NORMALISE)
    g_value_set_boolean (value, NABLA_STEPS_VIEW (object)->normalise);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_steps_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaStepsView *self = NABLA_STEPS_VIEW (object);

  if (id != PROP_NORMALISE) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  } else if (self->normalise != g_value_get_boolean (value)) {
    self->normalise = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
  }
}

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
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = nabla_steps_view_dispose;
  object_class->get_property = nabla_steps_view_get_property;
  object_class->set_property = nabla_steps_view_set_property;
  properties[PROP_NORMALISE] =
      g_param_spec_boolean ("normalise", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "stepsview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  g_type_ensure (NABLA_TYPE_DIGIT_IMAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-steps-view.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaStepsView, drawn);
  gtk_widget_class_bind_template_child (widget_class, NablaStepsView, boxed);
  gtk_widget_class_bind_template_child (widget_class, NablaStepsView, scaled);
  gtk_widget_class_bind_template_child (widget_class, NablaStepsView, weighed);
  gtk_widget_class_bind_template_child (widget_class, NablaStepsView, seen);
  gtk_widget_class_bind_template_child (widget_class, NablaStepsView, boxed_step);
  gtk_widget_class_bind_template_child (widget_class, NablaStepsView, scaled_step);
  gtk_widget_class_bind_template_child (widget_class, NablaStepsView, weighed_step);
  gtk_widget_class_bind_template_child_full (widget_class, "normalise_switch", FALSE, 0);
}

static void
nabla_steps_view_init (NablaStepsView *self)
{
  self->normalise = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_steps_view_new (void)
{
  return g_object_new (NABLA_TYPE_STEPS_VIEW, NULL);
}

gboolean
nabla_steps_view_get_normalise (NablaStepsView *self)
{
  g_return_val_if_fail (NABLA_IS_STEPS_VIEW (self), TRUE);

  return self->normalise;
}

static void
set_skipped (GtkWidget *step, gboolean skipped)
{
  if (skipped == gtk_widget_has_css_class (step, "skipped"))
    return;
  if (skipped)
    gtk_widget_add_css_class (step, "skipped");
  else
    gtk_widget_remove_css_class (step, "skipped");
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (step)),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  skipped ? _ ("This step is skipped") : "", -1);
}

/* The box around the ink of pixels[SKETCH_SIDE][SKETCH_SIDE]. */
static graphene_rect_t
find_box (const guint8 *pixels)
{
  int left = SKETCH_SIDE, right = 0, top = SKETCH_SIDE, bottom = 0;

  for (int y = 0; y < SKETCH_SIDE; y++)
    for (int x = 0; x < SKETCH_SIDE; x++)
      if (pixels[y * SKETCH_SIDE + x] != 0) {
        left = MIN (left, x);
        right = MAX (right, x);
        top = MIN (top, y);
        bottom = MAX (bottom, y);
      }
  return GRAPHENE_RECT_INIT (left + 0.5f, top + 0.5f, MAX (right - left, 1), MAX (bottom - top, 1));
}

static void
show_scaled (NablaStepsView *self, const DigitsNormalised *normalised)
{
  guint8 pixels[SCALED_SIDE * SCALED_SIDE] = { 0 };
  int width = normalised->scaled_width, height = normalised->scaled_height;
  int left = (SCALED_SIDE - width) / 2, top = (SCALED_SIDE - height) / 2;

  for (int y = 0; y < height; y++)
    memcpy (pixels + (top + y) * SCALED_SIDE + left, normalised->scaled + y * width, width);
  nabla_digit_image_set_pixels (self->scaled, pixels, SCALED_SIDE, SCALED_SIDE);
}

/* The scaled box in the middle, and where its centre of mass is. */
static void
show_weighed (NablaStepsView *self, const DigitsNormalised *normalised)
{
  double mass = 0, x = 0, y = 0;

  for (int i = 0; i < DIGITS_PIXELS; i++) {
    mass += normalised->boxed[i];
    x += normalised->boxed[i] * (i % DIGITS_SIDE + 0.5);
    y += normalised->boxed[i] * (i / DIGITS_SIDE + 0.5);
  }
  nabla_digit_image_set_pixels (self->weighed, normalised->boxed, DIGITS_SIDE, DIGITS_SIDE);
  if (mass > 0)
    nabla_digit_image_set_mark (self->weighed,
                                &GRAPHENE_POINT_INIT ((float) (x / mass), (float) (y / mass)));
}

void
nabla_steps_view_set (NablaStepsView *self, const DigitsStrokes *strokes,
                      const DigitsNormalised *normalised, const guint8 *seen)
{
  guint8 sketch[SKETCH_SIDE * SKETCH_SIDE];
  gboolean skipped = seen != NULL ? normalised == NULL : !self->normalise;

  g_return_if_fail (NABLA_IS_STEPS_VIEW (self));

  set_skipped (self->boxed_step, skipped);
  set_skipped (self->scaled_step, skipped);
  set_skipped (self->weighed_step, skipped);
  nabla_digit_image_set_pixels (self->seen, seen, DIGITS_SIDE, DIGITS_SIDE);
  if (seen == NULL || strokes == NULL) {
    nabla_digit_image_set_pixels (self->drawn, seen, DIGITS_SIDE, DIGITS_SIDE);
  } else {
    nabla_drawing_shrink (strokes, sketch, SKETCH_SIDE);
    nabla_digit_image_set_pixels (self->drawn, sketch, SKETCH_SIDE, SKETCH_SIDE);
  }
  if (seen == NULL || strokes == NULL || normalised == NULL) {
    nabla_digit_image_set_pixels (self->boxed, NULL, 0, 0);
    nabla_digit_image_set_pixels (self->scaled, NULL, 0, 0);
    nabla_digit_image_set_pixels (self->weighed, NULL, 0, 0);
    return;
  }
  graphene_rect_t box = find_box (sketch);
  nabla_digit_image_set_pixels (self->boxed, sketch, SKETCH_SIDE, SKETCH_SIDE);
  nabla_digit_image_set_box (self->boxed, &box);
  show_scaled (self, normalised);
  show_weighed (self, normalised);
}

void
nabla_steps_view_set_sketch (NablaStepsView *self, const guint8 *sketch, const graphene_rect_t *box,
                             const DigitsNormalised *normalised)
{
  g_return_if_fail (NABLA_IS_STEPS_VIEW (self));

  set_skipped (self->boxed_step, FALSE);
  set_skipped (self->scaled_step, FALSE);
  set_skipped (self->weighed_step, FALSE);
  nabla_digit_image_set_pixels (self->drawn, sketch, SKETCH_SIDE, SKETCH_SIDE);
  nabla_digit_image_set_pixels (self->boxed, sketch, SKETCH_SIDE, SKETCH_SIDE);
  nabla_digit_image_set_box (self->boxed, box);
  show_scaled (self, normalised);
  show_weighed (self, normalised);
  nabla_digit_image_set_pixels (self->seen, normalised->pixels, DIGITS_SIDE, DIGITS_SIDE);
}
