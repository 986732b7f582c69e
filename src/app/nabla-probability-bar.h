/* SPDX-License-Identifier: MIT */
/* nabla-probability-bar.h: a digit, how probable it is as a bar, and the same as a whole per cent.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_PROBABILITY_BAR (nabla_probability_bar_get_type ())
G_DECLARE_FINAL_TYPE (NablaProbabilityBar, nabla_probability_bar, NABLA, PROBABILITY_BAR, GtkWidget)

/* Property "digit" (int, 0 … 9). */

/* 0 … 1; NAN: there is no answer, the bar is at zero. */
void nabla_probability_bar_set (NablaProbabilityBar *self, double probability);
double nabla_probability_bar_get (NablaProbabilityBar *self);
/* The colour of the run that answers (see nabla-run-colors.h). */
void nabla_probability_bar_set_color (NablaProbabilityBar *self, int color);
/* Whether it is the answer: its digit is written heavier. */
void nabla_probability_bar_set_winner (NablaProbabilityBar *self, gboolean winner);

G_END_DECLS
