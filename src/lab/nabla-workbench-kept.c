/* SPDX-License-Identifier: MIT */
/* Runs that have ended: out of the history, listed again, and gone on with. */
#include "lab/nabla-workbench-private.h"

#include "lab/nabla-culler.h"
#include "lab/nabla-run-kept.h"
#include "lab/nabla-run-private.h"

#include <glib/gi18n-lib.h>

void
nabla_workbench_add_kept (NablaWorkbench *self, guint place, NablaRun *const *runs,
                          const gboolean *made_names, guint n)
{
  for (guint i = 0; i < n; i++) {
    const char *made = made_names[i] ? nabla_run_get_name (runs[i]) : "";
    g_object_set_data_full (G_OBJECT (runs[i]), NABLA_WORKBENCH_MADE_NAME, g_strdup (made), g_free);
    if (self->history != NULL)
      nabla_history_watch (self->history, runs[i]);
  }
  if (n > 0)
    g_list_store_splice (self->runs,
                         MIN (place, g_list_model_get_n_items (G_LIST_MODEL (self->runs))), 0,
                         (gpointer *) runs, n);
}

/* What was loaded never trains; the run that goes on takes its place. */
static gboolean
replace (NablaWorkbench *self, NablaRun *ended, GError **error)
{
  guint position;
  if (nabla_run_get_other_data (ended) != NULL) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                 ended->other_is_drawn
                     ? _ ("“%s” was trained on other digits, %s; open it from the history, which "
                          "draws them again")
                     : _ ("“%s” was trained on other digits, %s; open them to go on with it"),
                 nabla_run_get_name (ended), nabla_run_get_other_data (ended));
    return FALSE;
  }
  g_autoptr (NablaRun) run =
      nabla_run_new_continued (ended, (int) nabla_run_get_hyper_parameters (ended)->epochs, error);
  if (run == NULL || !g_list_store_find (self->runs, ended, &position))
    return FALSE;
  const char *made = g_object_get_data (G_OBJECT (ended), NABLA_WORKBENCH_MADE_NAME);
  g_object_set_data_full (G_OBJECT (run), NABLA_WORKBENCH_MADE_NAME, g_strdup (made), g_free);
  nabla_run_set_shown (run, nabla_run_get_shown (ended));
  gboolean selected = self->selected == ended;
  g_list_store_splice (self->runs, position, 1, (gpointer *) &run, 1);
  if (selected)
    nabla_workbench_set_selected (self, run);
  nabla_workbench_begin (self, run);
  return TRUE;
}

gboolean
nabla_workbench_revive (NablaWorkbench *self, NablaRun *run, GError **error)
{
  NablaCuller *culler = g_object_get_data (G_OBJECT (run), NABLA_WORKBENCH_CULLER);
  if (nabla_run_get_state (run) != NABLA_RUN_STOPPED)
    return TRUE;
  if (!g_ptr_array_find (self->begun, run, NULL))
    return replace (self, run, error);
  if (culler != NULL ? nabla_culler_revive (culler, run) : nabla_run_revive (run))
    nabla_workbench_begin (self, run);
  return TRUE;
}
