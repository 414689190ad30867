/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Group sessions: shares that add up, whatever the order of rows. Examples worked by hand. */
#include <stdlib.h>

#include "data/session.h"
#include "tap.h"

enum { ROWS = 12 };

struct row {
	const char *case_id, *person, *by;
	int64_t amount;
	int digits;
	int32_t participants, staff;
	const char *group_id;
	int32_t day;
};

/* Shares as they are dealt out: "a:4 b:3 ". */
struct dealt {
	char text[400];
	int64_t sum;
};

static int take(const struct record *record, void *to, struct fault *fault)
{
	struct dealt *dealt = to;

	(void)fault;
	snprintf(dealt->text + strlen(dealt->text), sizeof dealt->text - strlen(dealt->text),
		 "%s%s:%lld ", record->case_id.text, record->person.text,
		 (long long)record->amount.value);
	dealt->sum += record->amount.value;
	return 0;
}

static struct csv_cell cell(const char *text)
{
	return (struct csv_cell){ text ? text : "", text ? strlen(text) : 0 };
}

static int deal(const struct row *rows, size_t count, int backwards, struct dealt *dealt,
		struct findings *findings)
{
	struct sessions *sessions = sessions_new();
	struct fault fault = { 0 };
	int result;

	memset(dealt, 0, sizeof *dealt);
	for (size_t i = 0; i < count; i++) {
		const struct row *row = &rows[backwards ? count - 1 - i : i];
		const char *id = row->group_id ? row->group_id : "g";
		struct record record = { .day = row->day, .group = 1,
					 .amount = { row->amount, row->digits },
					 .case_id = cell(row->case_id), .person = cell(row->person),
					 .by = cell(row->by), .household = cell(NULL) };

		sessions_add(sessions, &record, id, strlen(id), row->participants, row->staff,
			     (long)i + 2);
	}
	result = sessions_deal(sessions, 1, take, dealt, "export.csv", findings, &fault);
	sessions_free(sessions);
	return result;
}

/* Both orders of rows give the same. */
static void check(const char *what, const struct row *rows, size_t count, const char *want)
{
	for (int backwards = 0; backwards < 2; backwards++) {
		struct findings findings = { 0 };
		struct dealt dealt;

		is_count(deal(rows, count, backwards, &dealt, &findings), 0, what);
		is_text(dealt.text, want, what);
		is_count((long long)findings.refused, 0, "nothing refused");
		findings_free(&findings);
	}
}

static void test_shares(void)
{
	/* 100 minutes among 3: 33 each, the one left over to the first case. */
	static const struct row three[] = {
		{ .case_id = "c", .amount = 100 }, { .case_id = "a", .amount = 100 },
		{ .case_id = "b", .amount = 100 },
	};
	/* 90 minutes of two advisers among 7 participants, of whom three have a row: 180 = 7 * 25 +
	 * 5. */
	static const struct row some[] = {
		{ .case_id = "b", .amount = 90, .participants = 7, .staff = 2 },
		{ .case_id = "a", .amount = 90, .participants = 7, .staff = 2 },
		{ .case_id = "", .amount = 90, .participants = 7, .staff = 2 },
	};
	/* 1.5 h = 15 tenths among 4: 4 4 4 3. */
	static const struct row tenths[] = {
		{ .case_id = "a", .amount = 15, .digits = 1 }, { .case_id = "b", .amount = 15, .digits = 1 },
		{ .case_id = "c", .amount = 15, .digits = 1 }, { .case_id = "d", .amount = 15, .digits = 1 },
	};
	/* Persons of one case: the texts decide, not the order of rows. */
	static const struct row family[] = {
		{ .case_id = "a", .person = "2", .by = "x", .amount = 10 },
		{ .case_id = "a", .person = "1", .by = "y", .amount = 10 },
		{ .case_id = "b", .person = "1", .by = "x", .amount = 10 },
	};
	static const struct row alone[] = { { .case_id = "a", .amount = 45 } };

	check("the remainder goes to the first case", three, 3, "a:34 b:33 c:33 ");
	check("staff, and participants without a row", some, 3, ":26 a:26 b:26 ");
	check("tenths of an hour", tenths, 4, "a:4 b:4 c:4 d:3 ");
	check("persons of one case", family, 3, "a2:4 a1:3 b1:3 ");
	check("a session of one", alone, 1, "a:45 ");
}

static void test_which_session(void)
{
	/* A session is a group on a day: three of them. */
	static const struct row rows[] = {
		{ .case_id = "a", .amount = 9, .group_id = "g", .day = 1 },
		{ .case_id = "b", .amount = 9, .group_id = "g", .day = 1 },
		{ .case_id = "a", .amount = 9, .group_id = "g", .day = 2 },
		{ .case_id = "a", .amount = 9, .group_id = "h", .day = 1 },
	};
	struct findings findings = { 0 };
	struct dealt dealt;

	deal(rows, 4, 0, &dealt, &findings);
	is_text(dealt.text, "a:5 b:4 a:9 a:9 ", "a session is a group on a day");
	findings_free(&findings);
}

/* Where all participants have a row, their shares are the session's time times its staff. */
static void test_sums(void)
{
	struct row rows[ROWS] = { { 0 } };
	char names[ROWS][8];
	int good = 1;

	for (int64_t minutes = 0; minutes < 200; minutes += 7)
		for (int32_t staff = 1; staff <= 3; staff++)
			for (size_t count = 1; count <= ROWS; count++) {
				struct findings findings = { 0 };
				struct dealt dealt;

				for (size_t i = 0; i < count; i++) {
					snprintf(names[i], sizeof names[i], "%zu", i);
					rows[i].case_id = names[i];
					rows[i].amount = minutes;
					rows[i].staff = staff;
				}
				deal(rows, count, 0, &dealt, &findings);
				good &= dealt.sum == minutes * staff;
				findings_free(&findings);
			}
	ok(good, "shares add up to the session's time times its staff");
}

static void test_refused(void)
{
	static const struct row rows[] = {
		{ .case_id = "a", .amount = 60, .participants = 2 },
		{ .case_id = "b", .amount = 60, .participants = 2 },
		{ .case_id = "c", .amount = 60, .participants = 2 },
	};
	struct findings findings = { 0 };
	struct dealt dealt;

	deal(rows, 3, 0, &dealt, &findings);
	is_count((long long)findings.refused, 3, "more rows than participants: each is refused");
	is_text(findings.list[0].text,
		"the group session has 3 rows, but the column participants says 2", "the message");
	is_count(findings.list[0].line, 2, "with its line");
	is_text(dealt.text, "", "and nothing is dealt out");
	findings_free(&findings);
}

int main(void)
{
	test_shares();
	test_which_session();
	test_sums();
	test_refused();
	return done();
}
