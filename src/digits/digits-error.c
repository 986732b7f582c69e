/* SPDX-License-Identifier: MIT */
#include "digits/digits-error.h"

#include "digits/digits-utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
digits_error_set (DigitsError *error, DigitsErrorCode code, const char *format, ...)
{
  char message[sizeof error->message];
  va_list arguments;

  if (!error)
    return;
  /* Not straight into the error: its old message may be among the arguments. */
  va_start (arguments, format);
  vsnprintf (message, sizeof message, format, arguments);
  va_end (arguments);
  digits_utf8_repair (message);
  error->code = code;
  memcpy (error->message, message, sizeof message);
}
