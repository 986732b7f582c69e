/* SPDX-License-Identifier: MIT */
#include "app/nabla-confusion-matrix.h"

#include "app/nabla-confusion-cell.h"

#include <glib/gi18n.h>
#include <math.h>

#define N       NABLA_N_DIGITS
#define GAP     2  /* px between cells */
#define MARGIN  8  /* px around the figures at the sides */
#define LEAST   22 /* px of a cell */
#define NATURAL 40
#define LARGEST 64

struct _NablaConfusionMatrix {
  GtkWidget parent_instance;

  NablaConfusionCell *cells[N][N];
  NablaConfusion confusion;
  int row, column; /* that the keys are at */
};

G_DEFINE_FINAL_TYPE (NablaConfusionMatrix, nabla_confusion_matrix, GTK_TYPE_WIDGET)

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* px of the digits at the top and at the left, and of the accuracies at the right. */
static int
measure_sides (NablaConfusionMatrix *self, int *side)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "100.0 %");
  int height;

  pango_layout_get_pixel_size (layout, side, &height);
  *side += 2 * MARGIN;
  return height + MARGIN;
}

/* px of a cell with its gap, and where the first one begins; the digits before it have `head`, the
 * accuracies behind the last one `side`. */
static int
place (NablaConfusionMatrix *self, int *left, int *head, int *side)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self)), step;

  *head = measure_sides (self, side);
  step = MIN ((width - *head - *side) / N, (height - *head) / N);
  step = CLAMP (step, LEAST + GAP, LARGEST + GAP);
  *left = *head + MAX ((width - *head - *side - N * step) / 2, 0);
  return step;
}

static void
draw_text (NablaConfusionMatrix *self, GtkSnapshot *snapshot, const char *text,
           const GdkRGBA *color, double x, double y, double align)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x - align * width),
                                                          (float) round (y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* "98.2 %"; g_free it. */
static char *
accuracy_text (double accuracy)
{
  /* Translators: a share in per cent */
  return isnan (accuracy) ? g_strdup ("–") : g_strdup_printf (_ ("%.1f %%"), 100 * accuracy);
}

static void
nabla_confusion_matrix_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaConfusionMatrix *self = NABLA_CONFUSION_MATRIX (widget);
  int left, head, side, step = place (self, &left, &head, &side);
  double middle = (step - GAP) / 2.0;
  GdkRGBA ink, dim;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  dim = ink;
  dim.alpha *= 0.6f;
  for (int k = 0; k < N; k++) {
    const char digit[] = { (char) ('0' + k), '\0' };
    g_autofree char *accuracy =
        accuracy_text (nabla_confusion_get_digit_accuracy (&self->confusion, k));
    double along = k * step + middle;

    draw_text (self, snapshot, digit, &dim, left + along, head / 2.0, 0.5);
    draw_text (self, snapshot, digit, &dim, left - head / 2.0, head + along, 0.5);
    draw_text (self, snapshot, accuracy, &ink, left + N * step + side - MARGIN, head + along, 1);
  }
  GTK_WIDGET_CLASS (nabla_confusion_matrix_parent_class)->snapshot (widget, snapshot);
}

static void
nabla_confusion_matrix_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                                int *minimum, int *natural, int *minimum_baseline,
                                int *natural_baseline)
{
  int side, beside = measure_sides (NABLA_CONFUSION_MATRIX (widget), &side);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    beside += side;

  *minimum = beside + N * (LEAST + GAP);
  *natural = beside + N * (NATURAL + GAP);
}

static void
nabla_confusion_matrix_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaConfusionMatrix *self = NABLA_CONFUSION_MATRIX (widget);
  int left, head, side, step = place (self, &left, &head, &side);

  for (int digit = 0; digit < N; digit++)
    for (int answer = 0; answer < N; answer++) {
      GtkWidget *cell = GTK_WIDGET (self->cells[digit][answer]);

      gtk_widget_size_allocate (cell,
                                &(const GtkAllocation){ left + answer * step, head + digit * step,
                                                        step - GAP, step - GAP },
                                -1);
    }
}

/* Where the keyboard's focus is, if it is on a cell. */
static void
find_focus (NablaConfusionMatrix *self)
{
  GtkWidget *cell = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (!NABLA_IS_CONFUSION_CELL (cell))
    return;
  self->row = nabla_confusion_cell_get_digit (NABLA_CONFUSION_CELL (cell));
  self->column = nabla_confusion_cell_get_answer (NABLA_CONFUSION_CELL (cell));
}

static gboolean
focus_cell (NablaConfusionMatrix *self)
{
  return gtk_widget_grab_focus (GTK_WIDGET (self->cells[self->row][self->column]));
}

/* Arguments: rows and columns. */
static gboolean
key_move (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  NablaConfusionMatrix *self = NABLA_CONFUSION_MATRIX (widget);
  int rows, columns;

  g_variant_get (arguments, "(ii)", &rows, &columns);
  find_focus (self);
  self->row = CLAMP (self->row + rows, 0, N - 1);
  self->column = CLAMP (self->column + columns, 0, N - 1);
  focus_cell (self);
  return TRUE;
}

static gboolean
key_activate (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  NablaConfusionMatrix *self = NABLA_CONFUSION_MATRIX (widget);

  find_focus (self);
  g_signal_emit (self, signals[ACTIVATED], 0, self->row, self->column);
  return TRUE;
}

static void
clicked (GtkGestureClick *gesture, int n_press, double x, double y, NablaConfusionMatrix *self)
{
  GtkWidget *cell = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  if (!NABLA_IS_CONFUSION_CELL (cell))
    return;
  gtk_widget_grab_focus (cell);
  find_focus (self);
  g_signal_emit (self, signals[ACTIVATED], 0, self->row, self->column);
}

static gboolean
nabla_confusion_matrix_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  return focus_cell (NABLA_CONFUSION_MATRIX (widget));
}

static gboolean
nabla_confusion_matrix_grab_focus (GtkWidget *widget)
{
  return focus_cell (NABLA_CONFUSION_MATRIX (widget));
}

static void
nabla_confusion_matrix_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (nabla_confusion_matrix_parent_class)->dispose (object);
}

static void
nabla_confusion_matrix_class_init (NablaConfusionMatrixClass *klass)
{
  static const struct {
    guint key;
    int rows, columns;
  } keys[] = { { GDK_KEY_Left, 0, -1 }, { GDK_KEY_Right, 0, 1 }, { GDK_KEY_Up, -1, 0 },
               { GDK_KEY_Down, 1, 0 },  { GDK_KEY_Home, 0, -N }, { GDK_KEY_End, 0, N } };
  static const guint openers[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter,
                                   GDK_KEY_space };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_confusion_matrix_dispose;
  widget_class->snapshot = nabla_confusion_matrix_snapshot;
  widget_class->measure = nabla_confusion_matrix_measure;
  widget_class->size_allocate = nabla_confusion_matrix_size_allocate;
  widget_class->focus = nabla_confusion_matrix_focus;
  widget_class->grab_focus = nabla_confusion_matrix_grab_focus;
  signals[ACTIVATED] = g_signal_new ("activated", NABLA_TYPE_CONFUSION_MATRIX, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, key_move, "(ii)", keys[i].rows,
                                  keys[i].columns);
  for (gsize i = 0; i < G_N_ELEMENTS (openers); i++)
    gtk_widget_class_add_binding (widget_class, openers[i], 0, key_activate, NULL);
  gtk_widget_class_set_css_name (widget_class, "confusionmatrix");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
nabla_confusion_matrix_init (NablaConfusionMatrix *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  for (int digit = 0; digit < N; digit++)
    for (int answer = 0; answer < N; answer++) {
      GtkWidget *cell = nabla_confusion_cell_new (digit, answer);

      gtk_widget_set_parent (cell, GTK_WIDGET (self));
      self->cells[digit][answer] = NABLA_CONFUSION_CELL (cell);
    }
  g_signal_connect (click, "released", G_CALLBACK (clicked), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
nabla_confusion_matrix_new (void)
{
  return g_object_new (NABLA_TYPE_CONFUSION_MATRIX, NULL);
}

/* The accuracies, which are drawn, in words. */
static void
describe (NablaConfusionMatrix *self)
{
  GString *text = g_string_new (_ ("Read right:"));

  for (int digit = 0; digit < N; digit++) {
    g_autofree char *accuracy =
        accuracy_text (nabla_confusion_get_digit_accuracy (&self->confusion, digit));

    /* Translators: a digit and the share of its images that is read right, in a list */
    g_string_append_printf (text, _ (" %d: %s;"), digit, accuracy);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text->str, -1);
  g_string_free (text, TRUE);
}

void
nabla_confusion_matrix_set (NablaConfusionMatrix *self, const NablaConfusion *confusion)
{
  g_return_if_fail (NABLA_IS_CONFUSION_MATRIX (self));

  self->confusion = *confusion;
  for (int digit = 0; digit < N; digit++)
    for (int answer = 0; answer < N; answer++)
      nabla_confusion_cell_set (self->cells[digit][answer], confusion->counts[digit][answer],
                                nabla_confusion_get_images (confusion, digit));
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
