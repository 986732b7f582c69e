/* SPDX-License-Identifier: MIT */
/* nabla-value-text.h: values as people write them: layers with dashes, numbers in round steps. */
#pragma once

#include <glib.h>

/* "784 – 30 – 10" and "784-30-10" as nabla_parameter_set_text reads it: "784,30,10"; a sign after a
 * comma stays one, to be refused. To be freed. */
char *nabla_layers_from_people (const char *text);

/* "784,30,10" as "784 – 30 – 10", with thin spaces. To be freed. */
char *nabla_layers_for_people (const char *option);

/* The next of …, 0.1, 0.2, 0.5, 1, 2, 5, … above (`direction` > 0) or below `value`; where
 * `minimum` is 0, nothing lies between 0 and 0.001. */
double nabla_next_round_number (double value, int direction, double minimum);
