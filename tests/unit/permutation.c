/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Permutation tests against R (tests/ref/perm_*) and against all splits, counted one by one
 * here. */
#include "ref.h"
#include "stats/permutation.h"
#include "stats/random.h"
#include "tap.h"

enum { MOST = 22 };

struct sample {
	struct permutation_unit units[MOST];
	size_t count;
};

static struct permutation test_by(const struct sample *sample, size_t replicates, size_t threads)
{
	struct permutation_draws draws = { replicates, threads, SEED_DEFAULT, "test" };
	struct permutation result;

	permutation_test(&result, sample->units, sample->count, &draws);
	return result;
}

static struct permutation test(const struct sample *sample, size_t replicates)
{
	return test_by(sample, replicates, 1);
}

/* ---- the oracle ---------------------------------------------------------------- */

static struct sample read_sample(void)
{
	struct ref *ref = ref_read("perm_input");
	struct sample sample = { .count = ref->rows };

	for (size_t i = 0; i < ref->rows; i++)
		sample.units[i] = (struct permutation_unit){ ref_number(ref, i, "hours"), 0,
							     ref_number(ref, i, "early") == 1 };
	free(ref);
	return sample;
}

static double expected(const struct ref *ref, const char *name)
{
	for (size_t i = 0; i < ref->rows; i++)
		if (strcmp(ref_text(ref, i, "name"), name) == 0)
			return ref_number(ref, i, "value");
	return NAN;
}

static void test_oracle(void)
{
	struct ref *ref = ref_read("perm_expected");
	struct sample sample = read_sample();
	struct permutation got = test(&sample, 0);

	is_close(got.difference, expected(ref, "diff"), 1e-12, "oracle: difference");
	is_close(got.splits, expected(ref, "combinations"), 0, "oracle: number of splits");
	is_count((long long)got.drawn, 210, "oracle: all were looked at");
	is_close(got.p_plain, expected(ref, "p_two_sided"), 1e-12, "oracle: plain p");
	is_close(got.t, expected(ref, "t_studentized"), 1e-12, "oracle: t");
	is_close(got.p, expected(ref, "p_two_sided_studentized"), 1e-12, "oracle: studentised p");
	free(ref);

	for (size_t i = 0; i < sample.count; i++)
		sample.units[i].in_a = !sample.units[i].in_a;
	is_close(test(&sample, 0).difference, -got.difference, 1e-12, "groups exchanged: difference");
	is_close(test(&sample, 0).t, -got.t, 1e-12, "groups exchanged: t");
	is_close(test(&sample, 0).p, got.p, 0, "groups exchanged: p");
	for (size_t i = 0; i < sample.count; i++)
		sample.units[i].value += 1e9;
	is_close(test(&sample, 0).t, -got.t, 1e-6, "values far from 0: t");
	is_close(test(&sample, 0).p, got.p, 0, "values far from 0: p");
}

/* ---- every split by itself ------------------------------------------------------- */

struct moments {
	double n, mean, variance;
};

static struct moments moments(const struct sample *sample, unsigned long split, int in_a)
{
	struct moments moments = { 0, 0, 0 };

	for (size_t i = 0; i < sample->count; i++)
		if ((int)(split >> i & 1) == in_a) {
			moments.n++;
			moments.mean += sample->units[i].value;
		}
	moments.mean /= moments.n;
	for (size_t i = 0; i < sample->count; i++)
		if ((int)(split >> i & 1) == in_a)
			moments.variance += pow(sample->units[i].value - moments.mean, 2);
	moments.variance /= moments.n - 1;
	return moments;
}

static double studentised(const struct sample *sample, unsigned long split)
{
	struct moments a = moments(sample, split, 1), b = moments(sample, split, 0);

	return (a.mean - b.mean) / sqrt(a.variance / a.n + b.variance / b.n);
}

/* Does the split leave each stratum its number of A? Strata are 0 to 3 here. */
static int allowed(const struct sample *sample, unsigned long split, unsigned long real)
{
	int more[4] = { 0 };

	for (size_t i = 0; i < sample->count; i++)
		more[sample->units[i].stratum] += (int)(split >> i & 1) - (int)(real >> i & 1);
	return !more[0] && !more[1] && !more[2] && !more[3];
}

static double one_by_one(const struct sample *sample, double *splits)
{
	unsigned long real = 0;
	double seen, large = 0;

	*splits = 0;
	for (size_t i = 0; i < sample->count && i < MOST; i++)
		real |= (unsigned long)(sample->units[i].in_a != 0) << i;
	seen = fabs(studentised(sample, real));
	for (unsigned long split = 0; split < 1UL << sample->count; split++) {
		if (!allowed(sample, split, real))
			continue;
		*splits += 1;
		large += fabs(studentised(sample, split)) >= seen - 1e-9;
	}
	return large / *splits;
}

/* Whole quarters of hours, with ties; A a little higher. */
static struct sample make_sample(size_t count, size_t in_a, int strata, unsigned long seed)
{
	gsl_rng *random = random_stream(seed, "sample", 0);
	struct sample sample = { .count = count };

	for (size_t i = 0; i < count; i++) {
		int a = i < in_a;

		sample.units[i].value = 0.25 * (double)gsl_rng_uniform_int(random, a ? 30 : 20);
		sample.units[i].stratum = (int32_t)(i * 7 % (size_t)strata);
		sample.units[i].in_a = a;
	}
	gsl_rng_free(random);
	return sample;
}

static void test_exact(void)
{
	for (unsigned long seed = 1; seed <= 3; seed++) {
		struct sample sample = make_sample(14, 6, seed == 1 ? 1 : 3, seed);
		struct permutation got = test(&sample, 0);
		double splits, want = one_by_one(&sample, &splits);

		ok(got.exact, "exact, sample %lu", seed);
		is_close(got.splits, splits, 0, "number of splits, with strata");
		is_close(got.p, want, 1e-12, "p is that of all splits one by one");
	}
}

static void test_drawn(void)
{
	enum { REPLICATES = 40000 };

	for (unsigned long seed = 4; seed <= 5; seed++) {
		struct sample sample = make_sample(seed == 4 ? 20 : 22, 10, seed == 4 ? 1 : 2, seed);
		struct permutation got = test(&sample, REPLICATES);
		double splits, want = one_by_one(&sample, &splits);
		double error = sqrt(want * (1 - want) / REPLICATES);

		is_count((long long)got.drawn, REPLICATES, "drawn splits");
		is_close(got.splits, splits, 1e-12, "their number");
		ok(fabs(got.p - want) < 4 * error, "drawn p %.4f is near that of all, %.4f", got.p, want);
		is_close(got.p, test_by(&sample, REPLICATES, 3).p, 0, "the same with three threads");
		is_count((long long)test(&sample, 513).drawn, 513, "one more than come from a stream");
		ok(isnan(test(&sample, 0).p), "none drawn: no p");
	}
}

/* ---- where there is no test -------------------------------------------------------- */

static void test_edges(void)
{
	struct sample sample = make_sample(9, 1, 1, 7);
	struct permutation got = test(&sample, 0);

	ok(isnan(got.p) && isnan(got.t), "one unit in a group: no t, no p");
	ok(got.p_plain > 0 && got.exact, "but a difference that can be permuted");
	is_close(got.splits, 9, 0, "in nine ways");
	sample.units[0].in_a = 0;
	got = test(&sample, 99);
	ok(isnan(got.difference) && isnan(got.p) && isnan(got.p_plain), "an empty group: nothing");
	ok(isnan(test(&(struct sample){ .count = 0 }, 99).p), "no units: nothing");

	for (size_t i = 0; i < sample.count; i++)
		sample.units[i] = (struct permutation_unit){ 0.1, 0, i < 4 };
	got = test(&sample, 0);
	ok(isnan(got.t) && isnan(got.p), "nothing varies: no p");
	is_close(got.difference, 0, 1e-12, "and no difference");
	for (size_t i = 0; i < 4; i++)
		sample.units[i].value = 3;
	got = test(&sample, 0);
	ok(isinf(got.t), "each group varies only between them: t is infinite");
	is_close(got.p, 1 / 126., 1e-12, "and p is that of one split in 126");
}

int main(void)
{
	test_oracle();
	test_exact();
	test_drawn();
	test_edges();
	return done();
}
