/* SPDX-License-Identifier: MIT */
/* cli-interrupt.h: SIGINT and SIGTERM as a flag that is polled, and as a call on the main loop. */
#pragma once

#include <glib.h>
#include <stdatomic.h>

/* From here on both signals set the flag instead of ending the program. */
void cli_interrupt_catch (void);

/* True once a signal came; for the `stop` of the core. */
const atomic_bool *cli_interrupt_flag (void);
gboolean cli_interrupted (void);

/* Calls `function` once on the default main context when a signal comes, or came before. */
void cli_interrupt_call (void (*function) (gpointer data), gpointer data);
