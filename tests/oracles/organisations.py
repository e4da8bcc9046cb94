#!/usr/bin/env python3
"""Ten organisations publish through the tool alone; the attacker reads everything; and what is it worth?

    python organisations.py FLOTILLA [--rows 20000] [--only ORGANISATION]

Each has an export in its own dialect (`gen_microdata.py`). Its recipe is what `flotilla recipe suggest`
says of the file. It publishes 2023, then 2024, then the first half of 2025, and then all of it again from an
export in which records were withdrawn and matches ended late: four dry runs, each beside what the earlier
ones printed. Then the attacker reads them, alone, as one system, and with what the correction could move.

What it is worth is measured on new matches of 2023 and 2024, whose truth is counted here from the records
and not from the export:

- **covered**: of the people in every group that the member serves (its regions and all of them together, by
  its programs and all of them together), the share whose group is broken down, by gender and by age. A group
  weighs as many as are in it. privacy.md 2.3 has figures of this kind, for organisations of these sizes.
- **error**: the mean distance from the truth of the numbers that are shown.

Ends with 1 if anything is disclosed, a file is not understood, or an organisation is covered less than
privacy.md 2.3 says. With fewer rows organisations are smaller than it speaks of: then coverage is shown only,
and of what the correction could move, which takes the attacker hours, only both tables alone are attacked.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import audit_all  # noqa: E402
import gen_microdata as generator  # noqa: E402

PROGRAMS = {"Community-based": "ONE_COMMUNITY", "Site-based": "ONE_SITE", "Group": "GROUP", "E-mentoring": "OTHER",
            "Go Girls/Game On": "GROUP", "Land-based cultural": "CULTURAL"}
GENDERS = {"Girl/Woman": "GIRLS", "Boy/Man": "BOYS", "Non-binary/Two-Spirit": "NON_BINARY", "Not stated": "UNK"}
AGES = [(5, "UNK"), (9, "06_09"), (11, "10_11"), (14, "12_14"), (17, "15_17"), (24, "18_24")]

# The least share of people covered, in percent: privacy.md 2.3, by size and by how thinly they are spread.
LEAST = {"toronto-mentors": 93, "lower-mainland-youth": 93, "calgary-area-mentoring": 93, "mentorat-montreal": 93,
         "ottawa-valley": 93, "prairie-mentors": 84, "national-ementoring": 66, "atlantic-youth": 66,
         "northern-ontario": 65, "northern-community-circle": 37}
ERROR_MOST = 2.0
YEARS = ("2023", "2024")
ROWS = 20000
ROUNDS = [(1, ["2023"]), (1, ["2024"]), (1, ["2025"]), (2, ["2023", "2024", "2025"])]


def publish(tool, folder, org):
    """Returns what each round of an organisation prints, and how long the four took."""
    suggested = subprocess.run([tool, "--quiet", "recipe", "suggest", folder / "1" / f"{org}.csv"],
                               check=True, capture_output=True, text=True).stdout
    # Nobody suggests to use what tells people apart; a coordinator may.
    open_in = re.search(r"period = (\{ from .*), at = (\[.*\]) \}", suggested)
    suggested += f"""
[[metric]]
indicator = "YOUTH_SERVED"
person = "Little ID"
period = {open_in[1]}, during = {open_in[2]} }}
dimensions = ["age_group", "gender"]
by_program = true
"""
    printed = []
    for at, (release, years) in enumerate(ROUNDS):
        only = ", ".join(f'"{year}"' for year in years)
        recipe = folder / f"{org}.{at}.toml"
        recipe.write_text(re.sub(r"\b(only|at|during) = \[[^]]*\]", rf"\1 = [{only}]", suggested), encoding="utf-8")
        command = [tool, "--quiet", "publish", "metrics", folder / str(release) / f"{org}.csv", "--recipe", recipe,
                   "--rounding-key", folder / "key", "--member", org, "--dry-run", "--json"]
        for earlier in printed:
            command += ["--history", earlier]
        environment = {**os.environ, "XDG_STATE_HOME": str(folder)}
        run = subprocess.run(command, capture_output=True, text=True, env=environment)
        if run.returncode:
            sys.exit(f"{org}: round {at + 1}: {run.stderr or run.stdout[-2000:]}")
        printed.append(folder / f"{org}.{at}.json")
        printed[-1].write_text(run.stdout, encoding="utf-8")
    return printed


def truth(rows, org):
    """Counts new matches by place, and says which groups may be broken down."""
    counts, bases = collections.Counter(), set()
    provinces = {row["prov"] for row in rows if row["org"] == org}
    for row in rows:
        year = str(row["start"].year)
        if row["org"] != org or year not in YEARS:
            continue
        age = next((code for most, code in AGES if row["age"] <= most), "25_30")
        regions = {f"CA-{row['prov']}"} | ({"CA"} if len(provinces) > 1 else set())
        for region in regions:
            for program in (PROGRAMS[row["program"]], "_T"):
                base = f"MATCHES_NEW {year} {region} {program}"
                bases.add(base)
                counts[base] += 1
                counts[f"{base} gender={GENDERS[row['gender']]}"] += 1
                counts[f"{base} age_group={age}"] += 1
    return counts, bases


def worth(printed, counts, bases):
    """Returns the share of people covered, in percent, and the mean error of what is shown."""
    cells = {}
    for path in printed[:len(YEARS)]:
        cells.update({cell["id"]: cell.get("v") for cell in json.loads(path.read_text())["cells"] if cell["s"] != "abs"})
    everybody = sum(counts[base] for base in bases)
    broken_down = {(name.rsplit(" ", 1)[0], name.rsplit(" ", 1)[1].split("=")[0]) for name in cells if "=" in name}
    shares = [sum(counts[base] for base in bases if (base, by) in broken_down) / everybody for by in ("gender", "age_group")]
    errors = [abs(value - counts[name]) for name, value in cells.items()
              if value is not None and name.startswith("MATCHES_NEW")]
    return 100 * sum(shares) / len(shares), sum(errors) / max(1, len(errors))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("tool", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--only", help="try this organisation alone")
    arguments = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "key").write_bytes(bytes(range(32)))
        for release in ("1", "2"):
            subprocess.run([sys.executable, pathlib.Path(generator.__file__), "--rows", str(arguments.rows), "--seed", "1",
                            "--out", folder / release, "--native", "--release", release], check=True, stdout=subprocess.DEVNULL)
        rows = generator.make(arguments.rows, 1)
        print(f"{'organisation':26} covered  least  error  corrected  held back  numbers  hidden  found")
        for org in [org for org, *_ in generator.ORGS if arguments.only in (None, org)]:
            printed = publish(arguments.tool.resolve(), folder, org)
            covered, error = worth(printed, *truth(rows, org))
            last = json.loads(printed[-1].read_text())["flotilla"]
            pubs = [pub for path in printed for pub in audit_all.publications(path)]
            first = [(org, pubs[:-1])]
            found, numbers, hidden = audit_all.attack_all(first, "same")
            found += audit_all.attack_all([(org, pubs[-1:])], "none")[0]
            if arguments.rows >= ROWS:
                found += audit_all.attack_all([(org, pubs)], "delta:6")[0]
            print(f"{org:26} {covered:6.1f}% {LEAST[org]:5}% {error:6.2f} {last['corrected']:10} {last['held_back']:10} "
                  f"{numbers:8} {hidden:7} {len(found):6}", flush=True)
            for line in found[:20]:
                print(f"DISCLOSED {line}")
            wrong += len(found) + (error > ERROR_MOST) + (arguments.rows >= ROWS and covered < LEAST[org])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
