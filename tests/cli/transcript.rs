//! A Markdown file with commands and their answers, read and written.
//!
//! A block that is called `console` holds commands after `$ `, each followed by what it says. A block
//! with a name, such as `toml recipe.toml`, is a file that the commands find. All else is prose.

use std::fmt;

/// Stands for what differs from run to run.
const WILD: &str = "[..]";

/// What opens and closes a block.
const FENCE: &str = "```";

/// What comes before a command.
const PROMPT: &str = "$ ";

/// A transcript.
#[derive(Debug)]
pub(crate) struct Transcript {
    lines: Vec<Line>,
}

/// A line of prose, or a command with all that belongs to it.
#[derive(Debug)]
enum Line {
    Prose(String),
    Step(Step),
}

/// A command, or a file to write.
#[derive(Debug)]
pub(crate) struct Step {
    /// What to do.
    pub(crate) action: Action,
    /// What it says, line by line.
    pub(crate) expected: Vec<String>,
    /// The number of its line in the file.
    at: usize,
}

/// What to do.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Action {
    /// Run this.
    Run(String),
    /// Write the expected lines to this file.
    Write(String),
}

impl Transcript {
    /// Reads a transcript.
    pub(crate) fn parse(text: &str) -> Self {
        let mut lines = Vec::new();
        let mut block: Option<&str> = None;
        for (at, line) in text.lines().enumerate() {
            let at = at + 1;
            let opened = line.strip_prefix(FENCE);
            if let Some(info) = opened {
                lines.push(Line::Prose(line.to_owned()));
                block = if block.is_none() { Some(info) } else { None };
                if let Some((_, file)) = info.split_once(' ') {
                    let action = Action::Write(file.to_owned());
                    lines.push(Line::Step(Step { action, expected: Vec::new(), at }));
                }
                continue;
            }
            match (block, line.strip_prefix(PROMPT), lines.last_mut()) {
                (Some("console"), Some(command), _) => {
                    let action = Action::Run(command.to_owned());
                    lines.push(Line::Step(Step { action, expected: Vec::new(), at }));
                }
                (Some(_), _, Some(Line::Step(step))) => step.take(line),
                _ => lines.push(Line::Prose(line.to_owned())),
            }
        }
        assert_eq!(block, None, "a block is left open");
        Self { lines }
    }

    /// Returns the steps, in order.
    pub(crate) fn steps(&mut self) -> impl Iterator<Item = &mut Step> {
        self.lines.iter_mut().filter_map(|line| match line {
            Line::Prose(_) => None,
            Line::Step(step) => Some(step),
        })
    }
}

impl Step {
    /// Takes a line that belongs to this step: the rest of a long command, or what it says.
    fn take(&mut self, line: &str) {
        match &mut self.action {
            Action::Run(command) if self.expected.is_empty() && command.ends_with('\\') => {
                command.push('\n');
                command.push_str(line);
            }
            Action::Run(_) | Action::Write(_) => self.expected.push(line.to_owned()),
        }
    }

    /// Fails unless `said` is what is written.
    pub(crate) fn compare(&self, said: &str, name: &str) {
        let said: Vec<&str> = said.lines().map(str::trim_end).collect();
        let alike = said.len() == self.expected.len()
            && self.expected.iter().zip(&said).all(|(pattern, line)| matches(pattern, line));
        let (expected, said) = (self.expected.join("\n"), said.join("\n"));
        assert!(
            alike,
            "docs/transcripts/{name}:{}: {:?}\nsays\n{said}\n\ninstead of\n{expected}\n\n\
             If that is right: FLOTILLA_TRANSCRIPTS=write cargo test --workspace",
            self.at, self.action
        );
    }

    /// Writes down what was said; lines that still match stay as they are.
    pub(crate) fn rewrite(&mut self, said: &str) {
        if matches!(self.action, Action::Write(_)) {
            return;
        }
        let old = std::mem::take(&mut self.expected);
        let line = |line: &str| {
            let kept = old.iter().find(|pattern| matches(pattern, line));
            kept.cloned().unwrap_or_else(|| redacted(line))
        };
        self.expected = said.lines().map(|it| line(it.trim_end())).collect();
    }
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            match line {
                Line::Prose(text) => writeln!(f, "{text}")?,
                Line::Step(Step { action, expected, .. }) => {
                    if let Action::Run(command) = action {
                        writeln!(f, "{PROMPT}{command}")?;
                    }
                    for text in expected {
                        writeln!(f, "{text}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Returns whether `line` is what `pattern` says, in which [`WILD`] stands for anything.
fn matches(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split(WILD);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let mut last = None;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        last = Some(part);
        rest = &rest[at + part.len()..];
    }
    match last {
        None => rest.is_empty(),
        Some("") => true,
        Some(part) => rest.is_empty() || line.ends_with(part),
    }
}

/// Replaces ids, fingerprints, days and addresses, which differ from run to run.
fn redacted(line: &str) -> String {
    let pieces: Vec<&str> = line.split_inclusive(|it: char| it.is_whitespace()).collect();
    let mut shown = String::new();
    for piece in pieces {
        let word = piece.trim_end();
        let bare = word.trim_end_matches(['.', ',', ':', ';']);
        if is_changing(bare) {
            // A fingerprint is six such words, and one wild card.
            if shown.trim_end().ends_with(WILD) {
                shown.truncate(shown.trim_end().len());
            } else {
                shown.push_str(WILD);
            }
            shown.push_str(&piece[bare.len()..]);
        } else {
            shown.push_str(piece);
        }
    }
    shown.trim_end().to_owned()
}

fn is_changing(word: &str) -> bool {
    let hex = word.len() >= 8 && word.chars().all(|it| it.is_ascii_hexdigit());
    let group = word.len() == 5 && word.chars().all(|it| it.is_ascii_digit());
    let day = word.len() == 10
        && word.split('-').map(str::len).eq([4, 2, 2])
        && word.chars().all(|it| it.is_ascii_digit() || it == '-');
    hex || group || day || word.starts_with("127.0.0.1:")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Prose.\n\n```toml a.toml\nkey = 1\n```\n\n```console\n$ one \\\n    two\nsaid\n\n$ three\n```\n";

    #[test]
    fn what_is_read_is_written_as_it_was() {
        let mut transcript = Transcript::parse(TEXT);
        assert_eq!(transcript.to_string(), TEXT);
        let actions: Vec<&Action> = transcript.steps().map(|step| &step.action).collect();
        let run = |command: &str| Action::Run(command.to_owned());
        let write = Action::Write("a.toml".to_owned());
        assert_eq!(actions, [&write, &run("one \\\n    two"), &run("three")]);
    }

    #[test]
    fn a_wild_card_stands_for_anything() {
        for (pattern, line) in
            [("a[..]c", "abc"), ("[..]", ""), ("a [..] b [..]", "a 1 b 2"), ("x[..]yy", "xyyy")]
        {
            assert!(matches(pattern, line), "{pattern} {line}");
        }
        for (pattern, line) in [("a", "ab"), ("a[..]c", "abd"), ("[..]b", "ba")] {
            assert!(!matches(pattern, line), "{pattern} {line}");
        }
    }

    #[test]
    fn what_differs_from_run_to_run_is_not_written_down() {
        let line = "Fingerprint  12345 67890 12345 67890 12345 67890  yes";
        assert_eq!(redacted(line), "Fingerprint  [..]  yes");
        assert_eq!(redacted("on the web at 127.0.0.1:4321."), "on the web at [..].");
        assert_eq!(redacted("Proposal 12ab34cd: decided"), "Proposal [..]: decided");
        assert_eq!(redacted("number 1 of 2026-11-22"), "number 1 of [..]");
        assert_eq!(redacted("rows 12345678x"), "rows 12345678x");
    }
}
