/* SPDX-License-Identifier: MIT */
/* Mini-batch SGD in C on cblas_sgemm: what somebody gets who writes this by hand on OpenBLAS. A
 * peer of `compare`, which compiles and starts it; peer.py documents what it is told and what it
 * answers.
 *
 * Its variants: weights as [in][out] or [out][in]; images copied into the shuffled order once an
 * epoch, or mini-batch by mini-batch. L2's decay costs nothing of its own: it is sgemm's beta. */
#include <cblas.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { TRAINING = 50000, TEST = 10000, PIXELS = 784, OUTPUTS = 10, MAX_LAYERS = 8 };

/* w is [in][out], or [out][in] with `out_in`; a and error are [m][out]. */
typedef struct {
  int in, out;
  float *w, *b, *a, *error;
} Layer;

typedef struct {
  int n, m, out_in, relu;
  Layer layers[MAX_LAYERS];
} Network;

typedef struct {
  char sizes[100], hidden[16], variant[64];
  int m, images, warm, epochs;
  double rate, l2;
} Task;

static float *images, *test_images, *shuffled;
static uint8_t *labels, *test_labels, *shuffled_labels;
static uint64_t random_state = 88172645463325252u;

static double
seconds (void)
{
  struct timespec now;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

static void *
allocate (size_t n, size_t size)
{
  void *memory = NULL;
  if (posix_memalign (&memory, 64, n * size) != 0) {
    fprintf (stderr, "openblas: out of memory\n");
    exit (1);
  }
  memset (memory, 0, n * size);
  return memory;
}

/* xorshift64: from 1 to 2^64 - 1. */
static uint64_t
next_random (void)
{
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}

static double
uniform (void)
{
  return ((double) (next_random () >> 11) + 0.5) / 9007199254740992.0;
}

static double
normal (void)
{
  return sqrt (-2 * log (uniform ())) * cos (6.283185307179586 * uniform ());
}

/* The N bytes after the header of an IDX file. */
static uint8_t *
read_idx (const char *folder, const char *name, long header, size_t n)
{
  char path[4096];
  uint8_t *bytes = allocate (n, 1);
  snprintf (path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen (path, "rb");
  if (file == NULL || fseek (file, header, SEEK_SET) != 0 || fread (bytes, 1, n, file) != n) {
    fprintf (stderr, "openblas: %s cannot be read\n", path);
    exit (1);
  }
  fclose (file);
  return bytes;
}

static float *
read_images (const char *folder, const char *name, size_t n)
{
  uint8_t *bytes = read_idx (folder, name, 16, n * PIXELS);
  float *pixels = allocate (n * PIXELS, sizeof *pixels);
  for (size_t i = 0; i < n * PIXELS; i++)
    pixels[i] = (float) bytes[i] / 256;
  free (bytes);
  return pixels;
}

static void
network_free (Network *network)
{
  for (int i = 0; i < network->n; i++) {
    Layer *layer = &network->layers[i];
    free (layer->w);
    free (layer->b);
    free (layer->a);
    free (layer->error);
  }
  network->n = 0;
}

/* SIZES is as "784,30,10". Weights begin as N(0, 1/sqrt(in)), biases as 0. */
static void
network_make (Network *network, const char *sizes, int m, int out_in, int relu)
{
  char *rest;
  int in = (int) strtol (sizes, &rest, 10);
  *network = (Network){ .m = m, .out_in = out_in, .relu = relu };
  while (*rest == ',' && network->n < MAX_LAYERS) {
    Layer *layer = &network->layers[network->n++];
    int out = (int) strtol (rest + 1, &rest, 10);
    size_t n = (size_t) in * (size_t) out;
    *layer = (Layer){ .in = in, .out = out };
    layer->w = allocate (n, sizeof (float));
    layer->b = allocate ((size_t) out, sizeof (float));
    layer->a = allocate ((size_t) (m * out), sizeof (float));
    layer->error = allocate ((size_t) (m * out), sizeof (float));
    for (size_t i = 0; i < n; i++)
      layer->w[i] = (float) (normal () / sqrt (in));
    in = out;
  }
}

static void
sigmoid (float *z, int n)
{
  for (int i = 0; i < n; i++)
    z[i] = 1 / (1 + expf (-z[i]));
}

static void
rectify (float *z, int n)
{
  for (int i = 0; i < n; i++)
    z[i] = z[i] > 0 ? z[i] : 0;
}

static void
softmax (float *z, int n)
{
  float largest = z[0], sum = 0;
  for (int i = 1; i < n; i++)
    largest = z[i] > largest ? z[i] : largest;
  for (int i = 0; i < n; i++)
    sum += z[i] = expf (z[i] - largest);
  for (int i = 0; i < n; i++)
    z[i] /= sum;
}

/* The outputs of m images, at most as many as the network was made for. */
static const float *
feed_forward (Network *network, const float *x, int m)
{
  for (int i = 0; i < network->n; i++) {
    Layer *layer = &network->layers[i];
    const int in = layer->in, out = layer->out;
    for (int row = 0; row < m; row++)
      memcpy (layer->a + row * out, layer->b, (size_t) out * sizeof (float));
    cblas_sgemm (CblasRowMajor, CblasNoTrans, network->out_in ? CblasTrans : CblasNoTrans, m, out,
                 in, 1, x, in, layer->w, network->out_in ? in : out, 1, layer->a, out);
    if (!network->relu)
      sigmoid (layer->a, m * out);
    else if (i < network->n - 1)
      rectify (layer->a, m * out);
    else
      for (int row = 0; row < m; row++)
        softmax (layer->a + row * out, out);
    x = layer->a;
  }
  return x;
}

/* The error of the layer below: this one's through the weights, times the slope below. */
static void
propagate (const Network *network, const Layer *layer, Layer *below)
{
  const int m = network->m, in = layer->in, out = layer->out;
  cblas_sgemm (CblasRowMajor, CblasNoTrans, network->out_in ? CblasNoTrans : CblasTrans, m, in, out,
               1, layer->error, out, layer->w, network->out_in ? in : out, 0, below->error, in);
  if (network->relu)
    for (int i = 0; i < m * in; i++)
      below->error[i] = below->a[i] > 0 ? below->error[i] : 0;
  else
    for (int i = 0; i < m * in; i++)
      below->error[i] *= below->a[i] * (1 - below->a[i]);
}

static void
take_step (const Network *network, Layer *layer, const float *x, float step, float decay)
{
  const int m = network->m, in = layer->in, out = layer->out;
  if (network->out_in)
    cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, out, in, m, -step, layer->error, out, x,
                 in, decay, layer->w, in);
  else
    cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, in, out, m, -step, x, in, layer->error,
                 out, decay, layer->w, out);
  for (int row = 0; row < m; row++)
    for (int i = 0; i < out; i++)
      layer->b[i] -= step * layer->error[row * out + i];
}

static void
learn (Network *network, const float *x, const uint8_t *y, float step, float decay)
{
  Layer *last = &network->layers[network->n - 1];
  feed_forward (network, x, network->m);
  memcpy (last->error, last->a, (size_t) (network->m * last->out) * sizeof (float));
  for (int row = 0; row < network->m; row++)
    last->error[row * last->out + y[row]] -= 1;
  for (Layer *layer = last; layer > network->layers; layer--)
    propagate (network, layer, layer - 1);
  for (int i = 0; i < network->n; i++) {
    take_step (network, &network->layers[i], x, step, decay);
    x = network->layers[i].a;
  }
}

static void
shuffle (int *order, int n)
{
  for (int i = n - 1; i > 0; i--) {
    int j = (int) (next_random () % (uint64_t) (i + 1)), kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
}

static void
gather (const int *order, int n)
{
  for (int i = 0; i < n; i++) {
    memcpy (shuffled + (size_t) i * PIXELS, images + (size_t) order[i] * PIXELS,
            PIXELS * sizeof (float));
    shuffled_labels[i] = labels[order[i]];
  }
}

/* One epoch of n images of a new order; a last mini-batch that is not full is left out. */
static void
epoch (Network *network, const Task *task, int *order, int n, int once)
{
  const int m = network->m;
  const float step = (float) (task->rate / m);
  const float decay = (float) (1 - task->rate * task->l2 / TRAINING);
  shuffle (order, TRAINING);
  if (once)
    gather (order, n);
  for (int i = 0; i + m <= n; i += m) {
    if (!once)
      gather (order + i, m);
    learn (network, shuffled + (once ? (size_t) i * PIXELS : 0), shuffled_labels + (once ? i : 0),
           step, decay);
  }
}

static double
accuracy (Network *network)
{
  int right = 0;
  for (int i = 0; i < TEST; i += network->m) {
    int m = TEST - i < network->m ? TEST - i : network->m;
    const float *outputs = feed_forward (network, test_images + (size_t) i * PIXELS, m);
    for (int row = 0; row < m; row++) {
      const float *of = outputs + row * OUTPUTS;
      int best = 0;
      for (int j = 1; j < OUTPUTS; j++)
        best = of[j] > of[best] ? j : best;
      right += best == test_labels[i + row];
    }
  }
  return (double) right / TEST;
}

static void
print_rest (Network *network)
{
  struct rusage usage;
  double right = accuracy (network);
  getrusage (RUSAGE_SELF, &usage);
  printf ("], \"accuracy\": %.4f, \"peak\": %.3f}\n", right, (double) usage.ru_maxrss / 1024);
  fflush (stdout);
}

static void
train (Network *network, const Task *task)
{
  int *order = allocate (TRAINING, sizeof *order);
  for (int i = 0; i < TRAINING; i++)
    order[i] = i;
  network_free (network);
  network_make (network, task->sizes, task->m, strncmp (task->variant, "[out]", 5) == 0,
                strcmp (task->hidden, "relu") == 0);
  printf ("{\"seconds\": [");
  for (int i = 0; i <= task->epochs; i++) {
    double began = seconds ();
    epoch (network, task, order, i == 0 ? task->warm : task->images,
           strstr (task->variant, "once") != NULL);
    if (i > 0)
      printf ("%s%.6f", i > 1 ? ", " : "", seconds () - began);
  }
  print_rest (network);
  free (order);
}

/* With the same weights and biases, but room for m images at once. */
static void
evaluate (const Network *trained, int times, int m)
{
  Network network = *trained;
  network.m = m;
  for (int i = 0; i < network.n; i++)
    network.layers[i].a = allocate ((size_t) (m * network.layers[i].out), sizeof (float));
  accuracy (&network);
  printf ("{\"seconds\": [");
  for (int i = 0; i < times; i++) {
    double began = seconds ();
    accuracy (&network);
    printf ("%s%.6f", i > 0 ? ", " : "", seconds () - began);
  }
  print_rest (&network);
  for (int i = 0; i < network.n; i++)
    free (network.layers[i].a);
}

static void
introduce (void)
{
  static const char variants[] =
      "\"train_variants\": ["
      "\"[in][out], shuffled once an epoch\", \"[in][out], gathered per mini-batch\", "
      "\"[out][in], shuffled once an epoch\", \"[out][in], gathered per mini-batch\"], "
      "\"evaluate_variants\": "
      "[\"10000 images at once\", \"1000 images at once\", \"200 images at once\"]";
  printf ("{\"name\": \"C\", \"blas\": \"%.15s\", \"core\": \"%s\", \"threads\": %d, %s}\n",
          openblas_get_config (), openblas_get_corename (), openblas_get_num_threads (), variants);
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  char line[400];
  Network network = { 0 };
  Task task;
  int times, m;
  if (argc != 2) {
    fprintf (stderr, "Usage: openblas FOLDER\n");
    return 2;
  }
  images = read_images (argv[1], "train-images-idx3-ubyte", TRAINING);
  labels = read_idx (argv[1], "train-labels-idx1-ubyte", 8, TRAINING);
  test_images = read_images (argv[1], "t10k-images-idx3-ubyte", TEST);
  test_labels = read_idx (argv[1], "t10k-labels-idx1-ubyte", 8, TEST);
  shuffled = allocate ((size_t) TRAINING * PIXELS, sizeof *shuffled);
  shuffled_labels = allocate (TRAINING, 1);
  introduce ();
  while (fgets (line, sizeof line, stdin) != NULL)
    if (sscanf (line, "train %99s %15s %d %lf %lf %d %d %d %63s", task.sizes, task.hidden, &task.m,
                &task.rate, &task.l2, &task.images, &task.warm, &task.epochs, task.variant) == 9)
      train (&network, &task);
    else if (network.n > 0 && sscanf (line, "evaluate %d %d", &times, &m) == 2)
      evaluate (&network, times, m);
  network_free (&network);
  return 0;
}
