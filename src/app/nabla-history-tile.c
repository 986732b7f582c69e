/* SPDX-License-Identifier: MIT */
#include "app/nabla-history-tile.h"

#include <glib/gi18n.h>
#include <math.h>

struct _NablaHistoryTile {
  GtkBox parent_instance;

  GtkToggleButton *star;
  GtkLabel *name, *set_up, *words, *when, *state, *score;

  NablaHistoryEntry *entry;
  int starred; /* as the star shows it; −1: not yet */
};

enum { STAR, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaHistoryTile, nabla_history_tile, GTK_TYPE_BOX)

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
nabla_history_tile_get_title (NablaHistoryEntry *entry)
{
  const char *name = nabla_history_entry_get_name (entry);

  return *name != '\0' ? name : nabla_history_entry_get_set_up (entry);
}

static void
show_star (NablaHistoryTile *self)
{
  int starred = nabla_history_entry_get_starred (self->entry) ? 1 : 0;
  g_autofree char *label =
      g_strdup_printf (_ ("Star %s"), nabla_history_tile_get_title (self->entry));

  gtk_toggle_button_set_active (self->star, starred);
  if (starred != self->starred) {
    gtk_button_set_icon_name (GTK_BUTTON (self->star),
                              starred ? "nabla-starred-symbolic" : "nabla-star-symbolic");
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->star),
                                 starred ? _ ("Take the star away") : _ ("Star this run"));
    self->starred = starred;
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->star), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
show_words (NablaHistoryTile *self)
{
  g_autofree char *tags = g_strjoinv (" #", (char **) nabla_history_entry_get_tags (self->entry));
  const char *note = nabla_history_entry_get_note (self->entry);
  g_autoptr (GString) words = g_string_new (note);

  if (*tags != '\0')
    g_string_append_printf (words, "%s#%s", *note != '\0' ? " · " : "", tags);
  g_strdelimit (words->str, "\n\t", ' ');
  gtk_label_set_text (self->words, words->str);
  gtk_widget_set_visible (GTK_WIDGET (self->words), words->len > 0);
}

/* The set-up of a run that has a name of its own, and what it was trained on. */
static void
show_set_up (NablaHistoryTile *self)
{
  const char *set_up = nabla_history_entry_get_set_up (self->entry);
  const char *data_set = nabla_history_entry_get_data_set (self->entry);
  gboolean named = *nabla_history_entry_get_name (self->entry) != '\0' &&
                   !g_str_equal (nabla_history_entry_get_name (self->entry), set_up);
  g_autofree char *text = named && data_set != NULL ? g_strdup_printf ("%s · %s", set_up, data_set)
                                                    : g_strdup (named              ? set_up
                                                                : data_set != NULL ? data_set
                                                                                   : "");

  gtk_label_set_text (self->set_up, text);
}

static void
update (NablaHistoryTile *self)
{
  int epochs = nabla_history_entry_get_epochs (self->entry);
  double best = nabla_history_entry_get_best_score (self->entry);
  g_autoptr (GDateTime) local =
      g_date_time_to_local (nabla_history_entry_get_created (self->entry));
  g_autofree char *when = g_date_time_format (local, _ ("%-d %b %Y, %H:%M"));
  g_autofree char *n =
      g_strdup_printf (g_dngettext (NULL, "%d epoch", "%d epochs", (gulong) epochs), epochs);
  g_autofree char *state = g_strdup_printf ("%s · %s", n, state_text (self->entry));
  g_autofree char *score = isfinite (best) && nabla_history_entry_get_best_epoch (self->entry) > 0
                               ? g_strdup_printf (_ ("%.1f %%"), 100 * best)
                               : g_strdup ("–");

  gtk_label_set_text (self->name, nabla_history_tile_get_title (self->entry));
  show_set_up (self);
  gtk_label_set_text (self->when, when);
  gtk_label_set_text (self->state, state);
  gtk_label_set_text (self->score, score);
  show_star (self);
  show_words (self);
}

/* The star shows what is in the history, which the click asks to change. */
static void
on_star (NablaHistoryTile *self)
{
  if (self->entry == NULL)
    return;
  g_signal_emit (self, signals[STAR], 0, self->entry);
  show_star (self);
}

void
nabla_history_tile_set_entry (NablaHistoryTile *self, NablaHistoryEntry *entry)
{
  g_return_if_fail (NABLA_IS_HISTORY_TILE (self));

  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_set_object (&self->entry, entry);
  if (entry == NULL)
    return;
  g_signal_connect_object (entry, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
nabla_history_tile_dispose (GObject *object)
{
  nabla_history_tile_set_entry (NABLA_HISTORY_TILE (object), NULL);

  G_OBJECT_CLASS (nabla_history_tile_parent_class)->dispose (object);
}

static void
nabla_history_tile_class_init (NablaHistoryTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_history_tile_dispose;
  signals[STAR] = g_signal_new ("star", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, NABLA_TYPE_HISTORY_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-history-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryTile, star);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryTile, name);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryTile, set_up);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryTile, words);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryTile, when);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryTile, state);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryTile, score);
  gtk_widget_class_bind_template_callback (widget_class, on_star);
}

static void
nabla_history_tile_init (NablaHistoryTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->starred = -1;
}

GtkWidget *
nabla_history_tile_new (void)
{
  return g_object_new (NABLA_TYPE_HISTORY_TILE, NULL);
}
