"""Values and rules of Rasid: plain Python and small pure libraries, no framework, no network, no clock."""
