/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spool - bytes put aside on disk until it is known whether they are wanted.
 *
 * A file of this process's own under TMPDIR or /tmp, mode 0600 and without a name, so that
 * nothing is left behind however the process ends. Memory stays bounded whatever passes. */
#ifndef VL_SPOOL_H
#define VL_SPOOL_H

#include <stdio.h>
#include "base/diag.h"

/* To write and then, after rewind(), to read; NULL and a fault. Close it with fclose. */
FILE *spool_new(struct fault *fault);
/* Standard input as a file that can be read more than once: where it is a pipe, its bytes are
 * put aside and take its place. 0, or -1 and a fault. */
int spool_stdin(struct fault *fault);
/* Standard input from its start again; only after spool_stdin. 0, or -1 and a fault. */
int spool_rewind_stdin(struct fault *fault);

#endif
