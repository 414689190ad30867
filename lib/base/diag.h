/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diag - faults, the exit ladder, and the only place that ends the program.
 *
 * A library function that fails returns -1 and describes the failure once, in
 * a struct fault; it prints nothing. A command prints the fault and returns its
 * status. The status names who must act (verlauf-csv(5), "EXIT STATUS").
 *
 * Where many rows can be wrong at once, each is added to a struct findings:
 * of every kind of finding at most FINDINGS_SHOWN are kept, the rest counted.
 *
 * Values from the data are secret: a fault carries what was seen apart from its
 * text, and it is printed only on a terminal or after diag_show_values(). */
#ifndef VL_DIAG_H
#define VL_DIAG_H

#include <stddef.h>
#include <stdio.h>

enum status {
	STATUS_OK = 0,     /* nobody must act */
	STATUS_LOOK = 1,   /* only with -q: the answer is "look at it" */
	STATUS_USAGE = 2,  /* who wrote the command */
	STATUS_DATA = 3,   /* who keeps the data */
	STATUS_MODEL = 4,  /* the analyst: data sound, but no estimate exists */
	STATUS_SYSTEM = 5  /* the administrator: file, memory, disk */
};

enum { FINDINGS_SHOWN = 20 };

struct fault {
	enum status status;  /* STATUS_OK: nothing happened; in findings: a warning */
	const char *kind;    /* the untranslated message, which tells kinds apart */
	char file[256];      /* "" where no file is to blame */
	long line;           /* 1 = first line; 0 = the whole file */
	long column;         /* 1 = first character of the line; 0 = the whole line */
	char text[512];      /* translated; what is wrong and what the rule is */
	char seen[96];       /* the value, escaped for a terminal; "" = none */
};

struct findings {
	struct fault *list;
	size_t count;
	size_t capacity;
	size_t refused;      /* how many findings have a status, shown or not */
	struct kind_count {
		const char *kind;
		size_t count;
	} *kinds;
	size_t kind_count;
};

/* Describe a failure; returns -1. The first description stays. `kind` is a
 * message marked with N_(); it is translated here. */
int fault_set(struct fault *fault, enum status status, const char *kind, ...);
int fault_at(struct fault *fault, enum status status, const char *file, long line, long column,
	     const char *kind, ...);
/* "cannot open: No such file", from errno; returns -1. */
int fault_system(struct fault *fault, const char *file, const char *kind);
/* A fault that names no file is about this one. */
void fault_about(struct fault *fault, const char *path);
/* Add the value that was seen; bytes that could upset a terminal are escaped. */
void fault_seen(struct fault *fault, const char *value, size_t length);

/* Add a copy of the fault; a status of STATUS_OK makes it a warning. */
void findings_add(struct findings *findings, const struct fault *fault);
/* Add a warning about a file, or NULL where none is to blame. */
void findings_warn(struct findings *findings, const char *file, const char *kind, ...);
/* Add all of `from`, which is empty afterwards, except those of a kind, which may be NULL. */
void findings_join(struct findings *findings, struct findings *from, const char *without);
void findings_free(struct findings *findings);

/* Name of the running tool, for messages; diag_name() returns it. */
void diag_start(const char *tool);
const char *diag_name(void);
void diag_show_values(int yes);
int diag_shows_values(void);            /* asked for, whether or not it is a terminal */

/* How messages name a file: "-" is <stdin>. */
const char *diag_file(const char *path);
/* To standard error: file names, headers and arguments come from outside, and no byte of theirs may
 * upset a terminal. */
void diag_escaped(const char *text);
/* The beginning of what --verbose says of a file: `tool: file: `. */
void diag_about(const char *file);
/* The message that all of a kind share, with "..." where each says its own. */
void diag_pattern(char *to, size_t size, const char *pattern);
void diag_findings(const struct findings *findings);
/* How a tool ends: what was found is printed, then the fault, whose status is returned. */
int diag_outcome(const struct findings *findings, const struct fault *fault);
/* Print and return the status. */
int diag_fail(const struct fault *fault);
/* The same, and end with the status: for options that read a file. */
_Noreturn void diag_stop(const struct fault *fault);
/* A mistake in the command line: print, hint at -h, end with STATUS_USAGE. */
_Noreturn void diag_usage(const char *kind, ...);
_Noreturn void diag_out_of_memory(void);
/* What is to be done before that: in whichever thread, without asking for memory. */
void diag_at_last(void (*clean)(void));
/* Standard output just failed: the reason is in errno, and not for long. */
void diag_unwritten(void);
/* Flush and close standard output; a full disk gives STATUS_SYSTEM. */
int diag_close(void);
/* Help and version texts: close standard output and end. */
_Noreturn void diag_end(void);

#endif
