/* SPDX-License-Identifier: MIT */
/* nn-kernel.h: which instructions the inner loops use. The same seed, data, hyper-parameters and
 * kernel give bit-identical parameters; another kernel rounds differently. */
#pragma once

#include <stdbool.h>

typedef enum {
  NN_KERNEL_AUTO,     /* the fastest that this machine has */
  NN_KERNEL_SCALAR,   /* plain loops, one number at a time: what the others are checked against */
  NN_KERNEL_PORTABLE, /* vectors of four floats, as every machine of 64 bits has them */
  NN_KERNEL_AVX2,     /* eight, with fused multiplication and addition */
  NN_KERNEL_AVX512,   /* sixteen */
} NnKernelKind;

#define NN_N_KERNELS 5

/* "auto", "scalar", "portable", "avx2", "avx512"; static. */
const char *nn_kernel_name (NnKernelKind kind);

/* True where this machine and this build have it; always for auto, scalar and portable. */
bool nn_kernel_is_available (NnKernelKind kind);

/* What `kind` stands for here: auto is the fastest available, others are themselves. */
NnKernelKind nn_kernel_resolve (NnKernelKind kind);
