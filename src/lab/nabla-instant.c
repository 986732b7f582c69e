/* SPDX-License-Identifier: MIT */
#include "lab/nabla-instant.h"

#include "lab/nabla-priority.h"

/* What has been trained for so long gives way to what is newer. */
#define PATIENCE (80 * G_TIME_SPAN_MILLISECOND)

/* A curve is shown while it grows, so often. */
#define GROWTH_INTERVAL (40 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  guint number; /* 0: none */
  NablaHyperParameters hyper_parameters;
  NablaDataSet *data_set; /* a reference */
} Request;

struct _NablaInstant {
  GObject parent_instance;

  int epochs;
  GThread *thread;
  GMainContext *context;
  atomic_bool stop; /* the training under way */
  gint64 said;      /* the thread's: monotonic time at which the curve was last shown */

  GMutex mutex;
  GCond asked;
  /* Under the mutex. */
  gboolean closing;
  guint n_requests;
  Request next;
  guint running;           /* number of the request that is trained, or 0 */
  gint64 began;            /* monotonic time, of the running one */
  guint wanted;            /* requests below this number were cancelled */
  GPtrArray *curves;       /* of NablaInstantCurve: not taken yet */
  GSource *idle;           /* pending, or NULL */
  NablaInstantCurve curve; /* the thread's: the one that grows */
};

enum { CURVE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaInstant, nabla_instant, G_TYPE_OBJECT)

static gboolean
on_idle (gpointer data)
{
  NablaInstant *self = data;
  g_autoptr (GPtrArray) curves = NULL;
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->idle, g_source_unref);
  curves = self->curves;
  self->curves = g_ptr_array_new_with_free_func (g_free);
  guint wanted = self->wanted;
  g_mutex_unlock (&self->mutex);
  g_object_ref (self);
  for (guint i = 0; i < curves->len; i++) {
    const NablaInstantCurve *curve = curves->pdata[i];
    if (curve->request >= wanted)
      g_signal_emit (self, signals[CURVE], 0, curve);
  }
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

/* Says how far the curve is. One that was not taken yet is replaced by what it has become. */
static void
say (NablaInstant *self)
{
  NablaInstantCurve *copy = g_memdup2 (&self->curve, sizeof self->curve);
  g_mutex_lock (&self->mutex);
  if (self->curves->len > 0) {
    const NablaInstantCurve *last = self->curves->pdata[self->curves->len - 1];
    if (last->request == copy->request)
      g_ptr_array_set_size (self->curves, (int) self->curves->len - 1);
  }
  g_ptr_array_add (self->curves, copy);
  if (self->idle == NULL && !self->closing) {
    self->idle = g_idle_source_new ();
    g_source_set_callback (self->idle, on_idle, self, NULL);
    g_source_attach (self->idle, self->context);
  }
  g_mutex_unlock (&self->mutex);
  self->said = g_get_monotonic_time ();
}

static gboolean
on_epoch (int epoch, const NablaTrialFigures *figures, gpointer data)
{
  NablaInstant *self = data;
  gint64 now = g_get_monotonic_time ();
  self->curve.epochs[epoch - 1] = *figures;
  self->curve.n = epoch;
  g_mutex_lock (&self->mutex);
  gboolean overtaken = self->next.number != 0 && now - self->began > PATIENCE;
  g_mutex_unlock (&self->mutex);
  if (!overtaken && epoch < self->epochs && now - self->said > GROWTH_INTERVAL)
    say (self);
  return !overtaken;
}

static void
answer (NablaInstant *self, Request *request)
{
  self->curve.request = request->number;
  self->curve.hyper_parameters = request->hyper_parameters;
  self->curve.complete = FALSE;
  self->curve.status = NN_OK;
  self->curve.n = 0;
  self->said = g_get_monotonic_time ();
  self->curve.status = nabla_trial_run (&request->hyper_parameters, request->data_set, self->epochs,
                                        NABLA_TRIAL_ALL, &self->stop, on_epoch, self);
  self->curve.complete = TRUE;
  say (self);
  g_object_unref (request->data_set);
}

static gpointer
work (gpointer data)
{
  NablaInstant *self = data;
  nabla_priority_lower ();
  g_mutex_lock (&self->mutex);
  for (;;) {
    while (self->next.number == 0 && !self->closing)
      g_cond_wait (&self->asked, &self->mutex);
    if (self->closing)
      break;
    Request request = self->next;
    self->next = (Request){ 0 };
    self->running = request.number;
    self->began = g_get_monotonic_time ();
    atomic_store (&self->stop, false);
    g_mutex_unlock (&self->mutex);
    answer (self, &request);
    g_mutex_lock (&self->mutex);
    self->running = 0;
  }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* With the mutex. */
static void
drop_next (NablaInstant *self)
{
  g_clear_object (&self->next.data_set);
  self->next.number = 0;
}

static void
nabla_instant_dispose (GObject *object)
{
  NablaInstant *self = NABLA_INSTANT (object);
  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  drop_next (self);
  atomic_store (&self->stop, true);
  g_cond_broadcast (&self->asked);
  g_mutex_unlock (&self->mutex);
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
  if (self->idle != NULL) {
    g_source_destroy (self->idle);
    g_clear_pointer (&self->idle, g_source_unref);
  }
  G_OBJECT_CLASS (nabla_instant_parent_class)->dispose (object);
}

static void
nabla_instant_finalize (GObject *object)
{
  NablaInstant *self = NABLA_INSTANT (object);
  g_ptr_array_unref (self->curves);
  g_main_context_unref (self->context);
  g_cond_clear (&self->asked);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (nabla_instant_parent_class)->finalize (object);
}

static void
nabla_instant_class_init (NablaInstantClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = nabla_instant_dispose;
  object_class->finalize = nabla_instant_finalize;
  signals[CURVE] = g_signal_new ("curve", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
nabla_instant_init (NablaInstant *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->asked);
  self->curves = g_ptr_array_new_with_free_func (g_free);
  self->context = g_main_context_ref_thread_default ();
}

NablaInstant *
nabla_instant_new (int epochs, GError **error)
{
  g_return_val_if_fail (epochs >= 1 && epochs <= NABLA_INSTANT_MAX_EPOCHS, NULL);
  g_autoptr (NablaInstant) self = g_object_new (NABLA_TYPE_INSTANT, NULL);
  self->epochs = epochs;
  self->thread = g_thread_try_new ("nabla-instant", work, self, error);
  return self->thread != NULL ? g_steal_pointer (&self) : NULL;
}

guint
nabla_instant_request (NablaInstant *self, const NablaHyperParameters *hyper_parameters,
                       NablaDataSet *data_set)
{
  g_return_val_if_fail (NABLA_IS_INSTANT (self) && NABLA_IS_DATA_SET (data_set), 0);
  g_mutex_lock (&self->mutex);
  drop_next (self);
  guint number = ++self->n_requests;
  self->next = (Request){ number, *hyper_parameters, g_object_ref (data_set) };
  if (self->running != 0 && g_get_monotonic_time () - self->began > PATIENCE)
    atomic_store (&self->stop, true);
  g_cond_broadcast (&self->asked);
  g_mutex_unlock (&self->mutex);
  return number;
}

void
nabla_instant_cancel (NablaInstant *self)
{
  g_return_if_fail (NABLA_IS_INSTANT (self));
  g_mutex_lock (&self->mutex);
  drop_next (self);
  self->wanted = self->n_requests + 1;
  atomic_store (&self->stop, true);
  g_mutex_unlock (&self->mutex);
}
