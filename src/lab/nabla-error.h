/* SPDX-License-Identifier: MIT */
/* nabla-error.h: what went wrong for a person, in one clear sentence. */
#pragma once

#include "digits/digits-error.h"

#include <gio/gio.h>

typedef enum {
  NABLA_ERROR_USAGE,    /* a value out of its range, or an option that does not exist */
  NABLA_ERROR_INPUT,    /* a file is missing, or is not what it should be */
  NABLA_ERROR_OUTPUT,   /* a file cannot be written */
  NABLA_ERROR_INTERNAL, /* memory, threads */
} NablaError;

#define NABLA_ERROR (nabla_error_quark ())
GQuark nabla_error_quark (void);

/* Turns an error of the digits room into a GError (G_IO_ERROR_CANCELLED for DIGITS_ERROR_STOPPED).
 */
void nabla_error_take_digits (GError **error, const DigitsError *digits_error);
