/* SPDX-License-Identifier: MIT */
#include "lab/nabla-run-groups.h"

#include "lab/nabla-sweep.h"

struct _NablaRunGroups {
  GObject parent_instance;
  GListModel *runs;
  GPtrArray *groups; /* of NablaRunGroup */
};

static GType
get_item_type (GListModel *model)
{
  return NABLA_TYPE_RUN_GROUP;
}

static guint
get_n_items (GListModel *model)
{
  return NABLA_RUN_GROUPS (model)->groups->len;
}

static gpointer
get_item (GListModel *model, guint i)
{
  GPtrArray *groups = NABLA_RUN_GROUPS (model)->groups;
  return i < groups->len ? g_object_ref (groups->pdata[i]) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NablaRunGroups, nabla_run_groups, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* What it owes to nothing but its set-up, its seed and the digits that it is shown. */
static gboolean
is_plain (NablaRun *run)
{
  gsize n;
  nabla_run_get_changes (run, &n);
  return n == 0 && nabla_run_get_fork_epoch (run) < 0 && nabla_run_get_other_data (run) == NULL;
}

gboolean
nabla_run_groups_are_seeds (NablaRun *a, NablaRun *b)
{
  const NablaHyperParameters *set_up_a = nabla_run_get_hyper_parameters (a);
  const NablaHyperParameters *set_up_b = nabla_run_get_hyper_parameters (b);
  return nabla_data_set_is_same (nabla_run_get_data_set (a), nabla_run_get_data_set (b),
                                 set_up_a->own_share > 0) &&
         is_plain (a) && is_plain (b) && set_up_a->seed != set_up_b->seed &&
         nabla_hyper_parameters_equal_but_seed (set_up_a, set_up_b);
}

static gboolean
fits (NablaRun *run, NablaRun *const *runs, const gsize *groups, gsize n, gsize group)
{
  for (gsize i = 0; i < n; i++)
    if (groups[i] == group && !nabla_run_groups_are_seeds (runs[i], run))
      return FALSE;
  return TRUE;
}

gsize
nabla_run_groups_partition (NablaRun *const *runs, gsize n, gsize *groups)
{
  g_autofree const NablaHyperParameters **set_ups = g_new (const NablaHyperParameters *, n);
  g_autofree gsize *alike = g_new (gsize, n), *of = g_new (gsize, n);
  gsize n_groups = 0;
  for (gsize i = 0; i < n; i++)
    set_ups[i] = nabla_run_get_hyper_parameters (runs[i]);
  nabla_sweep_group (set_ups, n, alike);
  for (gsize i = 0; i < n; i++) {
    gsize group = 0;
    while (group < n_groups && (of[group] != alike[i] || !fits (runs[i], runs, groups, i, group)))
      group++;
    if (group == n_groups)
      of[n_groups++] = alike[i];
    groups[i] = group;
  }
  return n_groups;
}

static GPtrArray *
list_runs (NablaRunGroups *self)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (self->runs); i++)
    g_ptr_array_add (runs, g_list_model_get_item (self->runs, i));
  return runs;
}

/* A group that is known and has one of the members, if no other has taken it; else a new one. */
static NablaRunGroup *
reuse (NablaRunGroups *self, GPtrArray *members, GPtrArray *made)
{
  for (guint i = 0; i < members->len; i++) {
    NablaRunGroup *known = nabla_run_groups_find (self, members->pdata[i]);
    if (known != NULL && !g_ptr_array_find (made, known, NULL))
      return g_object_ref (known);
  }
  return nabla_run_group_new ();
}

/* Only what lies between the first and the last difference is told to have changed. */
static void
replace (NablaRunGroups *self, GPtrArray *made)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->groups);
  guint first = 0, last = 0;
  while (first < MIN (old->len, made->len) && old->pdata[first] == made->pdata[first])
    first++;
  while (last < MIN (old->len, made->len) - first &&
         old->pdata[old->len - 1 - last] == made->pdata[made->len - 1 - last])
    last++;
  self->groups = g_ptr_array_ref (made);
  if (old->len - first - last > 0 || made->len - first - last > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), first, old->len - first - last,
                                made->len - first - last);
}

static void
regroup (NablaRunGroups *self)
{
  g_autoptr (GPtrArray) runs = list_runs (self);
  g_autofree gsize *groups = g_new (gsize, runs->len + 1);
  gsize n = nabla_run_groups_partition ((NablaRun *const *) runs->pdata, runs->len, groups);
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (gsize group = 0; group < n; group++)
    g_ptr_array_add (lists, g_ptr_array_new ());
  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (lists->pdata[groups[i]], runs->pdata[i]);
  for (gsize group = 0; group < n; group++)
    g_ptr_array_add (made, reuse (self, lists->pdata[group], made));
  for (gsize group = 0; group < n; group++) {
    GPtrArray *members = lists->pdata[group];
    nabla_run_group_set_runs (made->pdata[group], (NablaRun *const *) members->pdata, members->len);
  }
  replace (self, made);
}

/* Whose first rates are changed by hand is no seed of its group any longer. */
static void
on_changed_rates (NablaRunGroups *self, const NablaRateChange *change, NablaRun *run)
{
  gsize n;
  nabla_run_get_changes (run, &n);
  if (n == 1)
    regroup (self);
}

static void
on_runs_changed (NablaRunGroups *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (self->runs, i);
    /* A run that comes back is known already. */
    g_signal_handlers_disconnect_by_data (run, self);
    g_signal_connect_object (run, "changed-rates", G_CALLBACK (on_changed_rates), self,
                             G_CONNECT_SWAPPED);
  }
  regroup (self);
}

static void
nabla_run_groups_finalize (GObject *object)
{
  NablaRunGroups *self = NABLA_RUN_GROUPS (object);
  g_signal_handlers_disconnect_by_data (self->runs, self);
  g_object_unref (self->runs);
  g_ptr_array_unref (self->groups);
  G_OBJECT_CLASS (nabla_run_groups_parent_class)->finalize (object);
}

static void
nabla_run_groups_class_init (NablaRunGroupsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_run_groups_finalize;
}

static void
nabla_run_groups_init (NablaRunGroups *self)
{
  self->groups = g_ptr_array_new_with_free_func (g_object_unref);
}

NablaRunGroups *
nabla_run_groups_new (GListModel *runs)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (runs), NULL);
  NablaRunGroups *self = g_object_new (NABLA_TYPE_RUN_GROUPS, NULL);
  self->runs = g_object_ref (runs);
  g_signal_connect_swapped (runs, "items-changed", G_CALLBACK (on_runs_changed), self);
  on_runs_changed (self, 0, 0, g_list_model_get_n_items (runs));
  return self;
}

NablaRunGroup *
nabla_run_groups_find (NablaRunGroups *self, NablaRun *run)
{
  for (guint i = 0; i < self->groups->len; i++)
    if (nabla_run_group_has (self->groups->pdata[i], run))
      return self->groups->pdata[i];
  return NULL;
}
