/* SPDX-License-Identifier: MIT */
/* Lines of text. Laying one out takes longer than drawing it, so those of the last drawings are
 * kept. */
#include "plot/plot-chart-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_KEPT 1024 /* a power of two */

typedef struct {
  char *text;
  const char *font;
  double px, max_width;
  bool bold;
  PangoLayout *layout;
} KeptLine;

double
plot_font_px (const PlotTheme *theme)
{
  return 10 * 96.0 / 72.0 * (theme->font_scale > 0 ? theme->font_scale : 1);
}

static PangoLayout *
new_layout (PangoContext *context, const KeptLine *line)
{
  PangoFontDescription *font = pango_font_description_new ();
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoLayout *layout = pango_layout_new (context);

  pango_font_description_set_family (font, line->font);
  pango_font_description_set_absolute_size (font, line->px * PANGO_SCALE);
  pango_font_description_set_weight (font, line->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (line->max_width >= 0) {
    pango_layout_set_width (layout, (int) (fmin (line->max_width, 1e6) * PANGO_SCALE));
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  }
  pango_layout_set_text (layout, line->text, -1);
  return layout;
}

/* FNV-1a of the text; the rest seldom differs where the text does not. */
static size_t
slot_of (const char *text, double px, bool bold)
{
  uint64_t hash = 14695981039346656037u ^ (uint64_t) (64 * px) ^ (bold ? 1u << 20 : 0);

  for (; *text != '\0'; text++)
    hash = (hash ^ (unsigned char) *text) * 1099511628211u;
  return (hash ^ hash >> 32) & (N_KEPT - 1);
}

PangoLayout *
plot_text_layout (cairo_t *cr, const PlotTheme *theme, const char *text, double size, bool bold,
                  double max_width)
{
  /* A layout that follows its context's changes by itself needs the one context of them all. */
  static _Thread_local PangoContext *context;
  static _Thread_local KeptLine kept[N_KEPT];
  KeptLine line = { .font = theme->font != NULL ? theme->font
                                                : "Cantarell, Adwaita Sans, Noto Sans, Sans",
                    .px = size * plot_font_px (theme),
                    .max_width = max_width < 0 ? -1 : max_width,
                    .bold = bold };
  KeptLine *slot = &kept[slot_of (text, line.px, bold)];

  if (context == NULL)
    context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_update_context (cr, context);
  if (slot->layout != NULL && strcmp (slot->text, text) == 0 && slot->px == line.px &&
      slot->max_width == line.max_width && slot->bold == bold &&
      strcmp (pango_font_description_get_family (pango_layout_get_font_description (slot->layout)),
              line.font) == 0)
    return g_object_ref (slot->layout);
  if (slot->layout != NULL)
    g_object_unref (slot->layout);
  free (slot->text);
  line.text = strdup (text);
  if (line.text == NULL)
    abort ();
  line.layout = new_layout (context, &line);
  *slot = line;
  return g_object_ref (slot->layout);
}

double
plot_layout_width (PangoLayout *layout)
{
  PangoRectangle extents;

  pango_layout_get_extents (layout, NULL, &extents);
  return (double) extents.width / PANGO_SCALE;
}

void
plot_show_layout (cairo_t *cr, PangoLayout *layout, double x, double y, double align)
{
  PangoRectangle extents;

  pango_layout_get_extents (layout, NULL, &extents);
  cairo_move_to (cr, x - (align * extents.width + extents.x) / PANGO_SCALE,
                 round (y - 0.5 * extents.height / PANGO_SCALE));
  pango_cairo_show_layout (cr, layout);
}

double
plot_show_text (cairo_t *cr, const PlotTheme *theme, const char *text, double size, bool bold,
                PlotColor color, double x, double y, double align, double max_width)
{
  PangoLayout *layout = plot_text_layout (cr, theme, text, size, bold, max_width);
  double width = plot_layout_width (layout);

  plot_set_color (cr, color);
  plot_show_layout (cr, layout, x, y, align);
  g_object_unref (layout);
  return width;
}
