/* SPDX-License-Identifier: MIT */
#include "nn/nn-kernel.h"

const char *
nn_kernel_name (NnKernelKind kind)
{
  static const char *const names[NN_N_KERNELS] = { "auto", "scalar", "portable", "avx2", "avx512" };

  return names[kind];
}

bool
nn_kernel_is_available (NnKernelKind kind)
{
  return kind <= NN_KERNEL_PORTABLE;
}

NnKernelKind
nn_kernel_resolve (NnKernelKind kind)
{
  return kind == NN_KERNEL_AUTO ? NN_KERNEL_PORTABLE : kind;
}
