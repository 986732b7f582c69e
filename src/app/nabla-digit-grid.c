/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-grid.h"

#include "app/nabla-digit-tile.h"

#include <math.h>

#define GAP 6 /* px between tiles */

struct _NablaDigitGrid {
  GtkWidget parent_instance;

  NablaDigitList *list;
  /* Of NablaDigitTile, children. Position p is in tile p % n_slots, so that scrolling leaves what
   * stays in sight where it is. */
  GPtrArray *tiles;
  guint n_slots;                 /* tiles of a screen, with two rows that are cut */
  GtkAdjustment *adjustments[2]; /* by GtkOrientation */
  GtkScrollablePolicy policies[2];
  int cell_width, cell_height; /* px, gap included */
  guint columns;
  guint first, n_bound; /* position of the first digit that has a tile; how many have */
  guint cursor;         /* position that the keys move */
  gboolean configuring;
  guint tick; /* that gives digits to tiles; 0 for none */
};

enum { PROP_HADJUSTMENT = 1, PROP_VADJUSTMENT, PROP_HSCROLL_POLICY, PROP_VSCROLL_POLICY };

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (NablaDigitGrid, nabla_digit_grid, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static NablaDigitTile *
tile_at (NablaDigitGrid *self, guint slot)
{
  while (self->tiles->len <= slot) {
    GtkWidget *tile = nabla_digit_tile_new ();

    gtk_widget_set_parent (tile, GTK_WIDGET (self));
    g_ptr_array_add (self->tiles, tile);
  }
  return g_ptr_array_index (self->tiles, slot);
}

static void
measure_cell (NablaDigitGrid *self)
{
  GtkWidget *tile = GTK_WIDGET (tile_at (self, 0));

  gtk_widget_measure (tile, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &self->cell_width, NULL, NULL);
  gtk_widget_measure (tile, GTK_ORIENTATION_VERTICAL, -1, NULL, &self->cell_height, NULL, NULL);
  self->cell_width += GAP;
  self->cell_height += GAP;
}

static guint
length (NablaDigitGrid *self)
{
  return self->list != NULL ? nabla_digit_list_get_length (self->list) : 0;
}

/* px of all rows, at least of those that can be seen. */
static double
whole_height (NablaDigitGrid *self)
{
  guint rows = (length (self) + self->columns - 1) / self->columns;

  return MAX (rows * (double) self->cell_height, gtk_widget_get_height (GTK_WIDGET (self)));
}

/* What is at the top, px from the first row's. */
static double
top_of_view (NablaDigitGrid *self)
{
  GtkAdjustment *down = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double last = whole_height (self) - gtk_widget_get_height (GTK_WIDGET (self));

  return down != NULL ? CLAMP (gtk_adjustment_get_value (down), 0, last) : 0;
}

static guint
first_position (NablaDigitGrid *self)
{
  return (guint) (top_of_view (self) / self->cell_height) * self->columns;
}

static guint
slots_in_sight (NablaDigitGrid *self)
{
  return (guint) (gtk_widget_get_height (GTK_WIDGET (self)) / self->cell_height + 2) *
         self->columns;
}

/* How many digits can be seen, those that are cut included. */
static guint
n_visible (NablaDigitGrid *self)
{
  guint first = first_position (self), n = length (self);

  return first < n ? MIN (slots_in_sight (self), n - first) : 0;
}

static gboolean
is_bound (NablaDigitGrid *self, guint position)
{
  return position >= self->first && position - self->first < self->n_bound;
}

static NablaDigitTile *
tile_of (NablaDigitGrid *self, guint position)
{
  return tile_at (self, position % self->n_slots);
}

/* The position whose tile has the keyboard's focus; FALSE where none has. */
static gboolean
get_focused (NablaDigitGrid *self, guint *position)
{
  GtkWidget *tile = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint i = 0; tile != NULL && i < self->n_bound; i++)
    if (GTK_WIDGET (tile_of (self, self->first + i)) == tile) {
      *position = self->first + i;
      return TRUE;
    }
  return FALSE;
}

/* The focus must not go with its tile to another digit: the grid keeps it. */
static void
keep_focus (NablaDigitGrid *self, guint first, guint n)
{
  guint focused;

  if (get_focused (self, &focused) && (focused < first || focused - first >= n))
    GTK_WIDGET_CLASS (nabla_digit_grid_parent_class)->grab_focus (GTK_WIDGET (self));
}

/* Gives the digits that can be seen to tiles. Not while sizes are allocated: tiles are made here,
 * and their words change. */
static void
bind_tiles (NablaDigitGrid *self)
{
  DigitsPart part = self->list != NULL ? nabla_digit_list_get_part (self->list) : (DigitsPart){ 0 };
  guint first = first_position (self), n = n_visible (self);

  keep_focus (self, first, self->n_slots == slots_in_sight (self) ? n : 0);
  self->n_slots = slots_in_sight (self);
  self->first = first;
  self->n_bound = n;
  for (guint position = first; position < first + n; position++) {
    guint index = nabla_digit_list_get_index (self->list, position);
    NablaDigitTile *tile = tile_of (self, position);

    nabla_digit_tile_show_digit (tile, &part, index, nabla_digit_list_get_read (self->list, index));
    gtk_widget_set_visible (GTK_WIDGET (tile), TRUE);
  }
  for (guint slot = 0; slot < self->tiles->len; slot++) {
    guint position = first + (slot + self->n_slots - first % self->n_slots) % self->n_slots;

    if (slot >= self->n_slots || position - first >= n)
      gtk_widget_set_visible (g_ptr_array_index (self->tiles, slot), FALSE);
  }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
bind_in_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NABLA_DIGIT_GRID (widget)->tick = 0;
  bind_tiles (NABLA_DIGIT_GRID (widget));
  return G_SOURCE_REMOVE;
}

/* Tells the scroll bars how much there is. */
static void
configure (NablaDigitGrid *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  GtkAdjustment *across = self->adjustments[GTK_ORIENTATION_HORIZONTAL];
  GtkAdjustment *down = self->adjustments[GTK_ORIENTATION_VERTICAL];

  self->configuring = TRUE;
  if (across != NULL)
    gtk_adjustment_configure (across, 0, 0, width, 1, width, width);
  if (down != NULL)
    gtk_adjustment_configure (down, top_of_view (self), 0, whole_height (self), self->cell_height,
                              height, height);
  self->configuring = FALSE;
}

static void
list_changed (NablaDigitGrid *self)
{
  guint n = length (self);

  self->cursor = MIN (self->cursor, n > 0 ? n - 1 : 0);
  configure (self);
  bind_tiles (self);
}

static void
scrolled (NablaDigitGrid *self)
{
  if (!self->configuring)
    bind_tiles (self);
}

static void
place_tiles (NablaDigitGrid *self, int width)
{
  int column_width = width / (int) self->columns, tile_width = self->cell_width - GAP;
  double top = top_of_view (self);

  for (guint position = self->first; position < self->first + self->n_bound; position++) {
    int x = (int) (position % self->columns) * column_width + (column_width - tile_width) / 2;
    int y = (int) floor (position / self->columns * (double) self->cell_height - top);

    gtk_widget_size_allocate (GTK_WIDGET (tile_of (self, position)),
                              &(const GtkAllocation){ x, y, tile_width, self->cell_height - GAP },
                              -1);
  }
}

static void
nabla_digit_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaDigitGrid *self = NABLA_DIGIT_GRID (widget);

  measure_cell (self);
  self->columns = (guint) MAX (width / self->cell_width, 1);
  configure (self);
  place_tiles (self, width);
  /* A new size shows other digits, from the next frame on. */
  if ((self->first != first_position (self) || self->n_bound != n_visible (self) ||
       self->n_slots != slots_in_sight (self)) &&
      self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (widget, bind_in_frame, NULL, NULL);
}

static void
nabla_digit_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  NablaDigitGrid *self = NABLA_DIGIT_GRID (widget);

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 3 * self->cell_width : self->cell_height;
  *natural =
      orientation == GTK_ORIENTATION_HORIZONTAL ? 10 * self->cell_width : 5 * self->cell_height;
}

static void
set_adjustment (NablaDigitGrid *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustments[orientation], self);
  g_set_object (&self->adjustments[orientation], adjustment);
  if (adjustment != NULL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (scrolled), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
nabla_digit_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaDigitGrid *self = NABLA_DIGIT_GRID (object);

  switch (id) {
  case PROP_HADJUSTMENT:
    g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
    break;
  case PROP_VADJUSTMENT:
    g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
    break;
  case PROP_HSCROLL_POLICY:
    g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
    break;
  case PROP_VSCROLL_POLICY:
    g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_digit_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaDigitGrid *self = NABLA_DIGIT_GRID (object);

  switch (id) {
  case PROP_HADJUSTMENT:
    set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
    break;
  case PROP_VADJUSTMENT:
    set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
    break;
  case PROP_HSCROLL_POLICY:
    self->policies[GTK_ORIENTATION_HORIZONTAL] = g_value_get_enum (value);
    break;
  case PROP_VSCROLL_POLICY:
    self->policies[GTK_ORIENTATION_VERTICAL] = g_value_get_enum (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* Scrolls as little as shows the cursor's row whole. */
static void
scroll_to_cursor (NablaDigitGrid *self)
{
  GtkAdjustment *down = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double row = self->cursor / self->columns * (double) self->cell_height;

  if (down != NULL)
    gtk_adjustment_clamp_page (down, row, row + self->cell_height);
}

static gboolean
focus_cursor (NablaDigitGrid *self)
{
  if (is_bound (self, self->cursor))
    return gtk_widget_grab_focus (GTK_WIDGET (tile_of (self, self->cursor)));
  return GTK_WIDGET_CLASS (nabla_digit_grid_parent_class)->grab_focus (GTK_WIDGET (self));
}

/* Arguments: digits, rows, pages, and whether from the end or the start (−1, 1; 0: from here). */
static gboolean
key_move (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  NablaDigitGrid *self = NABLA_DIGIT_GRID (widget);
  int digits, rows, pages, edge;
  gint64 n = length (self), rows_of_page, to;

  g_variant_get (arguments, "(iiii)", &digits, &rows, &pages, &edge);
  if (n == 0)
    return FALSE;
  rows_of_page = MAX (gtk_widget_get_height (widget) / self->cell_height, 1);
  get_focused (self, &self->cursor);
  to = self->cursor + digits + (rows + pages * rows_of_page) * self->columns;
  if (edge != 0)
    to = edge < 0 ? 0 : n - 1;
  else if (pages != 0)
    to = CLAMP (to, 0, n - 1);
  if (to >= 0 && to < n)
    self->cursor = (guint) to;
  scroll_to_cursor (self);
  focus_cursor (self);
  return TRUE;
}

static gboolean
key_activate (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  NablaDigitGrid *self = NABLA_DIGIT_GRID (widget);

  get_focused (self, &self->cursor);
  if (self->cursor < length (self))
    g_signal_emit (self, signals[ACTIVATED], 0, self->cursor);
  return TRUE;
}

static void
clicked (GtkGestureClick *gesture, int n_press, double x, double y, NablaDigitGrid *self)
{
  GtkWidget *tile = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  if (!NABLA_IS_DIGIT_TILE (tile))
    return;
  gtk_widget_grab_focus (tile);
  if (get_focused (self, &self->cursor))
    g_signal_emit (self, signals[ACTIVATED], 0, self->cursor);
}

static gboolean
nabla_digit_grid_focus (GtkWidget *widget, GtkDirectionType direction)
{
  NablaDigitGrid *self = NABLA_DIGIT_GRID (widget);

  if (gtk_widget_get_focus_child (widget) != NULL || gtk_widget_is_focus (widget))
    return FALSE;
  return length (self) > 0 && focus_cursor (self);
}

static gboolean
nabla_digit_grid_grab_focus (GtkWidget *widget)
{
  return focus_cursor (NABLA_DIGIT_GRID (widget));
}

static void
nabla_digit_grid_dispose (GObject *object)
{
  NablaDigitGrid *self = NABLA_DIGIT_GRID (object);
  GtkWidget *child;

  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  g_ptr_array_set_size (self->tiles, 0);
  self->n_bound = 0;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (nabla_digit_grid_parent_class)->dispose (object);
}

static void
nabla_digit_grid_finalize (GObject *object)
{
  g_ptr_array_unref (NABLA_DIGIT_GRID (object)->tiles);
  G_OBJECT_CLASS (nabla_digit_grid_parent_class)->finalize (object);
}

static void
nabla_digit_grid_class_init (NablaDigitGridClass *klass)
{
  static const struct {
    guint key;
    int digits, rows, pages, edge;
  } keys[] = { { GDK_KEY_Left, -1, 0, 0, 0 },    { GDK_KEY_Right, 1, 0, 0, 0 },
               { GDK_KEY_Up, 0, -1, 0, 0 },      { GDK_KEY_Down, 0, 1, 0, 0 },
               { GDK_KEY_Page_Up, 0, 0, -1, 0 }, { GDK_KEY_Page_Down, 0, 0, 1, 0 },
               { GDK_KEY_Home, 0, 0, 0, -1 },    { GDK_KEY_End, 0, 0, 0, 1 } };
  static const guint openers[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter,
                                   GDK_KEY_space };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = nabla_digit_grid_get_property;
  object_class->set_property = nabla_digit_grid_set_property;
  object_class->dispose = nabla_digit_grid_dispose;
  object_class->finalize = nabla_digit_grid_finalize;
  widget_class->measure = nabla_digit_grid_measure;
  widget_class->size_allocate = nabla_digit_grid_size_allocate;
  widget_class->focus = nabla_digit_grid_focus;
  widget_class->grab_focus = nabla_digit_grid_grab_focus;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  gtk_widget_class_set_css_name (widget_class, "digitgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, key_move, "(iiii)", keys[i].digits,
                                  keys[i].rows, keys[i].pages, keys[i].edge);
  for (gsize i = 0; i < G_N_ELEMENTS (openers); i++)
    gtk_widget_class_add_binding (widget_class, openers[i], 0, key_activate, NULL);
  signals[ACTIVATED] = g_signal_new ("activated", NABLA_TYPE_DIGIT_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
nabla_digit_grid_init (NablaDigitGrid *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->tiles = g_ptr_array_new ();
  self->columns = self->n_slots = 1;
  measure_cell (self);
  g_signal_connect (click, "released", G_CALLBACK (clicked), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
nabla_digit_grid_new (void)
{
  return g_object_new (NABLA_TYPE_DIGIT_GRID, NULL);
}

void
nabla_digit_grid_set_list (NablaDigitGrid *self, NablaDigitList *list)
{
  g_return_if_fail (NABLA_IS_DIGIT_GRID (self));
  g_return_if_fail (NABLA_IS_DIGIT_LIST (list) && self->list == NULL);

  self->list = g_object_ref (list);
  g_signal_connect_object (list, "changed", G_CALLBACK (list_changed), self, G_CONNECT_SWAPPED);
  list_changed (self);
}

gboolean
nabla_digit_grid_get_focused (NablaDigitGrid *self, guint *position)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_GRID (self), FALSE);

  return get_focused (self, position);
}

void
nabla_digit_grid_begin (NablaDigitGrid *self)
{
  g_return_if_fail (NABLA_IS_DIGIT_GRID (self));

  self->cursor = 0;
  if (self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    gtk_adjustment_set_value (self->adjustments[GTK_ORIENTATION_VERTICAL], 0);
}

void
nabla_digit_grid_go_to (NablaDigitGrid *self, guint position)
{
  g_return_if_fail (NABLA_IS_DIGIT_GRID (self));

  if (position >= length (self))
    return;
  self->cursor = position;
  if (self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    gtk_adjustment_set_value (self->adjustments[GTK_ORIENTATION_VERTICAL],
                              position / self->columns * (double) self->cell_height);
  focus_cursor (self);
}

void
nabla_digit_grid_reveal (NablaDigitGrid *self, guint position)
{
  g_return_if_fail (NABLA_IS_DIGIT_GRID (self));

  if (position >= length (self))
    return;
  self->cursor = position;
  scroll_to_cursor (self);
  focus_cursor (self);
}
