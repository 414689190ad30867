/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pseudonyms: their form, what is told apart, collisions, shifts. What they are for a given key is
 * compared with Python's hmac in tests/cmd/pseudo.t. */
#include <stdlib.h>

#include "data/pseudonym.h"
#include "tap.h"

static char folder[] = "/tmp/verlauf-pseudonym-XXXXXX", file[64];

static struct key *open_key(const char *domain)
{
	struct fault fault = { 0 };

	return key_read(file, domain, &fault);
}

/* 0, or -1 where the list is refused. */
static int make(struct pseudonyms *pseudonyms, const char *kind, const char *id,
		char to[PSEUDONYM_SIZE])
{
	struct intern *ids = intern_new();
	const struct pseudonym_list *list;

	intern_add(ids, id, strlen(id));
	list = pseudonyms_make(pseudonyms, kind, ids, 1);
	snprintf(to, PSEUDONYM_SIZE, "%s", list ? list->sorted->text : "");
	intern_free(ids);
	return list ? 0 : -1;
}

static int32_t shift_of(const struct pseudonyms *pseudonyms, const char *id, int32_t most)
{
	struct intern *cases = intern_new();
	int32_t days;

	intern_add(cases, id, strlen(id));
	pseudonyms_shifts(pseudonyms, cases, most, 1, &days);
	intern_free(cases);
	return days;
}

static void test_form(struct key *key)
{
	struct pseudonyms *pseudonyms = pseudonyms_new(key, PSEUDONYM_DIGITS);
	char a[PSEUDONYM_SIZE], b[PSEUDONYM_SIZE];

	is_count(make(pseudonyms, "case", "7", a), 0, "a case");
	ok(a[0] == 'c' && strlen(a) == 17 &&
	   strspn(a + 1, "0123456789abcdefghjkmnpqrstvwxyz") == 16, "a letter and 16 digits");
	make(pseudonyms, "case", "7", b);
	is_text(a, b, "the same again");
	make(pseudonyms, "case", "07", b);
	ok(strcmp(a, b) != 0, "7 and 07 are two");
	make(pseudonyms, "household", "7", b);
	ok(b[0] == 'h' && strcmp(a + 1, b + 1) != 0, "an equal id of another kind is another");
	make(pseudonyms, "authority", "7", b);
	ok(b[0] == 'x', "any other kind has an x");
	pseudonyms_free(pseudonyms);
}

/* The first 64 of a pseudonym's 80 bits, which are those of the HMAC. */
static uint64_t first_bits(const char *pseudonym)
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	uint64_t bits = 0;

	for (int i = 1; i <= 12; i++)
		bits = bits << 5 | (uint64_t)(strchr(alphabet, pseudonym[i]) - alphabet);
	return bits << 4 | (uint64_t)(strchr(alphabet, pseudonym[13]) - alphabet) >> 1;
}

/* A column of case ids under pseudonyms of any kind does not tell by how much the cases are
 * shifted. */
static void test_shift_apart(struct key *key)
{
	struct pseudonyms *pseudonyms = pseudonyms_new(key, PSEUDONYM_DIGITS);
	char to[PSEUDONYM_SIZE], id[16];
	int told = 0;

	for (int i = 0; i < 20; i++) {
		snprintf(id, sizeof id, "F%d", i);
		make(pseudonyms, "shift", id, to);
		told += (int32_t)(first_bits(to) % 7321) - 3660 == shift_of(pseudonyms, id, 3660);
	}
	ok(told < 3, "a pseudonym of a kind called shift tells no shift");
	pseudonyms_free(pseudonyms);
}

static void test_domains(struct key *key, struct key *other)
{
	struct pseudonyms *here = pseudonyms_new(key, PSEUDONYM_DIGITS),
			  *there = pseudonyms_new(other, PSEUDONYM_DIGITS);
	char a[PSEUDONYM_SIZE], b[PSEUDONYM_SIZE];

	make(here, "case", "7", a);
	make(there, "case", "7", b);
	ok(strcmp(a, b) != 0, "another domain, another pseudonym");
	ok(shift_of(here, "7", 3660) != shift_of(there, "7", 3660) ||
	   shift_of(here, "8", 3660) != shift_of(there, "8", 3660),
	   "and another shift");
	pseudonyms_free(here);
	pseudonyms_free(there);
}

static const struct pseudonym_list *make_some(struct pseudonyms *pseudonyms, int from, int count)
{
	struct intern *ids = intern_new();
	const struct pseudonym_list *list;
	char id[16];

	for (int i = from; i < from + count; i++)
		intern_add(ids, id, (size_t)snprintf(id, sizeof id, "%d", i));
	list = pseudonyms_make(pseudonyms, "case", ids, 2);
	intern_free(ids);
	return list;
}

/* Two digits are 10 bits: among 200 ids two agree with a probability of 1 - 3e-9. */
static void test_collision(struct key *key)
{
	struct pseudonyms *pseudonyms = pseudonyms_new(key, 2);
	char to[PSEUDONYM_SIZE];
	int collisions = 0;

	ok(!make_some(pseudonyms, 0, 200), "two ids of a column with one pseudonym are noticed");
	pseudonyms_free(pseudonyms);
	pseudonyms = pseudonyms_new(key, 2);
	for (int i = 0; i < 200; i++)
		collisions += !make_some(pseudonyms, i, 1);
	ok(collisions > 0, "and two of different columns");
	pseudonyms_free(pseudonyms);
	pseudonyms = pseudonyms_new(key, PSEUDONYM_DIGITS);
	ok(make_some(pseudonyms, 0, 150) && make_some(pseudonyms, 50, 150) &&
	   make(pseudonyms, "case", "7", to) == 0, "the same id in several columns is none");
	pseudonyms_free(pseudonyms);
}

/* Each of 2 * 10 + 1 days about equally often: chi-squared with 20 degrees of freedom is below
 * 59.0 with a probability of 1 - 1e-5. */
static void test_shift(struct key *key)
{
	struct pseudonyms *pseudonyms = pseudonyms_new(key, PSEUDONYM_DIGITS);
	int seen[21] = { 0 }, outside = 0;
	double chi = 0;
	char id[16];

	for (int i = 0; i < 21000; i++) {
		int32_t shift;

		snprintf(id, sizeof id, "F%06d", i);
		shift = shift_of(pseudonyms, id, 10);
		if (shift < -10 || shift > 10)
			outside++;
		else
			seen[shift + 10]++;
	}
	for (int i = 0; i < 21; i++)
		chi += (seen[i] - 1000.0) * (seen[i] - 1000.0) / 1000;
	is_count(outside, 0, "no shift is longer than the longest");
	ok(chi < 59.0, "all shifts are equally likely (chi-squared %.1f)", chi);
	is_count(shift_of(pseudonyms, "F000001", 10),
		 shift_of(pseudonyms, "F000001", 10), "a case has one shift");
	pseudonyms_free(pseudonyms);
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* More than a thread takes at once. */
static void test_many(struct key *key)
{
	enum { MANY = 300000 };
	struct pseudonyms *one = pseudonyms_new(key, PSEUDONYM_DIGITS),
			  *two = pseudonyms_new(key, PSEUDONYM_DIGITS);
	const struct pseudonym_list *first, *second;
	struct intern *ids = intern_new();
	struct pseudonym *want = malloc(MANY * sizeof *want);
	char id[16], to[PSEUDONYM_SIZE];

	intern_add(ids, "", 0);
	for (int i = 0; i < MANY; i++)
		intern_add(ids, id, (size_t)snprintf(id, sizeof id, "F%06d", i));
	first = pseudonyms_make(one, "case", ids, 1);
	second = pseudonyms_make(two, "case", ids, 3);
	if (ok(first && second && first->count == MANY && second->count == MANY, "many ids")) {
		ok(memcmp(first->sorted, second->sorted, MANY * sizeof *first->sorted) == 0 &&
		   memcmp(first->ranks, second->ranks, (MANY + 1) * sizeof *first->ranks) == 0,
		   "by one thread and by three: the same");
		memcpy(want, first->sorted, MANY * sizeof *want);
		qsort(want, MANY, sizeof *want, compare);
		ok(memcmp(want, first->sorted, MANY * sizeof *want) == 0, "in order");
		is_count(first->ranks[0], 0, "an empty id has none");
		make(one, "case", id, to);
		is_text(to, second->sorted[second->ranks[MANY] - 1].text, "as one by one");
	}
	free(want);
	intern_free(ids);
	pseudonyms_free(one);
	pseudonyms_free(two);
}

int main(void)
{
	struct fault fault = { 0 };
	struct key *key, *other;

	snprintf(file, sizeof file, "%s/key", mkdtemp(folder) ? folder : "/nonexistent");
	key_make(file, &fault);
	key = open_key("one");
	other = open_key("two");
	if (ok(key && other, "keys of two domains")) {
		test_form(key);
		test_shift_apart(key);
		test_domains(key, other);
		test_collision(key);
		test_shift(key);
		test_many(key);
	}
	key_free(key);
	key_free(other);
	remove(file);
	remove(folder);
	return done();
}
