/* SPDX-License-Identifier: MIT */
#include "app/nabla-weight-tile.h"

#include "plot/plot-color.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define SIDE     28
#define N_PIXELS (SIDE * SIDE)
#define LEVELS   127 /* of each sign */
#define BINS     256

struct _NablaWeightTile {
  GtkWidget parent_instance;

  char *name;
  gint8 levels[N_PIXELS]; /* −LEVELS … LEVELS */
  float largest;          /* |weight| */
  cairo_surface_t *surface;
};

G_DEFINE_FINAL_TYPE (NablaWeightTile, nabla_weight_tile, GTK_TYPE_WIDGET)

static guint32
pack (PlotColor color)
{
  return (guint32) lround (color.red * 255) << 16 | (guint32) lround (color.green * 255) << 8 |
         (guint32) lround (color.blue * 255);
}

/* The colours of all levels in the theme of now; made when the theme has changed. */
static const guint32 *
palette (void)
{
  static guint32 colors[2 * LEVELS + 1];
  static int made_for = -1;
  int dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  PlotColor zero =
      dark ? (PlotColor){ 0.118, 0.118, 0.118, 1 } : (PlotColor){ 0.973, 0.973, 0.973, 1 };

  if (made_for == dark)
    return colors;
  for (int i = -LEVELS; i <= LEVELS; i++)
    colors[i + LEVELS] = pack (plot_color_signed ((double) i / LEVELS, zero));
  made_for = dark;
  return colors;
}

static void
paint (NablaWeightTile *self)
{
  const guint32 *colors = palette ();
  guchar *rows;
  int stride;

  if (self->surface == NULL)
    self->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_surface_flush (self->surface);
  rows = cairo_image_surface_get_data (self->surface);
  stride = cairo_image_surface_get_stride (self->surface);
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      memcpy (rows + y * stride + 4 * x, &colors[self->levels[y * SIDE + x] + LEVELS], 4);
  cairo_surface_mark_dirty (self->surface);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A few weights far out must not make the rest pale: |weight| that 99 of 100 are not above. */
static float
robust_scale (const float *weights, gsize stride, float largest)
{
  guint bins[BINS] = { 0 }, above = 0;
  int bin = BINS - 1;

  for (int i = 0; i < N_PIXELS; i++) {
    float share = fabsf (weights[i * stride]) / largest;

    bins[MIN ((int) (share * BINS), BINS - 1)]++;
  }
  while (bin > 0 && above + bins[bin] <= N_PIXELS / 100)
    above += bins[bin--];
  return largest * (bin + 1) / BINS;
}

static gboolean
query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  NablaWeightTile *self = NABLA_WEIGHT_TILE (widget);
  g_autofree char *text =
      g_strdup_printf (_ ("%s · strongest weight %.3g"), self->name, self->largest);

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
nabla_weight_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaWeightTile *self = NABLA_WEIGHT_TILE (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double side = MIN (width, height);
  cairo_t *cr;

  if (self->surface == NULL || side <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_translate (cr, floor ((width - side) / 2), floor ((height - side) / 2));
  cairo_scale (cr, side / SIDE, side / SIDE);
  cairo_set_source_surface (cr, self->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0, 0, SIDE, SIDE);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
nabla_weight_tile_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 2 * SIDE + 8;
}

static void
nabla_weight_tile_finalize (GObject *object)
{
  NablaWeightTile *self = NABLA_WEIGHT_TILE (object);

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_free (self->name);
  G_OBJECT_CLASS (nabla_weight_tile_parent_class)->finalize (object);
}

static void
nabla_weight_tile_class_init (NablaWeightTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nabla_weight_tile_finalize;
  widget_class->snapshot = nabla_weight_tile_snapshot;
  widget_class->measure = nabla_weight_tile_measure;
  widget_class->query_tooltip = query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "weighttile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
nabla_weight_tile_init (NablaWeightTile *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (paint),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
nabla_weight_tile_new (const char *name)
{
  NablaWeightTile *self = g_object_new (NABLA_TYPE_WEIGHT_TILE, NULL);

  self->name = g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}

void
nabla_weight_tile_set_weights (NablaWeightTile *self, const float *weights, gsize stride)
{
  gint8 levels[N_PIXELS] = { 0 };
  float scale;

  g_return_if_fail (NABLA_IS_WEIGHT_TILE (self));

  self->largest = 0;
  for (int i = 0; i < N_PIXELS; i++)
    self->largest = fmaxf (self->largest, fabsf (weights[i * stride]));
  /* All zero, and what is not finite, stays the background's colour. */
  if (self->largest > 0 && isfinite (self->largest)) {
    scale = robust_scale (weights, stride, self->largest);
    for (int i = 0; i < N_PIXELS; i++)
      levels[i] = (gint8) lroundf (CLAMP (weights[i * stride] / scale, -1.0f, 1.0f) * LEVELS);
  }
  if (self->surface != NULL && memcmp (levels, self->levels, sizeof levels) == 0)
    return;
  memcpy (self->levels, levels, sizeof levels);
  paint (self);
}

guint32
nabla_weight_tile_get_pixel (NablaWeightTile *self, int x, int y)
{
  g_return_val_if_fail (NABLA_IS_WEIGHT_TILE (self), 0);
  g_return_val_if_fail (x >= 0 && x < SIDE && y >= 0 && y < SIDE, 0);

  return palette ()[self->levels[y * SIDE + x] + LEVELS];
}
