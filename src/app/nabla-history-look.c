/* SPDX-License-Identifier: MIT */
#include "app/nabla-history-look.h"

#define STAR_SIZE 16

struct _NablaHistoryLook {
  GtkWidget parent_instance;

  GtkWidget *samples[NABLA_HISTORY_N_FONTS]; /* labels: they have the fonts of the style */
  PangoContext *context;                     /* NULL: it and the fonts are not known yet */
  PangoFontDescription *fonts[NABLA_HISTORY_N_FONTS];
  int lines[NABLA_HISTORY_N_FONTS]; /* pixels */
  int digits[NABLA_HISTORY_N_FONTS];
  PangoAttrList *numeric;
  GtkIconPaintable *stars[2];
};

G_DEFINE_FINAL_TYPE (NablaHistoryLook, nabla_history_look, GTK_TYPE_WIDGET)

static const char *const classes[NABLA_HISTORY_N_FONTS] = { NULL, "caption", "heading" };

static void
find_font (NablaHistoryLook *self, int font)
{
  PangoContext *context = gtk_widget_create_pango_context (self->samples[font]);
  PangoFontMetrics *metrics;

  self->fonts[font] = pango_font_description_copy (pango_context_get_font_description (context));
  metrics = pango_context_get_metrics (context, self->fonts[font], NULL);
  self->lines[font] = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
  self->digits[font] = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                            pango_font_metrics_get_approximate_digit_width (metrics));
  pango_font_metrics_unref (metrics);
  g_object_unref (context);
}

static void
know (NablaHistoryLook *self)
{
  if (self->context != NULL)
    return;
  self->context = gtk_widget_create_pango_context (self->samples[NABLA_HISTORY_BODY]);
  for (int i = 0; i < NABLA_HISTORY_N_FONTS; i++)
    find_font (self, i);
}

void
nabla_history_look_forget (NablaHistoryLook *self)
{
  g_clear_object (&self->context);
  for (int i = 0; i < NABLA_HISTORY_N_FONTS; i++)
    g_clear_pointer (&self->fonts[i], pango_font_description_free);
  g_clear_object (&self->stars[0]);
  g_clear_object (&self->stars[1]);
}

int
nabla_history_look_get_line (NablaHistoryLook *self, NablaHistoryFont font)
{
  know (self);
  return self->lines[font];
}

int
nabla_history_look_get_digits (NablaHistoryLook *self, NablaHistoryFont font, int n)
{
  know (self);
  return PANGO_PIXELS_CEIL (self->digits[font] * n);
}

PangoLayout *
nabla_history_look_make_text (NablaHistoryLook *self, NablaHistoryFont font, gboolean numeric,
                              const char *text)
{
  PangoLayout *layout;

  know (self);
  layout = pango_layout_new (self->context);
  pango_layout_set_font_description (layout, self->fonts[font]);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  if (numeric)
    pango_layout_set_attributes (layout, self->numeric);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

GdkPaintable *
nabla_history_look_get_star (NablaHistoryLook *self, GtkWidget *widget, gboolean full)
{
  GtkIconPaintable **star = &self->stars[full ? 1 : 0];

  if (*star == NULL)
    *star = gtk_icon_theme_lookup_icon (
        gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)),
        full ? "nabla-starred-symbolic" : "nabla-star-symbolic", NULL, STAR_SIZE,
        gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget), 0);
  return GDK_PAINTABLE (*star);
}

static void
nabla_history_look_dispose (GObject *object)
{
  NablaHistoryLook *self = NABLA_HISTORY_LOOK (object);

  nabla_history_look_forget (self);
  for (int i = 0; i < NABLA_HISTORY_N_FONTS; i++)
    g_clear_pointer (&self->samples[i], gtk_widget_unparent);

  G_OBJECT_CLASS (nabla_history_look_parent_class)->dispose (object);
}

static void
nabla_history_look_finalize (GObject *object)
{
  NablaHistoryLook *self = NABLA_HISTORY_LOOK (object);

  pango_attr_list_unref (self->numeric);

  G_OBJECT_CLASS (nabla_history_look_parent_class)->finalize (object);
}

static void
nabla_history_look_class_init (NablaHistoryLookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_history_look_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_history_look_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
nabla_history_look_init (NablaHistoryLook *self)
{
  self->numeric = pango_attr_list_new ();
  pango_attr_list_insert (self->numeric, pango_attr_font_features_new ("tnum"));
  for (int i = 0; i < NABLA_HISTORY_N_FONTS; i++) {
    self->samples[i] = gtk_label_new (NULL);
    if (classes[i] != NULL)
      gtk_widget_add_css_class (self->samples[i], classes[i]);
    gtk_widget_set_parent (self->samples[i], GTK_WIDGET (self));
  }
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
nabla_history_look_new (void)
{
  return g_object_new (NABLA_TYPE_HISTORY_LOOK, NULL);
}
