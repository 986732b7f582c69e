/* SPDX-License-Identifier: MIT */
#include "app/nabla-averages-view.h"

#include "app/nabla-count.h"
#include "app/nabla-digit-image.h"
#include "app/nabla-run-colors.h"
#include "lab/nabla-baselines.h"

#include <glib/gi18n.h>
#include <math.h>

#define COLUMNS 5 /* of the ten images */
#define SIDE    64

enum { BY_DARKNESS, BY_IMAGE, BY_NETWORK, N_READERS };

/* Who reads, what share, as a number and as a bar. */
typedef struct {
  GtkWidget *name, *bar, *number;
} Row;

struct _NablaAveragesView {
  GtkWidget parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  GtkLabel *source;
  GtkGrid *images;
  GtkLabel *part;
  GtkGrid *shares;
  NablaDigitImage *digits[NABLA_N_DIGITS];
  Row rows[N_READERS];

  NablaDataSet *data_set;
  DigitsPartKind kind;
  NablaBaselines *baselines; /* of the data set; NULL: not yet */
  GCancellable *cancellable; /* of those under way; NULL for none */
  double network;            /* share that it reads right; NAN: none */
};

G_DEFINE_FINAL_TYPE (NablaAveragesView, nabla_averages_view, GTK_TYPE_WIDGET)

static void
show_share (Row *row, double share)
{
  gboolean known = !isnan (share);
  g_autofree char *text =
      /* Translators: a share in per cent */
      known ? g_strdup_printf (_ ("%.2f %%"), 100 * share) : g_strdup (_ ("not yet"));

  gtk_level_bar_set_value (GTK_LEVEL_BAR (row->bar), known ? CLAMP (share, 0, 1) : 0);
  gtk_label_set_label (GTK_LABEL (row->number), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (GTK_LABEL (row->name)),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
show_image (NablaAveragesView *self, int digit)
{
  DigitsPart part = nabla_data_set_get_part (self->data_set, DIGITS_TRAINING);
  const double *average = nabla_baselines_get_average (self->baselines, digit);
  g_autofree guint8 *ink = g_new (guint8, self->baselines->n_pixels);
  /* Translators: a digit, and how dark its images are on average, in per cent */
  g_autofree char *name = g_strdup_printf (_ ("Average %d, %.1f %% dark"), digit,
                                           100 * self->baselines->darkness[digit]);

  for (gsize i = 0; i < self->baselines->n_pixels; i++)
    ink[i] = (guint8) lround (CLAMP (average[i], 0, 1) * 255);
  nabla_digit_image_set_pixels (self->digits[digit], ink, part.width, part.height);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->digits[digit]), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->digits[digit]),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_words (NablaAveragesView *self)
{
  gsize n_training = nabla_data_set_get_part (self->data_set, DIGITS_TRAINING).n;
  gsize n = nabla_data_set_get_part (self->data_set, self->kind).n;
  g_autofree char *training = nabla_count_to_text (n_training);
  g_autofree char *count = nabla_count_to_text (n);
  g_autofree char *source = g_strdup_printf (
      ngettext ("Of the %s training image", "Of the %s training images", n_training), training);
  g_autofree char *part = g_strdup_printf (
      ngettext ("Right, of the %s image of this part", "Right, of the %s images of this part", n),
      count);

  gtk_label_set_label (self->source, source);
  gtk_label_set_label (self->part, part);
}

static void
show_shares (NablaAveragesView *self)
{
  if (self->baselines != NULL) {
    show_share (&self->rows[BY_DARKNESS],
                nabla_confusion_get_accuracy (&self->baselines->by_darkness[self->kind]));
    show_share (&self->rows[BY_IMAGE],
                nabla_confusion_get_accuracy (&self->baselines->by_image[self->kind]));
  }
  show_share (&self->rows[BY_NETWORK], self->network);
}

static void
show_all (NablaAveragesView *self)
{
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    show_image (self, digit);
  show_words (self);
  show_shares (self);
  gtk_stack_set_visible_child_name (self->stack, "averages");
}

static void
show_empty (NablaAveragesView *self, const char *description)
{
  adw_status_page_set_title (self->empty,
                             description != NULL ? _ ("No Averages") : _ ("Averaging…"));
  adw_status_page_set_description (self->empty, description);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
averaged (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaAveragesView) self = data;
  g_autoptr (GError) error = NULL;
  NablaBaselines *baselines = nabla_baselines_make_finish (result, &error);

  /* A cancelled one has a successor, or there is nobody left to show it. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  self->baselines = baselines;
  if (baselines != NULL)
    show_all (self);
  else
    show_empty (self, error->message);
}

/* Once it is looked at. */
static void
average (NablaAveragesView *self)
{
  if (self->data_set == NULL || self->baselines != NULL || self->cancellable != NULL ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  show_empty (self, NULL);
  self->cancellable = g_cancellable_new ();
  nabla_baselines_make_async (self->data_set, self->cancellable, averaged, g_object_ref (self));
}

static void
drop (NablaAveragesView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->baselines, nabla_baselines_free);
}

static void
nabla_averages_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (nabla_averages_view_parent_class)->map (widget);
  average (NABLA_AVERAGES_VIEW (widget));
}

static void
nabla_averages_view_dispose (GObject *object)
{
  NablaAveragesView *self = NABLA_AVERAGES_VIEW (object);
  GtkWidget *child;

  drop (self);
  g_clear_object (&self->data_set);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (nabla_averages_view_parent_class)->dispose (object);
}

static void
nabla_averages_view_class_init (NablaAveragesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_averages_view_dispose;
  widget_class->map = nabla_averages_view_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "averagesview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-averages-view.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaAveragesView, stack);
  gtk_widget_class_bind_template_child (widget_class, NablaAveragesView, empty);
  gtk_widget_class_bind_template_child (widget_class, NablaAveragesView, source);
  gtk_widget_class_bind_template_child (widget_class, NablaAveragesView, images);
  gtk_widget_class_bind_template_child (widget_class, NablaAveragesView, part);
  gtk_widget_class_bind_template_child (widget_class, NablaAveragesView, shares);
}

static void
add_images (NablaAveragesView *self)
{
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    GtkWidget *image = nabla_digit_image_new ();

    g_object_set (image, "side", SIDE, NULL);
    gtk_grid_attach (self->images, image, digit % COLUMNS, digit / COLUMNS, 1, 1);
    self->digits[digit] = NABLA_DIGIT_IMAGE (image);
  }
}

static void
add_rows (NablaAveragesView *self)
{
  const char *names[N_READERS] = { _ ("Darkness"), _ ("Nearest average"), _ ("The network") };

  for (int i = 0; i < N_READERS; i++) {
    Row *row = &self->rows[i];

    row->name = gtk_label_new (names[i]);
    row->bar = gtk_level_bar_new ();
    row->number = gtk_label_new (NULL);
    gtk_label_set_xalign (GTK_LABEL (row->name), 0);
    gtk_label_set_xalign (GTK_LABEL (row->number), 1);
    gtk_widget_set_hexpand (row->bar, TRUE);
    gtk_widget_set_valign (row->bar, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class (row->bar, "share");
    gtk_widget_add_css_class (row->number, "numeric");
    gtk_grid_attach (self->shares, row->name, 0, i, 1, 1);
    gtk_grid_attach (self->shares, row->bar, 1, i, 1, 1);
    gtk_grid_attach (self->shares, row->number, 2, i, 1, 1);
  }
}

static void
nabla_averages_view_init (NablaAveragesView *self)
{
  self->network = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
  add_images (self);
  add_rows (self);
  show_shares (self);
}

GtkWidget *
nabla_averages_view_new (void)
{
  return g_object_new (NABLA_TYPE_AVERAGES_VIEW, NULL);
}

void
nabla_averages_view_set_part (NablaAveragesView *self, NablaDataSet *data_set, DigitsPartKind part)
{
  g_return_if_fail (NABLA_IS_AVERAGES_VIEW (self));

  self->kind = part;
  if (g_set_object (&self->data_set, data_set)) {
    drop (self);
    average (self);
  } else if (self->baselines != NULL) {
    show_words (self);
    show_shares (self);
  }
}

void
nabla_averages_view_set_network (NablaAveragesView *self, double accuracy, int color)
{
  g_return_if_fail (NABLA_IS_AVERAGES_VIEW (self));

  self->network = accuracy;
  nabla_run_colors_apply (self->rows[BY_NETWORK].bar, color);
  show_shares (self);
}
