/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader: what it accepts, what it refuses and where, and that nothing changes with the way
 * the bytes arrive. The expected places were counted by hand. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "data/csv.h"
#include "data/date.h"
#include "data/field.h"
#include "tap.h"

#define B(literal) { literal, sizeof literal - 1 }

struct bytes {
	const char *at;
	size_t length;
};

/* ---- reading a text to the end --------------------------------------------------- */

static char scratch[] = "/tmp/verlauf-csv-test-XXXXXX";
static int scratch_file;

static void write_scratch(const char *bytes, size_t length)
{
	static size_t before;

	if (pwrite(scratch_file, bytes, length, 0) != (ssize_t)length ||
	    (length < before && ftruncate(scratch_file, (off_t)length) != 0)) {
		perror(scratch);
		exit(1);
	}
	before = length;
}

/* All that can be seen of one reading. Rows are written as `line: cell|cell`. */
struct result {
	char *rows;
	size_t size;
	long count, records;
	struct fault fault;
	struct findings findings;
};

static void read_rows(struct csv_reader *reader, FILE *to, struct result *result)
{
	struct csv_row row;

	csv_want_all(reader);
	while (csv_next(reader, &row, &result->fault) > 0) {
		fprintf(to, "%ld: ", row.line);
		for (size_t i = 0; i < row.width; i++)
			fprintf(to, "%s%s", i ? "|" : "", row.cells[i].text);
		fputc('\n', to);
		result->count++;
	}
	result->records = csv_records(reader);
}

static struct result read_path(const char *path, const struct csv_layout *layout)
{
	struct result result = { 0 };
	FILE *to = open_memstream(&result.rows, &result.size);
	struct csv_reader *reader = csv_open(path, layout, &result.findings, &result.fault);

	if (reader)
		read_rows(reader, to, &result);
	csv_close(reader);
	fclose(to);
	return result;
}

static struct result read_bytes(struct bytes bytes, struct csv_layout layout)
{
	write_scratch(bytes.at, bytes.length);
	return read_path(scratch, &layout);
}

static void forget(struct result *result)
{
	free(result->rows);
	findings_free(&result->findings);
}

static const struct fault *first_refusal(const struct result *result)
{
	for (size_t i = 0; i < result->findings.count; i++)
		if (result->findings.list[i].status != STATUS_OK)
			return &result->findings.list[i];
	return NULL;
}

/* ---- accepted -------------------------------------------------------------------- */

struct accepted {
	const char *what;
	struct bytes bytes;
	struct csv_layout layout;
	const char *rows;
};

static const struct accepted accepted[] = {
	{ "LF", B("a,b\n1,2\n3,4\n"), { 0 }, "2: 1|2\n3: 3|4\n" },
	{ "CRLF", B("a,b\r\n1,2\r\n3,4\r\n"), { 0 }, "2: 1|2\n3: 3|4\n" },
	{ "CR", B("a,b\r1,2\r3,4\r"), { 0 }, "2: 1|2\n3: 3|4\n" },
	{ "CR, LF inside quotes", B("a,b\r1,\"2\n2\"\r3,4\r"), { 0 }, "2: 1|2\n2\n3: 3|4\n" },
	{ "CR, a header only", B("a,b\r"), { 0 }, "" },
	{ "LF, CR inside quotes", B("a,b\n1,\"2\r2\"\n"), { 0 }, "2: 1|2\r2\n" },
	{ "no last line end", B("a,b\n1,2"), { 0 }, "2: 1|2\n" },
	{ "no last line end, in quotes", B("a,b\n1,\"2\""), { 0 }, "2: 1|2\n" },
	{ "no last line end, empty cell", B("a,b\n1,"), { 0 }, "2: 1|\n" },
	{ "a header only", B("a,b\n"), { 0 }, "" },
	{ "one column", B("a\n1\n\"\"\n2\n"), { 0 }, "2: 1\n3: \n4: 2\n" },
	{ "quotes", B("a,b\n\"1,\"\"2\"\"\",\"\"\n"), { 0 }, "2: 1,\"2\"|\n" },
	{ "line breaks in quotes", B("a,b\n\"1\n2\n\",3\n4,5\n"), { 0 }, "2: 1\n2\n|3\n5: 4|5\n" },
	{ "CRLF in quotes", B("a,b\r\n\"1\r\n2\",3\r\n"), { 0 }, "2: 1\r\n2|3\n" },
	{ "edges are trimmed", B("a , b\n 1\t,\xC2\xA0 2 \xC2\xA0\n\"\t 3 \", \xC2\xA0\n"), { 0 },
	  "2: 1|2\n3: 3|\n" },
	{ "blanks inside stay", B("a,b\n1  2,\" 3  4 \"\n"), { 0 }, "2: 1  2|3  4\n" },
	{ "half a no-break space stays", B("a,b\n\xC3\x82,\xE2\x80\xA0\n"), { 0 },
	  "2: \xC3\x82|\xE2\x80\xA0\n" },
	{ "semicolon", B("a;b\n1,5;2\n"), { .delimiter = ';' }, "2: 1,5|2\n" },
	{ "tab", B("a\tb\tc\n1\t\t 3\n\t\t3\n"), { .delimiter = '\t' }, "2: 1||3\n3: ||3\n" },
	{ "tab, quoted", B("a\tb\n\"1\t2\"\t3\n"), { .delimiter = '\t' }, "2: 1\t2|3\n" },
	{ "blank lines", B("\na,b\n\n1,2\n  \n,\n\n3,4\n\n"), { 0 }, "4: 1|2\n8: 3|4\n" },
	{ "empty cells are a row where they are quoted", B("a,b\n\"\",\n"), { 0 }, "2: |\n" },
	{ "preamble", B("Report \"2026\n\xFF\n\na,b\n1,2\n"), { .skip = 3 }, "5: 1|2\n" },
	{ "UTF-8", B("a,b\n\xC3\xA4,\xF0\x9F\x98\x80\n"), { 0 }, "2: \xC3\xA4|\xF0\x9F\x98\x80\n" },
	{ "UTF-8 with a mark", B("\xEF\xBB\xBF\"a\",b\n1,2\n"), { 0 }, "2: 1|2\n" },
	{ "UTF-8 with a mark, for Excel", B("\xEF\xBB\xBF\"a\",b\n1,\xC3\xA4\n"),
	  { .encoding = CSV_BOM_OR_CP1252 }, "2: 1|\xC3\xA4\n" },
	{ "UTF-16LE", B("\xFF\xFE" "a\0,\0b\0\n\0\xE4\0,\0\x3D\xD8\x00\xDE\n\0"), { 0 },
	  "2: \xC3\xA4|\xF0\x9F\x98\x80\n" },
	{ "UTF-16BE", B("\xFE\xFF\0a\0,\0b\0\n\0\xE4\0,\xD8\x3D\xDE\x00\0\n"), { 0 },
	  "2: \xC3\xA4|\xF0\x9F\x98\x80\n" },
	{ "UTF-16LE for Excel", B("\xFF\xFE" "a\0;\0b\0\n\0" "1\0;\0" "2\0"),
	  { .encoding = CSV_BOM_OR_CP1252, .delimiter = ';' }, "2: 1|2\n" },
	{ "UTF-32LE", B("\xFF\xFE\0\0a\0\0\0\n\0\0\0\xE4\0\0\0\n\0\0\0"), { 0 }, "2: \xC3\xA4\n" },
	{ "UTF-32BE", B("\0\0\xFE\xFF\0\0\0a\0\0\0\n\0\0\0\xE4\0\0\0\n"), { 0 }, "2: \xC3\xA4\n" },
	{ "CP1252", B("a,b\n\xE4,\x80\n"), { .encoding = "cp1252" }, "2: \xC3\xA4|\xE2\x82\xAC\n" },
	{ "ISO-8859-1", B("a,b\n\xE4,\xA4\n"), { .encoding = "iso-8859-1" },
	  "2: \xC3\xA4|\xC2\xA4\n" },
	{ "ISO-8859-15", B("a,b\n\xE4,\xA4\n"), { .encoding = "ISO-8859-15" },
	  "2: \xC3\xA4|\xE2\x82\xAC\n" },
	{ "CP1252 for Excel", B("a;b\n1;2\n\xE4\xF6;\xDF\n"),
	  { .encoding = CSV_BOM_OR_CP1252, .delimiter = ';' },
	  "2: 1|2\n3: \xC3\xA4\xC3\xB6|\xC3\x9F\n" },
	/* After a first line that is CP1252, a later one that could be UTF-8 is not. */
	{ "CP1252 for Excel, later like UTF-8", B("a\n\xE4\n\xC3\xA4\n"),
	  { .encoding = CSV_BOM_OR_CP1252 }, "2: \xC3\xA4\n3: \xC3\x83\xC2\xA4\n" },
	{ "ASCII for Excel", B("a\n1\n"), { .encoding = CSV_BOM_OR_CP1252 }, "2: 1\n" },
	{ "a CP1252 byte at the end", B("a\n1\n\xE4"), { .encoding = CSV_BOM_OR_CP1252 },
	  "2: 1\n3: \xC3\xA4\n" },
	{ "an explicit CP1252 is believed", B("a\n\xC3\xA4\n"), { .encoding = "cp1252" },
	  "2: \xC3\x83\xC2\xA4\n" },
	{ "names in quotes over two lines", B("\"a\nb\",c\n1,2\n"), { 0 }, "3: 1|2\n" },
	{ "a one-column header with a comma after a blank", B("Name,\n1,2\n"), { .delimiter = ';' },
	  "2: 1,2\n" },
};

static void test_accepted(void)
{
	for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
		struct result result = read_bytes(accepted[i].bytes, accepted[i].layout);

		is_text(result.rows, accepted[i].rows, accepted[i].what);
		is_text(result.fault.text, "", accepted[i].what);
		is_count((long)result.findings.refused, 0, accepted[i].what);
		forget(&result);
	}
}

/* ---- rows refused ---------------------------------------------------------------- */

struct refused {
	const char *what;
	struct bytes bytes;
	struct csv_layout layout;
	const char *rows;          /* those that come through all the same */
	long refused;
	long line, column;         /* of the first */
	const char *text;
};

static const struct refused refused[] = {
	{ "too few cells", B("a,b,c\n1,2\n3,4,5\n"), { 0 }, "3: 3|4|5\n", 1, 2, 0,
	  "wrong number of cells: 2 here, 3 in the header" },
	{ "too many cells", B("a,b\n1,2,3\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 0,
	  "wrong number of cells: 3 here, 2 in the header" },
	{ "a quote inside", B("a,b\n1,x\"y\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 4,
	  "column 'b': a quote inside a cell that does not begin with one" },
	{ "a quote after a blank", B("a,b\n1, \"y\"\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 4,
	  "column 'b': a quote inside a cell that does not begin with one" },
	{ "columns are characters", B("a,b\n\xC3\xA4\xF0\x9F\x98\x80,x\"y\n4,5\n"), { 0 },
	  "3: 4|5\n", 1, 2, 5, "column 'b': a quote inside a cell that does not begin with one" },
	{ "text after a quote", B("a,b\n\"1\"2,3\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 4,
	  "column 'a': text after the closing quote of a cell" },
	{ "a blank after a quote", B("a,b\n\"1\" ,3\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 4,
	  "column 'a': text after the closing quote of a cell" },
	{ "text after a quote, lines later", B("a,b\n1,\"x\ny\"z\n4,5\n"), { 0 }, "4: 4|5\n", 1, 3,
	  3, "column 'b': text after the closing quote of a cell; its row begins on line 2" },
	{ "a quote never closed", B("a,b\n1,2\n3,\"4\n5,6\n"), { 0 }, "2: 1|2\n", 1, 3, 3,
	  "column 'b': the quote opened here is not closed" },
	{ "a quote never closed, no line end", B("a,b\n3,\"4"), { 0 }, "", 1, 2, 3,
	  "column 'b': the quote opened here is not closed" },
	{ "the second quoted cell never closed", B("a,b\n\"1\n2\",\"4\n"), { 0 }, "", 1, 3, 4,
	  "column 'b': the quote opened here is not closed; its row begins on line 2" },
	{ "a NUL byte", B("a,b\n1,2\0\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 4,
	  "column 'b': the control byte 0x00 is not text" },
	{ "a control byte", B("a,b\n1\x1A,2\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 2,
	  "column 'a': the control byte 0x1A is not text" },
	/* The row goes on to its end: the second line is no row of its own. */
	{ "a control byte in a row of two lines", B("a,b\n\"1\x01\n2\",3\n4,5\n"), { 0 },
	  "4: 4|5\n", 1, 2, 3, "column 'a': the control byte 0x01 is not text" },
	{ "a control byte in its second line", B("a,b\n\"1\n2\x01\",3\n4,5\n"), { 0 }, "4: 4|5\n",
	  1, 3,
	  2, "column 'a': the control byte 0x01 is not text; its row begins on line 2" },
	{ "a control byte before a parse error", B("a,b\n\x02,x\"y\n4,5\n"), { 0 }, "3: 4|5\n", 1,
	  2, 1,
	  "column 'a': the control byte 0x02 is not text" },
	{ "a control byte after a parse error", B("a,b\n1,x\"y\x02\n4,5\n"), { 0 }, "3: 4|5\n", 1,
	  2, 4,
	  "column 'b': a quote inside a cell that does not begin with one" },
	{ "a control byte in too many cells", B("a\n1,\x02\n4\n"), { 0 }, "3: 4\n", 1, 2, 3,
	  "the control byte 0x02 is not text" },
	{ "not UTF-8", B("a,b\n1,\xE4\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 3,
	  "column 'b': the byte 0xE4 is not UTF-8; the file may be in another encoding: "
	  "--encoding cp1252" },
	{ "not UTF-8 though marked", B("\xEF\xBB\xBF" "a,b\n1,\xE4\n4,5\n"), { 0 }, "3: 4|5\n", 1,
	  2, 3,
	  "column 'b': the byte 0xE4 is not UTF-8" },
	{ "overlong UTF-8", B("a,b\n\xC3\xA4\xC0\xAF,2\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 2,
	  "column 'a': the byte 0xC0 is not UTF-8; the file may be in another encoding: "
	  "--encoding cp1252" },
	{ "a surrogate in UTF-8", B("a,b\n1,\xED\xA0\x80\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 3,
	  "column 'b': the byte 0xED is not UTF-8; the file may be in another encoding: "
	  "--encoding cp1252" },
	{ "half a character before a delimiter", B("a,b\n\xE2\x82,2\n4,5\n"), { 0 }, "3: 4|5\n", 1,
	  2, 1,
	  "column 'a': the byte 0xE2 is not UTF-8; the file may be in another encoding: "
	  "--encoding cp1252" },
	{ "no meaning in CP1252", B("a,b\n\xE4,\x81\n4,5\n"), { .encoding = "cp1252" }, "3: 4|5\n",
	  1,
	  2, 3, "column 'b': the byte 0x81 has no meaning in cp1252" },
	{ "half a pair in UTF-16", B("\xFF\xFE" "a\0\n\0\x3D\xD8x\0\n\0" "1\0\n\0"), { 0 },
	  "3: 1\n", 1, 2,
	  1, "column 'a': this is no character of UTF-16LE" },
	{ "half a unit of UTF-16", B("\xFF\xFE" "a\0\n\0" "1\0x"), { 0 }, "", 1, 2, 2,
	  "column 'a': this is no character of UTF-16LE" },
	{ "above U+10FFFF in UTF-32", B("\0\0\xFE\xFF\0\0\0a\0\0\0\n\0\x11\0\0\0\0\0\n"), { 0 }, "",
	  1, 2,
	  1, "column 'a': this is no character of UTF-32BE" },
	{ "a lone CR", B("a,b\n1,2\r3,4\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 4,
	  "column 'b': a lone carriage return; the lines of this file end with line feeds" },
	{ "a doubled CR", B("a,b\r\n1,2\r\r\n4,5\r\n"), { 0 }, "3: 4|5\n", 1, 2, 4,
	  "column 'b': a lone carriage return; the lines of this file end with line feeds" },
	{ "a lone CR at the end of the file", B("a,b\n1,2\r"), { 0 }, "", 1, 2, 4,
	  "column 'b': a lone carriage return; the lines of this file end with line feeds" },
	{ "a lone CR after a quoted line", B("a,b\n\"1\n\",2\r3\n4,5\n"), { 0 }, "4: 4|5\n", 1, 3,
	  4,
	  "column 'b': a lone carriage return; the lines of this file end with line feeds"
	  "; its row begins on line 2" },
	{ "a parse error before a lone CR", B("a,b\nx\"1\",2\r3\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2,
	  2,
	  "column 'a': a quote inside a cell that does not begin with one" },
	{ "a bad byte after a lone CR", B("a,b\n1\r\xFF,2\n4,5\n"), { 0 }, "3: 4|5\n", 1, 2, 2,
	  "column 'a': a lone carriage return; the lines of this file end with line feeds" },
	{ "several kinds", B("a,b\n1\n\x01,2\n4,5\n\"x\"y,\n7,8,9\n"), { 0 }, "4: 4|5\n", 4, 2, 0,
	  "wrong number of cells: 1 here, 2 in the header" },
};

static void test_refused(void)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		const struct refused *want = &refused[i];
		struct result result = read_bytes(want->bytes, want->layout);
		const struct fault *first = first_refusal(&result);

		is_text(result.rows, want->rows, want->what);
		is_count((long)result.findings.refused, want->refused, want->what);
		is_count(result.records, result.count + want->refused, "each record is counted");
		is_count(first ? first->line : -1, want->line, "its line");
		is_count(first ? first->column : -1, want->column, "its column");
		is_text(first ? first->text : NULL, want->text, "its rule");
		is_text(first ? first->file : NULL, scratch, "its file");
		forget(&result);
	}
}

/* In a file of CR lines the block must show no LF, so the stray one comes after it. */
static void test_stray_line_feed(void)
{
	struct csv_layout layout = { .block = 512 };
	char text[1200] = "a,b\r";
	struct result result;
	size_t length = 4;

	while (length < 1000)
		length += (size_t)sprintf(text + length, "1,2\r");
	length += (size_t)sprintf(text + length, "3,4\n5,6\r7,8\r");
	result = read_bytes((struct bytes){ text, length }, layout);
	is_count(result.count, 250, "a lone LF in a CR file: the other rows come through");
	is_count((long)result.findings.refused, 1, "and one row is refused");
	is_count(result.findings.list[0].line, 251, "its line");
	is_count(result.findings.list[0].column, 4, "its column");
	is_text(result.findings.list[0].text,
		"column 'b': a lone line feed; the lines of this file end with carriage returns",
		"its rule");
	forget(&result);
}

/* ---- files refused --------------------------------------------------------------- */

struct rejected {
	const char *what;
	struct bytes bytes;
	struct csv_layout layout;
	enum status status;
	long line, column;
	const char *text;
};

#define LOOKS_LIKE_UTF8 "looks like UTF-8 without a byte order mark: " \
			"say --encoding utf-8 (or --encoding cp1252)"

static const struct rejected rejected[] = {
	{ "empty", B(""), { 0 }, STATUS_DATA, 0, 0, "is empty: there is no header" },
	{ "only blank lines", B("\n\n"), { 0 }, STATUS_DATA, 0, 0, "is empty: there is no header" },
	{ "only a mark", B("\xEF\xBB\xBF"), { 0 }, STATUS_DATA, 0, 0,
	  "is empty: there is no header" },
	{ "skipped to the end", B("a\nb\n"), { .skip = 5 }, STATUS_DATA, 0, 0,
	  "is empty: there is no header" },
	{ "gzip", B("\x1F\x8B\x08\0\0\0\0\0"), { 0 }, STATUS_DATA, 0, 0,
	  "is compressed; unpack it first" },
	{ "xz", B("\xFD" "7zXZ\0\0\0"), { 0 }, STATUS_DATA, 0, 0,
	  "is compressed; unpack it first" },
	{ "bzip2", B("BZh91AY"), { 0 }, STATUS_DATA, 0, 0, "is compressed; unpack it first" },
	{ "zstd", B("\x28\xB5\x2F\xFD\x04"), { 0 }, STATUS_DATA, 0, 0,
	  "is compressed; unpack it first" },
	{ "xlsx", B("PK\x03\x04\x14\0"), { 0 }, STATUS_DATA, 0, 0,
	  "is an Excel workbook or a zip archive; convert it by 'xlsx2csv FILE.xlsx "
	  "FILE.csv', or save "
	  "it as CSV in LibreOffice or Excel" },
	{ "xls", B("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), { 0 }, STATUS_DATA, 0, 0,
	  "is an old Excel workbook; save it as CSV in LibreOffice or Excel" },
	{ "PDF", B("%PDF-1.7\n"), { 0 }, STATUS_DATA, 0, 0,
	  "is a PDF; export the table itself as CSV" },
	{ "SQLite", B("SQLite format 3\0\x10"), { 0 }, STATUS_DATA, 0, 0,
	  "is an SQLite database; export the table with sqlite3 -csv -header" },
	{ "HTML", B("\r\n <!DOCTYPE html>\n"), { 0 }, STATUS_DATA, 0, 0,
	  "is an HTML or XML page; open it in a spreadsheet and save it as CSV" },
	{ "XML with a mark", B("\xEF\xBB\xBF<?xml"), { 0 }, STATUS_DATA, 0, 0,
	  "is an HTML or XML page; open it in a spreadsheet and save it as CSV" },
	{ "UTF-16LE without its mark", B("a\0,\0b\0\n\0"), { 0 }, STATUS_DATA, 0, 0,
	  "is UTF-16 without a byte order mark; save it as UTF-8" },
	{ "UTF-16BE without its mark", B("\0a\0,\0b\0\n"), { 0 }, STATUS_DATA, 0, 0,
	  "is UTF-16 without a byte order mark; save it as UTF-8" },
	{ "a mark against what was stated", B("\xEF\xBB\xBF" "a\n"), { .encoding = "cp1252" },
	  STATUS_USAGE, 0, 0,
	  "has the byte order mark of UTF-8, but cp1252 was stated; leave out --encoding" },
	{ "an unknown encoding", B("a\n"), { .encoding = "ebcdic" }, STATUS_USAGE, 0, 0,
	  "the encoding 'ebcdic' is not known" },
	{ "UTF-8 where CP1252 is expected", B("a;b\n1;2\n3;\xC3\xA4\n"),
	  { .encoding = CSV_BOM_OR_CP1252, .delimiter = ';' }, STATUS_DATA, 3, 0,
	  LOOKS_LIKE_UTF8 },
	{ "the same in the header", B("\xC3\xA4;b\n1;2\n"),
	  { .encoding = CSV_BOM_OR_CP1252, .delimiter = ';' }, STATUS_DATA, 1, 0,
	  LOOKS_LIKE_UTF8 },
	{ "the same behind other text of the header", B("a;\xC3\xA4\n1;2\n"),
	  { .encoding = CSV_BOM_OR_CP1252, .delimiter = ';' }, STATUS_DATA, 1, 0,
	  LOOKS_LIKE_UTF8 },
	{ "the same in lines that are skipped", B("x\n\xC3\xA4\na;b\n1;2\n"),
	  { .encoding = CSV_BOM_OR_CP1252, .delimiter = ';', .skip = 2 }, STATUS_DATA, 2, 0,
	  LOOKS_LIKE_UTF8 },
	{ "a control byte in the header", B("a,\x05,b\n"), { 0 }, STATUS_DATA, 1, 3,
	  "the control byte 0x05 is not text" },
	{ "zero bytes", B("\0\0\0\0\0\0"), { 0 }, STATUS_DATA, 1, 1,
	  "the control byte 0x00 is not text" },
	{ "a quote in the header", B("a,\"b\"c\n1,2\n"), { 0 }, STATUS_DATA, 1, 6,
	  "text after the closing quote of a cell" },
	{ "an open quote in the header", B("a,\"b\n1,2\n"), { 0 }, STATUS_DATA, 1, 3,
	  "the quote opened here is not closed" },
	{ "a name twice", B("a,b, A\n1,2,3\n"), { 0 }, STATUS_DATA, 1, 5,
	  "column 3: its name stands twice" },
	{ "an empty name", B("a,,b\n1,2,3\n"), { 0 }, STATUS_DATA, 1, 3, "column 2 has no name" },
	{ "a blank name in the second line", B("\"a\n\xC3\xA4\",\" \",b\n1,2,3\n"), { 0 },
	  STATUS_DATA,
	  2, 4, "column 2 has no name" },
	{ "padded preamble", B("Report;;\n;;\na;b;c\n1;2;3\n"), { .delimiter = ';' }, STATUS_DATA,
	  1,
	  8, "column 2 has no name; the header may stand on line 3: --skip 2" },
	{ "a hostile name twice", B("\x7F,\x7F\n1,2\n"), { 0 }, STATUS_DATA, 1, 3,
	  "column 2: its name stands twice" },
	{ "semicolons", B("a;b\n1;2\n"), { 0 }, STATUS_USAGE, 1, 0,
	  "the header is a single column; say --delimiter ';'" },
	{ "semicolons and quotes", B("\"a\";\"b\"\n\"1\";2\n"), { 0 }, STATUS_USAGE, 1, 0,
	  "the header is a single column; say --delimiter ';'" },
	{ "tabs", B("a\tb\n1\t2\n"), { 0 }, STATUS_USAGE, 1, 0,
	  "the header is a single column; say --delimiter tab" },
	{ "commas", B("a,b\r\n1,2\r\n"), { .delimiter = ';' }, STATUS_USAGE, 1, 0,
	  "the header is a single column; say --delimiter ','" },
	{ "a preamble", B("Report\n\nMarch\na,b,c\n1,2,3\n4,5,6\n"), { 0 }, STATUS_DATA, 1, 0,
	  "line 4 looks more like the header (columns there: 3, here: 1); if it is, say --skip 3" },
	{ "a preamble of two columns, CRLF", B("from,to\r\na,b,c\r\n\r\n1,\"2,2\",3\r\n"), { 0 },
	  STATUS_DATA, 1, 0,
	  "line 2 looks more like the header (columns there: 3, here: 2); if it is, say --skip 1" },
	{ "a preamble, skipped too little", B("x\ny\na,b\n1,2\n"), { .skip = 1 }, STATUS_DATA, 2, 0,
	  "line 3 looks more like the header (columns there: 2, here: 1); if it is, say --skip 2" },
};

static void test_rejected(void)
{
	for (size_t i = 0; i < sizeof rejected / sizeof *rejected; i++) {
		const struct rejected *want = &rejected[i];
		struct result result = read_bytes(want->bytes, want->layout);

		is_text(result.fault.text, want->text, want->what);
		is_count(result.fault.status, want->status, "its status");
		is_count(result.fault.line, want->line, "its line");
		is_count(result.fault.column, want->column, "its column");
		forget(&result);
	}
}

/* Wide rows are no better header as long as one row is as wide as the header. */
static void test_header_in_place(void)
{
	struct bytes bytes = B("a,b\n1,2,3\n1,2,3\n1,2\n");
	struct result result = read_bytes(bytes, (struct csv_layout){ 0 });

	is_count(result.fault.status, STATUS_OK, "two wide rows do not make a header wrong");
	is_count((long)result.findings.refused, 2, "they are refused themselves");
	forget(&result);
}

/* ---- files that cannot be read --------------------------------------------------- */

static void test_unreadable(void)
{
	static const struct {
		const char *path, *text;
		enum status status;
	} files[] = {
		{ "/nowhere/at/all.csv", "cannot open: No such file or directory", STATUS_SYSTEM },
		{ "/", "cannot read: Is a directory", STATUS_SYSTEM },
		{ "/dev/zero", "the control byte 0x00 is not text", STATUS_DATA },
		{ "/dev/null", "is empty: there is no header", STATUS_DATA },
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct csv_layout layout = { 0 };
		struct result result = read_path(files[i].path, &layout);

		is_text(result.fault.text, files[i].text, files[i].path);
		is_count(result.fault.status, files[i].status, "its status");
		is_text(result.fault.file, files[i].path, "its file");
		forget(&result);
	}
}

/* Standard input that fails after 2,000 bytes: an empty pipe that must not wait. */
static void test_read_error(void)
{
	struct csv_layout layout = { .block = 512 };
	int ends[2], kept = dup(STDIN_FILENO);
	struct result result;

	if (pipe(ends) != 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0)
		exit(1);
	for (int i = 0; i < 500; i++)
		if (write(ends[1], i ? "1,2\n" : "a,b\n", 4) != 4)
			exit(1);
	dup2(ends[0], STDIN_FILENO);
	result = read_path("-", &layout);
	is_count(result.count, 499, "rows before a read error come through");
	is_count(result.fault.status, STATUS_SYSTEM, "but the error is no end of file");
	ok(strncmp(result.fault.text, "cannot read: ", 13) == 0, "and is said to be one");
	is_text(result.fault.file, "<stdin>", "standard input by its name");
	forget(&result);
	dup2(kept, STDIN_FILENO);
	close(kept);
	close(ends[0]);
	close(ends[1]);
}

/* ---- warnings -------------------------------------------------------------------- */

static void test_warnings(void)
{
	static const struct {
		struct bytes bytes;
		long count, line;
		const char *text;
	} files[] = {
		{ B("a,b\n1,2\n"), 0, 0, NULL },
		{ B("a,b\r\n1,\"2\n3\"\r\n"), 0, 0, NULL },
		{ B("a,b\n1,2"), 1, 2, "the last line has no line end; is the file cut off?" },
		{ B("a,b\n1,2\r\n3,4\n5,6\r\n"), 1, 2,
		  "line ends are mixed: from here on also the other kind" },
		{ B("a,b\r\n1,2\r\n3,4\n"), 1, 3,
		  "line ends are mixed: from here on also the other kind" },
		{ B("a,b\n1,2\n\n3,4\n , \n"), 1, 3,
		  "blank lines are left out: 2, the first one here" },
		{ B("a,b\n\n1,2"), 2, 3, "the last line has no line end; is the file cut off?" },
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct result result = read_bytes(files[i].bytes, (struct csv_layout){ 0 });

		is_count((long)result.findings.count, files[i].count, "number of warnings");
		is_count((long)result.findings.refused, 0, "none is a refusal");
		if (result.findings.count) {
			is_count(result.findings.list[0].line, files[i].line,
				 "line of the warning");
			is_text(result.findings.list[0].text, files[i].text, "text of the warning");
		}
		forget(&result);
	}
}

static void test_line_break_warning(void)
{
	static const char text[] = "id,note\n\"1\n2\",\"x\ny\"\n3,4\n";
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct csv_layout layout = { 0 };
	struct csv_reader *reader;
	struct csv_row row;

	write_scratch(text, sizeof text - 1);
	reader = csv_open(scratch, &layout, &findings, &fault);
	csv_want(reader, 0);
	csv_want_all(reader);
	while (csv_next(reader, &row, &fault) > 0)
		;
	is_count((long)findings.count, 1, "one warning of a line break");
	is_text(findings.list[0].text, "column 'id': there is a line break in the cell",
		"only in the column wanted by itself");
	is_count(findings.list[0].line, 2, "its line");
	is_count(findings.list[0].status, STATUS_OK, "it is no refusal");
	csv_close(reader);
	findings_free(&findings);
}

/* ---- places, raw text, wanted columns -------------------------------------------- */

static void check_place(struct csv_reader *reader, size_t index, long want_line, long want_column)
{
	long line, column;

	csv_place(reader, index, &line, &column);
	ok(line == want_line && column == want_column, "cell %zu begins at %ld:%ld", index + 1,
	   want_line, want_column);
}

static void test_places(void)
{
	static const char text[] = "\xEF\xBB\xBFn\xC3\xA4me,b ,c\n"
				   "\xC3\xA4\xC3\xB6,\"x,\"\"y\", z\n"
				   "\"1\n\xC3\xA4\n3\",\"4\", 5\n";
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct csv_layout layout = { 0 };
	struct csv_reader *reader;
	struct csv_row row;
	struct csv_cell raw;

	write_scratch(text, sizeof text - 1);
	reader = csv_open(scratch, &layout, &findings, &fault);
	is_count((long)csv_width(reader), 3, "width");
	is_text(csv_name(reader, 0), "n\xC3\xA4me", "the first name has no mark");
	is_text(csv_name(reader, 1), "b", "names are trimmed");
	is_text(csv_file(reader), scratch, "the file's name");
	is_count(csv_records(reader), 0, "the header is no record");
	csv_want(reader, 0);
	csv_want(reader, 2);
	is_count(csv_next(reader, &row, &fault), 1, "the first row");
	is_text(row.cells[0].text, "\xC3\xA4\xC3\xB6", "a wanted cell");
	is_count((long)row.cells[0].length, 4, "its length in bytes");
	is_text(row.cells[1].text, "", "an unwanted cell is empty");
	is_text(row.cells[2].text, "z", "a wanted cell behind it");
	check_place(reader, 0, 2, 1);
	check_place(reader, 1, 2, 4);
	check_place(reader, 2, 2, 12);
	raw = csv_raw(reader);
	ok(raw.length == 15 && memcmp(raw.text, "\xC3\xA4\xC3\xB6,\"x,\"\"y\", z", 15) == 0,
	   "the row as it stood");
	is_count(csv_next(reader, &row, &fault), 1, "the second row");
	is_count(row.line, 3, "its line");
	check_place(reader, 0, 3, 1);
	check_place(reader, 1, 5, 4);
	check_place(reader, 2, 5, 8);
	csv_refuse(reader, 2, STATUS_DATA, "must be below %d", 5);
	is_count((long)findings.refused, 1, "a refused cell is a refusal");
	is_text(findings.list[1].text, "column 'c': must be below 5; its row begins on line 3",
		"its text");
	is_text(findings.list[1].seen, "5", "what was seen");
	is_count(findings.list[1].line, 5, "its line");
	is_count(findings.list[1].column, 8, "its column");
	csv_refuse(reader, 0, STATUS_OK, "odd");
	is_text(findings.list[2].text, "column 'n\xC3\xA4me': odd", "a warning about a cell");
	is_text(findings.list[2].seen, "1\\x0A\xC3\xA4\\x0A" "3", "what was seen is escaped");
	is_count((long)findings.refused, 1, "is no refusal");
	is_count(csv_next(reader, &row, &fault), 0, "the end");
	is_count(csv_next(reader, &row, &fault), 0, "stays the end");
	is_count(csv_records(reader), 2, "records");
	csv_close(reader);
	findings_free(&findings);
}

/* A row of many lines makes the reader's buffers grow while it holds cells of that row. */
static void test_growing_row(void)
{
	static char text[3000] = "a,b,c,d\n1,2,3,4\nfirst,second,third,\"";
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct csv_layout layout = { .block = 16 };
	struct csv_reader *reader;
	struct csv_row row;
	size_t at = strlen(text);

	for (int i = 0; i < 500; i++, at += 4)
		memcpy(text + at, "xyz\n", 4);
	memcpy(text + at, "\"\n", 2);
	write_scratch(text, at + 2);
	reader = csv_open(scratch, &layout, &findings, &fault);
	csv_want(reader, 0);
	csv_want(reader, 2);
	csv_want(reader, 3);
	csv_next(reader, &row, &fault);
	is_count(csv_next(reader, &row, &fault), 1, "a row of 500 lines");
	is_text(row.cells[0].text, "first", "its first cell");
	is_text(row.cells[1].text, "", "an unwanted one");
	is_text(row.cells[2].text, "third", "the third");
	is_count((long)row.cells[3].length, 2000, "the long one");
	csv_close(reader);
	findings_free(&findings);
}

/* What no cell is wanted of but the first, which is empty. */
static void test_only_first(void)
{
	static const char text[] = "a,b\n,2\n ,4\n5,6\n,\n";
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct csv_layout layout = { 0 };
	struct csv_reader *reader;
	struct csv_row row;
	long rows = 0;

	write_scratch(text, sizeof text - 1);
	reader = csv_open(scratch, &layout, &findings, &fault);
	csv_want(reader, 0);
	while (rows < 10 && csv_next(reader, &row, &fault) == 1)
		is_text(row.cells[0].text, ++rows == 3 ? "5" : "", "the only wanted cell");
	is_count(rows, 3, "three rows and a blank line");
	is_count((long)findings.refused, 0, "none refused");
	csv_close(reader);
	findings_free(&findings);
}

/* ---- limits ---------------------------------------------------------------------- */

/* `before`, then so many times `fill`, then `after`. */
static struct result read_long(const char *before, const char *fill, size_t times,
			       const char *after)
{
	struct result result;
	char *text;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	fputs(before, to);
	for (size_t i = 0; i < times; i++)
		fputs(fill, to);
	fputs(after, to);
	fclose(to);
	result = read_bytes((struct bytes){ text, size }, (struct csv_layout){ 0 });
	free(text);
	return result;
}

static void test_limits(void)
{
	static const struct {
		const char *what, *before, *fill, *after;
		size_t times;
		long rows, line, column;
		const char *text;
	} files[] = {
		{ "1 MiB in a cell", "a,b\n1,", "x", "\n3,4\n", CSV_FIELD_BYTES_MAX, 2, 0, 0,
		  NULL },
		{ "1 MiB in quotes", "a,b\n1,\"", "x", "\"\n3,4\n", CSV_FIELD_BYTES_MAX, 2, 0, 0,
		  NULL },
		{ "a byte more", "a,b\n1,", "x", "\n3,4\n", CSV_FIELD_BYTES_MAX + 1, 1, 2, 3,
		  "column 'b': a cell is longer than 1048576 bytes" },
		{ "more bytes", "a,b\n1,", "x", "\n3,4\n", CSV_FIELD_BYTES_MAX + 100, 1, 2, 3,
		  "column 'b': a cell is longer than 1048576 bytes" },
		{ "a byte more in quotes", "a,b\n1,\"", "x", "\"\n3,4\n", CSV_FIELD_BYTES_MAX + 1,
		  0, 2,
		  3, "column 'b': a cell in quotes is longer than 1048576 bytes; "
		  "is its closing quote missing?" },
		{ "more bytes in quotes", "a,b\n1,2\n1,\"", "x\n", "\"\n3,4\n", CSV_FIELD_BYTES_MAX,
		  1, 3,
		  3, "column 'b': the quote opened here is not closed within 1000 lines" },
		{ "1,000 line breaks", "a,b\n1,\"", "\n", "\"\n3,4\n", CSV_FIELD_LINES_MAX, 2, 0, 0,
		  NULL },
		{ "one more", "a,b\n1,\"", "\n", "\"\n3,4\n", CSV_FIELD_LINES_MAX + 1, 0, 2, 3,
		  "column 'b': the quote opened here is not closed within 1000 lines" },
		{ "a long row of long cells", "a,b\n1,2\n1,2", ",xxxxxxxxxxxxxxx", "\n",
		  CSV_RECORD_BYTES_MAX / 16, 1, 3, 1,
		  "column 'a': the row is longer than 16777216 bytes" },
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct result result = read_long(files[i].before, files[i].fill, files[i].times,
						 files[i].after);
		const struct fault *first = first_refusal(&result);

		is_count(result.count, files[i].rows, files[i].what);
		is_count((long)result.findings.refused, files[i].text != NULL, "refusals");
		is_text(first ? first->text : NULL, files[i].text, "the rule");
		is_count(first ? first->line : 0, files[i].line, "its line");
		is_count(first ? first->column : 0, files[i].column, "its column");
		forget(&result);
	}
}

/* Two cells of 600 and 401 line breaks: the limit is that of a cell. */
static void test_lines_of_cells(void)
{
	static char text[1200] = "a,b\n\"";
	struct result result;
	size_t at = 5;

	memset(text + at, '\n', 600);
	memcpy(text + (at += 600), "\",\"", 3);
	memset(text + (at += 3), '\n', 401);
	memcpy(text + (at += 401), "\"\n", 2);
	result = read_bytes((struct bytes){ text, at + 2 }, (struct csv_layout){ 0 });
	is_count(result.count, 1, "line breaks are counted for each cell");
	forget(&result);
}

static void test_header_limits(void)
{
	struct result result = read_long("x,", ",x", CSV_COLUMNS_MAX, "\n");

	is_text(result.fault.text, "the header has 10002 columns; at most 10000 are read",
		"10,002 columns");
	forget(&result);
	result = read_long("", "x", CSV_FIELD_BYTES_MAX + 1, ",b\n");
	is_text(result.fault.text, "a cell is longer than 1048576 bytes", "a name of over 1 MiB");
	forget(&result);
	result = read_long("", "x", CSV_RECORD_BYTES_MAX, ",b\n");
	is_text(result.fault.text, "the row is longer than 16777216 bytes",
		"a header of over 16 MiB");
	forget(&result);
	result = read_path("/dev/zero", &(struct csv_layout){ .skip = 2 });
	is_text(result.fault.text, "the line is longer than 16777216 bytes",
		"a preamble of over 16 MiB");
	forget(&result);
}

static void test_many_refusals(void)
{
	struct result result = read_long("a,b\n1,2\n", "x\n", 120000, "3,4\n");

	is_count((long)result.findings.refused, 120000, "all refused rows are counted");
	is_count((long)result.findings.count, FINDINGS_SHOWN, "and some of them kept");
	is_count(result.count, 2, "sound ones come through");
	forget(&result);
}

/* ---- the twelve of csv-spectrum -------------------------------------------------- */

/* Our own files, each with the difficulty and under the name of one of the acid test
 * (npm csv-spectrum); its twelfth has quotes inside cells that are not quoted. */
static const struct accepted spectrum[] = {
	{ "comma_in_quotes", B("vorname,nachname,anschrift\nMira,Horn,\"Am Ring 4, Dresden\"\n"),
	  { 0 },
	  "2: Mira|Horn|Am Ring 4, Dresden\n" },
	{ "empty", B("a,b,c\n1,\"\",\"\"\n2,3,4\n"), { 0 }, "2: 1||\n3: 2|3|4\n" },
	{ "empty_crlf", B("a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n"), { 0 }, "2: 1||\n3: 2|3|4\n" },
	{ "escaped_quotes", B("a,b\n1,\"so \"\"genannt\"\" hier\"\n3,4\n"), { 0 },
	  "2: 1|so \"genannt\" hier\n3: 3|4\n" },
	{ "json",
	  B("schluessel,wert\n1,\"{\"\"art\"\": \"\"Punkt\"\", \"\"xy\"\": [13.7, 51.0]}\"\n"),
	  { 0 }, "2: 1|{\"art\": \"Punkt\", \"xy\": [13.7, 51.0]}\n" },
	{ "newlines", B("a,b,c\n1,2,3\n\"Zeile eins \nund zwei\",5,6\n7,8,9\n"), { 0 },
	  "2: 1|2|3\n3: Zeile eins \nund zwei|5|6\n5: 7|8|9\n" },
	{ "newlines_crlf", B("a,b,c\r\n1,2,3\r\n\"Zeile eins \r\nund zwei\",5,6\r\n7,8,9\r\n"),
	  { 0 },
	  "2: 1|2|3\n3: Zeile eins \r\nund zwei|5|6\n5: 7|8|9\n" },
	{ "quotes_and_newlines", B("a,b\n1,\"er \n\"\"sagt\"\" \nes\"\n3,4\n"), { 0 },
	  "2: 1|er \n\"sagt\" \nes\n5: 3|4\n" },
	{ "simple", B("a,b,c\n1,2,3\n"), { 0 }, "2: 1|2|3\n" },
	{ "simple_crlf", B("a,b,c\r\n1,2,3\r\n"), { 0 }, "2: 1|2|3\n" },
	{ "utf8", B("a,b,c\n1,2,3\n4,5,\xCA\xA4\n"), { 0 }, "2: 1|2|3\n3: 4|5|\xCA\xA4\n" },
};

static void test_spectrum(void)
{
	static const struct bytes twelfth =
		B("Telefon,Lage,Ort\n0351000,51 3'37.8\"N 13 44'17.9\"E,Dresden\n");
	struct result result;

	for (size_t i = 0; i < sizeof spectrum / sizeof *spectrum; i++) {
		result = read_bytes(spectrum[i].bytes, (struct csv_layout){ 0 });
		ok(strcmp(result.rows, spectrum[i].rows) == 0 && !result.findings.count &&
		   !result.fault.kind, "csv-spectrum: %s", spectrum[i].what);
		forget(&result);
	}
	result = read_bytes(twelfth, (struct csv_layout){ 0 });
	ok(result.count == 0 && result.findings.refused == 1 && result.findings.list[0].line == 2 &&
	   result.findings.list[0].column == 18, "csv-spectrum: location_coordinates is refused");
	forget(&result);
}

/* ---- however the bytes arrive ---------------------------------------------------- */

static uint32_t seed = 20261005;

/* Numerical Recipes' quick generator: good enough to choose sizes. */
static uint32_t draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static int same_findings(const struct findings *a, const struct findings *b)
{
	if (a->count != b->count || a->refused != b->refused)
		return 0;
	for (size_t i = 0; i < a->count; i++)
		if (a->list[i].line != b->list[i].line || a->list[i].column != b->list[i].column ||
		    a->list[i].status != b->list[i].status ||
		    strcmp(a->list[i].text, b->list[i].text) != 0)
			return 0;
	return 1;
}

/* A child writes the bytes into a pipe in small pieces. */
static pid_t feed(struct bytes bytes, int to)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	for (size_t at = 0; at < bytes.length;) {
		size_t piece = 1 + draw(draw(4) ? 7 : 90);
		ssize_t wrote;

		if (piece > bytes.length - at)
			piece = bytes.length - at;
		wrote = write(to, bytes.at + at, piece);
		if (wrote < 0)
			_exit(1);
		at += (size_t)wrote;
	}
	_exit(0);
}

static struct result read_pipe(struct bytes bytes, const struct csv_layout *layout)
{
	char path[32];
	struct result result;
	int ends[2];
	pid_t child;

	fflush(stdout);
	if (pipe(ends) != 0)
		exit(1);
	child = feed(bytes, ends[1]);
	close(ends[1]);
	snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
	result = read_path(path, layout);
	close(ends[0]);
	waitpid(child, NULL, 0);
	return result;
}

/* Quotes, breaks, umlauts, and each kind of bad row, over some kilobytes. */
static char *nasty_text(size_t *length)
{
	static const char *const rows[] = {
		"F1,2026-01-05,30,Frau \xC3\x84\xC3\x96\n", "F2,2026-01-06,\"45\",\"a, b\"\n",
		"\"F\"\"3\",2026-01-07,60,\"x\ny\r\nz\"\n", "F4,2026-01-08\n", "\n",
		"F5,2026-01-09,1\"5,z\n", "F6,\"2026\"x,15,z\n", "F7,2026-01-10,15,\xE4\n",
		"F8,2026-01-11,15,\"q\x01\nr\"\n", "F9,2026-01-12,15,\xF0\x9F\x98\x80\r\n",
		" F10 ,2026-01-13,15,\xC2\xA0w\xC2\xA0\n", "F11,2026-01-14,15,\"a\"\"\"\n",
		",,,\n", "F12,2026-01-15,1\r5,z\n", "F13,2026-01-16,,\"\"\n",
	};
	char *text;
	FILE *to = open_memstream(&text, length);

	fputs("case_id,date,minutes,note\n", to);
	for (int i = 0; i < 150; i++)
		fputs(rows[draw(sizeof rows / sizeof *rows)], to);
	fputs("F14,2026-01-17,30,last", to);
	fclose(to);
	return text;
}

static void test_splits(void)
{
	struct bytes bytes;
	char *text = nasty_text(&bytes.length);
	struct result whole, split;
	long wrong = 0;

	bytes.at = text;
	whole = read_bytes(bytes, (struct csv_layout){ 0 });
	ok(whole.count > 50 && whole.findings.refused > 20, "%ld rows sound, %zu refused",
	   whole.count,
	   whole.findings.refused);
	for (int i = 0; i < 40; i++) {
		struct csv_layout layout = { .block = i % 3 ? 1 + draw(3000) : 0 };

		split = read_pipe(bytes, &layout);
		wrong += strcmp(split.rows, whole.rows) != 0 || split.records != whole.records ||
			 !same_findings(&split.findings, &whole.findings);
		forget(&split);
	}
	is_count(wrong, 0, "rows and findings are the same for all splits of the input");
	forget(&whole);
	free(text);
}

/* The accepted texts again, with buffers of a few bytes. (Whether lines end with CR is decided
 * over the first block, so files with CR need a large one.) */
static void test_small_blocks(void)
{
	long wrong = 0, compared = 0;

	for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++)
		for (size_t block = 1; block < 40; block++) {
			struct csv_layout layout = accepted[i].layout;
			struct result result;

			if (memchr(accepted[i].bytes.at, '\r', accepted[i].bytes.length))
				continue;
			layout.block = block;
			result = read_bytes(accepted[i].bytes, layout);
			wrong += strcmp(result.rows, accepted[i].rows) != 0 || result.fault.kind;
			compared++;
			forget(&result);
		}
	is_count(wrong, 0, "small blocks change nothing");
	ok(compared > 1000, "%ld readings compared", compared);
}

/* ---- encodings across blocks ----------------------------------------------------- */

static void put_unit(FILE *to, unsigned unit)
{
	fputc((int)(unit & 0xFF), to);
	fputc((int)(unit >> 8), to);
}

/* Characters outside the first plane take two units; they come to lie across all kinds of
 * block borders. */
static void test_wide_blocks(void)
{
	struct bytes bytes;
	char *text;
	FILE *to = open_memstream(&text, &bytes.length);
	long wrong = 0;

	put_unit(to, 0xFEFF);
	put_unit(to, 'a');
	put_unit(to, '\n');
	for (int i = 0; i < 1000; i++) {
		put_unit(to, 0xD83D);
		put_unit(to, 0xDE00);
		put_unit(to, i % 5 ? 'x' : '\n');
	}
	fclose(to);
	bytes.at = text;
	for (size_t block = 0; block < 600; block += 37) {
		struct result result = read_bytes(bytes, (struct csv_layout){ .block = block });

		wrong += result.count != 201 || result.findings.refused != 0;
		forget(&result);
	}
	is_count(wrong, 0, "UTF-16 is converted whatever the blocks");
	free(text);
}

/* The first line with high bytes far behind the first block, and across its border. */
static void test_watch(void)
{
	for (int utf8 = 0; utf8 < 2; utf8++) {
		long wrong = 0;

		for (int rows = 240; rows < 270; rows++) {
			char text[1200] = "a\n";
			struct result result;
			size_t length = 2;

			for (int i = 0; i < rows; i++)
				length += (size_t)sprintf(text + length, "1\n");
			length += (size_t)sprintf(text + length, "x%sy\n",
						  utf8 ? "\xC3\xA4\xC3\xB6" : "\xE4\xF6");
			result = read_bytes((struct bytes){ text, length },
					    (struct csv_layout){ .encoding = CSV_BOM_OR_CP1252,
								 .block = 512 });
			wrong += utf8 ? result.count != rows || result.fault.line != rows + 2 :
				 result.count != rows + 1 || result.fault.kind != NULL;
			forget(&result);
		}
		is_count(wrong, 0, utf8 ? "UTF-8 instead of CP1252 is seen wherever it begins" :
			 "CP1252 is converted wherever it begins");
	}
}

/* A line of high bytes longer than a block: its visible part decides. */
static void test_watch_long_line(void)
{
	struct csv_layout layout = { .encoding = CSV_BOM_OR_CP1252, .block = 512 };
	char text[2100] = "a\n";
	struct result result;

	for (int i = 0; i < 1000; i++)
		memcpy(text + 2 + 2 * i, i % 50 ? "\xC3\xA4" : "xx", 2);
	memcpy(text + 2002, "\n", 1);
	result = read_bytes((struct bytes){ text, 2003 }, layout);
	is_count(result.fault.status, STATUS_DATA, "a long UTF-8 line is seen by its visible part");
	forget(&result);
	memset(text + 2, '\xE4', 2000);
	result = read_bytes((struct bytes){ text, 2003 }, layout);
	is_count(result.count, 1, "a long line of nothing but high bytes is CP1252");
	forget(&result);
}

/* ---- damaged files --------------------------------------------------------------- */

enum { COLUMNS = 5, ROWS_MAX = 32 };

static const char good[] =
	"case_id,date,minutes,adviser,note\n"
	"F1,2026-01-05,30,Ada,first\n"
	"F2,2026-01-06,45,Bo,\n"
	"\"F3\",\"2026-01-07\",\"60\",\"Ada\",\"asked, twice\"\n"
	"F1,2026-01-08,15,Cem,\"said \"\"no\"\"\"\n"
	"F4,2026-01-09,90,Bo,\"two\nlines\"\n"
	"F5,2026-01-12,30,Ada,\"\"\n"
	"F6,2026-01-13,120,,x\n"
	"F7,2026-01-14,75,Bo,\"a,b,c,d,e\"\n"
	"F2,2026-01-15,30,Cem,y\n"
	"F3,2026-01-16,30,Ada,\"1,2026-01-01,2,3\n4,5\"\n"
	"F8,2026-01-19,45,Bo,z\n"
	"F9,2026-01-20,30,Ada,\"\"\"q\"\"\"\n"
	"F1,2026-01-21,15,Cem,z\n"
	"F4,2026-01-22,30,\"Bo\",z\n"
	"\"F5\",2026-01-23,60,Ada,z\n"
	"F6,2026-01-26,30,Cem,z\n"
	"F7,2026-01-27,30,\"Bo, Dr\",z\n"
	"F8,2026-01-28,45,Ada,z\n"
	"F9,2026-01-29,30,Bo,z\n"
	"F9,2026-01-30,30,Bo,\"end\"\n";

struct sheet {
	char *cells[ROWS_MAX][COLUMNS];
	int count;
	int loud;                  /* something was refused */
};

static int types_hold(const struct csv_row *row)
{
	struct amount amount;
	int32_t date;

	return row->width == COLUMNS && row->cells[0].length > 0 &&
	       !date_read(row->cells[1].text, row->cells[1].length, DATE_ISO, &date) &&
	       !amount_read(row->cells[2].text, row->cells[2].length, AMOUNT_PLAIN, '.', &amount);
}

static void take_sheet(struct csv_reader *reader, struct sheet *sheet)
{
	struct fault fault = { 0 };
	struct csv_row row;
	int got;

	csv_want_all(reader);
	while ((got = csv_next(reader, &row, &fault)) > 0 && sheet->count < ROWS_MAX) {
		sheet->loud |= !types_hold(&row);
		if (sheet->loud)
			continue;
		for (size_t i = 0; i < COLUMNS; i++)
			sheet->cells[sheet->count][i] = mem_text(row.cells[i].text,
								 row.cells[i].length);
		sheet->count++;
	}
	sheet->loud |= got != 0;
}

static struct sheet read_sheet(const char *text, size_t length)
{
	struct sheet sheet = { .count = 0 };
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct csv_layout layout = { .block = 4096 };
	struct csv_reader *reader;

	write_scratch(text, length);
	reader = csv_open(scratch, &layout, &findings, &fault);
	sheet.loud = !reader;
	if (reader)
		sheet.loud = csv_width(reader) != COLUMNS ||
			     strcmp(csv_name(reader, 0), "case_id") != 0 ||
			     strcmp(csv_name(reader, 1), "date") != 0 ||
			     strcmp(csv_name(reader, 2), "minutes") != 0 ||
			     strcmp(csv_name(reader, 3), "adviser") != 0;
	if (reader && !sheet.loud)
		take_sheet(reader, &sheet);
	sheet.loud |= findings.refused > 0;
	csv_close(reader);
	findings_free(&findings);
	return sheet;
}

static void forget_sheet(struct sheet *sheet)
{
	for (int i = 0; i < sheet->count; i++)
		for (size_t j = 0; j < COLUMNS; j++)
			free(sheet->cells[i][j]);
}

/* Cells that differ, or COLUMNS where it is not the same rows at all. */
static int differences(const struct sheet *a, const struct sheet *b)
{
	int count = 0;

	if (a->count != b->count)
		return COLUMNS;
	for (int i = 0; i < a->count; i++)
		for (size_t j = 0; j < COLUMNS; j++)
			count += strcmp(a->cells[i][j], b->cells[i][j]) != 0;
	return count;
}

/* The first two cells of all rows, and what was found, whatever else is wanted. */
static struct result read_first_two(int all)
{
	struct result result = { 0 };
	struct csv_layout layout = { .block = 4096 };
	FILE *to = open_memstream(&result.rows, &result.size);
	struct csv_reader *reader = csv_open(scratch, &layout, &result.findings, &result.fault);
	struct csv_row row;

	for (size_t i = 0; reader && i < csv_width(reader) && i < 2; i++)
		csv_want(reader, i);
	if (reader && all)
		csv_want_all(reader);
	while (reader && csv_next(reader, &row, &result.fault) > 0)
		fprintf(to, "%ld: %s|%s\n", row.line, row.cells[0].text,
			row.width > 1 ? row.cells[1].text : "");
	for (size_t i = 0; i < result.findings.count; i++)
		fprintf(to, "%ld:%ld: %s\n", result.findings.list[i].line,
			result.findings.list[i].column, result.findings.list[i].text);
	csv_close(reader);
	fclose(to);
	return result;
}

/* Of a line without quotes the cells behind the last one wanted are only counted. */
static int same_of_few(void)
{
	struct result few = read_first_two(0), all = read_first_two(1);
	int same = few.size == all.size && memcmp(few.rows, all.rows, few.size) == 0;

	forget(&few);
	forget(&all);
	return same;
}

struct tally {
	long variants, loud, same, unseen, wrong, few;
};

/* A damage is refused, or leaves all rows as they were, or changes what is inside one cell in a
 * way that is sound for its type ("30" to "330"): no type can see that. More must not happen. */
static void judge(const struct sheet *original, const char *text, size_t length,
		  struct tally *tally)
{
	struct sheet sheet = read_sheet(text, length);
	int different = sheet.loud ? 0 : differences(original, &sheet);

	tally->variants++;
	tally->loud += sheet.loud;
	tally->same += !sheet.loud && different == 0;
	tally->unseen += different == 1;
	tally->wrong += different > 1;
	tally->few += !same_of_few();
	if (different > 1)
		printf("# wrong rows, silently:\n# %.60s\n", text);
	forget_sheet(&sheet);
}

static void damage_at(const struct sheet *original, size_t at, struct tally *tally)
{
	static const char inserts[] = "\",\nx5";
	size_t length = sizeof good - 1;
	char text[sizeof good + 1];

	memcpy(text, good, at);
	memcpy(text + at, good + at + 1, length - at - 1);
	judge(original, text, length - 1, tally);
	memcpy(text + at + 1, good + at, length - at);
	text[at] = good[at];
	judge(original, text, length + 1, tally);
	for (const char *insert = inserts; *insert; insert++) {
		text[at] = *insert;
		judge(original, text, length + 1, tally);
	}
	memcpy(text, good, length);
	for (const char *insert = inserts; *insert; insert++) {
		text[at] = *insert;
		judge(original, text, length, tally);
	}
}

static void test_damage(void)
{
	struct sheet original = read_sheet(good, sizeof good - 1);
	struct tally tally = { 0 };

	ok(original.count == 20 && !original.loud, "the undamaged file has 20 sound rows");
	for (size_t at = 0; at < sizeof good - 1; at++)
		damage_at(&original, at, &tally);
	is_count(tally.wrong, 0, "no damage changes more than the inside of one cell silently");
	is_count(tally.few, 0, "what is read and found does not depend on what else is wanted");
	printf("# %ld damaged files: %ld refused, %ld read as before, "
	       "%ld changed inside one cell\n", tally.variants, tally.loud, tally.same,
	       tally.unseen);
	forget_sheet(&original);
}

int main(void)
{
	scratch_file = mkstemp(scratch);
	if (scratch_file < 0)
		return 1;
	test_accepted();
	test_refused();
	test_stray_line_feed();
	test_rejected();
	test_header_in_place();
	test_unreadable();
	test_read_error();
	test_warnings();
	test_line_break_warning();
	test_places();
	test_only_first();
	test_growing_row();
	test_limits();
	test_lines_of_cells();
	test_header_limits();
	test_many_refusals();
	test_spectrum();
	test_splits();
	test_small_blocks();
	test_wide_blocks();
	test_watch();
	test_watch_long_line();
	test_damage();
	csv_close(NULL);
	close(scratch_file);
	unlink(scratch);
	return done();
}
