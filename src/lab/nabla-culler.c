/* SPDX-License-Identifier: MIT */
#include "lab/nabla-culler.h"

#include <math.h>

/* Fewer have no median worth the name. */
#define FEWEST_OTHERS 3

#define LEAST_GRACE 2

struct _NablaCuller {
  GObject parent_instance;
  NablaCullingRule rule;
  GPtrArray *epochs; /* [e − 1] GArray of double, ascending: the best that each run had reached when
                        it had finished epoch e */
  GHashTable *follows; /* NablaRun → Follow */
};

/* What is known of a run. */
typedef struct {
  NablaCuller *culler;
  int epoch;       /* the last that was taken */
  double best;     /* by then; NAN for none */
  gboolean spared; /* was culled or revived before: once is enough */
} Follow;

enum { CULLED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaCuller, nabla_culler, G_TYPE_OBJECT)

NablaCullingRule
nabla_culling_rule_default (gint64 epochs)
{
  return (NablaCullingRule){ .grace = (int) MAX (epochs / 5, LEAST_GRACE),
                             .factor = NABLA_CULLING_FACTOR };
}

static GArray *
scores_of_epoch (NablaCuller *self, int epoch)
{
  while (self->epochs->len < (guint) epoch)
    g_ptr_array_add (self->epochs, g_array_new (FALSE, FALSE, sizeof (double)));
  return self->epochs->pdata[epoch - 1];
}

static double
score_at (const GArray *scores, guint i)
{
  return g_array_index (scores, double, i);
}

static void
insert (GArray *scores, double score)
{
  guint low = 0, high = scores->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (score_at (scores, middle) < score)
      low = middle + 1;
    else
      high = middle;
  }
  g_array_insert_val (scores, low, score);
}

static double
median (const GArray *scores)
{
  guint n = scores->len;
  return (score_at (scores, (n - 1) / 2) + score_at (scores, n / 2)) / 2;
}

/* The rule of the header; `others` holds not the run's own score. The sentence, or NULL. */
static char *
judge (const NablaCullingRule *rule, int epoch, double best, const GArray *others)
{
  if (epoch < rule->grace || others->len < FEWEST_OTHERS)
    return NULL;
  double middle = median (others), highest = score_at (others, others->len - 1);
  if (best >= middle || 1 - best <= rule->factor * (1 - highest))
    return NULL;
  return g_strdup_printf ("culled after epoch %d with %.2f %%: of %u other runs half had %.2f %% "
                          "by then, and the best %.2f %%",
                          epoch, 100 * best, others->len, 100 * middle, 100 * highest);
}

static void
on_record (NablaRun *run, const NablaRecord *record, Follow *follow)
{
  NablaCuller *self = follow->culler;
  double score = nabla_record_score (record);
  if (record->epoch <= follow->epoch)
    return; /* once more, after a stop */
  follow->epoch = record->epoch;
  follow->best = fmax (follow->best, score); /* the one that is a number */
  if (!isfinite (follow->best))
    return;
  GArray *scores = scores_of_epoch (self, record->epoch);
  g_autofree char *why = follow->spared || nabla_run_is_finished (run)
                             ? NULL
                             : judge (&self->rule, record->epoch, follow->best, scores);
  insert (scores, follow->best);
  gboolean last = record->epoch == nabla_run_get_hyper_parameters (run)->epochs;
  if (why == NULL || last)
    return;
  follow->spared = TRUE;
  nabla_run_cull (run, why);
  g_signal_emit (self, signals[CULLED], 0, run);
}

static void
on_run_gone (gpointer data, GObject *run)
{
  NablaCuller *self = data;
  g_hash_table_remove (self->follows, run);
}

static void
nabla_culler_finalize (GObject *object)
{
  NablaCuller *self = NABLA_CULLER (object);
  GHashTableIter iter;
  gpointer run, follow;
  g_hash_table_iter_init (&iter, self->follows);
  while (g_hash_table_iter_next (&iter, &run, &follow)) {
    g_signal_handlers_disconnect_by_data (run, follow);
    g_object_weak_unref (run, on_run_gone, self);
  }
  g_hash_table_unref (self->follows);
  g_ptr_array_unref (self->epochs);
  G_OBJECT_CLASS (nabla_culler_parent_class)->finalize (object);
}

static void
nabla_culler_class_init (NablaCullerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_culler_finalize;
  signals[CULLED] = g_signal_new ("culled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, NABLA_TYPE_RUN);
}

static void
nabla_culler_init (NablaCuller *self)
{
  self->epochs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->follows = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

NablaCuller *
nabla_culler_new (const NablaCullingRule *rule)
{
  g_return_val_if_fail (rule->grace >= 1 && rule->factor > 1, NULL);
  NablaCuller *self = g_object_new (NABLA_TYPE_CULLER, NULL);
  self->rule = *rule;
  return self;
}

void
nabla_culler_follow (NablaCuller *self, NablaRun *run)
{
  if (g_hash_table_contains (self->follows, run))
    return;
  Follow *follow = g_new0 (Follow, 1);
  follow->culler = self;
  follow->best = NAN;
  g_hash_table_insert (self->follows, run, follow);
  g_signal_connect (run, "record", G_CALLBACK (on_record), follow);
  g_object_weak_ref (G_OBJECT (run), on_run_gone, self);
}

gboolean
nabla_culler_revive (NablaCuller *self, NablaRun *run)
{
  Follow *follow = g_hash_table_lookup (self->follows, run);
  if (!nabla_run_revive (run))
    return FALSE;
  if (follow != NULL)
    follow->spared = TRUE;
  return TRUE;
}
