/* SPDX-License-Identifier: MIT */
#include "lab/nabla-course.h"

#include <math.h>

NablaCourse
nabla_course_begin (const NablaJob *job, gsize n_training)
{
  NablaCourse course = {
    .job = job,
    .n_training = n_training,
    .base = nabla_job_get_rates (job),
    .schedule = job->checkpoint != NULL ? job->checkpoint->schedule : NN_SCHEDULE_START,
  };
  int done = nabla_job_get_first_epoch (job);
  course.learning_rate =
      job->checkpoint != NULL ? job->checkpoint->learning_rate : course.base.learning_rate;
  while (job->changes != NULL && course.next < job->changes->len &&
         g_array_index (job->changes, NablaRateChange, course.next).epoch <= done)
    course.next++;
  return course;
}

gboolean
nabla_course_change (NablaCourse *course, NnTrainer *trainer, gsize images, const NablaRates *rates,
                     NablaRateChange *change)
{
  NablaRates now = { course->learning_rate, course->base.l2, course->base.momentum };
  NablaRates next = { isnan (rates->learning_rate) ? now.learning_rate : rates->learning_rate,
                      isnan (rates->l2) ? now.l2 : rates->l2,
                      isnan (rates->momentum) ? now.momentum : rates->momentum };
  *change = (NablaRateChange){
    .epoch = nn_trainer_epoch (trainer) + 1,
    .images = images,
    .epochs = nn_trainer_epoch (trainer) + (double) images / (double) course->n_training,
    .rates = now,
  };
  if (nabla_rates_equal (&now, &next) ||
      nn_trainer_set_rates (trainer, next.learning_rate, next.l2, course->job->hyper_parameters.l1,
                            next.momentum) != NN_OK)
    return FALSE;
  course->base.l2 = next.l2;
  course->base.momentum = next.momentum;
  if (next.learning_rate != now.learning_rate) {
    course->learning_rate = next.learning_rate;
    course->base.learning_rate = next.learning_rate * course->schedule.divisor;
  }
  course->changes++;
  change->rates = next;
  return TRUE;
}

void
nabla_course_replay (NablaCourse *course, NnTrainer *trainer, gsize images)
{
  const GArray *changes = course->job->changes;
  while (changes != NULL && course->next < changes->len) {
    const NablaRateChange *next = &g_array_index (changes, NablaRateChange, course->next);
    NablaRateChange made;
    if (next->epoch != nn_trainer_epoch (trainer) + 1 || next->images != images)
      return;
    nabla_course_change (course, trainer, images, &next->rates, &made);
    course->next++;
  }
}

gboolean
nabla_course_follow (NablaCourse *course, NnTrainer *trainer, double score)
{
  const NablaHyperParameters *hyper_parameters = &course->job->hyper_parameters;
  double divisor = course->schedule.divisor;
  gboolean goes_on =
      nn_schedule_next (&hyper_parameters->schedule, (int) hyper_parameters->early_stopping, score,
                        &course->schedule);
  if (course->schedule.divisor != divisor) {
    course->learning_rate = course->base.learning_rate / course->schedule.divisor;
    nn_trainer_set_learning_rate (trainer, course->learning_rate);
  }
  return goes_on;
}

void
nabla_course_note (NablaCourse *course, NablaRecord *record)
{
  record->learning_rate = course->learning_rate;
  record->l2 = course->base.l2;
  record->momentum = course->base.momentum;
  record->changes = course->changes;
  course->changes = 0;
}

NablaCheckpoint *
nabla_course_checkpoint (const NablaCourse *course, const NnTrainer *trainer)
{
  const NablaHyperParameters *set_up = &course->job->hyper_parameters;
  NnNetwork *network, *velocity;
  if (!nn_trainer_checkpoint (trainer, &network, &velocity))
    return NULL;
  NablaCheckpoint *checkpoint = nabla_checkpoint_new (network, velocity, nn_trainer_epoch (trainer),
                                                      &course->schedule, course->learning_rate);
  if (!nabla_rates_equal (&course->base,
                          &(NablaRates){ set_up->learning_rate, set_up->l2, set_up->momentum }))
    checkpoint->rates = course->base;
  nn_network_unref (network);
  nn_network_unref (velocity);
  return checkpoint;
}
