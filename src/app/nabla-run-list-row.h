/* SPDX-License-Identifier: MIT */
/* nabla-run-list-row.h: what the rows of the run list have in common, be it a run or a group of
 * seeds: a swatch that shows and hides, a name that can be edited in place, a colour that can be
 * chosen, words, progress, a score and a menu. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RUN_LIST_ROW (nabla_run_list_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (NablaRunListRow, nabla_run_list_row, NABLA, RUN_LIST_ROW, GtkListBoxRow)

/* What a kind of row says of what it stands for. */
struct _NablaRunListRowClass {
  GtkListBoxRowClass parent_class;

  char *(*dup_name) (NablaRunListRow *self);       /* its full name */
  char *(*dup_short_name) (NablaRunListRow *self); /* as it is listed; NULL: the full one */
  char *(*dup_tooltip) (NablaRunListRow *self);    /* of the name; NULL: the full one */
  void (*rename) (NablaRunListRow *self, const char *name);
  int (*get_color) (NablaRunListRow *self);
  gboolean (*get_shown) (NablaRunListRow *self);
  void (*set_shown) (NablaRunListRow *self, gboolean shown);
  double (*get_progress) (NablaRunListRow *self); /* 0 … 1 */
  gboolean (*is_finished) (NablaRunListRow *self);
  /* "η 0.5, waiting, best accuracy 93.1 %", for screen readers; `score` is "" where there is none.
   */
  char *(*describe) (NablaRunListRow *self, const char *name, const char *status,
                     const char *score);
};

/* Signals (NablaRunListRow*), each asked for in the row or its menu: "use-set-up", "delete",
 * "go-on" (what was stopped) and "recolor" (…, int color, a colour of nabla-run.h). Renaming and
 * showing are done by the row itself. Property "shown" (boolean): in the charts. Actions:
 * "run.shown", "run.rename", "run.color", "run.use-set-up", "run.delete", "run.go-on". */

/* Name, colour or shown are others now. */
void nabla_run_list_row_update_look (NablaRunListRow *self);
/* The bar is where get_progress says, and gone with is_finished. */
void nabla_run_list_row_update_progress (NablaRunListRow *self);
/* What it does, and why where there is more to say (or NULL). */
void nabla_run_list_row_set_status (NablaRunListRow *self, const char *status, const char *why);
/* NULL: there is none. */
void nabla_run_list_row_set_score (NablaRunListRow *self, const char *score, const char *tooltip);
/* Offers to let it go on, under this name; NULL: there is nothing to go on with. */
void nabla_run_list_row_offer_to_go_on (NablaRunListRow *self, const char *label);

/* For kinds of rows: the menu, by its id "menu" in this resource; and a button before it. */
void nabla_run_list_row_set_menu (NablaRunListRow *self, const char *resource);
void nabla_run_list_row_add_button (NablaRunListRow *self, GtkWidget *button);

/* What the row reads; owned by it. */
const char *nabla_run_list_row_get_status (NablaRunListRow *self);
const char *nabla_run_list_row_get_score (NablaRunListRow *self);

G_END_DECLS
