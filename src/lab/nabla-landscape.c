/* SPDX-License-Identifier: MIT */
#include "lab/nabla-landscape.h"

#include "lab/nabla-priority.h"

#include <math.h>

#define SIDE    NABLA_LANDSCAPE_SIDE
#define N_CELLS (SIDE * SIDE)

struct _NablaLandscape {
  GObject parent_instance;

  GMainContext *context;
  NablaHyperParameters set_up;
  NablaDataSet *data_set;
  const NablaAxis *x, *y;
  guint16 order[N_CELLS]; /* of the cells, coarse to fine */
  GPtrArray *threads;     /* of GThread, until they are joined */
  atomic_bool stop;
  gint next; /* atomic: into order */

  GMutex mutex;
  /* Under the mutex. */
  NablaCell cells[N_CELLS];
  guint n_done;
  guint working; /* threads that are */
  GSource *idle; /* pending, or NULL */
};

enum { CHANGED, FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaLandscape, nabla_landscape, G_TYPE_OBJECT)

static void
join (NablaLandscape *self)
{
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_ptr_array_set_size (self->threads, 0);
}

static gboolean
on_idle (gpointer data)
{
  g_autoptr (NablaLandscape) self = g_object_ref (data);
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->idle, g_source_unref);
  gboolean ended = self->working == 0 && self->threads->len > 0;
  g_mutex_unlock (&self->mutex);
  if (ended)
    join (self);
  g_signal_emit (self, signals[CHANGED], 0);
  if (ended)
    g_signal_emit (self, signals[FINISHED], 0);
  return G_SOURCE_REMOVE;
}

/* With the mutex. */
static void
schedule (NablaLandscape *self)
{
  if (self->idle != NULL)
    return;
  self->idle = g_idle_source_new ();
  g_source_set_callback (self->idle, on_idle, self, NULL);
  g_source_attach (self->idle, self->context);
}

static gboolean
on_epoch (int epoch, const NablaTrialFigures *figures, gpointer data)
{
  NablaCell *cell = data;
  cell->cost = figures->cost;
  cell->accuracy = fmax (cell->accuracy, figures->validation_accuracy);
  return TRUE;
}

static void
train_cell (NablaLandscape *self, guint number)
{
  NablaHyperParameters set_up = nabla_landscape_get_set_up (self, number % SIDE, number / SIDE);
  NablaCell cell = { .state = NABLA_CELL_WAITING, .cost = NAN, .accuracy = NAN };
  NnStatus status = nabla_trial_run (&set_up, self->data_set, NABLA_LANDSCAPE_EPOCHS,
                                     NABLA_TRIAL_VALIDATION, &self->stop, on_epoch, &cell);
  if (status == NN_STOPPED)
    return;
  cell.state = status == NN_OK         ? NABLA_CELL_DONE
               : status == NN_DIVERGED ? NABLA_CELL_DIVERGED
                                       : NABLA_CELL_REFUSED;
  g_mutex_lock (&self->mutex);
  self->cells[number] = cell;
  self->n_done++;
  schedule (self);
  g_mutex_unlock (&self->mutex);
}

static gpointer
work (gpointer data)
{
  NablaLandscape *self = data;
  nabla_priority_lower ();
  while (!atomic_load (&self->stop)) {
    gint next = g_atomic_int_add (&self->next, 1);
    if (next >= N_CELLS)
      break;
    train_cell (self, self->order[next]);
  }
  g_mutex_lock (&self->mutex);
  if (--self->working == 0)
    schedule (self);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* Every cell once: those that the coarse ones begin with, then what halving them adds. */
static void
put_in_order (NablaLandscape *self)
{
  gsize n = 0;
  for (guint step = NABLA_LANDSCAPE_COARSE; step > 0; step /= 2)
    for (guint row = 0; row < SIDE; row += step)
      for (guint column = 0; column < SIDE; column += step)
        if (step == NABLA_LANDSCAPE_COARSE || row % (2 * step) != 0 || column % (2 * step) != 0)
          self->order[n++] = (guint16) (row * SIDE + column);
  g_assert (n == N_CELLS);
}

static void
end (NablaLandscape *self)
{
  atomic_store (&self->stop, true);
  join (self);
  if (self->idle != NULL) {
    g_source_destroy (self->idle);
    g_clear_pointer (&self->idle, g_source_unref);
  }
}

static void
nabla_landscape_dispose (GObject *object)
{
  NablaLandscape *self = NABLA_LANDSCAPE (object);
  end (self);
  g_clear_object (&self->data_set);
  G_OBJECT_CLASS (nabla_landscape_parent_class)->dispose (object);
}

static void
nabla_landscape_finalize (GObject *object)
{
  NablaLandscape *self = NABLA_LANDSCAPE (object);
  g_ptr_array_unref (self->threads);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (nabla_landscape_parent_class)->finalize (object);
}

static void
nabla_landscape_class_init (NablaLandscapeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  object_class->dispose = nabla_landscape_dispose;
  object_class->finalize = nabla_landscape_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FINISHED] =
      g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_landscape_init (NablaLandscape *self)
{
  gsize n;
  self->set_up = nabla_hyper_parameters_default ();
  self->x = &nabla_axes (&n)[0];
  self->y = &nabla_axes (&n)[1];
  g_mutex_init (&self->mutex);
  self->threads = g_ptr_array_new ();
  self->context = g_main_context_ref_thread_default ();
  put_in_order (self);
}

NablaLandscape *
nabla_landscape_new (void)
{
  return g_object_new (NABLA_TYPE_LANDSCAPE, NULL);
}

gboolean
nabla_landscape_start (NablaLandscape *self, const NablaHyperParameters *hyper_parameters,
                       NablaDataSet *data_set, const NablaAxis *x, const NablaAxis *y, guint n_jobs,
                       GError **error)
{
  g_return_val_if_fail (NABLA_IS_LANDSCAPE (self) && NABLA_IS_DATA_SET (data_set), FALSE);
  guint n = n_jobs > 0 ? n_jobs : g_get_num_processors ();
  end (self);
  g_set_object (&self->data_set, data_set);
  self->set_up = *hyper_parameters;
  self->x = x;
  self->y = y;
  self->next = 0;
  self->n_done = 0;
  self->working = 0;
  for (guint i = 0; i < N_CELLS; i++)
    self->cells[i] = (NablaCell){ NABLA_CELL_WAITING, NAN, NAN };
  atomic_store (&self->stop, false);
  /* None of them says that it was the last before all are there. */
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < n; i++) {
    GThread *thread =
        g_thread_try_new ("nabla-landscape", work, self, self->working == 0 ? error : NULL);
    if (thread == NULL)
      break;
    g_ptr_array_add (self->threads, thread);
    self->working++;
  }
  gboolean started = self->working > 0;
  g_mutex_unlock (&self->mutex);
  return started;
}

void
nabla_landscape_stop (NablaLandscape *self)
{
  g_return_if_fail (NABLA_IS_LANDSCAPE (self));
  atomic_store (&self->stop, true);
}

gboolean
nabla_landscape_is_running (NablaLandscape *self)
{
  g_return_val_if_fail (NABLA_IS_LANDSCAPE (self), FALSE);
  return self->threads->len > 0;
}

guint
nabla_landscape_get_n_done (NablaLandscape *self)
{
  g_return_val_if_fail (NABLA_IS_LANDSCAPE (self), 0);
  g_mutex_lock (&self->mutex);
  guint n = self->n_done;
  g_mutex_unlock (&self->mutex);
  return n;
}

NablaCell
nabla_landscape_get_cell (NablaLandscape *self, guint column, guint row)
{
  g_mutex_lock (&self->mutex);
  NablaCell cell = self->cells[row * SIDE + column];
  g_mutex_unlock (&self->mutex);
  return cell;
}

NablaHyperParameters
nabla_landscape_get_set_up (NablaLandscape *self, guint column, guint row)
{
  NablaHyperParameters set_up = self->set_up;
  nabla_axis_set (self->x, &set_up, nabla_axis_value (self->x, (column + 0.5) / SIDE));
  nabla_axis_set (self->y, &set_up, nabla_axis_value (self->y, (row + 0.5) / SIDE));
  return set_up;
}
