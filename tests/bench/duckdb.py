"""Asks DuckDB the questions of `flotilla-bench query` over Parquet files, and tells how long it took.

    python - '{"runs": …, "threads": …, "observations": …, "indicators": …, "scratch": …,
               "questions": [[name, sql], …], "exports": [name, …]}'

Prints one object: by name, `cold_s`, `warm_s`, `cpu_s` and what was told, as CSV without its header.
"""

import json
import os
import pathlib
import sys
import time

import duckdb


def connect(order):
    """A new connection, with nothing in memory of the files that it asks."""
    for name in ("observations", "indicators"):
        with open(order[name], "rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    connection = duckdb.connect(config={"threads": order["threads"]})
    for name in ("observations", "indicators"):
        connection.sql(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{order[name]}')")
    return connection


def spelled(rows):
    """Rows as the node writes them in CSV."""
    return "".join(",".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    told = work()
    return time.perf_counter() - wall, time.process_time() - cpu, told


def measured(order, work):
    connection = connect(order)
    cold, _, told = timed(lambda: work(connection))
    warm = [timed(lambda: work(connection)) for _ in range(order["runs"])]
    assert all(it[2] == told for it in warm), "the same question, another answer"
    return {"cold_s": cold, "warm_s": [it[0] for it in warm], "cpu_s": [it[1] for it in warm], "told": told}


def copied(connection, name, scratch):
    """Copies all rows to a file, as the node exports them."""
    target = pathlib.Path(scratch) / "duckdb-export"
    options = "FORMAT parquet, COMPRESSION zstd" if name.endswith("Parquet") else "FORMAT csv, HEADER"
    rows = connection.execute(f"COPY (SELECT * FROM observations) TO '{target}' ({options})").fetchone()[0]
    target.unlink()
    return str(rows)


def main():
    order = json.loads(sys.argv[1])
    told = {}
    for name, sql in order["questions"]:
        told[name] = measured(order, lambda it: spelled(it.execute(sql).fetchall()))
    for name in order["exports"]:
        told[name] = measured(order, lambda it: copied(it, name, order["scratch"]))
    print(json.dumps(told))


main()
