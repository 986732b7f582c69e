/* SPDX-License-Identifier: MIT */
/* nabla-safetensors.h: the format of model files: eight bytes with the length of the header (little
 * endian), the header in JSON, which names each tensor with its type, shape and place, then their
 * bytes. Only float32 and one or two dimensions are known here. Everything read is bounded and
 * checked. */
#pragma once

#include "lab/nabla-error.h"

/* A file to be written. */
typedef struct NablaTensors NablaTensors;

NablaTensors *nabla_tensors_new (void);
void nabla_tensors_free (NablaTensors *tensors);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaTensors, nabla_tensors_free)

/* values[rows][columns]; columns 0: a vector, values[rows]. Takes a copy. */
void nabla_tensors_add (NablaTensors *tensors, const char *name, gint64 rows, gint64 columns,
                        const float *values);

/* Text under __metadata__. */
void nabla_tensors_set_metadata (NablaTensors *tensors, const char *key, const char *text);

/* The bytes of the file. Empties the tensors. */
GBytes *nabla_tensors_to_bytes (NablaTensors *tensors);

/* NABLA_ERROR_OUTPUT. Empties the tensors. */
gboolean nabla_tensors_write (NablaTensors *tensors, const char *path, GError **error);

/* A file being read. */
typedef struct NablaSafetensors NablaSafetensors;

/* Of the bytes[n] of a file, which must outlive it; `path` is its name for people.
 * NABLA_ERROR_INPUT. */
NablaSafetensors *nabla_safetensors_new (const char *path, const void *bytes, gsize n,
                                         GError **error);
void nabla_safetensors_free (NablaSafetensors *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaSafetensors, nabla_safetensors_free)

/* NULL where there is none; valid while the file is. */
const char *nabla_safetensors_get_metadata (NablaSafetensors *self, const char *key);

/* Whether it has anything of that name. */
gboolean nabla_safetensors_has (NablaSafetensors *self, const char *name);

/* TRUE where it has a float32 tensor of that name and rank (1 or 2), sizes 1 … NN_MAX_UNITS, whose
 * bytes lie within the file; shape[rank] receives its sizes. */
gboolean nabla_safetensors_get_shape (NablaSafetensors *self, const char *name, guint rank,
                                      gint64 *shape);

/* A copy of the values of a tensor for which get_shape was TRUE; g_free it. */
float *nabla_safetensors_read (NablaSafetensors *self, const char *name);
