/* SPDX-License-Identifier: MIT */
/* Runs that are made of a run. */
#include "lab/nabla-training-data.h"
#include "lab/nabla-workbench.h"

#include <glib/gi18n-lib.h>

/* What is trained here measures its gradients, also where the run that it comes from did not. */
static void
add_run (NablaWorkbench *self, NablaRun *run)
{
  nabla_run_add_monitors (run, NABLA_MONITOR_GRADIENT_NORM);
  nabla_workbench_add (self, run);
}

NablaRun *
nabla_workbench_rewind (NablaWorkbench *self, NablaRun *run)
{
  g_autoptr (NablaRun) again = nabla_run_new_again (run);
  nabla_run_set_begins_paused (again, nabla_run_get_state (run) == NABLA_RUN_PAUSED);
  nabla_run_stop (run);
  add_run (self, again);
  return again; /* the list keeps it */
}

static gboolean
is_listed (NablaWorkbench *self, const NablaHyperParameters *set_up)
{
  GListModel *runs = nabla_workbench_get_runs (self);
  gboolean found = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (runs) && !found; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);
    found = nabla_hyper_parameters_equal (nabla_run_get_hyper_parameters (run), set_up);
  }
  return found;
}

NablaRun *
nabla_workbench_restart (NablaWorkbench *self, NablaRun *run)
{
  NablaHyperParameters set_up = *nabla_run_get_hyper_parameters (run);
  do
    set_up.seed = set_up.seed < (G_GINT64_CONSTANT (1) << 53) - 1 ? set_up.seed + 1 : 0;
  while (is_listed (self, &set_up));
  g_autoptr (NablaRun) other = nabla_run_new_like (run, &set_up);
  add_run (self, other);
  return other;
}

/* "λ 5 · from epoch 12"; where nothing differs, by the run that it comes from. */
static char *
name_of_fork (NablaRun *run, const NablaHyperParameters *hyper_parameters, int epoch)
{
  const NablaHyperParameters *set_ups[] = { nabla_run_get_hyper_parameters (run),
                                            hyper_parameters };
  NablaHyperParameters as_long = *hyper_parameters;
  g_auto (GStrv) names = g_new0 (char *, 3);
  as_long.epochs = set_ups[0]->epochs; /* says nothing of how it learns */
  set_ups[1] = &as_long;
  nabla_hyper_parameters_names (set_ups, 2, names);
  gboolean same = nabla_hyper_parameters_equal (set_ups[0], set_ups[1]);
  return g_strdup_printf (_ ("%s · from epoch %d"), same ? nabla_run_get_name (run) : names[1],
                          epoch);
}

NablaRun *
nabla_workbench_fork (NablaWorkbench *self, NablaRun *run, int epoch,
                      const NablaHyperParameters *hyper_parameters, GError **error)
{
  if (!nabla_hyper_parameters_validate (hyper_parameters, error) ||
      !nabla_training_data_check (nabla_run_get_data_set (run), hyper_parameters, error))
    return NULL;
  g_autoptr (NablaRun) fork = nabla_run_new_like (run, hyper_parameters);
  if (!nabla_run_set_fork (fork, run, epoch, error))
    return NULL;
  g_autofree char *name = name_of_fork (run, hyper_parameters, epoch);
  add_run (self, fork);
  nabla_run_set_name (fork, name); /* as if a person had: it stays */
  return fork;
}
