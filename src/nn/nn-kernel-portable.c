/* SPDX-License-Identifier: MIT */
#define LANES         4
#define ENTRY_VECTORS 4
#define CHAINS        2
#define TILE_ROWS     6
#define TILE_VECTORS  2
#define UPDATE_ROWS   4

#include "nn/nn-kernel-loops.h"
#include "nn/nn-kernel-units.h"

const NnKernel nn_kernel_portable = NN_KERNEL_OF_THIS_FILE;
