/* SPDX-License-Identifier: MIT */
#include "lab/nabla-manifest.h"

#include "lab/nabla-json.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define LARGEST_TEXT (1 << 20)
#define MOST_MIRRORS 16

static const NablaManifestFile mnist_files[] = {
  { .name = "train-images-idx3-ubyte.gz",
    .size = 9912422,
    .sha256 = "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    .content_sha256 = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db" },
  { .name = "train-labels-idx1-ubyte.gz",
    .size = 28881,
    .sha256 = "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    .content_sha256 = "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5" },
  { .name = "t10k-images-idx3-ubyte.gz",
    .size = 1648877,
    .sha256 = "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    .content_sha256 = "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7" },
  { .name = "t10k-labels-idx1-ubyte.gz",
    .size = 4542,
    .sha256 = "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    .content_sha256 = "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2" },
};

static const NablaMirror mnist_mirrors[] = {
  { .name = "PyTorch, at Amazon S3", .url = "https://ossci-datasets.s3.amazonaws.com/mnist/" },
  { .name = "CVDF, at Google Cloud", .url = "https://storage.googleapis.com/cvdf-datasets/mnist/" },
};

static const NablaManifest mnist = {
  .name = "MNIST",
  .files = mnist_files,
  .n_files = G_N_ELEMENTS (mnist_files),
  .mirrors = mnist_mirrors,
  .n_mirrors = G_N_ELEMENTS (mnist_mirrors),
};

const NablaManifest *
nabla_manifest_mnist (void)
{
  return &mnist;
}

/* What nabla_manifest_load() gives: the lists and all text are its own. */
typedef struct {
  NablaManifest manifest; /* first, so that a pointer to it is one to all of this */
  NablaManifestFile files[NABLA_MANIFEST_MOST_FILES];
  NablaMirror mirrors[MOST_MIRRORS];
  GStringChunk *texts;
} Loaded;

void
nabla_manifest_free (NablaManifest *manifest)
{
  Loaded *loaded = (Loaded *) manifest;
  if (loaded == NULL)
    return;
  g_string_chunk_free (loaded->texts);
  g_free (loaded);
}

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INPUT, reason);
  return FALSE;
}

/* The member's text, kept; NULL where it is absent or no text. */
static const char *
take_text (Loaded *loaded, JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return g_string_chunk_insert (loaded->texts, json_node_get_string (node));
}

/* A name leads to no other folder. */
static gboolean
is_file_name (const char *name)
{
  return name != NULL && *name != '\0' && *name != '.' && strlen (name) <= 200 &&
         strpbrk (name, "/\\?#%") == NULL;
}

static gboolean
is_sha256 (const char *sum)
{
  return sum != NULL && strlen (sum) == 64 && strspn (sum, "0123456789abcdef") == 64;
}

static gboolean
take_file (Loaded *loaded, JsonNode *node, GError **error)
{
  NablaManifestFile *file = &loaded->files[loaded->manifest.n_files];
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "“files” must be a list of objects");
  JsonObject *object = json_node_get_object (node);
  JsonNode *size = json_object_get_member (object, "size");
  file->name = take_text (loaded, object, "name");
  file->sha256 = take_text (loaded, object, "sha256");
  file->content_sha256 = take_text (loaded, object, "content_sha256");
  if (!is_file_name (file->name))
    return refuse (error, "a file's “name” must be one, without folders");
  if (size == NULL || json_node_get_value_type (size) != G_TYPE_INT64 ||
      json_node_get_int (size) < 1 ||
      json_node_get_int (size) > (gint64) NABLA_MANIFEST_LARGEST_FILE)
    return refuse (error, "a file's “size” must be a count of bytes, at most 2 GiB");
  if (!is_sha256 (file->sha256) ||
      (file->content_sha256 != NULL && !is_sha256 (file->content_sha256)))
    return refuse (error, "a file's “sha256” must be 64 small hexadecimal digits");
  if (nabla_manifest_find (&loaded->manifest, file->name) != NULL)
    return refuse (error, "two files have the same “name”");
  file->size = (guint64) json_node_get_int (size);
  loaded->manifest.n_files++;
  return TRUE;
}

static gboolean
take_mirror (Loaded *loaded, JsonNode *node, GError **error)
{
  NablaMirror *mirror = &loaded->mirrors[loaded->manifest.n_mirrors];
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (error, "“mirrors” must be a list of addresses");
  if (!nabla_mirror_check (json_node_get_string (node), error))
    return FALSE;
  mirror->name = mirror->url = g_string_chunk_insert (loaded->texts, json_node_get_string (node));
  loaded->manifest.n_mirrors++;
  return TRUE;
}

/* Calls `take` with each element of the list under `member`; absent is an empty list. */
static gboolean
take_list (Loaded *loaded, JsonObject *root, const char *member, guint most,
           gboolean (*take) (Loaded *, JsonNode *, GError **), GError **error)
{
  JsonNode *node = json_object_get_member (root, member);
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, "“files” and “mirrors” must be lists");
  JsonArray *array = json_node_get_array (node);
  if (json_array_get_length (array) > most)
    return refuse (error, "at most 16 files and 16 mirrors are accepted");
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!take (loaded, json_array_get_element (array, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
take_all (Loaded *loaded, JsonNode *node, GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "it must be an object");
  JsonObject *root = json_node_get_object (node);
  loaded->manifest.name = take_text (loaded, root, "name");
  if (loaded->manifest.name == NULL)
    loaded->manifest.name = "the data set";
  if (!take_list (loaded, root, "mirrors", MOST_MIRRORS, take_mirror, error) ||
      !take_list (loaded, root, "files", NABLA_MANIFEST_MOST_FILES, take_file, error))
    return FALSE;
  return loaded->manifest.n_files > 0 || refuse (error, "it names no files");
}

static gboolean
parse (Loaded *loaded, const char *path, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  if (file == NULL)
    return FALSE;
  if (g_mapped_file_get_length (file) > LARGEST_TEXT)
    return refuse (error, "it is larger than 1 MiB");
  const char *text = g_mapped_file_get_contents (file);
  gsize n = g_mapped_file_get_length (file);
  if (n == 0 || !nabla_json_is_bounded (text, n, 8, 1000))
    return refuse (error, "it is not the JSON that is expected");
  return json_parser_load_from_data (parser, text, (gssize) n, error) &&
         take_all (loaded, json_parser_get_root (parser), error);
}

NablaManifest *
nabla_manifest_load (const char *path, GError **error)
{
  Loaded *loaded = g_new0 (Loaded, 1);
  g_autoptr (GError) reason = NULL;
  loaded->texts = g_string_chunk_new (1024);
  loaded->manifest.files = loaded->files;
  loaded->manifest.mirrors = loaded->mirrors;
  if (parse (loaded, path, &reason))
    return &loaded->manifest;
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s is no list of files to fetch: %s", name,
               reason->message);
  nabla_manifest_free (&loaded->manifest);
  return NULL;
}

guint64
nabla_manifest_get_size (const NablaManifest *manifest)
{
  guint64 size = 0;
  for (gsize i = 0; i < manifest->n_files; i++)
    size += manifest->files[i].size;
  return size;
}

const NablaManifestFile *
nabla_manifest_find (const NablaManifest *manifest, const char *name)
{
  for (gsize i = 0; i < manifest->n_files; i++)
    if (g_str_equal (manifest->files[i].name, name))
      return &manifest->files[i];
  return NULL;
}

gboolean
nabla_mirror_check (const char *url, GError **error)
{
  gboolean plain = strpbrk (url, " \t\r\n<>\"") == NULL && strlen (url) <= 2000;
  g_autoptr (GUri) uri = plain ? g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  if (scheme != NULL && (g_str_equal (scheme, "http") || g_str_equal (scheme, "https")) &&
      host != NULL && *host != '\0' && g_uri_get_query (uri) == NULL &&
      g_uri_get_fragment (uri) == NULL)
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
               "a mirror is an address such as https://example.org/mnist/, not “%.200s”", url);
  return FALSE;
}
