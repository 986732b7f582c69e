/* SPDX-License-Identifier: MIT */
#include "lab/nabla-run-group.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

struct _NablaRunGroup {
  GObject parent_instance;
  GPtrArray *runs; /* of NablaRun */
};

enum { MEMBERS, LOOK, STATUS, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaRunGroup, nabla_run_group, G_TYPE_OBJECT)

static void
on_look (NablaRunGroup *self)
{
  g_signal_emit (self, signals[LOOK], 0);
}

static void
on_status (NablaRunGroup *self)
{
  g_signal_emit (self, signals[STATUS], 0);
}

static void
on_record (NablaRunGroup *self, const NablaRecord *record)
{
  on_status (self);
}

static void
follow (NablaRunGroup *self, NablaRun *run)
{
  static const char *const look[] = { "notify::name", "notify::color", "notify::shown" };
  static const char *const status[] = { "notify::state", "notify::progress", "finished" };
  for (gsize i = 0; i < G_N_ELEMENTS (look); i++)
    g_signal_connect_swapped (run, look[i], G_CALLBACK (on_look), self);
  for (gsize i = 0; i < G_N_ELEMENTS (status); i++)
    g_signal_connect_swapped (run, status[i], G_CALLBACK (on_status), self);
  g_signal_connect_swapped (run, "record", G_CALLBACK (on_record), self);
}

static void
leave_all (NablaRunGroup *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    g_signal_handlers_disconnect_by_data (self->runs->pdata[i], self);
  g_ptr_array_set_size (self->runs, 0);
}

static void
nabla_run_group_finalize (GObject *object)
{
  NablaRunGroup *self = NABLA_RUN_GROUP (object);
  leave_all (self);
  g_ptr_array_unref (self->runs);
  G_OBJECT_CLASS (nabla_run_group_parent_class)->finalize (object);
}

static void
nabla_run_group_class_init (NablaRunGroupClass *klass)
{
  static const char *const names[N_SIGNALS] = { "members", "look", "status" };
  G_OBJECT_CLASS (klass)->finalize = nabla_run_group_finalize;
  for (int i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_run_group_init (NablaRunGroup *self)
{
  self->runs = g_ptr_array_new_with_free_func (g_object_unref);
}

NablaRunGroup *
nabla_run_group_new (void)
{
  return g_object_new (NABLA_TYPE_RUN_GROUP, NULL);
}

void
nabla_run_group_set_runs (NablaRunGroup *self, NablaRun *const *runs, guint n)
{
  g_return_if_fail (NABLA_IS_RUN_GROUP (self));
  gboolean same = self->runs->len == n;
  for (guint i = 0; same && i < n; i++)
    same = self->runs->pdata[i] == runs[i];
  if (same)
    return;
  g_autoptr (GPtrArray) keep G_GNUC_UNUSED = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (keep, g_object_ref (runs[i]));
  leave_all (self);
  for (guint i = 0; i < n; i++) {
    g_ptr_array_add (self->runs, g_object_ref (runs[i]));
    follow (self, runs[i]);
  }
  g_signal_emit (self, signals[MEMBERS], 0);
}

guint
nabla_run_group_get_n_runs (NablaRunGroup *self)
{
  return self->runs->len;
}

NablaRun *
nabla_run_group_get_run (NablaRunGroup *self, guint i)
{
  return i < self->runs->len ? self->runs->pdata[i] : NULL;
}

gboolean
nabla_run_group_has (NablaRunGroup *self, NablaRun *run)
{
  return g_ptr_array_find (self->runs, run, NULL);
}

static char *
seed_suffix (gint64 seed)
{
  /* PRId64 is what gettext knows: of G_GINT64_FORMAT it would see but the percent sign. */
  /* Translators: after the name of a group of runs: "η 0.25 · seed 2". Keep " · " first. */
  return g_strdup_printf (_ (" · seed %" PRId64), seed);
}

static char *
suffix_of (NablaRun *run)
{
  return seed_suffix (nabla_run_get_hyper_parameters (run)->seed);
}

char *
nabla_run_group_name_of_member (const char *name, gint64 seed)
{
  g_autofree char *suffix = seed_suffix (seed);
  return g_strconcat (name, suffix, NULL);
}

char *
nabla_run_group_name_within (NablaRun *run)
{
  const char *name = nabla_run_get_name (run);
  g_autofree char *suffix = suffix_of (run);
  if (!g_str_has_suffix (name, suffix) || strlen (name) == strlen (suffix))
    return g_strdup (name);
  return g_strdup (suffix + strlen (" · "));
}

char *
nabla_run_group_name_without_seed (NablaRun *run)
{
  const char *name = nabla_run_get_name (run);
  g_autofree char *suffix = suffix_of (run);
  return g_strndup (name, strlen (name) - (g_str_has_suffix (name, suffix) ? strlen (suffix) : 0));
}

char *
nabla_run_group_get_name (NablaRunGroup *self)
{
  g_return_val_if_fail (self->runs->len > 0, g_strdup (""));
  /* Somebody may have named a single member. */
  for (guint i = 0; self->runs->len > 1 && i < self->runs->len; i++) {
    g_autofree char *name = nabla_run_group_name_without_seed (self->runs->pdata[i]);
    if (!g_str_equal (name, nabla_run_get_name (self->runs->pdata[i])))
      return g_steal_pointer (&name);
  }
  return g_strdup (nabla_run_get_name (self->runs->pdata[0]));
}

void
nabla_run_group_set_name (NablaRunGroup *self, const char *name)
{
  for (guint i = 0; i < self->runs->len; i++) {
    NablaRun *run = self->runs->pdata[i];
    g_autofree char *of_member =
        self->runs->len > 1
            ? nabla_run_group_name_of_member (name, nabla_run_get_hyper_parameters (run)->seed)
            : g_strdup (name);
    nabla_run_set_name (run, of_member);
  }
}

int
nabla_run_group_get_color (NablaRunGroup *self)
{
  return self->runs->len > 0 ? nabla_run_get_color (self->runs->pdata[0]) : 0;
}

void
nabla_run_group_set_color (NablaRunGroup *self, int color)
{
  for (guint i = 0; i < self->runs->len; i++)
    nabla_run_set_color (self->runs->pdata[i], color);
}

gboolean
nabla_run_group_get_shown (NablaRunGroup *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (nabla_run_get_shown (self->runs->pdata[i]))
      return TRUE;
  return FALSE;
}

void
nabla_run_group_set_shown (NablaRunGroup *self, gboolean shown)
{
  for (guint i = 0; i < self->runs->len; i++)
    nabla_run_set_shown (self->runs->pdata[i], shown);
}

guint
nabla_run_group_count (NablaRunGroup *self, NablaRunState state)
{
  guint n = 0;
  for (guint i = 0; i < self->runs->len; i++)
    n += nabla_run_get_state (self->runs->pdata[i]) == state;
  return n;
}

gboolean
nabla_run_group_is_finished (NablaRunGroup *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (!nabla_run_is_finished (self->runs->pdata[i]))
      return FALSE;
  return TRUE;
}

double
nabla_run_group_get_progress (NablaRunGroup *self)
{
  double sum = 0;
  for (guint i = 0; i < self->runs->len; i++)
    sum += nabla_run_is_finished (self->runs->pdata[i])
               ? 1
               : nabla_run_get_progress (self->runs->pdata[i]);
  return self->runs->len > 0 ? sum / self->runs->len : 0;
}

int
nabla_run_group_get_n_epochs (NablaRunGroup *self)
{
  int n = 0;
  for (guint i = 0; i < self->runs->len; i++) {
    const NablaRecord *last = nabla_run_get_last_record (self->runs->pdata[i]);
    if (last != NULL)
      n = MAX (n, last->epoch);
  }
  return n;
}

/* The record of an epoch: usually the one at its place; a run that went on from a checkpoint has
 * those before it elsewhere. */
static const NablaRecord *
record_of (NablaRun *run, int epoch)
{
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  gssize i = n > 0 ? (gssize) epoch - records[0].epoch : -1;
  return i >= 0 && (gsize) i < n && records[i].epoch == epoch ? &records[i] : NULL;
}

NablaBand
nabla_run_group_get_band (NablaRunGroup *self, int epoch, NablaRecordValue value, gpointer data,
                          NablaBandKind kind)
{
  g_autofree double *values = g_new (double, self->runs->len);
  for (guint i = 0; i < self->runs->len; i++) {
    const NablaRecord *record = record_of (self->runs->pdata[i], epoch);
    values[i] = record != NULL ? value (self->runs->pdata[i], record, data) : NAN;
  }
  return nabla_band_of (values, self->runs->len, kind);
}

static double
score_of (NablaRun *run, const NablaRecord *record, gpointer data)
{
  return nabla_record_score (record);
}

/* In one pass over the records: a list asks at every epoch of every member. */
static int
best_epoch (NablaRunGroup *self)
{
  int n = nabla_run_group_get_n_epochs (self), best = 0;
  g_autofree double *sums = g_new0 (double, (gsize) n + 1);
  g_autofree guint *counts = g_new0 (guint, (gsize) n + 1);
  for (guint i = 0; i < self->runs->len; i++) {
    gsize n_records;
    const NablaRecord *records = nabla_run_get_records (self->runs->pdata[i], &n_records);
    for (gsize k = 0; k < n_records; k++) {
      double score = nabla_record_score (&records[k]);
      if (!isfinite (score) || records[k].epoch < 1 || records[k].epoch > n)
        continue;
      sums[records[k].epoch] += score;
      counts[records[k].epoch]++;
    }
  }
  for (int epoch = 1; epoch <= n; epoch++) {
    if (counts[epoch] == 0)
      continue;
    sums[epoch] /= counts[epoch];
    if (best == 0 || sums[epoch] > sums[best])
      best = epoch;
  }
  return best;
}

NablaBand
nabla_run_group_get_best (NablaRunGroup *self, NablaBandKind kind, int *epoch)
{
  *epoch = best_epoch (self);
  if (*epoch == 0)
    return nabla_band_of (NULL, 0, kind);
  return nabla_run_group_get_band (self, *epoch, score_of, NULL, kind);
}
