/* SPDX-License-Identifier: MIT */
#include "lab/nabla-own-digits.h"

#include "lab/nabla-own-digits-file.h"

#include <string.h>

/* After a failure it is tried again so often. */
#define RETRY (2 * G_TIME_SPAN_SECOND)

struct _NablaOwnDigits {
  GObject parent_instance;
  char *path;
  GThread *thread;
  NablaHistoryStore *store; /* the thread's own while it lives */

  GMutex mutex;
  GCond asked, answered;
  /* Under the mutex. */
  GQueue changes; /* of NablaOwnChange, to be written */
  gboolean writing, hurried, closing;
  guint attempts;     /* to write, that have ended */
  GError *failure;    /* why the last one failed; NULL where it did not */
  gboolean rereading; /* is asked for … */
  guint reread_edits; /* … when there were so many edits */

  /* The main thread's. */
  GPtrArray *digits; /* of NablaOwnDigit, newest first */
  guint edits;       /* how many there were: what was read before one is old */
  guint taken;       /* how often others' changes were */
};

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void nabla_own_digits_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NablaOwnDigits, nabla_own_digits, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      nabla_own_digits_list_init))

static void
change_free (gpointer data)
{
  NablaOwnChange *change = data;
  g_object_unref (change->digit);
  g_free (change);
}

/* What the thread has to say: a sentence, or the drawings that were read. */
typedef struct {
  GWeakRef owner;
  char *sentence;
  GPtrArray *digits;
  guint edits;
} News;

static void
news_free (gpointer data)
{
  News *news = data;
  g_weak_ref_clear (&news->owner);
  g_free (news->sentence);
  g_clear_pointer (&news->digits, g_ptr_array_unref);
  g_free (news);
}

static gboolean
is_same_list (GPtrArray *a, GPtrArray *b)
{
  return a->len == b->len &&
         (a->len == 0 || memcmp (a->pdata, b->pdata, a->len * sizeof a->pdata[0]) == 0);
}

/* Drawings that are there already take the place of what was read of them. */
static void
take_digits (NablaOwnDigits *self, GPtrArray *read)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  guint before = self->digits->len;
  self->taken++;
  for (guint i = 0; i < before; i++)
    g_hash_table_insert (by_id, (gpointer) nabla_own_digit_get_id (self->digits->pdata[i]),
                         self->digits->pdata[i]);
  for (guint i = 0; i < read->len; i++) {
    NablaOwnDigit *one = read->pdata[i];
    NablaOwnDigit *same = g_hash_table_lookup (by_id, nabla_own_digit_get_id (one));
    if (same == NULL)
      continue;
    nabla_own_digit_set_label (same, nabla_own_digit_get_label (one));
    read->pdata[i] = g_object_ref (same);
    g_object_unref (one);
  }
  if (is_same_list (self->digits, read))
    return;
  g_ptr_array_unref (self->digits);
  self->digits = g_ptr_array_ref (read);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, read->len);
}

static gboolean
tell (gpointer data)
{
  News *news = data;
  g_autoptr (NablaOwnDigits) self = g_weak_ref_get (&news->owner);
  if (self == NULL)
    return G_SOURCE_REMOVE;
  if (news->sentence != NULL)
    g_signal_emit (self, signals[FAILED], 0, news->sentence);
  else if (news->edits == self->edits)
    take_digits (self, news->digits);
  else /* something was changed meanwhile, and must not be shown as it was */
    nabla_own_digits_refresh (self);
  return G_SOURCE_REMOVE;
}

/* Takes the drawings. */
static void
tell_later (NablaOwnDigits *self, const char *sentence, GPtrArray *digits, guint edits)
{
  News *news = g_new0 (News, 1);
  g_weak_ref_init (&news->owner, self);
  news->sentence = g_strdup (sentence);
  news->digits = digits;
  news->edits = edits;
  g_idle_add_full (G_PRIORITY_DEFAULT, tell, news, news_free);
}

/* With the mutex, which is given up meanwhile. What could not be written waits again. */
static void
write_waiting (NablaOwnDigits *self)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  NablaOwnChange *change;
  while ((change = g_queue_pop_head (&self->changes)) != NULL)
    g_ptr_array_add (changes, change);
  self->writing = TRUE;
  self->hurried = FALSE;
  g_mutex_unlock (&self->mutex);
  gboolean written = nabla_own_digits_file_write (
      self->store, (NablaOwnChange *const *) changes->pdata, changes->len, &error);
  if (written)
    g_ptr_array_foreach (changes, (GFunc) (void (*) (void)) change_free, NULL);
  g_mutex_lock (&self->mutex);
  for (guint i = written ? 0 : changes->len; i > 0; i--)
    g_queue_push_head (&self->changes, changes->pdata[i - 1]);
  if (!written && self->failure == NULL)
    tell_later (self, error->message, NULL, 0);
  g_clear_error (&self->failure);
  self->failure = g_steal_pointer (&error);
  self->writing = FALSE;
  self->attempts++;
  g_cond_broadcast (&self->answered);
}

/* With the mutex, which is given up meanwhile. */
static void
read_again (NablaOwnDigits *self)
{
  g_autoptr (GError) error = NULL;
  guint edits = self->reread_edits;
  self->rereading = FALSE;
  g_mutex_unlock (&self->mutex);
  GPtrArray *digits = nabla_own_digits_file_read (self->store, &error);
  tell_later (self, error != NULL ? error->message : NULL, digits, edits);
  g_mutex_lock (&self->mutex);
}

/* With the mutex. FALSE where it is time to end. */
static gboolean
wait_for_work (NablaOwnDigits *self)
{
  gint64 again = g_get_monotonic_time () + RETRY;
  for (;;) {
    gboolean waiting = !g_queue_is_empty (&self->changes);
    if (self->closing)
      return waiting && self->failure == NULL;
    if (self->rereading || (waiting && (self->failure == NULL || self->hurried)))
      return TRUE;
    if (!waiting || self->failure == NULL)
      g_cond_wait (&self->asked, &self->mutex);
    else if (!g_cond_wait_until (&self->asked, &self->mutex, again))
      return TRUE;
  }
}

static gpointer
work (gpointer data)
{
  NablaOwnDigits *self = data;
  g_mutex_lock (&self->mutex);
  while (wait_for_work (self)) {
    if (!g_queue_is_empty (&self->changes))
      write_waiting (self);
    if (self->rereading && !self->closing)
      read_again (self);
  }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static GType
nabla_own_digits_get_item_type (GListModel *list)
{
  return NABLA_TYPE_OWN_DIGIT;
}

static guint
nabla_own_digits_get_n_items (GListModel *list)
{
  return NABLA_OWN_DIGITS (list)->digits->len;
}

static gpointer
nabla_own_digits_get_item (GListModel *list, guint position)
{
  GPtrArray *digits = NABLA_OWN_DIGITS (list)->digits;
  return position < digits->len ? g_object_ref (digits->pdata[position]) : NULL;
}

static void
nabla_own_digits_list_init (GListModelInterface *iface)
{
  iface->get_item_type = nabla_own_digits_get_item_type;
  iface->get_n_items = nabla_own_digits_get_n_items;
  iface->get_item = nabla_own_digits_get_item;
}

static void
nabla_own_digits_dispose (GObject *object)
{
  NablaOwnDigits *self = NABLA_OWN_DIGITS (object);
  if (self->thread != NULL) {
    g_mutex_lock (&self->mutex);
    self->closing = TRUE;
    g_cond_signal (&self->asked);
    g_mutex_unlock (&self->mutex);
    g_thread_join (g_steal_pointer (&self->thread));
  }
  G_OBJECT_CLASS (nabla_own_digits_parent_class)->dispose (object);
}

static void
nabla_own_digits_finalize (GObject *object)
{
  NablaOwnDigits *self = NABLA_OWN_DIGITS (object);
  g_queue_clear_full (&self->changes, change_free);
  g_ptr_array_unref (self->digits);
  nabla_history_store_free (self->store);
  g_clear_error (&self->failure);
  g_cond_clear (&self->asked);
  g_cond_clear (&self->answered);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  G_OBJECT_CLASS (nabla_own_digits_parent_class)->finalize (object);
}

static void
nabla_own_digits_class_init (NablaOwnDigitsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_own_digits_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_own_digits_finalize;
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
nabla_own_digits_init (NablaOwnDigits *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->asked);
  g_cond_init (&self->answered);
  g_queue_init (&self->changes);
  self->digits = g_ptr_array_new_with_free_func (g_object_unref);
}

const char *
nabla_own_digits_user_path (void)
{
  static gsize path;
  if (g_once_init_enter (&path)) {
    char *made = g_build_filename (g_get_user_data_dir (), "nabla", "drawings.db", NULL);
    g_once_init_leave (&path, (gsize) made);
  }
  return (const char *) path;
}

NablaOwnDigits *
nabla_own_digits_open (const char *path, GError **error)
{
  g_autoptr (NablaOwnDigits) self = g_object_new (NABLA_TYPE_OWN_DIGITS, NULL);
  self->path = g_strdup (path != NULL ? path : nabla_own_digits_user_path ());
  self->store = nabla_own_digits_file_open (self->path, error);
  GPtrArray *digits = self->store != NULL ? nabla_own_digits_file_read (self->store, error) : NULL;
  if (digits == NULL)
    return NULL;
  g_ptr_array_unref (self->digits);
  self->digits = digits;
  self->thread = g_thread_try_new ("nabla-drawings", work, self, error);
  return self->thread != NULL ? g_steal_pointer (&self) : NULL;
}

const char *
nabla_own_digits_get_path (NablaOwnDigits *self)
{
  return self->path;
}

gboolean
nabla_own_digits_flush (NablaOwnDigits *self, GError **error)
{
  g_mutex_lock (&self->mutex);
  guint attempts = self->attempts;
  self->hurried = TRUE;
  g_cond_signal (&self->asked);
  while ((self->writing || !g_queue_is_empty (&self->changes)) &&
         (self->failure == NULL || self->attempts == attempts))
    g_cond_wait (&self->answered, &self->mutex);
  GError *failure = self->failure != NULL ? g_error_copy (self->failure) : NULL;
  g_mutex_unlock (&self->mutex);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

void
nabla_own_digits_refresh (NablaOwnDigits *self)
{
  g_mutex_lock (&self->mutex);
  self->rereading = TRUE;
  self->reread_edits = self->edits;
  g_cond_signal (&self->asked);
  g_mutex_unlock (&self->mutex);
}

static void
push (NablaOwnDigits *self, NablaOwnChangeKind kind, NablaOwnDigit *digit)
{
  NablaOwnChange *change = g_new (NablaOwnChange, 1);
  *change = (NablaOwnChange){ .kind = kind,
                              .digit = g_object_ref (digit),
                              .label = nabla_own_digit_get_label (digit) };
  self->edits++;
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->changes, change);
  g_cond_signal (&self->asked);
  g_mutex_unlock (&self->mutex);
}

/* Where its age puts it. Takes the reference. */
static void
insert (NablaOwnDigits *self, NablaOwnDigit *digit)
{
  guint at = 0;
  while (at < self->digits->len && nabla_own_digit_compare (self->digits->pdata[at], digit) < 0)
    at++;
  g_ptr_array_insert (self->digits, (int) at, digit);
  g_list_model_items_changed (G_LIST_MODEL (self), at, 0, 1);
}

/* Later than the newest: a clock that was set back must not bring the list out of order. */
static gint64
next_moment (NablaOwnDigits *self)
{
  gint64 now = g_get_real_time ();
  if (self->digits->len == 0)
    return now;
  NablaOwnDigitFacts newest = nabla_own_digit_get_facts (self->digits->pdata[0]);
  return newest.created < G_MAXINT64 ? MAX (now, newest.created + 1) : newest.created;
}

NablaOwnDigit *
nabla_own_digits_add (NablaOwnDigits *self, int label, int guess, const DigitsStrokes *strokes,
                      const guint8 *pixels)
{
  g_return_val_if_fail (label >= 0 && label <= 9 && guess >= -1 && guess <= 9, NULL);
  if (self->digits->len >= NABLA_OWN_DIGITS_MOST) {
    g_signal_emit (self, signals[FAILED], 0, "there are too many drawings to keep one more");
    return NULL;
  }
  g_autofree char *id = g_uuid_string_random ();
  NablaOwnDigit *digit = nabla_own_digit_new (&(NablaOwnDigitFacts){
      .id = id,
      .label = label,
      .guess = guess,
      .created = next_moment (self),
      .strokes = strokes,
      .pixels = pixels,
  });
  push (self, NABLA_OWN_PUT, digit);
  insert (self, digit);
  return digit;
}

void
nabla_own_digits_remove (NablaOwnDigits *self, NablaOwnDigit *digit)
{
  guint position;
  if (!g_ptr_array_find (self->digits, digit, &position))
    return;
  push (self, NABLA_OWN_REMOVE, digit);
  g_ptr_array_remove_index (self->digits, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

void
nabla_own_digits_restore (NablaOwnDigits *self, NablaOwnDigit *digit)
{
  if (nabla_own_digits_find (self, nabla_own_digit_get_id (digit)) != NULL)
    return;
  push (self, NABLA_OWN_PUT, digit);
  insert (self, g_object_ref (digit));
}

void
nabla_own_digits_set_label (NablaOwnDigits *self, NablaOwnDigit *digit, int label)
{
  g_return_if_fail (label >= 0 && label <= 9);
  if (nabla_own_digit_get_label (digit) == label)
    return;
  nabla_own_digit_set_label (digit, label);
  push (self, NABLA_OWN_LABEL, digit);
}

NablaOwnDigit *
nabla_own_digits_find (NablaOwnDigits *self, const char *prefix)
{
  NablaOwnDigit *found = NULL;
  for (guint i = 0; i < self->digits->len; i++) {
    NablaOwnDigit *digit = self->digits->pdata[i];
    if (*prefix == '\0' || !g_str_has_prefix (nabla_own_digit_get_id (digit), prefix))
      continue;
    if (found != NULL)
      return NULL;
    found = digit;
  }
  return found;
}

guint
nabla_own_digits_get_changes (NablaOwnDigits *self)
{
  return self->edits + self->taken;
}

DigitsImages *
nabla_own_digits_copy_images (NablaOwnDigits *self)
{
  guint n = self->digits->len;
  DigitsImages *images = n > 0 ? digits_images_new (n, DIGITS_SIDE, DIGITS_SIDE, NULL) : NULL;
  for (guint i = 0; images != NULL && i < n; i++) {
    NablaOwnDigit *digit = self->digits->pdata[n - 1 - i];
    memcpy (images->pixels + i * DIGITS_PIXELS, nabla_own_digit_get_pixels (digit), DIGITS_PIXELS);
    images->labels[i] = (guint8) nabla_own_digit_get_label (digit);
  }
  return images;
}
