/* SPDX-License-Identifier: MIT */
#include "cli/cli-interrupt.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdbool.h>
#include <signal.h>
#include <unistd.h>

static atomic_bool interrupted;
static int wake[2] = { -1, -1 }; /* the handler writes a byte to wake the main loop */
static struct {
  void (*function) (gpointer data);
  gpointer data;
} call;

static void
handle_signal (int signal_number)
{
  int saved = errno;
  atomic_store (&interrupted, true);
  if (write (wake[1], "", 1) < 0) {
    /* The pipe is full: the loop wakes up anyway. */
  }
  errno = saved;
}

void
cli_interrupt_catch (void)
{
  if (wake[0] != -1 || !g_unix_open_pipe (wake, FD_CLOEXEC, NULL))
    return;
  g_unix_set_fd_nonblocking (wake[1], TRUE, NULL);
  struct sigaction action = { .sa_handler = handle_signal, .sa_flags = SA_RESTART };
  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

const atomic_bool *
cli_interrupt_flag (void)
{
  return &interrupted;
}

gboolean
cli_interrupted (void)
{
  return atomic_load (&interrupted);
}

static gboolean
on_wake (int fd, GIOCondition condition, gpointer data)
{
  call.function (call.data);
  return G_SOURCE_REMOVE;
}

void
cli_interrupt_call (void (*function) (gpointer data), gpointer data)
{
  call.function = function;
  call.data = data;
  if (wake[0] != -1)
    g_unix_fd_add (wake[0], G_IO_IN, on_wake, NULL);
}
