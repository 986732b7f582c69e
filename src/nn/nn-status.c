/* SPDX-License-Identifier: MIT */
#include "nn/nn-status.h"

const char *
nn_status_message (NnStatus status)
{
  switch (status) {
  case NN_OK:
    return "Success";
  case NN_STOPPED:
    return "Stopped before the end";
  case NN_DIVERGED:
    return "The run diverged: a parameter is not finite or too large";
  case NN_ERROR_MEMORY:
    return "There is not enough memory";
  case NN_ERROR_SHAPE:
    return "The sizes of network and samples are impossible or do not fit together";
  case NN_ERROR_RANGE:
    return "A hyper-parameter is outside its range";
  case NN_ERROR_THREAD:
    return "A thread could not be started";
  }
  return "The status is unknown";
}
