/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profiletext - the text of a profile into a struct profile (data/profile.h).
 *
 * The syntax is libconfig's, which only this module knows; the settings are those of
 * verlauf-csv(5). Files are UTF-8 and at most PROFILETEXT_BYTES_MAX long; @include is refused,
 * so that a profile reads nothing but itself. The strings of a profile lie in its file, which it
 * owns. */
#ifndef VL_PROFILETEXT_H
#define VL_PROFILETEXT_H

#include "data/profile.h"

enum { PROFILETEXT_BYTES_MAX = 1 << 18 };

/* NULL and a fault (STATUS_USAGE with the line; STATUS_SYSTEM where it cannot be read). */
struct profile *profiletext_file(const char *path, struct fault *fault);
/* The same from a text; `path` is its name in messages. */
struct profile *profiletext_read(const char *text, size_t length, const char *path,
				 struct fault *fault);
void profiletext_free(struct profile *profile);            /* NULL allowed */
const char *profiletext_path(const struct profile_file *file);

#endif
