#!/usr/bin/env python3
"""Reads every table of a node in every format, and holds the formats against each other.

    documents.py ADDRESS            fails at the first thing that is not as it was told
    documents.py --ready ADDRESS    only asks whether the node answers

Needs openpyxl for workbooks, and nothing else that Python does not have.
"""

import csv
import gzip
import io
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from xml.etree import ElementTree

import openpyxl

# What a cell of a workbook shows of a number or a day is what CSV says.
TABLES = ["entries", "indicators", "members", "observations", "practices", "responses", "revisions"]
PATIENCE_S = 60
# Where a cell may begin, what may stand before its first sign, and a sign that makes it a formula.
INNER = re.compile(r'(^|[,;\t\r\n])(?=[ "]*[=+\-@])()')
# The namespace of Atom, as ElementTree spells names in it.
ATOM = "{http://www.w3.org/2005/Atom}"


def get(url, status=200, **headers):
    """The body and the headers of an answer, which must have this status."""
    request = urllib.request.Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            assert answer.status == status, (url, answer.status)
            return answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        assert error.code == status, (url, error.code, error.read())
        return error.read(), error.headers


def table_of_csv(body):
    rows = list(csv.reader(io.StringIO(body.decode("utf-8"), newline="")))
    return rows[0], rows[1:]


def spelled(value):
    """A value of JSON or of a workbook, as CSV spells it."""
    if value is None:
        return ""
    if hasattr(value, "date"):
        return value.date().isoformat()
    # Spreadsheets have one kind of number.
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def defused(text):
    """A text as CSV has it, where a spreadsheet would run it, whichever sign it takes for the end of a cell."""
    if text.startswith(("\t", "\r")):
        return "'" + text[0] + INNER.sub(r"\1'\2", text[1:])
    return INNER.sub(r"\1'\2", text)


def told(value):
    text = spelled(value)
    return defused(text) if isinstance(value, str) else text


def check_table(base, name):
    body, headers = get(f"{base}/v1/{name}.csv")
    columns, rows = table_of_csv(body)
    for header in ["ETag", "Last-Modified", "Data-As-Of", "Snapshot-Id", "Data-Coverage"]:
        assert headers[header], header
    assert get(f"{base}/v1/{name}.csv", 304, If_None_Match=headers["ETag"])[0] == b""

    found, path = [], f"/v1/{name}.json?limit=37"
    while path:
        page = json.loads(get(base + path)[0])
        assert len(page[name]) <= 37
        found += [[told(row[column]) for column in columns] for row in page[name]]
        path = page["next"]
    assert found == rows, name

    sheet = openpyxl.load_workbook(io.BytesIO(get(f"{base}/v1/{name}.xlsx")[0]), read_only=True).active
    cells = [[told(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells[0] == columns, name
    # An empty cell at the end of a row is no cell.
    padded = [row + [""] * (len(columns) - len(row)) for row in cells[1:]]
    assert padded == rows, name
    return columns, rows


def check_package(base, tables):
    package = json.loads(get(f"{base}/datapackage.json")[0])
    held = {}
    for resource in package["resources"]:
        columns, rows = table_of_csv(get(f"{base}/{resource['path']}")[0])
        assert [field["name"] for field in resource["schema"]["fields"]] == columns, resource["name"]
        held[resource["name"]] = (columns, rows, resource)
    assert set(tables) <= set(held)
    for name, (columns, rows, resource) in held.items():
        for number, field in enumerate(resource["schema"]["fields"]):
            if field["type"] == "integer":
                assert all(row[number] == "" or int(row[number]) is not None for row in rows), field
        for key in resource["schema"].get("foreignKeys", []):
            known_columns, known, _ = held[key["reference"]["resource"]]
            at = known_columns.index(key["reference"]["fields"])
            codes = {row[at] for row in known}
            used = {row[columns.index(key["fields"])] for row in rows}
            assert used <= codes, (name, key, used - codes)


def check_openapi(base):
    described = json.loads(get(f"{base}/openapi.json")[0])
    assert described["openapi"].startswith("3.1")
    for path, item in described["paths"].items():
        if "{" in path:
            continue
        body, headers = get(base + path)
        media_type = headers["Content-Type"].split(";")[0]
        assert media_type in item["get"]["responses"]["200"]["content"], (path, media_type)
        names = {it["name"] for it in item["get"]["parameters"]}
        if names:
            get(f"{base}{path}?no_such_thing=1", 400)


def check_dataset(base, observations):
    columns, rows = observations
    packed, _ = get(f"{base}/v1/dataset.csv.gz")
    assert table_of_csv(gzip.decompress(packed)) == (columns, rows)
    whole, headers = get(f"{base}/v1/dataset.parquet")
    assert headers["Accept-Ranges"] == "bytes" and int(headers["Content-Length"]) == len(whole)
    last, headers = get(f"{base}/v1/dataset.parquet", 206, Range="bytes=-8")
    assert last == whole[-8:] and last.endswith(b"PAR1"), last
    assert headers["Content-Range"] == f"bytes {len(whole) - 8}-{len(whole) - 1}/{len(whole)}"
    get(f"{base}/v1/dataset.parquet", 416, Range=f"bytes={len(whole)}-")


def check_french_excel(base, observations):
    text = get(f"{base}/v1/observations.csv?labels=fr&dialect=excel-fr")[0].decode("utf-8")
    assert text.startswith("\ufeff"), "a mark"
    rows = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))
    at = rows[0].index("region")
    assert rows[0][at + 1] == "region_label" and len(rows) == len(observations[1]) + 1


def check_library(base, practices):
    columns, rows = practices
    found = json.loads(get(f"{base}/v1/practices?limit=1000")[0])
    ids = {row[columns.index("record_id")] for row in rows}
    assert found["found"] == len(rows) and {row["record_id"] for row in found["practices"]} == ids
    title = rows[0][columns.index("title_en")] or rows[0][columns.index("title_fr")]
    query = urllib.parse.urlencode({"q": title})
    best, _ = table_of_csv(get(f"{base}/v1/practices.csv?{query}")[0])
    assert best[: len(columns)] == columns and "rank" in best
    for lang in ["en", "fr"]:
        feed = ElementTree.fromstring(get(f"{base}/practices.atom?lang={lang}")[0])
        assert feed.tag == f"{ATOM}feed"
        for node in [feed, *feed.iter(f"{ATOM}entry")]:
            for name in ["id", "title", "updated"]:
                assert node.findtext(f"{ATOM}{name}"), (lang, name)
        assert len(list(feed.iter(f"{ATOM}entry"))) == min(len(rows), 50)
        page = get(f"{base}/practices?lang={lang}&{query}")[0].decode("utf-8")
        assert f'<html lang="{lang}">' in page and "<script" not in page


def main():
    if sys.argv[1] == "--ready":
        get(f"http://{sys.argv[2]}/readyz")
        return
    base = f"http://{sys.argv[1]}"
    tables = {name: check_table(base, name) for name in TABLES}
    assert tables["observations"][1] and tables["practices"][1], "the demo published both"
    check_package(base, tables)
    check_openapi(base)
    check_dataset(base, tables["observations"])
    check_french_excel(base, tables["observations"])
    check_library(base, tables["practices"])
    counted = ", ".join(f"{len(rows)} {name}" for name, (_, rows) in tables.items())
    print(f"the same in every format: {counted}")


if __name__ == "__main__":
    main()
