-- SPDX-License-Identifier: GPL-3.0-or-later
-- curve.sql - the benchmark's job in sqlite3, in memory; @FILE@, @SINCE@, @UNTIL@ are filled in.
.bail on
.mode csv
create table contacts (case_id text, date text, minutes integer, adviser text, service text,
                       topic text, channel text);
.import --skip 1 '@FILE@' contacts
create table days as
select case_id, cast(julianday(date) + 0.5 as integer) as day, minutes
from contacts where date between '@SINCE@' and '@UNTIL@';
create table cases as select case_id, min(day) as first from days group by case_id;
create unique index first_of on cases (case_id, first);
.headers on
-- Case month k begins on day ceil(487 k / 16) after the first contact.
with recursive
sums as (
	select (day - first) * 16 / 487 as k, sum(minutes) as minutes
	from days join cases using (case_id) group by 1),
ages as (
	select cast(julianday('@UNTIL@') + 0.5 as integer) - first as age, count(*) as cases
	from cases group by 1),
months as (
	select age, cases, 0 as k from ages
	union all
	select age, cases, k + 1 from months where (487 * (k + 1) + 15) / 16 <= age),
risk as (
	select k, sum(cases) as n,
	       sum(cases * (min((487 * (k + 1) + 15) / 16, age + 1) - (487 * k + 15) / 16))
	       / 30.4375 as exposure
	from months group by k)
select k as case_month, n, exposure, coalesce(minutes, 0) / 60.0 as total,
       coalesce(minutes, 0) / 60.0 / exposure as value
from risk left join sums using (k) where exposure >= 29.5 / 30.4375 order by k;
