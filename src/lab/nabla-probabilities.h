/* SPDX-License-Identifier: MIT */
/* nabla-probabilities.h: how sure a network is of each digit. */
#pragma once

#include "nn/nn-activation.h"
#include "nn/nn-samples.h"

#include <glib.h>

/* Turns the outputs[n] of a sigmoid layer into probabilities[n] that sum to 1: softmax over the
 * weighted inputs z_j = ln(a_j / (1 − a_j)), which for saturated units are bounded to ±30. n ≥ 1.
 */
void nabla_probabilities (const float *outputs, int n, double *probabilities);

#define NABLA_N_DIGITS 10

/* The encoding of networks with n_out outputs: ten are digits one by one, four their bits; FALSE
 * where they are neither. */
gboolean nabla_encoding_of_outputs (int n_out, NnEncoding *encoding);

/* The same for any output layer and encoding: probabilities[10] that sum to 1, the largest of which
 * is that of nn_encoding_label. Softmax outputs are probabilities. Sigmoid outputs as above, tanh
 * with (1 + a)/2 in place of a. With the binary encoding p_d ∝ e^(−8‖a − code of d‖²), codes and a
 * from 0 to 1: that of Gaussian noise with a standard deviation of 1/4 in each unit. Digits that
 * n < 10 one-hot outputs do not have get 0. */
void nabla_digit_probabilities (NnOutput output, NnEncoding encoding, const float *outputs, int n,
                                double probabilities[NABLA_N_DIGITS]);
