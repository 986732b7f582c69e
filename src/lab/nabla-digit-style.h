/* SPDX-License-Identifier: MIT */
/* nabla-digit-style.h: how the digits are written that the program draws itself: in which manner,
 * and how far the hand strays from their shapes. */
#pragma once

#include "digits/digits-style.h"

#include <glib.h>

/* Order and names are those of --data-style, files and settings. */
typedef enum {
  NABLA_MANNER_TRAINING, /* what trains networks best, and is not always legible */
  NABLA_MANNER_SHOWN,    /* a careful hand */
  NABLA_N_MANNERS,
} NablaDigitManner;

typedef struct {
  NablaDigitManner manner;
  double strength; /* 0 … 2: 0 draws each shape as it is in the tables, 1 is the manner itself */
} NablaDigitStyle;

#define NABLA_DIGIT_STYLE_MAX 2.0

/* Of whoever does not choose: that of the command line, and of every version before there was a
 * choice; and that of the window, in which people look at them. */
#define NABLA_DIGIT_STYLE_TRAINING ((NablaDigitStyle){ NABLA_MANNER_TRAINING, 1.0 })
#define NABLA_DIGIT_STYLE_WINDOW   ((NablaDigitStyle){ NABLA_MANNER_SHOWN, 1.25 })

/* "training", "shown". */
const char *nabla_digit_manner_name (NablaDigitManner manner);
/* FALSE where no manner has that name. */
gboolean nabla_digit_manner_of_name (const char *name, NablaDigitManner *manner);

gboolean nabla_digit_style_is_valid (NablaDigitStyle style);
gboolean nabla_digit_style_equal (NablaDigitStyle a, NablaDigitStyle b);

/* "shown 1.5". */
char *nabla_digit_style_to_text (NablaDigitStyle style);

/* For the synthesizer. */
DigitsStyle nabla_digit_style_scale (NablaDigitStyle style);
