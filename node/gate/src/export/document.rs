//! A publication, with what only its publisher needs: what `flotilla publish metrics --dry-run --json`
//! prints.
//!
//! The attacker reads the publication and passes over the member `flotilla`, in which stands what was
//! read, what is worth knowing, what is wrong, and why a figure is hidden. It quotes no cell of the file.
//! Where something is wrong there is no publication.

use std::fmt::Write;

use flotilla_domain::message::Arg;
use flotilla_domain::message::Message;
use flotilla_domain::release::Figure;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use super::Publication;
use super::Told;
use crate::check::spell;
use crate::history::History;
use crate::pass::WhyWithheld;
use crate::preview::Preview;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::rules::Rules;

/// The version of this form.
pub(super) const FORMAT: u32 = 1;

/// Stands for what a file says.
const UNSAID: &str = "…";

/// The gaps that quote a cell of the file, or a sum of some.
const OF_CELLS: [&str; 3] = ["sum", "total", "value"];

/// What stands beside a publication, and is not published.
#[derive(Debug, Serialize)]
struct Beside {
    format: u32,
    member: String,
    rules: Option<Parameters>,
    /// Of whose figures it is made up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    covers: Vec<String>,
    /// Whether those report together.
    #[serde(skip_serializing_if = "is_false")]
    together: bool,
    rows_read: usize,
    rows_left_out: usize,
    shown: usize,
    withheld: usize,
    unchanged: usize,
    kept_hidden: usize,
    corrected: usize,
    held_back: usize,
    notes: Vec<String>,
    problems: Vec<Wrong>,
    problems_total: usize,
    /// Readers must not be told these apart.
    for_the_publisher_only: Vec<Hidden>,
}

/// Under which rules it was made.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Parameters {
    pub(super) policy_version: u32,
    pub(super) catalogue_version: u32,
    pub(super) rounding_base: u32,
    pub(super) threshold: u32,
    pub(super) slice_base: u32,
    pub(super) candidates: u32,
    pub(super) regions: Vec<String>,
    pub(super) programs: Vec<String>,
    /// Each a region and a program, with a blank between them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) not_offered: Vec<String>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize)]
struct Wrong {
    code: &'static str,
    place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<i64>,
    /// How many more lines are wrong alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    text: String,
    remedy: String,
}

/// Why a figure is hidden.
#[derive(Debug, Serialize)]
struct Hidden {
    cell: String,
    why: &'static str,
    text: String,
}

/// Returns what a table comes to, beside everything in `history`; `say` puts it into words.
pub fn of_preview(
    (rules, member): (&Rules<'_>, &str),
    history: &History,
    preview: &Preview,
    say: &dyn Fn(&Message) -> String,
) -> String {
    let new = preview.shown.iter().map(|it| (it.place.clone(), it.figure)).collect();
    let (earlier, repeated) = (history.told_figures(), preview.told_before.clone());
    let publication = Publication::new(rules, member, &Told { earlier, repeated, new });
    let hidden = preview.shown.iter().filter_map(|it| {
        let why = it.why?;
        Some(Hidden { cell: spell(&it.place), why: word(why), text: say(&why.message()) })
    });
    let withheld = preview.shown.iter().filter(|it| it.figure == Figure::Withheld).count();
    let beside = Beside {
        rules: Some(Parameters::of(rules)),
        covers: preview.coverage.units().to_vec(),
        together: preview.coverage.is_together(),
        rows_read: preview.rows,
        rows_left_out: preview.rows_left_out,
        shown: preview.shown.len() - withheld,
        withheld,
        unchanged: preview.unchanged,
        kept_hidden: preview.kept_hidden,
        corrected: preview.corrected,
        held_back: preview.held_back,
        notes: preview.notes().iter().map(say).collect(),
        for_the_publisher_only: hidden.collect(),
        ..Beside::empty(member)
    };
    together(Some(&publication), &beside)
}

/// Returns what is wrong; `say` puts it into words.
pub fn of_problems(member: &str, problems: &Problems, say: &dyn Fn(&Message) -> String) -> String {
    let wrong = |problem: &Problem| Wrong {
        code: problem.code,
        place: say(&problem.place),
        line: number(&problem.place, "line"),
        more: number(&problem.place, "more").filter(|it| *it > 0),
        column: column(&problem.place),
        text: say(&unsaid(&problem.what)),
        remedy: say(&problem.remedy),
    };
    let beside = Beside {
        problems: problems.iter().map(wrong).collect(),
        problems_total: problems.total(),
        ..Beside::empty(member)
    };
    together(None, &beside)
}

/// Returns a publication as JSON, one cell and one sum on each line.
pub(super) fn lines(publication: &Publication) -> String {
    let value = serde_json::to_value(publication).unwrap_or_default();
    let mut text = String::from("{");
    members(&mut text, &value);
    text.push_str("\n}\n");
    text
}

impl Beside {
    fn empty(member: &str) -> Self {
        Self {
            format: FORMAT,
            member: member.to_owned(),
            rules: None,
            covers: Vec::new(),
            together: false,
            rows_read: 0,
            rows_left_out: 0,
            shown: 0,
            withheld: 0,
            unchanged: 0,
            kept_hidden: 0,
            corrected: 0,
            held_back: 0,
            notes: Vec::new(),
            problems: Vec::new(),
            problems_total: 0,
            for_the_publisher_only: Vec::new(),
        }
    }
}

impl Parameters {
    fn of(rules: &Rules<'_>) -> Self {
        let (gate, absent) = (rules.parameters(), rules.profile().absent.iter());
        Self {
            policy_version: rules.policy().version,
            catalogue_version: rules.catalogue().version(),
            rounding_base: gate.rounding_base,
            threshold: gate.threshold,
            slice_base: gate.slice_base,
            candidates: gate.candidates,
            regions: rules.profile().regions.clone(),
            programs: rules.profile().programs.clone(),
            not_offered: absent.map(|it| format!("{} {}", it.region, it.program)).collect(),
        }
    }
}

fn word(why: WhyWithheld) -> &'static str {
    match why {
        WhyWithheld::Before => "before",
        WhyWithheld::Complement => "complement",
        WhyWithheld::Governed => "governed",
        WhyWithheld::Masked => "masked",
        WhyWithheld::NearCertain => "near-certain",
        WhyWithheld::Small => "small",
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(it: &bool) -> bool {
    !*it
}

fn number(place: &Message, name: &str) -> Option<i64> {
    place.args().iter().find_map(|(it, arg)| match arg {
        Arg::Number(number) if *it == name => Some(*number),
        _ => None,
    })
}

fn column(place: &Message) -> Option<String> {
    place.args().iter().find_map(|(it, arg)| match arg {
        Arg::Word(word) if *it == "column" => Some(word.clone()),
        _ => None,
    })
}

/// Leaves out what stands in a cell of the file.
fn unsaid(what: &Message) -> Message {
    what.args()
        .iter()
        .fold(Message::new(what.id()), |message, (name, arg)| match arg {
            Arg::Number(_) | Arg::Word(_) if OF_CELLS.contains(name) => message.word(name, UNSAID),
            Arg::Word(word) => message.word(name, word),
            Arg::Number(number) => message.number(name, *number),
        })
}

/// Writes one object: the publication's own members, and ours beside them.
fn together(publication: Option<&Publication>, beside: &Beside) -> String {
    let mut text = String::from("{");
    match publication.map(serde_json::to_value) {
        Some(Ok(value)) => members(&mut text, &value),
        Some(Err(_)) | None => text.push_str("\n\"publications\": []"),
    }
    text.push_str(",\n\"flotilla\": {");
    members(&mut text, &serde_json::to_value(beside).unwrap_or_default());
    text.push_str("\n}\n}\n");
    text
}

/// Writes the members of an object; a list of objects one on each line.
fn members(text: &mut String, object: &Value) {
    let Value::Object(object) = object else { return };
    for (index, (name, value)) in object.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        // Writing to a text cannot fail.
        let _written = match value {
            Value::Array(items) if items.iter().any(Value::is_object) => {
                let items: Vec<String> = items.iter().map(Value::to_string).collect();
                write!(text, "{comma}\n\"{name}\": [\n{}\n]", items.join(",\n"))
            }
            _ => write!(text, "{comma}\n\"{name}\": {value}"),
        };
    }
}
