"""What sentences of a postmortem do that harms it: blame, hindsight, evasion, vagueness."""
