/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-row.h"

#include "lab/nabla-run-group.h"
#include "lab/nabla-run-model.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

struct _NablaRunRow {
  NablaRunListRow parent_instance;

  NablaRun *run;
  gboolean within_group;
};

enum { PROP_RUN = 1, N_PROPERTIES };
enum { TRAIN_FROM, AGAIN, N_SIGNALS };

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaRunRow, nabla_run_row, NABLA_TYPE_RUN_LIST_ROW)

static NablaRun *
run_of (NablaRunListRow *row)
{
  return NABLA_RUN_ROW (row)->run;
}

static char *
dup_name (NablaRunListRow *row)
{
  return g_strdup (nabla_run_get_name (run_of (row)));
}

static char *
dup_short_name (NablaRunListRow *row)
{
  return NABLA_RUN_ROW (row)->within_group ? nabla_run_group_name_within (run_of (row)) : NULL;
}

/* The name with what else it owes its curves to. */
static char *
dup_lineage (NablaRunListRow *row)
{
  NablaRun *run = run_of (row);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize n_changes;

  nabla_run_get_changes (run, &n_changes);
  if (nabla_run_get_fork_epoch (run) >= 0)
    g_string_append_printf (text, _ ("%s\nfrom “%s” after epoch %d"), nabla_run_get_name (run),
                            nabla_run_get_fork_name (run), nabla_run_get_fork_epoch (run));
  else
    g_string_append (text, nabla_run_get_name (run));
  if (n_changes > 0)
    g_string_append (text, _ ("\nrates changed by hand"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
rename_run (NablaRunListRow *row, const char *name)
{
  nabla_run_set_name (run_of (row), name);
}

static int
get_color (NablaRunListRow *row)
{
  return nabla_run_get_color (run_of (row));
}

static gboolean
get_shown (NablaRunListRow *row)
{
  return run_of (row) != NULL && nabla_run_get_shown (run_of (row));
}

static void
set_shown (NablaRunListRow *row, gboolean shown)
{
  nabla_run_set_shown (run_of (row), shown);
}

/* A fork that still goes through the epochs that it shares with the run that it came from. */
static gboolean
trains_again (NablaRun *run)
{
  return nabla_run_get_fork_epoch (run) > 0 && nabla_run_get_preparation (run) < 1;
}

/* Of what is under way: a fork's preparation may take a while. */
static double
get_progress (NablaRunListRow *row)
{
  NablaRun *run = run_of (row);

  return trains_again (run) ? nabla_run_get_preparation (run) : nabla_run_get_progress (run);
}

static gboolean
is_finished (NablaRunListRow *row)
{
  return nabla_run_is_finished (run_of (row));
}

static char *
describe (NablaRunListRow *row, const char *name, const char *status, const char *score)
{
  return *score != '\0' ? g_strdup_printf (_ ("%s, %s, best accuracy %s"), name, status, score)
                        : g_strdup_printf ("%s, %s", name, status);
}

static char *
status_text (NablaRun *run)
{
  int epochs = (int) nabla_run_get_hyper_parameters (run)->epochs;
  const NablaRecord *last = nabla_run_get_last_record (run);
  int done = last != NULL ? last->epoch : nabla_run_get_first_epoch (run);
  int now = MIN (done + 1, epochs), epoch;
  gsize mini_batch;

  switch (nabla_run_get_state (run)) {
  case NABLA_RUN_WAITING:
    return g_strdup (_ ("waiting"));
  case NABLA_RUN_RUNNING:
    if (trains_again (run))
      return g_strdup_printf (_ ("training again up to epoch %d"), nabla_run_get_fork_epoch (run));
    return g_strdup_printf (_ ("epoch %d of %d"), now, epochs);
  case NABLA_RUN_PAUSED:
    if (trains_again (run))
      return g_strdup_printf (_ ("paused while training again up to epoch %d"),
                              nabla_run_get_fork_epoch (run));
    return g_strdup_printf (_ ("paused in epoch %d of %d"), now, epochs);
  case NABLA_RUN_COMPLETED:
    if (nabla_run_get_origin (run) != NULL)
      /* Translators: the name of a file */
      return g_strdup_printf (_ ("opened from %s"), nabla_run_get_origin (run));
    if (nabla_run_ended_early (run))
      return g_strdup_printf (_ ("ended early, %d of %d epochs"), done, epochs);
    return g_strdup_printf (
        g_dngettext (NULL, "%d epoch · completed", "%d epochs · completed", (gulong) epochs),
        epochs);
  case NABLA_RUN_STOPPED:
    if (nabla_run_is_culled (run))
      return g_strdup_printf (_ ("culled at epoch %d"), done);
    if (trains_again (run))
      return g_strdup_printf (_ ("stopped while training again up to epoch %d"),
                              nabla_run_get_fork_epoch (run));
    return g_strdup_printf (_ ("stopped in epoch %d of %d"), now, epochs);
  case NABLA_RUN_DIVERGED:
    nabla_run_get_diverged_at (run, &epoch, &mini_batch);
    return g_strdup_printf (_ ("diverged at epoch %d, mini-batch %zu"), epoch, mini_batch);
  case NABLA_RUN_FAILED:
  default:
    return g_strdup (nabla_run_get_message (run));
  }
}

/* Of one that was trained on other digits than those of the list, on which. */
static char *
full_status (NablaRun *run)
{
  g_autofree char *status = status_text (run);
  const char *other = nabla_run_get_other_data (run);

  if (other == NULL || status == NULL)
    return g_steal_pointer (&status);
  /* Translators: how far a run is, and the name of the digits that it was trained on */
  return g_strdup_printf (_ ("%s · on %s"), status, other);
}

static void
update_status (NablaRunRow *self)
{
  NablaRunListRow *row = NABLA_RUN_LIST_ROW (self);
  g_autofree char *status = full_status (self->run);
  double best = nabla_run_get_best_score (self->run);
  g_autofree char *score = isfinite (best) ? g_strdup_printf (_ ("%.1f %%"), 100 * best) : NULL;
  g_autofree char *tooltip = score != NULL ? g_strdup_printf (_ ("Best accuracy, after epoch %d"),
                                                              nabla_run_get_best_epoch (self->run))
                                           : NULL;

  nabla_run_list_row_set_status (row, status != NULL ? status : "",
                                 nabla_run_get_message (self->run));
  nabla_run_list_row_set_score (row, score, tooltip);
  nabla_run_list_row_offer_to_go_on (row, nabla_run_is_culled (self->run) ? _ ("Revive")
                                          : nabla_run_get_state (self->run) == NABLA_RUN_STOPPED
                                              ? _ ("Continue")
                                              : NULL);
  nabla_run_list_row_update_progress (row);
}

static void
set_run (NablaRunRow *self, NablaRun *run)
{
  static const char *const look[] = { "notify::name", "notify::color", "notify::shown" };
  static const char *const status[] = { "notify::state", "notify::preparation", "record",
                                        "finished" };

  self->run = g_object_ref (run);
  for (gsize i = 0; i < G_N_ELEMENTS (look); i++)
    g_signal_connect_object (run, look[i], G_CALLBACK (nabla_run_list_row_update_look), self,
                             G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (status); i++)
    g_signal_connect_object (run, status[i], G_CALLBACK (update_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "changed-rates", G_CALLBACK (nabla_run_list_row_update_look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::progress", G_CALLBACK (nabla_run_list_row_update_progress),
                           self, G_CONNECT_SWAPPED);
  update_status (self);
  nabla_run_list_row_update_look (NABLA_RUN_LIST_ROW (self));
}

static void
on_train_from (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[TRAIN_FROM], 0);
}

/* "run.rewind" asks to "rewind". */
static void
on_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[AGAIN], 0, action + strlen ("run."));
}

static void
nabla_run_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_RUN:
    g_value_set_object (value, NABLA_RUN_ROW (object)->run);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_run_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_RUN:
    set_run (NABLA_RUN_ROW (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_run_row_finalize (GObject *object)
{
  g_clear_object (&NABLA_RUN_ROW (object)->run);

  G_OBJECT_CLASS (nabla_run_row_parent_class)->finalize (object);
}

static void
nabla_run_row_class_init (NablaRunRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  NablaRunListRowClass *row_class = NABLA_RUN_LIST_ROW_CLASS (klass);

  object_class->get_property = nabla_run_row_get_property;
  object_class->set_property = nabla_run_row_set_property;
  object_class->finalize = nabla_run_row_finalize;
  row_class->dup_name = dup_name;
  row_class->dup_short_name = dup_short_name;
  row_class->dup_tooltip = dup_lineage;
  row_class->rename = rename_run;
  row_class->get_color = get_color;
  row_class->get_shown = get_shown;
  row_class->set_shown = set_shown;
  row_class->get_progress = get_progress;
  row_class->is_finished = is_finished;
  row_class->describe = describe;

  properties[PROP_RUN] =
      g_param_spec_object ("run", NULL, NULL, NABLA_TYPE_RUN,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[TRAIN_FROM] = g_signal_new ("train-from", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[AGAIN] = g_signal_new ("again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "run.train-from", NULL, on_train_from);
  gtk_widget_class_install_action (widget_class, "run.rewind", NULL, on_again);
  gtk_widget_class_install_action (widget_class, "run.restart", NULL, on_again);
  gtk_widget_class_install_action (widget_class, "run.fork", NULL, on_again);
}

static void
nabla_run_row_init (NablaRunRow *self)
{
  nabla_run_list_row_set_menu (NABLA_RUN_LIST_ROW (self),
                               "/io/github/nabla_lab/Nabla/nabla-run-row.ui");
}

GtkWidget *
nabla_run_row_new (NablaRun *run)
{
  return g_object_new (NABLA_TYPE_RUN_ROW, "run", run, NULL);
}

NablaRun *
nabla_run_row_get_run (NablaRunRow *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_ROW (self), NULL);
  return self->run;
}

void
nabla_run_row_set_within_group (NablaRunRow *self, gboolean within_group)
{
  g_return_if_fail (NABLA_IS_RUN_ROW (self));

  self->within_group = within_group;
  if (within_group)
    gtk_widget_add_css_class (GTK_WIDGET (self), "within-group");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "within-group");
  nabla_run_list_row_update_look (NABLA_RUN_LIST_ROW (self));
}
