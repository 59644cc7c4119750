"""Words: normalising, matching, lexicons. Strings in, ranked strings out; knows no incident."""
