"""Files of incidents to the tables of a corpus."""
