/* SPDX-License-Identifier: MIT */
#include "lab/nabla-range-test.h"

#include "lab/nabla-errand.h"
#include "lab/nabla-job.h"
#include "lab/nabla-training-data.h"
#include "lab/nabla-trial.h"
#include "nn/nn-evaluation.h"

#include <math.h>

#define SMOOTHING 0.8 /* weight of the running mean */
#define SLOPE     5   /* points to either side of the one whose slope is taken */

/* One test: the thread's, and what it has said. */
typedef struct {
  NablaJob job;
  NablaErrand *errand; /* the thread's */
  atomic_bool stop;    /* the training: asked for, or the cost has exploded */

  NnSamples probe;
  gsize step, n_steps, every;
  double mean, least;

  GMutex mutex;
  /* Under the mutex. */
  GArray *points; /* of NablaRangePoint, not taken yet */
  NnStatus status;
  char *refusal;
} Test;

struct _NablaRangeTest {
  GObject parent_instance;

  NablaErrand *errand; /* the newest, also when it has ended; or NULL */
  gboolean running;
  GArray *points; /* of NablaRangePoint */
  char *message;
};

enum { CHANGED, FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaRangeTest, nabla_range_test, G_TYPE_OBJECT)

static void
test_free (gpointer data)
{
  Test *test = data;
  g_object_unref (test->job.data_set);
  g_array_unref (test->points);
  g_mutex_clear (&test->mutex);
  g_free (test->refusal);
  g_free (test);
}

static void
take_end (NablaRangeTest *self, const Test *test)
{
  self->running = FALSE;
  g_clear_pointer (&self->message, g_free);
  if (test->refusal != NULL)
    self->message = g_strdup (test->refusal);
  else if (test->status != NN_OK && test->status != NN_STOPPED && test->status != NN_DIVERGED)
    self->message = g_strdup (nn_status_message (test->status));
}

static void
on_heard (gpointer owner, gpointer data, gboolean ended)
{
  g_autoptr (NablaRangeTest) self = g_object_ref (owner);
  const NablaErrand *errand = self->errand;
  Test *test = data;
  g_mutex_lock (&test->mutex);
  g_autoptr (GArray) points = test->points;
  test->points = g_array_new (FALSE, FALSE, sizeof (NablaRangePoint));
  if (ended)
    take_end (self, test);
  g_mutex_unlock (&test->mutex);
  g_array_append_vals (self->points, points->data, points->len);
  if (points->len > 0)
    g_signal_emit (self, signals[CHANGED], 0);
  /* Unless another one was started meanwhile. */
  if (ended && self->errand == errand)
    g_signal_emit (self, signals[FINISHED], 0);
}

static void
say (Test *test, const NablaRangePoint *point)
{
  g_mutex_lock (&test->mutex);
  g_array_append_val (test->points, *point);
  g_mutex_unlock (&test->mutex);
  nabla_errand_say (test->errand);
}

static double
rate_of_step (const Test *test, gsize step)
{
  double way = test->n_steps > 1 ? (double) step / (double) (test->n_steps - 1) : 0.0;
  return NABLA_RANGE_TEST_LOW * pow (NABLA_RANGE_TEST_HIGH / NABLA_RANGE_TEST_LOW, way);
}

static void
on_step (NnTrainer *trainer, size_t images, void *data)
{
  Test *test = data;
  gsize step = test->step++;
  NnObjective objective = nabla_hyper_parameters_get_objective (&test->job.hyper_parameters);
  NnEvaluation evaluation;
  nn_trainer_set_learning_rate (trainer, rate_of_step (test, test->step));
  if (step % test->every != 0 && test->step != test->n_steps)
    return;
  NnNetwork *network = nn_trainer_snapshot (trainer);
  if (network != NULL &&
      nn_evaluate (network, &test->probe, &objective, nn_kernel_resolve (NN_KERNEL_AUTO),
                   &test->stop, &evaluation) == NN_OK) {
    NablaRangePoint point = { rate_of_step (test, step), evaluation.cost, 0 };
    double weight = 1.0 - pow (SMOOTHING, (double) (step / test->every + 1));
    test->mean = SMOOTHING * test->mean + (1.0 - SMOOTHING) * evaluation.cost;
    point.smoothed = test->mean / weight;
    test->least = fmin (test->least, point.smoothed);
    say (test, &point);
    if (!(evaluation.cost <= NABLA_RANGE_TEST_DIVERGENCE * test->least))
      atomic_store (&test->stop, true);
  }
  nn_network_unref (network);
}

static NnStatus
train (Test *test, const NablaTrainingData *data)
{
  NnSamples training = *nabla_training_data_get (data, DIGITS_TRAINING);
  gsize m = (gsize) test->job.hyper_parameters.mini_batch;
  NnStatus status = NN_OK;
  m = MIN (m, training.n);
  test->probe = training;
  test->probe.n = MIN (training.n, NABLA_RANGE_TEST_IMAGES);
  test->n_steps = (training.n + m - 1) / m;
  test->every = (test->n_steps + NABLA_RANGE_TEST_POINTS - 1) / NABLA_RANGE_TEST_POINTS;
  test->least = HUGE_VAL;
  NnTrainer *trainer = nabla_job_make_trainer (&test->job, &training, &status);
  if (trainer == NULL)
    return status;
  NnWatch watch = { .stop = &test->stop, .monitor = on_step, .monitor_every = m, .data = test };
  status = nn_trainer_run (trainer, 1, &watch);
  nn_trainer_free (trainer);
  return status;
}

static void
work (NablaErrand *errand, gpointer data)
{
  Test *test = data;
  NablaPreparationWatch watch = { .stop = &test->stop };
  g_autoptr (GError) error = NULL;
  NnStatus status = NN_STOPPED;
  test->errand = errand;
  g_autoptr (NablaTrainingData) samples =
      nabla_training_data_new (test->job.data_set, &test->job.hyper_parameters, 1, &watch, &error);
  if (samples != NULL)
    status = train (test, samples);
  g_mutex_lock (&test->mutex);
  test->status = status;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    test->refusal = g_strdup (error->message);
  g_mutex_unlock (&test->mutex);
}

static void
wake (gpointer data)
{
  atomic_store (&((Test *) data)->stop, true);
}

static const NablaErrandKind kind = {
  .name = "nabla-range-test",
  .work = work,
  .heard = on_heard,
  .wake = wake,
  .free_data = test_free,
};

/* The images of at most NABLA_RANGE_TEST_STEPS mini-batches, trained from the lowest rate on. */
static NablaHyperParameters
set_up_of (const NablaHyperParameters *hyper_parameters, NablaDataSet *data_set)
{
  NablaHyperParameters set_up = *hyper_parameters;
  nabla_trial_limit (&set_up, data_set, (gsize) set_up.mini_batch * NABLA_RANGE_TEST_STEPS);
  set_up.learning_rate = NABLA_RANGE_TEST_LOW;
  return set_up;
}

static void
nabla_range_test_dispose (GObject *object)
{
  g_clear_pointer (&NABLA_RANGE_TEST (object)->errand, nabla_errand_give_up);
  G_OBJECT_CLASS (nabla_range_test_parent_class)->dispose (object);
}

static void
nabla_range_test_finalize (GObject *object)
{
  NablaRangeTest *self = NABLA_RANGE_TEST (object);
  g_array_unref (self->points);
  g_free (self->message);
  G_OBJECT_CLASS (nabla_range_test_parent_class)->finalize (object);
}

static void
nabla_range_test_class_init (NablaRangeTestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  object_class->dispose = nabla_range_test_dispose;
  object_class->finalize = nabla_range_test_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FINISHED] =
      g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_range_test_init (NablaRangeTest *self)
{
  self->points = g_array_new (FALSE, FALSE, sizeof (NablaRangePoint));
}

NablaRangeTest *
nabla_range_test_new (void)
{
  return g_object_new (NABLA_TYPE_RANGE_TEST, NULL);
}

gboolean
nabla_range_test_start (NablaRangeTest *self, const NablaHyperParameters *hyper_parameters,
                        NablaDataSet *data_set, GError **error)
{
  g_return_val_if_fail (NABLA_IS_RANGE_TEST (self) && NABLA_IS_DATA_SET (data_set), FALSE);
  NablaHyperParameters set_up = set_up_of (hyper_parameters, data_set);
  if (!nabla_hyper_parameters_validate (&set_up, error))
    return FALSE;
  g_clear_pointer (&self->errand, nabla_errand_give_up);
  g_array_set_size (self->points, 0);
  g_clear_pointer (&self->message, g_free);
  Test *test = g_new0 (Test, 1);
  test->job.hyper_parameters = set_up;
  test->job.kernel = NN_KERNEL_AUTO;
  test->job.data_set = g_object_ref (data_set);
  test->points = g_array_new (FALSE, FALSE, sizeof (NablaRangePoint));
  g_mutex_init (&test->mutex);
  self->errand = nabla_errand_begin (&kind, 1, test, self, error);
  self->running = self->errand != NULL;
  return self->running;
}

void
nabla_range_test_stop (NablaRangeTest *self)
{
  g_return_if_fail (NABLA_IS_RANGE_TEST (self));
  if (self->errand != NULL)
    nabla_errand_stop (self->errand);
}

gboolean
nabla_range_test_is_running (NablaRangeTest *self)
{
  g_return_val_if_fail (NABLA_IS_RANGE_TEST (self), FALSE);
  return self->running;
}

const char *
nabla_range_test_get_message (NablaRangeTest *self)
{
  g_return_val_if_fail (NABLA_IS_RANGE_TEST (self), NULL);
  return self->message;
}

const NablaRangePoint *
nabla_range_test_get_points (NablaRangeTest *self, gsize *n)
{
  g_return_val_if_fail (NABLA_IS_RANGE_TEST (self), NULL);
  *n = self->points->len;
  return (const NablaRangePoint *) (const void *) self->points->data;
}

/* Of log cost over log η: least squares over the points around `middle`. In logarithms the way from
 * 3 to 0.5, where digits are learned, counts for more than that from 7 to 3, which biases alone go.
 */
static double
slope_at (const NablaRangePoint *points, gsize n, gsize middle)
{
  gsize first = middle >= SLOPE ? middle - SLOPE : 0, end = MIN (middle + SLOPE + 1, n);
  double count = (double) (end - first), x_mean = 0, y_mean = 0, xy = 0, xx = 0;
  for (gsize i = first; i < end; i++) {
    x_mean += log (points[i].learning_rate) / count;
    y_mean += log (points[i].smoothed) / count;
  }
  for (gsize i = first; i < end; i++) {
    double x = log (points[i].learning_rate) - x_mean;
    xy += x * (log (points[i].smoothed) - y_mean);
    xx += x * x;
  }
  return xx > 0 ? xy / xx : 0;
}

double
nabla_range_test_steepest (const NablaRangePoint *points, gsize n)
{
  double steepest = 0, found = NAN;
  for (gsize i = SLOPE; i + SLOPE < n; i++) {
    double slope = slope_at (points, n, i);
    if (slope < steepest) {
      char text[32];
      steepest = slope;
      g_ascii_formatd (text, sizeof text, "%.1e", points[i].learning_rate);
      found = g_ascii_strtod (text, NULL);
    }
  }
  return found;
}
