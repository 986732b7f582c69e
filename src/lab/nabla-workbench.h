/* SPDX-License-Identifier: MIT */
/* nabla-workbench.h: what lies before a person: the data set, the runs in the order they were made,
 * and the one that is selected. Widgets show it; it knows none of them. */
#pragma once

#include "lab/nabla-history.h"
#include "lab/nabla-run-groups.h"
#include "lab/nabla-scheduler.h"

G_BEGIN_DECLS

#define NABLA_TYPE_WORKBENCH (nabla_workbench_get_type ())
G_DECLARE_FINAL_TYPE (NablaWorkbench, nabla_workbench, NABLA, WORKBENCH, GObject)

/* Properties (notify): "data-set" (NablaDataSet or NULL), "selected" (NablaRun or NULL), "busy"
 * (boolean: a run is running, paused or waiting). */
NablaWorkbench *nabla_workbench_new (guint n_jobs);

NablaDataSet *nabla_workbench_get_data_set (NablaWorkbench *self);
void nabla_workbench_set_data_set (NablaWorkbench *self, NablaDataSet *data_set);

/* Keeps every run that is trained here, those too that began before; takes a reference. NULL, at
 * first: nothing is kept from then on but what is followed already. Taking a run off the list
 * leaves it in the history. */
void nabla_workbench_set_history (NablaWorkbench *self, NablaHistory *history);
NablaHistory *nabla_workbench_get_history (NablaWorkbench *self); /* or NULL */

/* What runs with a share of own drawings are trained on, as they are when a run is made; takes a
 * reference. NULL, at first: such set-ups are refused. */
void nabla_workbench_set_own_digits (NablaWorkbench *self, NablaOwnDigits *own);

/* A GListModel of NablaRun; lives as long as the workbench. */
GListModel *nabla_workbench_get_runs (NablaWorkbench *self);

/* The same runs as groups of seeds, a GListModel of NablaRunGroup; owned by the workbench. */
NablaRunGroups *nabla_workbench_get_groups (NablaWorkbench *self);

NablaRun *nabla_workbench_get_selected (NablaWorkbench *self);
void nabla_workbench_set_selected (NablaWorkbench *self, NablaRun *run);

/* Makes a run of this set-up on the data set, in the first colour that no other run has, selects it
 * and gives it to the scheduler. All runs are named anew by what differs among them. NULL with a
 * sentence: no data yet, or a set-up that is refused. The run belongs to the workbench. */
NablaRun *nabla_workbench_train (NablaWorkbench *self, const NablaHyperParameters *hyper_parameters,
                                 GError **error);

/* The same for the n ≥ 1 set-ups of a sweep, all of them or none: what is refused is said before
 * any starts. Runs that differ only in their seed share a colour, and the first run is selected.
 * The first of each group are trained first, then the second: what is compared grows side by side.
 * `data_set` must have been set. */
gboolean nabla_workbench_train_sweep (NablaWorkbench *self, const NablaHyperParameters *set_ups,
                                      gsize n, GError **error);

/* The same, and runs that fall hopelessly behind the others are stopped: see nabla-culler.h. */
gboolean nabla_workbench_train_culled_sweep (NablaWorkbench *self,
                                             const NablaHyperParameters *set_ups, gsize n,
                                             GError **error);

/* Lets a run that was stopped go on where it was, as soon as a core is free; one that was culled is
 * not culled again. One out of the history is replaced in the list by the run that goes on. Does
 * nothing to others. FALSE with a sentence where it cannot: it was trained on other digits. */
gboolean nabla_workbench_revive (NablaWorkbench *self, NablaRun *run, GError **error);

/* About how many seconds it takes until they are all trained, as many at once as there are cores,
 * after those that are training or waiting already; 0 without data. */
double nabla_workbench_estimate_seconds (NablaWorkbench *self, const NablaHyperParameters *set_ups,
                                         gsize n);

/* The same, starting from this network instead of a drawn one; it must have the set-up's layers. */
NablaRun *nabla_workbench_train_from (NablaWorkbench *self,
                                      const NablaHyperParameters *hyper_parameters,
                                      NnNetwork *initial, GError **error);

/* Adds a run that has ended before it was here (nabla_run_new_of_model, or out of the history), in
 * the colour that it has where that was chosen or is free, and selects it. Its name stays. What it
 * is called from now on, and its colour, are kept in the history. */
void nabla_workbench_add_ended (NablaWorkbench *self, NablaRun *run);
/* Lists n runs out of the history as they were listed once, from this place on: with their colours
 * and names, which the next change of the list makes anew where made_names[n] says that they were
 * made. Selects none. */
void nabla_workbench_add_kept (NablaWorkbench *self, guint place, NablaRun *const *runs,
                               const gboolean *made_names, guint n);
/* Whether the run is named by what differs, and not by a person. */
gboolean nabla_workbench_has_made_name (NablaRun *run);

/* Lists a run that has not started, in a colour of its own, selects it and gives it to the
 * scheduler; takes a reference. */
void nabla_workbench_add (NablaWorkbench *self, NablaRun *run);

/* The same set-up and seed, from the same initial weights once more; where the run is not finished
 * it is stopped, and where it was paused the new one begins paused. The runs belong to the
 * workbench. */
NablaRun *nabla_workbench_rewind (NablaWorkbench *self, NablaRun *run);
/* The same set-up with the next seed that no listed run has. */
NablaRun *nabla_workbench_restart (NablaWorkbench *self, NablaRun *run);
/* As nabla_run_set_fork, named by what differs and by the epoch. NULL with a sentence. */
NablaRun *nabla_workbench_fork (NablaWorkbench *self, NablaRun *run, int epoch,
                                const NablaHyperParameters *hyper_parameters, GError **error);

/* Mini-batches a second of each run that trains, now and later; 0, at first: flat out. */
void nabla_workbench_set_speed (NablaWorkbench *self, double mini_batches_per_second);
double nabla_workbench_get_speed (NablaWorkbench *self);

/* Takes a run off the list (stopping it); nabla_workbench_restore puts it back where it was (undo).
 */
void nabla_workbench_remove (NablaWorkbench *self, NablaRun *run);
void nabla_workbench_restore (NablaWorkbench *self, NablaRun *run);

gboolean nabla_workbench_get_busy (NablaWorkbench *self);
void nabla_workbench_set_paused (NablaWorkbench *self, gboolean paused); /* all running runs */
void nabla_workbench_stop (NablaWorkbench *self);
void nabla_workbench_stop_and_wait (NablaWorkbench *self);

G_END_DECLS
