/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounding by a key: the rule by hand, unbiased over cells, another key gives another table. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/keyround.h"
#include "tap.h"

enum { ROWS = 4000 };

static void test_rule(void)
{
	int good = 1, sum;

	is_count((long long)keyround_number(0, 0), 0, "0 stays 0");
	is_count((long long)keyround_number(5, 0), 5, "a multiple of 5 stays");
	is_count((long long)keyround_number(7, 0.39), 10, "7 goes up where u < 2/5");
	is_count((long long)keyround_number(7, 0.41), 5, "and down where it is not");
	for (int n = 0; n <= 50; n++) {
		sum = 0;
		for (int u = 0; u < 10; u++)
			sum += (int)keyround_number(n, (u + 0.5) / 10);
		good = good && sum == 10 * n;
	}
	ok(good, "on average over u each number is itself");
}

static const char *make_key(const char *digits)
{
	static char path[] = "/tmp/keyround-test-XXXXXX";
	int file;

	strcpy(path + strlen(path) - 6, "XXXXXX");
	file = mkstemp(path);
	if (file < 0 || write(file, digits, 65) != 65 || fchmod(file, 0600) != 0)
		exit(1);
	close(file);
	return path;
}

static struct key *take_key(const char *digits)
{
	struct fault fault = { 0 };
	const char *path = make_key(digits);
	struct key *key = keyround_key(path, &fault);

	unlink(path);
	return key;
}

struct many {
	struct sheet sheet;
	const char *text[2 * ROWS];
	double number[2 * ROWS];
	char label[ROWS][8], count[ROWS][8];
};

/* Rows labelled 0, 1, ... with the counts 1 to 20, over and over. */
static struct many *many_new(void)
{
	static const char *name[] = { "area", "cases" };
	static unsigned char role[] = { ROLE_LABEL, ROLE_COUNT };
	struct many *many = calloc(1, sizeof *many);

	many->sheet = (struct sheet){ ROWS, 2, name, role, many->text, many->number, NULL, 0 };
	for (int r = 0; r < ROWS; r++) {
		snprintf(many->label[r], 8, "%d", r);
		snprintf(many->count[r], 8, "%d", r % 20 + 1);
		many->text[2 * r] = many->label[r];
		many->text[2 * r + 1] = many->count[r];
		many->number[2 * r] = NAN;
		many->number[2 * r + 1] = r % 20 + 1;
	}
	return many;
}

static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000\n";
static const char ones[] = "1111111111111111111111111111111111111111111111111111111111111111\n";

static void test_cells(void)
{
	struct many *many = many_new();
	struct fault fault = { 0 };
	struct key *key = take_key(zeros), *other = take_key(ones);
	struct keyround first, second, third;
	double sum = 0, up[5] = { 0 };
	int near = 1, same = 1, differ = 0;

	keyround_make(&first, &many->sheet, 5, key, &fault);
	keyround_make(&second, &many->sheet, 5, key, &fault);
	keyround_make(&third, &many->sheet, 5, other, &fault);
	for (size_t i = 1; i < 2 * ROWS; i += 2) {
		double error = first.number[i] - many->number[i];

		near = near && fabs(error) < 5 && fmod(first.number[i], 5) == 0;
		same = same && first.number[i] == second.number[i];
		differ += first.number[i] != third.number[i];
		sum += error;
		up[(int)many->number[i] % 5] += error > 0;
	}
	ok(near, "each number is one of the two multiples beside it");
	ok(same, "the same key gives the same table");
	ok(differ > ROWS / 4, "another key another one");
	/* sd of the error of n is at most sqrt(6), of the mean of 4000 0.039 */
	ok(fabs(sum / ROWS) < 0.15, "unbiased over cells (mean error %.3f)", sum / ROWS);
	for (int rest = 1; rest < 5; rest++)
		ok(fabs(up[rest] / (ROWS / 5.) - rest / 5.) < 0.07, "a rest of %d goes up in %.3f",
		   rest, up[rest] / (ROWS / 5.));
	keyround_free(&first);
	keyround_free(&second);
	keyround_free(&third);
	key_free(key);
	key_free(other);
	free(many);
}

int main(void)
{
	test_rule();
	test_cells();
	return done();
}
