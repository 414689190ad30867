/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain rows against a reading byte by byte, written here, and by hand; both as this machine does
 * it and as one without vector instructions would. */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "data/plainrow.h"
#include "tap.h"

#undef __SSE2__
#define plainrow_find plainrow_portable
int plainrow_portable(const char *text, const char *end, char delimiter, size_t *ends, size_t kept,
		      struct plainrow *row);
#include "data/plainrow.c"
#undef plainrow_find

enum { TEXT_MAX = 300, KEPT_MAX = 8, ROUNDS = 300000 };

typedef int finder(const char *text, const char *end, char delimiter, size_t *ends, size_t kept,
		   struct plainrow *row);

static const struct {
	const char *name;
	finder *find;
} finders[] = { { "as built", plainrow_find }, { "portable", plainrow_portable } };

/* ---- by hand --------------------------------------------------------------------- */

static const struct {
	const char *text;
	int plain;
	size_t length, break_length, cells;
	int high;
} rows[] = {
	{ "a,b,c\n", 1, 5, 1, 3, 0 },
	{ "a,b,c\r\nnext,\"", 1, 5, 2, 3, 0 },
	{ "\n", 1, 0, 1, 1, 0 },
	{ "\r\n", 1, 0, 2, 1, 0 },
	{ ",\n", 1, 1, 1, 2, 0 },
	{ "Caf\xC3\xA9,1\n", 1, 7, 1, 2, 1 },
	{ "0123456789abcde,0123456789abcdef,x\n", 1, 34, 1, 3, 0 },
	{ "0123456789abcdef\n\xFF", 1, 16, 1, 1, 0 },
	{ "a,b,c", 0, 0, 0, 0, 0 },
	{ "a,b\r", 0, 0, 0, 0, 0 },
	{ "a,b\rc\n", 0, 0, 0, 0, 0 },
	{ "a,\"b\"\n", 1, 5, 1, 2, 0 },
	{ "\"a,b\",\"\",\",\"\r\n", 1, 12, 2, 3, 0 },
	{ "\"0123456789,abcdef,0123456789,abcdef\",\"\xE4\"\n", 1, 41, 1, 2, 1 },
	{ "\"0123456789abcd\",2\n", 1, 18, 1, 2, 0 },
	{ "\"0123456789abcd\"2\n", 0, 0, 0, 0, 0 },
	{ "\"a \"\"quoted\"\" word\",1\n", 0, 0, 0, 0, 0 },
	{ "\"a\" ,1\n", 0, 0, 0, 0, 0 },
	{ " \"a\",1\n", 0, 0, 0, 0, 0 },
	{ "a\"b\",1\n", 0, 0, 0, 0, 0 },
	{ "\"a\n", 0, 0, 0, 0, 0 },
	{ "\"a\nb\"\n", 0, 0, 0, 0, 0 },
	{ "\"\n", 0, 0, 0, 0, 0 },
	{ "\"\"\"\n", 0, 0, 0, 0, 0 },
	{ "a\tb,c\n", 0, 0, 0, 0, 0 },
	{ "a,\x01\n", 0, 0, 0, 0, 0 },
};

static void test_by_hand(finder *find)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t length = strlen(rows[i].text);
		char *text = mem_new(length + PLAINROW_SLACK, 1);
		struct plainrow row;
		size_t ends[KEPT_MAX];
		int plain;

		memcpy(text, rows[i].text, length);
		plain = find(text, text + length, ',', ends, KEPT_MAX, &row);
		ok(plain == rows[i].plain && (!plain ||
		   (row.length == rows[i].length && row.break_length == rows[i].break_length &&
		    row.cells == rows[i].cells && row.high == rows[i].high)), "row %zu", i + 1);
		free(text);
	}
}

static void test_ends(finder *find)
{
	char text[25 + PLAINROW_SLACK] = "a,bc,,0123456789abcdef,z\n";
	size_t ends[3] = { 0, 0, 99 };
	struct plainrow row;

	find(text, text + 25, ',', ends, 2, &row);
	ok(ends[0] == 1 && ends[1] == 4 && ends[2] == 99, "where the first two cells end, and no more");
	is_count((long long)row.cells, 5, "all cells are counted");
	find(text, text + 25, '\t', ends, 2, &row);
	ok(row.cells == 1 && ends[0] == 24, "the only cell ends with the row");
	memcpy(text, "a\tb\n", 4);
	ok(find(text, text + 4, '\t', ends, 2, &row) && row.cells == 2 && ends[1] == 3,
	   "a tab that is the delimiter is plain");
}

/* ---- by another reading ---------------------------------------------------------- */

static uint64_t state = 20261122;

/* splitmix64 (Steele, Lea and Flood 2014) */
static uint64_t next_random(void)
{
	uint64_t z = state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static int is_control(char c, char delimiter)
{
	return (unsigned char)c < 0x20 && c != delimiter;
}

/* Where the cell ends that begins here; NULL where its quotes do not fit. */
static const char *cell_end(const char *at, const char *end, char delimiter)
{
	int quoted = at < end && *at == '"';

	for (at += quoted; at < end && !is_control(*at, delimiter); at++) {
		if (!quoted && *at == delimiter)
			return at;
		if (*at == '"')
			return quoted && (at + 1 == end || at[1] == delimiter ||
					  is_control(at[1], delimiter)) ? at + 1 : NULL;
	}
	return quoted ? NULL : at;
}

/* The same answer, from the definition. */
static int by_bytes(const char *text, const char *end, char delimiter, size_t *ends, size_t kept,
		    struct plainrow *row)
{
	const char *at = text;

	*row = (struct plainrow){ 0, 0, 0, 0 };
	for (;; at++) {
		at = cell_end(at, end, delimiter);
		if (!at)
			return 0;
		if (row->cells++ < kept)
			ends[row->cells - 1] = (size_t)(at - text);
		if (at == end || *at != delimiter)
			break;
	}
	row->length = (size_t)(at - text);
	for (size_t i = 0; i < row->length; i++)
		row->high |= (unsigned char)text[i] >= 0x80;
	row->break_length = at < end && *at == '\n' ? 1 : 2;
	return at < end && (*at == '\n' || (*at == '\r' && end - at > 1 && at[1] == '\n'));
}

static int same_answer(finder *find, const char *text, size_t length, char delimiter, size_t kept)
{
	size_t got_ends[KEPT_MAX] = { 0 }, want_ends[KEPT_MAX] = { 0 };
	struct plainrow got, want;
	int plain = find(text, text + length, delimiter, got_ends, kept, &got);

	if (by_bytes(text, text + length, delimiter, want_ends, kept, &want) != plain)
		return 0;
	return !plain || (memcmp(got_ends, want_ends, sizeof got_ends) == 0 &&
			  got.length == want.length && got.break_length == want.break_length &&
			  got.cells == want.cells && got.high == want.high);
}

/* Cells with and without quotes and now and then a byte that does not belong there. */
static size_t make_row(char text[TEXT_MAX], char delimiter)
{
	static const char inner[] = "abab1 \xE4\xC3;,", odd[] = "\"\"\t\x1F\r\n";
	unsigned spoilt = (unsigned)(next_random() % 3 ? 0 : 4);
	size_t length = 0;

	while (length < TEXT_MAX - 24 && next_random() % 10) {
		int quoted = next_random() % 3 == 0;

		if (quoted)
			text[length++] = '"';
		for (size_t left = next_random() % 20; left > 0; left--) {
			char c = next_random() % 64 < spoilt ? odd[next_random() % 6] :
				 inner[next_random() % 10];

			text[length++] = c == delimiter && !quoted ? 'x' : c;
		}
		if (quoted)
			text[length++] = '"';
		text[length++] = delimiter;
	}
	text[length++] = next_random() % 4 ? '\n' : '\r';
	text[length++] = '\n';
	return length;
}

static void test_random(finder *find)
{
	char text[TEXT_MAX + PLAINROW_SLACK] = "";
	int plain = 0, same = 1;

	for (int round = 0; round < ROUNDS && same; round++) {
		char delimiter = ",;\t"[next_random() % 3];
		size_t length = make_row(text, delimiter), ends[KEPT_MAX];
		struct plainrow row;

		if (next_random() % 8 == 0)
			length = next_random() % length;
		same = same_answer(find, text, length, delimiter, next_random() % (KEPT_MAX + 1));
		plain += by_bytes(text, text + length, delimiter, ends, KEPT_MAX, &row);
	}
	ok(same, "%d random texts: the same as byte by byte", ROUNDS);
	ok(plain > ROUNDS / 4 && plain < ROUNDS, "%d of them are plain", plain);
}

int main(void)
{
	for (size_t i = 0; i < sizeof finders / sizeof *finders; i++) {
		printf("# %s\n", finders[i].name);
		test_by_hand(finders[i].find);
		test_ends(finders[i].find);
		test_random(finders[i].find);
	}
	return done();
}
