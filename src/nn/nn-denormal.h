/* SPDX-License-Identifier: MIT */
/* nn-denormal.h: numbers too small for their exponent; internal to nn. A saturated unit, or a
 * velocity that only fades, produces many of them, and each costs a processor a hundred times as
 * much as another number: while a network is trained or evaluated they count as zero. */
#pragma once

#if defined(__SSE__)

/* Flush to zero, and denormals are zero. Answers what to restore. */
static inline unsigned
nn_denormal_ignore (void)
{
  unsigned before = __builtin_ia32_stmxcsr ();

  __builtin_ia32_ldmxcsr (before | 0x8040u);
  return before;
}

static inline void
nn_denormal_restore (unsigned before)
{
  __builtin_ia32_ldmxcsr (before);
}

#else

static inline unsigned
nn_denormal_ignore (void)
{
  return 0;
}

static inline void
nn_denormal_restore (unsigned before)
{
  (void) before;
}

#endif
