/* SPDX-License-Identifier: MIT */
/* nabla-window.h: the window: set-up and runs at the left, the pages in the middle, the drawing
 * panel at the right, all of one workbench. */
#pragma once

#include "app/nabla-curves-page.h"
#include "app/nabla-run-list.h"
#include "app/nabla-set-up-panel.h"
#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_WINDOW (nabla_window_get_type ())
G_DECLARE_FINAL_TYPE (NablaWindow, nabla_window, NABLA, WINDOW, AdwApplicationWindow)

/* Actions: win.train, win.pause, win.stop, win.draw, win.page (string), win.open-data,
 * win.get-mnist, win.save-network, win.open-network, win.reset-set-up, win.lecture (boolean),
 * win.gallery, win.history, win.multiples (boolean); of own drawings, by id: win.label-own (string,
 * int), win.remove-own (string); of all of them: win.show-own, win.export-own,
 * win.train-own. */
GtkWidget *nabla_window_new (GtkApplication *application);

/* Loads the four files of `folder` in the background; NULL: MNIST where it lies in the user's data
 * folder, else the built-in digits. What cannot be read is said in a dialog; the data set that was
 * there stays. */
void nabla_window_open_data (NablaWindow *self, const char *folder);

/* Writes the selected run's network in the background: network2's JSON where the name ends with
 * .json, else safetensors with all that resuming needs. A toast says where it is, a dialog why it
 * is not. */
void nabla_window_save_network (NablaWindow *self, const char *path);

/* Reads a network in the background, lists it as a run that has ended, and selects it. */
void nabla_window_open_network (NablaWindow *self, const char *path);

/* Keeps what is trained in the history at `path`, which is opened in the background; NULL: the
 * user's. Without this call nothing is kept. Where it cannot be opened a toast says so, and nothing
 * is kept. Once only. */
void nabla_window_open_history (NablaWindow *self, const char *path);

/* Keeps drawings whose digit a person says in the file at `path`, which is opened in the
 * background; NULL: the user's. Without this call nobody is asked what a drawing is. Where it
 * cannot be opened a toast says so. Once only. */
void nabla_window_open_own_digits (NablaWindow *self, const char *path);
/* Writes all of them to that folder as a data set, in the background. A toast says that it is
 * there, a dialog why it is not. */
void nabla_window_export_own (NablaWindow *self, GFile *folder);

/* Where published curves are (nabla-published.h), remembered; NULL: in the user's data folder, if
 * anywhere. */
void nabla_window_set_published_folder (NablaWindow *self, const char *folder);

/* Owned by the window. */
NablaWorkbench *nabla_window_get_workbench (NablaWindow *self);
NablaSetUpPanel *nabla_window_get_set_up_panel (NablaWindow *self);
NablaRunList *nabla_window_get_run_list (NablaWindow *self);
NablaCurvesPage *nabla_window_get_curves_page (NablaWindow *self);

G_END_DECLS
