# Activities of CiviCRM, exported from a search: durations in minutes, an activity once for each
# person it was with or assigned to. It is counted once; who these were is not read, since
# that would depend on which of its rows stands first.
delimiter = ",;";
dates = "iso";
missing = [ "NULL" ];
other_tables = "verlauf";

columns = {
	contact_id = "Activity ID";
	case_id = "Case ID";
	date = [ "Activity Date", "Activity Date Time" ];
	minutes = { minutes = [ "Duration", "Activity Duration", "Duration (minutes)" ]; };
	activity = "Activity Type";
	channel = [ "Medium", "Activity Medium" ];
	site = "Location";
	status = [ "Activity Status", "Status" ];
};

values = {
	status = {
		held = [ "Completed", "Left Message" ];
		no_show = [ "No-show", "No show", "Unreachable" ];
		planned = [ "Scheduled", "Available" ];
		deleted = [ "Cancelled", "Not Required" ];
	};
};

key = "Activity ID";
