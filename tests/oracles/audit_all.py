#!/usr/bin/env python3
"""Lets the attacker loose on many publications, on every processor of the machine.

    python audit_all.py [--link same|none|delta:D] [--insider] [--together] FILE-OR-FOLDER...

Each file is attacked by itself, or all of them `--together`, as `audit.py` would, only that numbers which
no sum and no name connects are attacked apart: the answer is the same, and sooner there. Prints what was
found and a line of what was tried; ends with 1 if anything was found or nothing was there. It judges
nothing itself.
"""
import argparse
import json
import multiprocessing
import pathlib
import sys

sys.dont_write_bytecode = True
import audit  # noqa: E402


def publications(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    return document.get("publications", [document])


def apart(pubs):
    """Splits publications into those parts that have nothing to do with each other."""
    if any("at" in cell for pub in pubs for cell in pub["cells"]):
        return [pubs]
    above = {}

    def root(name):
        while above.setdefault(name, name) != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    def ids(pub, kind, item):
        if kind == "cells":
            return [item["id"]]
        if kind == "relations":
            return [item["total"], *item["parts"]]
        if kind == "links":
            return [item["total"]["id"], *(part["id"] for part in item["parts"])]
        if kind == "rates":
            return [item["num"]["id"], item["den"]["id"]]
        return [item["n"]["id"]]

    kinds = ["cells", "relations", "links", "rates", "means"]
    items = [(at, kind, item, [(pub["scope"], it) for it in ids(pub, kind, item)])
             for at, pub in enumerate(pubs) for kind in kinds for item in pub.get(kind, [])]
    for _, _, _, names in items:
        for name in names[1:]:
            above[root(name)] = root(names[0])
    parts = {}
    for at, kind, item, names in items:
        parts.setdefault(root(names[0]), {}).setdefault(at, {}).setdefault(kind, []).append(item)
    empty = {kind: [] for kind in kinds}
    return [[{**pubs[at], **empty, **of} for at, of in sorted(part.items())]
            for _, part in sorted(parts.items()) if any("cells" in of for of in part.values())]


def attack(job):
    """Returns what is wrong with one part, how many numbers were attacked, and how many of them are hidden."""
    name, pubs, link, insider, group_k = job
    try:
        result = audit.audit(pubs, link, insider=insider, group_k=group_k)
    except audit.BadPublication as error:
        return [f"{name}: REJECT: {error}"], 0, 0
    hidden = sum(cell["status"] != "pub" for cell in result["cells"])
    words = (f"{name}: {it['kind']}: {it['cell']} [{it['lo']:g}, {it['hi']:g}]" for it in result["findings"])
    return list(words), len(result["cells"]), hidden


def attack_all(named, link="same", insider=False, group_k=None):
    """Attacks publications by their names; returns findings, numbers, and hidden numbers."""
    jobs = [(name, part, link, insider, group_k) for name, pubs in named for part in apart(pubs)]
    jobs.sort(key=lambda job: -sum(len(pub["cells"]) for pub in job[1]))
    with multiprocessing.Pool() as pool:
        results = list(pool.imap_unordered(attack, jobs))
    found = sorted(line for result in results for line in result[0])
    return found, sum(it[1] for it in results), sum(it[2] for it in results)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    parser.add_argument("--link", default="same")
    parser.add_argument("--insider", action="store_true", help="the attacker is in one of the groups")
    parser.add_argument("--group-k", type=int, help="find groups that are certainly alike but for K")
    parser.add_argument("--together", action="store_true", help="all files are one member's")
    arguments = parser.parse_args()
    files = [it for path in arguments.paths for it in ([path] if path.is_file() else sorted(path.glob("*.json")))]
    named = [(file.name, publications(file)) for file in files]
    if arguments.together:
        named = [("all", [pub for _, pubs in named for pub in pubs])]
    found, cells, hidden = attack_all(named, arguments.link, arguments.insider, arguments.group_k)
    for line in found:
        print(f"DISCLOSED {line}")
    names = ", ".join(path.name for path in arguments.paths)
    print(f"{names} ({arguments.link}): {len(files)} files, {cells} numbers of which {hidden} hidden, {len(found)} findings")
    return 1 if found or not cells else 0


if __name__ == "__main__":
    sys.exit(main())
