/* SPDX-License-Identifier: MIT */
/* nabla-run-marks.h: where rates were changed by hand, on charts whose x are epochs. */
#pragma once

#include "app/nabla-chart.h"

/* Puts a mark into both charts for each change of a run (GListModel of NablaRun) that is shown, in
 * its colour and with what changed ("η 0.1"), in place of the marks before. */
void nabla_run_marks_show (GListModel *runs, NablaChart *cost, NablaChart *accuracy);
