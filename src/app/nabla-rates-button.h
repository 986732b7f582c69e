/* SPDX-License-Identifier: MIT */
/* nabla-rates-button.h: says the rates of a run, and changes them while it trains. */
#pragma once

#include "lab/nabla-run.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RATES_BUTTON (nabla_rates_button_get_type ())
G_DECLARE_FINAL_TYPE (NablaRatesButton, nabla_rates_button, NABLA, RATES_BUTTON, GtkWidget)

/* Follows the run (or NULL). What was typed for another one is set there first. */
void nabla_rates_button_set_run (NablaRatesButton *self, NablaRun *run);

/* What it says: "η 0.5". */
const char *nabla_rates_button_get_text (NablaRatesButton *self);

/* The row of "learning_rate", "l2" or "momentum" in its popover. */
GtkWidget *nabla_rates_button_get_row (NablaRatesButton *self, const char *key);

/* Sets what was typed now; otherwise a moment after the last key, and when the popover closes. */
void nabla_rates_button_apply (NablaRatesButton *self);

G_END_DECLS
