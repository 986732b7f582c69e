/* SPDX-License-Identifier: MIT */
/* nn-activation.h: what a unit makes of its weighted input z (chapter 1, eq. 3; chapter 3, eq. 109
 * for tanh, eq. 112 for the rectified linear unit; eq. 78 for softmax). */
#pragma once

/* Of the units of hidden layers. */
typedef enum {
  NN_ACTIVATION_SIGMOID, /* σ(z) = 1 / (1 + e^−z) */
  NN_ACTIVATION_TANH,    /* tanh z */
  NN_ACTIVATION_RELU,    /* max (0, z); its slope at 0 is 0 */
} NnActivation;

/* Of the output layer. */
typedef enum {
  NN_OUTPUT_SIGMOID,
  NN_OUTPUT_SOFTMAX, /* e^z_j / Σ_k e^z_k */
  NN_OUTPUT_TANH,    /* targets are −1 and 1 */
} NnOutput;
