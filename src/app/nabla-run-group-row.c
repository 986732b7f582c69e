/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-group-row.h"

#include <glib/gi18n.h>
#include <math.h>

struct _NablaRunGroupRow {
  NablaRunListRow parent_instance;

  GtkButton *fold_button;

  NablaRunGroup *group;
  gboolean expanded;
};

enum { PROP_GROUP = 1, PROP_EXPANDED, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (NablaRunGroupRow, nabla_run_group_row, NABLA_TYPE_RUN_LIST_ROW)

static NablaRunGroup *
group_of (NablaRunListRow *row)
{
  return NABLA_RUN_GROUP_ROW (row)->group;
}

static char *
dup_name (NablaRunListRow *row)
{
  return nabla_run_group_get_name (group_of (row));
}

static void
rename_group (NablaRunListRow *row, const char *name)
{
  nabla_run_group_set_name (group_of (row), name);
}

static int
get_color (NablaRunListRow *row)
{
  return nabla_run_group_get_color (group_of (row));
}

static gboolean
get_shown (NablaRunListRow *row)
{
  return group_of (row) != NULL && nabla_run_group_get_shown (group_of (row));
}

static void
set_shown (NablaRunListRow *row, gboolean shown)
{
  nabla_run_group_set_shown (group_of (row), shown);
}

static double
get_progress (NablaRunListRow *row)
{
  return nabla_run_group_get_progress (group_of (row));
}

static gboolean
is_finished (NablaRunListRow *row)
{
  return nabla_run_group_is_finished (group_of (row));
}

static char *
describe (NablaRunListRow *row, const char *name, const char *status, const char *score)
{
  return *score != '\0' ? g_strdup_printf (_ ("%s, %s, best mean accuracy %s"), name, status, score)
                        : g_strdup_printf ("%s, %s", name, status);
}

/* How many, and between which epochs. */
static guint
count_culled (NablaRunGroup *group, int *first, int *last)
{
  guint n = 0;

  for (guint i = 0; i < nabla_run_group_get_n_runs (group); i++) {
    NablaRun *run = nabla_run_group_get_run (group, i);
    const NablaRecord *record = nabla_run_get_last_record (run);
    int epoch = record != NULL ? record->epoch : 0;

    if (!nabla_run_is_culled (run))
      continue;
    *first = n == 0 ? epoch : MIN (*first, epoch);
    *last = n == 0 ? epoch : MAX (*last, epoch);
    n++;
  }
  return n;
}

static char *
ended_text (NablaRunGroup *group)
{
  guint diverged = nabla_run_group_count (group, NABLA_RUN_DIVERGED);
  int first = 0, last = 0;
  guint culled = count_culled (group, &first, &last);
  guint stopped = nabla_run_group_count (group, NABLA_RUN_STOPPED) - culled;
  guint failed = nabla_run_group_count (group, NABLA_RUN_FAILED);

  if (diverged > 0)
    return g_strdup_printf (_ ("%u diverged"), diverged);
  if (failed > 0)
    return g_strdup_printf (_ ("%u failed"), failed);
  if (culled > 0 && first == last)
    return g_strdup_printf (_ ("%u culled at epoch %d"), culled, first);
  if (culled > 0)
    return g_strdup_printf (_ ("%u culled at epochs %d–%d"), culled, first, last);
  if (stopped > 0)
    return g_strdup_printf (_ ("%u stopped"), stopped);
  return g_strdup (_ ("completed"));
}

static char *
state_text (NablaRunGroup *group)
{
  guint n = nabla_run_group_get_n_runs (group);
  guint waiting = nabla_run_group_count (group, NABLA_RUN_WAITING);
  guint running = nabla_run_group_count (group, NABLA_RUN_RUNNING);
  guint paused = nabla_run_group_count (group, NABLA_RUN_PAUSED);
  int percent = (int) (100 * nabla_run_group_get_progress (group));

  if (waiting == n)
    return g_strdup (_ ("waiting"));
  if (running > 0)
    return g_strdup_printf (_ ("%d %% trained"), percent);
  if (paused > 0)
    return g_strdup_printf (_ ("paused at %d %%"), percent);
  if (waiting > 0)
    return g_strdup_printf (_ ("%u waiting"), waiting);
  return ended_text (group);
}

static void
update_score (NablaRunGroupRow *self)
{
  int epoch;
  NablaBand best = nabla_run_group_get_best (self->group, NABLA_BAND_DEVIATION, &epoch);
  g_autofree char *score =
      isfinite (best.mean) ? g_strdup_printf (_ ("%.1f %%"), 100 * best.mean) : NULL;
  g_autofree char *tooltip =
      isfinite (best.low)
          ? g_strdup_printf (_ ("Mean of %u seeds at its best epoch, %d: ± %.2f %%"), best.n, epoch,
                             100 * (best.mean - best.low))
          : NULL;

  nabla_run_list_row_set_score (NABLA_RUN_LIST_ROW (self), score, tooltip);
}

static void
update_status (NablaRunGroupRow *self)
{
  NablaRunListRow *row = NABLA_RUN_LIST_ROW (self);
  guint n = nabla_run_group_get_n_runs (self->group);
  int first, last;
  g_autofree char *state = state_text (self->group);
  g_autofree char *status =
      g_strdup_printf (g_dngettext (NULL, "%u seed · %s", "%u seeds · %s", n), n, state);

  nabla_run_list_row_set_status (row, status, NULL);
  update_score (self);
  nabla_run_list_row_offer_to_go_on (
      row, count_culled (self->group, &first, &last) > 0                ? _ ("Revive")
           : nabla_run_group_count (self->group, NABLA_RUN_STOPPED) > 0 ? _ ("Continue")
                                                                        : NULL);
  nabla_run_list_row_update_progress (row);
}

static void
update_fold (NablaRunGroupRow *self)
{
  g_autofree char *name = nabla_run_group_get_name (self->group);
  g_autofree char *label = g_strdup_printf (_ ("List the seeds of %s"), name);

  gtk_button_set_icon_name (self->fold_button,
                            self->expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->fold_button),
                               self->expanded ? _ ("Fold the seeds") : _ ("List the seeds"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fold_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
on_look (NablaRunGroupRow *self)
{
  update_fold (self);
  nabla_run_list_row_update_look (NABLA_RUN_LIST_ROW (self));
}

static void
on_members (NablaRunGroupRow *self)
{
  if (nabla_run_group_get_n_runs (self->group) == 0)
    return;
  update_status (self);
  on_look (self);
}

static void
nabla_run_group_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaRunGroupRow *self = NABLA_RUN_GROUP_ROW (object);

  switch (id) {
  case PROP_GROUP:
    g_value_set_object (value, self->group);
    break;
  case PROP_EXPANDED:
    g_value_set_boolean (value, self->expanded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
set_group (NablaRunGroupRow *self, NablaRunGroup *group)
{
  self->group = g_object_ref (group);
  g_signal_connect_object (group, "look", G_CALLBACK (on_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "status", G_CALLBACK (update_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "members", G_CALLBACK (on_members), self, G_CONNECT_SWAPPED);
  update_status (self);
  on_look (self);
}

static void
nabla_run_group_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaRunGroupRow *self = NABLA_RUN_GROUP_ROW (object);

  switch (id) {
  case PROP_GROUP:
    set_group (self, g_value_get_object (value));
    break;
  case PROP_EXPANDED:
    if (self->expanded == g_value_get_boolean (value))
      break;
    self->expanded = g_value_get_boolean (value);
    update_fold (self);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_run_group_row_finalize (GObject *object)
{
  g_clear_object (&NABLA_RUN_GROUP_ROW (object)->group);

  G_OBJECT_CLASS (nabla_run_group_row_parent_class)->finalize (object);
}

static void
nabla_run_group_row_class_init (NablaRunGroupRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  NablaRunListRowClass *row_class = NABLA_RUN_LIST_ROW_CLASS (klass);

  object_class->get_property = nabla_run_group_row_get_property;
  object_class->set_property = nabla_run_group_row_set_property;
  object_class->finalize = nabla_run_group_row_finalize;
  row_class->dup_name = dup_name;
  row_class->rename = rename_group;
  row_class->get_color = get_color;
  row_class->get_shown = get_shown;
  row_class->set_shown = set_shown;
  row_class->get_progress = get_progress;
  row_class->is_finished = is_finished;
  row_class->describe = describe;

  properties[PROP_GROUP] =
      g_param_spec_object ("group", NULL, NULL, NABLA_TYPE_RUN_GROUP,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXPANDED] =
      g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_install_property_action (GTK_WIDGET_CLASS (klass), "run.expanded", "expanded");
}

static void
nabla_run_group_row_init (NablaRunGroupRow *self)
{
  GtkWidget *fold = gtk_toggle_button_new ();

  self->fold_button = GTK_BUTTON (fold);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (fold), "run.expanded");
  gtk_widget_set_valign (fold, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (fold, "flat");
  gtk_widget_add_css_class (fold, "fold");
  nabla_run_list_row_add_button (NABLA_RUN_LIST_ROW (self), fold);
  nabla_run_list_row_set_menu (NABLA_RUN_LIST_ROW (self),
                               "/io/github/nabla_lab/Nabla/nabla-run-group-row.ui");
}

GtkWidget *
nabla_run_group_row_new (NablaRunGroup *group)
{
  return g_object_new (NABLA_TYPE_RUN_GROUP_ROW, "group", group, NULL);
}

NablaRunGroup *
nabla_run_group_row_get_group (NablaRunGroupRow *self)
{
  g_return_val_if_fail (NABLA_IS_RUN_GROUP_ROW (self), NULL);
  return self->group;
}
