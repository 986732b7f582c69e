/* SPDX-License-Identifier: MIT */
#include "lab/nabla-instant.h"

#include "lab/nabla-errand.h"

/* What has been trained for so long gives way to what is newer. */
#define PATIENCE (80 * G_TIME_SPAN_MILLISECOND)

/* A curve is shown while it grows, so often. */
#define GROWTH_INTERVAL (40 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  guint number; /* 0: none */
  NablaHyperParameters hyper_parameters;
  NablaDataSet *data_set; /* a reference */
} Request;

/* What the thread shares with the instant. */
typedef struct {
  int epochs;
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
  NablaInstantCurve curve; /* the thread's: the one that grows */
  NablaErrand *errand;     /* the thread's */
} Desk;

struct _NablaInstant {
  GObject parent_instance;

  NablaErrand *errand;
  Desk *desk; /* the errand's */
};

enum { CURVE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaInstant, nabla_instant, G_TYPE_OBJECT)

static void
on_heard (gpointer owner, gpointer data, gboolean ended)
{
  g_autoptr (NablaInstant) self = g_object_ref (owner);
  Desk *desk = data;
  g_mutex_lock (&desk->mutex);
  g_autoptr (GPtrArray) curves = desk->curves;
  desk->curves = g_ptr_array_new_with_free_func (g_free);
  guint wanted = desk->wanted;
  g_mutex_unlock (&desk->mutex);
  for (guint i = 0; i < curves->len; i++) {
    const NablaInstantCurve *curve = curves->pdata[i];
    if (curve->request >= wanted)
      g_signal_emit (self, signals[CURVE], 0, curve);
  }
}

/* Says how far the curve is. One that was not taken yet is replaced by what it has become. */
static void
say (Desk *desk)
{
  NablaInstantCurve *copy = g_memdup2 (&desk->curve, sizeof desk->curve);
  g_mutex_lock (&desk->mutex);
  if (desk->curves->len > 0) {
    const NablaInstantCurve *last = desk->curves->pdata[desk->curves->len - 1];
    if (last->request == copy->request)
      g_ptr_array_set_size (desk->curves, (int) desk->curves->len - 1);
  }
  g_ptr_array_add (desk->curves, copy);
  g_mutex_unlock (&desk->mutex);
  nabla_errand_say (desk->errand);
  desk->said = g_get_monotonic_time ();
}

static gboolean
on_epoch (int epoch, const NablaTrialFigures *figures, gpointer data)
{
  Desk *desk = data;
  gint64 now = g_get_monotonic_time ();
  desk->curve.epochs[epoch - 1] = *figures;
  desk->curve.n = epoch;
  g_mutex_lock (&desk->mutex);
  gboolean overtaken = desk->next.number != 0 && now - desk->began > PATIENCE;
  g_mutex_unlock (&desk->mutex);
  if (!overtaken && epoch < desk->epochs && now - desk->said > GROWTH_INTERVAL)
    say (desk);
  return !overtaken;
}

static NnStatus
train (Desk *desk, const Request *request)
{
  g_autoptr (NablaTrainingData) images =
      nabla_trial_prepare (&request->hyper_parameters, request->data_set, &desk->stop);
  if (images == NULL)
    return atomic_load (&desk->stop) ? NN_STOPPED : NN_ERROR_RANGE;
  return nabla_trial_run (&request->hyper_parameters, request->data_set, images, desk->epochs,
                          NABLA_TRIAL_ALL, &desk->stop, on_epoch, desk);
}

static void
answer (Desk *desk, Request *request)
{
  desk->curve.request = request->number;
  desk->curve.hyper_parameters = request->hyper_parameters;
  desk->curve.complete = FALSE;
  desk->curve.status = NN_OK;
  desk->curve.n = 0;
  desk->said = g_get_monotonic_time ();
  desk->curve.status = train (desk, request);
  desk->curve.complete = TRUE;
  say (desk);
  g_object_unref (request->data_set);
}

static void
work (NablaErrand *errand, gpointer data)
{
  Desk *desk = data;
  desk->errand = errand;
  g_mutex_lock (&desk->mutex);
  for (;;) {
    while (desk->next.number == 0 && !desk->closing)
      g_cond_wait (&desk->asked, &desk->mutex);
    if (desk->closing)
      break;
    Request request = desk->next;
    desk->next = (Request){ 0 };
    desk->running = request.number;
    desk->began = g_get_monotonic_time ();
    atomic_store (&desk->stop, false);
    g_mutex_unlock (&desk->mutex);
    answer (desk, &request);
    g_mutex_lock (&desk->mutex);
    desk->running = 0;
  }
  g_mutex_unlock (&desk->mutex);
}

/* With the mutex. */
static void
drop_next (Desk *desk)
{
  g_clear_object (&desk->next.data_set);
  desk->next.number = 0;
}

static void
wake (gpointer data)
{
  Desk *desk = data;
  g_mutex_lock (&desk->mutex);
  desk->closing = TRUE;
  drop_next (desk);
  atomic_store (&desk->stop, true);
  g_cond_broadcast (&desk->asked);
  g_mutex_unlock (&desk->mutex);
}

static void
desk_free (gpointer data)
{
  Desk *desk = data;
  g_ptr_array_unref (desk->curves);
  g_cond_clear (&desk->asked);
  g_mutex_clear (&desk->mutex);
  g_free (desk);
}

static const NablaErrandKind kind = {
  .name = "nabla-instant",
  .work = work,
  .heard = on_heard,
  .wake = wake,
  .free_data = desk_free,
};

static void
nabla_instant_dispose (GObject *object)
{
  NablaInstant *self = NABLA_INSTANT (object);
  g_clear_pointer (&self->errand, nabla_errand_give_up);
  G_OBJECT_CLASS (nabla_instant_parent_class)->dispose (object);
}

static void
nabla_instant_class_init (NablaInstantClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = nabla_instant_dispose;
  signals[CURVE] = g_signal_new ("curve", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
nabla_instant_init (NablaInstant *self)
{
}

NablaInstant *
nabla_instant_new (int epochs, GError **error)
{
  g_return_val_if_fail (epochs >= 1 && epochs <= NABLA_INSTANT_MAX_EPOCHS, NULL);
  g_autoptr (NablaInstant) self = g_object_new (NABLA_TYPE_INSTANT, NULL);
  Desk *desk = g_new0 (Desk, 1);
  desk->epochs = epochs;
  desk->curves = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&desk->mutex);
  g_cond_init (&desk->asked);
  self->desk = desk;
  self->errand = nabla_errand_begin (&kind, 1, desk, self, error);
  return self->errand != NULL ? g_steal_pointer (&self) : NULL;
}

guint
nabla_instant_request (NablaInstant *self, const NablaHyperParameters *hyper_parameters,
                       NablaDataSet *data_set)
{
  g_return_val_if_fail (NABLA_IS_INSTANT (self) && NABLA_IS_DATA_SET (data_set), 0);
  Desk *desk = self->desk;
  g_mutex_lock (&desk->mutex);
  drop_next (desk);
  guint number = ++desk->n_requests;
  desk->next = (Request){ number, *hyper_parameters, g_object_ref (data_set) };
  if (desk->running != 0 && g_get_monotonic_time () - desk->began > PATIENCE)
    atomic_store (&desk->stop, true);
  g_cond_broadcast (&desk->asked);
  g_mutex_unlock (&desk->mutex);
  return number;
}
