/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of vl-render: an outline, then a byte that no text has (0xFF) and an SVG file, which
 * the outline may name as `chart`; a table stands beside them as `table`. The first input byte
 * chooses the page or the workbook. What is accepted must become a page of sound UTF-8 that runs
 * nothing, or a workbook; what is not must have a reason.
 *
 *   make fuzz builds it; tests/fuzz/seeds FOLDER && ./fuzz-outline FOLDER/outline */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "show/book.h"
#include "show/document.h"
#include "show/page.h"
#include "promise.h"

enum { OUTLINE, CHART, TABLE, FILES };

static const char table[] = "period,site,consultations,hours,active_cases,flag\n"
			    "2026-01,Nord,3,1.5,2,\n"
			    "2026-01,(all),3,1.5,,active_cases=unreliable\n"
			    "2026-02,\"a <b> & \"\"c\"\"\",2,1,1,provisional\n";
static char folder[] = "/tmp/verlauf-fuzz-XXXXXX";
static char paths[FILES][64];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void tidy(void)
{
	for (int i = 0; i < FILES; i++)
		unlink(paths[i]);
	rmdir(folder);
}

static void put(const char *path, const void *bytes, size_t size)
{
	FILE *to = fopen(path, "w");

	must(to && fwrite(bytes, 1, size, to) == size && fclose(to) == 0,
	     "the scratch file written");
}

static void begin(void)
{
	static const char *const names[FILES] = { "outline", "chart", "table" };

	must(mkdtemp(folder) != NULL, "a scratch folder");
	for (int i = 0; i < FILES; i++)
		snprintf(paths[i], sizeof paths[i], "%s/%s", folder, names[i]);
	put(paths[TABLE], table, sizeof table - 1);
	atexit(tidy);
}

static void check_page(const struct document *document)
{
	char *page = NULL;
	size_t length = 0;
	FILE *to = open_memstream(&page, &length);

	must(to != NULL, "a stream");
	page_write(document, to);
	fclose(to);
	must(text_invalid(page, length) < 0, "a page that is not UTF-8");
	must(!strstr(page, "<script") && !strstr(page, "<foreignObject") &&
	     !strstr(page, "<iframe"), "a page that could run something");
	free(page);
}

static void check_book(const struct document *document)
{
	struct fault fault = { 0 };
	char *book = NULL;
	size_t length = 0;
	FILE *to = open_memstream(&book, &length);

	must(to != NULL, "a stream");
	must((book_write(document, to, &fault) == 0) == !fault.kind,
	     "a workbook and a fault, or neither");
	fclose(to);
	free(book);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *outline = data + 1, *end;
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct document document;
	size_t length;

	end = size ? memchr(outline, 0xFF, size - 1) : NULL;
	length = end ? (size_t)(end - outline) : size - 1;
	/* No path leads out of the folder. */
	if (!size || memchr(outline, '/', length))
		return 0;
	if (!*paths[OUTLINE])
		begin();
	put(paths[OUTLINE], outline, length);
	put(paths[CHART], outline + length + (end != NULL), size - 1 - length - (end != NULL));
	if (document_read(&document, paths[OUTLINE], &findings, &fault) == 0)
		(*data & 1 ? check_book : check_page)(&document);
	else
		must(fault.kind || findings.refused, "no document, and no reason");
	document_free(&document);
	findings_free(&findings);
	return 0;
}
