/* SPDX-License-Identifier: MIT */
#include "nn/nn-kernel.h"

#include "nn/nn-kernel-table.h"

#include <assert.h>

const char *
nn_kernel_name (NnKernelKind kind)
{
  static const char *const names[NN_N_KERNELS] = { "auto", "scalar", "portable", "avx2", "avx512" };

  return names[kind];
}

static bool
machine_has_avx2 (void)
{
#ifdef NN_HAVE_AVX2
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
#else
  return false;
#endif
}

static bool
machine_has_avx512 (void)
{
#ifdef NN_HAVE_AVX512
  return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq") &&
         __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512vl") &&
         __builtin_cpu_supports ("fma");
#else
  return false;
#endif
}

bool
nn_kernel_is_available (NnKernelKind kind)
{
  switch (kind) {
  case NN_KERNEL_AUTO:
  case NN_KERNEL_SCALAR:
  case NN_KERNEL_PORTABLE:
    return true;
  case NN_KERNEL_AVX2:
    return machine_has_avx2 ();
  case NN_KERNEL_AVX512:
    return machine_has_avx512 ();
  default:
    return false;
  }
}

NnKernelKind
nn_kernel_resolve (NnKernelKind kind)
{
  if (kind != NN_KERNEL_AUTO)
    return kind;
  if (machine_has_avx512 ())
    return NN_KERNEL_AVX512;
  return machine_has_avx2 () ? NN_KERNEL_AVX2 : NN_KERNEL_PORTABLE;
}

const NnKernel *
nn_kernel_table (NnKernelKind kind)
{
  assert (nn_kernel_is_available (kind));
  switch (nn_kernel_resolve (kind)) {
  case NN_KERNEL_SCALAR:
    return &nn_kernel_scalar;
#ifdef NN_HAVE_AVX2
  case NN_KERNEL_AVX2:
    return &nn_kernel_avx2;
#endif
#ifdef NN_HAVE_AVX512
  case NN_KERNEL_AVX512:
    return &nn_kernel_avx512;
#endif
  case NN_KERNEL_AUTO:
  case NN_KERNEL_PORTABLE:
  default:
    return &nn_kernel_portable;
  }
}
