/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file read by several threads, or a pipe, holds what it holds read by one, and what is wrong
 * with it is told in the same words and places. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/caseload.h"
#include "data/date.h"
#include "data/import.h"
#include "data/ledger.h"
#include "data/survey.h"
#include "tap.h"

enum { ROWS = 30000 };

static char path[] = "/tmp/verlauf-gather-test-XXXXXX";
static char fifo[sizeof path + 5], refused[sizeof path + 8];
static int piped;               /* threads other than one read from the fifo */

/* Some rows are shares of group sessions, some have line breaks and quotes in a cell, one may be
 * damaged; four files in one. */
static void write_contacts(long damaged, const char *damage)
{
	static const char *const services[] = { "welcome", "special", "general" };
	FILE *to = fopen(path, "w");
	unsigned long state = 1;
	char date[11];

	if (!to) {
		perror(path);
		exit(1);
	}
	fputs("case_id,date,minutes,service,site,person_id,note,group_id,status\n", to);
	for (long i = 0; i < ROWS; i++) {
		state = state * 48271 % 2147483647;
		date_write(date, date_from_civil(2022, 1, 1) + (int32_t)(state % 900));
		if (i == damaged) {
			fputs(damage, to);
			continue;
		}
		fprintf(to, "F%lu,%s,%lu,%s,%s,P%lu,%s,", state / 7 % 5000, date, state % 97 + 1,
			services[state / 3 % 3], i % 3 ? "North" : "South", state / 11 % 20000,
			i % 5 ? "plain" : "\"a \"\"note\"\",\nof two lines\"");
		if (i % 50 == 0)
			fprintf(to, "G%ld", i / 150);
		fprintf(to, ",%s\n", i % 40 == 7 ? "no_show" : i % 90 == 8 ? "planned" : "held");
	}
	fclose(to);
}

static struct source source_of(size_t threads, const char *by)
{
	struct source source;

	source_start(&source);
	source.file = piped && threads > 1 ? fifo : path;
	source.by = by;
	source.service = by != NULL;
	source.threads = threads;
	source.washout = 0;
	return source;
}

static void put_intake(FILE *to, const struct intake *intake)
{
	fprintf(to, "%ld %ld %ld %ld %ld %ld %d %d %d %d\n", intake->rows, intake->used,
		intake->no_shows, intake->planned, intake->outside, intake->without_case,
		intake->unit, intake->has_group, day_set_first(&intake->days),
		day_set_last(&intake->days));
}

static void put_findings(FILE *to, const struct findings *findings, const struct fault *fault)
{
	for (size_t i = 0; i < findings->count; i++)
		fprintf(to, "%ld:%ld: %s\n", findings->list[i].line, findings->list[i].column,
			findings->list[i].text);
	if (fault->kind)
		fprintf(to, "%ld:%ld: %s\n", fault->line, fault->column, fault->text);
}

static void put_days(FILE *to, const struct store *store)
{
	uint32_t *order = intern_sorted(store_ids(store));
	struct day_buffer buffer = { 0 };

	for (uint32_t i = 0; i < store_cases(store); i++) {
		size_t count = store_days(store, order[i], &buffer);

		fprintf(to, "%s", intern_text(store_ids(store), order[i]));
		for (size_t d = 0; d < count; d++)
			fprintf(to, " %d %u %lld", buffer.days[d].day, buffer.days[d].count,
				(long long)buffer.days[d].amount);
		fputc('\n', to);
	}
	day_buffer_free(&buffer);
	free(order);
}

static char *as_caseload(size_t threads, const char *by)
{
	struct source source = source_of(threads, by);
	struct caseload caseload;
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	size_t size;
	char *text;
	FILE *to = open_memstream(&text, &size);

	if (caseload_read(&caseload, &source, &findings, &fault) == 0) {
		put_intake(to, &caseload.intake);
		put_days(to, caseload.store);
		for (uint32_t i = 0; by && i < caseload.cases; i++)
			fprintf(to, "%s %s\n",
				intern_text(caseload.groups, caseload.group[caseload.order[i]]),
				intern_text(caseload.services, caseload.service[caseload.order[i]]));
	}
	put_findings(to, &findings, &fault);
	fclose(to);
	caseload_free(&caseload);
	findings_free(&findings);
	return text;
}

static char *as_ledgers(size_t threads, const char *by)
{
	struct source source = source_of(threads, by);
	struct ledgers ledgers;
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	size_t size;
	char *text;
	FILE *to = open_memstream(&text, &size);

	source.service = 0;
	if (ledgers_read(&ledgers, &source, &findings, &fault) == 0) {
		put_intake(to, &ledgers.intake);
		for (int b = 0; b < LEDGER_BOOKS; b++) {
			put_days(to, ledgers.all.books[b]);
			if (by)
				put_days(to, ledgers.grouped.books[b]);
		}
	}
	put_findings(to, &findings, &fault);
	fclose(to);
	ledgers_free(&ledgers);
	findings_free(&findings);
	return text;
}

static void put_text(FILE *to, const char *name)
{
	FILE *from = fopen(name, "r");

	for (int c; from && (c = getc(from)) != EOF;)
		putc(c, to);
	if (from)
		fclose(from);
	unlink(name);
}

static char *as_import(size_t threads, const char *by)
{
	struct source source = source_of(threads, NULL);
	struct import_settings settings = { .limit = { 1e9, 0 }, .rejects = refused };
	struct import import;
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	size_t size;
	char *text;
	FILE *to = open_memstream(&text, &size);

	(void)by;
	if (import_read(&import, &source, &settings, &findings, &fault) == 0) {
		put_intake(to, &import.intake);
		import_write(&import, to, &fault);
		import_keep_rejects(&import, &fault);
		put_text(to, refused);
	}
	put_findings(to, &findings, &fault);
	fclose(to);
	import_free(&import);
	findings_free(&findings);
	return text;
}

static char *as_survey(size_t threads, const char *by)
{
	struct source source = source_of(threads, NULL);
	struct survey survey;
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	size_t size;
	char *text;
	FILE *to = open_memstream(&text, &size);

	(void)by;
	survey_read(&survey, &source, &findings, &fault);
	put_intake(to, &survey.intake);
	for (size_t i = 0; i < survey.count; i++) {
		fprintf(to, "%u %d %x %x %lld", survey_line(&survey, i), survey_day(&survey, i),
			survey_marks(&survey, i), survey_number(&survey, SURVEY_CONTENT, i),
			(long long)survey_effort(&survey, i));
		for (int c = 0; c < SURVEY_NAMES; c++) {
			uint32_t number = survey_number(&survey, (enum survey_column)c, i);

			fprintf(to, " %s", number == INTERN_NONE ? "-" :
				intern_text(survey.names[c], number));
		}
		fputc('\n', to);
	}
	put_findings(to, &findings, &fault);
	fclose(to);
	survey_free(&survey);
	findings_free(&findings);
	return text;
}

static void *copy_to_fifo(void *to)
{
	char block[5000];
	size_t got;
	FILE *from = fopen(path, "r");
	int descriptor = open(fifo, O_WRONLY);

	(void)to;
	while ((got = fread(block, 1, sizeof block, from)) > 0 &&
	       write(descriptor, block, got) == (ssize_t)got)
		continue;
	fclose(from);
	close(descriptor);
	return NULL;
}

static char *read_by(size_t threads, char *read(size_t, const char *), const char *by)
{
	pthread_t writer;
	char *text;

	if (piped)
		pthread_create(&writer, NULL, copy_to_fifo, NULL);
	text = read(threads, by);
	if (piped)
		pthread_join(writer, NULL);
	return text;
}

static void compare(const char *what, char *read(size_t, const char *), const char *by)
{
	char *one = read(1, by);

	for (size_t threads = 2; threads < 7; threads += 2) {
		char *several;

		piped = threads == 4;
		several = read_by(threads, read, by);
		ok(strlen(one) > 20 && strcmp(one, several) == 0, "%s by %zu threads%s", what,
		   threads, piped ? " from a pipe" : "");
		piped = 0;
		free(several);
	}
	free(one);
}

/* Rows of all kinds of wrong, some more often than they are shown. */
static void write_rubbish(void)
{
	static const char *const rows[] = {
		"F1,2022-02-30,5,welcome,North,P1,,,held\n", "\n",
		"F1,2022-02-03,5,wel\"come,North,P1,,,held\n", "F1,2022-02-03\r\n",
		"F1,2022-02-03,5000,welcome,North,P1,,,held\r\n", "\"F\n1\",2022-02-03,x,,,,,,\n",
		"F1,2022-02-03,5,welcome,North,P1,\xC3,,held\n",
	};
	FILE *from, *to;
	char *text;
	size_t size;

	write_contacts(-1, "");
	to = open_memstream(&text, &size);
	from = fopen(path, "r");
	for (int c, line = 0; (c = getc(from)) != EOF;) {
		putc(c, to);
		if (c == '\n' && ++line % 997 == 0 && line > 9000)
			fputs(rows[line / 997 % 7], to);
	}
	fclose(from);
	fclose(to);
	to = fopen(path, "w");
	fwrite(text, 1, size, to);
	fclose(to);
	free(text);
}

int main(void)
{
	static const struct {
		const char *what, *row;
	} damages[] = {
		{ "a wrong date", "F1,2022-02-30,5,welcome,North,P1,,,held\n" },
		{ "a misplaced quote", "F1,2022-02-03,5,wel\"come,North,P1,,,held\n" },
		{ "an unclosed quote", "F1,2022-02-03,5,welcome,North,P1,\"open,,held\n" },
		{ "a cell too many", "F1,2022-02-03,5,welcome,North,P1,,,held,\n" },
		{ "a line break in the case id", "\"F\n1\",2022-02-03,5,welcome,North,P1,,,held\n" },
		{ "a blank line", "\n" },
		{ "more than 24 hours", "F1,2022-02-03,5000,welcome,North,P1,,,held\n" },
		{ "another form of minutes", "F1,2022-02-03,1:30,welcome,North,P1,,,held\n" },
	};
	int descriptor = mkstemp(path);

	if (descriptor < 0)
		return 1;
	close(descriptor);
	snprintf(fifo, sizeof fifo, "%s.fifo", path);
	snprintf(refused, sizeof refused, "%s.refused", path);
	signal(SIGPIPE, SIG_IGN);
	if (mkfifo(fifo, 0600) != 0)
		return 1;
	write_contacts(-1, "");
	compare("a caseload", as_caseload, NULL);
	compare("a caseload with groups", as_caseload, "site");
	compare("ledgers", as_ledgers, NULL);
	compare("ledgers with groups", as_ledgers, "site");
	compare("an import", as_import, NULL);
	compare("a survey", as_survey, NULL);
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		write_contacts(ROWS * (long)(i + 1) / 9, damages[i].row);
		compare(damages[i].what, as_caseload, NULL);
	}
	write_rubbish();
	compare("rubbish: a caseload", as_caseload, NULL);
	compare("rubbish: ledgers", as_ledgers, NULL);
	compare("rubbish: an import", as_import, NULL);
	compare("rubbish: a survey", as_survey, NULL);
	unlink(path);
	unlink(fifo);
	return done();
}
