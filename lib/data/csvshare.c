/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csvshare - the rows of one CSV file by several readers.
 *
 * One more reader, the feeder, has the input. Under a lock it fills its block, finds the last sure
 * row end in it (rowcut.h) and exchanges blocks with the part that asked. Where none is sure it
 * reads the rows of the block itself, as if alone, and hands on the bytes of what it took for rows:
 * so all parts together see the rows, and the lines, that one reader sees. What is found in a block
 * waits for its turn; blocks without a finding do not. */
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/csvreader.h"
#include "data/rowcut.h"

#define NO_BLOCK LONG_MAX

_Static_assert((int)CSVREADER_SLACK >= (int)ROWCUT_SLACK, "rowcut looks behind a block");

const char csvshare_mixed[] = N_("line ends are mixed: from here on also the other kind");

struct csv_sharing {
	pthread_mutex_t feeding;        /* of these; taken before the other lock */
	struct csv_reader *feeder;
	long cut;                       /* blocks so far */
	int at_end;

	pthread_mutex_t lock;           /* of these, and of what the whole has counted and found */
	pthread_cond_t turn;
	struct csv_reader *whole;
	struct csv_reader *parts[THREADS_MAX];
	size_t count;
	int stopped;                    /* nothing counts any more */
	struct fault fault;             /* that ended the reading */
};

/* ---- blocks ---------------------------------------------------------------------- */

static void make_room(struct csv_reader *part, size_t capacity)
{
	if (capacity <= part->capacity)
		return;
	part->capacity = capacity;
	part->bytes = mem_resize(part->bytes, capacity + CSVREADER_SLACK, 1);
}

void csvshare_keep(struct csv_reader *part, const char *bytes, size_t length)
{
	size_t capacity = part->capacity;

	while (capacity - part->end < length)
		capacity *= 2;
	make_room(part, capacity);
	memcpy(part->bytes + part->end, bytes, length);
	part->end += length;
}

/* Behind a long row a block is again as large as the others. */
static void shrink(struct csv_reader *reader)
{
	if (reader->capacity <= reader->block)
		return;
	reader->end -= reader->record;
	reader->next -= reader->record;
	memmove(reader->bytes, csvfault_record(reader), reader->end);
	reader->record = 0;
	reader->capacity = reader->block;
	reader->bytes = mem_resize(reader->bytes, reader->capacity + CSVREADER_SLACK, 1);
}

/* The rows of a block as the feeder finds them: no fewer bytes than it has, unless the file ends,
 * or behind a long row it has several blocks. */
static int read_over(struct csv_reader *feeder, struct csv_reader *part, struct fault *fault)
{
	size_t left = feeder->end - feeder->next, bytes = left < feeder->block ? left : feeder->block;
	int got;

	feeder->keeper = part;
	do {
		got = csvrecord_read(feeder, fault);
	} while (got > 0 && !feeder->finished &&
		 part->end + (feeder->next - feeder->record) < bytes);
	feeder->keeper = NULL;
	if (got < 0)
		return -1;
	csvshare_keep(part, csvfault_record(feeder), feeder->next - feeder->record);
	feeder->record = feeder->next;
	return got > 0 && !feeder->finished;
}

/* The part takes the feeder's block up to the cut, and the feeder that of the part with what is
 * behind: so bytes stay in the cache of the processor that has read them (copied to the part, they
 * took 5 % of all time). */
static void exchange(struct csv_reader *feeder, struct csv_reader *part, size_t length)
{
	size_t to = feeder->next + length, rest = feeder->end - to, capacity = feeder->capacity;
	char *bytes = feeder->bytes;

	memcpy(part->bytes, bytes + to, rest);
	feeder->bytes = part->bytes;
	feeder->capacity = part->capacity;
	part->bytes = bytes;
	part->capacity = capacity;
	part->record = part->next = feeder->next;
	part->end = to;
	feeder->record = feeder->next = 0;
	feeder->end = rest;
}

/* The feeder's block is still long: it keeps it. */
static void copy(struct csv_reader *feeder, struct csv_reader *part, size_t length)
{
	csvshare_keep(part, feeder->bytes + feeder->next, length);
	feeder->record = feeder->next += length;
}

/* The sure rows of what the feeder has in hand: whether there are any. */
static int hand_over(struct csv_reader *feeder, struct csv_reader *part)
{
	const char *from = feeder->bytes + feeder->next;
	size_t length = feeder->end - feeder->next;
	struct rowcut cut = rowcut_find(from, length < CSV_FIELD_BYTES_MAX ? length :
					CSV_FIELD_BYTES_MAX, feeder->delimiter, feeder->line_end,
					CSV_FIELD_LINES_MAX);

	if (cut.length && length - cut.length > part->capacity)
		copy(feeder, part, cut.length);
	else if (cut.length)
		exchange(feeder, part, cut.length);
	feeder->lines += cut.lines;
	return cut.length > 0;
}

/* The next block. Returns whether there may be more of them; a fault comes behind its rows. */
static int cut_block(struct csv_reader *feeder, struct csv_reader *part)
{
	struct fault later = { 0 };     /* it comes again when all before it has been read */
	int more = 1;

	part->record = part->next = part->end = 0;
	shrink(part);
	part->lines = feeder->lines;
	part->ending = (struct fault){ 0 };
	if (feeder->end - feeder->next < feeder->block / 2) {
		shrink(feeder);
		csvrecord_fill(feeder, &later);
	}
	if (!hand_over(feeder, part))
		more = read_over(feeder, part, &part->ending) > 0;
	part->doubtful = feeder->doubtful;
	part->at_end = feeder->at_end && feeder->next == feeder->end;
	part->finished = 0;
	return more;
}

/* ---- looking ahead ---------------------------------------------------------------- */

static void swap_wanted(struct csv_reader *part)
{
	unsigned char *wanted = part->wanted;
	size_t cells = part->wanted_cells;

	part->wanted = part->wanted_ahead;
	part->wanted_cells = part->cells_ahead;
	part->wanted_ahead = wanted;
	part->cells_ahead = cells;
}

void csv_look_ahead(struct csv_reader *part)
{
	part->mark = (struct csvreader_mark){
		part->next, part->usual_break, part->lines, part->records, part->blank_lines,
		part->first_blank, part->mixed, part->finished, part->cut_short };
	part->ahead = 1;
	swap_wanted(part);
}

/* The bytes of a part's block stay where they are. */
void csv_go_back(struct csv_reader *part)
{
	const struct csvreader_mark *mark = &part->mark;

	part->record = part->next = mark->next;
	part->usual_break = mark->usual_break;
	part->lines = mark->lines;
	part->records = mark->records;
	part->blank_lines = mark->blank_lines;
	part->first_blank = mark->first_blank;
	part->mixed = mark->mixed;
	part->finished = mark->finished;
	part->cut_short = mark->cut_short;
	part->ahead = 0;
	swap_wanted(part);
}

long csv_block(const struct csv_reader *part)
{
	return part->number;
}

/* ---- turns ----------------------------------------------------------------------- */

/* Number the block that is cut next, if anybody wants it. */
static int begin(struct csv_sharing *sharing, struct csv_reader *part)
{
	int going;

	pthread_mutex_lock(&sharing->lock);
	going = !sharing->stopped;
	if (going)
		part->number = sharing->cut++;
	pthread_mutex_unlock(&sharing->lock);
	return going;
}

int csv_take(struct csv_reader *part)
{
	struct csv_sharing *sharing = part->sharing;
	int got = 0;

	pthread_mutex_lock(&sharing->feeding);
	if (!sharing->at_end && begin(sharing, part)) {
		sharing->at_end = !cut_block(sharing->feeder, part);
		got = part->end > part->next || part->ending.kind;
		if (!got)
			csv_hand_in(part, &part->ending);
	}
	pthread_mutex_unlock(&sharing->feeding);
	return got;
}

static int is_turn(const struct csv_sharing *sharing, const struct csv_reader *part)
{
	for (size_t i = 0; i < sharing->count; i++)
		if (sharing->parts[i]->number < part->number)
			return 0;
	return 1;
}

static int wait_turn(struct csv_sharing *sharing, const struct csv_reader *part)
{
	while (!is_turn(sharing, part))
		pthread_cond_wait(&sharing->turn, &sharing->lock);
	return !sharing->stopped;
}

int csv_turn(struct csv_reader *part)
{
	int going;

	pthread_mutex_lock(&part->sharing->lock);
	going = wait_turn(part->sharing, part);
	pthread_mutex_unlock(&part->sharing->lock);
	return going;
}

/* What is said once is not said again. */
static void join_findings(struct csv_reader *whole, struct csv_reader *part)
{
	findings_join(whole->findings, &part->own, whole->mixed ? csvshare_mixed : NULL);
	whole->mixed |= part->mixed;
}

/* What does not depend on the order of blocks. */
static void join_counts(struct csv_reader *whole, struct csv_reader *part)
{
	if (part->blank_lines && (!whole->blank_lines || part->first_blank < whole->first_blank))
		whole->first_blank = part->first_blank;
	whole->blank_lines += part->blank_lines;
	whole->records += part->records;
	whole->cut_short |= part->cut_short;
	part->blank_lines = part->records = 0;
}

void csv_hand_in(struct csv_reader *part, const struct fault *fault)
{
	struct csv_sharing *sharing = part->sharing;
	const struct fault *ending = fault->kind ? fault : &part->ending;
	int going;

	pthread_mutex_lock(&sharing->lock);
	going = part->own.count || ending->kind ? wait_turn(sharing, part) : !sharing->stopped;
	if (going) {
		join_counts(sharing->whole, part);
		join_findings(sharing->whole, part);
	}
	if (going && ending->kind) {
		sharing->fault = *ending;
		sharing->stopped = 1;
	}
	part->number = NO_BLOCK;
	pthread_cond_broadcast(&sharing->turn);
	pthread_mutex_unlock(&sharing->lock);
	findings_free(&part->own);
}

int csvshare_outcome(const struct csv_reader *reader, struct fault *fault)
{
	if (!reader->sharing || reader->is_part || !reader->sharing->stopped)
		return 0;
	*fault = reader->sharing->fault;
	return -1;
}

/* ---- parts ----------------------------------------------------------------------- */

/* Another reader of the same rows, without any yet. */
static struct csv_reader *part_of(const struct csv_reader *whole)
{
	struct csv_reader *part = mem_apart(1, sizeof *part);

	memcpy(part->file, whole->file, sizeof part->file);
	part->findings = &part->own;
	part->charset = whole->charset;
	part->on_cell = csvrecord_take_cell;
	part->delimiter = whole->delimiter;
	part->row_end = whole->row_end;
	part->line_end = whole->line_end;
	part->usual_break = whole->usual_break;
	part->mixed = whole->mixed;
	part->capacity = part->block = whole->block;
	part->bytes = mem_new(part->capacity + CSVREADER_SLACK, 1);
	part->text = mem_new(1, 1);
	csvrecord_start_parser(part);
	part->width = part->name_count = whole->width;
	part->names = mem_new(part->width, sizeof *part->names);
	for (size_t i = 0; i < part->width; i++)
		part->names[i] = mem_text(whole->names[i], strlen(whole->names[i]));
	csvrecord_make_cells(part);
	part->is_part = 1;
	part->number = NO_BLOCK;
	return part;
}

/* It has the input from where the whole stands, and keeps no cell. */
static struct csv_reader *feeder_of(struct csv_reader *whole)
{
	struct csv_reader *feeder = part_of(whole);
	char *bytes;

	make_room(feeder, whole->capacity);
	bytes = feeder->bytes;
	feeder->bytes = whole->bytes;
	feeder->record = feeder->next = whole->next;
	feeder->end = whole->end;
	whole->bytes = bytes;
	whole->record = whole->next = whole->end = 0;
	feeder->lines = whole->lines;
	feeder->doubtful = whole->doubtful;
	feeder->at_end = whole->at_end;
	feeder->is_feeder = 1;
	return feeder;
}

/* Of a short file all is in the first block. */
static int is_long(const struct csv_reader *whole)
{
	return !whole->at_end && whole->capacity - whole->end < CSVREADER_LEAST_ROOM;
}

size_t csv_share(struct csv_reader *whole, struct csv_reader *parts[], size_t count)
{
	struct csv_sharing *sharing;

	if (whole->finished || whole->sharing || !is_long(whole))
		return 0;
	sharing = mem_new(1, sizeof *sharing);
	pthread_mutex_init(&sharing->feeding, NULL);
	pthread_mutex_init(&sharing->lock, NULL);
	pthread_cond_init(&sharing->turn, NULL);
	sharing->whole = whole;
	sharing->feeder = feeder_of(whole);
	sharing->count = count < THREADS_MAX ? count : THREADS_MAX;
	for (size_t i = 0; i < sharing->count; i++) {
		parts[i] = sharing->parts[i] = part_of(whole);
		parts[i]->sharing = sharing;
		parts[i]->tell = whole->tell;
		parts[i]->tell_to = whole->tell_to;
		memcpy(parts[i]->wanted, whole->wanted, whole->width * sizeof *whole->wanted);
		parts[i]->wanted_cells = whole->wanted_cells;
		memcpy(parts[i]->wanted_ahead, whole->wanted_ahead,
		       whole->width * sizeof *whole->wanted_ahead);
		parts[i]->cells_ahead = whole->cells_ahead;
	}
	whole->sharing = sharing;
	whole->finished = 1;
	return sharing->count;
}

void csvshare_close(struct csv_reader *whole)
{
	if (!whole->sharing)
		return;
	csv_close(whole->sharing->feeder);
	pthread_mutex_destroy(&whole->sharing->feeding);
	pthread_mutex_destroy(&whole->sharing->lock);
	pthread_cond_destroy(&whole->sharing->turn);
	free(whole->sharing);
}
