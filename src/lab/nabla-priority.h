/* SPDX-License-Identifier: MIT */
/* nabla-priority.h: workers give way to the window. */
#pragma once

/* Lowers the calling thread's priority as far as it goes (nice 19), so that the main thread runs at
 * once when it has something to draw. Threads that it starts inherit it. */
void nabla_priority_lower (void);
