/* SPDX-License-Identifier: MIT */
#include "app/nabla-digits-words.h"

#include <glib/gi18n.h>

void
nabla_digits_words_unread (NablaRun *run, const char *failure, const char **title,
                           const char **description)
{
  NnNetwork *network = run != NULL ? nabla_run_ref_snapshot (run) : NULL;

  *title = _ ("Nobody Has Read Them");
  *description = NULL;
  if (run == NULL) {
    *description = _ ("Train a network, and what it reads wrongly appears here.");
  } else if (failure != NULL) {
    *title = _ ("It Cannot Read Them");
    *description = failure;
  } else if (network == NULL) {
    *description = _ ("The selected run has no network yet.");
  } else {
    *title = _ ("Reading…");
  }
  nn_network_unref (network);
}

/* What is chosen is not there, which the network's answers tell. */
static char *
say_not_chosen (const NablaImageChoice *choice, const char **title, const char **description)
{
  *description = _ ("This part has none that fits all that is asked for.");
  if (choice->answer >= 0 && choice->digit >= 0 && choice->verdict == NABLA_VERDICT_ANY) {
    *title = _ ("Never Happened");
    return g_strdup_printf (_ ("No %d of this part is read as %d."), choice->digit, choice->answer);
  }
  if (choice->verdict == NABLA_VERDICT_WRONG) {
    *title = _ ("Nothing Wrong");
    *description = choice->digit < 0 ? _ ("No image of this part is read wrongly.")
                                     : _ ("No image of this digit is read wrongly.");
  }
  return NULL;
}

void
nabla_digits_words_none (AdwStatusPage *page, NablaDigitList *digits, gboolean own, NablaRun *run,
                         const char *failure)
{
  const NablaImageChoice *choice = nabla_digit_list_get_choice (digits);
  gboolean empty = nabla_digit_list_get_part (digits).n == 0;
  const char *title = _ ("No Such Image"), *description = NULL;
  g_autofree char *cell = NULL;

  if (empty && own) {
    title = _ ("No Drawings");
    description = _ ("Draw a digit. When the network misreads it, say which one it is: "
                     "it is kept here, and networks can be trained with it.");
  } else if (empty) {
    title = _ ("No Digits");
    description = _ ("This part of the data set is empty.");
  } else if (nabla_digit_list_get_prediction (digits) != NULL) {
    cell = say_not_chosen (choice, &title, &description);
  } else if (nabla_image_choice_needs_answers (choice)) {
    nabla_digits_words_unread (run, failure, &title, &description);
  }
  adw_status_page_set_icon_name (page, empty && own ? "nabla-draw-symbolic" : NULL);
  adw_status_page_set_title (page, title);
  adw_status_page_set_description (page, cell != NULL ? cell : description);
}
