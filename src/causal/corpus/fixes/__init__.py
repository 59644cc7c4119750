"""Which few fixes would have prevented the most."""
