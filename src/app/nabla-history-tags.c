/* SPDX-License-Identifier: MIT */
#include "app/nabla-history-tags.h"

#include <glib/gi18n.h>

/* What no tag can be called: the star. */
#define STAR "★ "

struct _NablaHistoryTags {
  AdwBin parent_instance;

  GtkBox *chips;
  GHashTable *pressed; /* tags, or STAR */
  char *shown;         /* what the chips say, so that they are made again where that differs */
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaHistoryTags, nabla_history_tags, ADW_TYPE_BIN)

typedef struct {
  char *tag;
  guint n;
} Count;

static void
on_toggled (NablaHistoryTags *self, GtkToggleButton *chip)
{
  const char *tag = g_object_get_data (G_OBJECT (chip), "tag");

  if (gtk_toggle_button_get_active (chip))
    g_hash_table_add (self->pressed, g_strdup (tag));
  else
    g_hash_table_remove (self->pressed, tag);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_chip (NablaHistoryTags *self, const char *tag, guint n)
{
  gboolean star = g_str_equal (tag, STAR);
  g_autofree char *text =
      star ? g_strdup_printf (_ ("★ Starred · %u"), n) : g_strdup_printf ("#%s · %u", tag, n);
  g_autofree char *label = star ? g_strdup (_ ("Only runs with a star"))
                                : g_strdup_printf (_ ("Only runs with the tag %s"), tag);
  GtkWidget *chip = gtk_toggle_button_new_with_label (text);

  gtk_widget_add_css_class (chip, "tag-chip");
  gtk_widget_set_focus_on_click (chip, FALSE); /* keys are meant for the list */
  gtk_widget_set_tooltip_text (chip, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (chip), "tag", g_strdup (tag), g_free);
  gtk_widget_set_sensitive (chip, n > 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip),
                                g_hash_table_contains (self->pressed, tag));
  g_signal_connect_object (chip, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->chips, chip);
}

static void
count_one (GHashTable *counts, const char *tag)
{
  gpointer n = g_hash_table_lookup (counts, tag);

  g_hash_table_insert (counts, g_strdup (tag), GUINT_TO_POINTER (GPOINTER_TO_UINT (n) + 1));
}

/* The star, then those of most runs, then by name. */
static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const Count *x = a, *y = b;
  gboolean star_x = g_str_equal (x->tag, STAR), star_y = g_str_equal (y->tag, STAR);

  if (star_x != star_y)
    return star_x ? -1 : 1;
  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return g_utf8_collate (x->tag, y->tag);
}

/* Count, with the table's texts. */
static GArray *
sort_counts (GHashTable *counts)
{
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (Count));
  GHashTableIter iter;
  gpointer tag, n;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &tag, &n)) {
    Count count = { tag, GPOINTER_TO_UINT (n) };

    g_array_append_val (sorted, count);
  }
  g_array_sort (sorted, compare_counts);
  return sorted;
}

static GHashTable *
count_tags (GListModel *entries)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = g_list_model_get_n_items (entries);

  if (n > 0) /* there though nothing is starred, so that the list below it stays where it is */
    g_hash_table_insert (counts, g_strdup (STAR), GUINT_TO_POINTER (0));
  for (guint i = 0; i < n; i++) {
    g_autoptr (NablaHistoryEntry) entry = g_list_model_get_item (entries, i);

    if (nabla_history_entry_get_starred (entry))
      count_one (counts, STAR);
    for (const char *const *tag = nabla_history_entry_get_tags (entry); *tag != NULL; tag++)
      count_one (counts, *tag);
  }
  return counts;
}

static gboolean
is_gone (gpointer tag, gpointer value, gpointer counts)
{
  return g_hash_table_lookup (counts, tag) == NULL; /* or there is none */
}

void
nabla_history_tags_show (NablaHistoryTags *self, GListModel *entries)
{
  g_autoptr (GHashTable) counts = count_tags (entries);
  g_autoptr (GArray) sorted = sort_counts (counts);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean fewer;

  g_return_if_fail (NABLA_IS_HISTORY_TAGS (self));

  for (guint i = 0; i < sorted->len; i++)
    g_string_append_printf (text, "%s %u\n", g_array_index (sorted, Count, i).tag,
                            g_array_index (sorted, Count, i).n);
  if (g_strcmp0 (text->str, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (text->str);
  fewer = g_hash_table_foreach_remove (self->pressed, is_gone, counts) > 0;
  while (gtk_widget_get_first_child (GTK_WIDGET (self->chips)) != NULL)
    gtk_box_remove (self->chips, gtk_widget_get_first_child (GTK_WIDGET (self->chips)));
  for (guint i = 0; i < sorted->len; i++)
    add_chip (self, g_array_index (sorted, Count, i).tag, g_array_index (sorted, Count, i).n);
  gtk_widget_set_visible (GTK_WIDGET (self), sorted->len > 0);
  if (fewer)
    g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
nabla_history_tags_match (NablaHistoryTags *self, NablaHistoryEntry *entry)
{
  GHashTableIter iter;
  gpointer tag;

  g_hash_table_iter_init (&iter, self->pressed);
  while (g_hash_table_iter_next (&iter, &tag, NULL))
    if (g_str_equal (tag, STAR) ? !nabla_history_entry_get_starred (entry)
                                : !g_strv_contains (nabla_history_entry_get_tags (entry), tag))
      return FALSE;
  return TRUE;
}

static void
nabla_history_tags_finalize (GObject *object)
{
  NablaHistoryTags *self = NABLA_HISTORY_TAGS (object);

  g_hash_table_unref (self->pressed);
  g_free (self->shown);

  G_OBJECT_CLASS (nabla_history_tags_parent_class)->finalize (object);
}

static void
nabla_history_tags_class_init (NablaHistoryTagsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_history_tags_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_history_tags_init (NablaHistoryTags *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->pressed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->chips = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_widget_add_css_class (GTK_WIDGET (self->chips), "tag-chips");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->chips));
  adw_bin_set_child (ADW_BIN (self), scroller);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
nabla_history_tags_new (void)
{
  return g_object_new (NABLA_TYPE_HISTORY_TAGS, NULL);
}
