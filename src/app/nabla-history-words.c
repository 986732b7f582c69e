/* SPDX-License-Identifier: MIT */
#include "app/nabla-history-words.h"

#include <glib/gi18n.h>
#include <math.h>

static const struct {
  const char *name, *text;
} states[] = {
  { "waiting", N_ ("waiting") },
  { "running", N_ ("running") },
  { "paused", N_ ("paused") },
  { "completed", N_ ("completed") },
  { "early-stopping", N_ ("ended early") },
  { "stopped", N_ ("stopped") },
  { "culled", N_ ("culled") },
  { "interrupted", N_ ("interrupted") },
  { "diverged", N_ ("diverged") },
  { "failed", N_ ("failed") },
};

static const char *
state_text (NablaHistoryEntry *entry)
{
  const char *name = nabla_history_entry_get_state_name (entry);

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_str_equal (states[i].name, name))
      return _ (states[i].text);
  return name;
}

const char *
nabla_history_words_get_title (NablaHistoryEntry *entry)
{
  const char *name = nabla_history_entry_get_name (entry);

  return *name != '\0' ? name : nabla_history_entry_get_set_up (entry);
}

gboolean
nabla_history_words_has_note (NablaHistoryEntry *entry)
{
  return *nabla_history_entry_get_note (entry) != '\0' ||
         *nabla_history_entry_get_tags (entry) != NULL;
}

static char *
new_note (NablaHistoryEntry *entry)
{
  g_autofree char *tags = g_strjoinv (" #", (char **) nabla_history_entry_get_tags (entry));
  const char *note = nabla_history_entry_get_note (entry);
  GString *words = g_string_new (note);

  if (*tags != '\0')
    g_string_append_printf (words, "%s#%s", *note != '\0' ? " · " : "", tags);
  g_strdelimit (words->str, "\n\t", ' ');
  return g_string_free (words, FALSE);
}

static char *
new_set_up (NablaHistoryEntry *entry)
{
  const char *name = nabla_history_entry_get_name (entry);
  const char *set_up = nabla_history_entry_get_set_up (entry);
  const char *data_set = nabla_history_entry_get_data_set (entry);
  gboolean named = *name != '\0' && !g_str_equal (name, set_up);

  if (named && data_set != NULL)
    return g_strdup_printf ("%s · %s", set_up, data_set);
  return g_strdup (named ? set_up : data_set != NULL ? data_set : "");
}

static char *
new_when (NablaHistoryEntry *entry)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (nabla_history_entry_get_created (entry));

  return g_date_time_format (local, _ ("%-d %b %Y, %H:%M"));
}

static char *
new_state (NablaHistoryEntry *entry)
{
  int epochs = nabla_history_entry_get_epochs (entry);
  g_autofree char *n =
      g_strdup_printf (g_dngettext (NULL, "%d epoch", "%d epochs", (gulong) epochs), epochs);

  return g_strdup_printf ("%s · %s", n, state_text (entry));
}

static char *
new_score (NablaHistoryEntry *entry)
{
  double best = nabla_history_entry_get_best_score (entry);

  return isfinite (best) && nabla_history_entry_get_best_epoch (entry) > 0
             ? g_strdup_printf (_ ("%.1f %%"), 100 * best)
             : g_strdup ("–");
}

char *
nabla_history_words_new (NablaHistoryEntry *entry, NablaHistoryWords what)
{
  switch (what) {
  case NABLA_HISTORY_TITLE:
    return g_strdup (nabla_history_words_get_title (entry));
  case NABLA_HISTORY_SET_UP:
    return new_set_up (entry);
  case NABLA_HISTORY_NOTE:
    return new_note (entry);
  case NABLA_HISTORY_WHEN:
    return new_when (entry);
  case NABLA_HISTORY_STATE:
    return new_state (entry);
  case NABLA_HISTORY_SCORE:
    return new_score (entry);
  case NABLA_HISTORY_N_WORDS:
  default:
    g_return_val_if_reached (g_strdup (""));
  }
}

char *
nabla_history_words_describe (NablaHistoryEntry *entry)
{
  GString *all = g_string_new (NULL);

  for (int i = 0; i < NABLA_HISTORY_N_WORDS; i++) {
    g_autofree char *words = nabla_history_words_new (entry, (NablaHistoryWords) i);

    if (*words != '\0')
      g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", words);
  }
  if (nabla_history_entry_get_starred (entry))
    g_string_append_printf (all, ", %s", _ ("starred"));
  return g_string_free (all, FALSE);
}
