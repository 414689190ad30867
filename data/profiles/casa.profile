# Case contacts of CASA (Court Appointed Special Advocates), as its software exports them:
# dates like January 8, 2026, contact types joined by "|". A contact that was not made is a no-show.
# Court topics and notes are free text and never read.
delimiter = ",";
dates = { date = "words"; others = "iso"; };
zone = "UTC";
other_tables = "verlauf";

columns = {
	contact_id = "Internal Contact Number";
	case_id = "Casa Case Number";
	date = "Occurred At";
	minutes = { minutes = "Duration Minutes"; };
	adviser = "Creator Name";
	topic = "Contact Types";
	channel = "Contact Medium";
	status = "Contact Made";
	entered = "Added To System At";
};

values = {
	status = {
		held = "true";
		no_show = "false";
	};
};
