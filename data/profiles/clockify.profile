# The detailed report of Clockify as CSV. A project is a case; its workspace chooses the order of
# day and month, so the whole column decides, and where both fit, say --date-order.
# Durations stand twice: 01:17:00 is exact, 1.28 is not.
delimiter = ",";
dates = "auto";
other_tables = "verlauf";

columns = {
	case_id = "Project";
	date = "Start Date";
	minutes = { hours = [ "Duration (h)", "Duration (decimal)" ]; };
	adviser = "User";
	topic = "Tags";
	activity = "Task";
	provider = "Client";
	entered = "Date of creation";
};

first_wins = "minutes";
separators = { topic = ","; };

drop = (
	{ column = "Type"; values = [ "Break" ]; reason = "break"; optional = true; }
);
