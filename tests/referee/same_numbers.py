# SPDX-License-Identifier: GPL-3.0-or-later
"""same_numbers.py CSV JSON: both hold the same table; an empty cell is null, or an empty text.
Each number is the shortest that reads back as the same double, as Python prints it."""
import csv
import json
import sys

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
with open(sys.argv[2], encoding="utf-8") as file:
    objects = json.load(file)

assert rows and len(rows) == len(objects), (len(rows), len(objects))
for row, object in zip(rows, objects):
    assert list(row) == list(object), (row, object)
    for name, value in object.items():
        if value is None or value == "":
            assert row[name] == "", (name, row[name], value)
        elif isinstance(value, str):
            assert row[name] == value, (name, row[name], value)
        else:
            assert float(row[name]) == value, (name, row[name], value)
            assert row[name] in (repr(value), repr(value).removesuffix(".0")), (name, row[name])
