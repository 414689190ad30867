// SPDX-License-Identifier: GPL-3.0-or-later
// curve.mjs - the benchmark's job in DuckDB: FILE SINCE UNTIL THREADS.
import { createRequire } from "node:module";

// The package lies in the build folder, beside which this file does not stand.
const require = createRequire(process.env.PACKAGES + "/");
const { DuckDBInstance } = require("@duckdb/node-api");
const [file, since, until, threads] = process.argv.slice(2);

// The types are stated, so that nothing needs to be guessed; only needed columns are kept.
const load = `
create temp table contacts as
select case_id, date, minutes
from read_csv('${file}', header = true, delim = ',', quote = '"', auto_detect = false,
     columns = { case_id: 'varchar', date: 'date', minutes: 'integer', adviser: 'varchar',
                 service: 'varchar', topic: 'varchar', channel: 'varchar' })
where date between '${since}' and '${until}'`;

// Case month k begins on day ceil(487 k / 16) after the first contact.
const curve = `
with cases as (select case_id, min(date) as first from contacts group by case_id),
sums as (
	select (date - first) * 16 // 487 as k, sum(minutes)::bigint as minutes
	from contacts join cases using (case_id) group by k),
starts as (select date '${until}' - first as age, count(*) as cases from cases group by age),
months as (select age, cases, unnest(range(age * 16 // 487 + 1)) as k from starts),
risk as (
	select k, sum(cases)::bigint as n,
	       sum(cases * (least((487 * (k + 1) + 15) // 16, age + 1) - (487 * k + 15) // 16)
	       )::bigint / 30.4375::double as exposure
	from months group by k)
select k, n, exposure, coalesce(minutes, 0) / 60.0::double as total
from risk left join sums using (k) where exposure >= 29.5 / 30.4375 order by k`;

const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
await connection.run(load);
const rows = (await connection.runAndReadAll(curve)).getRows();

console.log("case_month,n,exposure,total,value");
for (const [month, n, exposure, total] of rows)
	console.log([month, n, exposure, total, total / exposure].join(","));
