"""The command line: thin over the library, the only place that prints."""
