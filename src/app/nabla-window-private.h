/* SPDX-License-Identifier: MIT */
/* nabla-window-private.h: what the files of the window share. */
#pragma once

#include "app/nabla-digits-page.h"
#include "app/nabla-drawing-panel.h"
#include "app/nabla-ghosts.h"
#include "app/nabla-lab-page.h"
#include "app/nabla-network-page.h"
#include "app/nabla-opening.h"
#include "app/nabla-settings.h"
#include "app/nabla-window.h"

typedef struct NablaRestoring NablaRestoring; /* nabla-window-own.c */
void nabla_window_install_own_actions (GtkWidgetClass *widget_class);
void nabla_window_on_drawing_kept (NablaWindow *self, NablaOwnDigit *digit, int before);
void nabla_window_close_own_digits (NablaWindow *self); /* waits until all of them are on disk */

/* nabla-window-runs.c */

/* Set-ups that were asked for together. */
typedef struct {
  GArray *set_ups; /* of NablaHyperParameters */
  gboolean culls;
} NablaQueuedSweep;

struct _NablaWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *train_button;
  AdwButtonContent *train_content;
  GtkWidget *compare_button;
  GtkStack *compare_content;
  GtkWidget *pause_button;
  AdwButtonContent *pause_content;
  GtkWidget *stop_button;
  AdwHeaderBar *header;
  GtkWidget *leave_lecture_button;
  AdwViewStack *stack;
  GtkWidget *set_up_side;
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

  GSettings *settings; /* NULL where nothing can be remembered */

  gboolean lecture;        /* shown to a hall */
  gboolean drawing_before; /* the lecture: whether the drawing panel was shown */
  AdwToast *lecture_toast; /* weak: says how to leave it */

  NablaWorkbench *workbench;
  GCancellable *loading; /* of the data set on its way, or NULL */
  char *loading_text;    /* what is said while it is */
  GPtrArray *queued;     /* of NablaQueuedSweep: to be trained once there is data */
  GtkFileChooserNative *chooser;
  NablaGhosts *ghosts;
  gint64 busy_since;     /* monotonic: of the training under way, or the last one */
  GtkWidget *gallery;    /* weak: while it is open */
  NablaOpening *opening; /* of the history, until it was taken */

  NablaOpening *opening_own; /* of own drawings, until they were taken */
  NablaOwnPart *own;         /* NULL until they are there */
  NablaRun *learner;         /* weak: the run that was made last to learn them */
  AdwToast *own_toast;       /* weak: the last word on drawings, which has the way back … */
  GPtrArray *own_steps;      /* … of these steps … */
  gint64 own_said;           /* … and is there since then, monotonic */

  GCancellable *reader_making; /* of the network for drawings: looked for or trained, or NULL */
  guint reader_waiting;        /* source, until nothing else is trained; or 0 */

  gboolean remembers_runs;   /* those of the last time are known */
  NablaRestoring *restoring; /* of those that are yet to be listed, or NULL */
  guint remembering;         /* source, or 0 */
};

/* nabla-window-actions.c */
void nabla_window_install_actions (GtkWidgetClass *widget_class);
void nabla_window_add_actions (NablaWindow *self);
void nabla_window_update_buttons (NablaWindow *self);
void nabla_window_say (NablaWindow *self, const char *sentence);
/* The same with a toast of the caller's, taken over, which can be dismissed. */
void nabla_window_show_toast (NablaWindow *self, AdwToast *toast, const char *sentence);
void nabla_window_on_preset_chosen (NablaWindow *self, gpointer preset);
void nabla_window_on_lab_train (NablaWindow *self, gpointer set_up);
void nabla_window_on_lab_use (NablaWindow *self, gpointer set_up);
void nabla_window_on_refusal (NablaWindow *self);
void nabla_window_on_use_set_up (NablaWindow *self, NablaRun *run);
void nabla_window_on_run_deleted (NablaWindow *self, NablaRun *run);
void nabla_window_on_group_deleted (NablaWindow *self, const char *name, GPtrArray *runs);
void nabla_window_on_recolored (NablaWindow *self, const char *name, GHashTable *before);
void nabla_window_on_go_on_elsewhere (NablaWindow *self, GPtrArray *runs);

/* Trains these set-ups of one sweep, n ≥ 1, once there is data; what is refused is said. */
void nabla_window_train_set_ups (NablaWindow *self, const NablaHyperParameters *set_ups, guint n,
                                 gboolean culls);
/* Trains what was asked for before there was data. */
void nabla_window_train_queued (NablaWindow *self);
void nabla_window_free_queued (gpointer queued);

/* nabla-window-run.c */
void nabla_window_install_run_actions (GtkWidgetClass *widget_class);
/* `how` is "rewind", "restart" or "fork". */
void nabla_window_on_run_again (NablaWindow *self, NablaRun *run, const char *how);
/* nabla-window-compare.c */
void nabla_window_compare (NablaWindow *self);
void nabla_window_show_differences (NablaWindow *self);

/* nabla-window-network.c */
void nabla_window_install_network_actions (GtkWidgetClass *widget_class);
void nabla_window_on_train_from (NablaWindow *self, NablaRun *run);

/* nabla-window-state.c */
void nabla_window_restore_state (NablaWindow *self);
void nabla_window_keep_set_up (NablaWindow *self);

/* nabla-window-lecture.c */
void nabla_window_add_lecture (NablaWindow *self);

/* nabla-window-gallery.c */
void nabla_window_install_gallery_actions (GtkWidgetClass *widget_class);
void nabla_window_add_ghosts (NablaWindow *self);

/* nabla-window-notice.c */
void nabla_window_add_notice (NablaWindow *self);

/* nabla-window-history.c */
void nabla_window_install_history_actions (GtkWidgetClass *widget_class);
/* Once nothing is trained any more: waits until all of it is on disk. */
void nabla_window_close_history (NablaWindow *self);

/* nabla-window-learn.c */
void nabla_window_install_learn_actions (GtkWidgetClass *widget_class);
/* Own drawings came or went, or what learns them has ended. */
void nabla_window_update_learning (NablaWindow *self);

/* nabla-window-runs.c */
/* Lists the runs of the last time, as soon as there are a history and a data set; once. */
void nabla_window_restore_runs (NablaWindow *self);
void nabla_window_keep_runs (NablaWindow *self);

/* nabla-window-reader.c */
/* Has the network for drawings looked for, or trained on the workbench's data set as soon as
 * nothing else is, for the drawing panel. */
void nabla_window_want_reader (NablaWindow *self);
void nabla_window_forget_reader (NablaWindow *self); /* stops what is under way */

/* nabla-window-data.c */
void nabla_window_choose_data (NablaWindow *self);
void nabla_window_get_mnist (NablaWindow *self);
void nabla_window_cancel_loading (NablaWindow *self);
/* Asked for by a person: the data set that was there stays. */
void nabla_window_give_up_loading (NablaWindow *self);

/* Draws these in the background; nabla_window_on_styled follows, unless it is given up. */
void nabla_window_draw_digits (NablaWindow *self, guint64 seed, NablaDigitStyle style);

/* nabla-window-style.c */
void nabla_window_install_style_actions (GtkWidgetClass *widget_class);
/* Of the built-in digits that the window begins with. */
void nabla_window_get_style (NablaWindow *self, guint64 *seed, NablaDigitStyle *style);
/* The workbench has digits in a style that was asked for, in place of `before` (or NULL). */
void nabla_window_on_styled (NablaWindow *self, NablaDataSet *before);

/* nabla-window-drop.c */
void nabla_window_add_drop (NablaWindow *self);
