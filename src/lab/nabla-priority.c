/* SPDX-License-Identifier: MIT */
#include "lab/nabla-priority.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

void
nabla_priority_lower (void)
{
  /* On Linux nice is a property of the thread. A refusal costs smoothness only. */
  (void) setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), 19);
}
