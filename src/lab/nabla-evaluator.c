/* SPDX-License-Identifier: MIT */
#include "lab/nabla-evaluator.h"

#include "lab/nabla-error.h"
#include "lab/nabla-priority.h"
#include "nn/nn-evaluation.h"
#include "nn/nn-gradient.h"

#include <math.h>

/* How long an evaluation may still take after a stop: its epoch is complete, and its record should
 * not be lost, but who stops does not want to wait. */
#define PATIENCE (250 * G_TIME_SPAN_MILLISECOND)

struct NablaEvaluator {
  NablaEvaluation evaluation;
  NablaRecordQueue *queue;
  NnSamples samples[DIGITS_N_PARTS];
  GThread *thread;     /* until close */
  NnNetwork *gradient; /* the evaluating thread's; NULL before the first */
  atomic_bool give_up;

  GMutex mutex;
  GCond changed;
  /* Under the mutex; what is measured belongs to the thread while it is busy. */
  gboolean busy, stopping, closing;
  NnNetwork *network; /* being measured, or NULL */
  NablaRecord record;
  double score;
  NnNetwork *best; /* or NULL */
  int best_epoch;
  double best_score;
  gboolean lost; /* an evaluation was given up */
  int epoch;     /* of the last record that went out */
  GArray *held;  /* of NablaMessage: what came while the epoch before is measured */
};

/* Figures of a part, as far as `monitors` (bit 0: cost, bit 1: accuracy) ask for them. Returns the
 * accuracy; NAN without memory. */
static double
measure (NablaEvaluator *self, const NnNetwork *network, const NnSamples *samples, guint monitors,
         double l2, double *figures)
{
  NnEvaluation evaluation;
  NnObjective objective = self->evaluation.objective;
  objective.l2 = l2;
  NnStatus status = nn_evaluate (network, samples, &objective, self->evaluation.kernel,
                                 &self->give_up, &evaluation);
  if (status != NN_OK)
    return NAN; /* memory was short: the figure is missing, the run goes on */
  if (monitors & 1u)
    figures[0] = evaluation.cost;
  if (monitors & 2u)
    figures[1] = evaluation.accuracy;
  return evaluation.accuracy;
}

/* Of a sub-sample that weighs regularisation as the whole training part does. Without memory the
 * norms are missing. */
static void
measure_gradient (NablaEvaluator *self)
{
  NnSamples samples = self->samples[DIGITS_TRAINING];
  NnObjective objective = self->evaluation.objective;
  gsize n = samples.n;
  if (n == 0 || !(self->evaluation.monitors & NABLA_MONITOR_GRADIENT_NORM))
    return;
  samples.n = MIN (n, NABLA_GRADIENT_IMAGES);
  objective.l2 = self->record.l2 * (double) samples.n / (double) n;
  objective.l1 *= (double) samples.n / (double) n;
  if (self->gradient == NULL)
    self->gradient = nn_network_copy (self->network);
  if (self->gradient == NULL || nn_gradient (self->network, &samples, &objective, NULL,
                                             self->evaluation.kernel, self->gradient) != NN_OK)
    return;
  for (int l = 0; l < self->gradient->n_layers; l++) {
    double norm = sqrt (nn_network_layer_sum_squares (self->gradient, l));
    self->record.gradient_norms[l] = isfinite (norm) ? norm : NAN;
  }
}

static guint
monitors_of (const NablaEvaluator *self, int part)
{
  return (guint) self->evaluation.monitors >> (2 * part) & 3u; /* of figures: six bits */
}

/* The part whose accuracy schedules go by. */
static int
scored_part (const NablaEvaluator *self)
{
  static const int order[] = { DIGITS_VALIDATION, DIGITS_TEST };
  if (!self->evaluation.scored)
    return -1;
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (self->samples[order[i]].n > 0)
      return order[i];
  return DIGITS_TRAINING;
}

/* Fills the record. */
static void
evaluate (NablaEvaluator *self)
{
  gint64 start = g_get_monotonic_time ();
  int scored = scored_part (self);
  self->score = NAN;
  for (int part = 0; part < DIGITS_N_PARTS && self->network != NULL; part++) {
    guint monitors = monitors_of (self, part);
    if (self->samples[part].n == 0 || (monitors == 0 && part != scored))
      continue;
    double accuracy = measure (self, self->network, &self->samples[part], monitors, self->record.l2,
                               &self->record.figures[2 * part]);
    if (part == scored)
      self->score = accuracy;
  }
  if (self->network != NULL)
    measure_gradient (self);
  self->record.evaluation_seconds =
      (double) (g_get_monotonic_time () - start) / (double) G_TIME_SPAN_SECOND;
}

/* With the mutex. */
static void
compare (NablaEvaluator *self)
{
  double score = nabla_record_score (&self->record);
  if (self->network == NULL || !isfinite (score) || score <= self->best_score)
    return;
  nn_network_unref (self->best);
  self->best = nn_network_ref (self->network);
  self->best_epoch = self->record.epoch;
  self->best_score = score;
}

/* The record, and what was held back behind it. With the mutex. */
static void
send (NablaEvaluator *self)
{
  NablaMessage message = { .kind = NABLA_MESSAGE_RECORD, .record = self->record };
  if (atomic_load (&self->give_up)) {
    self->lost = TRUE;
  } else {
    nabla_record_queue_push (self->queue, &message);
    self->epoch = self->record.epoch;
    for (guint i = 0; i < self->held->len; i++)
      nabla_record_queue_push (self->queue, &g_array_index (self->held, NablaMessage, i));
  }
  g_array_set_size (self->held, 0);
}

static gpointer
work (gpointer data)
{
  NablaEvaluator *self = data;
  if (self->evaluation.low_priority)
    nabla_priority_lower ();
  g_mutex_lock (&self->mutex);
  for (;;) {
    while (!self->busy && !self->closing)
      g_cond_wait (&self->changed, &self->mutex);
    if (!self->busy)
      break;
    g_mutex_unlock (&self->mutex);
    evaluate (self);
    g_mutex_lock (&self->mutex);
    if (!atomic_load (&self->give_up))
      compare (self);
    send (self);
    nn_network_unref (self->network);
    self->network = NULL;
    self->busy = FALSE;
    g_cond_broadcast (&self->changed);
  }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

NablaEvaluator *
nabla_evaluator_new (const NablaEvaluation *evaluation, NablaRecordQueue *queue, GError **error)
{
  NablaEvaluator *self = g_new0 (NablaEvaluator, 1);
  g_autoptr (GError) reason = NULL;
  self->evaluation = *evaluation;
  self->queue = nabla_record_queue_ref (queue);
  self->held = g_array_new (FALSE, FALSE, sizeof (NablaMessage));
  self->score = NAN;
  self->best_score = isnan (evaluation->best_score) ? -1.0 : evaluation->best_score;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->thread = g_thread_try_new ("nabla-evaluate", work, self, &reason);
  if (self->thread != NULL)
    return self;
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INTERNAL, reason->message);
  nabla_evaluator_free (self);
  return NULL;
}

void
nabla_evaluator_set_samples (NablaEvaluator *self, const NnSamples samples[DIGITS_N_PARTS])
{
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    self->samples[part] = samples[part];
}

/* With the mutex. */
static void
wait_until_idle (NablaEvaluator *self)
{
  gint64 deadline = 0;
  while (self->busy) {
    if (self->stopping && deadline == 0)
      deadline = g_get_monotonic_time () + PATIENCE;
    if (deadline == 0 || atomic_load (&self->give_up))
      g_cond_wait (&self->changed, &self->mutex);
    else if (!g_cond_wait_until (&self->changed, &self->mutex, deadline))
      atomic_store (&self->give_up, true);
  }
}

void
nabla_evaluator_take (NablaEvaluator *self, NnNetwork *network, const NablaRecord *record)
{
  g_mutex_lock (&self->mutex);
  wait_until_idle (self);
  self->network = network != NULL ? nn_network_ref (network) : NULL;
  self->record = *record;
  self->busy = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
nabla_evaluator_send (NablaEvaluator *self, const NablaMessage *message)
{
  g_mutex_lock (&self->mutex);
  if (self->busy)
    g_array_append_val (self->held, *message);
  else
    nabla_record_queue_push (self->queue, message);
  g_mutex_unlock (&self->mutex);
}

void
nabla_evaluator_monitor (NablaEvaluator *self, const NnNetwork *network, int epoch, gsize images,
                         double l2)
{
  NablaMessage message = { .kind = NABLA_MESSAGE_MONITOR };
  message.monitor.epoch = epoch;
  message.monitor.images = images;
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    message.monitor.figures[i] = NAN;
  for (int part = 0; part < DIGITS_N_PARTS; part++) {
    NnSamples samples = self->samples[part];
    samples.n = MIN (samples.n, NABLA_MONITOR_IMAGES);
    if (samples.n > 0 && monitors_of (self, part) != 0)
      measure (self, network, &samples, monitors_of (self, part), l2,
               &message.monitor.figures[2 * part]);
  }
  nabla_evaluator_send (self, &message);
}

gboolean
nabla_evaluator_wait (NablaEvaluator *self, double *score)
{
  g_mutex_lock (&self->mutex);
  wait_until_idle (self);
  gboolean complete = !self->lost;
  if (score != NULL)
    *score = self->score;
  g_mutex_unlock (&self->mutex);
  return complete;
}

NnNetwork *
nabla_evaluator_ref_best (NablaEvaluator *self, int *epoch)
{
  g_mutex_lock (&self->mutex);
  NnNetwork *best = self->best != NULL ? nn_network_ref (self->best) : NULL;
  *epoch = best != NULL ? self->best_epoch : 0;
  g_mutex_unlock (&self->mutex);
  return best;
}

int
nabla_evaluator_get_epoch (NablaEvaluator *self)
{
  g_mutex_lock (&self->mutex);
  int epoch = self->epoch;
  g_mutex_unlock (&self->mutex);
  return epoch;
}

void
nabla_evaluator_stop (NablaEvaluator *self)
{
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
nabla_evaluator_close (NablaEvaluator *self)
{
  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->mutex);
  wait_until_idle (self);
  self->closing = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
nabla_evaluator_free (NablaEvaluator *self)
{
  if (self == NULL)
    return;
  g_assert (self->thread == NULL);
  g_array_unref (self->held);
  nn_network_unref (self->best);
  nn_network_unref (self->gradient);
  nabla_record_queue_unref (self->queue);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
