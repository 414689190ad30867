/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table read by several threads is what one makes of it: the same texts, the same rows. What
 * stands in it is tested elsewhere (pseudo.t, against Python). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/date.h"
#include "model/pseudo.h"
#include "tap.h"

enum { ROWS = 90000 };

static char path[] = "/tmp/verlauf-pseudo-test-XXXXXX", key_path[sizeof path + 4];

/* More than two parts' worth of bytes, each id often and each row with a contact of its own. */
static void write_table(void)
{
	FILE *to = fopen(path, "w");
	unsigned long state = 1;
	char date[11];

	if (!to) {
		perror(path);
		exit(1);
	}
	fputs("contact_id,case_id,date,minutes,adviser,topic,group_id,participants\n", to);
	for (int i = 0; i < ROWS; i++) {
		state = state * 48271 % 2147483647;
		date_write(date, date_from_civil(2022, 1, 1) + (int32_t)(state % 1000));
		fprintf(to, "K%d,F%lu,%s,%lu,B%lu,%s,%s,%s\n", i, state / 7 % 9000, date, state % 97,
			state % 20, i % 3 ? "family" : "housing|work", i % 5 ? "" : "G 1",
			i % 5 ? "" : "4");
	}
	fclose(to);
}

static struct pseudo *read_by(size_t threads, enum pseudo_dates dates,
			      struct pseudonyms *pseudonyms)
{
	static struct source source;
	static struct pseudo_rules rules;
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct pseudo *pseudo;

	source_start(&source);
	source.file = path;
	source.threads = threads;
	rules = (struct pseudo_rules){ .dates = dates, .shift_days = SHIFT_DAYS, .min_count = 5,
				       .columns.coarsen = { { "topic" }, 1 } };
	source_layout(&source);
	pseudo = pseudo_read(&source, &rules, pseudonyms, &findings, &fault);
	findings_free(&findings);
	return pseudo;
}

static int rows_alike(const struct ordered *rows, const struct ordered *others)
{
	struct ordered_pile pile = { 0 }, other = { 0 };
	int same = rows->count == ROWS && others->count == ROWS && rows->width == others->width &&
		   rows->piles == others->piles;

	for (size_t i = 0; same && i < rows->piles; i++) {
		ordered_pile(rows, i, &pile);
		ordered_pile(others, i, &other);
		same = pile.count == other.count &&
		       (!pile.count || memcmp(pile.rows, other.rows, pile.count * rows->width *
					      sizeof *pile.rows) == 0);
	}
	ordered_pile_free(&pile);
	ordered_pile_free(&other);
	return same;
}

/* Row by row which text stands there, and column by column the texts. */
static int alike(const struct pseudo *one, const struct pseudo *other)
{
	int same = rows_alike(pseudo_rows(one), pseudo_rows(other));

	for (size_t c = 0; same && c < pseudo_width(one); c++) {
		uint32_t count = pseudo_text_count(one, c);

		same = count == pseudo_text_count(other, c);
		for (uint32_t i = 0; same && i < count; i++)
			same = strcmp(pseudo_text(one, c, i), pseudo_text(other, c, i)) == 0;
	}
	return same;
}

static void test_threads(struct key *key, enum pseudo_dates dates, const char *what)
{
	struct pseudonyms *pseudonyms[] = { pseudonyms_new(key, PSEUDONYM_DIGITS),
					    pseudonyms_new(key, PSEUDONYM_DIGITS) };
	struct pseudo *one = read_by(1, dates, pseudonyms[0]);
	struct pseudo *three = read_by(3, dates, pseudonyms[1]);

	if (ok(one && three, "%s: read", what))
		ok(alike(one, three), "%s: by three threads as by one", what);
	pseudo_free(one);
	pseudo_free(three);
	pseudonyms_free(pseudonyms[0]);
	pseudonyms_free(pseudonyms[1]);
}

int main(void)
{
	struct fault fault = { 0 };
	struct key *key;

	close(mkstemp(path));
	snprintf(key_path, sizeof key_path, "%s.key", path);
	key_make(key_path, &fault);
	key = key_read(key_path, "one", &fault);
	write_table();
	if (ok(key != NULL, "a key")) {
		test_threads(key, DATES_MONTH, "by months");
		test_threads(key, DATES_SHIFT, "shifted");
	}
	key_free(key);
	remove(path);
	remove(key_path);
	return done();
}
