/* SPDX-License-Identifier: MIT */
/* nabla-probabilities.h: how sure a network is of each digit. */
#pragma once

/* Turns the outputs[n] of a sigmoid layer into probabilities[n] that sum to 1: softmax over the
 * weighted inputs z_j = ln(a_j / (1 − a_j)), which for saturated units are bounded to ±30. n ≥ 1.
 */
void nabla_probabilities (const float *outputs, int n, double *probabilities);
