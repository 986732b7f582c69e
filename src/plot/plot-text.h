/* SPDX-License-Identifier: MIT */
/* plot-text.h: what people read goes through _(), so that it can be translated. */
#pragma once

#include <libintl.h>

#define PLOT_DOMAIN "nabla"
#define _(text)     dgettext (PLOT_DOMAIN, text)
#define N_(text)    (text)
