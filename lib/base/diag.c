/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diag - faults, the exit ladder, and the only place that ends the program. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/text.h"

static const char *tool = "verlauf";
static int show_values;
static void (*at_last)(void);
static int unwritten;           /* errno of the first failed write, where somebody told of it */

void diag_start(const char *name)
{
	tool = name;
}

const char *diag_name(void)
{
	return tool;
}

void diag_show_values(int yes)
{
	show_values = yes;
}

int diag_shows_values(void)
{
	return show_values;
}

static int describe(struct fault *fault, enum status status, const char *kind, va_list arguments)
{
	if (fault->kind)
		return -1;
	memset(fault, 0, sizeof *fault);
	fault->status = status;
	fault->kind = kind;
	vsnprintf(fault->text, sizeof fault->text, _(kind), arguments);
	return -1;
}

int fault_set(struct fault *fault, enum status status, const char *kind, ...)
{
	va_list arguments;

	va_start(arguments, kind);
	describe(fault, status, kind, arguments);
	va_end(arguments);
	return -1;
}

int fault_at(struct fault *fault, enum status status, const char *file, long line, long column,
	     const char *kind, ...)
{
	va_list arguments;

	if (fault->kind)
		return -1;
	va_start(arguments, kind);
	describe(fault, status, kind, arguments);
	va_end(arguments);
	snprintf(fault->file, sizeof fault->file, "%s", file ? file : "");
	fault->line = line;
	fault->column = column;
	return -1;
}

const char *diag_file(const char *path)
{
	return strcmp(path, "-") ? path : "<stdin>";
}

void fault_about(struct fault *fault, const char *path)
{
	if (fault->kind && !*fault->file)
		snprintf(fault->file, sizeof fault->file, "%s", diag_file(path));
}

int fault_system(struct fault *fault, const char *file, const char *kind)
{
	const char *why = strerror(errno);

	if (fault->kind)
		return -1;
	fault_at(fault, STATUS_SYSTEM, file, 0, 0, kind);
	strncat(fault->text, ": ", sizeof fault->text - strlen(fault->text) - 1);
	strncat(fault->text, why, sizeof fault->text - strlen(fault->text) - 1);
	return -1;
}

void fault_seen(struct fault *fault, const char *value, size_t length)
{
	text_escape(fault->seen, sizeof fault->seen, value, length);
}

/* How many of this kind there are, the new ones included. */
static size_t count_kind(struct findings *findings, const char *kind, size_t more)
{
	for (size_t i = 0; i < findings->kind_count; i++)
		if (findings->kinds[i].kind == kind)
			return findings->kinds[i].count += more;
	findings->kinds = mem_resize(findings->kinds, findings->kind_count + 1,
				     sizeof *findings->kinds);
	findings->kinds[findings->kind_count++] = (struct kind_count){ kind, more };
	return more;
}

void findings_add(struct findings *findings, const struct fault *fault)
{
	findings->refused += fault->status != STATUS_OK;
	if (count_kind(findings, fault->kind, 1) > FINDINGS_SHOWN)
		return;
	findings->list = mem_grow(findings->list, findings->count, &findings->capacity,
				  sizeof *findings->list);
	findings->list[findings->count++] = *fault;
}

void findings_warn(struct findings *findings, const char *file, const char *kind, ...)
{
	struct fault fault = { 0 };
	va_list arguments;

	va_start(arguments, kind);
	describe(&fault, STATUS_OK, kind, arguments);
	va_end(arguments);
	snprintf(fault.file, sizeof fault.file, "%s", file ? file : "");
	findings_add(findings, &fault);
}

void findings_join(struct findings *findings, struct findings *from, const char *without)
{
	for (size_t i = 0; i < from->count; i++) {
		from->refused -= from->list[i].status != STATUS_OK;
		if (from->list[i].kind != without)
			findings_add(findings, &from->list[i]);
	}
	findings->refused += from->refused;
	for (size_t i = 0; i < from->kind_count; i++)
		if (from->kinds[i].count > FINDINGS_SHOWN && from->kinds[i].kind != without)
			count_kind(findings, from->kinds[i].kind,
				   from->kinds[i].count - FINDINGS_SHOWN);
	findings_free(from);
}

void findings_free(struct findings *findings)
{
	free(findings->list);
	free(findings->kinds);
	memset(findings, 0, sizeof *findings);
}

/* How much of a text is taken at once: at most so many bytes, and whole characters. */
static size_t piece_of(const char *text, size_t length)
{
	enum { MOST = 500, CHARACTER = 4 };
	size_t piece = length;

	if (length <= MOST)
		return length;
	for (piece = MOST; piece > MOST - CHARACTER; piece--)
		if (((unsigned char)text[piece] & 0xC0) != 0x80)
			return piece;
	return MOST;
}

void diag_escaped(const char *text)
{
	char escaped[2048];     /* each byte of a piece takes four at most */
	size_t piece;

	for (size_t left = strlen(text); left; text += piece, left -= piece) {
		piece = piece_of(text, left);
		text_escape(escaped, sizeof escaped, text, piece);
		fputs(escaped, stderr);
	}
}

void diag_about(const char *file)
{
	fprintf(stderr, "%s: ", tool);
	diag_escaped(file);
	fputs(": ", stderr);
}

static void put_fault(const struct fault *fault)
{
	fprintf(stderr, "%s: ", tool);
	diag_escaped(fault->file);
	if (fault->file[0])
		fputc(':', stderr);
	if (fault->line)
		fprintf(stderr, "%ld:", fault->line);
	if (fault->column)
		fprintf(stderr, "%ld:", fault->column);
	if (fault->file[0])
		fputc(' ', stderr);
	if (fault->status == STATUS_OK)
		fprintf(stderr, "%s: ", _("warning"));
	diag_escaped(fault->text);
	if (fault->seen[0] && (show_values || isatty(STDERR_FILENO)))
		fprintf(stderr, ": '%s'", fault->seen);
	fputc('\n', stderr);
}

void diag_pattern(char *to, size_t size, const char *pattern)
{
	size_t used = 0;

	while (*pattern && used + sizeof "..." < size) {
		if (*pattern != '%') {
			to[used++] = *pattern++;
			continue;
		}
		used += (size_t)snprintf(to + used, size - used, "%s",
					 pattern[1] == '%' ? "%" : "...");
		pattern += 1 + strcspn(pattern + 1, "dsufgcX%");
		pattern += *pattern != '\0';
	}
	to[used] = '\0';
}

void diag_findings(const struct findings *findings)
{
	char pattern[sizeof ((struct fault *)0)->text];

	for (size_t i = 0; i < findings->count; i++)
		put_fault(&findings->list[i]);
	for (size_t i = 0; i < findings->kind_count; i++) {
		size_t more = findings->kinds[i].count;

		if (more <= FINDINGS_SHOWN)
			continue;
		more -= FINDINGS_SHOWN;
		fprintf(stderr, "%s: ", tool);
		fprintf(stderr, ngettext("%zu more of this kind: ", "%zu more of this kind: ", more),
			more);
		diag_pattern(pattern, sizeof pattern, _(findings->kinds[i].kind));
		diag_escaped(pattern);
		fputc('\n', stderr);
	}
}

int diag_fail(const struct fault *fault)
{
	put_fault(fault);
	return fault->status;
}

void diag_stop(const struct fault *fault)
{
	exit(diag_fail(fault));
}

void diag_usage(const char *kind, ...)
{
	char text[1024];
	va_list arguments;

	va_start(arguments, kind);
	vsnprintf(text, sizeof text, _(kind), arguments);
	va_end(arguments);
	fprintf(stderr, "%s: ", tool);
	diag_escaped(text);
	fprintf(stderr, "\n%s: ", tool);
	fprintf(stderr, _("'%s -h' lists the options\n"), tool);
	exit(STATUS_USAGE);
}

void diag_at_last(void (*clean)(void))
{
	at_last = clean;
}

void diag_out_of_memory(void)
{
	if (at_last)
		at_last();
	fprintf(stderr, "%s: %s\n", tool, _("out of memory"));
	_exit(STATUS_SYSTEM);
}

int diag_outcome(const struct findings *findings, const struct fault *fault)
{
	diag_findings(findings);
	return fault->kind ? diag_fail(fault) : STATUS_OK;
}

void diag_unwritten(void)
{
	if (!unwritten)
		unwritten = errno;
}

int diag_close(void)
{
	int failed = ferror(stdout);

	if (fflush(stdout) != 0 || failed || (close(STDOUT_FILENO) != 0 && errno != EINTR)) {
		diag_unwritten();
		fprintf(stderr, "%s: %s: %s\n", tool, _("cannot write to standard output"),
			unwritten ? strerror(unwritten) : "?");
		return STATUS_SYSTEM;
	}
	return STATUS_OK;
}

void diag_end(void)
{
	exit(diag_close());
}
