/* SPDX-License-Identifier: MIT */
#include "digits/digits-utf8.h"

#include <stdbool.h>

/* The length that the first byte of a character promises; 0 where no character begins so. */
static int
length_of (unsigned char first)
{
  if (first < 0x80)
    return 1;
  if (first >= 0xc2 && first <= 0xdf)
    return 2;
  if (first >= 0xe0 && first <= 0xef)
    return 3;
  if (first >= 0xf0 && first <= 0xf4)
    return 4;
  return 0;
}

/* Overlong forms, surrogates and what lies beyond U+10FFFF are told by the second byte. */
static bool
second_is_valid (unsigned char first, unsigned char second)
{
  unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;

  return second >= low && second <= high;
}

void
digits_utf8_repair (char *text)
{
  unsigned char *at = (unsigned char *) text;

  while (*at) {
    int length = length_of (*at), got = 1;

    while (got < length && (got == 1 ? second_is_valid (at[0], at[1]) : (at[got] & 0xc0) == 0x80))
      got++;
    if (length == got) {
      at += length;
    } else if (length && !at[got]) {
      *at = 0;
    } else {
      *at++ = '?';
    }
  }
}
