/* SPDX-License-Identifier: MIT */
#include "nn/nn-batch.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT  64
#define CACHE_LINE 64                    /* bytes */
#define MOST_BYTES (UINT64_C (64) << 20) /* beyond it the capacity is less than was asked for */

/* How many examples ahead what is needed of them is asked for: first where they lie, then their
 * rows, of which most of MNIST's have no more than so many cache lines. What follows is brought by
 * the machine, as it is read in order. */
#define PLACES_AHEAD 24
#define ROWS_AHEAD   12
#define LINES_OF_ROW 8

/* Lays out the arrays of a batch: with a block where they go, without one to count bytes. */
typedef struct {
  char *block;
  uint64_t n_bytes;
} Layout;

static void *
reserve (Layout *layout, uint64_t n, size_t element)
{
  char *at = layout->block != NULL ? layout->block + layout->n_bytes : NULL;

  layout->n_bytes += (n * element + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  return at;
}

static uint64_t
entries_per_example (int n_in)
{
  return ((uint64_t) n_in + NN_ROWS_GROUP - 1) / NN_ROWS_GROUP * NN_ROWS_GROUP;
}

/* At most 256 · 16 · 65536 floats of each kind: 64 bits never overflow. */
static uint64_t
lay_out (NnBatch *batch, const NnNetwork *network, int capacity, NnBatchUse use, char *block)
{
  Layout layout = { .block = block };
  int L = network->n_layers;
  uint64_t m = (uint64_t) capacity, widest = 0;
  uint64_t n_entries = m * entries_per_example (network->sizes[0]) + NN_PANEL;

  reserve (&layout, 1, sizeof *batch);
  batch->start = reserve (&layout, m + 1, sizeof *batch->start);
  batch->offset = reserve (&layout, n_entries, sizeof *batch->offset);
  batch->value = reserve (&layout, n_entries, sizeof *batch->value);
  if (use == NN_BATCH_FORWARD)
    batch->rows = reserve (&layout, m, sizeof *batch->rows);
  for (int l = 0; l < L; l++) {
    uint64_t stride = (uint64_t) network->strides[l];
    batch->activations[l] = reserve (&layout, m * stride, sizeof (float));
    if (use == NN_BATCH_BACKWARD || l == L - 1)
      batch->deltas[l] = reserve (&layout, m * stride, sizeof (float));
    if (use == NN_BATCH_BACKWARD && l < L - 1)
      batch->kept[l] = reserve (&layout, stride, sizeof (float));
    uint64_t n_weights = stride * (uint64_t) nn_panel_stride (network->sizes[l]);
    widest = l > 0 && use == NN_BATCH_BACKWARD && n_weights > widest ? n_weights : widest;
  }
  batch->transposed = reserve (&layout, widest, sizeof (float));
  batch->z = reserve (&layout, m * (uint64_t) network->strides[L - 1], sizeof (float));
  int longest = nn_panel_stride (network->sizes[L]);
  longest = network->sizes[0] > longest ? network->sizes[0] : longest;
  batch->row = reserve (&layout, (uint64_t) longest, sizeof (float));
  return layout.n_bytes;
}

NnBatch *
nn_batch_new (const NnNetwork *network, int capacity, NnBatchUse use, const NnKernel *kernel)
{
  assert (capacity >= 1 && capacity <= NN_BATCH_CAPACITY);
  NnBatch places = { 0 };
  char *block = NULL;

  while (capacity > 1 && lay_out (&places, network, capacity, use, NULL) > MOST_BYTES)
    capacity = (capacity + 1) / 2;
  uint64_t n_bytes = lay_out (&places, network, capacity, use, NULL);
  if (n_bytes > SIZE_MAX || posix_memalign ((void **) &block, ALIGNMENT, (size_t) n_bytes) != 0)
    return NULL;
  memset (block, 0, (size_t) n_bytes);

  lay_out (&places, network, capacity, use, block);
  NnBatch *batch = (NnBatch *) block;
  *batch = places;
  batch->kernel = kernel;
  batch->capacity = capacity;
  batch->n_layers = network->n_layers;
  memcpy (batch->sizes, network->sizes, sizeof batch->sizes);
  batch->largest_input = 1.0f;
  return batch;
}

void
nn_batch_free (NnBatch *batch)
{
  free (batch);
}

void
nn_batch_clear (NnBatch *batch)
{
  batch->n = 0;
  batch->has_rows = false;
}

/* Appends entries of inputs that are not zero; also of what is not a number, which must not be
 * hidden. Fills the example's group up. */
static void
append_inputs (NnBatch *batch, const float *inputs)
{
  assert (!batch->has_rows);
  size_t at = batch->start[batch->n], count = at;

  for (int i = 0; i < batch->sizes[0]; i++) {
    float size = fabsf (inputs[i]);
    batch->offset[count] = (uint32_t) i * (uint32_t) (NN_PANEL * sizeof (float));
    batch->value[count] = inputs[i];
    count += inputs[i] != 0.0f;
    if (size > batch->largest_input || isnan (size))
      batch->largest_input = size;
  }
  for (; (count - at) % NN_ROWS_GROUP != 0; count++) {
    batch->offset[count] = 0;
    batch->value[count] = 0.0f;
  }
  batch->start[++batch->n] = count;
}

/* Training reads what it loads twice, forwards and back; evaluation reads it as it is. */
static void
append_row (NnBatch *batch, const NnRows *rows, size_t i)
{
  NnRow row = nn_rows_at (rows, i);
  size_t at = batch->start[batch->n];

  if (batch->rows != NULL) {
    batch->rows[batch->n++] = row;
    batch->has_rows = true;
    return;
  }
  batch->kernel->load_row (row.index, row.value, row.count, batch->offset + at, batch->value + at);
  batch->start[++batch->n] = at + row.count;
}

void
nn_batch_load_input (NnBatch *batch, const float *input)
{
  assert (batch->n < batch->capacity);
  append_inputs (batch, input);
}

void
nn_batch_load (NnBatch *batch, const NnSamples *samples, size_t i)
{
  assert (batch->n < batch->capacity);
  if (samples->rows != NULL) {
    append_row (batch, samples->rows, i);
  } else {
    nn_samples_input (samples, i, batch->row);
    append_inputs (batch, batch->row);
  }
}

static NnUnits
units_of (const NnBatch *batch, float *const *data, int l)
{
  return (NnUnits){ data[l], batch->capacity, batch->n, batch->sizes[l + 1] };
}

static NnUnits
z_of (const NnBatch *batch)
{
  return (NnUnits){ batch->z, batch->capacity, batch->n, batch->sizes[batch->n_layers] };
}

void
nn_batch_load_target (NnBatch *batch, const NnSamples *samples, size_t i, NnOutput output)
{
  int L = batch->n_layers, n_out = batch->sizes[L];
  float *y = batch->deltas[L - 1], *row = batch->row;

  if (n_out <= NN_PANEL && samples->labels != NULL && samples->encoding == NN_ENCODING_ONE_HOT &&
      output != NN_OUTPUT_TANH) {
    y += nn_panel_at (batch->capacity, batch->n - 1, 0);
    memset (y, 0, NN_PANEL * sizeof (float));
    y[samples->labels[i]] = 1.0f;
    return;
  }
  memset (row, 0, (size_t) nn_panel_stride (n_out) * sizeof (float));
  nn_samples_target (samples, i, output, row);
  for (int j = 0; j < n_out; j += NN_PANEL)
    memcpy (y + nn_panel_at (batch->capacity, batch->n - 1, j), row + j, NN_PANEL * sizeof (float));
}

/* Asks for what example `i` of the order will need: first where it lies, then its row. Were it not
 * inlined, a compiler may take it for a function without effect. */
__attribute__ ((always_inline)) static inline void
ask_ahead (const NnSamples *samples, const uint32_t *order, size_t i)
{
  const NnRows *rows = samples->rows;

  if (i + PLACES_AHEAD < samples->n) {
    __builtin_prefetch (rows->start + order[i + PLACES_AHEAD]);
    if (samples->labels != NULL)
      __builtin_prefetch (samples->labels + order[i + PLACES_AHEAD]);
  }
  if (i + ROWS_AHEAD < samples->n) {
    const uint8_t *row = rows->data + NN_ROWS_ENTRY * rows->start[order[i + ROWS_AHEAD]];
    for (size_t line = 0; line < LINES_OF_ROW; line++)
      __builtin_prefetch (row + line * CACHE_LINE);
  }
}

void
nn_batch_fill (NnBatch *batch, const NnSamples *samples, const uint32_t *order, size_t first,
               size_t n, NnOutput output)
{
  nn_batch_clear (batch);
  for (size_t i = first; i < first + n; i++) {
    if (samples->rows != NULL)
      ask_ahead (samples, order, i);
    nn_batch_load (batch, samples, order[i]);
    nn_batch_load_target (batch, samples, order[i], output);
  }
}

static NnWeights
weights_of (const NnNetwork *network, int l, float scale)
{
  return (NnWeights){ network->weights[l], network->sizes[l], network->sizes[l + 1], scale };
}

static NnEntries
entries_of (const NnBatch *batch)
{
  return (NnEntries){ batch->start, batch->offset, batch->value };
}

/* Sets the units that are dropped to zero. */
static void
drop (const NnUnits *units, const float *kept)
{
  for (int p = 0; p < nn_panel_stride (units->units); p += NN_PANEL)
    for (int k = 0; k < units->n; k++) {
      float *row = units->data + nn_panel_at (units->capacity, k, p);
      for (int j = 0; j < NN_PANEL; j++)
        row[j] = kept[p + j] != 0.0f ? row[j] : 0.0f;
    }
}

void
nn_batch_forward (NnBatch *batch, const NnNetwork *network, float scale)
{
  const NnKernel *kernel = batch->kernel;
  int L = batch->n_layers;

  for (int l = 0; l < L; l++) {
    NnUnits a = units_of (batch, batch->activations, l), z = l < L - 1 ? a : z_of (batch);
    NnWeights weights = weights_of (network, l, scale);

    if (l == 0 && batch->has_rows) {
      kernel->forward_rows (batch->rows, &weights, network->biases[0], &z);
    } else if (l == 0) {
      NnEntries entries = entries_of (batch);
      kernel->forward_entries (&entries, &weights, network->biases[0], &z);
    } else {
      NnUnits below = units_of (batch, batch->activations, l - 1);
      kernel->forward (&below, &weights, network->biases[l], &z);
    }
    if (l == L - 1)
      kernel->output (network->output, &z, &a);
    else
      kernel->activate (network->activation, &a);
    if (l < L - 1 && batch->is_dropping)
      drop (&a, batch->kept[l]);
  }
}

void
nn_batch_backward (NnBatch *batch, const NnNetwork *network, float scale, NnCost cost)
{
  int L = batch->n_layers;
  NnUnits a = units_of (batch, batch->activations, L - 1);
  NnUnits delta = units_of (batch, batch->deltas, L - 1);

  batch->kernel->output_errors (cost, network->output, &a, &delta);
  nn_batch_backward_errors (batch, network, scale);
}

void
nn_batch_set_errors (NnBatch *batch, int k, const float *delta)
{
  int L = batch->n_layers;

  for (int j = 0; j < batch->sizes[L]; j++)
    batch->deltas[L - 1][nn_panel_at (batch->capacity, k, j)] = delta[j];
}

void
nn_batch_backward_errors (NnBatch *batch, const NnNetwork *network, float scale)
{
  const NnKernel *kernel = batch->kernel;
  NnUnits delta = units_of (batch, batch->deltas, batch->n_layers - 1);

  for (int l = batch->n_layers - 1; l > 0; l--) {
    NnWeights weights = weights_of (network, l, scale);
    NnUnits below = units_of (batch, batch->deltas, l - 1);
    NnUnits a = units_of (batch, batch->activations, l - 1);

    kernel->transpose (&weights, batch->transposed);
    kernel->backward (&delta, batch->transposed, scale, &below);
    kernel->times_slope (network->activation, &a, &below);
    if (batch->is_dropping)
      drop (&below, batch->kept[l - 1]);
    delta = below;
  }
}

void
nn_batch_get_input_gradient (const NnBatch *batch, const NnNetwork *network, int k, float *gradient)
{
  NnUnits delta = units_of (batch, batch->deltas, 0);
  NnWeights weights = weights_of (network, 0, 1.0f);

  delta.data += nn_panel_at (batch->capacity, k, 0);
  batch->kernel->to_inputs (&delta, &weights, gradient);
}

/* No activation of layer l is larger; rectified linear units have no bound of their own. Rows of
 * earlier batches may be looked at too, which can only make it larger. */
static float
largest_activation (const NnBatch *batch, int l, NnActivation activation)
{
  if (activation != NN_ACTIVATION_RELU)
    return 1.0f;
  size_t n = (size_t) batch->capacity * (size_t) nn_panel_stride (batch->sizes[l + 1]);
  float largest = batch->kernel->max_abs (batch->activations[l], n);
  return largest < 1.0f ? 1.0f : largest;
}

float
nn_batch_add_gradient (NnBatch *batch, float factor, float bias_factor, NnNetwork *sum)
{
  const NnKernel *kernel = batch->kernel;
  float largest = 0.0f;

  for (int l = 0; l < batch->n_layers; l++) {
    NnUnits delta = units_of (batch, batch->deltas, l);
    NnWeights weights = weights_of (sum, l, 1.0f);
    float here = kernel->scale_errors (&delta, factor);

    if (l == 0) {
      NnEntries entries = entries_of (batch);
      kernel->add_entries (&entries, &delta, &weights);
      here *= batch->largest_input;
    } else {
      NnUnits below = units_of (batch, batch->activations, l - 1);
      kernel->add (&below, &delta, &weights);
      here *= largest_activation (batch, l - 1, sum->activation);
    }
    kernel->add_bias (&delta, bias_factor, sum->biases[l]);
    if (here > largest || isnan (here))
      largest = here;
  }
  return largest;
}

double
nn_batch_costs (NnBatch *batch, const NnNetwork *network, NnCost cost)
{
  NnUnits z = z_of (batch), y = units_of (batch, batch->deltas, batch->n_layers - 1);

  return batch->kernel->costs (cost, network->output, &z, &y);
}

double
nn_batch_cost (NnBatch *batch, const NnNetwork *network, NnCost cost, int k)
{
  NnUnits z = z_of (batch), y = units_of (batch, batch->deltas, batch->n_layers - 1);
  size_t row = nn_panel_at (batch->capacity, k, 0);

  z.data += row;
  y.data += row;
  z.n = y.n = 1;
  return batch->kernel->costs (cost, network->output, &z, &y);
}

void
nn_batch_get_z (const NnBatch *batch, int k, float *z)
{
  for (int j = 0; j < batch->sizes[batch->n_layers]; j++)
    z[j] = batch->z[nn_panel_at (batch->capacity, k, j)];
}

void
nn_batch_get (const NnBatch *batch, int l, int k, float *a)
{
  for (int j = 0; j < batch->sizes[l + 1]; j++)
    a[j] = batch->activations[l][nn_panel_at (batch->capacity, k, j)];
}
