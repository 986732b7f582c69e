/* SPDX-License-Identifier: MIT */
/* nabla-answer-chip.h: what one run makes of the drawing: its colour and name, a digit, and how
 * sure it is of it. It holds the run's newest network while the drawing is there. */
#pragma once

#include "lab/nabla-run.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_ANSWER_CHIP (nabla_answer_chip_get_type ())
G_DECLARE_FINAL_TYPE (NablaAnswerChip, nabla_answer_chip, NABLA, ANSWER_CHIP, GtkWidget)

/* Signal "stale" (NablaAnswerChip*): the run has a newer network, or was renamed, shown or hidden.
 */
GtkWidget *nabla_answer_chip_new (NablaRun *run);
NablaRun *nabla_answer_chip_get_run (NablaAnswerChip *self);

/* Without the name, where there are many. */
void nabla_answer_chip_set_compact (NablaAnswerChip *self, gboolean compact);

/* Whether the run has a network yet. */
gboolean nabla_answer_chip_has_network (NablaAnswerChip *self);

/* The run's newest network reads input[784] and the chip shows its digit. NULL: no drawing.
 * Returns the digit, or −1 where there is no answer. */
int nabla_answer_chip_ask (NablaAnswerChip *self, const float *input);
/* The same without showing it: probabilities[10], and the digit or −1. */
int nabla_answer_chip_read (NablaAnswerChip *self, const float *input, double *probabilities);
/* The number of its network, which is another one for each network that it has had. */
guint nabla_answer_chip_get_network_number (NablaAnswerChip *self);
/* The ten probabilities of the last answer; zeros where there was none. */
const double *nabla_answer_chip_get_probabilities (NablaAnswerChip *self);
/* Epoch of the network that answered. */
int nabla_answer_chip_get_epoch (NablaAnswerChip *self);

G_END_DECLS
