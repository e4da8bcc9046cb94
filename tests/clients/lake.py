#!/usr/bin/env python3
"""Asks DuckDB over a lake what a node is asked, and holds every answer against the node's.

    lake.py ADDRESS FOLDER          # FOLDER: what `flotilla export lake FOLDER` wrote
    lake.py ADDRESS FOLDER --spark  # PySpark instead of DuckDB; it needs Java
"""

import hashlib
import json
import pathlib
import sys
import warnings

import adbc_driver_flightsql.dbapi as flight_sql

# A node only reads, so there is nothing to commit.
warnings.filterwarnings("ignore", message="Cannot disable autocommit")

DIVIDED = ("observations", "revisions")
WHOLE = ("entries", "indicators", "members", "practices", "responses")

# Each in a dialect that all of them have, with an order of its own.
QUESTIONS = (
    "SELECT count(*) AS n, count(value) AS told, sum(value) AS total FROM observations",
    "SELECT indicator, region, period, sum(value) AS total, count(*) AS n FROM observations"
    " WHERE gender = '_T' GROUP BY indicator, region, period ORDER BY indicator, region, period",
    "SELECT member, count(DISTINCT indicator) AS indicators, max(value) AS most FROM observations"
    " GROUP BY member ORDER BY member",
    "SELECT i.title_fr, o.gender, sum(o.value) AS total FROM observations o"
    " JOIN indicators i ON i.code = o.indicator GROUP BY i.title_fr, o.gender ORDER BY i.title_fr, o.gender",
    "SELECT m.name, count(*) AS n FROM observations o JOIN members m ON m.handle = o.member"
    " GROUP BY m.name ORDER BY m.name",
    "SELECT member, period, region, program_type, gender, age_group, status, value, unit, record_id"
    " FROM observations ORDER BY record_id, indicator, member, period, region, program_type, gender,"
    " age_group, status, value LIMIT 500",
    "SELECT member, count(*) AS n, count(superseded_at) AS gone FROM revisions GROUP BY member ORDER BY member",
    "SELECT kind, state, count(*) AS n, sum(payload_bytes) AS bytes FROM entries"
    " GROUP BY kind, state ORDER BY kind, state",
    "SELECT member, id, title_en, title_fr, licence FROM practices ORDER BY member, id, version",
    "SELECT count(*) AS n FROM responses",
)


def plain(rows):
    return [tuple(None if cell is None else str(cell) for cell in row) for row in rows]


def check_files(current):
    """Every file is as the manifest says, and there is no other."""
    manifest = json.loads((current / "manifest.json").read_text())
    told = {it["path"]: it for it in manifest["files"]}
    there = {str(path.relative_to(current)) for path in current.rglob("*.parquet")}
    assert there == set(told), there ^ set(told)
    for path, file in told.items():
        data = (current / path).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"]), path
    return manifest


def of_duckdb(current):
    import duckdb

    connection = duckdb.connect()
    for table in DIVIDED + WHOLE:
        files = f"{current}/{table}/**/*.parquet"
        divided = "true" if table in DIVIDED else "false"
        columns = "*" if table in WHOLE else "* EXCLUDE (year)"
        source = f"read_parquet('{files}', hive_partitioning = {divided}, hive_types_autocast = false)"
        connection.sql(f"CREATE VIEW {table} AS SELECT {columns} FROM {source}")
    return f"DuckDB {duckdb.__version__}", lambda sql: connection.execute(sql).fetchall()


def of_spark(current):
    import pyspark
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = spark.config("spark.sql.sources.partitionColumnTypeInference.enabled", "false").getOrCreate()
    for table in DIVIDED + WHOLE:
        spark.read.parquet(f"{current}/{table}").createOrReplaceTempView(table)
    return f"Spark {pyspark.__version__}", lambda sql: [tuple(row) for row in spark.sql(sql).collect()]


def main():
    address, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    current = (folder / "current").resolve()
    manifest = check_files(current)
    name, ask = (of_spark if "--spark" in sys.argv else of_duckdb)(current)
    with flight_sql.connect(f"grpc://{address}") as node, node.cursor() as cursor:
        for sql in QUESTIONS:
            cursor.execute(sql)
            expected, told = plain(cursor.fetchall()), plain(ask(sql))
            assert told == expected, f"{name} and the node do not agree: {sql}\n{told[:5]}\n{expected[:5]}"
    print(f"one lake of {len(manifest['files'])} files, {len(QUESTIONS)} answers of {name} as of the node")


if __name__ == "__main__":
    main()
