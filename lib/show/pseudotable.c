/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudotable - a table that is passed on, as CSV. */
#include <stdlib.h>
#include <string.h>

#include "base/inorder.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "show/pseudotable.h"

/* A pile is put together whole if it has no more bytes: else memory would know no bounds. */
enum { PIECE = 1 << 22 };
/* So many bytes are copied whatever a text has, which is half the time of copying as many as it
 * has; and once more where a column has longer ones. */
enum { COPIED = 32, COPIED_MOST = 2 * COPIED };
/* Columns side by side are put as one cell where all they can hold are so many bits, no longer than
 * what is copied, and each comes so many times: half the time. */
enum { JOINT_BITS = 12, JOINT_TIMES = 16 };

/* The texts of a column, or of several side by side, each with what follows it. */
struct cells {
	struct ordered_field field;
	struct lines text;
	size_t *starts;          /* by rank, one more than there are */
	size_t count;            /* ranks */
	size_t longest;
};

struct writing {
	const struct ordered *rows;
	struct cells *cells;
	size_t width, room;      /* of a row */
	struct inorder *order;
};

/* ---- cells ------------------------------------------------------------------------- */

static void add_text(struct cells *cells)
{
	size_t length = cells->text.length - cells->starts[cells->count];

	cells->starts[++cells->count] = cells->text.length;
	cells->longest = length > cells->longest ? length : cells->longest;
}

static void read_column(struct cells *cells, const struct pseudo *pseudo, size_t index)
{
	uint32_t count = pseudo_text_count(pseudo, index);
	char after = index + 1 == pseudo_width(pseudo) ? '\n' : ',';

	cells->field = pseudo_rows(pseudo)->fields[index];
	cells->starts = mem_new((size_t)count + 1, sizeof *cells->starts);
	for (uint32_t i = 0; i < count; i++) {
		const char *text = pseudo_text(pseudo, index, i);

		lines_text(&cells->text, text, strlen(text));
		lines_byte(&cells->text, after);
		add_text(cells);
	}
	lines_room(&cells->text, COPIED_MOST);
}

static void free_cells(struct cells *cells)
{
	lines_free(&cells->text);
	free(cells->starts);
}

static int can_join(const struct cells *cells, const struct cells *more, size_t rows)
{
	uint64_t most;

	if (cells->field.word != more->field.word)
		return 0;
	most = cells->field.mask << (cells->field.shift - more->field.shift);
	return most >> JOINT_BITS == 0 && most < rows / JOINT_TIMES &&
	       cells->longest + more->longest <= COPIED_MOST;
}

/* All pairs, by the rank that both make together; of ranks that are none, nothing. */
static struct cells join(const struct cells *cells, const struct cells *more)
{
	int shift = cells->field.shift - more->field.shift;
	uint64_t mask = cells->field.mask << shift | more->field.mask;
	struct cells joint = { .field = { more->field.word, more->field.shift, mask } };

	joint.starts = mem_new(mask + 2, sizeof *joint.starts);
	for (uint64_t i = 0; i <= mask; i++) {
		size_t left = i >> shift & cells->field.mask, right = i & more->field.mask;

		if (left < cells->count && right < more->count) {
			lines_bytes(&joint.text, cells->text.text + cells->starts[left],
				    cells->starts[left + 1] - cells->starts[left]);
			lines_bytes(&joint.text, more->text.text + more->starts[right],
				    more->starts[right + 1] - more->starts[right]);
		}
		add_text(&joint);
	}
	lines_room(&joint.text, COPIED_MOST);
	return joint;
}

/* One cell in place of the two. */
static void join_cells(struct cells *cells, struct cells *more)
{
	struct cells joint = join(cells, more);

	free_cells(cells);
	free_cells(more);
	*cells = joint;
	*more = (struct cells){ 0 };
}

static void read_cells(struct writing *writing, const struct pseudo *pseudo)
{
	writing->cells = mem_new(pseudo_width(pseudo) + 1, sizeof *writing->cells);
	for (size_t i = 0; i < pseudo_width(pseudo); i++) {
		struct cells *cells = &writing->cells[writing->width];

		read_column(cells, pseudo, i);
		writing->room += cells->longest;
		if (writing->width && can_join(cells - 1, cells, writing->rows->count))
			join_cells(cells - 1, cells);
		else
			writing->width++;
	}
}

/* ---- rows -------------------------------------------------------------------------- */

static char *put_cell(char *to, const struct cells *cells, uint32_t rank)
{
	const char *text = cells->text.text + cells->starts[rank];
	size_t length = cells->starts[rank + 1] - cells->starts[rank];

	memcpy(to, text, COPIED);
	if (cells->longest > COPIED)
		memcpy(to + COPIED, text + COPIED, COPIED);
	if (length > COPIED_MOST)
		memcpy(to + COPIED_MOST, text + COPIED_MOST, length - COPIED_MOST);
	return to + length;
}

/* As many as make a piece; returns how many. */
static size_t put_rows(const struct writing *writing, const uint64_t *words, size_t count,
		       struct lines *lines)
{
	const struct cells *behind = writing->cells + writing->width;
	size_t row = 0;

	for (; row < count && lines->length < PIECE; row++, words += writing->rows->width) {
		char *at = lines_room(lines, writing->room + COPIED_MOST);

		for (const struct cells *cells = writing->cells; cells < behind; cells++)
			at = put_cell(at, cells, ordered_rank(&cells->field, words));
		lines->length = (size_t)(at - lines->text);
	}
	return row;
}

static void put_pile(const struct writing *writing, size_t number, struct ordered_pile *pile,
		     struct lines *lines)
{
	size_t put;

	ordered_pile(writing->rows, number, pile);
	while ((put = put_rows(writing, pile->rows, pile->count, lines)) < pile->count) {
		inorder_piece(writing->order, number, lines);
		pile->rows += put * writing->rows->width;
		pile->count -= put;
	}
	inorder_put(writing->order, number, lines);
}

static void put_piles(size_t number, void *to)
{
	const struct writing *writing = to;
	struct ordered_pile pile = { 0 };
	struct lines lines = { 0 };

	while (inorder_take(writing->order, &number))
		put_pile(writing, number, &pile, &lines);
	ordered_pile_free(&pile);
	lines_free(&lines);
}

static void put_header(const struct pseudo *pseudo, FILE *to)
{
	struct lines lines = { 0 };

	for (size_t i = 0; i < pseudo_width(pseudo); i++) {
		const char *name = pseudo_name(pseudo, i);

		lines_text(&lines, name, strlen(name));
		lines_byte(&lines, i + 1 == pseudo_width(pseudo) ? '\n' : ',');
	}
	lines_write(&lines, 0, to);
	lines_free(&lines);
}

void pseudotable_write(const struct pseudo *pseudo, size_t threads, FILE *to)
{
	struct writing writing = { .rows = pseudo_rows(pseudo) };

	threads = threads ? threads : parallel_processors();
	writing.order = inorder_new(to, writing.rows->piles, threads);
	read_cells(&writing, pseudo);
	put_header(pseudo, to);
	parallel_each(threads, threads, put_piles, &writing);
	for (size_t i = 0; i < writing.width; i++)
		free_cells(&writing.cells[i]);
	free(writing.cells);
	inorder_free(writing.order);
}
