"""The rules, one file each: what is asked, why, and how to mend it."""
