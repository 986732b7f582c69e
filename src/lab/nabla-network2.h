/* SPDX-License-Identifier: MIT */
/* nabla-network2.h: the JSON that the book's program network2.py saves and loads:
 *
 *   {"sizes": [784, 30, 10], "weights": [W^1, …], "biases": [b^1, …], "cost": "CrossEntropyCost"}
 *
 * where W^l is [n_out][n_in] and b^l is [n_out][1]. Its units are sigmoid, its cost is this or
 * "QuadraticCost". Biases as [n_out] are read too, members in any order, and others left alone. */
#pragma once

#include "lab/nabla-error.h"
#include "nn/nn-cost.h"
#include "nn/nn-network.h"

/* Reads text[n] of the file `path`. What it allocates is bounded by n and by the sizes. *cost is
 * cross-entropy where the file names none. NULL with NABLA_ERROR_INPUT for anything that is not
 * exactly such a network of finite numbers. */
NnNetwork *nabla_network2_read (const char *path, const char *text, gsize n, NnCost *cost,
                                GError **error);

/* Writes with the fewest digits that read back as the same float32. NABLA_ERROR_USAGE where
 * network2 has no such units or cost, with the reason; NABLA_ERROR_OUTPUT. */
gboolean nabla_network2_write (const NnNetwork *network, NnCost cost, const char *path,
                               GError **error);
