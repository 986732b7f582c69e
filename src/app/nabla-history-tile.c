/* SPDX-License-Identifier: MIT */
#include "app/nabla-history-tile.h"

#include "app/nabla-history-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Pixels: around all, between the columns, and of the star and what is clicked for it. */
#define ABOVE        6
#define BEFORE       6
#define AFTER        12
#define GAP          12
#define STAR_BUTTON  34
#define STAR_ROUND   9
#define SCORE_DIGITS 7
/* Names are still read where a window is narrow. */
#define NARROWEST 60
/* Of libadwaita: what is dim, and what is pointed at or pressed. */
#define DIM      0.55f
#define DIM_HIGH 0.9f
#define HOVERED  0.07f
#define PRESSED  0.16f

struct _NablaHistoryTile {
  GtkWidget parent_instance;

  NablaHistoryLook *look;
  NablaHistoryEntry *entry;
  gulong notified;
  PangoLayout *texts[NABLA_HISTORY_N_WORDS]; /* made when it is drawn */
  gboolean has_note;                         /* as it was measured */
  gboolean on_star, pressed;                 /* where the pointer is */
};

enum { STAR, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaHistoryTile, nabla_history_tile, GTK_TYPE_WIDGET)

static const struct {
  NablaHistoryFont font;
  gboolean numeric, dim;
} styles[NABLA_HISTORY_N_WORDS] = {
  [NABLA_HISTORY_TITLE] = { NABLA_HISTORY_BODY, FALSE, FALSE },
  [NABLA_HISTORY_SET_UP] = { NABLA_HISTORY_CAPTION, FALSE, TRUE },
  [NABLA_HISTORY_NOTE] = { NABLA_HISTORY_CAPTION, FALSE, FALSE },
  [NABLA_HISTORY_WHEN] = { NABLA_HISTORY_CAPTION, TRUE, FALSE },
  [NABLA_HISTORY_STATE] = { NABLA_HISTORY_CAPTION, FALSE, TRUE },
  [NABLA_HISTORY_SCORE] = { NABLA_HISTORY_HEADING, TRUE, FALSE },
};

static void
forget_texts (NablaHistoryTile *self)
{
  for (int i = 0; i < NABLA_HISTORY_N_WORDS; i++)
    g_clear_object (&self->texts[i]);
}

static void
make_texts (NablaHistoryTile *self)
{
  for (int i = 0; i < NABLA_HISTORY_N_WORDS && self->texts[i] == NULL; i++) {
    g_autofree char *words = nabla_history_words_new (self->entry, (NablaHistoryWords) i);

    self->texts[i] =
        nabla_history_look_make_text (self->look, styles[i].font, styles[i].numeric, words);
  }
}

graphene_rect_t
nabla_history_tile_get_star (NablaHistoryTile *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = right ? gtk_widget_get_width (widget) - BEFORE - STAR_BUTTON : BEFORE;
  int y = (gtk_widget_get_height (widget) - STAR_BUTTON) / 2;

  return GRAPHENE_RECT_INIT ((float) x, (float) y, STAR_BUTTON, STAR_BUTTON);
}

static int
width_of (PangoLayout *text)
{
  int width;

  pango_layout_get_pixel_size (text, &width, NULL);
  return width;
}

static int
line_of (NablaHistoryTile *self, NablaHistoryWords what)
{
  return nabla_history_look_get_line (self->look, styles[what].font);
}

/* The score's column is as wide as all have it. */
static int
score_width (NablaHistoryTile *self)
{
  int most = nabla_history_look_get_digits (self->look, NABLA_HISTORY_HEADING, SCORE_DIGITS);

  return self->texts[NABLA_HISTORY_SCORE] != NULL
             ? MAX (most, width_of (self->texts[NABLA_HISTORY_SCORE]))
             : most;
}

/* Lines of a column, one below the other, in the middle of the height; from x on, or up to it. */
typedef struct {
  NablaHistoryWords first, last;
  int x, width;
  gboolean ends; /* at x */
} Column;

static void
draw_column (NablaHistoryTile *self, GtkSnapshot *snapshot, const GdkRGBA *color,
             const Column *column)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean high = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  int height = 0, y;

  for (int i = (int) column->first; i <= (int) column->last; i++)
    if (*pango_layout_get_text (self->texts[i]) != '\0' || i != NABLA_HISTORY_NOTE)
      height += line_of (self, (NablaHistoryWords) i);
  y = (gtk_widget_get_height (widget) - height) / 2;
  for (int i = (int) column->first; i <= (int) column->last; i++) {
    PangoLayout *text = self->texts[i];
    GdkRGBA ink = *color;
    int width, x;

    pango_layout_set_width (text, -1);
    if (width_of (text) > column->width)
      pango_layout_set_width (text, column->width * PANGO_SCALE);
    width = width_of (text);
    x = column->ends ? column->x - width : column->x;
    x = right ? gtk_widget_get_width (widget) - x - width : x;
    if (styles[i].dim)
      ink.alpha *= high ? DIM_HIGH : DIM;
    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
    gtk_snapshot_append_layout (snapshot, text, &ink);
    gtk_snapshot_restore (snapshot);
    y += line_of (self, (NablaHistoryWords) i);
  }
}

static void
draw_texts (NablaHistoryTile *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  int end = gtk_widget_get_width (GTK_WIDGET (self)) - AFTER, start = BEFORE + STAR_BUTTON + GAP;
  int score = score_width (self);
  int when =
      MAX (width_of (self->texts[NABLA_HISTORY_WHEN]), width_of (self->texts[NABLA_HISTORY_STATE]));
  const Column columns[] = {
    { NABLA_HISTORY_TITLE, NABLA_HISTORY_NOTE, start,
      MAX (end - score - GAP - when - GAP - start, NARROWEST), FALSE },
    { NABLA_HISTORY_WHEN, NABLA_HISTORY_STATE, end - score - GAP, G_MAXINT / PANGO_SCALE, TRUE },
    { NABLA_HISTORY_SCORE, NABLA_HISTORY_SCORE, end, G_MAXINT / PANGO_SCALE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    draw_column (self, snapshot, color, &columns[i]);
}

static void
draw_star (NablaHistoryTile *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  graphene_rect_t button = nabla_history_tile_get_star (self);
  GdkPaintable *star = nabla_history_look_get_star (self->look, GTK_WIDGET (self),
                                                    nabla_history_entry_get_starred (self->entry));
  int size = gdk_paintable_get_intrinsic_width (star);
  GdkRGBA shade = *color;

  if (self->on_star) {
    GskRoundedRect round;

    shade.alpha *= self->pressed ? PRESSED : HOVERED;
    gsk_rounded_rect_init_from_rect (&round, &button, STAR_ROUND);
    gtk_snapshot_push_rounded_clip (snapshot, &round);
    gtk_snapshot_append_color (snapshot, &shade, &button);
    gtk_snapshot_pop (snapshot);
  }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (button.origin.x + (float) (STAR_BUTTON - size) / 2,
                                      button.origin.y + (float) (STAR_BUTTON - size) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (star), snapshot, size, size,
                                            color, 1);
  gtk_snapshot_restore (snapshot);
}

static void
nabla_history_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaHistoryTile *self = NABLA_HISTORY_TILE (widget);
  GdkRGBA color;

  if (self->entry == NULL)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  make_texts (self);
  draw_star (self, snapshot, &color);
  draw_texts (self, snapshot, &color);
}

static GtkSizeRequestMode
nabla_history_tile_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* Of what any run says, lest each has to be asked what it says. */
static void
nabla_history_tile_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  NablaHistoryTile *self = NABLA_HISTORY_TILE (widget);
  int lines = line_of (self, NABLA_HISTORY_TITLE) + line_of (self, NABLA_HISTORY_SET_UP);

  if (self->has_note)
    lines += line_of (self, NABLA_HISTORY_NOTE);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = 2 * ABOVE + MAX (lines, STAR_BUTTON);
  else
    *minimum = *natural = BEFORE + STAR_BUTTON + GAP + NARROWEST + GAP +
                          nabla_history_look_get_digits (self->look, NABLA_HISTORY_CAPTION, 20) +
                          GAP + score_width (self) + AFTER;
}

static void
forget_look (NablaHistoryTile *self)
{
  if (self->look == NULL)
    return;
  forget_texts (self);
  nabla_history_look_forget (self->look);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
nabla_history_tile_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (nabla_history_tile_parent_class)->css_changed (widget, change);
  forget_look (NABLA_HISTORY_TILE (widget));
}

static void
nabla_history_tile_direction_changed (GtkWidget *widget, GtkTextDirection before)
{
  forget_look (NABLA_HISTORY_TILE (widget));
}

static gboolean
nabla_history_tile_query_tooltip (GtkWidget *widget, int x, int y, gboolean by_key,
                                  GtkTooltip *tooltip)
{
  NablaHistoryTile *self = NABLA_HISTORY_TILE (widget);
  gboolean right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int from_end = right ? x : gtk_widget_get_width (widget) - x;
  graphene_rect_t star = nabla_history_tile_get_star (self);

  if (self->entry == NULL || by_key)
    return FALSE;
  if (graphene_rect_contains_point (&star, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
    gtk_tooltip_set_text (tooltip, nabla_history_entry_get_starred (self->entry)
                                       ? _ ("Take the star away")
                                       : _ ("Star this run"));
  else if (from_end < AFTER + score_width (self))
    gtk_tooltip_set_text (tooltip, _ ("Best accuracy"));
  else
    return FALSE;
  return TRUE;
}

static void
point_at (NablaHistoryTile *self, double x, double y)
{
  graphene_rect_t star = nabla_history_tile_get_star (self);
  gboolean on_star =
      graphene_rect_contains_point (&star, &GRAPHENE_POINT_INIT ((float) x, (float) y));

  if (on_star == self->on_star)
    return;
  self->on_star = on_star;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (NablaHistoryTile *self, double x, double y)
{
  point_at (self, x, y);
}

static void
on_leave (NablaHistoryTile *self)
{
  point_at (self, -1, -1);
}

/* Who clicks the star does not select the run. */
static void
on_pressed (NablaHistoryTile *self, int n, double x, double y, GtkGesture *click)
{
  point_at (self, x, y);
  self->pressed = self->on_star;
  gtk_gesture_set_state (click,
                         self->on_star ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_released (NablaHistoryTile *self, int n, double x, double y, GtkGesture *click)
{
  gboolean clicked = self->pressed;

  point_at (self, x, y);
  self->pressed = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (clicked && self->on_star && self->entry != NULL)
    g_signal_emit (self, signals[STAR], 0, self->entry);
}

static void
on_cancelled (NablaHistoryTile *self)
{
  self->pressed = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The row is what is listed and selected: what it is called is said of it. */
static void
name_row (NablaHistoryTile *self)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *words = NULL;

  if (row == NULL)
    return;
  words = nabla_history_words_describe (self->entry);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
update (NablaHistoryTile *self)
{
  gboolean has_note = nabla_history_words_has_note (self->entry);

  forget_texts (self);
  if (has_note != self->has_note)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->has_note = has_note;
  name_row (self);
}

void
nabla_history_tile_set_entry (NablaHistoryTile *self, NablaHistoryEntry *entry)
{
  g_return_if_fail (NABLA_IS_HISTORY_TILE (self));

  if (self->entry != NULL)
    g_clear_signal_handler (&self->notified, self->entry);
  g_set_object (&self->entry, entry);
  self->on_star = self->pressed = FALSE;
  if (entry == NULL)
    return;
  self->notified = g_signal_connect_swapped (entry, "notify", G_CALLBACK (update), self);
  update (self);
}

static void
nabla_history_tile_dispose (GObject *object)
{
  NablaHistoryTile *self = NABLA_HISTORY_TILE (object);

  nabla_history_tile_set_entry (self, NULL);
  forget_texts (self);
  g_clear_object (&self->look);

  G_OBJECT_CLASS (nabla_history_tile_parent_class)->dispose (object);
}

static void
nabla_history_tile_class_init (NablaHistoryTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_history_tile_dispose;
  widget_class->snapshot = nabla_history_tile_snapshot;
  widget_class->get_request_mode = nabla_history_tile_get_request_mode;
  widget_class->measure = nabla_history_tile_measure;
  widget_class->css_changed = nabla_history_tile_css_changed;
  widget_class->direction_changed = nabla_history_tile_direction_changed;
  widget_class->query_tooltip = nabla_history_tile_query_tooltip;
  signals[STAR] = g_signal_new ("star", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, NABLA_TYPE_HISTORY_ENTRY);
  gtk_widget_class_set_css_name (widget_class, "historytile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
nabla_history_tile_init (NablaHistoryTile *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect_swapped (click, "cancel", G_CALLBACK (on_cancelled), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
nabla_history_tile_new (NablaHistoryLook *look)
{
  NablaHistoryTile *self = g_object_new (NABLA_TYPE_HISTORY_TILE, NULL);

  self->look = g_object_ref (look);
  return GTK_WIDGET (self);
}
