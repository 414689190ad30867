# The canonical layout: what all tools read without -p, and what vl-import writes. The tools know it
# without this file; it is here to be read and copied.
delimiter = ",";
encoding = "utf-8";
decimal_mark = ".";
dates = "iso";
