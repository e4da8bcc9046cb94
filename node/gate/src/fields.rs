//! Reads tables of TOML that people write by hand, and reports everything that is wrong with them.
//!
//! A [`Section`] is asked for each key it may have; what nobody asked for is unknown, and the
//! nearest known key is suggested. Every problem names the path of the key, such as
//! `metric[2].where`.

use std::cell::RefCell;

use flotilla_domain::message::Message;
use toml::Table;
use toml::Value;

use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::nearest;
use crate::problem::quote;

/// What the reader of TOML says of a key or table that is there already; a test watches it.
const DUPLICATE: &str = "duplicate key";

/// One table, and the keys it was asked for.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    table: &'a Table,
    path: String,
    asked: RefCell<Vec<&'a str>>,
}

/// Reads a text as TOML.
pub(crate) fn parse(text: &str, problems: &mut Collector) -> Option<Table> {
    let error = match text.parse::<Table>() {
        Ok(table) => return Some(table),
        Err(error) => error,
    };
    let span = error.span().unwrap_or_default();
    let start = span.start;
    let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
    let place = Message::new("gate-place-line").number("line", line);
    problems.push(match text.get(span).filter(|_| error.message() == DUPLICATE) {
        Some(name) => Problem {
            code: "FL-E101",
            place,
            what: Message::new("gate-e101-what-twice").word("name", quote(name)),
            remedy: Message::new("gate-e101-remedy-twice"),
        },
        None => Problem {
            code: "FL-E101",
            place,
            what: Message::new("gate-e101-what"),
            remedy: Message::new("gate-e101-remedy"),
        },
    });
    None
}

impl<'a> Section<'a> {
    /// Wraps the table at `path`; the path of the whole file is empty.
    pub(crate) fn new(path: impl Into<String>, table: &'a Table) -> Self {
        Self { table, path: path.into(), asked: RefCell::new(Vec::new()) }
    }

    /// Returns the path of `key`.
    pub(crate) fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Returns the keys and values, whatever they are called.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.table.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Returns whether there is such a key.
    pub(crate) fn has(&self, key: &'a str) -> bool {
        self.get(key).is_some()
    }

    /// Returns a value as it stands.
    pub(crate) fn get(&self, key: &'a str) -> Option<&'a Value> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Returns a text.
    pub(crate) fn text(&self, key: &'a str, problems: &mut Collector) -> Option<&'a str> {
        self.typed(key, "text", Value::as_str, problems)
    }

    /// Returns a text that must be there.
    pub(crate) fn required(&self, key: &'a str, problems: &mut Collector) -> Option<&'a str> {
        if !self.has(key) {
            problems.push(missing(&self.path(key)));
        }
        self.text(key, problems)
    }

    /// Returns a whole number.
    pub(crate) fn number(&self, key: &'a str, problems: &mut Collector) -> Option<i64> {
        self.typed(key, "number", Value::as_integer, problems)
    }

    /// Returns true or false; false if it is not there.
    pub(crate) fn flag(&self, key: &'a str, problems: &mut Collector) -> bool {
        self.typed(key, "flag", Value::as_bool, problems).unwrap_or(false)
    }

    /// Returns a list of texts; empty if it is not there.
    pub(crate) fn texts(&self, key: &'a str, problems: &mut Collector) -> Vec<&'a str> {
        let as_texts = |value: &'a Value| {
            value.as_array()?.iter().map(Value::as_str).collect::<Option<Vec<_>>>()
        };
        self.typed(key, "texts", as_texts, problems).unwrap_or_default()
    }

    /// Returns the table under `key`.
    pub(crate) fn section(&self, key: &'a str, problems: &mut Collector) -> Option<Self> {
        let table = self.typed(key, "table", Value::as_table, problems)?;
        Some(Self::new(self.path(key), table))
    }

    /// Returns the list of tables under `key`; empty if it is not there.
    pub(crate) fn sections(&self, key: &'a str, problems: &mut Collector) -> Vec<Self> {
        let as_tables = |value: &'a Value| {
            value.as_array()?.iter().map(Value::as_table).collect::<Option<Vec<_>>>()
        };
        let tables = self.typed(key, "tables", as_tables, problems).unwrap_or_default();
        let path = |index: usize| format!("{}[{}]", self.path(key), index + 1);
        let tables = tables.into_iter().enumerate();
        tables.map(|(index, table)| Self::new(path(index), table)).collect()
    }

    /// Returns the tables under `key`, by their names; empty if there is none.
    pub(crate) fn named(&self, key: &'a str, problems: &mut Collector) -> Vec<(&'a str, Self)> {
        let Some(section) = self.section(key, problems) else { return Vec::new() };
        let mut sections = Vec::new();
        for (name, value) in section.entries() {
            let path = section.path(name);
            match value.as_table() {
                Some(table) => sections.push((name, Self::new(path, table))),
                None => problems.push(wrong(&path, "table")),
            }
        }
        sections
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(self, problems: &mut Collector) {
        let known = self.asked.borrow();
        for key in self.table.keys().filter(|key| !known.contains(&key.as_str())) {
            problems.push(unknown(&self.path(key), nearest(key, known.iter().copied())));
        }
    }

    fn typed<T>(
        &self,
        key: &'a str,
        kind: &'static str,
        read: impl FnOnce(&'a Value) -> Option<T>,
        problems: &mut Collector,
    ) -> Option<T> {
        let value = self.get(key)?;
        let read = read(value);
        if read.is_none() {
            problems.push(wrong(&self.path(key), kind));
        }
        read
    }
}

/// A key has a value that it cannot have.
pub(crate) fn wrong(path: &str, expected: &str) -> Problem {
    Problem {
        code: "FL-E104",
        place: Message::new("gate-place-key").word("path", quote(path)),
        what: Message::new("gate-e104-what"),
        remedy: Message::new("gate-e104-remedy").word("expected", expected),
    }
}

/// A key is missing.
pub(crate) fn missing(path: &str) -> Problem {
    Problem {
        code: "FL-E103",
        place: Message::new("gate-place-key").word("path", quote(path)),
        what: Message::new("gate-e103-what"),
        remedy: Message::new("gate-e103-remedy"),
    }
}

/// A key or a word is none of those that are known.
pub(crate) fn unknown(path: &str, nearest: Option<&str>) -> Problem {
    let remedy = match nearest {
        Some(nearest) => Message::new("gate-e102-remedy-nearest").word("nearest", nearest),
        None => Message::new("gate-e102-remedy"),
    };
    let place = Message::new("gate-place-key").word("path", quote(path));
    Problem { code: "FL-E102", place, what: Message::new("gate-e102-what"), remedy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_reported_at_once() {
        let mut problems = Collector::default();
        let table = parse("nmae = 'a'\nsize = 'large'", &mut problems).unwrap();
        let section = Section::new("", &table);
        assert_eq!(section.required("name", &mut problems), None);
        assert_eq!(section.number("size", &mut problems), None);
        section.finish(&mut problems);
        let problems = problems.finish(()).unwrap_err();
        let codes: Vec<_> = problems.iter().map(|it| it.code).collect();
        assert_eq!(codes, ["FL-E103", "FL-E104", "FL-E102"]);
        let nearest = problems.iter().last().unwrap().remedy.args().to_vec();
        assert_eq!(format!("{nearest:?}"), r#"[("nearest", Word("name"))]"#);
    }

    #[test]
    fn what_is_there_twice_is_named() {
        for text in ["a = 1\na = 2", "[a]\nb = 1\n[a]\nc = 2", "[list.a]\n[list.a]\n"] {
            let mut problems = Collector::default();
            assert!(parse(text, &mut problems).is_none());
            let problems = problems.finish(()).unwrap_err();
            let what = &problems.iter().next().unwrap().what;
            assert_eq!(what.id(), "gate-e101-what-twice");
            assert_eq!(format!("{:?}", what.args()), r#"[("name", Word("a"))]"#);
        }
    }

    #[test]
    fn what_is_not_toml_is_reported_with_its_line() {
        let mut problems = Collector::default();
        assert!(parse("a = 1\nb = \n", &mut problems).is_none());
        let problems = problems.finish(()).unwrap_err();
        assert_eq!(
            format!("{:?}", problems.iter().next().unwrap().place.args()),
            r#"[("line", Number(2))]"#
        );
    }
}
