/* SPDX-License-Identifier: MIT */
#include "app/nabla-pixel-view.h"

#include "plot/plot-color.h"

#include <adwaita.h>
#include <math.h>
#include <stdlib.h>

#define LEAST   196 /* px of a side */
#define NATURAL 308
#define CORNER  6
#define FOCUS   2 /* px of the line around it */

struct _NablaPixelView {
  GtkWidget parent_instance;

  int width, height;
  float *values; /* [height][width] 0 … 1 of ink, −1 … 1 with a sign */
  gboolean is_signed;
  cairo_surface_t *surface; /* made when it is drawn; NULL: it is to be made */
  int x, y;                 /* that the pointer is at; −1: nowhere */
};

G_DEFINE_FINAL_TYPE (NablaPixelView, nabla_pixel_view, GTK_TYPE_WIDGET)

enum { POINTED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* px of a pixel's side, whole ones, and where the first one lies. */
static int
place (NablaPixelView *self, int *left, int *top)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int scale = MIN ((width - 2 * FOCUS) / MAX (self->width, 1),
                   (height - 2 * FOCUS) / MAX (self->height, 1));

  scale = MAX (scale, 1);

  *left = (width - scale * self->width) / 2;
  *top = (height - scale * self->height) / 2;
  return scale;
}

static guint32
pack (PlotColor color)
{
  return (guint32) lround (color.red * 255) << 16 | (guint32) lround (color.green * 255) << 8 |
         (guint32) lround (color.blue * 255);
}

static PlotColor
mix (PlotColor paper, const GdkRGBA *ink, double t)
{
  return (PlotColor){ paper.red + t * (ink->red - paper.red),
                      paper.green + t * (ink->green - paper.green),
                      paper.blue + t * (ink->blue - paper.blue), 1 };
}

/* The colours are those of the theme of now. */
static void
paint (NablaPixelView *self, const GdkRGBA *ink)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  PlotColor paper =
      dark ? (PlotColor){ 0.118, 0.118, 0.118, 1 } : (PlotColor){ 0.973, 0.973, 0.973, 1 };
  guchar *rows;
  int stride;

  self->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, self->width, self->height);
  rows = cairo_image_surface_get_data (self->surface);
  stride = cairo_image_surface_get_stride (self->surface);
  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++) {
      double value = self->values[y * self->width + x];
      guint32 color =
          pack (self->is_signed ? plot_color_signed (value, paper) : mix (paper, ink, value));

      memcpy (rows + y * stride + 4 * x, &color, sizeof color);
    }
  cairo_surface_mark_dirty (self->surface);
}

static void
draw_pointed (NablaPixelView *self, GtkSnapshot *snapshot, int scale, int left, int top)
{
  GskRoundedRect outline;
  GdkRGBA color;

  if (self->x < 0 || !gtk_style_context_lookup_color (
                         gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_color", &color))
    return;
  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT ((float) (left + scale * self->x - 1),
                                                        (float) (top + scale * self->y - 1),
                                                        (float) (scale + 2), (float) (scale + 2)),
                                   1);
  gtk_snapshot_append_border (snapshot, &outline, (float[]){ 2, 2, 2, 2 },
                              (GdkRGBA[]){ color, color, color, color });
}

static void
draw_focus (NablaPixelView *self, GtkSnapshot *snapshot, const graphene_rect_t *area)
{
  GskRoundedRect outline;
  graphene_rect_t around = *area;
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                       "accent_color", &color))
    return;
  color.alpha = 0.5f;
  graphene_rect_inset (&around, -FOCUS, -FOCUS);
  gsk_rounded_rect_init_from_rect (&outline, &around, CORNER + FOCUS);
  gtk_snapshot_append_border (snapshot, &outline, (float[]){ FOCUS, FOCUS, FOCUS, FOCUS },
                              (GdkRGBA[]){ color, color, color, color });
}

static void
nabla_pixel_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaPixelView *self = NABLA_PIXEL_VIEW (widget);
  GskRoundedRect corners;
  graphene_rect_t area;
  int left, top, scale;
  GdkRGBA ink;
  cairo_t *cr;

  if (self->values == NULL)
    return;
  scale = place (self, &left, &top);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  if (self->surface == NULL)
    paint (self, &ink);
  area = GRAPHENE_RECT_INIT ((float) left, (float) top, (float) (scale * self->width),
                             (float) (scale * self->height));
  gsk_rounded_rect_init_from_rect (&corners, &area, CORNER);
  gtk_snapshot_push_rounded_clip (snapshot, &corners);
  cr = gtk_snapshot_append_cairo (snapshot, &area);
  cairo_translate (cr, left, top);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, self->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  gtk_snapshot_pop (snapshot);
  draw_pointed (self, snapshot, scale, left, top);
  if (gtk_widget_has_visible_focus (widget))
    draw_focus (self, snapshot, &area);
}

static void
nabla_pixel_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = LEAST;
  *natural = NATURAL;
}

static void
theme_changed (NablaPixelView *self)
{
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
nabla_pixel_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (nabla_pixel_view_parent_class)->css_changed (widget, change);
  theme_changed (NABLA_PIXEL_VIEW (widget));
}

static void
moved (NablaPixelView *self, double x, double y)
{
  int left, top, scale = place (self, &left, &top);
  int column = (int) floor ((x - left) / scale), row = (int) floor ((y - top) / scale);

  if (self->values == NULL || column < 0 || column >= self->width || row < 0 || row >= self->height)
    column = row = -1;
  nabla_pixel_view_point_at (self, column, row);
}

static void
went (NablaPixelView *self)
{
  nabla_pixel_view_point_at (self, -1, -1);
}

static void
nabla_pixel_view_finalize (GObject *object)
{
  NablaPixelView *self = NABLA_PIXEL_VIEW (object);

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_free (self->values);
  G_OBJECT_CLASS (nabla_pixel_view_parent_class)->finalize (object);
}

static void
nabla_pixel_view_class_init (NablaPixelViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nabla_pixel_view_finalize;
  widget_class->snapshot = nabla_pixel_view_snapshot;
  widget_class->measure = nabla_pixel_view_measure;
  widget_class->css_changed = nabla_pixel_view_css_changed;
  signals[POINTED] = g_signal_new ("pointed", NABLA_TYPE_PIXEL_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "pixelview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
nabla_pixel_view_init (NablaPixelView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->x = self->y = -1;
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (moved), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (moved), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (went), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (theme_changed), self, G_CONNECT_SWAPPED);
}

GtkWidget *
nabla_pixel_view_new (void)
{
  return g_object_new (NABLA_TYPE_PIXEL_VIEW, NULL);
}

static void
make_room (NablaPixelView *self, int width, int height, gboolean is_signed)
{
  if (self->width != width || self->height != height || self->values == NULL) {
    g_free (self->values);
    self->values = g_new (float, (gsize) width *(gsize) height);
    self->width = width;
    self->height = height;
    self->x = self->y = -1;
  }
  self->is_signed = is_signed;
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
nabla_pixel_view_set_ink (NablaPixelView *self, const guint8 *ink, int width, int height)
{
  g_return_if_fail (NABLA_IS_PIXEL_VIEW (self));
  g_return_if_fail (width > 0 && height > 0);

  make_room (self, width, height, FALSE);
  for (int i = 0; i < width * height; i++)
    self->values[i] = ink[i] / 255.0f;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  float first = *(const float *) a, second = *(const float *) b;

  return (first > second) - (first < second);
}

/* A few values far out must not make the rest pale: |value| that 99 of 100 are not above, the
 * largest where that is 0. */
static float
robust_scale (const float *values, int n)
{
  g_autofree float *sizes = g_new (float, n);
  float scale;

  for (int i = 0; i < n; i++)
    sizes[i] = isfinite (values[i]) ? fabsf (values[i]) : 0;
  qsort (sizes, (gsize) n, sizeof *sizes, compare);
  scale = sizes[n - 1 - n / 100];
  return scale > 0 ? scale : sizes[n - 1];
}

void
nabla_pixel_view_set_signed (NablaPixelView *self, const float *values, int width, int height)
{
  float scale;

  g_return_if_fail (NABLA_IS_PIXEL_VIEW (self));
  g_return_if_fail (width > 0 && height > 0);

  make_room (self, width, height, TRUE);
  scale = robust_scale (values, width * height);
  for (int i = 0; i < width * height; i++)
    self->values[i] =
        scale > 0 && isfinite (values[i]) ? CLAMP (values[i] / scale, -1.0f, 1.0f) : 0;
}

gboolean
nabla_pixel_view_get_pointed (NablaPixelView *self, int *x, int *y)
{
  g_return_val_if_fail (NABLA_IS_PIXEL_VIEW (self), FALSE);

  *x = self->x;
  *y = self->y;
  return self->x >= 0;
}

void
nabla_pixel_view_point_at (NablaPixelView *self, int x, int y)
{
  g_return_if_fail (NABLA_IS_PIXEL_VIEW (self));
  g_return_if_fail (x < self->width && y < self->height);

  if (self->x == x && self->y == y)
    return;
  self->x = x;
  self->y = y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[POINTED], 0);
}
