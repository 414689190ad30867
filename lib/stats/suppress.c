/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suppress - which cells of a table with margins are left blank, and what is still told of them. */
#include <string.h>

#include "base/mem.h"
#include "stats/suppress.h"

enum { NO_EDGE = -1, ATTEMPTS = 16, STEP_PRICE = 1, UNIT_PRICE = 1024 };

/* The network of one layer. Node i < rows is a row, rows + j a column; the edge of cell (i, j)
 * leads from row i to column j. What flows in it is the change of the cell, of a margin the
 * change with the other sign, so that at every node the changes add up to 0. */
struct network {
	size_t rows, columns;
	int64_t *up, *down;       /* by cell: how much more can flow from row to column, and back */
	int64_t *price;           /* by cell: 0 = blank already, NO_EDGE = printed */
	unsigned char *used;      /* by cell: flow went through it */
	int64_t *distance;        /* by node */
	size_t *via;              /* by node: the cell that leads to it */
	unsigned char *settled;
};

static int is_margin(const struct suppress *table, size_t cell)
{
	int row = cell / table->columns == table->rows - 1;
	int column = cell % table->columns == table->columns - 1;

	return row != column;
}

static int is_blank(unsigned char mark)
{
	return mark == SUPPRESS_PRIMARY || mark == SUPPRESS_SECONDARY;
}

/* ---- the network ----------------------------------------------------------------- */

/* A printed total is an upper limit of its cells, whether or not they add up to it. */
static int64_t cap_by(const struct suppress *table, const struct suppress_layer *layer,
		      size_t total, int64_t cap)
{
	int64_t value = layer->value[total];

	if (is_blank(table->mark[total]) || table->mark[total] == SUPPRESS_ABSENT ||
	    value == SUPPRESS_UNKNOWN || value > cap)
		return cap;
	return value;
}

static int64_t room_above(const struct suppress *table, const struct suppress_layer *layer,
			  size_t cell)
{
	size_t row = cell / table->columns, column = cell % table->columns;
	size_t last_row = table->rows - 1, last_column = table->columns - 1;
	int64_t cap = SUPPRESS_UNLIMITED;

	if (column != last_column)
		cap = cap_by(table, layer, row * table->columns + last_column, cap);
	if (row != last_row)
		cap = cap_by(table, layer, last_row * table->columns + column, cap);
	if (cap == SUPPRESS_UNLIMITED)
		return cap;
	return cap > layer->value[cell] ? cap - layer->value[cell] : 0;
}

/* Attempts after the first see prices from half to one and a half times the cost, by a hash, so
 * that they find other ways. */
static int64_t price_in(const struct suppress *table, size_t cell, unsigned attempt)
{
	uint32_t hash = (uint32_t)(cell + 1) * 2654435761u * attempt;

	return table->cost[cell] * (attempt == 1 ? UNIT_PRICE :
				    UNIT_PRICE / 2 + (int64_t)(hash >> 7) % UNIT_PRICE);
}

/* NO_EDGE where the cell is printed in this layer, or may not be anything else. */
static int64_t price_of(const struct suppress *table, const struct suppress_layer *layer,
			size_t cell, unsigned attempt)
{
	unsigned char mark = table->mark[cell];

	if (mark == SUPPRESS_ABSENT)
		return 0;
	if (layer->value[cell] == SUPPRESS_UNKNOWN)
		return is_margin(table, cell) && mark != SUPPRESS_FIXED ? 0 : NO_EDGE;
	if (layer->value[cell] == 0 && layer->zero_shown)
		return NO_EDGE;
	if (is_blank(mark))
		return 0;
	return attempt && mark == SUPPRESS_SHOWN ? price_in(table, cell, attempt) : NO_EDGE;
}

static void set_edge(struct network *network, const struct suppress *table,
		     const struct suppress_layer *layer, size_t cell, unsigned attempt)
{
	int free = table->mark[cell] == SUPPRESS_ABSENT ||
		   layer->value[cell] == SUPPRESS_UNKNOWN;
	int64_t above = SUPPRESS_UNLIMITED, below = SUPPRESS_UNLIMITED;

	if (!free) {
		below = layer->value[cell];
		if (!attempt)
			above = room_above(table, layer, cell);
	}
	network->price[cell] = price_of(table, layer, cell, attempt);
	network->up[cell] = is_margin(table, cell) ? below : above;
	network->down[cell] = is_margin(table, cell) ? above : below;
}

/* Attempt 0: as the table is. Others: also the cells that could be left blank, at their price and
 * without limits by totals, which may become blank themselves. */
static struct network *network_new(const struct suppress *table, size_t layer, unsigned attempt)
{
	struct network *network = mem_new(1, sizeof *network);
	size_t cells = table->rows * table->columns, nodes = table->rows + table->columns;

	network->rows = table->rows;
	network->columns = table->columns;
	network->up = mem_new(cells, sizeof *network->up);
	network->down = mem_new(cells, sizeof *network->down);
	network->price = mem_new(cells, sizeof *network->price);
	network->used = mem_new(cells, 1);
	network->distance = mem_new(nodes, sizeof *network->distance);
	network->via = mem_new(nodes, sizeof *network->via);
	network->settled = mem_new(nodes, 1);
	for (size_t cell = 0; cell < cells; cell++)
		set_edge(network, table, &table->layers[layer], cell, attempt);
	return network;
}

static void network_free(struct network *network)
{
	free(network->up);
	free(network->down);
	free(network->price);
	free(network->used);
	free(network->distance);
	free(network->via);
	free(network->settled);
	free(network);
}

/* ---- the cheapest path, and what flows through it -------------------------------- */

static size_t nearest(const struct network *network, size_t nodes)
{
	size_t best = nodes;

	for (size_t v = 0; v < nodes; v++)
		if (!network->settled[v] && network->distance[v] < SUPPRESS_UNLIMITED &&
		    (best == nodes || network->distance[v] < network->distance[best]))
			best = v;
	return best;
}

/* Of two paths of one price the shorter: a step costs a little too. */
static void look_through(struct network *network, size_t cell, size_t from, size_t to,
			 int64_t room)
{
	int64_t distance;

	if (network->price[cell] == NO_EDGE || room <= 0 || network->settled[to])
		return;
	distance = network->distance[from] + network->price[cell] + STEP_PRICE;
	if (distance < network->distance[to]) {
		network->distance[to] = distance;
		network->via[to] = cell;
	}
}

/* Dijkstra (1959) on the dense network; 1 if `to` is reached. */
static int find_path(struct network *network, size_t from, size_t to)
{
	size_t rows = network->rows, columns = network->columns, nodes = rows + columns, node;

	for (size_t v = 0; v < nodes; v++) {
		network->distance[v] = SUPPRESS_UNLIMITED;
		network->settled[v] = 0;
	}
	network->distance[from] = 0;
	while ((node = nearest(network, nodes)) != nodes && node != to) {
		network->settled[node] = 1;
		for (size_t j = 0; node < rows && j < columns; j++)
			look_through(network, node * columns + j, node, rows + j,
				     network->up[node * columns + j]);
		for (size_t i = 0; node >= rows && i < rows; i++)
			look_through(network, i * columns + node - rows, node, i,
				     network->down[i * columns + node - rows]);
	}
	return node == to;
}

/* The node from which the path came to `node`. */
static size_t before(const struct network *network, size_t node)
{
	size_t cell = network->via[node];

	return node < network->rows ? network->rows + cell % network->columns :
				      cell / network->columns;
}

static int64_t narrowest(const struct network *network, size_t from, size_t to, int64_t most)
{
	for (size_t node = to; node != from; node = before(network, node)) {
		size_t cell = network->via[node];
		int64_t room = node < network->rows ? network->down[cell] : network->up[cell];

		most = room < most ? room : most;
	}
	return most;
}

static void take(int64_t *room, int64_t amount)
{
	if (*room < SUPPRESS_UNLIMITED)
		*room += amount;
}

/* What becomes blank costs nothing any more. */
static void send(struct network *network, size_t from, size_t to, int64_t amount)
{
	for (size_t node = to; node != from; node = before(network, node)) {
		size_t cell = network->via[node];
		int64_t sign = node < network->rows ? -1 : 1;

		take(&network->up[cell], -sign * amount);
		take(&network->down[cell], sign * amount);
		network->used[cell] = 1;
		network->price[cell] = 0;
	}
}

static int64_t flow(struct network *network, size_t from, size_t to, int64_t most)
{
	int64_t sum = 0;

	while (sum < most && find_path(network, from, to)) {
		int64_t amount = narrowest(network, from, to, most - sum);

		send(network, from, to, amount);
		sum += amount;
	}
	return sum;
}

/* By how much the cell can grow (or shrink), at most `most`, as far as the others allow. */
static int64_t move(struct network *network, const struct suppress *table, size_t cell, int grow,
		    int64_t most)
{
	size_t row = cell / table->columns, column = table->rows + cell % table->columns;

	network->price[cell] = NO_EDGE;
	if (is_margin(table, cell) == grow)
		return flow(network, row, column, most);
	return flow(network, column, row, most);
}

/* ---- audit ----------------------------------------------------------------------- */

static int64_t can_move(const struct suppress *table, size_t layer, size_t cell, int grow)
{
	const struct suppress_layer *numbers = &table->layers[layer];
	struct network *network = network_new(table, layer, 0);
	int64_t most = grow ? room_above(table, numbers, cell) : numbers->value[cell];
	int64_t result = move(network, table, cell, grow, most);

	network_free(network);
	return result;
}

struct suppress_range suppress_range(const struct suppress *table, size_t layer, size_t cell)
{
	int64_t value = table->layers[layer].value[cell], more;
	struct suppress_range range = { value, value };

	if (price_of(table, &table->layers[layer], cell, 0) == NO_EDGE || value == SUPPRESS_UNKNOWN)
		return range;
	range.lower = value - can_move(table, layer, cell, 0);
	more = can_move(table, layer, cell, 1);
	range.upper = more < SUPPRESS_UNLIMITED ? value + more : SUPPRESS_UNLIMITED;
	return range;
}

/* How much the range of a primary cell lacks; 0 = none. */
static int64_t lacking(const struct suppress *table, size_t layer, size_t cell)
{
	const struct suppress_layer *numbers = &table->layers[layer];
	struct suppress_range range;
	int64_t width;

	if (table->mark[cell] != SUPPRESS_PRIMARY || numbers->need[cell] <= 0 ||
	    numbers->value[cell] == SUPPRESS_UNKNOWN ||
	    price_of(table, numbers, cell, 0) == NO_EDGE)
		return 0;
	range = suppress_range(table, layer, cell);
	width = range.upper - range.lower;
	return width < numbers->need[cell] ? numbers->need[cell] - width : 0;
}

int suppress_protected(const struct suppress *table)
{
	for (size_t layer = 0; layer < table->layer_count; layer++)
		for (size_t cell = 0; cell < table->rows * table->columns; cell++)
			if (lacking(table, layer, cell))
				return 0;
	return 1;
}

int64_t suppress_cost(const struct suppress *table)
{
	int64_t sum = 0;

	for (size_t cell = 0; cell < table->rows * table->columns; cell++)
		if (table->mark[cell] == SUPPRESS_SECONDARY)
			sum += table->cost[cell];
	return sum;
}

/* ---- choosing -------------------------------------------------------------------- */

static int leave_blank(struct suppress *table, size_t cell)
{
	if (table->mark[cell] != SUPPRESS_SHOWN)
		return 0;
	table->mark[cell] = SUPPRESS_SECONDARY;
	return 1;
}

/* Blank what the cell needs to move so far; how far it can. */
static int64_t make_way(struct suppress *table, size_t layer, size_t cell, int grow, int64_t by,
			unsigned attempt)
{
	struct network *network = network_new(table, layer, attempt);
	int64_t moved = move(network, table, cell, grow, by);

	for (size_t i = 0; i < table->rows * table->columns; i++)
		if (network->used[i])
			leave_blank(table, i);
	network_free(network);
	return moved;
}

/* Upwards first, since there a blank has room; downwards what is missing then. Where a printed
 * total is in the way, it becomes blank. */
static int protect_cell(struct suppress *table, size_t layer, size_t cell, unsigned attempt)
{
	const struct suppress_layer *numbers = &table->layers[layer];
	int64_t need = numbers->need[cell], value = numbers->value[cell];
	int64_t below = value - suppress_range(table, layer, cell).lower;
	int64_t above = make_way(table, layer, cell, 1, need - below, attempt);
	size_t row = cell / table->columns, column = cell % table->columns;

	if (above + below < need)
		make_way(table, layer, cell, 0, need - above < value ? need - above : value,
			 attempt);
	if (!lacking(table, layer, cell))
		return 0;
	leave_blank(table, row * table->columns + table->columns - 1);
	leave_blank(table, (table->rows - 1) * table->columns + column);
	return lacking(table, layer, cell) ? -1 : 0;
}

/* Cells that cannot be protected yet get another chance as long as anything becomes blank. */
static int protect_all(struct suppress *table, unsigned attempt)
{
	int64_t cost = -1;
	int failed = 1;

	while (failed && cost != suppress_cost(table)) {
		cost = suppress_cost(table);
		failed = 0;
		for (size_t layer = 0; layer < table->layer_count; layer++)
			for (size_t cell = 0; cell < table->rows * table->columns; cell++)
				if (lacking(table, layer, cell) &&
				    protect_cell(table, layer, cell, attempt) != 0)
					failed = 1;
	}
	return failed ? -1 : 0;
}

static size_t dearest(const struct suppress *table, const unsigned char *tried)
{
	size_t cells = table->rows * table->columns, best = cells;

	for (size_t cell = 0; cell < cells; cell++)
		if (table->mark[cell] == SUPPRESS_SECONDARY && !tried[cell] &&
		    (best == cells || table->cost[cell] > table->cost[best]))
			best = cell;
	return best;
}

static void print_again(struct suppress *table)
{
	size_t cells = table->rows * table->columns, cell;
	unsigned char *tried = mem_new(cells, 1);

	while ((cell = dearest(table, tried)) != cells) {
		tried[cell] = 1;
		table->mark[cell] = SUPPRESS_SHOWN;
		if (!suppress_protected(table))
			table->mark[cell] = SUPPRESS_SECONDARY;
	}
	free(tried);
}

static int choose(struct suppress *table, unsigned attempt)
{
	if (protect_all(table, attempt) != 0)
		return -1;
	print_again(table);
	return 0;
}

int suppress_choose(struct suppress *table)
{
	size_t cells = table->rows * table->columns;
	unsigned char *best = mem_new(cells, 1), *marks = mem_new(cells, 1);
	int64_t least = SUPPRESS_UNLIMITED;

	memcpy(marks, table->mark, cells);
	for (unsigned attempt = 1; attempt <= ATTEMPTS && least > 0; attempt++) {
		memcpy(table->mark, marks, cells);
		if (choose(table, attempt) == 0 && suppress_cost(table) < least) {
			least = suppress_cost(table);
			memcpy(best, table->mark, cells);
		}
	}
	memcpy(table->mark, least < SUPPRESS_UNLIMITED ? best : marks, cells);
	free(best);
	free(marks);
	return least < SUPPRESS_UNLIMITED ? 0 : -1;
}
