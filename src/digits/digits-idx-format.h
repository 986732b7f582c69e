/* SPDX-License-Identifier: MIT */
/* digits-idx-format.h: the numbers an IDX file begins with (type 8 = bytes, and the dimensions). */
#pragma once

#define DIGITS_IDX_IMAGES 2051u
#define DIGITS_IDX_LABELS 2049u
