/* SPDX-License-Identifier: GPL-3.0-or-later */
/* file - files that are either whole or not there.
 *
 * file_create opens a temporary file beside the target (mode 0600 unless a
 * target of our own is replaced, whose mode is kept; a link or a device is refused); file_commit
 * flushes, syncs, renames it onto the target and syncs the folder; file_abandon
 * removes it. Where the folder's sync fails, the file is there and there is a fault all the same: a
 * power cut may undo the name. The temporary name carries the process, `.NAME.PID.part`, and a
 * leftover of a dead process is removed by the next file_create of that name; a program that ends
 * for want of memory leaves none. */
#ifndef VL_FILE_H
#define VL_FILE_H

#include <stdio.h>
#include "base/diag.h"

struct file_out;

/* Files that are read from are never written to: file_create refuses them. Called for each
 * input. */
void file_is_input(const char *path);   /* "-" = standard input */

/* Whether both paths name one file, be it there or not. */
int file_is_same(const char *path, const char *other);

struct file_out *file_create(const char *path, struct fault *fault);   /* NULL on failure */
FILE *file_stream(struct file_out *out);
/* Mode 0600, whatever the target had. */
int file_private(struct file_out *out, struct fault *fault);
/* -1 and why a write failed, also where that was long ago and the stream has forgotten it. */
int file_flush(struct file_out *out, struct fault *fault);
int file_commit(struct file_out *out, struct fault *fault);            /* frees out in any case */
void file_abandon(struct file_out *out);                               /* NULL allowed */

#endif
