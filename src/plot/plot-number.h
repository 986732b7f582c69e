/* SPDX-License-Identifier: MIT */
/* plot-number.h: numbers as text, with a full stop in every locale, as the field writes them. */
#pragma once

#include "plot/plot-scale.h"

/* With `decimals` digits after the point and a true minus sign. */
void plot_number_fixed (char *text, size_t size, double value, int decimals);
/* Mantissa × a power of ten: "2.5×10⁻⁴"; "10⁴" where the mantissa is 1 and has no decimals. */
void plot_number_power (char *text, size_t size, double mantissa, int decimals, int exponent);
/* A figure to read: percent with two decimals, integers whole, numbers with 3 or 4 significant
 * digits; "–" for what is not finite. */
void plot_number_figure (char *text, size_t size, double value, PlotFormat format);
/* What a figure may be off by, with as many decimals as plot_number_figure gives that figure. */
void plot_number_spread (char *text, size_t size, double figure, double spread, PlotFormat format);
/* A place on an axis: as short as it goes. */
void plot_number_place (char *text, size_t size, double value, PlotFormat format);
/* Whole, with the thousands apart by commas: "50,000". */
void plot_number_grouped (char *text, size_t size, double value);
/* "0.35 s", "1.5 s", "2 min 5 s", "1 h 3 min" */
void plot_number_duration (char *text, size_t size, double seconds);
/* The shortest digits that strtod reads back as the same value; ASCII, for files; empty for what is
 * not finite. */
void plot_number_exact (char *text, size_t size, double value);
