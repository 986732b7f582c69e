/* SPDX-License-Identifier: MIT */
/* nabla-probability-bars.h: ten bars, one a digit: how sure a network is of each. */
#pragma once

#include "lab/nabla-probabilities.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_PROBABILITY_BARS (nabla_probability_bars_get_type ())
G_DECLARE_FINAL_TYPE (NablaProbabilityBars, nabla_probability_bars, NABLA, PROBABILITY_BARS,
                      GtkWidget)

GtkWidget *nabla_probability_bars_new (void);

/* probabilities[NABLA_N_DIGITS], 0 … 1, in the colour of a run; NULL: nobody answers. */
void nabla_probability_bars_set (NablaProbabilityBars *self, const double *probabilities,
                                 int color);
/* What is shown; FALSE (and zeros) where nobody answers. */
gboolean nabla_probability_bars_get (NablaProbabilityBars *self, double *probabilities);

G_END_DECLS
