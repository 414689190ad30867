/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudonym - ids into pseudonyms, and dates into shifted ones, by a secret key.
 *
 * A pseudonym is a letter that tells the kind of id (c case, h household, p person, a adviser,
 * k contact, g group session, x any other) and 16 characters of 5 bits each, the first 80 bits of
 *
 *     HMAC(key of the domain, kind, id)
 *
 * in the alphabet 0-9a-z without i, l, o, u (Crockford's base 32, whose order is that of ASCII).
 * The same id of the same kind has the same pseudonym in every table; an equal id of another
 * kind has another one. Among n ids two share a pseudonym with a probability below n^2 / 2^81:
 * 4e-13 for a million, 4e-11 for ten. It is looked for all the same, also among ids of several
 * columns: of each pseudonym the next 64 bits are kept, and where they differ there were two ids.
 *
 * A case is shifted by a whole number of days, uniform in -most..most: the first 64 bits of
 * HMAC(key of the domain, "shift", case, "days") modulo 2 most + 1. No pseudonym is made of three
 * parts that end so, whatever its kind is called. */
#ifndef VL_PSEUDONYM_H
#define VL_PSEUDONYM_H

#include "data/intern.h"
#include "data/key.h"

enum { PSEUDONYM_DIGITS = 16, PSEUDONYM_SIZE = PSEUDONYM_DIGITS + 2 };

/* Between the parts of an id that has several; each counts as an id of its own in the HMAC. No
 * cell of a file holds it. */
#define PSEUDONYM_BETWEEN '\x01'

struct pseudonyms;

/* The pseudonyms of a column's ids, in bytewise order. */
struct pseudonym_list {
	struct pseudonym {
		char text[PSEUDONYM_SIZE];
		uint8_t check[8];       /* the next 64 bits */
	} *sorted;
	uint32_t count;
	uint32_t *ranks;        /* by number of the id: its place + 1, of an empty one 0 */
};

/* `digits`: PSEUDONYM_DIGITS (fewer are for tests). The key is borrowed. */
struct pseudonyms *pseudonyms_new(struct key *key, int digits);
void pseudonyms_free(struct pseudonyms *pseudonyms);     /* NULL allowed */
/* The pseudonyms of all these ids, by so many threads, until pseudonyms_free. NULL where two ids
 * have the same one, be it that of an id of an earlier call. */
const struct pseudonym_list *pseudonyms_make(struct pseudonyms *pseudonyms, const char *kind,
					     const struct intern *ids, size_t threads);
/* By how many days the dates of each of these cases are shifted, by its number. */
void pseudonyms_shifts(const struct pseudonyms *pseudonyms, const struct intern *cases,
		       int32_t most, size_t threads, int32_t days[]);

#endif
