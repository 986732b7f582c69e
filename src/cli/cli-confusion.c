/* SPDX-License-Identifier: MIT */
#include "cli/cli-confusion.h"

#include <math.h>
#include <stdio.h>

#define N_MISTAKES 5 /* that are told in words */

static void
add_matrix (const NablaConfusion *confusion, const char *name, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    json_builder_begin_array (builder);
    for (int answer = 0; answer < NABLA_N_DIGITS; answer++)
      json_builder_add_int_value (builder, (gint64) confusion->counts[digit][answer]);
    json_builder_end_array (builder);
  }
  json_builder_end_array (builder);
}

static void
add_accuracies (const NablaConfusion *confusion, const char *name, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    double accuracy = nabla_confusion_get_digit_accuracy (confusion, digit);
    if (isnan (accuracy))
      json_builder_add_null_value (builder);
    else
      json_builder_add_double_value (builder, accuracy);
  }
  json_builder_end_array (builder);
}

void
cli_confusion_add_json (const NablaConfusion confusions[DIGITS_N_PARTS], JsonBuilder *builder)
{
  static const struct {
    DigitsPartKind part;
    const char *matrix, *accuracies;
  } members[] = {
    { DIGITS_TEST, "confusion", "digit_accuracy" },
    { DIGITS_TRAINING, "train_confusion", "train_digit_accuracy" },
    { DIGITS_VALIDATION, "validation_confusion", "validation_digit_accuracy" },
    { DIGITS_TEST, "test_confusion", "test_digit_accuracy" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    const NablaConfusion *confusion = &confusions[members[i].part];
    if (nabla_confusion_get_total (confusion) == 0)
      continue;
    add_matrix (confusion, members[i].matrix, builder);
    add_accuracies (confusion, members[i].accuracies, builder);
  }
}

static void
print_share (double share, int width)
{
  if (isnan (share))
    printf ("%*s", width, "–");
  else
    printf ("%*.2f %%", width - 2, 100.0 * share);
}

static void
print_accuracies (const NablaConfusion confusions[DIGITS_N_PARTS])
{
  static const char *const names[] = { "training", "validation", "test" };
  printf ("\n%-12s", "digit");
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    if (nabla_confusion_get_total (&confusions[part]) > 0)
      printf ("%12s", names[part]);
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    printf ("\n%-12d", digit);
    for (int part = 0; part < DIGITS_N_PARTS; part++)
      if (nabla_confusion_get_total (&confusions[part]) > 0)
        print_share (nabla_confusion_get_digit_accuracy (&confusions[part], digit), 12);
  }
  printf ("\n");
}

static void
print_matrix (const NablaConfusion *confusion)
{
  printf ("\nTest part: true digit in rows, taken for in columns\n   ");
  for (int answer = 0; answer < NABLA_N_DIGITS; answer++)
    printf ("%7d", answer);
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    printf ("\n%3d", digit);
    for (int answer = 0; answer < NABLA_N_DIGITS; answer++)
      printf ("%7" G_GUINT64_FORMAT, confusion->counts[digit][answer]);
  }
  printf ("\n");
}

static void
print_mistakes (const NablaConfusion *confusion)
{
  NablaMistake mistakes[N_MISTAKES];
  guint n = nabla_confusion_get_mistakes (confusion, mistakes, N_MISTAKES);
  if (n == 0)
    return;
  printf ("\nMost often ");
  for (guint i = 0; i < n; i++)
    printf ("%sa %d was taken for a %d (%" G_GUINT64_FORMAT ")", i > 0 ? ", " : "",
            mistakes[i].digit, mistakes[i].answer, mistakes[i].count);
  printf ("\n");
}

void
cli_confusion_print (const NablaConfusion confusions[DIGITS_N_PARTS])
{
  print_accuracies (confusions);
  if (nabla_confusion_get_total (&confusions[DIGITS_TEST]) == 0)
    return;
  print_matrix (&confusions[DIGITS_TEST]);
  print_mistakes (&confusions[DIGITS_TEST]);
}
