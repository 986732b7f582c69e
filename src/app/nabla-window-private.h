/* SPDX-License-Identifier: MIT */
/* nabla-window-private.h: what the files of the window share. */
#pragma once

#include "app/nabla-digits-page.h"
#include "app/nabla-drawing-panel.h"
#include "app/nabla-lab-page.h"
#include "app/nabla-network-page.h"
#include "app/nabla-window.h"

struct _NablaWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *train_button;
  AdwButtonContent *train_content;
  GtkWidget *pause_button;
  AdwButtonContent *pause_content;
  GtkWidget *stop_button;
  AdwViewStack *stack;
  NablaSetUpPanel *set_up;
  GtkRevealer *refusal_revealer;
  GtkLabel *refusal;
  NablaRunList *run_list;
  NablaCurvesPage *curves_page;
  NablaDigitsPage *digits_page;
  NablaNetworkPage *network_page;
  NablaLabPage *lab_page;
  GtkWidget *drawing_side;
  NablaDrawingPanel *drawing_panel;

  NablaWorkbench *workbench;
  GCancellable *loading; /* of the data set on its way, or NULL */
  char *loading_text;    /* what is said while it is */
  GArray *queued;        /* of NablaHyperParameters: to be trained once there is data */
  GtkFileChooserNative *chooser;
};

/* nabla-window-actions.c */
void nabla_window_install_actions (GtkWidgetClass *widget_class);
void nabla_window_add_actions (NablaWindow *self);
void nabla_window_update_buttons (NablaWindow *self);
void nabla_window_say (NablaWindow *self, const char *sentence);
void nabla_window_on_preset_chosen (NablaWindow *self, gpointer preset);
void nabla_window_on_lab_train (NablaWindow *self, gpointer set_up);
void nabla_window_on_lab_use (NablaWindow *self, gpointer set_up);
void nabla_window_on_refusal (NablaWindow *self);
void nabla_window_on_use_set_up (NablaWindow *self, NablaRun *run);
void nabla_window_on_run_deleted (NablaWindow *self, NablaRun *run);

/* Trains what was asked for before there was data. */
void nabla_window_train_queued (NablaWindow *self);

/* nabla-window-data.c */
void nabla_window_choose_data (NablaWindow *self);
void nabla_window_cancel_loading (NablaWindow *self);
