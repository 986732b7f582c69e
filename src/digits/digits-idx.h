/* SPDX-License-Identifier: MIT */
/* digits-idx.h: the IDX files of MNIST, plain or gzipped (told by their first bytes, not by name).
 * Everything is checked against the file's own header before memory is taken: a header that claims
 * more than the file (unpacked) holds, or the file holding more than the header says, is refused.
 */
#pragma once

#include "digits/digits-images.h"

/* Images and their labels from two files; both must hold the same count; labels 0 … 9. NULL with
 * *error. */
DigitsImages *digits_idx_read (const char *images_path, const char *labels_path,
                               DigitsError *error);

/* CRC-32 of all pixels and of all labels; 0 = not known. */
typedef struct {
  uint32_t pixels, labels;
} DigitsSums;

/* The same, and the sums of what was gzipped: taken from the files, where zlib has checked them, so
 * they cost no second look at the bytes. Those of plain files stay unknown. */
DigitsImages *digits_idx_read_sums (const char *images_path, const char *labels_path,
                                    DigitsSums *sums, DigitsError *error);

/* Writes both files, gzipped where `gzip`; temporary name, synced, renamed. 0 or −1 with *error. */
int digits_idx_write (const DigitsImages *images, const char *images_path, const char *labels_path,
                      int gzip, DigitsError *error);
