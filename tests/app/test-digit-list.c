/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-list.h"

#include "await.h"
#include "lab/small-data.h"

#define N_TEST 200

static NablaDataSet *data_set;

/* Reads every image as labelled, but for those: by the digit that follows. Image i costs i. */
static NablaPrediction *
made_up (guint n_wrong, const guint *wrong)
{
  NablaPrediction *prediction = g_atomic_rc_box_new0 (NablaPrediction);
  const guint8 *labels = nabla_data_set_get_part (data_set, DIGITS_TEST).labels;

  prediction->n = N_TEST;
  prediction->n_wrong = n_wrong;
  prediction->digits = g_memdup2 (labels, N_TEST);
  prediction->costs = g_new (float, N_TEST);
  prediction->certainty = g_new0 (float, N_TEST);
  for (guint i = 0; i < N_TEST; i++)
    prediction->costs[i] = (float) i;
  for (guint i = 0; i < n_wrong; i++)
    prediction->digits[wrong[i]] = (guint8) ((labels[wrong[i]] + 1) % 10);
  return prediction;
}

static void
count_change (NablaDigitList *list, guint *n)
{
  (*n)++;
}

static void
choose (NablaDigitList *list, NablaVerdict verdict, NablaImageSort sort)
{
  NablaImageChoice choice = NABLA_IMAGE_CHOICE_ALL;

  choice.verdict = verdict;
  choice.sort = sort;
  nabla_digit_list_set_choice (list, &choice);
  AWAIT (!nabla_digit_list_is_pending (list));
}

static void
test_lists_what_is_wrong (void)
{
  g_autoptr (NablaDigitList) list = nabla_digit_list_new ();
  guint n_changes = 0, position;

  nabla_digit_list_set_part (list, data_set, DIGITS_TEST);
  g_assert_cmpuint (nabla_digit_list_get_length (list), ==, N_TEST);
  g_assert_true (nabla_digit_list_find (list, 20, &position));
  g_assert_cmpuint (position, ==, 20);
  g_assert_cmpint (nabla_digit_list_get_read (list, 20), ==, -1);
  g_signal_connect (list, "changed", G_CALLBACK (count_change), &n_changes);
  choose (list, NABLA_VERDICT_WRONG, NABLA_SORT_INDEX);
  g_assert_cmpuint (nabla_digit_list_get_length (list), ==, 0);
  nabla_digit_list_set_prediction (list, made_up (5, (guint[]){ 3, 7, 20, 41, 90 }));
  AWAIT (!nabla_digit_list_is_pending (list));
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_cmpuint (nabla_digit_list_get_length (list), ==, 5);
  g_assert_cmpuint (nabla_digit_list_get_n_wrong (list), ==, 5);
  g_assert_cmpuint (nabla_digit_list_get_index (list, 2), ==, 20);
  nabla_digit_list_set_part (list, data_set, DIGITS_TRAINING);
  g_assert_null (nabla_digit_list_get_prediction (list));
  g_assert_cmpuint (nabla_digit_list_get_length (list), ==, 0);
}

static void
test_finds_an_image_or_the_next (void)
{
  g_autoptr (NablaDigitList) list = nabla_digit_list_new ();
  guint position;

  nabla_digit_list_set_part (list, data_set, DIGITS_TEST);
  nabla_digit_list_set_prediction (list, made_up (5, (guint[]){ 3, 7, 20, 41, 90 }));
  choose (list, NABLA_VERDICT_WRONG, NABLA_SORT_INDEX);
  g_assert_true (nabla_digit_list_find (list, 20, &position));
  g_assert_cmpuint (position, ==, 2);
  g_assert_false (nabla_digit_list_find (list, 21, &position));
  g_assert_cmpuint (position, ==, 3);
  g_assert_false (nabla_digit_list_find (list, 95, &position));
  g_assert_cmpuint (position, ==, 4);
  choose (list, NABLA_VERDICT_WRONG, NABLA_SORT_WORST);
  g_assert_cmpuint (nabla_digit_list_get_index (list, 0), ==, 90);
  g_assert_true (nabla_digit_list_find (list, 20, &position));
  g_assert_cmpuint (position, ==, 2);
  g_assert_false (nabla_digit_list_find (list, 21, &position));
  g_assert_cmpuint (position, ==, 0);
}

/* What was there stays until the list is, and of two that were asked for the newest comes. */
static void
test_shows_the_newest_list (void)
{
  g_autoptr (NablaDigitList) list = nabla_digit_list_new ();
  NablaImageChoice choice = NABLA_IMAGE_CHOICE_ALL;
  NablaPrediction *first = made_up (2, (guint[]){ 3, 7 });
  NablaPrediction *second = made_up (1, (guint[]){ 8 });
  guint n_changes = 0;

  nabla_digit_list_set_part (list, data_set, DIGITS_TEST);
  nabla_digit_list_set_prediction (list, first);
  g_signal_connect (list, "changed", G_CALLBACK (count_change), &n_changes);
  choice.verdict = NABLA_VERDICT_WRONG;
  nabla_digit_list_set_choice (list, &choice);
  g_assert_true (nabla_digit_list_is_pending (list));
  g_assert_cmpuint (nabla_digit_list_get_length (list), ==, N_TEST);
  nabla_digit_list_set_prediction (list, second);
  g_assert_true (nabla_digit_list_get_prediction (list) == first);
  AWAIT (!nabla_digit_list_is_pending (list));
  settle ();
  g_assert_true (nabla_digit_list_get_prediction (list) == second);
  g_assert_cmpuint (nabla_digit_list_get_length (list), ==, 1);
  g_assert_cmpuint (nabla_digit_list_get_index (list, 0), ==, 8);
  g_assert_cmpuint (n_changes, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, N_TEST);

  g_test_add_func ("/app/digit-list/lists-what-is-wrong", test_lists_what_is_wrong);
  g_test_add_func ("/app/digit-list/finds-an-image-or-the-next", test_finds_an_image_or_the_next);
  g_test_add_func ("/app/digit-list/shows-the-newest-list", test_shows_the_newest_list);
  return g_test_run ();
}
