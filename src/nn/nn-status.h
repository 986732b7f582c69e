/* SPDX-License-Identifier: MIT */
/* nn-status.h: what a call of the core answers. */
#pragma once

typedef enum {
  NN_OK = 0,
  NN_STOPPED,      /* the stop flag was set; what was done so far stands */
  NN_DIVERGED,     /* a parameter is not finite, or beyond NN_PARAMETER_LIMIT */
  NN_ERROR_MEMORY, /* an allocation failed */
  NN_ERROR_SHAPE,  /* sizes that no network can have, or that do not fit together */
  NN_ERROR_RANGE,  /* a hyper-parameter is outside its range, or not a number */
  NN_ERROR_THREAD, /* a thread could not be started */
} NnStatus;

/* One sentence in English for `status`, without a full stop. Never NULL; static. */
const char *nn_status_message (NnStatus status);
