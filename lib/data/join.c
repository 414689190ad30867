/* SPDX-License-Identifier: GPL-3.0-or-later */
/* join - the second file of an export: a few of its columns for each value of its key. */
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/join.h"

struct join {
	struct intern *keys;
	struct intern *texts;
	uint32_t *numbers;          /* of texts: by key, then by column */
	size_t capacity;
	struct csv_cell *cells;     /* by number of the text */
	int columns;
};

static int find_columns(struct feed *feed, const struct profile *profile, int *key, int *columns,
			struct fault *fault)
{
	if (feed_column(feed, profile->join_key, 1, key, fault) != 0)
		return -1;
	for (int i = 0; profile->join_columns[i]; i++)
		if (feed_column(feed, profile->join_columns[i], 1, &columns[i], fault) != 0)
			return -1;
	return 0;
}

static void take(struct join *join, struct feed *feed, int key, const int *columns)
{
	struct csv_cell name = feed_cell(feed, key);
	uint32_t known = intern_count(join->keys);

	if (!name.length) {
		feed_refuse(feed, key, STATUS_DATA, N_("must not be empty"));
		return;
	}
	if (intern_add(join->keys, name.text, name.length) != known) {
		feed_refuse(feed, key, STATUS_DATA, N_("a second row with the same key"));
		return;
	}
	for (int i = 0; i < join->columns; i++) {
		struct csv_cell cell = feed_cell(feed, columns[i]);
		size_t at = (size_t)known * (size_t)join->columns + (size_t)i;

		join->numbers = mem_grow(join->numbers, at, &join->capacity,
					 sizeof *join->numbers);
		join->numbers[at] = intern_add(join->texts, cell.text, cell.length);
	}
}

static int read_rows(struct join *join, struct feed *feed, const struct profile *profile,
		     struct fault *fault)
{
	int key, more = -1, *columns = mem_new((size_t)join->columns, sizeof *columns);

	if (find_columns(feed, profile, &key, columns, fault) == 0)
		while ((more = feed_next(feed, fault)) == 1)
			take(join, feed, key, columns);
	free(columns);
	return more;
}

static void list_cells(struct join *join)
{
	uint32_t count = intern_count(join->texts);

	join->cells = mem_new(count, sizeof *join->cells);
	for (uint32_t i = 0; i < count; i++) {
		const char *text = intern_text(join->texts, i);

		join->cells[i] = (struct csv_cell){ text, strlen(text) };
	}
}

struct join *join_read(const struct source *source, struct findings *findings,
		       struct fault *fault)
{
	const struct profile *profile = source->profile;
	struct join *join = mem_new(1, sizeof *join);
	size_t before = findings->refused;
	struct feed *feed;
	int result = -1;

	join->keys = intern_new();
	join->texts = intern_new();
	while (profile->join_columns[join->columns])
		join->columns++;
	feed = feed_open(source, source->join_file, FEED_JOINED, findings, fault);
	if (feed)
		result = read_rows(join, feed, profile, fault);
	if (result == 0)
		result = feed_verdict(feed, findings->refused - before, fault);
	feed_close(feed);
	if (result == 0) {
		list_cells(join);
		return join;
	}
	join_free(join);
	return NULL;
}

void join_free(struct join *join)
{
	if (!join)
		return;
	intern_free(join->keys);
	intern_free(join->texts);
	free(join->numbers);
	free(join->cells);
	free(join);
}

uint32_t join_find(const struct join *join, struct csv_cell key)
{
	return intern_find(join->keys, key.text, key.length);
}

struct csv_cell join_cell(const struct join *join, uint32_t row, size_t index)
{
	return join->cells[join->numbers[row * (size_t)join->columns + index]];
}
