/* SPDX-License-Identifier: MIT */
/* nabla-own-bar.h: what can be done with one's own drawings, below them: with all of them while
 * they are listed, with the one that is looked at. Training and exporting are actions of the
 * window, win.train-own and win.export-own. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_OWN_BAR (nabla_own_bar_get_type ())
G_DECLARE_FINAL_TYPE (NablaOwnBar, nabla_own_bar, NABLA, OWN_BAR, GtkWidget)

/* Signals: "label" (NablaOwnBar*, int digit): the drawing is that digit. "remove" (NablaOwnBar*):
 * it is not to be kept. */
GtkWidget *nabla_own_bar_new (void);

/* `kept`: the digit of the drawing that is looked at, −1 where all are listed; `read`: what a
 * network reads, −1 where none has. */
void nabla_own_bar_show (NablaOwnBar *self, int kept, int read);

G_END_DECLS
