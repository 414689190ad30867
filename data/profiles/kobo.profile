# KoboToolbox, "CSV" export with XML values and headers: semicolon, everything quoted, times of
# submission in UTC. The names of the questions are your own: copy this file and put them in.
# _submission_time becomes the day in Germany (CET with summer time).
delimiter = ";";
second_header = "hxl";
dates = "iso";
times = "utc";
zone = "CET";
other_tables = "verlauf";

columns = {
	contact_id = "_id";
	case_id = [ "case", "case_number" ];
	date = [ "visit_date", "consultation_date", "today", "_submission_time" ];
	minutes = {
		minutes = [ "duration", "duration_minutes" ];
		hours = "duration_hours";
	};
	adviser = [ "worker", "_submitted_by" ];
	topic = "topics";
	entered = "_submission_time";
};

first_wins = [ "date", "adviser" ];

# Several answers to one question are parted by blanks.
separators = { topic = " "; };

drop = (
	{ column = "_validation_status"; values = [ "Not Approved", "validation_status_not_approved" ];
	  reason = "not approved"; optional = true; }
);
