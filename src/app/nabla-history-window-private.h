/* SPDX-License-Identifier: MIT */
/* nabla-history-window-private.h: what the files of the history window share. */
#pragma once

#include "app/nabla-history-look.h"
#include "app/nabla-history-tags.h"
#include "app/nabla-history-window.h"

struct _NablaHistoryWindow {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *words_page; /* of the stack, in place of a list; NULL until it is needed */
  GtkSearchEntry *search;
  NablaHistoryTags *tags;
  NablaHistoryLook *look;
  GtkListView *list;
  GtkWidget *bar; /* what can be done to those that are selected */
  GtkLabel *count;
  GtkButton *open, *star, *note;
  GtkMenuButton *export;
  GMenuModel *export_menu;

  NablaWorkbench *workbench;
  NablaHistory *history;
  GtkCustomFilter *filter;
  GStrv words;              /* that are searched for, folded */
  GtkSliceListModel *slice; /* of those found, the ones that have come so far */
  GtkMultiSelection *selection;
  GPtrArray *tiles;          /* that were made and are not used */
  guint growing;             /* the tick callback that lets more come, or 0 … */
  guint shrinking;           /* … and the one that lets rows go before others are looked for */
  GCancellable *cancellable; /* of what is being loaded; cancelled with the window */
  GtkFileChooserNative *chooser;
  GPtrArray *deleted;         /* the entries, where something was deleted last … */
  NablaHistoryEntry *renamed; /* … and the entry and its name, where one was renamed; or NULL */
  char *name_before;
  AdwToast *undo_toast; /* that says so; weak */
  guint filtering;      /* the idle that searches again, or 0 */
  gboolean loading;
  gboolean listed; /* there was something to select */
};

void nabla_history_window_say (NablaHistoryWindow *self, const char *sentence);
void nabla_history_window_show_toast (NablaHistoryWindow *self, AdwToast *toast,
                                      const char *sentence);

/* The selected entries, the newest first, with references; free with g_ptr_array_unref. */
GPtrArray *nabla_history_window_get_entries (NablaHistoryWindow *self);

/* The position of the first selected one; GTK_INVALID_LIST_POSITION where there is none. */
guint nabla_history_window_get_first (NablaHistoryWindow *self);

/* The run of the entry that the workbench lists, or NULL. The workbench has a reference. */
NablaRun *nabla_history_window_find_listed (NablaHistoryWindow *self, NablaHistoryEntry *entry);

/* Makes the rows of the list; a new reference. */
GtkListItemFactory *nabla_history_window_new_factory (NablaHistoryWindow *self);

/* Actions: what opens runs, what is said of them, and files. */
void nabla_history_window_install_open (GtkWidgetClass *widget_class);
void nabla_history_window_install_edit (GtkWidgetClass *widget_class);
void nabla_history_window_install_files (GtkWidgetClass *widget_class);

/* A dialog about runs, `body` says which; `rows` are its editors. The answer is "do". */
GtkWidget *nabla_history_window_make_dialog (NablaHistoryWindow *self, const char *heading,
                                             const char *body, const char *answer, GtkWidget *rows);
