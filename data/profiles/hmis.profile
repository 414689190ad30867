# The CSV of the homelessness standard of the USA (HMIS CSV Format Specifications FY2024):
# Services.csv, with --join Enrollment.csv. A case is an enrollment, that is one person's stay in one
# project; to follow households instead, copy this file and say case_id = "HouseholdID".
#
# The standard has no durations: say --minutes-each 30, or --minutes-each 141=30,144=60,45 by record type, or
# put a table into a copy of this file.
# As --cases, Enrollment.csv gives first contacts (EntryDate) and households.
delimiter = ",";
dates = "iso";

columns = {
	contact_id = "ServicesID";
	case_id = "EnrollmentID";
	date = "DateProvided";
	person_id = "PersonalID";
	household_id = "HouseholdID";
	adviser = "UserID";
	activity = "RecordType";
	topic = "TypeProvided";
	entered = "DateCreated";
	# Enrollment.csv
	first_contact = "EntryDate";
};

# Record types: 141 PATH, 142 RHY, 143 HOPWA, 144 SSVF service, 161 PATH referral and so on.
values = {
	activity = {
		path_service = "141";
		rhy_service = "142";
		hopwa_service = "143";
		ssvf_service = "144";
		hopwa_financial = "151";
		ssvf_financial = "152";
		path_referral = "161";
		bed_night = "200";
		hudvash_voucher = "210";
		moving_on = "300";
	};
};

drop = (
	{ column = "DateDeleted"; as = "deleted"; },
	{ column = "RecordType"; values = [ "200" ]; reason = "bed night"; optional = true; }
);

join = {
	key = "EnrollmentID";
	columns = [ "HouseholdID", "EntryDate" ];
};

minutes = {
	column = "RecordType";
	# table = ( ("141", 30), ("144", 60) );
	# others = 45;
};
