/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv - rows of a CSV file, and where each of them stood.
 *
 * libcsv parses, strictly, all but plain rows (plainrow.h), which need no parser; this
 * module judges what libcsv does not: bytes (NUL, control bytes, UTF-8), line ends, the
 * header (names unique and not empty), the width of each row, sizes. It is the only one
 * that knows libcsv; charset.h makes UTF-8 of the file's bytes before.
 *
 * The reader takes one physical line at a time, so that each row knows the line it
 * begins on and each cell its character column. Lines end with LF or CRLF; with CR
 * where the first block has a CR and no LF outside quotes. The other of the two is
 * text inside quotes and refused outside.
 *
 * Rows that break a rule are added to the findings and skipped. After a misplaced
 * quote the next line is read as a new row; bad bytes do not end a row, which may
 * run over several lines. A quote that is not closed within the limits, or an
 * endless line, is refused as well and ends the reading, as nothing behind it can
 * be trusted. A file that cannot be read at all ends with a fault.
 *
 * Blank lines (also those of nothing but blanks and delimiters, as spreadsheets
 * write them), a missing last line end, mixed line ends, and line breaks inside the
 * cells of a column wanted by csv_want are warnings.
 *
 * A first line `sep=;` as Excel knows it states the delimiter, whatever the layout says.
 *
 * Cells and names are handed out without the blanks, tabs and no-break spaces at
 * their edges; csv_raw is untouched. Input is streamed in blocks; memory is bounded
 * by CSV_RECORD_BYTES_MAX, of several readers for each of them. The files of the reader:
 * csvreader.h.
 *
 * Sources: RFC 4180; the rules and their reasons in verlauf-csv(5). */
#ifndef VL_CSV_H
#define VL_CSV_H

#include <stddef.h>
#include "base/diag.h"

enum {
	CSV_FIELD_BYTES_MAX = 1 << 20,
	CSV_FIELD_LINES_MAX = 1000,        /* line breaks in one cell */
	CSV_RECORD_BYTES_MAX = 1 << 24,
	CSV_COLUMNS_MAX = 10000
};

/* Encodings beside "cp1252", "iso-8859-1" and "iso-8859-15". With both of these a byte
 * order mark tells, also that of UTF-16 or UTF-32. */
#define CSV_UTF8 "utf-8"
#define CSV_BOM_OR_CP1252 "utf-8-bom-or-cp1252"

/* A second header row below the names: none, always one, or one of HXL tags where there is one
 * (each cell empty or beginning with "#"). */
enum csv_second { CSV_SECOND_NONE, CSV_SECOND_ANY, CSV_SECOND_HXL };

struct csv_layout {
	char delimiter;            /* 0 = as `delimiters` says, or comma */
	const char *delimiters;    /* the header line decides among them; NULL = none */
	enum csv_second second_header;
	int row_end;               /* lines may end in a delimiter that begins no further cell */
	const char *encoding;      /* one of the above; NULL = CSV_UTF8 */
	long skip;                 /* lines before the header */
	int is_table;              /* in the CSV form of these tools, which no option changes */
	size_t block;              /* bytes read at a time; 0 = 256 KiB (others are for tests) */
};

struct csv_cell {
	const char *text;          /* terminated; valid until the next csv_next */
	size_t length;
};

struct csv_row {
	const struct csv_cell *cells;   /* all of the header's width; unwanted ones are empty */
	size_t width;
	long line;                      /* of its first character */
};

struct csv_reader;

/* Told of each refused row, once: what is wrong with it (line, column, rule), and the row as
 * csv_raw gives it, which may hold line breaks. */
typedef void csv_refusal_taker(const struct fault *fault, struct csv_cell raw, void *to);

/* Open a file ("-" is standard input) and read its header. NULL and a fault where
 * that fails: no such file, a directory, gzip, zip, UTF-16 without BOM, no header, names
 * that are empty or stand twice, a header that another delimiter or line would make better. */
struct csv_reader *csv_open(const char *path, const struct csv_layout *layout,
			    struct findings *findings, struct fault *fault);
void csv_close(struct csv_reader *reader);      /* NULL allowed */

/* The header's names, trimmed. */
size_t csv_width(const struct csv_reader *reader);
const char *csv_name(const struct csv_reader *reader, size_t index);
/* Index of the column of that name from index `from` on; SIZE_MAX where there is none. */
size_t csv_column(const struct csv_reader *reader, const char *name, size_t from);
const char *csv_file(const struct csv_reader *reader);   /* as in messages: "<stdin>" */
struct findings *csv_findings(const struct csv_reader *reader);  /* where it adds what it finds */
/* Keep a column's cells: those never wanted are checked but not copied. */
void csv_want(struct csv_reader *reader, size_t index);
void csv_want_all(struct csv_reader *reader);
/* Keep it while looking ahead (below). */
void csv_want_ahead(struct csv_reader *reader, size_t index);

/* 1 and the next sound row, 0 at the end, -1 on a fault: a read error, or bytes that
 * make the whole file doubtful. Whether refused rows fail the reading is the caller's
 * to decide, from findings->refused. */
int csv_next(struct csv_reader *reader, struct csv_row *row, struct fault *fault);

/* Share the rows that are still to come among `count` readers, one for each thread, which want the
 * same columns; the caller closes them before the reader itself. All input will do, pipes as well:
 * whoever has nothing to do reads the next block, with a lock, and cuts it where a row ends.
 * Returns how many there are: 0 where the rest is no longer than what has been read ahead.
 *
 * A part reads block after block: csv_take; csv_next until it says 0; csv_hand_in. Rows have their
 * own lines, and what is found goes to the reader's findings in the order of the file: nobody can
 * tell that several have read. When all parts are done, csv_next of the reader itself says 0, or -1
 * and what ended the reading. */
size_t csv_share(struct csv_reader *reader, struct csv_reader *parts[], size_t count);
/* 1 and the rows of another block are to be had; 0 where there are no more. */
int csv_take(struct csv_reader *part);
/* The number of that block: 0, 1, 2, ... in the order of the file. Each is some part's. */
long csv_block(const struct csv_reader *part);
/* Look at the rows of that block before they are read: from now on csv_next finds and counts
 * nothing, and keeps only the cells wanted by csv_want_ahead; until csv_go_back, behind which the
 * block begins again. */
void csv_look_ahead(struct csv_reader *part);
void csv_go_back(struct csv_reader *part);
/* Wait until all blocks before that of this part have been handed in: 1, or 0 where the reading
 * ended in one of them, so that this one counts no more. */
int csv_turn(struct csv_reader *part);
/* The block is done. Nothing behind it is read if `fault` says what is wrong. */
void csv_hand_in(struct csv_reader *part, const struct fault *fault);

/* Line and character column where a cell of the current row begins, quotes included. */
void csv_place(const struct csv_reader *reader, size_t index, long *line, long *column);
/* The current row as it stood in the file, line end excluded (in UTF-8; not terminated). */
struct csv_cell csv_raw(const struct csv_reader *reader);
/* Add a finding about one cell of the current row: a refusal (STATUS_DATA) or a warning
 * (STATUS_OK). The column's name is put before it; the cell, if wanted, is what was seen. */
void csv_refuse(struct csv_reader *reader, size_t index, enum status status, const char *kind, ...);
/* Tell of refused rows from here on. */
void csv_on_refusal(struct csv_reader *reader, csv_refusal_taker *take, void *to);
/* Whether the reading ended before the file did, since nothing behind an unclosed quote can be
 * trusted, or the file before the table: its last row has too few cells and no line end. */
int csv_cut_short(const struct csv_reader *reader);
/* Records seen so far, the refused among them included. */
long csv_records(const struct csv_reader *reader);

#endif
