/* SPDX-License-Identifier: MIT */
#include "lab/nabla-download-file.h"

#include "lab/nabla-file-sum.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (64 * 1024)

/* A file on its way: what has come so far lies under `path`. */
typedef struct {
  const NablaFetch *fetch;
  const NablaManifestFile *file;
  char *url;
  char *path; /* NAME.part */
  int fd;
  GChecksum *sum; /* of the first `have` bytes, which are all that there are */
  guint64 have;
  gboolean resumed; /* some of them came earlier */
} Part;

static void
part_clear (Part *part)
{
  if (part->fd >= 0)
    close (part->fd);
  g_clear_pointer (&part->sum, g_checksum_free);
  g_free (part->path);
  g_free (part->url);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Part, part_clear)

/* Always FALSE, with errno's reason. */
static gboolean
fail_to_write (const char *path, GError **error)
{
  int code = errno;
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT, "%s cannot be written: %s", name,
               g_strerror (code));
  return FALSE;
}

/* Always FALSE: "ADDRESS …". */
static gboolean G_GNUC_PRINTF (3, 4)
    refuse (const Part *part, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s %s", part->url, reason);
  return FALSE;
}

/* What is there already */

/* Whether the file at `path` is the manifest's, as it was published or packed otherwise. */
static gboolean
is_right (const NablaFetch *fetch, const NablaManifestFile *file, const char *path)
{
  struct stat status;
  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode))
    return FALSE;
  if ((guint64) status.st_size == file->size) {
    g_autofree char *sum =
        nabla_file_sum (path, NABLA_SUM_BYTES, file->size, fetch->cancellable, NULL);
    if (g_strcmp0 (sum, file->sha256) == 0)
      return TRUE;
  }
  if (file->content_sha256 == NULL)
    return FALSE;
  g_autofree char *sum = nabla_file_sum (path, NABLA_SUM_CONTENT, NABLA_MANIFEST_LARGEST_FILE,
                                         fetch->cancellable, NULL);
  return g_strcmp0 (sum, file->content_sha256) == 0;
}

static gboolean
make_room (const NablaFetch *fetch, const NablaManifestFile *file, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *aside = g_strconcat (path, "~", NULL);
  if (!fetch->replace) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT,
                 "%s is there already and is not the file that belongs there", name);
    return FALSE;
  }
  return g_rename (path, aside) == 0 || fail_to_write (path, error);
}

gboolean
nabla_fetch_is_present (const NablaFetch *fetch, const NablaManifestFile *file, GError **error)
{
  /* Who reads the folder takes the unpacked file first. */
  g_autofree char *plain =
      g_str_has_suffix (file->name, ".gz") ? g_strndup (file->name, strlen (file->name) - 3) : NULL;
  const char *const names[] = { plain, file->name };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path =
        names[i] != NULL ? g_build_filename (fetch->folder, names[i], NULL) : NULL;
    if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
      continue;
    if (is_right (fetch, file, path))
      return TRUE;
    if (g_cancellable_set_error_if_cancelled (fetch->cancellable, error) ||
        !make_room (fetch, file, path, error))
      return FALSE;
  }
  return FALSE;
}

/* Receiving */

static void
say_received (const Part *part)
{
  if (part->fetch->received != NULL)
    part->fetch->received (part->have, part->fetch->data);
}

static gboolean
start_over (Part *part, GError **error)
{
  g_checksum_reset (part->sum);
  part->have = 0;
  part->resumed = FALSE;
  say_received (part);
  return (ftruncate (part->fd, 0) == 0 && lseek (part->fd, 0, SEEK_SET) == 0) ||
         fail_to_write (part->path, error);
}

/* What came earlier is read, so that its sum is known. */
static gboolean
take_up (Part *part, GError **error)
{
  g_autofree guchar *bytes = g_malloc (CHUNK);
  ssize_t n;
  while ((n = read (part->fd, bytes, CHUNK)) > 0) {
    g_checksum_update (part->sum, bytes, n);
    part->have += (guint64) n;
    if (part->have > part->file->size)
      return start_over (part, error);
  }
  part->resumed = part->have > 0;
  say_received (part);
  return n == 0 || fail_to_write (part->path, error);
}

static gboolean
open_part (Part *part, GError **error)
{
  struct stat status;
  part->sum = g_checksum_new (G_CHECKSUM_SHA256);
  /* Not through a link, and not blocking on a named pipe. */
  part->fd = g_open (part->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
  if (part->fd < 0 || fstat (part->fd, &status) != 0)
    return fail_to_write (part->path, error);
  if (!S_ISREG (status.st_mode)) {
    errno = EEXIST;
    return fail_to_write (part->path, error);
  }
  if (flock (part->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    g_autofree char *name = g_filename_display_name (part->path);
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT,
                 "%s is being fetched by another program already", name);
    return FALSE;
  }
  return take_up (part, error);
}

/* Takes n bytes that came. */
static gboolean
append (Part *part, const guchar *bytes, gsize n, GError **error)
{
  const guchar *end = bytes + n;
  g_checksum_update (part->sum, bytes, (gssize) n);
  while (bytes < end) {
    ssize_t written = write (part->fd, bytes, (gsize) (end - bytes));
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return fail_to_write (part->path, error);
    bytes += written;
    part->have += (guint64) written;
  }
  say_received (part);
  return TRUE;
}

/* A sentence for what the network said. */
static gboolean
take_network_error (const Part *part, GError *reason, GError **error)
{
  g_autoptr (GError) taken = reason;
  if (g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&taken));
  else if (g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    refuse (part, error, "has said nothing for too long");
  else if (g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
           g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    refuse (part, error, "broke off after %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " bytes",
            part->have, part->file->size);
  else if (g_error_matches (taken, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_TOO_MANY_REDIRECTS))
    refuse (part, error, "leads from one address to the next without end");
  else if (taken->domain == G_RESOLVER_ERROR)
    refuse (part, error, "cannot be found; is this computer connected to the network");
  else
    refuse (part, error, "cannot be fetched: %s", taken->message);
  return FALSE;
}

/* At the end of what the mirror sends. */
static gboolean
check_end (const Part *part, GError **error)
{
  return part->have == part->file->size ||
         refuse (part, error,
                 "broke off after %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " bytes", part->have,
                 part->file->size);
}

static gboolean
receive (Part *part, GInputStream *stream, GError **error)
{
  g_autofree guchar *bytes = g_malloc (CHUNK);
  gboolean packed = g_str_has_suffix (part->file->name, ".gz");
  GCancellable *cancellable = part->fetch->cancellable;
  GError *reason = NULL;
  for (;;) {
    gssize n = -1;
    gsize first;
    if (part->have > 0)
      n = g_input_stream_read (stream, bytes, CHUNK, cancellable, &reason);
    else if (g_input_stream_read_all (stream, bytes, 2, &first, cancellable, &reason))
      n = (gssize) first;
    if (n < 0)
      return take_network_error (part, reason, error);
    if (n == 0)
      return check_end (part, error);
    if (part->have == 0 && packed && (n < 2 || bytes[0] != 0x1f || bytes[1] != 0x8b))
      return refuse (part, error, "gives something else: it does not begin as a gzipped file does");
    if ((guint64) n > part->file->size - part->have)
      return refuse (part, error, "sends more than the %" G_GUINT64_FORMAT " bytes of the file",
                     part->file->size);
    if (!append (part, bytes, (gsize) n, error))
      return FALSE;
  }
}

/* Whether what the answer announces can be the file, or the rest of it. */
static gboolean
check_headers (const Part *part, SoupMessageHeaders *headers, GError **error)
{
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  guint64 wanted = part->file->size - part->have;
  if (type != NULL &&
      (g_str_has_prefix (type, "text/html") || g_str_has_prefix (type, "application/xhtml")))
    return refuse (part, error, "gives a web page instead of the file");
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) != (goffset) wanted)
    return refuse (part, error,
                   "offers %" G_GOFFSET_FORMAT " bytes where %" G_GUINT64_FORMAT " belong",
                   soup_message_headers_get_content_length (headers), wanted);
  return TRUE;
}

/* Whether a partial answer is the part that was asked for. */
static gboolean
is_the_rest (const Part *part, SoupMessageHeaders *headers)
{
  goffset start = -1, end = -1, all = -1;
  return part->have > 0 && soup_message_headers_get_content_range (headers, &start, &end, &all) &&
         start == (goffset) part->have && end == (goffset) part->file->size - 1 &&
         (all < 0 || all == (goffset) part->file->size);
}

/* One request, for what is missing. Where the mirror cannot give just that, *again is set and
 * nothing is there any more. */
static gboolean
request (Part *part, gboolean *again, GError **error)
{
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, part->url);
  GError *reason = NULL;
  if (message == NULL)
    return refuse (part, error, "is no address that can be asked");
  if (part->have > 0)
    soup_message_headers_set_range (soup_message_get_request_headers (message),
                                    (goffset) part->have, -1);
  g_autoptr (GInputStream) stream =
      soup_session_send (part->fetch->session, message, part->fetch->cancellable, &reason);
  if (stream == NULL)
    return take_network_error (part, reason, error);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  guint status = soup_message_get_status (message);
  gboolean partial = status == SOUP_STATUS_PARTIAL_CONTENT;
  if (part->have > 0 && (status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE ||
                         (partial && !is_the_rest (part, headers)))) {
    *again = TRUE;
    return start_over (part, error);
  }
  if (status != SOUP_STATUS_OK && !(partial && part->have > 0))
    return refuse (part, error, "answers %u (%s)", status, soup_status_get_phrase (status));
  /* A mirror that ignores the range sends all of it. */
  if (status == SOUP_STATUS_OK && part->have > 0 && !start_over (part, error))
    return FALSE;
  return check_headers (part, headers, error) && receive (part, stream, error);
}

static gboolean
complete (Part *part, GError **error)
{
  gboolean again = FALSE;
  if (part->have == part->file->size)
    return TRUE;
  return request (part, &again, error) && (!again || request (part, &again, error));
}

/* Complete and with the right sum. Should what came earlier have been something else, it is all
 * fetched anew, once. */
static gboolean
complete_rightly (Part *part, GError **error)
{
  if (!complete (part, error))
    return FALSE;
  if (part->resumed && !g_str_equal (g_checksum_get_string (part->sum), part->file->sha256) &&
      !(start_over (part, error) && complete (part, error)))
    return FALSE;
  if (g_str_equal (g_checksum_get_string (part->sum), part->file->sha256))
    return TRUE;
  part->have = 0;
  say_received (part);
  return refuse (part, error, "gives another file: its SHA-256 begins with %.12s instead of %.12s",
                 g_checksum_get_string (part->sum), part->file->sha256);
}

static gboolean
give_name (const Part *part, GError **error)
{
  g_autofree char *path = g_build_filename (part->fetch->folder, part->file->name, NULL);
  if (fsync (part->fd) != 0 || g_rename (part->path, path) != 0)
    return fail_to_write (path, error);
  return TRUE;
}

gboolean
nabla_fetch_file (const NablaFetch *fetch, const NablaManifestFile *file, const char *mirror,
                  NablaDownloadOutcome *outcome, GError **error)
{
  g_autofree char *name = g_strconcat (file->name, ".part", NULL);
  g_auto (Part) part = {
    .fetch = fetch,
    .file = file,
    .url = g_strconcat (mirror, g_str_has_suffix (mirror, "/") ? "" : "/", file->name, NULL),
    .path = g_build_filename (fetch->folder, name, NULL),
    .fd = -1,
  };
  if (!open_part (&part, error))
    return FALSE;
  gboolean whole = complete_rightly (&part, error);
  if (!whole && part.have == 0)
    g_unlink (part.path);
  if (!whole || !give_name (&part, error))
    return FALSE;
  *outcome = part.resumed ? NABLA_DOWNLOAD_RESUMED : NABLA_DOWNLOAD_FETCHED;
  return TRUE;
}
