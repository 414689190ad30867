/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file seems to be: encoding, delimiter, header line; by small files made here. */
#include <stdlib.h>
#include <unistd.h>

#include "data/sniff.h"
#include "tap.h"

static struct sniff sniff_text(const char *text, size_t length, struct fault *fault)
{
	char path[] = "/tmp/sniff-XXXXXX";
	int descriptor = mkstemp(path);
	struct sniff sniff;

	*fault = (struct fault){ 0 };
	if (write(descriptor, text, length) != (ssize_t)length)
		ok(0, "cannot write");
	close(descriptor);
	sniff_file(&sniff, path, fault);
	unlink(path);
	return sniff;
}

static void test_encoding(void)
{
	static const struct {
		const char *text;
		enum sniff_encoding encoding;
		const char *what;
	} table[] = {
		{ "a;b\n1;2\n", SNIFF_ASCII, "ASCII" },
		{ "\xEF\xBB\xBF" "a;b\n1;2\n", SNIFF_MARKED, "a byte order mark" },
		{ "a;b\nJ\xC3\xB6rg;2\n", SNIFF_UTF8, "UTF-8" },
		{ "a;b\nJ\xF6rg;2\n", SNIFF_CP1252, "the same letter in all one-byte encodings" },
		{ "a;b\nJ\xF6rg;2 \x80\n", SNIFF_CP1252, "0x80 is the euro sign of cp1252 alone" },
		{ "a;b\nJ\xF6rg;2 \xA4\n", SNIFF_CP1252_OR_LATIN9, "0xA4 may be the euro sign" },
		{ "a;b\nJ\xC3\xB6rg;\xA4 \x80\n", SNIFF_CP1252, "0xA4 where cp1252 is certain" },
		{ "a;b\n\x81;2\n", SNIFF_NO_ENCODING, "0x81 means nothing" },
		{ "a;b\n\xC3\xB6 \xC3;2\n", SNIFF_CP1252, "one sequence cut: not UTF-8" },
	};
	struct fault fault;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		ok(sniff_text(table[i].text, strlen(table[i].text), &fault).encoding ==
		   table[i].encoding && !fault.kind, "%s", table[i].what);
}

/* A sequence across the edge of a block of 64 KiB. */
static void test_blocks(void)
{
	static char text[200000];
	struct fault fault;

	for (size_t edge = 65533; edge < 65540; edge++) {
		memset(text, 'x', sizeof text);
		memcpy(text, "a;b\n", 4);
		memcpy(text + edge, "\xE2\x82\xAC", 3);
		ok(sniff_text(text, sizeof text, &fault).encoding == SNIFF_UTF8,
		   "UTF-8 across the edge of a block, at %zu", edge);
	}
	memcpy(text + 65535, "\xE2\x82", 2);
	ok(sniff_text(text, sizeof text, &fault).encoding == SNIFF_CP1252, "a broken sequence");
}

static void test_delimiter(void)
{
	static const struct {
		const char *text;
		char delimiter;         /* '?' open, '-' none */
		size_t width;
		long header, other;
		const char *what;
	} table[] = {
		{ "a;b\n1;2\n", ';', 2, 1, 0, "semicolon" },
		{ "a\tb\tc\n1\t2\t3\n", '\t', 3, 1, 0, "tab" },
		{ "Fall;Stunden\n1;1,5\n2;2,5\n3;0,5\n", ';', 2, 1, 0,
		  "decimal commas in all rows, but not in the header" },
		{ "a,b\n\"x,y\",2\n\"x\ny\",3\n", ',', 2, 1, 0, "quotes" },
		{ "Bericht\n\nvon 2026;\na;b;c\n1;2;3\n4;5;6\n", ';', 3, 4, 0, "a preamble" },
		{ "Bericht;;\r\n;;\r\na;b;c\r\n1;;3\r\n", ';', 3, 3, 0, "a preamble filled up" },
		{ "a;;\n1;;3\n4;;6\n", ';', 3, 1, 0, "a header with names missing" },
		{ "a;b;c\n1;2;3\n4;5;6\nSumme;5\n", ';', 3, 1, 4, "a foot" },
		{ "a,b;c\n1,2;3\n", '?', 0, 0, 0, "two that part all lines" },
		{ "eine Zeile\nnoch eine\n", '-', 0, 0, 0, "none" },
		{ "a|b\r1|2\r3|4\r", '|', 2, 1, 0, "lines that end with CR" },
		{ "a;b\r\n1;2\r\n", ';', 2, 1, 0, "lines that end with CRLF" },
	};
	struct fault fault;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct sniff sniff = sniff_text(table[i].text, strlen(table[i].text), &fault);
		int wanted = table[i].delimiter == '?' ? SNIFF_OPEN : SNIFF_NONE;
		const struct sniff_parting *parting;

		if (!table[i].width) {
			is_count(sniff.delimiter, wanted, table[i].what);
			continue;
		}
		parting = &sniff.partings[sniff.delimiter < 0 ? 0 : sniff.delimiter];
		ok(sniff.delimiter >= 0 &&
		   sniff_delimiters[sniff.delimiter] == table[i].delimiter &&
		   parting->width == table[i].width && parting->header_line == table[i].header &&
		   sniff.other_line == table[i].other, "%s", table[i].what);
	}
}

static void test_none(void)
{
	struct fault fault;

	sniff_text("PK\003\004", 4, &fault);
	ok(fault.status == STATUS_DATA, "a workbook is a fault");
	sniff_text("a\0b\0c\0", 6, &fault);
	ok(fault.status == STATUS_DATA, "UTF-16 without a mark is a fault");
	is_count(sniff_text("", 0, &fault).records, 0, "an empty file has no records");
}

int main(void)
{
	test_encoding();
	test_blocks();
	test_delimiter();
	test_none();
	return done();
}
