//! Several organisations' files as one: who is too small to show anything alone, reports together.
//!
//! ```text
//!  alice.csv ─┐
//!  bob.xlsx  ─┼─join─► one text ─split─► a Draft of each ─pool─► one Draft ─pass→ …
//!  carol.csv ─┘        (tool)            (gate)          sums
//! ```
//!
//! The member that the others trust names whose file each is:
//!
//! ```toml
//! [together]
//! "alice.csv" = "alice"
//! "bob.xlsx" = "Centre Bob"
//! "carol.csv" = "carol"
//! ```
//!
//! - **Nobody's own number is in the pool**: there are sums only, of three organisations at least, of which
//!   none is so much that the others could work it out.
//! - **Nothing of the others is kept**: their rows and counts live as long as the draft.
//! - **Who reported together is signed** with what they reported.

mod pool;

use std::collections::BTreeMap;

use flotilla_domain::message::Message;

use crate::fields;
use crate::fields::Section;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::problem::quote;

pub(crate) use self::pool::pool;

/// The section that says who reports together.
pub(crate) const SECTION: &str = "together";

/// The key under it, in the recipe that goes to the node.
pub(crate) const ORGANISATIONS: &str = "organisations";

/// The most digits of a length.
const DIGITS_MAX: usize = 12;

/// Something of an organisation, by its name.
pub type Owned<T> = (String, T);

/// Returns whose each file is, by the name of the file.
///
/// # Errors
///
/// Fails with everything that is wrong with the text.
pub fn owners(text: &str) -> Result<BTreeMap<String, String>, Problems> {
    let mut problems = Collector::default();
    let Some(table) = fields::parse(text, &mut problems) else {
        problems.finish(())?;
        return Ok(BTreeMap::new());
    };
    let file = Section::new("", &table);
    let mut owners = BTreeMap::new();
    match file.section(SECTION, &mut problems) {
        None if problems.is_empty() => problems.push(fields::missing(SECTION)),
        None => {}
        Some(section) => {
            for (name, owner) in section.entries() {
                match owner.as_str() {
                    Some(owner) => {
                        owners.insert(name.to_owned(), owner.to_owned());
                    }
                    None => problems.push(fields::wrong(&section.path(name), "text")),
                }
            }
        }
    }
    file.finish(&mut problems);
    problems.finish(owners)
}

/// Returns the files in the order of their owners, each with its owner.
///
/// # Errors
///
/// Fails with every file that nobody owns, and every owner without a file.
pub fn match_up<T>(
    files: Vec<(String, T)>,
    owners: &BTreeMap<String, String>,
) -> Result<Vec<Owned<T>>, Problems> {
    let mut problems = Collector::default();
    for name in owners.keys().filter(|name| !files.iter().any(|(it, _)| it == *name)) {
        problems.push(unmatched("gate-e283-what-file", name));
    }
    let mut matched = Vec::new();
    for (name, file) in files {
        match owners.get(&name) {
            Some(owner) => matched.push((owner.clone(), file)),
            None => problems.push(unmatched("gate-e283-what", &name)),
        }
    }
    matched.sort_by(|(a, _), (b, _)| a.cmp(b));
    problems.finish(matched)
}

/// Returns a recipe that says whose the files are that [`join`] makes one text of.
pub fn recipe<'a>(each: &str, owners: impl Iterator<Item = &'a str>) -> String {
    let owners: Vec<toml::Value> = owners.map(toml::Value::from).collect();
    let owners = toml::Value::Array(owners);
    format!("{each}\n[{SECTION}]\n{ORGANISATIONS} = {owners}\n")
}

/// Makes one text of several.
pub fn join(files: &[Vec<u8>]) -> Vec<u8> {
    let mut joined = Vec::new();
    for file in files {
        joined.extend_from_slice(format!("{}\n", file.len()).as_bytes());
        joined.extend_from_slice(file);
    }
    joined
}

/// Takes apart what [`join`] made; nothing if it is something else, or not of so many.
pub(crate) fn split(joined: &[u8], count: usize) -> Option<Vec<&[u8]>> {
    let mut files = Vec::new();
    let mut left = joined;
    while !left.is_empty() && files.len() < count {
        let at = left.iter().take(DIGITS_MAX).position(|it| *it == b'\n')?;
        let (digits, rest) = left.split_at_checked(at)?;
        let length: usize = std::str::from_utf8(digits).ok()?.parse().ok()?;
        let (file, rest) = rest.get(1..)?.split_at_checked(length)?;
        files.push(file);
        left = rest;
    }
    (files.len() == count && left.is_empty()).then_some(files)
}

/// Says that a text is not what [`join`] makes of so many files.
pub(crate) fn not_joined() -> Problems {
    problem("FL-E284", Message::new("gate-place-file"), Message::new("gate-e284-what")).into()
}

/// Says whose file the problems are about that follow.
pub(crate) fn about(owner: &str) -> Problem {
    let what = Message::new("gate-e285-what").word("name", quote(owner));
    problem("FL-E285", Message::new("gate-place-file"), what)
}

fn unmatched(what: &'static str, name: &str) -> Problem {
    let place = Message::new("gate-place-key").word("path", SECTION);
    problem("FL-E283", place, Message::new(what).word("file", quote(name)))
}

fn problem(code: &'static str, place: Message, what: Message) -> Problem {
    let remedy = match code {
        "FL-E283" => "gate-e283-remedy",
        "FL-E284" => "gate-e284-remedy",
        "FL-E285" => "gate-e285-remedy",
        "FL-E286" => "gate-e286-remedy",
        _ => "gate-e287-remedy",
    };
    Problem { code, place, what, remedy: Message::new(remedy) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_joined_come_apart_as_they_were() {
        let files = vec![b"a,b\n1,2\n".to_vec(), Vec::new(), b"7\n\xff\n".to_vec()];
        let joined = join(&files);
        let apart = split(&joined, 3).unwrap();
        assert!(apart.iter().zip(&files).all(|(a, b)| *a == b.as_slice()));
        assert_eq!(split(&joined, 2), None);
        assert_eq!(split(&joined, 4), None);
        for broken in [&b"9\nabc"[..], b"x\nabc", b"", b"99999999999999999999\n", b"-1\na"] {
            assert_eq!(split(broken, 1), None, "{broken:?}");
        }
    }

    #[test]
    fn each_file_has_one_owner_and_each_owner_a_file() {
        let text = "[together]\n\"a.csv\" = \"alice\"\n\"b.csv\" = \"Aa \\\"B\\\"\"\n";
        let owners = owners(text).unwrap();
        let files = |names: &[&str]| names.iter().map(|it| ((*it).to_owned(), ())).collect();
        let matched = match_up(files(&["a.csv", "b.csv"]), &owners).unwrap();
        assert!(matched.iter().map(|(owner, ())| owner).eq(["Aa \"B\"", "alice"]));
        let codes = |names: &[&str]| {
            let refused = match_up(files(names), &owners).unwrap_err();
            refused.iter().map(|it| it.what.id()).collect::<Vec<_>>()
        };
        assert_eq!(codes(&["a.csv"]), ["gate-e283-what-file"]);
        assert_eq!(codes(&["a.csv", "b.csv", "c.csv"]), ["gate-e283-what"]);
        let recipe = recipe("[counts]\n", matched.iter().map(|(owner, ())| owner.as_str()));
        let table: toml::Table = recipe.parse().unwrap();
        let named = table[SECTION][ORGANISATIONS].as_array().unwrap();
        assert_eq!(named[0].as_str(), Some("Aa \"B\""));
    }

    #[test]
    fn what_does_not_say_who_reports_together_is_refused() {
        for (text, code) in [
            ("", "FL-E103"),
            ("[together]\n\"a.csv\" = 7\n", "FL-E104"),
            ("[together]\n[other]\n", "FL-E102"),
            ("together = 3", "FL-E104"),
            ("[together", "FL-E101"),
        ] {
            let refused = owners(text).unwrap_err();
            assert_eq!(refused.iter().next().unwrap().code, code, "{text}");
        }
    }
}
