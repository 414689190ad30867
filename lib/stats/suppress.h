/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suppress - which cells of a table with margins are left blank, and what is still told of them.
 *
 * A table has rows x columns cells, its totals in the last row and the last column; a table
 * of one dimension has two rows, of which the last is absent. It has one or more layers, numbers
 * that are printed at the same places (cases, hours): a place is blank in all of them or in none.
 * Cells are whole numbers from 0 (hours in thousandths); margins need not be the sum of their
 * cells.
 *
 * Whoever knows the table knows the sums, so a blank cell can only be between two limits. These
 * are found exactly: rows and columns are the nodes of a network, blank cells its edges, and a
 * blank may grow by as much as can flow from its column to its row through the others (a table of
 * two dimensions is a transportation problem, so the limits are whole and are reached). A printed
 * total also limits its cells where they do not add up to it.
 *
 * suppress_choose leaves further cells blank until each primary one has a range as wide as it
 * needs in every layer: through the cell the cheapest alternating path that lets it move, a blank
 * cell being free and another costing its count, as often as needed; then those that are not
 * needed are printed again, the dearest first. The cheapest of 16 attempts at different prices is
 * kept, since the cheapest path for one cell need not be that for all.
 * Cells without anything in them are printed and known; cells that are absent are free.
 *
 * Sources: L. H. Cox, Network models for complementary cell suppression, J. Amer. Statist.
 * Assoc. 90 (1995) 1453-1462; J. Castro, Operations Research and Statistics in official data
 * protection, EJOR 216 (2012) 1-11 (protection levels); successive cheapest paths, Busacker and
 * Gowen (1961). Not optimal: see verlauf-methods(7). */
#ifndef VL_SUPPRESS_H
#define VL_SUPPRESS_H

#include <stddef.h>
#include <stdint.h>

#define SUPPRESS_UNKNOWN (-1)                 /* the layer has no number there */
#define SUPPRESS_UNLIMITED (INT64_MAX / 4)

enum suppress_mark {
	SUPPRESS_SHOWN,       /* printed, may become secondary */
	SUPPRESS_FIXED,       /* printed in any case: nothing in it */
	SUPPRESS_PRIMARY,     /* blank, and needs a range */
	SUPPRESS_SECONDARY,   /* blank to protect others */
	SUPPRESS_ABSENT       /* a margin that the table does not have */
};

struct suppress_layer {
	const int64_t *value;     /* by cell, row after row */
	const int64_t *need;      /* least width of the range of a primary cell; 0 = any */
	int zero_shown;           /* zeros are printed even at blank places */
};

struct suppress {
	size_t rows, columns;     /* at least 2 each, margins included */
	const struct suppress_layer *layers;
	size_t layer_count;
	const int64_t *cost;      /* of leaving a cell blank, from 1 */
	unsigned char *mark;      /* enum suppress_mark; choose turns SHOWN into SECONDARY */
};

struct suppress_range {
	int64_t lower, upper;     /* upper may be SUPPRESS_UNLIMITED */
};

/* 0, or -1 where a primary cell cannot be protected however much is blank. */
int suppress_choose(struct suppress *table);
/* What can be told of a cell of a layer with these marks; of a printed one its value. */
struct suppress_range suppress_range(const struct suppress *table, size_t layer, size_t cell);
/* Whether all primary cells have the ranges that they need. */
int suppress_protected(const struct suppress *table);
/* What the secondary cells cost. */
int64_t suppress_cost(const struct suppress *table);

#endif
