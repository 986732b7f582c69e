/* SPDX-License-Identifier: MIT */
#include "nn/nn-schedule.h"

bool
nn_schedule_next (const NnSchedule *schedule, int early_stopping, double accuracy,
                  NnScheduleState *state)
{
  if (accuracy > state->best) {
    state->best = accuracy;
    state->since_best = 0;
    state->waited = 0;
    return true;
  }
  state->since_best++;
  state->waited++;
  if (early_stopping > 0 && state->since_best >= early_stopping)
    return false;
  if (schedule->kind == NN_SCHEDULE_CONSTANT || state->waited < schedule->patience)
    return true;

  double divisor = state->divisor * (schedule->kind == NN_SCHEDULE_HALVE ? 2.0 : 10.0);
  if (divisor >= schedule->limit)
    return false;
  state->divisor = divisor;
  state->waited = 0;
  return true;
}
