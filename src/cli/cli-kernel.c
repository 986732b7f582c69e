/* SPDX-License-Identifier: MIT */
#include "cli/cli-kernel.h"

CliOption
cli_kernel_option (char **text)
{
  return (CliOption){
    .kind = CLI_OPTION_TEXT,
    .name = "kernel",
    .argument = "auto|scalar|portable|avx2|avx512",
    .help = "Instructions of the inner loops; the same kernel gives the same network bit for bit, "
            "another rounds differently (default auto: the fastest that this machine has)",
    .value = text,
  };
}

/* "auto, scalar, portable": all, or those that this machine has. */
static char *
list (gboolean available)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (int i = 0; i < NN_N_KERNELS; i++)
    if (!available || nn_kernel_is_available ((NnKernelKind) i))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                              nn_kernel_name ((NnKernelKind) i));
  return g_strdup (names->str);
}

static gboolean
find (const char *name, NnKernelKind *kernel)
{
  for (int i = 0; i < NN_N_KERNELS; i++)
    if (g_str_equal (name, nn_kernel_name ((NnKernelKind) i))) {
      *kernel = (NnKernelKind) i;
      return TRUE;
    }
  return FALSE;
}

gboolean
cli_kernel_parse (const char *text, NnKernelKind *kernel, GError **error)
{
  *kernel = NN_KERNEL_AUTO;
  if (text == NULL)
    return TRUE;
  gboolean known = find (text, kernel);
  if (known && nn_kernel_is_available (*kernel))
    return TRUE;
  g_autofree char *names = list (known);
  if (known)
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "--kernel %s is not there on this machine, which has %s", text, names);
  return cli_error_set (error, NABLA_ERROR_USAGE, "--kernel is one of %s, not “%.60s”", names,
                        text);
}

gboolean
cli_kernel_find (const char *name, NnKernelKind *kernel)
{
  return find (name, kernel) && nn_kernel_is_available (*kernel);
}
