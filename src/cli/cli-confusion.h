/* SPDX-License-Identifier: MIT */
/* cli-confusion.h: what digits were taken for, by part of a data set, as JSON and for people. */
#pragma once

#include "digits/digits-set.h"
#include "lab/nabla-confusion.h"

#include <json-glib/json-glib.h>

/* Of every part that has images "…_confusion" (ten rows of ten: true digit, then answer) and
 * "…_digit_accuracy" (ten, null for a digit without images); those of the test part are there as
 * "confusion" and "digit_accuracy" too. Members of the object under construction. */
void cli_confusion_add_json (const NablaConfusion confusions[DIGITS_N_PARTS], JsonBuilder *builder);

/* Prints the accuracy of each digit on each part, the matrix of the test part, and what was most
 * often taken for what there. */
void cli_confusion_print (const NablaConfusion confusions[DIGITS_N_PARTS]);
