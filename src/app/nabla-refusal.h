/* SPDX-License-Identifier: MIT */
/* nabla-refusal.h: what the lab refuses, in the words of the window. */
#pragma once

#include <glib.h>

/* A sentence of the lab names a hyper-parameter as the command line does: "learning-rate has the
 * value 0.5 twice". Here it is called by its term, as everywhere in the window: "Learning rate has
 * the value 0.5 twice". Begins with a capital; g_free it. */
char *nabla_refusal_for_people (const char *sentence);
