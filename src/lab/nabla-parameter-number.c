/* SPDX-License-Identifier: MIT */
/* Values of the table as they lie in NablaHyperParameters. */
#include "lab/nabla-parameter.h"

#include <string.h>

static gint64 *
integer_of (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters)
{
  return (gint64 *) (void *) ((char *) hyper_parameters + parameter->offset);
}

static double *
double_of (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters)
{
  return (double *) (void *) ((char *) hyper_parameters + parameter->offset);
}

static gboolean *
flag_of (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters)
{
  return (gboolean *) (void *) ((char *) hyper_parameters + parameter->offset);
}

double
nabla_parameter_get_number (const NablaParameter *parameter,
                            const NablaHyperParameters *hyper_parameters)
{
  NablaHyperParameters copy = *hyper_parameters;
  switch (parameter->kind) {
  case NABLA_PARAMETER_CHOICE:
  case NABLA_PARAMETER_COUNT:
  case NABLA_PARAMETER_DIGITS:
    return (double) *integer_of (parameter, &copy);
  case NABLA_PARAMETER_NUMBER:
    return *double_of (parameter, &copy);
  case NABLA_PARAMETER_FLAG:
    return *flag_of (parameter, &copy) ? 1.0 : 0.0;
  case NABLA_PARAMETER_LAYERS:
  case NABLA_PARAMETER_SCHEDULE:
  default:
    return 0.0;
  }
}

void
nabla_parameter_set_number (const NablaParameter *parameter, NablaHyperParameters *hyper_parameters,
                            double value)
{
  switch (parameter->kind) {
  case NABLA_PARAMETER_CHOICE:
  case NABLA_PARAMETER_COUNT:
  case NABLA_PARAMETER_DIGITS:
    *integer_of (parameter, hyper_parameters) = (gint64) value;
    break;
  case NABLA_PARAMETER_NUMBER:
    *double_of (parameter, hyper_parameters) = value;
    break;
  case NABLA_PARAMETER_FLAG:
    *flag_of (parameter, hyper_parameters) = value != 0.0;
    break;
  case NABLA_PARAMETER_LAYERS:
  case NABLA_PARAMETER_SCHEDULE:
  default:
    break;
  }
}

/* A patience without anything that waits makes no difference. */
static gboolean
schedules_equal (const NnSchedule *a, const NnSchedule *b)
{
  return a->kind == b->kind &&
         (a->kind == NN_SCHEDULE_CONSTANT || (a->patience == b->patience && a->limit == b->limit));
}

gboolean
nabla_parameter_equal (const NablaParameter *parameter, const NablaHyperParameters *a,
                       const NablaHyperParameters *b)
{
  if (parameter->kind == NABLA_PARAMETER_LAYERS)
    return a->n_layers == b->n_layers &&
           memcmp (a->layers, b->layers, sizeof (gint64) * (gsize) a->n_layers) == 0;
  if (parameter->kind == NABLA_PARAMETER_SCHEDULE)
    return schedules_equal (&a->schedule, &b->schedule);
  return nabla_parameter_get_number (parameter, a) == nabla_parameter_get_number (parameter, b);
}
