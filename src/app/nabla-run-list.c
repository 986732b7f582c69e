/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-list.h"

#include "app/nabla-count.h"
#include "app/nabla-run-group-row.h"
#include "app/nabla-run-row.h"

#include <glib/gi18n.h>

struct _NablaRunList {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkLabel *data_label;
  GtkWidget *loading;
  GtkLabel *loading_label;
  GtkProgressBar *loading_bar;
  GtkWidget *give_up;
  GtkListBox *list;
  GtkStack *stack;

  guint scrolling; /* the tick that waits for the selected row to have its place, or 0 */
  guint ticks;     /* since it began to */

  NablaWorkbench *workbench;
  GListStore *items; /* what has a row: a NablaRun, or a NablaRunGroup over those of its seeds that
                        are unfolded */
};

enum {
  USE_SET_UP,
  TRAIN_FROM,
  DELETED,
  GROUP_DELETED,
  AGAIN,
  RECOLORED,
  REFUSED,
  GO_ON_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaRunList, nabla_run_list, GTK_TYPE_WIDGET)

/* The built-in digits are what there is where nothing better is: it is one click away. */
static void
offer_mnist (NablaRunList *self, const char *images)
{
  g_autofree char *tooltip =
      g_strdup_printf (_ ("%s images to train on, drawn by Nabla itself"), images);
  g_autofree char *markup =
      g_markup_printf_escaped ("<span alpha=\"55%%\">%s · </span><a href=\"mnist\">%s</a>",
                               _ ("built-in digits"), _ ("Get MNIST…"));

  /* The link is not to be dim, too. */
  gtk_widget_remove_css_class (GTK_WIDGET (self->data_label), "dim-label");
  gtk_label_set_markup (self->data_label, markup);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->data_label), tooltip);
}

static gboolean
on_link (NablaRunList *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.get-mnist", NULL);
  return GDK_EVENT_STOP;
}

static void
update_data (NablaRunList *self)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  g_autofree char *images = NULL;
  g_autofree char *text = NULL;

  gtk_widget_add_css_class (GTK_WIDGET (self->data_label), "dim-label");
  if (data_set == NULL) {
    gtk_label_set_text (self->data_label, "");
    return;
  }
  images = nabla_count_to_text (nabla_data_set_get_part (data_set, DIGITS_TRAINING).n);
  if (nabla_data_set_get_folder (data_set) == NULL) {
    offer_mnist (self, images);
    return;
  }
  text = g_strdup_printf (_ ("%s · %s images"), nabla_data_set_get_name (data_set), images);
  gtk_label_set_text (self->data_label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->data_label), nabla_data_set_get_folder (data_set));
}

/* Whether the row stands for this run: as the run itself or as a folded group of it. */
static gboolean
stands_for (GtkListBoxRow *row, NablaRun *run)
{
  NablaRunGroup *group;
  gboolean expanded;

  if (run == NULL)
    return FALSE;
  if (NABLA_IS_RUN_ROW (row))
    return nabla_run_row_get_run (NABLA_RUN_ROW (row)) == run;
  group = nabla_run_group_row_get_group (NABLA_RUN_GROUP_ROW (row));
  g_object_get (row, "expanded", &expanded, NULL);
  return !expanded && nabla_run_group_has (group, run);
}

static void
update_selected (NablaRunList *self)
{
  NablaRun *selected = nabla_workbench_get_selected (self->workbench);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    if (stands_for (row, selected)) {
      if (gtk_list_box_get_selected_row (self->list) != row)
        gtk_list_box_select_row (self->list, row);
      return;
    }
  }
  gtk_list_box_unselect_all (self->list);
}

static void
scroll_to_selected (NablaRunList *self)
{
  GtkWidget *row = GTK_WIDGET (gtk_list_box_get_selected_row (self->list));
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;
  double top;

  if (row == NULL || !gtk_widget_get_mapped (row) || viewport == NULL ||
      !gtk_widget_compute_bounds (row, viewport, &bounds))
    return;
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  top = gtk_adjustment_get_value (adjustment) + bounds.origin.y;
  gtk_adjustment_clamp_page (adjustment, top, top + bounds.size.height);
}

/* A frame lies between two ticks, and with it the layout of rows that are new. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaRunList *self = NABLA_RUN_LIST (widget);

  if (self->ticks++ == 0)
    return G_SOURCE_CONTINUE;
  self->scrolling = 0;
  scroll_to_selected (self);
  return G_SOURCE_REMOVE;
}

static void
on_selected (NablaRunList *self)
{
  update_selected (self);
  self->ticks = 0;
  if (self->scrolling == 0)
    self->scrolling = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
on_row_selected (NablaRunList *self, GtkListBoxRow *row)
{
  /* None is selected for a moment while a row is taken away: the workbench says what follows. */
  if (row == NULL)
    return;
  if (NABLA_IS_RUN_ROW (row)) {
    nabla_workbench_set_selected (self->workbench, nabla_run_row_get_run (NABLA_RUN_ROW (row)));
  } else {
    NablaRunGroup *group = nabla_run_group_row_get_group (NABLA_RUN_GROUP_ROW (row));

    if (!stands_for (row, nabla_workbench_get_selected (self->workbench)))
      nabla_workbench_set_selected (self->workbench, nabla_run_group_get_run (group, 0));
  }
}

#define EXPANDED "nabla-run-list-expanded"

static void
list_items_of (NablaRunGroup *group, GPtrArray *items)
{
  guint n = nabla_run_group_get_n_runs (group);

  if (n > 1)
    g_ptr_array_add (items, g_object_ref (group));
  if (n == 1 || g_object_get_data (G_OBJECT (group), EXPANDED) != NULL)
    for (guint i = 0; i < n; i++)
      g_ptr_array_add (items, g_object_ref (nabla_run_group_get_run (group, i)));
}

static gboolean
is_at (GListModel *model, guint i, gpointer item)
{
  g_autoptr (GObject) there = g_list_model_get_item (model, i);

  return there == item;
}

/* Replaces what lies between the first and the last difference: other rows stay what they are. */
static void
set_items (NablaRunList *self, GPtrArray *items)
{
  GListModel *model = G_LIST_MODEL (self->items);
  guint n = g_list_model_get_n_items (model), first = 0, last = 0;

  while (first < MIN (n, items->len) && is_at (model, first, items->pdata[first]))
    first++;
  while (last < MIN (n, items->len) - first &&
         is_at (model, n - 1 - last, items->pdata[items->len - 1 - last]))
    last++;
  if (n - first - last > 0 || items->len - first - last > 0)
    g_list_store_splice (self->items, first, n - first - last, items->pdata + first,
                         items->len - first - last);
}

/* A run that stood alone may be one of a group's now, or the other way round. */
static void
update_rows (NablaRunList *self)
{
  NablaRunGroups *groups = nabla_workbench_get_groups (self->workbench);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    NablaRunGroup *group =
        NABLA_IS_RUN_ROW (row)
            ? nabla_run_groups_find (groups, nabla_run_row_get_run (NABLA_RUN_ROW (row)))
            : NULL;

    if (group != NULL)
      nabla_run_row_set_within_group (NABLA_RUN_ROW (row), nabla_run_group_get_n_runs (group) > 1);
  }
}

static void
update_items (NablaRunList *self)
{
  GListModel *groups = G_LIST_MODEL (nabla_workbench_get_groups (self->workbench));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++) {
    g_autoptr (NablaRunGroup) group = g_list_model_get_item (groups, i);

    g_signal_handlers_disconnect_by_data (group, self);
    g_signal_connect_object (group, "members", G_CALLBACK (update_items), self, G_CONNECT_SWAPPED);
    list_items_of (group, items);
  }
  set_items (self, items);
  update_rows (self);
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "runs" : "empty");
  update_selected (self);
}

static void
on_expanded (NablaRunList *self, GParamSpec *pspec, NablaRunGroupRow *row)
{
  gboolean expanded;

  g_object_get (row, "expanded", &expanded, NULL);
  g_object_set_data (G_OBJECT (nabla_run_group_row_get_group (row)), EXPANDED,
                     GINT_TO_POINTER (expanded));
  update_items (self);
}

static void
on_use_set_up (NablaRunList *self, GtkListBoxRow *row)
{
  NablaRun *run =
      NABLA_IS_RUN_ROW (row)
          ? nabla_run_row_get_run (NABLA_RUN_ROW (row))
          : nabla_run_group_get_run (nabla_run_group_row_get_group (NABLA_RUN_GROUP_ROW (row)), 0);

  g_signal_emit (self, signals[USE_SET_UP], 0, run);
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

static void
on_delete_group (NablaRunList *self, NablaRunGroupRow *row)
{
  NablaRunGroup *group = nabla_run_group_row_get_group (row);
  g_autofree char *name = nabla_run_group_get_name (group);
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < nabla_run_group_get_n_runs (group); i++)
    g_ptr_array_add (runs, g_object_ref (nabla_run_group_get_run (group, i)));
  for (guint i = 0; i < runs->len; i++)
    nabla_workbench_remove (self->workbench, runs->pdata[i]);
  g_signal_emit (self, signals[GROUP_DELETED], 0, name, runs);
}

static void
on_again (NablaRunList *self, const char *how, NablaRunRow *row)
{
  g_signal_emit (self, signals[AGAIN], 0, nabla_run_row_get_run (row), how);
}

/* All that were stopped, where it is a group. */
static void
on_go_on (NablaRunList *self, GtkListBoxRow *row)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) elsewhere = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  NablaRunGroup *group;

  if (NABLA_IS_RUN_ROW (row)) {
    g_ptr_array_add (runs, g_object_ref (nabla_run_row_get_run (NABLA_RUN_ROW (row))));
  } else {
    group = nabla_run_group_row_get_group (NABLA_RUN_GROUP_ROW (row));
    for (guint i = 0; i < nabla_run_group_get_n_runs (group); i++)
      g_ptr_array_add (runs, g_object_ref (nabla_run_group_get_run (group, i)));
  }
  for (guint i = 0; i < runs->len; i++)
    if (nabla_run_get_other_data (runs->pdata[i]) == NULL)
      nabla_workbench_revive (self->workbench, runs->pdata[i], error == NULL ? &error : NULL);
    else if (nabla_run_get_state (runs->pdata[i]) == NABLA_RUN_STOPPED)
      g_ptr_array_add (elsewhere, g_object_ref (runs->pdata[i]));
  if (error != NULL)
    g_signal_emit (self, signals[REFUSED], 0, error->message);
  if (elsewhere->len > 0)
    g_signal_emit (self, signals[GO_ON_ELSEWHERE], 0, elsewhere);
}

/* Seeds of a group share their colour. */
static void
on_recolor (NablaRunList *self, int color, GtkListBoxRow *row)
{
  NablaRunGroup *group = NABLA_IS_RUN_ROW (row)
                             ? nabla_run_groups_find (nabla_workbench_get_groups (self->workbench),
                                                      nabla_run_row_get_run (NABLA_RUN_ROW (row)))
                             : nabla_run_group_row_get_group (NABLA_RUN_GROUP_ROW (row));
  g_autofree char *name = nabla_run_group_get_name (group);
  g_autoptr (GHashTable) before = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);

  for (guint i = 0; i < nabla_run_group_get_n_runs (group); i++) {
    NablaRun *run = nabla_run_group_get_run (group, i);

    g_hash_table_insert (before, g_object_ref (run), GINT_TO_POINTER (nabla_run_get_color (run)));
  }
  nabla_run_group_set_color (group, color);
  g_signal_emit (self, signals[RECOLORED], 0, name, before);
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  GtkWidget *row;

  if (NABLA_IS_RUN (item)) {
    row = nabla_run_row_new (item);
    g_signal_connect_object (row, "delete", G_CALLBACK (on_delete), data, G_CONNECT_SWAPPED);
    g_signal_connect_object (row, "train-from", G_CALLBACK (on_train_from), data,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (row, "again", G_CALLBACK (on_again), data, G_CONNECT_SWAPPED);
  } else {
    row = nabla_run_group_row_new (item);
    g_object_set (row, "expanded", g_object_get_data (item, EXPANDED) != NULL, NULL);
    g_signal_connect_object (row, "delete", G_CALLBACK (on_delete_group), data, G_CONNECT_SWAPPED);
    g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_expanded), data,
                             G_CONNECT_SWAPPED);
  }
  g_signal_connect_object (row, "go-on", G_CALLBACK (on_go_on), data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "recolor", G_CALLBACK (on_recolor), data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "use-set-up", G_CALLBACK (on_use_set_up), data, G_CONNECT_SWAPPED);
  return row;
}

static void
nabla_run_list_dispose (GObject *object)
{
  NablaRunList *self = NABLA_RUN_LIST (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->items);
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
  signals[GROUP_DELETED] =
      g_signal_new ("group-deleted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_PTR_ARRAY);
  signals[AGAIN] = g_signal_new ("again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, NABLA_TYPE_RUN, G_TYPE_STRING);
  signals[RECOLORED] =
      g_signal_new ("recolored", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_HASH_TABLE);

  signals[REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[GO_ON_ELSEWHERE] =
      g_signal_new ("go-on-elsewhere", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-run-list.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, content);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, data_label);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, loading);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, loading_label);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, loading_bar);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, give_up);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, list);
  gtk_widget_class_bind_template_child (widget_class, NablaRunList, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_link);
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
  g_return_if_fail (NABLA_IS_RUN_LIST (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench) && self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  self->items = g_list_store_new (G_TYPE_OBJECT);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->items), make_row, self, NULL);
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (on_row_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (nabla_workbench_get_groups (workbench), "items-changed",
                           G_CALLBACK (update_items), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::data-set", G_CALLBACK (update_data), self,
                           G_CONNECT_SWAPPED);
  update_items (self);
  update_data (self);
}

void
nabla_run_list_set_loading (NablaRunList *self, const char *what, double done)
{
  g_return_if_fail (NABLA_IS_RUN_LIST (self));

  gtk_widget_set_visible (self->loading, what != NULL);
  if (what == NULL)
    return;
  gtk_widget_set_visible (self->give_up, nabla_workbench_get_data_set (self->workbench) != NULL);
  gtk_progress_bar_set_fraction (self->loading_bar, CLAMP (done, 0, 1));
  if (done > 0) {
    g_autofree char *text =
        g_strdup_printf (_ ("%s %d %%"), what, (int) (100 * CLAMP (done, 0, 1)));
    gtk_label_set_text (self->loading_label, text);
  } else {
    gtk_label_set_text (self->loading_label, what);
  }
}

gboolean
nabla_run_list_is_unfolded (NablaRunList *self, NablaRun *run)
{
  NablaRunGroup *group;

  g_return_val_if_fail (NABLA_IS_RUN_LIST (self), FALSE);
  group = nabla_run_groups_find (nabla_workbench_get_groups (self->workbench), run);
  return group != NULL && g_object_get_data (G_OBJECT (group), EXPANDED) != NULL;
}

void
nabla_run_list_unfold (NablaRunList *self, NablaRun *run)
{
  NablaRunGroup *group;
  GtkListBoxRow *row;

  g_return_if_fail (NABLA_IS_RUN_LIST (self));
  group = nabla_run_groups_find (nabla_workbench_get_groups (self->workbench), run);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (NABLA_IS_RUN_GROUP_ROW (row) &&
        nabla_run_group_row_get_group (NABLA_RUN_GROUP_ROW (row)) == group) {
      g_object_set (row, "expanded", TRUE, NULL);
      return; /* the rows are others now */
    }
}

GtkWidget *
nabla_run_list_get_row (NablaRunList *self, guint i)
{
  g_return_val_if_fail (NABLA_IS_RUN_LIST (self), NULL);
  return GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) i));
}
