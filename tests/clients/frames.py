#!/usr/bin/env python3
"""Has pandas, pyarrow and DuckDB read the observations of a node, and holds their frames against each other.

    frames.py ADDRESS
"""

import pathlib
import sys
import tempfile
import urllib.request

import duckdb
import pandas as pd

# What a person would type, for frames that say what a cell says: an empty cell is an empty text.
AS_TEXT = {"dtype": str, "keep_default_na": False}


def plain(frame):
    """A frame as texts, with days as CSV writes them, so that frames of other origins compare."""
    told = frame.copy()
    for name in told.columns:
        column = told[name]
        if name.endswith("_at"):
            column = pd.to_datetime(column, utc=True, format="ISO8601").dt.strftime("%Y-%m-%dT%H:%M:%S.%f")
        elif name.startswith("period_"):
            column = pd.to_datetime(column).dt.strftime("%Y-%m-%d")
        elif pd.api.types.is_numeric_dtype(column):
            column = column.astype("Int64").astype("string")
        told[name] = column.astype("object").where(column.notna(), "").astype(str)
    return told


def main():
    base = f"http://{sys.argv[1]}"
    csv = plain(pd.read_csv(f"{base}/v1/observations.csv", **AS_TEXT))
    assert len(csv) > 0
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "dataset.parquet"
        urllib.request.urlretrieve(f"{base}/v1/dataset.parquet", file)
        frames = {
            "dataset.csv.gz": pd.read_csv(f"{base}/v1/dataset.csv.gz", **AS_TEXT),
            "dataset.parquet": pd.read_parquet(f"{base}/v1/dataset.parquet"),
            "observations.parquet": pd.read_parquet(f"{base}/v1/observations.parquet"),
            "observations.xlsx": pd.read_excel(f"{base}/v1/observations.xlsx", **AS_TEXT),
        }
        for name, frame in frames.items():
            pd.testing.assert_frame_equal(plain(frame), csv, obj=name)
        # Moments with a zone need one more package in Python, which is none of our business here.
        without = duckdb.sql(f"SELECT * EXCLUDE (published_at) FROM '{file}'").df()
        pd.testing.assert_frame_equal(plain(without), csv.drop(columns="published_at"), obj="DuckDB")
        # A number is a number in every tool.
        total = int(pd.read_parquet(f"{base}/v1/dataset.parquet")["value"].sum())
        summed = duckdb.sql(f"SELECT sum(value) FROM '{file}'").fetchall()[0][0]
        assert total == int(summed) == csv.loc[csv["value"] != "", "value"].astype(int).sum(), (total, summed)
    print(f"one frame of {len(csv)} rows in pandas, pyarrow and DuckDB")


if __name__ == "__main__":
    main()
