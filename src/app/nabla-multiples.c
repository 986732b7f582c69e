/* SPDX-License-Identifier: MIT */
#include "app/nabla-multiples.h"

#include "app/nabla-multiples-cell.h"
#include "app/nabla-multiples-grid.h"

#include <glib/gi18n.h>
#include <math.h>

/* The least that a chart is legible in, in sizes of the text. */
#define LEAST_WIDTH  12.0
#define LEAST_HEIGHT 9.0
#define NARROWEST    100 /* px */

struct _NablaMultiples {
  GtkWidget parent_instance;

  NablaWorkbench *workbench;
  NablaCurveView view;
  GPtrArray *groups; /* of NablaRunGroup */
  GPtrArray *cells;  /* of Cell */
  NablaRun *selected;
};

typedef NablaMultiplesCell Cell;

enum { SELECTED, SCALED, SCALED_X, CHARTS, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaMultiples, nabla_multiples, GTK_TYPE_WIDGET)

/* What all have in common. */
static void
share (NablaMultiples *self)
{
  g_autofree PlotChart **plots = g_new (PlotChart *, self->cells->len + 1);

  for (guint i = 0; i < self->cells->len; i++)
    plots[i] = nabla_chart_get_plot (((Cell *) self->cells->pdata[i])->chart);
  if (!plot_charts_share_view (plots, self->cells->len))
    return;
  for (guint i = 0; i < self->cells->len; i++)
    gtk_widget_queue_draw (GTK_WIDGET (((Cell *) self->cells->pdata[i])->chart));
}

static void
on_status (Cell *cell)
{
  share (cell->all);
}

static void
on_pointed (Cell *cell)
{
  for (guint i = 0; i < cell->all->cells->len; i++)
    if (cell->all->cells->pdata[i] != cell)
      nabla_chart_match_pointer (((Cell *) cell->all->cells->pdata[i])->chart, cell->chart);
}

static void
on_viewed (Cell *cell)
{
  for (guint i = 0; i < cell->all->cells->len; i++)
    nabla_chart_match_view (((Cell *) cell->all->cells->pdata[i])->chart, cell->chart);
}

static void
on_logarithmic (Cell *cell)
{
  gboolean logarithmic;

  g_object_get (cell->chart, "logarithmic", &logarithmic, NULL);
  if (logarithmic != cell->all->view.log_y)
    g_signal_emit (cell->all, signals[SCALED], 0, logarithmic);
}

static void
on_logarithmic_x (Cell *cell)
{
  gboolean logarithmic;

  g_object_get (cell->chart, "logarithmic-x", &logarithmic, NULL);
  if (logarithmic != cell->all->view.log_x)
    g_signal_emit (cell->all, signals[SCALED_X], 0, logarithmic);
}

/* A run that nobody measured has no curve, and a hidden one needs no chart. */
static gboolean
has_chart (NablaRunGroup *group)
{
  return nabla_run_group_get_shown (group) &&
         nabla_run_get_monitors (nabla_run_group_get_run (group, 0)) != 0;
}

static Cell *
add_cell (NablaMultiples *self, NablaRunGroup *group)
{
  Cell *cell = nabla_multiples_cell_new (self, self->workbench, group, &self->view);

  g_signal_connect_swapped (cell->chart, "pointed", G_CALLBACK (on_pointed), cell);
  g_signal_connect_swapped (cell->chart, "viewed", G_CALLBACK (on_viewed), cell);
  g_signal_connect_swapped (cell->chart, "notify::logarithmic", G_CALLBACK (on_logarithmic), cell);
  g_signal_connect_swapped (cell->chart, "notify::logarithmic-x", G_CALLBACK (on_logarithmic_x),
                            cell);
  g_signal_connect_swapped (group, "status", G_CALLBACK (on_status), cell);
  return cell;
}

static Cell *
find_cell (GPtrArray *cells, NablaRunGroup *group)
{
  for (guint i = 0; i < cells->len; i++) {
    Cell *cell = cells->pdata[i];

    if (cell != NULL && cell->group == group)
      return cell;
  }
  return NULL;
}

/* Cells in the order of the groups; those that are there already stay. TRUE where there are others
 * than before. */
static gboolean
update_cells (NablaMultiples *self)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->cells);
  GtkWidget *last = NULL;
  gboolean changed;

  self->cells = g_ptr_array_new_with_free_func (nabla_multiples_cell_free);
  for (guint i = 0; i < self->groups->len; i++) {
    NablaRunGroup *group = self->groups->pdata[i];
    Cell *cell = find_cell (before, group);

    if (!has_chart (group))
      continue;
    if (cell == NULL) {
      cell = add_cell (self, group);
      if (before->len > 0)
        nabla_chart_match_view (cell->chart, ((Cell *) before->pdata[0])->chart);
    }
    g_ptr_array_add (self->cells, cell);
    gtk_widget_insert_after (GTK_WIDGET (cell->chart), GTK_WIDGET (self), last);
    last = GTK_WIDGET (cell->chart);
  }
  changed = before->len != self->cells->len;
  for (guint i = 0; !changed && i < before->len; i++)
    changed = before->pdata[i] != self->cells->pdata[i];
  for (guint i = 0; i < before->len; i++)
    if (find_cell (self->cells, ((Cell *) before->pdata[i])->group) == NULL)
      nabla_multiples_cell_free (before->pdata[i]);
  g_ptr_array_set_free_func (before, NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return changed;
}

static double
text_size (GtkWidget *widget)
{
  const PangoFontDescription *font =
      pango_context_get_font_description (gtk_widget_get_pango_context (widget));
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  return pango_font_description_get_size_is_absolute (font) ? size : size * 96 / 72;
}

static guint
count_columns (NablaMultiples *self, int width, int height)
{
  double size = text_size (GTK_WIDGET (self));
  g_autofree NablaRunGroup **groups = g_new (NablaRunGroup *, self->cells->len + 1);

  for (guint i = 0; i < self->cells->len; i++)
    groups[i] = ((Cell *) self->cells->pdata[i])->group;
  return nabla_multiples_count_columns (self->cells->len, width, height, (int) (LEAST_WIDTH * size),
                                        (int) (LEAST_HEIGHT * size),
                                        nabla_multiples_columns_of_grid (groups, self->cells->len));
}

static GtkSizeRequestMode
nabla_multiples_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
nabla_multiples_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  NablaMultiples *self = NABLA_MULTIPLES (widget);
  double size = text_size (widget);
  guint columns, rows;

  /* A window may be narrower for a moment: it is not to grow for small charts. */
  *minimum = NARROWEST;
  *natural = (int) (LEAST_WIDTH * size);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  columns = self->cells->len > 0 ? count_columns (self, MAX (for_size, NARROWEST), -1) : 1;
  rows = (self->cells->len + columns - 1) / columns;
  *minimum = *natural =
      (int) rows * (int) (LEAST_HEIGHT * size) + (int) (MAX (rows, 1) - 1) * NABLA_MULTIPLES_GAP;
}

static void
nabla_multiples_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaMultiples *self = NABLA_MULTIPLES (widget);
  guint columns, rows;

  if (self->cells->len == 0)
    return;
  columns = count_columns (self, width, height);
  rows = (self->cells->len + columns - 1) / columns;
  for (guint i = 0; i < self->cells->len; i++) {
    Cell *cell = self->cells->pdata[i];
    int column = (int) (i % columns), row = (int) (i / columns);
    int cell_width = (width - ((int) columns - 1) * NABLA_MULTIPLES_GAP) / (int) columns;
    int cell_height = (height - ((int) rows - 1) * NABLA_MULTIPLES_GAP) / (int) rows;

    gtk_widget_size_allocate (GTK_WIDGET (cell->chart),
                              &(GtkAllocation){ column * (cell_width + NABLA_MULTIPLES_GAP),
                                                row * (cell_height + NABLA_MULTIPLES_GAP),
                                                cell_width, cell_height },
                              -1);
  }
}

/* Of a hundred charts that are scrolled through a dozen are seen, and drawn. */
static void
nabla_multiples_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaMultiples *self = NABLA_MULTIPLES (widget);
  GtkWidget *window = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  graphene_rect_t seen, bounds;

  graphene_rect_init (&seen, 0, 0, window != NULL ? (float) gtk_widget_get_width (window) : 0,
                      window != NULL ? (float) gtk_widget_get_height (window) : 0);
  for (guint i = 0; i < self->cells->len; i++) {
    GtkWidget *chart = GTK_WIDGET (((Cell *) self->cells->pdata[i])->chart);

    if (window == NULL || (gtk_widget_compute_bounds (chart, window, &bounds) &&
                           graphene_rect_intersection (&bounds, &seen, NULL)))
      gtk_widget_snapshot_child (widget, chart, snapshot);
  }
}

static void
nabla_multiples_dispose (GObject *object)
{
  NablaMultiples *self = NABLA_MULTIPLES (object);

  g_ptr_array_set_size (self->cells, 0);
  g_ptr_array_set_size (self->groups, 0);
  g_clear_object (&self->selected);
  g_clear_object (&self->workbench);

  G_OBJECT_CLASS (nabla_multiples_parent_class)->dispose (object);
}

static void
nabla_multiples_finalize (GObject *object)
{
  g_ptr_array_unref (NABLA_MULTIPLES (object)->cells);
  g_ptr_array_unref (NABLA_MULTIPLES (object)->groups);

  G_OBJECT_CLASS (nabla_multiples_parent_class)->finalize (object);
}

static void
nabla_multiples_class_init (NablaMultiplesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = nabla_multiples_dispose;
  object_class->finalize = nabla_multiples_finalize;
  widget_class->get_request_mode = nabla_multiples_get_request_mode;
  widget_class->measure = nabla_multiples_measure;
  widget_class->snapshot = nabla_multiples_snapshot;
  widget_class->size_allocate = nabla_multiples_size_allocate;

  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, NABLA_TYPE_RUN);
  signals[SCALED] = g_signal_new ("scaled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SCALED_X] = g_signal_new ("scaled-x", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[CHARTS] = g_signal_new ("charts", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "multiples");
}

static void
nabla_multiples_init (NablaMultiples *self)
{
  self->groups = g_ptr_array_new_with_free_func (g_object_unref);
  self->cells = g_ptr_array_new_with_free_func (nabla_multiples_cell_free);
}

GtkWidget *
nabla_multiples_new (void)
{
  return g_object_new (NABLA_TYPE_MULTIPLES, NULL);
}

void
nabla_multiples_set_workbench (NablaMultiples *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_MULTIPLES (self) && self->workbench == NULL);
  self->workbench = g_object_ref (workbench);
}

void
nabla_multiples_set_view (NablaMultiples *self, const NablaCurveView *view)
{
  g_return_if_fail (NABLA_IS_MULTIPLES (self));

  self->view = *view;
  for (guint i = 0; i < self->cells->len; i++)
    nabla_multiples_cell_set_view (self->cells->pdata[i], view);
  g_signal_emit (self, signals[CHARTS], 0);
  share (self);
}

void
nabla_multiples_set_groups (NablaMultiples *self, const GPtrArray *groups)
{
  gboolean changed;

  g_return_if_fail (NABLA_IS_MULTIPLES (self));

  g_ptr_array_set_size (self->groups, 0);
  for (guint i = 0; i < groups->len; i++)
    g_ptr_array_add (self->groups, g_object_ref (groups->pdata[i]));
  changed = update_cells (self);
  for (guint i = 0; i < self->cells->len; i++) {
    Cell *cell = self->cells->pdata[i];

    nabla_multiples_cell_update_title (cell);
    nabla_curves_chart_update (cell->curves);
  }
  nabla_multiples_set_selected (self, self->selected);
  if (changed)
    g_signal_emit (self, signals[CHARTS], 0);
  share (self);
}

void
nabla_multiples_set_selected (NablaMultiples *self, NablaRun *selected)
{
  NablaChart *chosen;

  g_return_if_fail (NABLA_IS_MULTIPLES (self));

  g_set_object (&self->selected, selected);
  chosen = nabla_multiples_get_selected_chart (self);
  for (guint i = 0; i < self->cells->len; i++) {
    NablaChart *chart = ((Cell *) self->cells->pdata[i])->chart;

    if (self->cells->len > 1 && chart == chosen)
      gtk_widget_add_css_class (GTK_WIDGET (chart), "chosen");
    else
      gtk_widget_remove_css_class (GTK_WIDGET (chart), "chosen");
  }
}

guint
nabla_multiples_get_n_charts (NablaMultiples *self)
{
  g_return_val_if_fail (NABLA_IS_MULTIPLES (self), 0);
  return self->cells->len;
}

NablaChart *
nabla_multiples_get_chart (NablaMultiples *self, guint i)
{
  g_return_val_if_fail (NABLA_IS_MULTIPLES (self) && i < self->cells->len, NULL);
  return ((Cell *) self->cells->pdata[i])->chart;
}

NablaRunGroup *
nabla_multiples_get_group (NablaMultiples *self, guint i)
{
  g_return_val_if_fail (NABLA_IS_MULTIPLES (self) && i < self->cells->len, NULL);
  return ((Cell *) self->cells->pdata[i])->group;
}

const NablaCurveView *
nabla_multiples_get_view (NablaMultiples *self)
{
  g_return_val_if_fail (NABLA_IS_MULTIPLES (self), NULL);
  return &self->view;
}

void
nabla_multiples_share (NablaMultiples *self)
{
  g_return_if_fail (NABLA_IS_MULTIPLES (self));
  share (self);
}

NablaChart *
nabla_multiples_get_selected_chart (NablaMultiples *self)
{
  g_return_val_if_fail (NABLA_IS_MULTIPLES (self), NULL);

  for (guint i = 0; self->selected != NULL && i < self->cells->len; i++) {
    Cell *cell = self->cells->pdata[i];

    if (nabla_run_group_has (cell->group, self->selected))
      return cell->chart;
  }
  return NULL;
}

char *
nabla_multiples_get_legend (NablaMultiples *self)
{
  g_autofree char *legend = NULL;
  gboolean ringed = FALSE, published = FALSE;
  guint lines = 0;

  g_return_val_if_fail (NABLA_IS_MULTIPLES (self), NULL);

  for (guint i = 0; i < self->cells->len; i++) {
    const NablaCurvesChart *curves = ((Cell *) self->cells->pdata[i])->curves;

    lines |= nabla_curves_chart_get_lines (curves);
    ringed = ringed || nabla_curves_chart_has_rings (curves);
    published = published || nabla_multiples_cell_has_published (self->cells->pdata[i]);
  }
  legend = nabla_curve_view_legend (&self->view, lines, ringed);
  return g_strdup_printf ("%s    %s%s", nabla_curve_x_get_label (self->view.x), legend,
                          published ? _ ("  grey: published") : "");
}
