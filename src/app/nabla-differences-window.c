/* SPDX-License-Identifier: MIT */
#include "app/nabla-differences-window.h"

#include "app/nabla-run-colors.h"
#include "lab/nabla-differences.h"

#include <glib/gi18n.h>
#include <math.h>

#define SECONDS_BETWEEN_LOOKS 1

struct _NablaDifferencesWindow {
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkWidget *copy_button;
  GtkScrolledWindow *scrolled;
  AdwToastOverlay *toasts;

  NablaWorkbench *workbench;
  char *text;
  char *sorted; /* the label of the row that the columns are sorted by, or NULL */
  gboolean descending;
  guint timer;
};

G_DEFINE_FINAL_TYPE (NablaDifferencesWindow, nabla_differences_window, ADW_TYPE_WINDOW)

static NablaDifferences *
look (NablaDifferencesWindow *self)
{
  GListModel *groups = G_LIST_MODEL (nabla_workbench_get_groups (self->workbench));
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  NablaDifferences *differences;

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++) {
    g_autoptr (NablaRunGroup) group = g_list_model_get_item (groups, i);

    if (nabla_run_group_get_shown (group))
      g_ptr_array_add (shown, g_steal_pointer (&group));
  }
  differences = nabla_differences_new ((NablaRunGroup *const *) shown->pdata, shown->len);
  for (guint i = 0; self->sorted != NULL && i < differences->rows->len; i++) {
    const NablaDifference *row = differences->rows->pdata[i];

    if (g_str_equal (row->label, self->sorted)) {
      nabla_differences_sort (differences, i, self->descending);
      break;
    }
  }
  return differences;
}

static GtkWidget *
make_label (const char *text, float xalign, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
show_color (NablaRunGroup *group, GtkWidget *swatch)
{
  nabla_run_colors_apply (swatch, nabla_run_group_get_color (group));
}

static GtkWidget *
make_column_head (NablaRunGroup *group, const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (swatch, "run-swatch");
  gtk_widget_add_css_class (swatch, "small");
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  show_color (group, swatch);
  g_signal_connect_object (group, "look", G_CALLBACK (show_color), swatch, 0);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), make_label (name, 1, "heading"));
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  return box;
}

static void
on_sort (NablaDifferencesWindow *self, GtkButton *button)
{
  guint row = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "row"));

  nabla_differences_window_sort (self, row);
}

static GtkWidget *
make_row_head (NablaDifferencesWindow *self, const NablaDifference *row, guint i)
{
  GtkWidget *button = gtk_button_new ();
  gboolean sorted = g_strcmp0 (row->label, self->sorted) == 0;
  g_autofree char *text = sorted
                              ? g_strdup_printf ("%s %s", row->label, self->descending ? "▾" : "▴")
                              : g_strdup (row->label);
  g_autofree char *tooltip = g_strdup_printf (_ ("Sort by %s"), row->label);

  gtk_button_set_child (GTK_BUTTON (button), make_label (text, 0, NULL));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  g_object_set_data (G_OBJECT (button), "row", GUINT_TO_POINTER (i));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_sort), self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_table (NablaDifferencesWindow *self, const NablaDifferences *differences)
{
  GtkWidget *grid = gtk_grid_new ();
  guint n = differences->groups->len;
  int line = 1;

  gtk_widget_add_css_class (grid, "differences");
  for (guint i = 0; i < n; i++)
    gtk_grid_attach (GTK_GRID (grid),
                     make_column_head (differences->groups->pdata[i], differences->names[i]),
                     (int) i + 1, 0, 1, 1);
  for (guint r = 0; r < differences->rows->len; r++) {
    const NablaDifference *row = differences->rows->pdata[r];
    const NablaDifference *above = r > 0 ? differences->rows->pdata[r - 1] : NULL;

    /* What was measured stands apart from what was set. */
    if (above == NULL || above->measured != row->measured)
      gtk_grid_attach (GTK_GRID (grid), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL), 0, line++,
                       (int) n + 1, 1);
    gtk_grid_attach (GTK_GRID (grid), make_row_head (self, row, r), 0, line, 1, 1);
    for (guint i = 0; i < n; i++)
      gtk_grid_attach (GTK_GRID (grid), make_label (row->cells[i], 1, "numeric"), (int) i + 1, line,
                       1, 1);
    line++;
  }
  return grid;
}

static void
rebuild (NablaDifferencesWindow *self)
{
  g_autoptr (NablaDifferences) differences = look (self);
  gboolean any = differences->groups->len > 1 && differences->rows->len > 0;

  g_free (self->text);
  self->text = nabla_differences_to_text (differences);
  gtk_stack_set_visible_child_name (self->stack, any ? "table" : "nothing");
  gtk_widget_set_sensitive (self->copy_button, any);
  if (any)
    gtk_scrolled_window_set_child (self->scrolled, make_table (self, differences));
}

/* Only what changed is made anew: a table that is rebuilt loses its focus. */
static gboolean
on_time (gpointer data)
{
  NablaDifferencesWindow *self = data;
  g_autoptr (NablaDifferences) differences = look (self);
  g_autofree char *text = nabla_differences_to_text (differences);

  if (g_strcmp0 (text, self->text) != 0)
    rebuild (self);
  return G_SOURCE_CONTINUE;
}

static void
on_copy (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaDifferencesWindow *self = NABLA_DIFFERENCES_WINDOW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->text);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Copied with tabs between the "
                                                               "columns")));
}

static void
nabla_differences_window_dispose (GObject *object)
{
  NablaDifferencesWindow *self = NABLA_DIFFERENCES_WINDOW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->workbench);

  G_OBJECT_CLASS (nabla_differences_window_parent_class)->dispose (object);
}

static void
nabla_differences_window_finalize (GObject *object)
{
  g_free (NABLA_DIFFERENCES_WINDOW (object)->text);
  g_free (NABLA_DIFFERENCES_WINDOW (object)->sorted);

  G_OBJECT_CLASS (nabla_differences_window_parent_class)->finalize (object);
}

static void
nabla_differences_window_class_init (NablaDifferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_differences_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_differences_window_finalize;

  gtk_widget_class_install_action (widget_class, "differences.copy", NULL, on_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "differences.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/nabla_lab/Nabla/nabla-differences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaDifferencesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NablaDifferencesWindow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, NablaDifferencesWindow, scrolled);
  gtk_widget_class_bind_template_child (widget_class, NablaDifferencesWindow, toasts);
}

static void
nabla_differences_window_init (NablaDifferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_differences_window_new (GtkWindow *parent, NablaWorkbench *workbench)
{
  NablaDifferencesWindow *self =
      g_object_new (NABLA_TYPE_DIFFERENCES_WINDOW, "transient-for", parent, NULL);

  self->workbench = g_object_ref (workbench);
  self->timer = g_timeout_add_seconds (SECONDS_BETWEEN_LOOKS, on_time, self);
  rebuild (self);
  return GTK_WIDGET (self);
}

void
nabla_differences_window_sort (NablaDifferencesWindow *self, guint row)
{
  g_autoptr (NablaDifferences) differences = NULL;
  const char *label;

  g_return_if_fail (NABLA_IS_DIFFERENCES_WINDOW (self));

  differences = look (self);
  if (row >= differences->rows->len)
    return;
  label = ((const NablaDifference *) differences->rows->pdata[row])->label;
  if (g_strcmp0 (label, self->sorted) == 0) {
    self->descending = !self->descending;
  } else {
    g_free (self->sorted);
    self->sorted = g_strdup (label);
    self->descending = FALSE;
  }
  rebuild (self);
}
