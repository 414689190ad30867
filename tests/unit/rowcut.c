/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a block may be cut: expected lengths by hand, after RFC 4180. That readers that share such
 * blocks see what one sees is tested in share.c. */
#include <string.h>

#include "data/rowcut.h"
#include "tap.h"

static void cut(const char *text, char line_end, size_t length, long lines, const char *what)
{
	char block[1200] = { 0 };
	struct rowcut found;

	memcpy(block, text, strlen(text));
	found = rowcut_find(block, strlen(text), ',', line_end, 1000);
	ok(found.length == length && found.lines == lines, "%s (%zu, %ld)", what, found.length,
	   found.lines);
}

/* A quoted cell of so many lines. */
static void cut_lines(int lines, size_t length, const char *what)
{
	char text[1100] = "\"";

	memset(text + 1, '\n', (size_t)lines);
	strcat(text, "\"\n");
	cut(text, '\n', length, length ? lines + 1 : 0, what);
}

int main(void)
{
	cut("a,b\nc,d\ne,f", '\n', 8, 2, "behind the last line end");
	cut("a,b\r\nc,d\r", '\n', 5, 1, "CRLF parted by the block's end");
	cut("a,b", '\n', 0, 0, "no line end");
	cut("a,b\rc,d\r", '\r', 8, 2, "CR");
	cut("\"a\nb\",c\nd,\"e\nf", '\n', 8, 2, "line ends in quotes are none");
	cut("\"a\"\"b\",\"\",\"\"\"\"\nc\n", '\n', 17, 2, "doubled quotes");
	cut("a,b\nc\"d,e\nf\n", '\n', 4, 1, "nothing is sure behind a quote in a cell");
	cut("a,b\n\"c\"d,e\nf\n", '\n', 4, 1, "... nor behind text after the closing one");
	cut("a,b\n \"c\",e\nf\n", '\n', 4, 1, "... nor behind a blank before the opening one");
	cut("a,b\n\"c\"\r,e\nf\n", '\n', 4, 1, "... nor behind a lone CR, where there are quotes");
	cut("a,b\r\"c\",d\ne\r", '\r', 4, 1, "... nor behind a lone LF, where lines end with CR");
	cut("\"c\"\r\nd\r\n", '\n', 8, 2, "a closing quote before CRLF");
	cut("aaaaaaaaaaaaaa,\"\"\"bbbbbbbbbbbb\"\"\",\"c\nd\"\nx\n", '\n', 42, 3,
	    "quotes where a step ends");
	cut_lines(900, 903, "a cell of 900 lines");
	cut_lines(999, 0, "a cell with as many lines as nobody may have");
	return done();
}
