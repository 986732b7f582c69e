/* SPDX-License-Identifier: MIT */
/* Loading a data set, against gzip unpacking the same files.
 *
 *   load FOLDER [PAIRS]
 *
 * By turns, each time in a new process: digits_set_load() of the four gzipped files in FOLDER until
 * the set is ready, and `gzip -dc` of them to nowhere. PAIRS pairs (9 unless told) with all cores,
 * and as many with both kept to one core. Prints the ratios' median and spread. */
#include "digits/digits-set.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_PAIRS 1001

static const char *const files[] = { "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
                                     "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz" };
static char paths[4][4096];

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

/* In the child. */
static void
load (const char *folder)
{
  DigitsError error = { 0 };
  DigitsSet *set = digits_set_load (folder, DIGITS_VALIDATION_SIZE, &error);

  if (!set)
    fprintf (stderr, "%s\n", error.message);
  _exit (set ? 0 : 1);
}

/* In the child. */
static void
unpack (void)
{
  int nowhere = open ("/dev/null", O_WRONLY);

  if (nowhere >= 0 && dup2 (nowhere, STDOUT_FILENO) >= 0)
    execlp ("gzip", "gzip", "-dc", paths[0], paths[1], paths[2], paths[3], (char *) NULL);
  perror ("gzip");
  _exit (1);
}

/* Seconds until a child that does one or the other has ended. */
static double
measure (const char *folder)
{
  double start = now ();
  pid_t child = fork ();
  int status = 0;

  if (child == 0 && folder)
    load (folder);
  if (child == 0)
    unpack ();
  if (child < 0 || waitpid (child, &status, 0) != child || status != 0) {
    fprintf (stderr, "load: %s failed\n", folder ? folder : "gzip");
    exit (EXIT_FAILURE);
  }
  return now () - start;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
measure_pairs (const char *folder, int n, const char *where)
{
  static double loads[MAX_PAIRS], unpacks[MAX_PAIRS], ratios[MAX_PAIRS];

  for (int i = 0; i < n; i++) {
    loads[i] = i % 2 ? measure (folder) : 0;
    unpacks[i] = measure (NULL);
    loads[i] = i % 2 ? loads[i] : measure (folder);
    ratios[i] = loads[i] / unpacks[i];
  }
  qsort (loads, (size_t) n, sizeof *loads, compare);
  qsort (unpacks, (size_t) n, sizeof *unpacks, compare);
  qsort (ratios, (size_t) n, sizeof *ratios, compare);
  printf ("%s: load %.0f ms, gzip -dc %.0f ms (medians of %d); ratio median %.2f, %.2f to %.2f\n",
          where, loads[n / 2] * 1e3, unpacks[n / 2] * 1e3, n, ratios[n / 2], ratios[0],
          ratios[n - 1]);
  fflush (stdout);
}

static void
keep_to_one_core (void)
{
  cpu_set_t cores;

  CPU_ZERO (&cores);
  CPU_SET (sched_getcpu (), &cores);
  sched_setaffinity (0, sizeof cores, &cores);
}

int
main (int n_arguments, char **arguments)
{
  int n = n_arguments > 2 ? atoi (arguments[2]) : 9;

  if (n_arguments < 2 || n_arguments > 3 || n < 1 || n > MAX_PAIRS) {
    fprintf (stderr, "Usage: load FOLDER [PAIRS]\n");
    return 2;
  }
  for (int i = 0; i < 4; i++)
    if (snprintf (paths[i], sizeof paths[i], "%s/%s", arguments[1], files[i]) >=
            (int) sizeof paths[i] ||
        access (paths[i], R_OK) < 0) {
      fprintf (stderr, "load: %s cannot be read\n", paths[i]);
      return EXIT_FAILURE;
    }
  measure (arguments[1]); /* the files are in memory from here on */
  measure (NULL);
  measure_pairs (arguments[1], n, "all cores");
  keep_to_one_core ();
  measure_pairs (arguments[1], n, "one core");
  return EXIT_SUCCESS;
}
