/* SPDX-License-Identifier: MIT */
/* nabla-history-look.h: what the tiles of a list of runs share: the fonts and heights of their
 * lines, and the stars. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A widget, since fonts come from the style of where it is; never visible. */
#define NABLA_TYPE_HISTORY_LOOK (nabla_history_look_get_type ())
G_DECLARE_FINAL_TYPE (NablaHistoryLook, nabla_history_look, NABLA, HISTORY_LOOK, GtkWidget)

typedef enum {
  NABLA_HISTORY_BODY,
  NABLA_HISTORY_CAPTION,
  NABLA_HISTORY_HEADING,
  NABLA_HISTORY_N_FONTS
} NablaHistoryFont;

GtkWidget *nabla_history_look_new (void);

/* The height of a line, and the width of so many digits; pixels. */
int nabla_history_look_get_line (NablaHistoryLook *self, NablaHistoryFont font);
int nabla_history_look_get_digits (NablaHistoryLook *self, NablaHistoryFont font, int n);

/* A line of text in that font, with digits of equal width where they are to be compared. New. */
PangoLayout *nabla_history_look_make_text (NablaHistoryLook *self, NablaHistoryFont font,
                                           gboolean numeric, const char *text);

/* The star of a run, full or empty, for this widget; the look's. A GtkSymbolicPaintable. */
GdkPaintable *nabla_history_look_get_star (NablaHistoryLook *self, GtkWidget *widget,
                                           gboolean full);

/* Style, direction or scale have changed. */
void nabla_history_look_forget (NablaHistoryLook *self);

G_END_DECLS
