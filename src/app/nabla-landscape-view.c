/* SPDX-License-Identifier: MIT */
#include "app/nabla-landscape-view.h"

#include "app/nabla-landscape-plot.h"
#include "app/nabla-plot-theme.h"
#include "app/nabla-save-picture.h"
#include "app/nabla-throttle.h"
#include "lab/nabla-instant.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define SIDE    NABLA_LANDSCAPE_SIDE
#define FRAMES  100 /* ms between two pictures while cells come */
#define N_CELLS (SIDE * SIDE)

/* The size of a saved landscape. */
#define SHEET_WIDTH  640.0
#define SHEET_HEIGHT 520.0

enum { FIGURE_ACCURACY, FIGURE_COST };

struct _NablaLandscapeView {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkDropDown *x_choice;
  GtkDropDown *y_choice;
  GtkDropDown *figure_choice;
  GtkButton *run_button;
  GtkWidget *map;
  NablaChart *chart;
  GtkLabel *progress;
  GtkLabel *hint;
  GMenuModel *menu_model;
  GtkWidget *menu;

  NablaWorkbench *workbench;
  NablaLandscape *landscape;
  NablaInstant *instant; /* or NULL */
  NablaHyperParameters set_up;
  PlotLandscape *plot;
  NablaThrottle *updating;
  const NablaAxis *x, *y; /* of the cells there are */
  int column, row;        /* of the cursor, or −1 */
  PlotSeries *training;
  PlotSeries *validation;
};

enum { TRAIN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaLandscapeView, nabla_landscape_view, GTK_TYPE_WIDGET)

static gboolean
shows_cost (NablaLandscapeView *self)
{
  return gtk_drop_down_get_selected (self->figure_choice) == FIGURE_COST;
}

static void
tell (NablaLandscapeView *self)
{
  char *text = plot_landscape_describe (self->plot);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->map), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
  free (text);
}

static void
update (gpointer data)
{
  NablaLandscapeView *self = data;
  gboolean running = nabla_landscape_is_running (self->landscape);
  guint done = nabla_landscape_get_n_done (self->landscape);
  g_autofree char *progress = done > 0 && done < N_CELLS
                                  ? g_strdup_printf (_ ("%u of %d cells"), done, N_CELLS)
                                  : g_strdup ("");

  nabla_landscape_plot_show (self->plot, self->landscape, self->x, self->y, shows_cost (self),
                             &self->set_up);
  tell (self);
  gtk_label_set_text (self->progress, progress);
  gtk_button_set_label (self->run_button, running ? _ ("Stop") : _ ("Start"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "landscape.train",
                                 self->column >= 0 && done > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "landscape.save", done > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), done > 0);
  gtk_widget_queue_draw (self->map);
}

static void
request_update (NablaLandscapeView *self)
{
  nabla_throttle_request (self->updating);
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  NablaLandscapeView *self = data;
  PlotTheme theme = nabla_plot_theme_of (self->map);

  plot_landscape_draw (self->plot, cr, width, height, &theme);
}

static void
on_curve (NablaLandscapeView *self, const NablaInstantCurve *curve)
{
  plot_series_clear (self->training);
  plot_series_clear (self->validation);
  for (int i = 0; i < curve->n; i++) {
    plot_series_append (self->training, i + 1, curve->epochs[i].accuracy);
    plot_series_append (self->validation, i + 1, curve->epochs[i].validation_accuracy);
  }
  nabla_chart_changed (self->chart);
}

/* What the cell stands for, and how it went. */
static void
show_cell (NablaLandscapeView *self)
{
  NablaHyperParameters set_up =
      nabla_landscape_get_set_up (self->landscape, (guint) self->column, (guint) self->row);
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  g_autofree char *text =
      nabla_landscape_plot_cell_text (self->landscape, self->x, self->y, shows_cost (self),
                                      (guint) self->column, (guint) self->row);

  plot_chart_set_title (nabla_chart_get_plot (self->chart), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->map), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
  if (self->instant != NULL && data_set != NULL)
    nabla_instant_request (self->instant, &set_up, data_set);
}

void
nabla_landscape_view_point (NablaLandscapeView *self, int column, int row)
{
  g_return_if_fail (NABLA_IS_LANDSCAPE_VIEW (self));

  if (nabla_landscape_get_n_done (self->landscape) == 0)
    column = row = -1;
  if (column == self->column && row == self->row)
    return;
  self->column = column;
  self->row = row;
  plot_landscape_set_cursor (self->plot, column, row);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "landscape.train", column >= 0);
  if (column >= 0)
    show_cell (self);
  gtk_widget_queue_draw (self->map);
}

static void
on_motion (NablaLandscapeView *self, double x, double y)
{
  int column, row;

  if (plot_landscape_pick (self->plot, x, y, &column, &row))
    nabla_landscape_view_point (self, column, row);
}

static void
on_released (NablaLandscapeView *self, int n_press, double x, double y)
{
  int column, row;

  gtk_widget_grab_focus (self->map);
  if (n_press != 1 || !plot_landscape_pick (self->plot, x, y, &column, &row))
    return;
  nabla_landscape_view_point (self, column, row);
  gtk_widget_activate_action (GTK_WIDGET (self), "landscape.train", NULL);
}

static void
popup_menu (NablaLandscapeView *self, double x, double y)
{
  double left = 0, top = 0;

  gtk_widget_translate_coordinates (self->map, GTK_WIDGET (self), x, y, &left, &top);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(const GdkRectangle){ (int) left, (int) top, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_secondary (NablaLandscapeView *self, int n_press, double x, double y)
{
  popup_menu (self, x, y);
}

static gboolean
on_key (NablaLandscapeView *self, guint key, guint keycode, GdkModifierType modifiers)
{
  int right = (key == GDK_KEY_Right) - (key == GDK_KEY_Left);
  int up = (key == GDK_KEY_Up) - (key == GDK_KEY_Down);

  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    return gtk_widget_activate_action (GTK_WIDGET (self), "landscape.train", NULL);
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && (modifiers & GDK_SHIFT_MASK) != 0)) {
    popup_menu (self, gtk_widget_get_width (self->map) / 2.0,
                gtk_widget_get_height (self->map) / 2.0);
    return GDK_EVENT_STOP;
  }
  if (right == 0 && up == 0)
    return GDK_EVENT_PROPAGATE;
  if (self->column < 0)
    nabla_landscape_view_point (self, SIDE / 2, SIDE / 2);
  else
    nabla_landscape_view_point (self, CLAMP (self->column + right, 0, SIDE - 1),
                                CLAMP (self->row + up, 0, SIDE - 1));
  return GDK_EVENT_STOP;
}

static void
run_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaLandscapeView *self = NABLA_LANDSCAPE_VIEW (widget);
  g_autoptr (GError) error = NULL;
  gsize n;
  const NablaAxis *axes = nabla_axes (&n);

  if (nabla_landscape_is_running (self->landscape)) {
    nabla_landscape_stop (self->landscape);
    return;
  }
  self->x = &axes[gtk_drop_down_get_selected (self->x_choice)];
  self->y = &axes[gtk_drop_down_get_selected (self->y_choice)];
  nabla_landscape_view_point (self, -1, -1);
  nabla_landscape_start (self->landscape, &self->set_up,
                         nabla_workbench_get_data_set (self->workbench), self->x, self->y, 0,
                         &error);
  update (self);
  if (error != NULL)
    gtk_label_set_text (self->progress, error->message);
}

static void
train_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaLandscapeView *self = NABLA_LANDSCAPE_VIEW (widget);
  NablaHyperParameters set_up =
      nabla_landscape_get_set_up (self->landscape, (guint) self->column, (guint) self->row);

  g_signal_emit (self, signals[TRAIN], 0, &set_up);
}

static int
write_landscape (GtkWidget *widget, const char *path, const PlotTheme *theme, char *message,
                 gsize size)
{
  return plot_landscape_export (NABLA_LANDSCAPE_VIEW (widget)->plot, path, SHEET_WIDTH,
                                SHEET_HEIGHT, theme, message, size);
}

static void
save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlotTheme theme = nabla_plot_theme_of (widget);

  nabla_save_picture (widget, _ ("landscape.png"), &theme, write_landscape);
}

/* The same one twice is no landscape: the other moves on. */
static void
on_chosen (NablaLandscapeView *self, GParamSpec *pspec, GtkDropDown *chosen)
{
  GtkDropDown *other = chosen == self->x_choice ? self->y_choice : self->x_choice;
  gsize n;

  nabla_axes (&n);
  if (gtk_drop_down_get_selected (chosen) == gtk_drop_down_get_selected (other))
    gtk_drop_down_set_selected (other, (gtk_drop_down_get_selected (chosen) + 1) % (guint) n);
}

static void
on_data_set (NablaLandscapeView *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "landscape.run",
                                 nabla_workbench_get_data_set (self->workbench) != NULL);
}

static void
fill_choices (NablaLandscapeView *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  gsize n;
  const NablaAxis *axes = nabla_axes (&n);

  for (gsize i = 0; i < n; i++) {
    g_autofree char *label = nabla_landscape_plot_axis_label (&axes[i]);
    gtk_string_list_append (names, label);
  }
  gtk_drop_down_set_model (self->x_choice, G_LIST_MODEL (names));
  gtk_drop_down_set_model (self->y_choice, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->y_choice, 2);
  self->x = &axes[0];
  self->y = &axes[2];
  g_signal_connect_swapped (self->x_choice, "notify::selected", G_CALLBACK (on_chosen), self);
  g_signal_connect_swapped (self->y_choice, "notify::selected", G_CALLBACK (on_chosen), self);
  g_signal_connect_swapped (self->figure_choice, "notify::selected", G_CALLBACK (request_update),
                            self);
}

static PlotSeries *
add_series (NablaLandscapeView *self, const char *role, PlotLine line)
{
  PlotSeries *series = plot_series_new ();

  plot_series_set_color (series, plot_color_of_run (0));
  plot_series_set_role (series, role);
  plot_series_set_line (series, line);
  plot_chart_add_series (nabla_chart_get_plot (self->chart), series);
  return series;
}

static void
set_up_plots (NablaLandscapeView *self)
{
  PlotChart *chart = nabla_chart_get_plot (self->chart);

  self->plot = plot_landscape_new (SIDE);
  plot_landscape_set_empty_text (
      self->plot, _ ("Press Start: a thousand short trainings with different values of the two, "
                     "drawn as a map of what comes of them. Bright is good."));
  plot_chart_set_title (chart, _ ("Accuracy of a cell"));
  plot_chart_set_empty_text (chart, _ ("Point at a cell to see its learning curve."));
  plot_chart_set_x (chart, _ ("Epoch"), PLOT_LINEAR, PLOT_INTEGER);
  plot_chart_set_x_end (chart, NABLA_LANDSCAPE_EPOCHS);
  plot_chart_set_subtitle (chart, _ ("╌ validation"));
  plot_chart_set_y (chart, _ ("Accuracy"), PLOT_LINEAR, PLOT_PERCENT);
  self->training = add_series (self, "training", PLOT_SOLID);
  self->validation = add_series (self, "validation", PLOT_DASHED);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->map), draw, self, NULL);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self->map, G_CONNECT_SWAPPED);
}

static void
nabla_landscape_view_dispose (GObject *object)
{
  NablaLandscapeView *self = NABLA_LANDSCAPE_VIEW (object);

  g_clear_pointer (&self->updating, nabla_throttle_free);
  if (self->landscape != NULL)
    g_signal_handlers_disconnect_by_data (self->landscape, self);
  if (self->instant != NULL)
    g_signal_handlers_disconnect_by_data (self->instant, self);
  g_clear_object (&self->landscape);
  g_clear_object (&self->instant);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->plot, plot_landscape_free);
  g_clear_object (&self->workbench);
  G_OBJECT_CLASS (nabla_landscape_view_parent_class)->dispose (object);
}

static void
nabla_landscape_view_class_init (NablaLandscapeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_landscape_view_dispose;
  signals[TRAIN] = g_signal_new ("train", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (NABLA_TYPE_CHART);
  gtk_widget_class_install_action (widget_class, "landscape.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "landscape.train", NULL, train_action);
  gtk_widget_class_install_action (widget_class, "landscape.save", NULL, save_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/nabla_lab/Nabla/nabla-landscape-view.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaLandscapeView, content);
  gtk_widget_class_bind_template_child (widget_class, NablaLandscapeView, x_choice);
  gtk_widget_class_bind_template_child (widget_class, NablaLandscapeView, y_choice);
  gtk_widget_class_bind_template_child (widget_class, NablaLandscapeView, figure_choice);
  gtk_widget_class_bind_template_child (widget_class, NablaLandscapeView, run_button);
  gtk_widget_class_bind_template_child (widget_class, NablaLandscapeView, map);
  gtk_widget_class_bind_template_child (widget_class, NablaLandscapeView, chart);
  gtk_widget_class_bind_template_child (widget_class, NablaLandscapeView, progress);
  gtk_widget_class_bind_template_child (widget_class, NablaLandscapeView, hint);
  gtk_widget_class_bind_template_child (widget_class, NablaLandscapeView, menu_model);
  gtk_widget_class_bind_template_callback (widget_class, on_motion);
  gtk_widget_class_bind_template_callback (widget_class, on_released);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary);
}

static void
nabla_landscape_view_init (NablaLandscapeView *self)
{
  self->set_up = nabla_hyper_parameters_default ();
  self->column = self->row = -1;
  self->landscape = nabla_landscape_new ();
  self->updating = nabla_throttle_new (FRAMES, update, self);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->menu = gtk_popover_menu_new_from_model (self->menu_model);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  set_up_plots (self);
  fill_choices (self);
  g_signal_connect_swapped (self->landscape, "changed", G_CALLBACK (request_update), self);
  g_signal_connect_swapped (self->landscape, "finished", G_CALLBACK (request_update), self);
  self->instant = nabla_instant_new (NABLA_LANDSCAPE_EPOCHS, NULL);
  if (self->instant != NULL)
    g_signal_connect_swapped (self->instant, "curve", G_CALLBACK (on_curve), self);
  update (self);
}

GtkWidget *
nabla_landscape_view_new (void)
{
  return g_object_new (NABLA_TYPE_LANDSCAPE_VIEW, NULL);
}

void
nabla_landscape_view_set_workbench (NablaLandscapeView *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_LANDSCAPE_VIEW (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench) && self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "notify::data-set", G_CALLBACK (on_data_set), self,
                           G_CONNECT_SWAPPED);
  on_data_set (self);
}

void
nabla_landscape_view_set_set_up (NablaLandscapeView *self, const NablaHyperParameters *set_up)
{
  g_return_if_fail (NABLA_IS_LANDSCAPE_VIEW (self));

  if (nabla_hyper_parameters_equal (&self->set_up, set_up))
    return;
  self->set_up = *set_up;
  request_update (self);
}

NablaLandscape *
nabla_landscape_view_get_landscape (NablaLandscapeView *self)
{
  g_return_val_if_fail (NABLA_IS_LANDSCAPE_VIEW (self), NULL);
  return self->landscape;
}
