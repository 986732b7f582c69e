/* SPDX-License-Identifier: MIT */
#include "lab/nabla-error.h"

G_DEFINE_QUARK (nabla - error - quark, nabla_error)

void
nabla_error_take_digits (GError **error, const DigitsError *digits_error)
{
  GQuark domain = NABLA_ERROR;
  int code = NABLA_ERROR_INPUT;
  switch (digits_error->code) {
  case DIGITS_ERROR_STOPPED:
    domain = G_IO_ERROR;
    code = G_IO_ERROR_CANCELLED;
    break;
  case DIGITS_ERROR_WRITE:
    code = NABLA_ERROR_OUTPUT;
    break;
  case DIGITS_ERROR_MEMORY:
    code = NABLA_ERROR_INTERNAL;
    break;
  case DIGITS_ERROR_NONE:
  case DIGITS_ERROR_OPEN:
  case DIGITS_ERROR_FORMAT:
  case DIGITS_ERROR_SIZE:
  case DIGITS_ERROR_EMPTY:
  default:
    break;
  }
  /* The core's messages quote file names, which may be in any encoding. */
  g_autofree char *message = g_utf8_make_valid (digits_error->message, -1);
  g_set_error_literal (error, domain, code, message);
}
