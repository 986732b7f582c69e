/* SPDX-License-Identifier: MIT */
/* digits-error.h: what was wrong with something read from outside, in one sentence. */
#pragma once

typedef enum {
  DIGITS_ERROR_NONE = 0,
  DIGITS_ERROR_OPEN,   /* a file or folder is missing or cannot be read */
  DIGITS_ERROR_FORMAT, /* it is not what it should be: magic, header, truncated, bad gzip, label > 9
                        */
  DIGITS_ERROR_SIZE,   /* it claims more than is accepted, or nothing */
  DIGITS_ERROR_WRITE,  /* it cannot be written */
  DIGITS_ERROR_MEMORY,
  DIGITS_ERROR_STOPPED, /* the caller asked to stop */
  DIGITS_ERROR_EMPTY,   /* a drawing without ink */
} DigitsErrorCode;

typedef struct {
  DigitsErrorCode code;
  char message[512]; /* UTF-8; names the file and the reason; no full stop */
} DigitsError;

/* Fills *error (may be NULL). printf-like; cut at the end of the buffer on a character boundary. */
void digits_error_set (DigitsError *error, DigitsErrorCode code, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
