"""The tables of a corpus: columns in memory, in Arrow and Parquet, and as DataFrames."""
