# Forms of CommCare HQ: UTF-8 with byte order mark, "---" where nothing was answered, times in UTC.
# Questions stand as form.NAME: copy this file and put your own names in.
delimiter = ",";
dates = "iso";
times = "utc";
zone = "CET";
missing = [ "---" ];
other_tables = "verlauf";

columns = {
	contact_id = "formid";
	case_id = [ "form.case.@case_id", "form.case.case_id", "caseid" ];
	date = [ "form.visit_date", "form.date", "completed_time" ];
	minutes = {
		minutes = [ "form.duration", "form.duration_minutes" ];
		hours = "form.duration_hours";
	};
	adviser = "username";
	topic = [ "form.topics", "form.topic" ];
	entered = "received_on";
};

first_wins = [ "case_id", "date" ];

# Several answers to one question are parted by blanks.
separators = { topic = " "; };
