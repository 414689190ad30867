/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: sizes and forms, what goes into the script, the sandbox, whole and broken output.
 * Expected octal escapes are those of od -b; XML rules are XML 1.0, 2.2 and 2.4. */
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "show/chart.h"
#include "show/layout.h"
#include "show/sandbox.h"
#include "tap.h"

static char folder[] = "/tmp/verlauf-test-XXXXXX";
static char *usual_path;

/* ---- forms of files ------------------------------------------------------------- */

static void test_forms(void)
{
	is_count(picture_form_of("a/b.svg"), PICTURE_SVG, "form of .svg");
	is_count(picture_form_of("curve.PDF"), PICTURE_PDF, "form of .PDF");
	is_count(picture_form_of("x.txt"), PICTURE_TEXT, "form of .txt");
	is_count(picture_form_of("x.jpg"), -1, "no form of .jpg");
	is_count(picture_form_of("svg"), -1, "no form without an ending");
}

static void size_is(enum picture_form form, const char *text, int width, int height)
{
	struct picture_size size = { 0 };
	const char *rule = picture_read_size(form, text, &size);

	if (width)
		ok(!rule && size.width == width && size.height == height, "size '%s'", text);
	else
		ok(rule != NULL, "no size '%s'", text);
}

static void test_sizes(void)
{
	size_is(PICTURE_SVG, "320x240", 320, 240);
	size_is(PICTURE_SVG, "phone", 320, 320);
	size_is(PICTURE_TEXT, "phone", 40, 20);
	size_is(PICTURE_TEXT, "100x30", 100, 30);
	size_is(PICTURE_PNG, "100x30", 0, 0);
	size_is(PICTURE_PNG, "4001x400", 0, 0);
	size_is(PICTURE_PNG, "400", 0, 0);
	size_is(PICTURE_PNG, "400x", 0, 0);
	size_is(PICTURE_PNG, "x400", 0, 0);
	size_is(PICTURE_PNG, "400x400x400", 0, 0);
	size_is(PICTURE_PNG, "0x190x400", 0, 0);
	size_is(PICTURE_PNG, "", 0, 0);
}

#define WHOLE(form, file, lines) picture_whole(form, file, sizeof file - 1, lines)

static void test_whole(void)
{
	static const char png[] = "\211PNG\r\n\032\n\0\0\0\2aaaaxycrcc\0\0\0\0IEND\256B`\202";
	static const char svg[] = "<?xml version=\"1.0\"?><svg></svg>\n\n";
	static const char pdf[] = "%PDF-1.5\n0123456789\nxref\n0 1\nstartxref\n20\n%%EOF\n";

	ok(WHOLE(PICTURE_PNG, png, 0), "a whole PNG");
	ok(!picture_whole(PICTURE_PNG, png, sizeof png - 2, 0), "a PNG without its last byte");
	ok(!WHOLE(PICTURE_PNG, "\211PNG\r\n\032\n\0\0\0\2aaaaxycr\0\0\0\0IEND\256B`\202", 0),
	   "a PNG with a hole");
	ok(WHOLE(PICTURE_SVG, svg, 0), "a whole SVG");
	ok(!WHOLE(PICTURE_SVG, "<?xml version=\"1.0\"?><svg></sv", 0),
	   "an SVG without its last bytes");
	ok(!WHOLE(PICTURE_SVG, "<?xml?><svg><g></svg>", 0), "an SVG with a hole: an end");
	ok(!WHOLE(PICTURE_SVG, "<?xml?><svg></g></svg></svg>", 0), "an SVG with a hole: a start");
	ok(!WHOLE(PICTURE_SVG, "<?xml?><svg><g <g/></g></svg>", 0),
	   "an SVG with a hole: half a tag");
	ok(!WHOLE(PICTURE_SVG, "<?xml\0</svg>", 0), "an SVG with a NUL");
	ok(!WHOLE(PICTURE_SVG, "<?xml\xff</svg>", 0), "an SVG that is not UTF-8");
	ok(WHOLE(PICTURE_PDF, pdf, 0), "a whole PDF");
	ok(WHOLE(PICTURE_PDF, "%PDF-1.5\n7 0 obj 56789\nstartxref\n9\n%%EOF\n", 0),
	   "a whole PDF whose contents are an object");
	ok(!WHOLE(PICTURE_PDF, "%PDF-1.5\n0123456789\nxref\n0 1\nstartxref\n20\n%%E", 0),
	   "a PDF without its last bytes");
	ok(!WHOLE(PICTURE_PDF, "%PDF-1.5\n01234567\nxref\n0 1\nstartxref\n20\n%%EOF\n", 0),
	   "a PDF with a hole");
	ok(!WHOLE(PICTURE_PDF, "%PDF-%%EOF", 0), "a PDF of nothing");
	ok(WHOLE(PICTURE_TEXT, "a\nb\nc", 3), "three lines of text");
	ok(!WHOLE(PICTURE_TEXT, "a\nb\nc", 4), "not four lines of text");
	for (int form = PICTURE_SVG; form <= PICTURE_TEXT; form++)
		ok(!WHOLE((enum picture_form)form, "", 1), "nothing is not whole (%d)", form);
}

static void test_describe(void)
{
	size_t length;
	char *svg = picture_describe("<?xml?>\n<svg \n a=\"1\">\n\n<title>Gnuplot</title>\n"
				     "<desc>Produced</desc>\n<g><text>a]]>b</text></g></svg>\n",
				     "T<&>", "d", &length);

	is_text(svg, "<?xml?>\n<svg role=\"img\" \n a=\"1\">\n<title>T&lt;&amp;&gt;</title>\n"
		"<desc>d</desc>\n<g><text>a]]&gt;b</text></g></svg>\n", "title and description");
	is_count((long long)length, (long long)strlen(svg), "its length");
	free(svg);
}

static void test_undate(void)
{
	char pdf[] = "<< /CreationDate (D:20261121233941+01'00)\n>>";

	picture_undate(pdf, sizeof pdf - 1);
	is_text(pdf, "<< /CreationDate (D:19700101000000Z)     \n>>", "no date in a PDF");
	picture_undate(pdf, 20);
	is_text(pdf, "<< /CreationDate (D:19700101000000Z)     \n>>", "a PDF that ends early");
}

static void test_trim(void)
{
	char text[] = "\f a  \n   \nb   ";
	size_t length = picture_trim(text, sizeof text - 1);

	text[length] = '\0';
	is_text(text, " a\n\nb\n", "blanks at the ends of lines");
	is_count((long long)picture_trim(text, 0), 0, "no text");
}

/* ---- drawings ------------------------------------------------------------------- */

static void write_at(char to[16], int kind, long at)
{
	(void)kind;
	snprintf(to, 16, "%ld", at);
}

static struct drawing new_drawing(void)
{
	static const int steps[] = { 1, 2, 5, 10, 0 };

	return (struct drawing){ .file = "test", .value_label = "hours", .steps = steps,
				 .write = write_at, .apart = -1 };
}

static void add(struct drawing *drawing, const char *group, long at, double value)
{
	struct drawing_point point = { .at = at, .value = value, .lower = NAN, .upper = NAN,
				       .lower_all = NAN, .upper_all = NAN, .smooth = NAN, .n = 3,
				       .line = at + 2 };

	drawing_add(drawing, drawing_group(drawing, group), &point);
}

static void test_drawing(void)
{
	struct drawing drawing = new_drawing();
	struct drawing_range range;
	struct fault fault = { 0 };

	add(&drawing, "", 4, 2.5);
	add(&drawing, "", 1, 3);
	add(&drawing, "", 2, NAN);
	add(&drawing, "", 5, 1.5);
	is_count(drawing_ready(&drawing, &fault), 0, "a drawing with a gap");
	range = drawing_range(&drawing);
	ok(range.first == 1 && range.last == 5, "positions in order");
	ok(range.joined.low == 1.5 && range.joined.high == 3, "lowest and highest value");
	ok(!drawing_joined(&drawing, drawing.groups, 1), "an empty value joins nothing");
	ok(!drawing_joined(&drawing, drawing.groups, 2), "nor does the one after it");
	ok(drawing_joined(&drawing, drawing.groups, 3), "neighbours are joined");
	drawing.apart = 4;
	ok(!drawing_joined(&drawing, drawing.groups, 3), "but not to what stands apart");
	add(&drawing, "", 4, 1);
	is_count(drawing_ready(&drawing, &fault), -1, "twice the same position");
	is_count(fault.status, STATUS_DATA, "is a fault of the data");
	drawing_free(&drawing);
}

static void test_empty_drawing(void)
{
	struct drawing drawing = new_drawing();
	struct fault fault = { 0 };

	add(&drawing, "", 1, NAN);
	drawing_ready(&drawing, &fault);
	is_count(fault.status, STATUS_MODEL, "no value at all: no estimate");
	drawing_free(&drawing);
}

/* ---- the script ----------------------------------------------------------------- */

static char *script_of(struct drawing *drawing, enum picture_form form)
{
	struct chart_settings settings = { .form = form, .size = picture_default_size(form),
					   .seconds = CHART_SECONDS };
	struct fault fault = { 0 };

	drawing_ready(drawing, &fault);
	return chart_script(drawing, &settings, &fault);
}

static void test_escapes(void)
{
	struct drawing drawing = new_drawing();
	char *script;

	add(&drawing, "", 1, 1);
	drawing.title = "a\"b`\\ 5.07'\n$\303\244";
	script = script_of(&drawing, PICTURE_SVG);
	/* The digits after the point are escaped, too: gnuplot would read \0560 as one number. */
	ok(strstr(script,
		  "\nset label \"a\\042b\\140\\134 5\\056\\060\\067\\047 \\044\\303\\244\" at") != NULL,
	   "a text in octal escapes");
	free(script);
	drawing_free(&drawing);
}

/* Letters of the script's own text never include these, whatever the names hold. */
static void test_random_names(void)
{
	static const char alphabet[] = "`'\"\\|<>{}$()!;@~&^%#\n\t 07aE\303";
	unsigned state = 1;
	int bad = 0;

	for (int round = 0; round < 200; round++) {
		struct drawing drawing = new_drawing();
		char name[30] = "", *script;

		for (int i = 0; i < 20; i++) {
			state = state * 1103515245u + 12345u;
			name[i] = alphabet[(state >> 16) % (sizeof alphabet - 2)];
		}
		add(&drawing, name, 1, 1);
		add(&drawing, "other", 1, 1);
		drawing.title = name;
		script = script_of(&drawing, round % 2 ? PICTURE_SVG : PICTURE_TEXT);
		bad += script[strcspn(script, "`'|>{}!;@~&^%")] != '\0';
		free(script);
		drawing_free(&drawing);
	}
	is_count(bad, 0, "200 hostile names leave no sign of their own in the script");
}

static void test_lines(void)
{
	struct drawing drawing = new_drawing();
	char *script;

	for (int at = 0; at <= 5; at++)
		add(&drawing, "", at, at == 3 ? NAN : at + 0.5);
	drawing.apart = 0;
	drawing.apart_label = "apart";
	drawing.groups[0].points[5].provisional = 1;
	script = script_of(&drawing, PICTURE_SVG);
	ok(strstr(script, "<< END\n\n1 1.5\n2 2.5\n\n4 4.5\nEND\n") != NULL,
	   "the line leaves out what is apart, empty or provisional");
	ok(strstr(script, "<< END\n4 4.5\n5 5.5\n\nEND\n") != NULL,
	   "dashes to what is provisional");
	ok(strstr(script, "<< END\n0 0.5\n5 5.5\nEND\n") != NULL, "hollow points for both");
	ok(strstr(script, "set yrange [0:6]\n") != NULL, "the axis starts at 0");
	free(script);
	drawing_free(&drawing);
}

/* A value of stairs holds up to the next point, wherever that is. */
static void test_stairs(void)
{
	struct drawing drawing = new_drawing();
	char *script;

	for (int i = 0; i < 3; i++) {
		add(&drawing, "", (const long[]){ 0, 3, 10 }[i], i + 1);
		drawing.groups[0].points[i].lower = i + 0.5;
		drawing.groups[0].points[i].upper = i + 1.5;
		drawing.groups[0].points[i].n = 9 - i;
	}
	drawing.stairs = 1;
	drawing.n_label = "n";
	script = script_of(&drawing, PICTURE_SVG);
	ok(strstr(script, "<< END\n0 1\n3 1\n3 2\n10 2\n10 3\nEND\n") != NULL, "a line of stairs");
	ok(strstr(script, "<< END\n0 0.5 1.5\n3 0.5 1.5\n3 1.5 2.5\n10 1.5 2.5\n10 2.5 3.5\n\nEND\n")
	   != NULL, "their band");
	ok(!strstr(script, "with points"), "no point of one group");
	/* Positions 0 to 10, five of them: the next rows are 0, 3, 10, 10, 10. */
	ok(strstr(script, "set label \"9\"") && strstr(script, "set label \"8\"") &&
	   strstr(script, "set label \"7\""), "counts are those of the next row");
	free(script);
	drawing_free(&drawing);
}

static void mark(struct drawing *drawing)
{
	struct drawing_marks *marks = &drawing->groups[0].marks;

	marks->early.value = 1;
	marks->middle.value = 2.5;
	marks->rise = (struct drawing_mark){ 1.5, 0.25, 2.75 };
	marks->peak = (struct drawing_mark){ 6, 5, 8 };
	marks->core_from = (struct drawing_mark){ 4, 3, 5 };
	marks->core_to = (struct drawing_mark){ 9, 8, 10 };
}

static void test_marks(void)
{
	struct drawing drawing = new_drawing();
	char *script, *words;

	for (int at = 1; at <= 12; at++)
		add(&drawing, "", at, 2);
	mark(&drawing);
	script = script_of(&drawing, PICTURE_SVG);
	ok(strstr(script, "\n2.5 0 2\n10.5 0 2\n\n4.5 0 2\n8.5 0 2\n") != NULL ||
	   strstr(script, "\n2.5 0 2.5\n10.5 0 2.5\n\n4.5 0 2.5\n8.5 0 2.5\n") != NULL,
	   "the core phase: months 3 to 10, of which 5 to 8 are sure");
	ok(strstr(script, "\n0.6 1\n3.4 1\n\n4.6 2.5\n9.4 2.5\n") != NULL, "two means");
	ok(strstr(script, "<< END\n4.5 0 ") && strstr(script, "\n8.5 0 "), "months 5 to 8: the peak");
	free(script);
	words = drawing_describe(&drawing);
	ok(strstr(words, "(peak: one of months 5-8) (rise: 1.50 (0.25 to 2.75)) "
			 "(core phase: months 4-9)") != NULL, "marks in words");
	free(words);
	drawing.groups[0].marks.peak.lower = NAN;
	drawing.groups[0].marks.core_to.value = NAN;
	drawing.groups[0].marks.rise.value = NAN;
	script = script_of(&drawing, PICTURE_SVG);
	ok(!strstr(script, "filledcurves") && !strstr(script, "\n0.6 1\n"),
	   "what is not reported is not marked");
	free(script);
	drawing_free(&drawing);
}

static size_t occurrences(const char *text, const char *what)
{
	size_t count = 0;

	for (; (text = strstr(text, what)); text += strlen(what))
		count++;
	return count;
}

static size_t frames_of(int groups, int panels, enum picture_form form)
{
	struct drawing drawing = new_drawing();
	char name[2] = "a", *script;
	size_t frames;

	for (int i = 0; i < groups; i++, name[0]++) {
		add(&drawing, name, 1, i);
		add(&drawing, name, 2, i);
	}
	drawing.panels = panels;
	script = script_of(&drawing, form);
	frames = script ? occurrences(script, "\nplot ") : 0;
	free(script);
	drawing_free(&drawing);
	return frames;
}

static void test_panels(void)
{
	is_count((long long)frames_of(4, 0, PICTURE_SVG), 1, "four groups share a frame");
	is_count((long long)frames_of(5, 0, PICTURE_SVG), 5, "five do not");
	is_count((long long)frames_of(2, 1, PICTURE_SVG), 2, "nor do two if asked for");
	is_count((long long)frames_of(1, 1, PICTURE_SVG), 1, "one group has one frame");
	is_count((long long)frames_of(7, 0, PICTURE_TEXT), 1, "in text seven groups share one");
	is_count((long long)frames_of(12, 0, PICTURE_TEXT), 12, "twelve do not");
}

/* All frames lie inside, are alike, and do not overlap, labels included. */
static void test_frames(void)
{
	struct picture_size size = { 960, 600, 1 };
	struct fault fault = { 0 };

	for (int groups = 2; groups <= DRAWING_GROUPS_MAX; groups++) {
		struct drawing drawing = new_drawing();
		struct layout layout;
		char name[2] = "a";
		int bad = 0;

		drawing.panels = 1;
		drawing.n_label = "n";
		for (int i = 0; i < groups; i++, name[0]++)
			add(&drawing, name, 1, 1);
		layout_make(&layout, &drawing, &size, 0, &fault);
		for (size_t i = 0; i < layout.frame_count; i++) {
			struct layout_frame a = layout.frames[i], b = layout.frames[i ? i - 1 : i];

			bad += a.left < 0 || a.right > layout.width || a.bottom > layout.height;
			bad += fabs((a.right - a.left) - (b.right - b.left)) > 1e-9;
			bad += i > 0 && a.left < b.right + 5 && a.top < b.bottom + 17 + 13;
		}
		is_count((long long)layout.frame_count, groups, "frames");
		is_count(bad, 0, "alike, inside and apart");
		layout_free(&layout);
		drawing_free(&drawing);
	}
}

static void test_small(void)
{
	struct drawing drawing = new_drawing();
	struct chart_settings settings = { .form = PICTURE_SVG, .size = { 640, 160, 0 } };
	struct fault fault = { 0 };
	char *script;

	for (int i = 0; i < 7; i++)
		add(&drawing, (const char *[]){ "a", "b", "c", "d", "e", "f", "g" }[i], 1, 1);
	drawing.n_label = "n";
	drawing_ready(&drawing, &fault);
	settings.size.width = 320;
	ok(!chart_script(&drawing, &settings, &fault), "seven groups do not fit into 160 pixels");
	is_count(fault.status, STATUS_USAGE, "which is a mistake in the command");
	settings.size.grows = 1;
	memset(&fault, 0, sizeof fault);
	script = chart_script(&drawing, &settings, &fault);
	ok(script != NULL, "unless the chart may grow");
	free(script);
	drawing_free(&drawing);
}

/* ---- the sandbox ---------------------------------------------------------------- */

/* A program named gnuplot, the only one in PATH. */
static void fake(const char *body)
{
	char path[100];
	FILE *file;

	snprintf(path, sizeof path, "%s/gnuplot", folder);
	file = fopen(path, "w");
	fprintf(file, "#!/bin/sh\n%s\n", body);
	fclose(file);
	chmod(path, 0700);
	setenv("PATH", folder, 1);
}

static struct sandbox_job job_of(int seconds)
{
	return (struct sandbox_job){ .program = "gnuplot", .option = "-d", .package = "gnuplot-nox",
				     .script = "print 1\n", .length = 8, .seconds = seconds,
				     .most = 1000000 };
}

/* What judging it gives: the fault's text, in a static buffer. */
static const char *judged(const char *body, int seconds, char output[2000])
{
	static struct fault fault;
	struct sandbox_job job = job_of(seconds);
	struct sandbox_result result;

	memset(&fault, 0, sizeof fault);
	fake(body);
	if (sandbox_run(&job, &result, &fault) == 0)
		sandbox_judge(&job, &result, &fault);
	if (output)
		snprintf(output, 2000, "%s", result.output ? result.output : "");
	sandbox_free(&result);
	return fault.text;
}

static void test_sandbox(void)
{
	char output[2000];

	is_text(judged("printf '%s ' \"$1\"; /bin/cat \"$2\"", 10, output), "", "a good program");
	is_text(output, "-d print 1\n", "gets the option and the script");
	is_text(judged("exit 3", 10, NULL), "gnuplot ended with status 3", "a status");
	is_text(judged("kill -9 $$", 10, NULL), "gnuplot was ended by signal 9", "a signal");
	is_text(judged("echo x; echo warning >&2", 10, NULL),
		"gnuplot complained and its output is not trusted", "a complaint");
	is_text(judged("while :; do echo 0123456789012345678901234567890123456789; done", 10, NULL),
		"gnuplot wrote more than 1000000 bytes", "too much output");
}

/* The environment is the one that the header promises. */
static void test_environment(void)
{
	char output[2000], *cache;

	setenv("SECRET", "1", 1);
	setenv("GNUPLOT_LIB", "/tmp", 1);
	judged("/usr/bin/env | /usr/bin/sort | /bin/grep -v -e '^PWD=' -e '^_=' -e '^SHLVL='; "
	       "/usr/bin/stat -c %a .; /bin/cat; [ $PWD = ${XDG_CACHE_HOME} ] && echo same", 10,
	       output);
	cache = strstr(output, "XDG_CACHE_HOME=");
	ok(cache && strncmp(output, "HOME=/nonexistent\nLC_ALL=C.UTF-8\nPATH=/usr/bin:/bin\n"
			    "SOURCE_DATE_EPOCH=0\n", (size_t)(cache - output)) == 0,
	   "environment");
	ok(cache && strstr(cache, "\n700\nsame\n") != NULL,
	   "working folder: private; standard input: nothing");
}

static void test_hang(void)
{
	time_t start = time(NULL);

	is_text(judged("/bin/sleep 60 & /bin/sleep 60", 1, NULL),
		"gnuplot did not end within 1 seconds", "a program that hangs");
	is_text(judged("exec >&- 2>&-; /bin/sleep 60", 1, NULL),
		"gnuplot did not end within 1 seconds",
		"a program that closes its streams and hangs");
	is_text(judged("/bin/sleep 60 &", 1, NULL), "gnuplot did not end within 1 seconds",
		"a program that leaves another behind");
	ok(time(NULL) - start < 20, "none is waited for");
}

static void test_absent(void)
{
	struct sandbox_job job = job_of(1);
	struct sandbox_result result;
	struct fault fault = { 0 };

	setenv("PATH", ".::/nonexistent:relative", 1);
	is_count(sandbox_run(&job, &result, &fault), -1, "no such program");
	is_count(fault.status, STATUS_SYSTEM, "is for the administrator");
	ok(strstr(fault.text, "gnuplot-nox") != NULL, "who learns the package's name");
	sandbox_free(&result);
}

/* ---- gnuplot itself ------------------------------------------------------------- */

static char *drawn(enum picture_form form, const char *title, struct fault *fault)
{
	struct drawing drawing = new_drawing();
	struct chart_settings settings = { .form = form, .size = picture_default_size(form),
					   .seconds = 30 };
	char *file;
	size_t length;

	add(&drawing, "", 1, 1);
	add(&drawing, "", 2, 0.5);
	drawing.title = title;
	drawing_ready(&drawing, fault);
	file = chart_draw(&drawing, &settings, &length, fault);
	drawing_free(&drawing);
	return file;
}

static void test_broken_output(void)
{
	static const char *const forms[] = { "svg", "png", "pdf", "text" };

	for (int form = PICTURE_SVG; form <= PICTURE_TEXT; form++) {
		struct fault fault = { 0 };

		fake("echo '<?xml version=\"1.0\"?><svg>'");
		ok(!drawn((enum picture_form)form, NULL, &fault) && fault.status == STATUS_SYSTEM &&
		   strstr(fault.text, "not whole"), "status 0 and half a file: %s", forms[form]);
	}
}

static void test_no_driver(void)
{
	struct fault fault = { 0 };

	fake("echo 'line 2: unknown or ambiguous terminal type; type just set' >&2; exit 1");
	ok(!drawn(PICTURE_PNG, NULL, &fault) && strstr(fault.text, "cannot draw that form"),
	   "a gnuplot without the driver");
}

static void test_texts_survive(void)
{
	static const char *const titles[] = {
		"1.5 \0565 0.075", "`touch pwned`", "'; system(\"touch pwned\") #",
		"$(touch pwned)%d%s", "{/Symbol a}_x^2@b~c", "\\101\\n\\\\",
		"\303\244\342\202\254\360\237\230\200 \327\220\327\221",
	};

	setenv("PATH", usual_path, 1);
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
		struct fault fault = { 0 };
		char *svg = drawn(PICTURE_SVG, titles[i], &fault), text[200];

		if (!svg && strstr(fault.text, "not installed")) {
			skip("gnuplot is not installed");
			continue;
		}
		snprintf(text, sizeof text, "<text>%s</text>", titles[i]);
		ok(svg && strstr(svg, text), "a text comes out as it went in: %zu", i);
		free(svg);
	}
}

int main(void)
{
	usual_path = mem_text(getenv("PATH"), strlen(getenv("PATH")));
	if (!mkdtemp(folder))
		return 1;
	test_forms();
	test_sizes();
	test_whole();
	test_describe();
	test_undate();
	test_trim();
	test_drawing();
	test_empty_drawing();
	test_escapes();
	test_random_names();
	test_lines();
	test_stairs();
	test_marks();
	test_panels();
	test_frames();
	test_small();
	test_sandbox();
	test_environment();
	test_hang();
	test_absent();
	test_broken_output();
	test_no_driver();
	test_texts_survive();
	setenv("PATH", usual_path, 1);
	free(usual_path);
	unlink(strcat(strcpy((char[64]){ 0 }, folder), "/gnuplot"));
	rmdir(folder);
	return done();
}
