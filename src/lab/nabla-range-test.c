/* SPDX-License-Identifier: MIT */
#include "lab/nabla-range-test.h"

#include "lab/nabla-job.h"
#include "lab/nabla-priority.h"
#include "lab/nabla-training-data.h"
#include "lab/nabla-trial.h"
#include "nn/nn-evaluation.h"

#include <math.h>

#define SMOOTHING 0.8 /* weight of the running mean */
#define SLOPE     5   /* points to either side of the one whose slope is taken */

/* One test: the thread's, and what it has said. */
typedef struct {
  gint references;
  NablaRangeTest *owner; /* the main thread's; NULL once it is given up */
  NablaJob job;
  atomic_bool stop;
  GMainContext *context;

  NnSamples probe;
  gsize step, n_steps, every;
  double mean, least;

  GMutex mutex;
  /* Under the mutex. */
  GArray *points; /* of NablaRangePoint, not taken yet */
  gboolean ended;
  NnStatus status;
  char *refusal;
  gboolean pending; /* an idle is on its way */
} Test;

struct _NablaRangeTest {
  GObject parent_instance;

  Test *test; /* the newest, or NULL */
  GThread *thread;
  GArray *points; /* of NablaRangePoint */
  char *message;
};

enum { CHANGED, FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaRangeTest, nabla_range_test, G_TYPE_OBJECT)

static void
test_unref (gpointer data)
{
  Test *test = data;
  if (!g_atomic_int_dec_and_test (&test->references))
    return;
  g_object_unref (test->job.data_set);
  g_main_context_unref (test->context);
  g_array_unref (test->points);
  g_mutex_clear (&test->mutex);
  g_free (test->refusal);
  g_free (test);
}

static void
take_end (NablaRangeTest *self, const Test *test)
{
  g_thread_join (g_steal_pointer (&self->thread));
  g_free (self->message);
  self->message = NULL;
  if (test->refusal != NULL)
    self->message = g_strdup (test->refusal);
  else if (test->status != NN_OK && test->status != NN_STOPPED && test->status != NN_DIVERGED)
    self->message = g_strdup (nn_status_message (test->status));
}

static gboolean
on_idle (gpointer data)
{
  Test *test = data;
  g_mutex_lock (&test->mutex);
  g_autoptr (GArray) points = test->points;
  test->points = g_array_new (FALSE, FALSE, sizeof (NablaRangePoint));
  test->pending = FALSE;
  gboolean ended = test->ended;
  g_mutex_unlock (&test->mutex);
  if (test->owner == NULL)
    return G_SOURCE_REMOVE;
  g_autoptr (NablaRangeTest) self = g_object_ref (test->owner);
  g_array_append_vals (self->points, points->data, points->len);
  if (points->len > 0)
    g_signal_emit (self, signals[CHANGED], 0);
  if (ended && test->owner == self && self->thread != NULL) {
    take_end (self, test);
    g_signal_emit (self, signals[FINISHED], 0);
  }
  return G_SOURCE_REMOVE;
}

/* Appends the point, or where it is NULL says that this was the last. */
static void
say (Test *test, const NablaRangePoint *point)
{
  g_mutex_lock (&test->mutex);
  if (point != NULL)
    g_array_append_val (test->points, *point);
  else
    test->ended = TRUE;
  gboolean schedule = !test->pending;
  test->pending = TRUE;
  g_mutex_unlock (&test->mutex);
  if (!schedule)
    return;
  g_autoptr (GSource) idle = g_idle_source_new ();
  g_atomic_int_inc (&test->references);
  g_source_set_callback (idle, on_idle, test, test_unref);
  g_source_attach (idle, test->context);
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

static gpointer
work (gpointer data)
{
  Test *test = data;
  NablaPreparationWatch watch = { .stop = &test->stop };
  g_autoptr (GError) error = NULL;
  NnStatus status = NN_STOPPED;
  nabla_priority_lower ();
  g_autoptr (NablaTrainingData) samples =
      nabla_training_data_new (test->job.data_set, &test->job.hyper_parameters, 1, &watch, &error);
  if (samples != NULL)
    status = train (test, samples);
  g_mutex_lock (&test->mutex);
  test->status = status;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    test->refusal = g_strdup (error->message);
  g_mutex_unlock (&test->mutex);
  say (test, NULL);
  test_unref (test);
  return NULL;
}

/* The images of at most NABLA_RANGE_TEST_STEPS mini-batches, trained from the lowest rate on. */
static NablaHyperParameters
set_up_of (const NablaHyperParameters *hyper_parameters, NablaDataSet *data_set)
{
  NablaHyperParameters set_up = *hyper_parameters;
  nabla_trial_limit (&set_up, data_set, (gsize) set_up.mini_batch * NABLA_RANGE_TEST_STEPS);
  set_up.learning_rate = NABLA_RANGE_TEST_LOW;
  return set_up;
}

/* It ends soon, and is not heard of again. */
static void
give_up (NablaRangeTest *self)
{
  if (self->test == NULL)
    return;
  atomic_store (&self->test->stop, true);
  self->test->owner = NULL;
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->test, test_unref);
}

static void
nabla_range_test_dispose (GObject *object)
{
  give_up (NABLA_RANGE_TEST (object));
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
  give_up (self);
  g_array_set_size (self->points, 0);
  g_clear_pointer (&self->message, g_free);
  Test *test = g_new0 (Test, 1);
  test->references = 2; /* the thread's and ours */
  test->owner = self;
  test->job.hyper_parameters = set_up;
  test->job.kernel = NN_KERNEL_AUTO;
  test->job.data_set = g_object_ref (data_set);
  test->context = g_main_context_ref_thread_default ();
  test->points = g_array_new (FALSE, FALSE, sizeof (NablaRangePoint));
  g_mutex_init (&test->mutex);
  self->thread = g_thread_try_new ("nabla-range-test", work, test, error);
  if (self->thread == NULL) {
    test_unref (test);
    test_unref (test);
    return FALSE;
  }
  self->test = test;
  return TRUE;
}

void
nabla_range_test_stop (NablaRangeTest *self)
{
  g_return_if_fail (NABLA_IS_RANGE_TEST (self));
  if (self->test != NULL)
    atomic_store (&self->test->stop, true);
}

gboolean
nabla_range_test_is_running (NablaRangeTest *self)
{
  g_return_val_if_fail (NABLA_IS_RANGE_TEST (self), FALSE);
  return self->thread != NULL;
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
