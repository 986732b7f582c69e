/* SPDX-License-Identifier: MIT */
#include "lab/nabla-confusion.h"

#include <math.h>

static NablaConfusion
small_confusion (void)
{
  const guint8 labels[] = { 3, 3, 3, 3, 8, 8, 9, 9, 9, 0 };
  const guint8 answers[] = { 3, 5, 5, 3, 8, 3, 4, 7, 9, 0 };
  NablaConfusion confusion = { 0 };
  nabla_confusion_count (&confusion, labels, answers, G_N_ELEMENTS (labels));
  return confusion;
}

static void
test_rows (void)
{
  NablaConfusion confusion = small_confusion ();
  g_assert_cmpuint (confusion.counts[3][5], ==, 2);
  g_assert_cmpuint (confusion.counts[5][3], ==, 0);
  g_assert_cmpuint (confusion.counts[8][3], ==, 1);
  g_assert_cmpuint (nabla_confusion_get_images (&confusion, 3), ==, 4);
  g_assert_cmpuint (nabla_confusion_get_answers (&confusion, 3), ==, 3);
  g_assert_cmpuint (nabla_confusion_get_total (&confusion), ==, 10);
  g_assert_cmpuint (nabla_confusion_get_right (&confusion), ==, 5);
}

/* Of four threes two are read as such, and of the three answers “3” two are right. */
static void
test_shares (void)
{
  NablaConfusion confusion = small_confusion ();
  g_assert_cmpfloat (nabla_confusion_get_accuracy (&confusion), ==, 0.5);
  g_assert_cmpfloat (nabla_confusion_get_digit_accuracy (&confusion, 3), ==, 0.5);
  g_assert_cmpfloat (nabla_confusion_get_answer_accuracy (&confusion, 3), ==, 2.0 / 3.0);
  g_assert_cmpfloat (nabla_confusion_get_digit_accuracy (&confusion, 9), ==, 1.0 / 3.0);
  g_assert_cmpfloat (nabla_confusion_get_answer_accuracy (&confusion, 9), ==, 1.0);
}

static void
test_nothing (void)
{
  NablaConfusion confusion = small_confusion (), empty = { 0 };
  NablaMistake mistake;
  g_assert_true (isnan (nabla_confusion_get_digit_accuracy (&confusion, 5)));
  g_assert_cmpfloat (nabla_confusion_get_answer_accuracy (&confusion, 5), ==, 0.0);
  g_assert_true (isnan (nabla_confusion_get_answer_accuracy (&confusion, 6)));
  g_assert_true (isnan (nabla_confusion_get_accuracy (&empty)));
  g_assert_cmpuint (nabla_confusion_get_mistakes (&empty, &mistake, 1), ==, 0);
}

static void
test_mistakes (void)
{
  static const NablaMistake expected[] = { { 3, 5, 2 }, { 8, 3, 1 }, { 9, 4, 1 }, { 9, 7, 1 } };
  NablaConfusion confusion = small_confusion ();
  NablaMistake mistakes[NABLA_MAX_MISTAKES];
  g_assert_cmpuint (nabla_confusion_get_mistakes (&confusion, mistakes, NABLA_MAX_MISTAKES), ==, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_assert_cmpint (mistakes[i].digit, ==, expected[i].digit);
    g_assert_cmpint (mistakes[i].answer, ==, expected[i].answer);
    g_assert_cmpuint (mistakes[i].count, ==, expected[i].count);
  }
  g_assert_cmpuint (nabla_confusion_get_mistakes (&confusion, mistakes, 2), ==, 2);
}

/* Every pair once more than the one before it: all ninety come back, the last first. */
static void
test_all_mistakes (void)
{
  NablaConfusion confusion = { 0 };
  NablaMistake mistakes[NABLA_MAX_MISTAKES];
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    for (int answer = 0; answer < NABLA_N_DIGITS; answer++)
      confusion.counts[digit][answer] = (guint64) (10 * digit + answer);
  g_assert_cmpuint (nabla_confusion_get_mistakes (&confusion, mistakes, NABLA_MAX_MISTAKES), ==,
                    90);
  for (int i = 1; i < 90; i++)
    g_assert_cmpuint (mistakes[i - 1].count, >, mistakes[i].count);
  g_assert_cmpint (mistakes[0].digit, ==, 9);
  g_assert_cmpint (mistakes[0].answer, ==, 8);
}

static void
test_no_digits (void)
{
  const guint8 labels[] = { 10, 3, 255 }, answers[] = { 1, 10, 255 };
  NablaConfusion confusion = { 0 };
  nabla_confusion_count (&confusion, labels, answers, G_N_ELEMENTS (labels));
  g_assert_cmpuint (nabla_confusion_get_total (&confusion), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/confusion/rows-are-true-digits", test_rows);
  g_test_add_func ("/lab/confusion/shares-are-of-images-and-of-answers", test_shares);
  g_test_add_func ("/lab/confusion/of-nothing-there-is-no-share", test_nothing);
  g_test_add_func ("/lab/confusion/mistakes-come-most-frequent-first", test_mistakes);
  g_test_add_func ("/lab/confusion/all-ninety-mistakes-fit", test_all_mistakes);
  g_test_add_func ("/lab/confusion/what-is-no-digit-is-not-counted", test_no_digits);
  return g_test_run ();
}
