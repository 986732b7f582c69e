/* SPDX-License-Identifier: MIT */
/* nabla-own-digit.h: a drawing that a person has said the digit of. Belongs to the main thread. */
#pragma once

#include "digits/digits-images.h"
#include "digits/digits-strokes.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define NABLA_TYPE_OWN_DIGIT (nabla_own_digit_get_type ())
G_DECLARE_FINAL_TYPE (NablaOwnDigit, nabla_own_digit, NABLA, OWN_DIGIT, GObject)

/* Properties (notify; for bindings, read-only): "label", "guess" (int). */
const char *nabla_own_digit_get_id (NablaOwnDigit *self); /* a UUID */
int nabla_own_digit_get_label (NablaOwnDigit *self);      /* 0 … 9: what it is */
int nabla_own_digit_get_guess (NablaOwnDigit *self);      /* what the network said; −1: unknown */
gint64 nabla_own_digit_get_created (NablaOwnDigit *self); /* seconds since 1970, UTC */
const guint8 *nabla_own_digit_get_pixels (NablaOwnDigit *self); /* [DIGITS_PIXELS], normalised */
/* NULL for a picture. Parsed when it is first asked for. */
const DigitsStrokes *nabla_own_digit_get_strokes (NablaOwnDigit *self);

/* For the store. */
typedef struct {
  const char *id;
  int label, guess;
  gint64 created;               /* microseconds since 1970, UTC; no two are the same here */
  const char *text;             /* of the strokes, as nabla-strokes-file.h has them; or NULL */
  const DigitsStrokes *strokes; /* in place of the text; or NULL */
  const guint8 *pixels;         /* [DIGITS_PIXELS] */
} NablaOwnDigitFacts;
NablaOwnDigit *nabla_own_digit_new (const NablaOwnDigitFacts *facts);
void nabla_own_digit_set_label (NablaOwnDigit *self, int label);
/* The same, borrowed, but for the label, which is the main thread's; from any thread. */
NablaOwnDigitFacts nabla_own_digit_get_facts (NablaOwnDigit *self);
/* Newest first. */
int nabla_own_digit_compare (NablaOwnDigit *a, NablaOwnDigit *b);

G_END_DECLS
