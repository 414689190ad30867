/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csvreader - what the files of the reader of CSV share; whoever reads rows includes csv.h.
 *
 * csv        opening, the next row, what is asked of a reader
 * csvrecord  one record: its lines, its cells, libcsv
 * csvbytes   what a line is made of
 * csvheader  the first row
 * csvfault   where something stands, and what is said of it
 * csvshare   the same rows by several readers */
#ifndef VL_CSVREADER_H
#define VL_CSVREADER_H

#include <csv.h>
#include <stdint.h>

#include "data/charset.h"
#include "data/csv.h"
#include "data/plainrow.h"

enum {
	CSVREADER_LEAST_ROOM = 8,              /* what charset_read wants */
	/* Of the longest row and of what tells that there is more behind it. */
	CSVREADER_BYTES_MAX = CSV_RECORD_BYTES_MAX + CSVREADER_LEAST_ROOM,
	CSVREADER_SLACK = PLAINROW_SLACK       /* bytes behind the buffer that may be looked at */
};

struct csv_reader {
	struct charset *charset;
	struct findings *findings;
	char file[256];            /* in messages */
	struct csv_parser parser;
	void (*on_cell)(void *, size_t, void *);
	char delimiter;
	int row_end;               /* a last empty cell too many is none */
	int is_table;              /* no option says where its header stands and what parts it */
	char line_end;             /* '\n', or '\r' in files that have no other */

	/* Input: the bytes from `record` to `end` are kept. */
	char *bytes;
	size_t record, next, end, capacity;
	size_t block;              /* the capacity where no row is longer */
	int doubtful;              /* they may not be UTF-8 */
	int at_end;                /* the source has no more */
	int finished;              /* nothing more may be handed out */
	int reported;
	long lines;                /* taken so far */

	/* The physical line in hand. */
	size_t line;
	size_t length;             /* its line end excluded */
	size_t break_length;       /* 0: the file ends here */

	/* The record in hand. */
	long first_line;
	size_t column;             /* cells that are complete */
	long opened_line;          /* where the quoted cell that is still open begins */
	int complete;
	int offended;
	size_t offence_at;         /* offset of the first offence in the record */
	struct fault offence;

	/* The row made of it. */
	char **names;
	size_t name_count;
	size_t width;              /* that of the header, once it has been found good */
	unsigned char *wanted;
	size_t wanted_cells;       /* up to the last column wanted */
	size_t *ends;              /* of a plain row's cells, as many */
	struct csv_cell *cells;
	char *text;
	size_t text_used, text_room;

	csv_refusal_taker *tell;   /* or NULL */
	void *tell_to;
	long told_line;            /* of the row last told of */
	int cut_short;

	long records, blank_lines, first_blank;
	size_t usual_break;        /* length of the first row's line end */
	int mixed;                 /* a row with another one has been seen */

	/* Several readers of one file (csvshare). */
	struct csv_sharing *sharing;   /* NULL: this one reads alone */
	int is_part, is_feeder;        /* the feeder is a part that has the input */
	long number;                   /* of the block that a part has, or LONG_MAX */
	struct findings own;           /* of that block */
	struct fault ending;           /* what comes behind that block, if anything */
	struct csv_reader *keeper;     /* the feeder's: the part to which it leaves what it has read */

	/* Looking ahead at the rows of a block. */
	int ahead;
	unsigned char *wanted_ahead;   /* the cells kept while looking ahead; then the others */
	size_t cells_ahead;            /* as wanted_cells */
	struct csvreader_mark {        /* what goes back to where it was */
		size_t next, usual_break;
		long lines, records, blank_lines, first_blank;
		int mixed, finished, cut_short;
	} mark;
};

/* ---- csvrecord ------------------------------------------------------------------- */

void csvrecord_start_parser(struct csv_reader *reader);
/* 1 and more bytes behind those that are kept; 0 where there are none, or more are kept already
 * than a record may have; -1 and a fault. */
int csvrecord_fill(struct csv_reader *reader, struct fault *fault);
/* Take the next physical line, or of an endless one what a record may have: 1, 0 at the end
 * of the file, -1 on a fault. */
int csvrecord_take_line(struct csv_reader *reader, struct fault *fault);
/* The line's end is not among as many bytes as a record may have. */
int csvrecord_is_endless(const struct csv_reader *reader);
/* Read one record, sound or not: 1, 0 at the end of the file, -1 on a fault. */
int csvrecord_read(struct csv_reader *reader, struct fault *fault);
/* libcsv's calls for each cell of a row, and of the header. */
void csvrecord_take_cell(void *cell, size_t length, void *to);
void csvrecord_take_name(void *cell, size_t length, void *to);
/* For as many as the header has; none is wanted yet. */
void csvrecord_make_cells(struct csv_reader *reader);

/* ---- csvbytes -------------------------------------------------------------------- */

/* What a line is made of. */
struct csvbytes {
	uint64_t control, high, quote;   /* not 0: there are bytes below 0x20, from 0x80 on, quotes */
};

struct csvbytes csvbytes_look(const char *text, size_t length);
/* Check the bytes of the line in hand; returns how many of them may be parsed. */
size_t csvbytes_check(struct csv_reader *reader, const struct csvbytes *look);

/* ---- csvheader ------------------------------------------------------------------- */

int csvheader_read(struct csv_reader *reader, const struct csv_layout *layout,
		   struct fault *fault);

/* ---- csvfault -------------------------------------------------------------------- */

static inline const char *csvfault_record(const struct csv_reader *reader)
{
	return reader->bytes + reader->record;
}

/* Offset in the record of a cell's first byte; its last byte where there is no such cell. */
size_t csvfault_cell(const struct csv_reader *reader, size_t index);
/* The record breaks a rule at this offset; only its first offence counts. */
void csvfault_offend(struct csv_reader *reader, size_t offset, const char *kind, ...);
/* The same, but no place in the row is to blame. */
void csvfault_offend_width(struct csv_reader *reader);
void csvfault_warn(struct csv_reader *reader, long line, const char *kind, long count);
/* Add to the findings; of a row that is refused twice the first reason is told. */
void csvfault_find(struct csv_reader *reader, const struct fault *fault);

/* ---- csvshare -------------------------------------------------------------------- */

/* Said once of a file, whichever part of it comes to it first. */
extern const char csvshare_mixed[];

/* 0, or of the whole, once all parts have been read, -1 and the fault that ended that. */
int csvshare_outcome(const struct csv_reader *reader, struct fault *fault);
/* More bytes for a part, behind those that it has. */
void csvshare_keep(struct csv_reader *part, const char *bytes, size_t length);
void csvshare_close(struct csv_reader *reader);

#endif
