/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "nn/nn-schedule.h"

static const NnSchedule constant = { NN_SCHEDULE_CONSTANT, 1, 2.0 };

/* Tells the accuracies one after the other: how many it took until training ended, or n + 1. */
static int
tell (const NnSchedule *schedule, int early_stopping, const double *accuracies, int n,
      NnScheduleState *state)
{
  for (int e = 0; e < n; e++)
    if (!nn_schedule_next (schedule, early_stopping, accuracies[e], state))
      return e + 1;
  return n + 1;
}

static void
a_constant_rate_stays_and_never_ends (void)
{
  NnScheduleState state = NN_SCHEDULE_START;

  for (int e = 0; e < 1000; e++) {
    CLAIM (nn_schedule_next (&constant, 0, e == 3 ? 0.9 : 0.5, &state));
    CLAIM (state.divisor == 1.0);
  }
  CLAIM (state.best == 0.9 && state.since_best == 996);
}

/* Patience 2: after the second epoch without a new best, and after two more, again. */
static void
the_rate_falls_after_the_patience (void)
{
  static const double accuracies[] = { 0.5, 0.6, 0.6, 0.59, 0.6, 0.1, 0.61, 0.61, 0.6, 0.6 };
  static const double halves[] = { 1, 1, 1, 2, 2, 4, 4, 4, 8, 8 };
  static const double tenths[] = { 1, 1, 1, 10, 10, 100, 100, 100, 1000, 1000 };

  for (int tenth = 0; tenth <= 1; tenth++) {
    NnSchedule schedule = { tenth ? NN_SCHEDULE_TENTH : NN_SCHEDULE_HALVE, 2, 1024.0 };
    NnScheduleState state = NN_SCHEDULE_START;

    for (int e = 0; e < 10; e++) {
      CLAIM (nn_schedule_next (&schedule, 0, accuracies[e], &state));
      CLAIM (state.divisor == (tenth ? tenths : halves)[e]);
    }
    CLAIM (state.best == 0.61);
  }
}

/* halve:1:8 goes 1, 2, 4 and ends where 8 would come; tenth:1:1000 goes 1, 10, 100. */
static void
reaching_the_limit_ends_the_training (void)
{
  static const double flat[] = { 0.5, 0.5, 0.5, 0.5, 0.5 };
  NnSchedule halve = { NN_SCHEDULE_HALVE, 1, 8.0 }, tenth = { NN_SCHEDULE_TENTH, 1, 1000.0 };
  NnScheduleState state = NN_SCHEDULE_START;

  CLAIM (tell (&halve, 0, flat, 5, &state) == 4);
  CLAIM (state.divisor == 4.0);
  state = NN_SCHEDULE_START;
  CLAIM (tell (&tenth, 0, flat, 5, &state) == 4);
  CLAIM (state.divisor == 100.0);

  /* A limit that is no power: the first divisor not below it ends. */
  halve.limit = 5.0;
  state = NN_SCHEDULE_START;
  CLAIM (tell (&halve, 0, flat, 5, &state) == 4);
  halve.limit = 4.0;
  state = NN_SCHEDULE_START;
  CLAIM (tell (&halve, 0, flat, 5, &state) == 3);
}

/* The book's: halve until 1/128, patience 10: 7 · 10 flat epochs after the first. */
static void
the_books_schedule_takes_as_long_as_it_says (void)
{
  NnSchedule schedule = { NN_SCHEDULE_HALVE, 10, 128.0 };
  NnScheduleState state = NN_SCHEDULE_START;
  int epochs = 1;

  while (nn_schedule_next (&schedule, 0, 0.97, &state) && epochs < 1000)
    epochs++;
  CLAIM (epochs == 1 + 7 * 10 && state.divisor == 64.0);
}

static void
early_stopping_ends_after_its_patience (void)
{
  static const double accuracies[] = { 0.5, 0.7, 0.6, 0.7, 0.69, 0.8 };
  NnScheduleState state = NN_SCHEDULE_START;

  CLAIM (tell (&constant, 3, accuracies, 6, &state) == 5); /* an equal is no new best */
  CLAIM (state.best == 0.7 && state.since_best == 3);
  state = NN_SCHEDULE_START;
  CLAIM (tell (&constant, 4, accuracies, 6, &state) == 7);
  state = NN_SCHEDULE_START;
  CLAIM (tell (&constant, 1, accuracies, 6, &state) == 3);
  state = NN_SCHEDULE_START;
  CLAIM (tell (&constant, 0, accuracies, 6, &state) == 7);
}

static void
improvement_resets_both_patiences (void)
{
  NnSchedule schedule = { NN_SCHEDULE_HALVE, 3, 128.0 };
  NnScheduleState state = NN_SCHEDULE_START;

  for (int e = 0; e < 300; e++) {
    /* Better every third epoch: neither patience of 3 ever runs out. */
    CLAIM (nn_schedule_next (&schedule, 3, (e / 3) * 1e-3, &state));
    CLAIM (state.divisor == 1.0 && state.since_best == e % 3 && state.waited == e % 3);
  }
}

/* A fall of the rate starts the schedule's patience anew, but not that of early stopping. */
static void
a_fall_gives_early_stopping_no_more_time (void)
{
  static const double flat[] = { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 };
  NnSchedule schedule = { NN_SCHEDULE_HALVE, 2, 1024.0 };
  NnScheduleState state = NN_SCHEDULE_START;

  CLAIM (tell (&schedule, 5, flat, 8, &state) == 6);
  CLAIM (state.divisor == 4.0 && state.since_best == 5);
}

static void
an_accuracy_of_zero_is_a_best_too (void)
{
  NnScheduleState state = NN_SCHEDULE_START;

  CLAIM (nn_schedule_next (&constant, 1, 0.0, &state));
  CLAIM (state.best == 0.0 && state.since_best == 0);
  CLAIM (!nn_schedule_next (&constant, 1, 0.0, &state));
}

int
main (void)
{
  RUN ("/nn/schedule/a-constant-rate-stays-and-never-ends", a_constant_rate_stays_and_never_ends);
  RUN ("/nn/schedule/the-rate-falls-after-the-patience", the_rate_falls_after_the_patience);
  RUN ("/nn/schedule/reaching-the-limit-ends-the-training", reaching_the_limit_ends_the_training);
  RUN ("/nn/schedule/the-books-schedule-takes-as-long-as-it-says",
       the_books_schedule_takes_as_long_as_it_says);
  RUN ("/nn/schedule/early-stopping-ends-after-its-patience",
       early_stopping_ends_after_its_patience);
  RUN ("/nn/schedule/improvement-resets-both-patiences", improvement_resets_both_patiences);
  RUN ("/nn/schedule/a-fall-gives-early-stopping-no-more-time",
       a_fall_gives_early_stopping_no_more_time);
  RUN ("/nn/schedule/an-accuracy-of-zero-is-a-best-too", an_accuracy_of_zero_is_a_best_too);
  return DONE ();
}
