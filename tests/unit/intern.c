/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts into numbers and back. */
#include <stdlib.h>

#include "base/parallel.h"
#include "data/intern.h"
#include "tap.h"

enum { MANY = 100000, THREADS = 4 };

/* Texts of all lengths around that which a key (8 bytes) can tell. */
static const char *text_of(uint32_t number)
{
	static char text[100];

	snprintf(text, sizeof text, "%0*u", (int)(5 + number % 60), number);
	return text;
}

static void test_many(void)
{
	struct intern *table = intern_new();
	int numbers = 1, again = 1, texts = 1, found = 1, ascending = 1;
	uint32_t *order;

	for (uint32_t i = 0; i < MANY; i++)
		numbers &= intern_add(table, text_of(i), strlen(text_of(i))) == i;
	ok(numbers, "numbers 0, 1, 2, ... in order of appearance");
	for (uint32_t i = 0; i < MANY; i++) {
		again &= intern_add(table, text_of(i), strlen(text_of(i))) == i;
		found &= intern_find(table, text_of(i), strlen(text_of(i))) == i;
		texts &= strcmp(intern_text(table, i), text_of(i)) == 0;
	}
	ok(again, "a text that is there keeps its number");
	ok(found, "and is found");
	ok(texts, "a number gives its text");
	is_count(intern_count(table), MANY, "so many");
	order = intern_sorted(table);
	for (uint32_t i = 1; i < MANY; i++)
		ascending &= strcmp(intern_text(table, order[i - 1]),
				    intern_text(table, order[i])) < 0;
	ok(ascending, "sorted bytewise");
	free(order);
	intern_free(table);
}

/* Texts that fill a block (64 KiB) or are longer, also as the first of all, and others behind
 * them. */
static void test_long(void)
{
	static const size_t lengths[] = { 65520, 65526, 65527, 65528, 65531, 65532, 65536, 70000,
					  1 << 20 };
	static char text[(1 << 20) + 9];
	int right = 1;

	memset(text, 'a', sizeof text - 1);
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		struct intern *table = intern_new();

		for (uint32_t n = 0; n < 8; n++)
			right &= intern_add(table, n % 2 ? text_of(n) : text,
					    n % 2 ? strlen(text_of(n)) : lengths[i] + n) == n;
		for (uint32_t n = 0; n < 8; n++)
			right &= strlen(intern_text(table, n)) ==
				 (n % 2 ? strlen(text_of(n)) : lengths[i] + n);
		intern_free(table);
	}
	ok(right, "texts as long as a block, and those that follow");
}

static void test_alike(void)
{
	static const char *const texts[] = {
		"", "a", "A", "aa", "a ", "twenty-seven bytes of text", "twenty-seven bytes of text.",
		"twenty-seven bytes of text..", "twenty-seven bytes of text.,",
		"a text that is a good deal longer than a slot", "a text that is a good deal longer than a slo",
		"\xC3\xA4", "\xC3\x84", "\xFF",
	};
	enum { COUNT = sizeof texts / sizeof *texts };
	struct intern *table = intern_new();
	int distinct = 1;

	for (uint32_t i = 0; i < COUNT; i++)
		distinct &= intern_add(table, texts[i], strlen(texts[i])) == i;
	ok(distinct, "texts that are nearly alike have numbers of their own");
	is_count(intern_find(table, "twenty", 6), INTERN_NONE, "the beginning of a text is not found");
	is_count(intern_find(table, "ab", 1), 1, "the length counts, not the end of the text");
	is_count(intern_add_hashed(table, intern_hash("a ", 2), "a ", 2), 4, "by its hash");
	intern_free(table);
}

/* The number by which an odd one gives 1 (Newton's iteration; each step doubles the right bits). */
static uint64_t inverse(uint64_t odd)
{
	uint64_t x = odd;

	for (int i = 0; i < 6; i++)
		x *= 2 - odd * x;
	return x;
}

static uint64_t undo_shift(uint64_t z, int bits)
{
	uint64_t x = z;

	for (int i = bits; i < 64; i += bits)
		x = z ^ x >> bits;
	return x;
}

/* The text of eight bytes that has this hash; 0 where it would have a zero byte. */
static int short_text_of(uint64_t hash, char text[9])
{
	uint64_t word = undo_shift(hash, 31) * inverse(0x94D049BB133111EBu);

	word = undo_shift(undo_shift(word, 27) * inverse(0xBF58476D1CE4E5B9u), 30);
	text[8] = '\0';
	for (int i = 0; i < 8; i++, word >>= 8)
		text[i] = (char)(word & 0xFF);
	return strlen(text) == 8;
}

/* A long text and a short one of the same key, in either order. */
static void test_same_key(void)
{
	int pairs = 0, right = 1;

	for (int i = 0; i < 1000; i++) {
		char other[9], text[40];
		size_t length = (size_t)snprintf(text, sizeof text, "a text of many bytes %d", i);
		struct intern *table = intern_new();
		int first = i % 2;

		if (short_text_of(intern_hash(text, length), other)) {
			pairs += intern_hash(other, 8) == intern_hash(text, length);
			intern_add(table, first ? other : text, first ? 8 : length);
			right &= intern_find(table, first ? text : other, first ? length : 8) ==
				 INTERN_NONE;
			right &= intern_add(table, first ? text : other, first ? length : 8) == 1;
			right &= intern_find(table, other, 8) == (uint32_t)!first &&
				 intern_find(table, text, length) == (uint32_t)first;
		}
		intern_free(table);
	}
	ok(pairs > 900, "%d pairs of a long and a short text with the same hash", pairs);
	ok(right, "have numbers of their own");
}

struct adding {
	struct intern *table;
	uint32_t numbers[THREADS][MANY];     /* by text, as each thread was told */
	uint32_t count;
};

static size_t name(char text[100], uint32_t n)
{
	return (size_t)snprintf(text, 100, "%0*u", (int)(5 + n % 9), n);
}

/* The same texts in the same order, so that each is new to several threads at the same time; all
 * but the first thread now and then another way round. */
static void add_all(size_t thread, void *to)
{
	struct adding *adding = to;
	char text[100];

	for (uint32_t i = 0; i < adding->count; i++) {
		uint32_t n = thread && i / 512 % 2 ? (i / 512 * 512) + 511 - i % 512 : i;

		if (n < adding->count)
			adding->numbers[thread][n] = intern_add(adding->table, text, name(text, n));
	}
	for (uint32_t i = 0; i < adding->count; i++)
		adding->numbers[thread][i] = intern_add(adding->table, text, name(text, i));
}

/* Whether all threads were told the same, each number belongs to one text, and to this one. */
static int agrees(const struct adding *adding)
{
	int good = intern_count(adding->table) == adding->count;
	char text[100];

	for (uint32_t n = 0; n < adding->count && good; n++) {
		uint32_t number = adding->numbers[0][n];

		name(text, n);
		for (int i = 1; i < THREADS; i++)
			good &= adding->numbers[i][n] == number;
		good = good && number < adding->count &&
		       strcmp(intern_text(adding->table, number), text) == 0;
	}
	return good;
}

/* Many small tables, since it is in the beginning that threads are after the same slots. */
static void test_threads(uint32_t count, int tables)
{
	struct adding *adding = calloc(1, sizeof *adding);
	int good = 1;

	adding->count = count;
	for (int i = 0; i < tables && good; i++) {
		adding->table = intern_new();
		intern_share(adding->table);
		parallel_each(THREADS, THREADS, add_all, adding);
		good = agrees(adding);
		intern_free(adding->table);
	}
	ok(good, "%u texts in %d tables, added by %d threads at the same time", count, tables,
	   THREADS);
	free(adding);
}

static void test_order(void)
{
	/* Bytewise: capitals first, a beginning before what goes on, bytes above 0x7F last. */
	static const char *const texts[] = { "b", "\xC3\xA4", "a10", "a9", "a", "B", "abcdefgh2",
					     "abcdefgh", "abcdefgh10", "" };
	static const char want[] = "|B|a|a10|a9|abcdefgh|abcdefgh10|abcdefgh2|b|\xC3\xA4|";
	struct intern *table = intern_new();
	char got[200] = "";
	uint32_t *order;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		intern_add(table, texts[i], strlen(texts[i]));
	order = intern_sorted(table);
	for (uint32_t i = 0; i < intern_count(table); i++)
		strcat(strcat(got, intern_text(table, order[i])), "|");
	is_text(got, want, "order of bytes");
	free(order);
	intern_free(table);
}

static void test_empty(void)
{
	struct intern *table = intern_new();
	uint32_t *order = intern_sorted(table);

	is_count(intern_find(table, "a", 1), INTERN_NONE, "nothing is in an empty table");
	is_count(intern_count(table), 0, "which counts 0");
	free(order);
	intern_free(table);
	intern_free(NULL);
}

int main(void)
{
	test_many();
	test_long();
	test_alike();
	test_same_key();
	test_threads(MANY, 2);
	test_threads(3000, 100);
	test_order();
	test_empty();
	return done();
}
