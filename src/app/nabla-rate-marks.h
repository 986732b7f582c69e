/* SPDX-License-Identifier: MIT */
/* nabla-rate-marks.h: where rates were changed by hand, on charts. */
#pragma once

#include "app/nabla-run-curves.h"

/* Puts a mark into the chart, along whose x axis this lies, for each change of a run (GListModel of
 * NablaRun) that is shown, in its colour and with what changed ("η 0.1"), in place of the marks
 * before. Along seconds there are none. */
void nabla_rate_marks_show (GListModel *runs, NablaChart *chart, NablaCurveX x);
