/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-list.h"

#include "app/nabla-count.h"
#include "app/nabla-run-row.h"

#include <glib/gi18n.h>

struct _NablaRunList {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkLabel *data_label;
  GtkWidget *loading;
  GtkLabel *loading_label;
  GtkProgressBar *loading_bar;
  GtkListBox *list;
  GtkStack *stack;

  NablaWorkbench *workbench;
};

enum { USE_SET_UP, TRAIN_FROM, DELETED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaRunList, nabla_run_list, GTK_TYPE_WIDGET)

static void
update_data (NablaRunList *self)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  g_autofree char *images = NULL;
  g_autofree char *text = NULL;
  const char *name;

  if (data_set == NULL) {
    gtk_label_set_text (self->data_label, "");
    return;
  }
  name = nabla_data_set_get_folder (data_set) != NULL ? nabla_data_set_get_name (data_set)
                                                      : _ ("built-in digits");
  images = nabla_count_to_text (nabla_data_set_get_part (data_set, DIGITS_TRAINING).n);
  text = g_strdup_printf (_ ("%s · %s images"), name, images);
  gtk_label_set_text (self->data_label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->data_label), nabla_data_set_get_folder (data_set));
}

static void
update_selected (NablaRunList *self)
{
  NablaRun *selected = nabla_workbench_get_selected (self->workbench);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    if (nabla_run_row_get_run (NABLA_RUN_ROW (row)) == selected) {
      if (gtk_list_box_get_selected_row (self->list) != row)
        gtk_list_box_select_row (self->list, row);
      return;
    }
  }
  gtk_list_box_unselect_all (self->list);
}

static void
on_row_selected (NablaRunList *self, GtkListBoxRow *row)
{
  /* None is selected for a moment while a row is taken away: the workbench says what follows. */
  if (row != NULL)
    nabla_workbench_set_selected (self->workbench, nabla_run_row_get_run (NABLA_RUN_ROW (row)));
}

static void
on_items_changed (NablaRunList *self)
{
  GListModel *runs = nabla_workbench_get_runs (self->workbench);

  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (runs) > 0 ? "runs" : "empty");
  update_selected (self);
}

static void
on_use_set_up (NablaRunList *self, NablaRunRow *row)
{
  g_signal_emit (self, signals[USE_SET_UP], 0, nabla_run_row_get_run (row));
}

static void
on_train_from (NablaRunList *self, NablaRunRow *row)
{
  g_signal_emit (self, signals[TRAIN_FROM], 0, nabla_run_row_get_run (row));
}

static void
on_delete (NablaRunList *self, NablaRunRow *row)
{
  g_autoptr (NablaRun) run = g_object_ref (nabla_run_row_get_run (row));

  nabla_workbench_remove (self->workbench, run);
  g_signal_emit (self, signals[DELETED], 0, run);
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  GtkWidget *row = nabla_run_row_new (item);

  g_signal_connect_object (row, "use-set-up", G_CALLBACK (on_use_set_up), data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "train-from", G_CALLBACK (on_train_from), data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "delete", G_CALLBACK (on_delete), data, G_CONNECT_SWAPPED);
  return row;
}

static void
nabla_run_list_dispose (GObject *object)
{
  NablaRunList *self = NABLA_RUN_LIST (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workbench);

  G_OBJECT_CLASS (nabla_run_list_parent_class)->dispose (object);
}

static void
nabla_run_list_class_init (NablaRunListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_run_list_dispose;

  signals[USE_SET_UP] = g_signal_new ("use-set-up", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, NABLA_TYPE_RUN);
  signals[TRAIN_FROM] = g_signal_new ("train-from", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, NABLA_TYPE_RUN);
  signals[DELETED] = g_signal_new ("deleted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, NABLA_TYPE_RUN);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-run-list.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, content);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, data_label);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, loading);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, loading_label);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, loading_bar);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, list);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, stack);
}

static void
nabla_run_list_init (NablaRunList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_run_list_new (void)
{
  return g_object_new (NABLA_TYPE_RUN_LIST, NULL);
}

void
nabla_run_list_set_workbench (NablaRunList *self, NablaWorkbench *workbench)
{
  GListModel *runs;

  g_return_if_fail (NABLA_IS_RUN_LIST (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench) && self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  runs = nabla_workbench_get_runs (workbench);
  gtk_list_box_bind_model (self->list, runs, make_row, self, NULL);
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (on_row_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::selected", G_CALLBACK (update_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::data-set", G_CALLBACK (update_data), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self);
  update_data (self);
}

void
nabla_run_list_set_loading (NablaRunList *self, const char *what, double done)
{
  g_return_if_fail (NABLA_IS_RUN_LIST (self));

  gtk_widget_set_visible (self->loading, what != NULL);
  if (what == NULL)
    return;
  gtk_progress_bar_set_fraction (self->loading_bar, CLAMP (done, 0, 1));
  if (done > 0) {
    g_autofree char *text =
        g_strdup_printf (_ ("%s %d %%"), what, (int) (100 * CLAMP (done, 0, 1)));
    gtk_label_set_text (self->loading_label, text);
  } else {
    gtk_label_set_text (self->loading_label, what);
  }
}

GtkWidget *
nabla_run_list_get_row (NablaRunList *self, guint i)
{
  g_return_val_if_fail (NABLA_IS_RUN_LIST (self), NULL);
  return GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) i));
}
