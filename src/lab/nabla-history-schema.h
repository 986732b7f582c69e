/* SPDX-License-Identifier: MIT */
/* nabla-history-schema.h: the tables of a history, and how those of older versions become them. */
#pragma once

#include <glib.h>

/* The statements that lead from schema `version` (0: an empty file) to the next. */
const char *nabla_history_schema_step (int version);
