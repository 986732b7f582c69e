/* SPDX-License-Identifier: MIT */
/* What the runs of a workbench are told apart by: colours and names. */
#include "lab/nabla-sweep.h"
#include "lab/nabla-workbench-private.h"

/* The place in the palette that is no longer free; −1 for a colour that is none of the palette's.
 */
static int
place_of (int color)
{
  return color < NABLA_RUN_COLOR_RGB ? color % NABLA_RUN_COLOR_CHOSEN : -1;
}

/* What a person chose stays. Runs that differ only in their seed share a colour; else it is the
 * one that the run has, or the palette's first, that no listed run has. */
int
nabla_workbench_choose_color (NablaWorkbench *self, NablaRun *of, GPtrArray *before)
{
  g_autoptr (GPtrArray) runs = nabla_workbench_list_runs (self);
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  int color = nabla_run_get_color (of);
  if (color >= NABLA_RUN_COLOR_CHOSEN)
    return color;
  for (guint i = 0; before != NULL && i < before->len; i++)
    g_ptr_array_add (runs, g_object_ref (before->pdata[i]));
  for (guint i = 0; i < runs->len; i++) {
    NablaRun *run = runs->pdata[i];
    if (nabla_run_groups_are_seeds (run, of))
      return nabla_run_get_color (run);
    g_hash_table_add (taken, GINT_TO_POINTER (place_of (nabla_run_get_color (run))));
  }
  if (g_hash_table_contains (taken, GINT_TO_POINTER (color)))
    for (color = 0; g_hash_table_contains (taken, GINT_TO_POINTER (color));)
      color++;
  return color;
}

/* A name that a person gave stays. */
static void
name_run (NablaRun *run, const char *name)
{
  const char *made = g_object_get_data (G_OBJECT (run), NABLA_WORKBENCH_MADE_NAME);
  if (made != NULL && g_strcmp0 (made, nabla_run_get_name (run)) != 0)
    return;
  g_object_set_data_full (G_OBJECT (run), NABLA_WORKBENCH_MADE_NAME, g_strdup (name), g_free);
  nabla_run_set_name (run, name);
}

/* Whether another has its set-up but for the seed and yet is no group with it: trained twice, or
 * with rates that were changed by hand. */
static gboolean
needs_seed (const NablaHyperParameters *set_ups, const guint *members, guint n, guint which)
{
  for (guint i = 0; i < n; i++)
    if (i != which && (members[i] > 1 || set_ups[i].seed != set_ups[which].seed) &&
        nabla_hyper_parameters_equal_but_seed (&set_ups[i], &set_ups[which]))
      return TRUE;
  return FALSE;
}

/* Names for n groups. Where one has several seeds, none is named by its seed among the others; a
 * run that stands alone is where it has to be. */
static char **
name_groups (const NablaHyperParameters *set_ups, const guint *members, guint n)
{
  char **names = g_new0 (char *, n + 1);
  g_autofree NablaHyperParameters *named_by = g_memdup2 (set_ups, n * sizeof *set_ups);
  g_autofree const NablaHyperParameters **all = g_new (const NablaHyperParameters *, n);
  gboolean any_seeds = FALSE;
  for (guint i = 0; i < n; i++)
    any_seeds = any_seeds || members[i] > 1;
  for (guint i = 0; i < n; i++) {
    if (any_seeds)
      named_by[i].seed = set_ups[0].seed;
    all[i] = &named_by[i];
  }
  nabla_hyper_parameters_names (all, n, names);
  for (guint i = 0; any_seeds && i < n; i++)
    if (members[i] == 1 && needs_seed (set_ups, members, n, i)) {
      g_autofree char *name = names[i];
      names[i] = nabla_run_group_name_of_member (name, set_ups[i].seed);
    }
  return names;
}

/* Groups are named by what differs among them, whatever their seeds; members say their seed too. */
void
nabla_workbench_name_runs (NablaWorkbench *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->groups));
  g_autofree NablaHyperParameters *set_ups = g_new (NablaHyperParameters, n);
  g_autofree guint *members = g_new (guint, n);
  for (guint i = 0; i < n; i++) {
    g_autoptr (NablaRunGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);
    set_ups[i] = *nabla_run_get_hyper_parameters (nabla_run_group_get_run (group, 0));
    members[i] = nabla_run_group_get_n_runs (group);
  }
  g_auto (GStrv) names = name_groups (set_ups, members, n);
  for (guint i = 0; i < n; i++) {
    g_autoptr (NablaRunGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);
    for (guint m = 0; m < members[i]; m++) {
      NablaRun *run = nabla_run_group_get_run (group, m);
      g_autofree char *name =
          nabla_run_group_name_of_member (names[i], nabla_run_get_hyper_parameters (run)->seed);
      name_run (run, members[i] > 1 ? name : names[i]);
    }
  }
}

gboolean
nabla_workbench_shares_color (NablaWorkbench *self, NablaRun *run)
{
  g_autoptr (GPtrArray) runs = nabla_workbench_list_runs (self);
  for (guint i = 0; i < runs->len; i++)
    if (runs->pdata[i] != run && nabla_run_get_color (runs->pdata[i]) == nabla_run_get_color (run))
      return TRUE;
  return FALSE;
}

gboolean
nabla_workbench_has_made_name (NablaRun *run)
{
  const char *made = g_object_get_data (G_OBJECT (run), NABLA_WORKBENCH_MADE_NAME);
  return made != NULL && g_str_equal (made, nabla_run_get_name (run));
}
