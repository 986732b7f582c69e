/* SPDX-License-Identifier: MIT */
#include "lab/nabla-image-choice.h"

#include <math.h>

static const guint8 labels[] = { 4, 9, 4, 1, 4, 9, 0 };
static const guint8 answers[] = { 4, 4, 9, 1, 9, 9, 0 };
static const float costs[] = { 0.1f, 3.0f, 2.0f, 0.2f, NAN, 0.2f, 0.0f };
static const float certainty[] = { 0.9f, 0.6f, 0.5f, 0.8f, 0.4f, 0.8f, 1.0f };
static const NablaReadImages read_images = { 7, labels, answers, costs, certainty };

static char *
chosen (NablaImageChoice choice, const NablaReadImages *images)
{
  guint n;
  g_autofree guint *indices = nabla_image_choice_list (&choice, images, &n);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%u ", indices[i]);
  return g_string_free (text, FALSE);
}

static void
assert_chosen (NablaImageChoice choice, const char *expected)
{
  g_autofree char *text = chosen (choice, &read_images);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_filters (void)
{
  NablaImageChoice choice = NABLA_IMAGE_CHOICE_ALL;

  assert_chosen (choice, "0 1 2 3 4 5 6 ");
  choice.digit = 4;
  assert_chosen (choice, "0 2 4 ");
  choice.answer = 9;
  assert_chosen (choice, "2 4 ");
  choice.digit = -1;
  assert_chosen (choice, "2 4 5 ");
  choice.verdict = NABLA_VERDICT_RIGHT;
  assert_chosen (choice, "5 ");
  choice.answer = -1;
  choice.verdict = NABLA_VERDICT_WRONG;
  assert_chosen (choice, "1 2 4 ");
}

static void
test_sorts (void)
{
  NablaImageChoice choice = NABLA_IMAGE_CHOICE_ALL;

  choice.sort = NABLA_SORT_WORST;
  assert_chosen (choice, "1 2 3 5 0 6 4 ");
  choice.sort = NABLA_SORT_LEAST_SURE;
  assert_chosen (choice, "4 2 1 3 5 0 6 ");
  choice.sort = NABLA_SORT_MOST_SURE;
  assert_chosen (choice, "6 0 3 5 1 2 4 ");
  choice.digit = 9;
  assert_chosen (choice, "5 1 ");
}

static void
test_without_answers_chooses_by_label_alone (void)
{
  NablaReadImages unread = { 7, labels, NULL, NULL, NULL };
  NablaImageChoice choice = NABLA_IMAGE_CHOICE_ALL;
  g_autofree char *all = chosen (choice, &unread), *ones = NULL, *worst = NULL;

  choice.digit = 1;
  ones = chosen (choice, &unread);
  choice.sort = NABLA_SORT_WORST;
  worst = chosen (choice, &unread);
  g_assert_cmpstr (all, ==, "0 1 2 3 4 5 6 ");
  g_assert_cmpstr (ones, ==, "3 ");
  g_assert_cmpstr (worst, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/image-choice/filters-by-digit-answer-and-verdict", test_filters);
  g_test_add_func ("/lab/image-choice/sorts-with-ties-by-index-and-no-numbers-last", test_sorts);
  g_test_add_func ("/lab/image-choice/without-answers-chooses-by-label-alone",
                   test_without_answers_chooses_by_label_alone);
  return g_test_run ();
}
