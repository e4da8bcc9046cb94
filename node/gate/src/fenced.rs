//! Files of Markdown with a part in TOML: between lines of `+++`, the fields; then the bodies, each after
//! a line that names its language, such as `+++ fr`. With one body, that line may be `+++` alone.

use flotilla_domain::message::Message;

use crate::problem::Problem;
use crate::problem::quote;

/// The most bytes of a file.
pub const FILE_BYTES_MAX: usize = 1 << 20;

/// What stands alone on a line before and after the fields.
const FENCE: &str = "+++";

/// A file cut at its fences.
pub(crate) struct Fenced<'a> {
    /// The fields, in TOML.
    pub(crate) front: String,
    /// Each body after the language that it names, which is empty where it names none.
    pub(crate) bodies: Vec<(&'a str, String)>,
}

impl<'a> Fenced<'a> {
    /// Cuts a file at its fences; `None` if it has none, or is too large.
    pub(crate) fn cut(file: &'a str) -> Option<Self> {
        let mut lines = file.trim_start_matches('\u{feff}').lines();
        if file.len() > FILE_BYTES_MAX || lines.next()?.trim_end() != FENCE {
            return None;
        }
        let mut front = String::new();
        let mut bodies: Vec<(&str, String)> = Vec::new();
        for line in lines {
            let language = line.strip_prefix(FENCE).map(str::trim);
            match (language, bodies.last_mut()) {
                (Some(language), _) if language.is_empty() || is_language(language) => {
                    bodies.push((language, String::new()));
                }
                (_, None) => push_line(&mut front, line),
                (_, Some((_, body))) => push_line(body, line),
            }
        }
        (!bodies.is_empty()).then_some(Self { front, bodies })
    }
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// Returns whether `key` is a language tag of two or three letters, perhaps with a region.
pub(crate) fn is_language(key: &str) -> bool {
    let (language, region) = key.split_once('-').unwrap_or((key, "XX"));
    (2..=3).contains(&language.len())
        && language.bytes().all(|it| it.is_ascii_lowercase())
        && (2..=4).contains(&region.len())
        && region.bytes().all(|it| it.is_ascii_alphanumeric())
}

/// A file has no fences, or is too large.
pub(crate) fn no_fences() -> Problem {
    Problem {
        code: "FL-E170",
        place: Message::new("gate-place-file"),
        what: Message::new("gate-e170-what"),
        remedy: Message::new("gate-e170-remedy"),
    }
}

/// A body and its language do not go together, as the text `what` says.
pub(crate) fn no_body(what: &'static str, language: &str) -> Problem {
    Problem {
        code: "FL-E171",
        place: Message::new("gate-place-file"),
        what: Message::new(what).word("language", quote(language)),
        remedy: Message::new("gate-e171-remedy"),
    }
}

/// A field is not as it should be.
pub(crate) fn malformed(field: &str) -> Problem {
    Problem {
        code: "FL-E172",
        place: Message::new("gate-place-key").word("path", field),
        what: Message::new("gate-e172-what"),
        remedy: Message::new("gate-e172-remedy"),
    }
}
