/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key - a secret key, and digests that nobody can make or undo without it.
 *
 * A key file holds 256 random bits as 64 hexadecimal digits on one line. It must be a
 * plain file of the caller's own that nobody else may read (mode 0600 or 0400), and no
 * symbolic link. It is opened once and judged by its descriptor, so that it
 * cannot be exchanged in between.
 *
 * What is used is not that key but one derived from it for a domain (a recipient of data):
 * HMAC(key, label, domain). Digests of two domains have nothing to do with each other.
 * Key material is wiped when it is no longer needed and stands in no message.
 *
 * Sources: HMAC, RFC 2104 (Krawczyk, Bellare, Canetti 1997), with SHA-256, FIPS 180-4. This
 * is the only module that knows nettle. */
#ifndef VL_KEY_H
#define VL_KEY_H

#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"

enum { KEY_BYTES = 32, KEY_DIGEST = 32 };

struct key;

/* The key of that domain. NULL and a fault (STATUS_SYSTEM) if the file is not as it must be. */
struct key *key_read(const char *path, const char *domain, struct fault *fault);
void key_free(struct key *key);                /* NULL allowed */
/* Another one like it, for a thread of its own. */
struct key *key_copy(const struct key *key);
/* Digest of the parts, each with a zero byte behind it, so that no two lists of parts are one. */
void key_digest(struct key *key, const char *const parts[], size_t count,
		uint8_t digest[KEY_DIGEST]);

/* Write a new key file (mode 0600) from the system's random numbers. A file that exists is never
 * overwritten (STATUS_USAGE). 0, or -1 and a fault. */
int key_make(const char *path, struct fault *fault);

/* The two primitives, for tests against published vectors. */
void key_hmac(const void *key, size_t key_length, const void *message, size_t length,
	      uint8_t digest[KEY_DIGEST]);
void key_wipe(void *memory, size_t size);

#endif
