/* SPDX-License-Identifier: MIT */
/* each-kernel.h: the same claims of one kernel after another. */
#pragma once

#include "claim.h"
#include "combinations.h"

static NnKernelKind kernel; /* under test */

typedef struct {
  const char *name; /* "decay-is-exact" */
  void (*test) (void);
} KernelTest;

/* Shuffled training with a technique, by the kernel under test. */
static inline NnTraining
kernel_training (int technique, int mini_batch, uint64_t seed)
{
  NnTraining training = combination_training (1, technique, (size_t) mini_batch);

  training.shuffle = true;
  training.seed = seed;
  training.kernel = kernel;
  return training;
}

/* Runs each test with each kernel, as /nn/GROUP/KERNEL/NAME. */
static inline void
run_with_each_kernel (const char *group, const KernelTest *tests, size_t n)
{
  static size_t i; /* keeps its value over longjmp, as `kernel` does */

  for (kernel = NN_KERNEL_SCALAR; kernel < NN_N_KERNELS; kernel++)
    for (i = 0; i < n; i++) {
      char name[128];
      snprintf (name, sizeof name, "/nn/%s/%s/%s", group, nn_kernel_name (kernel), tests[i].name);
      RUN (name, tests[i].test);
    }
}
