/* SPDX-License-Identifier: MIT */
#define LANES         16
#define ENTRY_VECTORS 2
#define CHAINS        4
#define TILE_ROWS     12
#define TILE_VECTORS  2
#define UPDATE_ROWS   8

#include "nn/nn-kernel-loops.h"
#include "nn/nn-kernel-units.h"

const NnKernel nn_kernel_avx512 = NN_KERNEL_OF_THIS_FILE;
