/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-entry.h"

#include "digits/digits-synthesizer.h"

#include "lab/nabla-history-row.h"
#include "lab/nabla-parameter.h"

#include <math.h>
#include <string.h>

struct _NablaHistoryEntry {
  GObject parent_instance;
  NablaHistoryRow *row;
  GDateTime *created;
  char *set_up; /* for people; made when it is first asked for, as is what follows */
  char *search; /* folded */
  GStrv tags;
};

enum {
  PROP_0,
  PROP_NAME,
  PROP_STATE_NAME,
  PROP_EPOCHS,
  PROP_BEST_SCORE,
  PROP_STARRED,
  PROP_NOTE,
  PROP_TAGS_TEXT,
  PROP_REMOVED,
  N_PROPERTIES
};
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (NablaHistoryEntry, nabla_history_entry, G_TYPE_OBJECT)

static void
nabla_history_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const NablaHistoryRow *row = NABLA_HISTORY_ENTRY (object)->row;
  switch (id) {
  case PROP_NAME:
    g_value_set_string (value, row->name);
    break;
  case PROP_STATE_NAME:
    g_value_set_string (value, row->progress.state);
    break;
  case PROP_EPOCHS:
    g_value_set_int (value, row->progress.epochs);
    break;
  case PROP_BEST_SCORE:
    g_value_set_double (value, row->progress.best_score);
    break;
  case PROP_STARRED:
    g_value_set_boolean (value, row->starred);
    break;
  case PROP_NOTE:
    g_value_set_string (value, row->note);
    break;
  case PROP_TAGS_TEXT:
    g_value_set_string (value, row->tags);
    break;
  case PROP_REMOVED:
    g_value_set_boolean (value, row->removed != 0);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
forget_made (NablaHistoryEntry *self)
{
  g_clear_pointer (&self->set_up, g_free);
  g_clear_pointer (&self->search, g_free);
  g_clear_pointer (&self->tags, g_strfreev);
  g_clear_pointer (&self->created, g_date_time_unref);
}

static void
nabla_history_entry_finalize (GObject *object)
{
  NablaHistoryEntry *self = NABLA_HISTORY_ENTRY (object);
  forget_made (self);
  nabla_history_row_free (self->row);
  G_OBJECT_CLASS (nabla_history_entry_parent_class)->finalize (object);
}

static void
nabla_history_entry_class_init (NablaHistoryEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object_class->get_property = nabla_history_entry_get_property;
  object_class->finalize = nabla_history_entry_finalize;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_STATE_NAME] = g_param_spec_string ("state-name", NULL, NULL, "", flags);
  properties[PROP_EPOCHS] = g_param_spec_int ("epochs", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_BEST_SCORE] =
      g_param_spec_double ("best-score", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  properties[PROP_STARRED] = g_param_spec_boolean ("starred", NULL, NULL, FALSE, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, "", flags);
  properties[PROP_TAGS_TEXT] = g_param_spec_string ("tags-text", NULL, NULL, "", flags);
  properties[PROP_REMOVED] = g_param_spec_boolean ("removed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
nabla_history_entry_init (NablaHistoryEntry *self)
{
}

NablaHistoryEntry *
nabla_history_entry_new (NablaHistoryRow *row)
{
  NablaHistoryEntry *self = g_object_new (NABLA_TYPE_HISTORY_ENTRY, NULL);
  self->row = row;
  return self;
}

void
nabla_history_entry_take_row (NablaHistoryEntry *self, NablaHistoryRow *row)
{
  g_autoptr (NablaHistoryRow) old = self->row;
  const NablaHistoryProgress *was = &old->progress, *is = &row->progress;
  const gboolean differs[N_PROPERTIES] = {
    [PROP_NAME] = g_strcmp0 (old->name, row->name) != 0,
    [PROP_STATE_NAME] = !g_str_equal (was->state, is->state),
    [PROP_EPOCHS] = was->epochs != is->epochs,
    [PROP_BEST_SCORE] =
        was->best_score != is->best_score && !(isnan (was->best_score) && isnan (is->best_score)),
    [PROP_STARRED] = old->starred != row->starred,
    [PROP_NOTE] = g_strcmp0 (old->note, row->note) != 0,
    [PROP_TAGS_TEXT] = g_strcmp0 (old->tags, row->tags) != 0,
    [PROP_REMOVED] = (old->removed != 0) != (row->removed != 0),
  };
  forget_made (self);
  self->row = row;
  for (int i = 1; i < N_PROPERTIES; i++)
    if (differs[i])
      g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

const NablaHistoryRow *
nabla_history_entry_get_row (NablaHistoryEntry *self)
{
  return self->row;
}

const char *
nabla_history_entry_get_uuid (NablaHistoryEntry *self)
{
  return self->row->uuid;
}

const char *
nabla_history_entry_get_name (NablaHistoryEntry *self)
{
  return self->row->name;
}

/* The network, and what is always worth saying or differs from the defaults. */
static char *
describe (const NablaHistoryRow *row)
{
  const NablaHyperParameters *set_up = &row->hyper_parameters;
  NablaHyperParameters standard = nabla_hyper_parameters_default ();
  if (!row->readable)
    return g_strdup ("(of a newer version)");
  GString *text = g_string_new (NULL);
  for (gint64 l = 0; l < set_up->n_layers; l++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, l > 0 ? "-" : "", set_up->layers[l]);
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  for (gsize i = 0; i < n; i++) {
    gboolean always = g_str_equal (table[i].key, "learning_rate");
    if (table[i].kind == NABLA_PARAMETER_LAYERS ||
        (!always && nabla_parameter_equal (&table[i], set_up, &standard)))
      continue;
    g_autofree char *value = nabla_parameter_get_text (&table[i], set_up);
    const char *label = table[i].symbol[0] != '\0' ? table[i].symbol : table[i].option;
    if (table[i].kind == NABLA_PARAMETER_FLAG)
      g_string_append_printf (text, ", %s", table[i].option);
    else if (table[i].kind == NABLA_PARAMETER_CHOICE)
      g_string_append_printf (text, ", %s %s", value, table[i].option);
    else
      g_string_append_printf (text, ", %s %s", label, value);
  }
  return g_string_free (text, FALSE);
}

const char *
nabla_history_entry_get_set_up (NablaHistoryEntry *self)
{
  if (self->set_up == NULL)
    self->set_up = describe (self->row);
  return self->set_up;
}

const NablaHyperParameters *
nabla_history_entry_get_hyper_parameters (NablaHistoryEntry *self)
{
  return &self->row->hyper_parameters;
}

GDateTime *
nabla_history_entry_get_created (NablaHistoryEntry *self)
{
  if (self->created == NULL) {
    g_autoptr (GDateTime) second =
        g_date_time_new_from_unix_utc (self->row->created / G_TIME_SPAN_SECOND);
    self->created = second != NULL
                        ? g_date_time_add (second, self->row->created % G_TIME_SPAN_SECOND)
                        : g_date_time_new_from_unix_utc (0);
  }
  return self->created;
}

NablaRunState
nabla_history_entry_get_state (NablaHistoryEntry *self)
{
  return nabla_history_state_of_name (self->row->progress.state);
}

gboolean
nabla_history_entry_is_interrupted (NablaHistoryEntry *self)
{
  return g_str_equal (self->row->progress.state, "interrupted");
}

const char *
nabla_history_entry_get_state_name (NablaHistoryEntry *self)
{
  return self->row->progress.state;
}

gboolean
nabla_history_entry_can_continue (NablaHistoryEntry *self)
{
  NablaRunState state = nabla_history_entry_get_state (self);
  return self->row->readable && state >= NABLA_RUN_COMPLETED && state != NABLA_RUN_DIVERGED;
}

int
nabla_history_entry_get_epochs (NablaHistoryEntry *self)
{
  return self->row->progress.epochs;
}

int
nabla_history_entry_get_best_epoch (NablaHistoryEntry *self)
{
  return self->row->progress.best_epoch;
}

double
nabla_history_entry_get_best_score (NablaHistoryEntry *self)
{
  return self->row->progress.best_score;
}

const char *
nabla_history_entry_get_data_set (NablaHistoryEntry *self)
{
  return self->row->data_name;
}

gboolean
nabla_history_entry_fits (NablaHistoryEntry *self, NablaDataSet *data_set)
{
  return nabla_history_row_fits (self->row, data_set);
}

gboolean
nabla_history_entry_get_wish (NablaHistoryEntry *self, NablaDataWish *wish)
{
  g_return_val_if_fail (NABLA_IS_HISTORY_ENTRY (self), FALSE);
  const NablaHistoryRow *row = self->row;
  const gint64 *images = row->data_images;
  /* A part of them with other sizes came from elsewhere. */
  if (row->data_seed < 0 || images[DIGITS_VALIDATION] < 0 ||
      images[DIGITS_TRAINING] != DIGITS_SYNTHETIC_TRAINING - images[DIGITS_VALIDATION] ||
      images[DIGITS_TEST] != DIGITS_SYNTHETIC_TEST)
    return FALSE;
  *wish = (NablaDataWish){ .is_synthetic = TRUE,
                           .seed = (guint64) row->data_seed,
                           .style = row->data_style,
                           .validation_size = (gsize) images[DIGITS_VALIDATION] };
  return TRUE;
}

gboolean
nabla_history_entry_get_starred (NablaHistoryEntry *self)
{
  return self->row->starred;
}

const char *
nabla_history_entry_get_note (NablaHistoryEntry *self)
{
  return self->row->note;
}

const char *const *
nabla_history_entry_get_tags (NablaHistoryEntry *self)
{
  if (self->tags == NULL)
    self->tags =
        self->row->tags[0] != '\0' ? g_strsplit (self->row->tags, " ", -1) : g_new0 (char *, 1);
  return (const char *const *) self->tags;
}

gboolean
nabla_history_entry_get_removed (NablaHistoryEntry *self)
{
  return self->row->removed != 0;
}

static const char *
search_text (NablaHistoryEntry *self)
{
  const NablaHistoryRow *row = self->row;
  if (self->search == NULL) {
    g_autofree char *all =
        g_strjoin ("\n", row->name, row->note, row->tags, nabla_history_entry_get_set_up (self),
                   row->data_name != NULL ? row->data_name : "", row->progress.state, NULL);
    self->search = g_utf8_casefold (all, -1);
  }
  return self->search;
}

GStrv
nabla_history_fold_words (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  return g_strsplit_set (folded, " \t\n", -1);
}

gboolean
nabla_history_entry_has_words (NablaHistoryEntry *self, const char *const *words)
{
  for (; *words != NULL; words++)
    if (**words != '\0' && strstr (search_text (self), *words) == NULL &&
        !g_str_has_prefix (self->row->uuid, *words))
      return FALSE;
  return TRUE;
}

gboolean
nabla_history_entry_matches (NablaHistoryEntry *self, const char *text)
{
  g_auto (GStrv) words = nabla_history_fold_words (text);
  return nabla_history_entry_has_words (self, (const char *const *) words);
}
