/* SPDX-License-Identifier: MIT */
#include "app/nabla-confusion-view.h"

#include "app/nabla-confusion-matrix.h"
#include "app/nabla-count.h"

#include <glib/gi18n.h>

#define MOST 4 /* mistakes that are named */

struct _NablaConfusionView {
  GtkWidget parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  GtkLabel *total;
  GtkLabel *mistakes;
  NablaConfusionMatrix *matrix;
};

G_DEFINE_FINAL_TYPE (NablaConfusionView, nabla_confusion_view, GTK_TYPE_WIDGET)

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
activated (NablaConfusionView *self, int digit, int answer)
{
  g_signal_emit (self, signals[ACTIVATED], 0, digit, answer);
}

static void
nabla_confusion_view_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (nabla_confusion_view_parent_class)->dispose (object);
}

static void
nabla_confusion_view_class_init (NablaConfusionViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_confusion_view_dispose;
  signals[ACTIVATED] = g_signal_new ("activated", NABLA_TYPE_CONFUSION_VIEW, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  g_type_ensure (NABLA_TYPE_CONFUSION_MATRIX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "confusionview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/nabla_lab/Nabla/nabla-confusion-view.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaConfusionView, stack);
  gtk_widget_class_bind_template_child (widget_class, NablaConfusionView, empty);
  gtk_widget_class_bind_template_child (widget_class, NablaConfusionView, total);
  gtk_widget_class_bind_template_child (widget_class, NablaConfusionView, mistakes);
  gtk_widget_class_bind_template_child (widget_class, NablaConfusionView, matrix);
  gtk_widget_class_bind_template_callback (widget_class, activated);
}

static void
nabla_confusion_view_init (NablaConfusionView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_confusion_view_new (void)
{
  return g_object_new (NABLA_TYPE_CONFUSION_VIEW, NULL);
}

static void
show_total (NablaConfusionView *self, const NablaConfusion *confusion)
{
  guint64 n = nabla_confusion_get_total (confusion);
  g_autofree char *all = nabla_count_to_text (n);
  g_autofree char *wrong = nabla_count_to_text (n - nabla_confusion_get_right (confusion));
  /* Translators: "95.41 % right · 459 of 10,000 wrong" */
  g_autofree char *text =
      g_strdup_printf (_ ("%.2f %% right · %s of %s wrong"),
                       n > 0 ? 100 * nabla_confusion_get_accuracy (confusion) : 0.0, wrong, all);

  gtk_label_set_label (self->total, text);
}

static void
show_mistakes (NablaConfusionView *self, const NablaConfusion *confusion)
{
  NablaMistake mistakes[MOST];
  guint n = nabla_confusion_get_mistakes (confusion, mistakes, MOST);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    g_autofree char *count = nabla_count_to_text (mistakes[i].count);

    /* Translators: a digit, the answer to it, and how often, in a list of mistakes */
    g_string_append_printf (text, _ ("%s%d → %d %s×"), i > 0 ? " · " : "", mistakes[i].digit,
                            mistakes[i].answer, count);
  }
  if (n == 0) {
    g_string_append (text, _ ("No image is read wrongly."));
  } else {
    g_string_prepend (text, " ");
    g_string_prepend (text, _ ("Most often:"));
  }
  gtk_label_set_label (self->mistakes, text->str);
  g_string_free (text, TRUE);
}

void
nabla_confusion_view_set (NablaConfusionView *self, const NablaConfusion *confusion)
{
  g_return_if_fail (NABLA_IS_CONFUSION_VIEW (self));

  nabla_confusion_matrix_set (self->matrix, confusion);
  show_total (self, confusion);
  show_mistakes (self, confusion);
  gtk_stack_set_visible_child_name (self->stack, "matrix");
}

void
nabla_confusion_view_set_empty (NablaConfusionView *self, const char *title,
                                const char *description)
{
  g_return_if_fail (NABLA_IS_CONFUSION_VIEW (self));

  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, description);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}
