//! Reads a response to a practice record, and screens it.
//!
//! The file is made like that of a record: fields in TOML between lines of `+++`, then a text for each
//! language. Which record is meant does not stand in it, but is said by whoever hands it over:
//!
//! ```text
//! +++
//! statement = "adopted"
//!
//! [[results]]
//! indicators = ["MATCHES_NEW"]
//! period = "2025"
//! region = "CA-ON"
//! +++ en
//! We did this in two of our programs.
//! ```
//!
//! A [`ReleasableResponse`] is about a record that is at hand, names codes that exist, and has passed the
//! screen as a record does. Whether the record still counts is not asked here: logs reach nodes in any
//! order, so receivers judge a response by itself.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::id::EntryId;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;
use flotilla_domain::practice::Practice;
use flotilla_domain::response::Fields;
use flotilla_domain::response::Outcome;
use flotilla_domain::response::Response;
use flotilla_domain::response::Statement;
use flotilla_domain::response::Text;

use crate::asked;
use crate::asked::Author;
use crate::asked::Question;
use crate::asked::Written;
use crate::check::Reason;
use crate::check::Verdict;
use crate::fenced;
use crate::fenced::Fenced;
use crate::fields;
use crate::fields::Section;
use crate::names::Names;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::problem::quote;

/// The list that an indicator is looked up in, as a person reads it.
const INDICATOR: &str = "indicator";

/// A response that has passed the gate.
///
/// ```compile_fail
/// use flotilla_domain::response::Response;
/// use flotilla_gate::response::ReleasableResponse;
///
/// fn smuggle(response: Response) -> ReleasableResponse {
///     ReleasableResponse { response }
/// }
/// ```
///
/// It can be read:
///
/// ```
/// use flotilla_domain::response::Response;
/// use flotilla_gate::response::ReleasableResponse;
///
/// fn look(releasable: &ReleasableResponse) -> &Response {
///     releasable.response()
/// }
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReleasableResponse {
    response: Response,
}

/// What reading a file came to.
#[derive(Clone, Debug)]
pub enum Reading {
    /// It may leave as soon as its author has confirmed what is asked.
    Asks {
        /// What it would be, for its author to see.
        response: Box<Response>,
        /// What is asked, confirmed or not; at least one is not.
        questions: Vec<Question>,
    },
    /// It may leave.
    Passes {
        /// What may leave.
        response: Box<ReleasableResponse>,
        /// What was asked; all of it is confirmed.
        questions: Vec<Question>,
    },
}

/// The record that a response is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its entry.
    pub entry: EntryId,
    /// What it says; `None` where this node holds no such record.
    pub practice: Option<&'a Practice>,
    /// Whether it is one of the author's own.
    pub is_own: bool,
}

/// Reads a file and screens it.
///
/// # Errors
///
/// Fails with everything that is wrong with the file, and everything that is to be confirmed.
pub fn read(
    file: &str,
    subject: Subject<'_>,
    catalogue: &Catalogue,
    author: Author<'_>,
) -> Result<Reading, Problems> {
    let mut problems = Collector::default();
    let mut fields = fields(file, subject, &mut problems);
    if problems.is_empty() {
        fields.invalid().into_iter().for_each(|it| problems.push(fenced::malformed(it)));
    }
    for (list, code) in unknown_codes(&fields, catalogue) {
        let place = Message::new("gate-place-key").word("path", "results");
        problems.push(Problem::no_code(place, list, code, Message::new("gate-e130-remedy-result")));
    }
    let questions = Written::of(&fields).screened(catalogue, author, &mut problems);
    let is_asked = asked::conclude(&questions, problems)?;
    fields.confirmed = asked::confirmations(&questions);
    let response = Response::new(fields).map_err(|error| fenced::malformed(error.field))?;
    Ok(match is_asked {
        true => Reading::Asks { response: Box::new(response), questions },
        false => Reading::Passes { response: Box::new(ReleasableResponse { response }), questions },
    })
}

/// Looks in a file for names of its author's own, and for nothing else.
///
/// # Errors
///
/// Fails with every place that has one.
pub fn own_names(file: &str, names: &Names) -> Result<(), Problems> {
    let mut problems = Collector::default();
    let bodies = Fenced::cut(file).map(|it| it.bodies).unwrap_or_default();
    let texts = bodies.iter().map(|(language, text)| (field_of(language), text.as_str()));
    Written(texts.collect()).note_own_names(names, &mut problems);
    problems.finish(())
}

/// Lets out again a response that left before and was left behind by a cut: if receivers accept it now.
///
/// # Errors
///
/// Fails with the reasons for which receivers would refuse it.
pub fn again(response: Response, catalogue: &Catalogue) -> Result<ReleasableResponse, Vec<Reason>> {
    match check(&response, catalogue) {
        verdict if verdict.is_accept() => Ok(ReleasableResponse { response }),
        verdict => Err(verdict.reasons().to_vec()),
    }
}

/// Judges a response that somebody else published.
pub fn check(response: &Response, catalogue: &Catalogue) -> Verdict {
    let fields = response.fields();
    let mut reasons = Vec::new();
    for (list, code) in unknown_codes(fields, catalogue) {
        let text = Message::new("gate-i2-practice-code").word("code", code).word("list", list);
        reasons.push(Reason { invariant: "I2", text });
    }
    reasons.extend(Written::of(fields).objections(catalogue, &fields.confirmed));
    Verdict::of(reasons)
}

impl ReleasableResponse {
    /// Returns what may leave.
    pub fn response(&self) -> &Response {
        &self.response
    }
}

impl Reading {
    /// Returns what it would be, or is.
    pub fn response(&self) -> &Response {
        match self {
            Self::Asks { response, .. } => response,
            Self::Passes { response, .. } => response.response(),
        }
    }

    /// Returns what may leave, if nothing is left to be confirmed.
    pub fn passed(self) -> Option<ReleasableResponse> {
        match self {
            Self::Asks { .. } => None,
            Self::Passes { response, .. } => Some(*response),
        }
    }
}

impl<'a> Written<'a> {
    fn of(fields: &'a Fields) -> Self {
        let text = |it: &'a Text| (field_of(&it.language), it.text.as_str());
        Self(fields.texts.iter().map(text).collect())
    }
}

fn field_of(language: &str) -> String {
    format!("{language}.text")
}

/// Reads what a file says of a record; what it returns is whole only if no problem was noted.
fn fields(file: &str, subject: Subject<'_>, problems: &mut Collector) -> Fields {
    let mut fields = Fields {
        about: subject.entry,
        practice: String::new(),
        version: 0,
        statement: Statement::Adopted,
        texts: Vec::new(),
        results: Vec::new(),
        confirmed: Vec::new(),
    };
    match subject.practice.map(Practice::fields) {
        Some(_) if subject.is_own => problems.push(about("FL-E274", "gate-e274-what")),
        Some(practice) => {
            fields.practice.clone_from(&practice.id);
            fields.version = practice.version;
        }
        None => problems.push(about("FL-E275", "gate-e275-what")),
    }
    let Some(Fenced { front, bodies }) = Fenced::cut(file) else {
        problems.push(fenced::no_fences());
        return fields;
    };
    let Some(table) = fields::parse(&front, problems) else { return fields };
    let section = Section::new("", &table);
    if let Some(word) = section.required("statement", problems) {
        match Statement::parse(word) {
            Some(statement) => fields.statement = statement,
            None => problems.push(fenced::malformed("statement")),
        }
    }
    fields.texts = texts(bodies, problems);
    fields.results = results(&section, problems);
    section.finish(problems);
    fields
}

/// Returns the texts; a body of nothing is no text.
fn texts(bodies: Vec<(&str, String)>, problems: &mut Collector) -> Vec<Text> {
    let mut texts = Vec::new();
    for (language, body) in bodies {
        let text = body.trim();
        match (text.is_empty(), language.is_empty()) {
            (true, _) => {}
            (false, true) => problems.push(fenced::no_body("gate-e171-what-extra", language)),
            (false, false) => {
                texts.push(Text { language: language.to_owned(), text: text.to_owned() });
            }
        }
    }
    texts.sort_by(|a, b| a.language.cmp(&b.language));
    texts
}

fn results(section: &Section<'_>, problems: &mut Collector) -> Vec<Outcome> {
    let mut results = Vec::new();
    for section in section.sections("results", problems) {
        let period = section.required("period", problems).map(str::parse::<Period>);
        let period = match period {
            Some(Err(_)) => {
                problems.push(fields::wrong(&section.path("period"), "period"));
                None
            }
            Some(Ok(period)) => Some(period),
            None => None,
        };
        let region = section.required("region", problems).unwrap_or_default().to_owned();
        let indicators = section.texts("indicators", problems).into_iter();
        let mut indicators: Vec<String> = indicators.map(str::to_owned).collect();
        indicators.sort_unstable();
        indicators.dedup();
        results.extend(period.map(|period| Outcome { period, region, indicators }));
        section.finish(problems);
    }
    results.sort_unstable();
    results.dedup();
    results
}

/// Returns the codes that the catalogue does not have, with their lists.
fn unknown_codes<'a>(fields: &'a Fields, catalogue: &Catalogue) -> Vec<(&'static str, &'a str)> {
    let mut unknown = Vec::new();
    for Outcome { period: _, region, indicators } in &fields.results {
        if !catalogue.has(REGION, region) {
            unknown.push((REGION, region.as_str()));
        }
        let strange = indicators.iter().filter(|it| catalogue.indicator(it).is_none());
        unknown.extend(strange.map(|it| (INDICATOR, it.as_str())));
    }
    unknown
}

/// Something is wrong with what the response is about.
fn about(code: &'static str, what: &'static str) -> Problem {
    let place = Message::new("gate-place-key").word("path", quote("about"));
    Problem { code, place, what: Message::new(what), remedy: Message::new("gate-e275-remedy") }
}

#[cfg(test)]
mod tests;
