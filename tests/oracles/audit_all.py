#!/usr/bin/env python3
"""Lets the attacker loose on many publications, on every processor of the machine.

    python audit_all.py [--link same|none|delta:D] [--insider] FILE-OR-FOLDER...

Each file is attacked by itself, as `audit.py FILE` would. Prints what was found, a line of what was
tried, and ends with 1 if anything was found or nothing was there. It judges nothing itself.
"""
import argparse
import json
import multiprocessing
import pathlib
import sys

import audit


def attack(job):
    """Returns what is wrong with one file, and how many cells were attacked."""
    path, link, insider, group_k = job
    document = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    publications = document.get("publications", [document])
    if not any(publication["cells"] for publication in publications):
        return [], 0, 0
    try:
        result = audit.audit(publications, link, insider=insider, group_k=group_k)
    except audit.BadPublication as error:
        return [f"{path}: REJECT: {error}"], 0, 0
    hidden = sum(cell["status"] != "pub" for cell in result["cells"])
    words = (f"{path}: {it['kind']}: {it['cell']} [{it['lo']:g}, {it['hi']:g}]" for it in result["findings"])
    return list(words), len(result["cells"]), hidden


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    parser.add_argument("--link", default="same")
    parser.add_argument("--insider", action="store_true", help="the attacker is in one of the groups")
    parser.add_argument("--group-k", type=int, help="find groups that are certainly alike but for K")
    arguments = parser.parse_args()
    files = [it for path in arguments.paths for it in ([path] if path.is_file() else sorted(path.glob("*.json")))]
    jobs = [(str(file), arguments.link, arguments.insider, arguments.group_k) for file in files]
    with multiprocessing.Pool() as pool:
        results = list(pool.imap_unordered(attack, jobs))
    for found in sorted(line for result in results for line in result[0]):
        print(f"DISCLOSED {found}")
    found = sum(len(result[0]) for result in results)
    cells, hidden = (sum(result[at] for result in results) for at in (1, 2))
    names = ", ".join(str(path.name) for path in arguments.paths)
    print(f"{names} ({arguments.link}): {len(files)} files, {cells} numbers of which {hidden} hidden, {found} findings")
    return 1 if found or not files or not cells else 0


if __name__ == "__main__":
    sys.exit(main())
