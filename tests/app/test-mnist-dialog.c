/* SPDX-License-Identifier: MIT */
/* The dialog that fetches MNIST, with four small files from a server in this process. */
#include "app/nabla-mnist-dialog.h"

#include "await.h"
#include "lab/small-data.h"

#include <libsoup/soup.h>
#include <string.h>

#define N_FILES 4

static const char *const names[N_FILES] = { "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                            "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte" };

/* A mirror on a thread of its own; /good/ gives the files, /slow/ only their headers and first
 * bytes. */
typedef struct {
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  char *folder;
  char *url; /* without the slash at its end */
  gint ready, asked;
} Mirror;

typedef struct {
  Mirror mirror;
  NablaManifestFile files[N_FILES];
  NablaMirror mirrors[2];
  NablaManifest manifest;
  char *sums[N_FILES];
  char *folder; /* where they are to go */
  GtkWidget *parent;
  NablaMnistDialog *dialog; /* weak */
  guint fetched;
} Fixture;

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  Mirror *mirror = data;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *file = g_build_filename (mirror->folder, name, NULL);
  char *bytes;
  gsize n;

  g_atomic_int_inc (&mirror->asked);
  if (g_str_has_prefix (path, "/gone/") || !g_file_get_contents (file, &bytes, &n, NULL)) {
    soup_server_message_set_status (message, 404, NULL);
    return;
  }
  soup_server_message_set_status (message, 200, NULL);
  if (g_str_has_prefix (path, "/slow/")) {
    soup_message_headers_set_content_length (soup_server_message_get_response_headers (message),
                                             (goffset) n);
    soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_COPY,
                              bytes, 10);
    g_free (bytes);
    return;
  }
  soup_server_message_set_response (message, "application/gzip", SOUP_MEMORY_TAKE, bytes, n);
}

static gpointer
serve (gpointer data)
{
  Mirror *mirror = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupServer) server = NULL;
  GSList *uris;

  g_main_context_push_thread_default (mirror->context);
  server = soup_server_new (NULL, NULL);
  soup_server_add_handler (server, NULL, on_request, mirror, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  mirror->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_atomic_int_set (&mirror->ready, TRUE);
  g_main_loop_run (mirror->loop);
  soup_server_disconnect (server);
  g_clear_object (&server);
  g_main_context_pop_thread_default (mirror->context);
  return NULL;
}

static void
start_mirror (Mirror *mirror)
{
  mirror->folder = small_data_folder (60, 20);
  mirror->context = g_main_context_new ();
  mirror->loop = g_main_loop_new (mirror->context, FALSE);
  mirror->thread = g_thread_new ("mirror", serve, mirror);
  AWAIT (g_atomic_int_get (&mirror->ready));
}

static void
stop_mirror (Mirror *mirror)
{
  g_main_loop_quit (mirror->loop);
  g_thread_join (mirror->thread);
  g_main_loop_unref (mirror->loop);
  g_main_context_unref (mirror->context);
  small_data_remove (mirror->folder);
  g_free (mirror->folder);
  g_free (mirror->url);
}

static void
on_fetched (Fixture *fixture)
{
  fixture->fetched++;
}

static void
set_up (Fixture *fixture, gconstpointer how)
{
  start_mirror (&fixture->mirror);
  for (gsize i = 0; i < N_FILES; i++) {
    g_autofree char *path = g_build_filename (fixture->mirror.folder, names[i], NULL);
    g_autofree char *bytes = NULL;
    gsize n;

    g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
    fixture->sums[i] = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, n);
    fixture->files[i] =
        (NablaManifestFile){ .name = names[i], .size = n, .sha256 = fixture->sums[i] };
  }
  fixture->mirrors[0] =
      (NablaMirror){ .name = "One",
                     .url = g_strdup_printf ("%s/%s/", fixture->mirror.url, (const char *) how) };
  fixture->mirrors[1] =
      (NablaMirror){ .name = "Two", .url = g_strdup_printf ("%s/good/", fixture->mirror.url) };
  fixture->manifest = (NablaManifest){ .name = "small digits",
                                       .files = fixture->files,
                                       .n_files = N_FILES,
                                       .mirrors = fixture->mirrors,
                                       .n_mirrors = 2 };
  fixture->folder = g_dir_make_tmp ("nabla-test-XXXXXX", NULL);
  fixture->parent = g_object_ref_sink (gtk_window_new ());
  fixture->dialog = NABLA_MNIST_DIALOG (
      nabla_mnist_dialog_new (GTK_WINDOW (fixture->parent), &fixture->manifest, fixture->folder));
  g_object_add_weak_pointer (G_OBJECT (fixture->dialog), (gpointer *) &fixture->dialog);
  g_signal_connect_swapped (fixture->dialog, "fetched", G_CALLBACK (on_fetched), fixture);
  gtk_window_present (GTK_WINDOW (fixture->dialog));
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer how)
{
  if (fixture->dialog != NULL)
    gtk_window_close (GTK_WINDOW (fixture->dialog));
  AWAIT (fixture->dialog == NULL);
  gtk_window_destroy (GTK_WINDOW (fixture->parent));
  g_object_unref (fixture->parent);
  stop_mirror (&fixture->mirror);
  small_data_remove (fixture->folder);
  g_free (fixture->folder);
  for (gsize i = 0; i < N_FILES; i++)
    g_free (fixture->sums[i]);
  g_free ((char *) fixture->mirrors[0].url);
  g_free ((char *) fixture->mirrors[1].url);
}

/* The part of the dialog's template with this id. */
static gpointer
part (Fixture *fixture, const char *id)
{
  GObject *object =
      gtk_widget_get_template_child (GTK_WIDGET (fixture->dialog), NABLA_TYPE_MNIST_DIALOG, id);
  g_assert_nonnull (object);
  return object;
}

static const char *
status (Fixture *fixture)
{
  return gtk_label_get_text (part (fixture, "status"));
}

static const char *
button (Fixture *fixture)
{
  return gtk_button_get_label (part (fixture, "button"));
}

static void
press (Fixture *fixture)
{
  g_assert_true (gtk_widget_is_sensitive (part (fixture, "button")));
  g_signal_emit_by_name (part (fixture, "button"), "clicked");
}

static void
asks_nobody_before_its_button_is_pressed (Fixture *fixture, gconstpointer how)
{
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 5;

  while (g_get_monotonic_time () < end)
    settle ();
  g_assert_cmpstr (button (fixture), ==, "Download");
  g_assert_nonnull (strstr (gtk_label_get_text (part (fixture, "size")), "4 files"));
  gtk_window_close (GTK_WINDOW (fixture->dialog));
  AWAIT (fixture->dialog == NULL);
  g_assert_cmpint (g_atomic_int_get (&fixture->mirror.asked), ==, 0);
}

static void
fetches_all_and_closes (Fixture *fixture, gconstpointer how)
{
  press (fixture);
  AWAIT (fixture->dialog == NULL);
  g_assert_cmpuint (fixture->fetched, ==, 1);
  g_assert_cmpint (g_atomic_int_get (&fixture->mirror.asked), ==, N_FILES);
  g_assert_true (digits_set_exists (fixture->folder));
}

static void
says_what_went_wrong_and_tries_another_mirror (Fixture *fixture, gconstpointer how)
{
  press (fixture);
  AWAIT (g_str_equal (button (fixture), "Try Again"));
  g_assert_nonnull (strstr (status (fixture), "404"));
  g_assert_cmpuint (fixture->fetched, ==, 0);
  g_assert_false (digits_set_exists (fixture->folder));
  adw_combo_row_set_selected (part (fixture, "mirror"), 1);
  press (fixture);
  AWAIT (fixture->dialog == NULL);
  g_assert_cmpuint (fixture->fetched, ==, 1);
}

static void
stops_and_goes_on (Fixture *fixture, gconstpointer how)
{
  g_autofree char *begun = g_build_filename (fixture->folder, "train-images-idx3-ubyte.part", NULL);

  press (fixture);
  g_assert_cmpstr (button (fixture), ==, "Stop");
  g_assert_false (gtk_widget_get_sensitive (part (fixture, "list")));
  AWAIT (g_file_test (begun, G_FILE_TEST_EXISTS) && strstr (status (fixture), " of ") != NULL);
  press (fixture);
  AWAIT (g_str_equal (button (fixture), "Go On"));
  g_assert_nonnull (strstr (status (fixture), "Stopped"));
  g_assert_true (gtk_widget_get_sensitive (part (fixture, "list")));
  adw_combo_row_set_selected (part (fixture, "mirror"), 1);
  press (fixture);
  AWAIT (fixture->dialog == NULL);
  g_assert_cmpuint (fixture->fetched, ==, 1);
}

static void
closing_stops (Fixture *fixture, gconstpointer how)
{
  press (fixture);
  AWAIT (g_atomic_int_get (&fixture->mirror.asked) > 0);
  gtk_window_close (GTK_WINDOW (fixture->dialog));
  AWAIT (fixture->dialog == NULL);
  g_assert_cmpuint (fixture->fetched, ==, 0);
}

static void
an_address_of_ones_own_is_checked_first (Fixture *fixture, gconstpointer how)
{
  g_autofree char *good = g_strconcat (fixture->mirror.url, "/good", NULL);
  GtkWidget *address = part (fixture, "address");

  g_assert_false (gtk_widget_get_visible (address));
  adw_combo_row_set_selected (part (fixture, "mirror"), 2);
  g_assert_true (gtk_widget_get_visible (address));
  g_assert_false (gtk_widget_get_sensitive (part (fixture, "button")));
  gtk_editable_set_text (GTK_EDITABLE (address), "ftp://127.0.0.1/");
  g_assert_false (gtk_widget_get_sensitive (part (fixture, "button")));
  gtk_editable_set_text (GTK_EDITABLE (address), good);
  g_assert_true (gtk_widget_get_sensitive (part (fixture, "button")));
  press (fixture);
  AWAIT (fixture->dialog == NULL);
  g_assert_cmpuint (fixture->fetched, ==, 1);
}

#define CLAIM(claim, how, function)                                                                \
  g_test_add ("/app/mnist-dialog/" claim, Fixture, how, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  /* Requests to this machine go to this machine, whatever proxy there is. */
  g_setenv ("no_proxy", "*", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  CLAIM ("asks-nobody-before-its-button-is-pressed", "good",
         asks_nobody_before_its_button_is_pressed);
  CLAIM ("fetches-all-and-closes", "good", fetches_all_and_closes);
  CLAIM ("says-what-went-wrong-and-tries-another-mirror", "gone",
         says_what_went_wrong_and_tries_another_mirror);
  CLAIM ("stops-and-goes-on", "slow", stops_and_goes_on);
  CLAIM ("closing-stops", "slow", closing_stops);
  CLAIM ("an-address-of-one's-own-is-checked-first", "gone",
         an_address_of_ones_own_is_checked_first);
  return g_test_run ();
}
