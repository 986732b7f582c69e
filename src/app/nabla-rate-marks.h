/* SPDX-License-Identifier: MIT */
/* nabla-rate-marks.h: where rates were changed by hand, on charts. */
#pragma once

#include "app/nabla-run-curves.h"

/* Puts a mark into the chart, along whose x axis this lies, for each change of the run, in its
 * colour and with what changed ("η 0.1"). Along seconds there are none. */
void nabla_rate_marks_add (NablaRun *run, PlotChart *plot, NablaCurveX x);
