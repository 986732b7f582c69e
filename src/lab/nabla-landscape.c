/* SPDX-License-Identifier: MIT */
#include "lab/nabla-landscape.h"

#include "lab/nabla-errand.h"

#include <math.h>

#define SIDE    NABLA_LANDSCAPE_SIDE
#define N_CELLS (SIDE * SIDE)

/* What the threads share. */
typedef struct {
  NablaHyperParameters set_up;
  NablaDataSet *data_set;
  const NablaAxis *x, *y;
  guint16 order[N_CELLS]; /* of the cells, coarse to fine */
  gint next;              /* atomic: into order */

  GMutex preparing;
  NablaTrainingData *images; /* under `preparing`; NULL until a cell needed them */

  GMutex mutex;
  /* Under the mutex. */
  NablaCell cells[N_CELLS];
  guint n_done;
} Map;

struct _NablaLandscape {
  GObject parent_instance;

  NablaErrand *errand; /* the newest, also when it has ended; NULL before the first */
  Map *map;            /* its */
  gboolean running;
};

enum { CHANGED, FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaLandscape, nabla_landscape, G_TYPE_OBJECT)

static void
on_heard (gpointer owner, gpointer data, gboolean ended)
{
  g_autoptr (NablaLandscape) self = g_object_ref (owner);
  const NablaErrand *errand = self->errand;
  if (ended)
    self->running = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
  /* Unless another one was started meanwhile. */
  if (ended && self->errand == errand)
    g_signal_emit (self, signals[FINISHED], 0);
}

static gboolean
on_epoch (int epoch, const NablaTrialFigures *figures, gpointer data)
{
  NablaCell *cell = data;
  cell->cost = figures->cost;
  cell->accuracy = fmax (cell->accuracy, figures->validation_accuracy);
  return TRUE;
}

static NablaHyperParameters
set_up_of (const Map *map, guint column, guint row)
{
  NablaHyperParameters set_up = map->set_up;
  nabla_axis_set (map->x, &set_up, nabla_axis_value (map->x, (column + 0.5) / SIDE));
  nabla_axis_set (map->y, &set_up, nabla_axis_value (map->y, (row + 0.5) / SIDE));
  return set_up;
}

/* No axis changes which images there are: they are prepared once for all cells. */
static const NablaTrainingData *
images_for (Map *map, const NablaHyperParameters *set_up, const atomic_bool *stop)
{
  g_mutex_lock (&map->preparing);
  if (map->images == NULL)
    map->images = nabla_trial_prepare (set_up, map->data_set, stop);
  const NablaTrainingData *images = map->images;
  g_mutex_unlock (&map->preparing);
  return images;
}

static void
train_cell (NablaErrand *errand, Map *map, guint number)
{
  NablaHyperParameters set_up = set_up_of (map, number % SIDE, number / SIDE);
  NablaCell cell = { .state = NABLA_CELL_WAITING, .cost = NAN, .accuracy = NAN };
  const atomic_bool *stop = nabla_errand_get_stop (errand);
  const NablaTrainingData *images = images_for (map, &set_up, stop);
  NnStatus status = NN_ERROR_RANGE;
  if (images != NULL)
    status = nabla_trial_run (&set_up, map->data_set, images, NABLA_LANDSCAPE_EPOCHS,
                              NABLA_TRIAL_VALIDATION, stop, on_epoch, &cell);
  if (status == NN_STOPPED || (images == NULL && atomic_load (stop)))
    return;
  cell.state = status == NN_OK         ? NABLA_CELL_DONE
               : status == NN_DIVERGED ? NABLA_CELL_DIVERGED
                                       : NABLA_CELL_REFUSED;
  g_mutex_lock (&map->mutex);
  map->cells[number] = cell;
  map->n_done++;
  g_mutex_unlock (&map->mutex);
  nabla_errand_say (errand);
}

static void
work (NablaErrand *errand, gpointer data)
{
  Map *map = data;
  while (!atomic_load (nabla_errand_get_stop (errand))) {
    gint next = g_atomic_int_add (&map->next, 1);
    if (next >= N_CELLS)
      break;
    train_cell (errand, map, map->order[next]);
  }
}

/* Every cell once: those that the coarse ones begin with, then what halving them adds. */
static void
put_in_order (Map *map)
{
  gsize n = 0;
  for (guint step = NABLA_LANDSCAPE_COARSE; step > 0; step /= 2)
    for (guint row = 0; row < SIDE; row += step)
      for (guint column = 0; column < SIDE; column += step)
        if (step == NABLA_LANDSCAPE_COARSE || row % (2 * step) != 0 || column % (2 * step) != 0)
          map->order[n++] = (guint16) (row * SIDE + column);
  g_assert (n == N_CELLS);
}

static Map *
map_new (const NablaHyperParameters *set_up, NablaDataSet *data_set, const NablaAxis *x,
         const NablaAxis *y)
{
  Map *map = g_new0 (Map, 1);
  map->set_up = *set_up;
  map->data_set = g_object_ref (data_set);
  map->x = x;
  map->y = y;
  for (guint i = 0; i < N_CELLS; i++)
    map->cells[i] = (NablaCell){ NABLA_CELL_WAITING, NAN, NAN };
  g_mutex_init (&map->preparing);
  g_mutex_init (&map->mutex);
  put_in_order (map);
  return map;
}

static void
map_free (gpointer data)
{
  Map *map = data;
  nabla_training_data_free (map->images);
  g_object_unref (map->data_set);
  g_mutex_clear (&map->preparing);
  g_mutex_clear (&map->mutex);
  g_free (map);
}

static const NablaErrandKind kind = {
  .name = "nabla-landscape",
  .work = work,
  .heard = on_heard,
  .free_data = map_free,
};

static void
give_up (NablaLandscape *self)
{
  g_clear_pointer (&self->errand, nabla_errand_give_up);
  self->map = NULL;
  self->running = FALSE;
}

static void
nabla_landscape_dispose (GObject *object)
{
  give_up (NABLA_LANDSCAPE (object));
  G_OBJECT_CLASS (nabla_landscape_parent_class)->dispose (object);
}

static void
nabla_landscape_class_init (NablaLandscapeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  object_class->dispose = nabla_landscape_dispose;
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FINISHED] =
      g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_landscape_init (NablaLandscape *self)
{
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
  give_up (self);
  Map *map = map_new (hyper_parameters, data_set, x, y);
  self->errand =
      nabla_errand_begin (&kind, n_jobs > 0 ? n_jobs : g_get_num_processors (), map, self, error);
  self->running = self->errand != NULL;
  self->map = self->running ? map : NULL;
  return self->running;
}

void
nabla_landscape_stop (NablaLandscape *self)
{
  g_return_if_fail (NABLA_IS_LANDSCAPE (self));
  if (self->errand != NULL)
    nabla_errand_stop (self->errand);
}

gboolean
nabla_landscape_is_running (NablaLandscape *self)
{
  g_return_val_if_fail (NABLA_IS_LANDSCAPE (self), FALSE);
  return self->running;
}

guint
nabla_landscape_get_n_done (NablaLandscape *self)
{
  g_return_val_if_fail (NABLA_IS_LANDSCAPE (self), 0);
  if (self->map == NULL)
    return 0;
  g_mutex_lock (&self->map->mutex);
  guint n = self->map->n_done;
  g_mutex_unlock (&self->map->mutex);
  return n;
}

NablaCell
nabla_landscape_get_cell (NablaLandscape *self, guint column, guint row)
{
  if (self->map == NULL)
    return (NablaCell){ NABLA_CELL_WAITING, NAN, NAN };
  g_mutex_lock (&self->map->mutex);
  NablaCell cell = self->map->cells[row * SIDE + column];
  g_mutex_unlock (&self->map->mutex);
  return cell;
}

NablaHyperParameters
nabla_landscape_get_set_up (NablaLandscape *self, guint column, guint row)
{
  if (self->map == NULL)
    return nabla_hyper_parameters_default ();
  return set_up_of (self->map, column, row);
}
