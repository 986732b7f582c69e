/* SPDX-License-Identifier: MIT */
#include "app/nabla-refusal.h"

#include "lab/nabla-parameter.h"

#include <glib/gi18n.h>
#include <string.h>

/* The parameter whose option stands there as a word; its length in *length. */
static const NablaParameter *
parameter_at (const char *text, gsize *length)
{
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);

  for (gsize i = 0; i < n; i++) {
    *length = strlen (table[i].option);
    if (strncmp (text, table[i].option, *length) == 0 &&
        (text[*length] == ' ' || text[*length] == ':'))
      return &table[i];
  }
  return NULL;
}

/* Names stand at the beginning, and, where a combination of values is refused, after commas of what
 * is before the colon: "learning-rate 0.5, init large: …". */
char *
nabla_refusal_for_people (const char *sentence)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *colon = strchr (sentence, ':'), *from = sentence;
  char first[8] = "";

  while (from != NULL) {
    const char *comma = strstr (from, ", ");
    const char *next = colon != NULL && comma != NULL && comma < colon ? comma + 2 : NULL;
    gsize length = 0;
    const NablaParameter *parameter = parameter_at (from, &length);

    if (parameter != NULL) {
      g_string_append (text, _ (parameter->term));
      from += length;
    }
    g_string_append_len (text, from, next != NULL ? next - from : (gssize) strlen (from));
    from = next;
  }
  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (text->str)), first);
  return g_strconcat (first, text->len > 0 ? g_utf8_next_char (text->str) : "", NULL);
}
