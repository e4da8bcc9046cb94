//! The shapes of a preview and a receipt.

use std::path::Path;

use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_domain::release;
use flotilla_gate::pass::WhyWithheld;
use flotilla_gate::practice;
use flotilla_gate::preview;
use flotilla_gate::preview::Shown;
use flotilla_gate::problem;
use flotilla_gate::problem::Problems;
use flotilla_proto::v1;
use flotilla_text::Texts;
use serde::Serialize;

use crate::shapes::hex;
use crate::table;

/// `flotilla publish practice … --dry-run`, and whatever is not published.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Preview {
    pub(crate) observations: Vec<Observation>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) notes: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) practice: String,
    pub(crate) rows_read: u64,
    pub(crate) members: u32,
    pub(crate) entries: u32,
    pub(crate) unchanged: bool,
    /// The entry that says the same.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) unchanged_entry: String,
    /// When its author says it was made.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) unchanged_ms: i64,
    pub(crate) problems_total: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) questions: Vec<Question>,
}

/// Something in a practice that only its author can tell.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Question {
    pub(crate) suspicion: String,
    pub(crate) excerpt: String,
    pub(crate) confirmed: bool,
    #[serde(flatten)]
    pub(crate) problem: Problem,
}

/// `flotilla practice check`.
#[derive(Debug, Serialize)]
pub(crate) struct Checked {
    pub(crate) problems: Vec<Problem>,
    pub(crate) questions: Vec<Question>,
}

impl Checked {
    /// Returns what the author has not confirmed.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|it| !it.confirmed)
    }
}

impl Question {
    /// Returns a question in the words of a reader.
    pub(crate) fn of(question: &practice::Question, texts: &Texts) -> Self {
        let practice::Question { suspicion, excerpt, is_confirmed, problem } = question;
        Self {
            suspicion: suspicion.word().to_owned(),
            excerpt: excerpt.clone(),
            confirmed: *is_confirmed,
            problem: Problem::of(problem, texts),
        }
    }
}

/// One observation of a preview.
#[derive(Debug, Serialize)]
pub(crate) struct Observation {
    pub(crate) indicator: String,
    pub(crate) period: String,
    pub(crate) region: String,
    pub(crate) program_type: String,
    pub(crate) dimension: String,
    pub(crate) category: String,
    pub(crate) value: Option<u64>,
    pub(crate) status: String,
    pub(crate) reason: String,
    /// The percent that a numerator is of its whole, where both are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) percent: Option<u32>,
}

/// One thing that is wrong with a file.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Problem {
    pub(crate) code: String,
    pub(crate) place: String,
    pub(crate) text: String,
    pub(crate) remedy: String,
    /// What stands there, if it is one cell.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) value: String,
}

/// `flotilla publish …`.
#[derive(Debug, Serialize)]
pub(crate) struct Receipt {
    entry_ids: Vec<String>,
    seq: u64,
    observations: u64,
    withheld: u64,
    member: String,
    snapshot_id: String,
    created_ms: i64,
    /// How many organisations will keep a copy.
    members: u32,
    /// Of whose figures these are made up; nothing where they are the publisher's alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    covers: Vec<String>,
    /// Whether those report together.
    #[serde(skip_serializing_if = "is_false")]
    together: bool,
    /// What was read; nothing where no file was.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    source: Option<SourceFile>,
}

/// The file that was published.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SourceFile {
    /// What people call it.
    pub(crate) file: String,
    /// The SHA-256 of its bytes, as it lies on disk; of several files, those of each, joined by `, `.
    pub(crate) file_sha256: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(it: &bool) -> bool {
    !*it
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl Preview {
    /// Returns what a table comes to where no node was asked.
    pub(crate) fn of_table(table: &preview::Preview, texts: &Texts) -> Self {
        Self {
            observations: table.shown.iter().map(|it| Observation::of(it, texts)).collect(),
            notes: table.notes().iter().map(|note| texts.say(note)).collect(),
            rows_read: u64::try_from(table.rows).unwrap_or(u64::MAX),
            entries: u32::try_from(table.releases).unwrap_or(u32::MAX),
            unchanged: table.is_unchanged(),
            ..Self::default()
        }
    }

    /// Returns what the author of a practice has not confirmed.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|it| !it.confirmed)
    }

    /// Returns whether any of its figures is the numerator of a rate that readers can work out.
    pub(crate) fn has_percents(&self) -> bool {
        self.observations.iter().any(|it| it.percent.is_some())
    }

    /// Returns what is wrong with a table where no node was asked.
    pub(crate) fn of_problems(problems: &Problems, texts: &Texts) -> Self {
        Self {
            problems: problems.iter().map(|it| Problem::of(it, texts)).collect(),
            problems_total: u64::try_from(problems.total()).unwrap_or(u64::MAX),
            ..Self::default()
        }
    }
}

impl Observation {
    /// Returns the percent that readers come to; nothing where they come to none.
    pub(crate) fn percent_in(&self, texts: &Texts) -> String {
        let said = |percent| texts.say(&Message::new("cli-percent").number("percent", percent));
        self.percent.map(said).unwrap_or_default()
    }

    /// Returns what is told at a place, without a reason.
    pub(crate) fn told(observation: &release::Observation) -> Self {
        let release::Observation { place, figure } = observation;
        let (dimension, category) = place.breakdown_codes();
        Self {
            indicator: place.indicator.to_string(),
            period: place.period.to_string(),
            region: place.region.to_string(),
            program_type: place.program_type.to_string(),
            dimension: dimension.to_owned(),
            category: category.to_owned(),
            value: figure.count(),
            status: figure.status().to_owned(),
            reason: String::new(),
            percent: None,
        }
    }

    fn of(shown: &Shown, texts: &Texts) -> Self {
        let Shown { place, figure, why, percent } = shown;
        let (dimension, category) = place.breakdown_codes();
        Self {
            indicator: place.indicator.to_string(),
            period: place.period.to_string(),
            region: place.region.to_string(),
            program_type: place.program_type.to_string(),
            dimension: dimension.to_owned(),
            category: category.to_owned(),
            value: figure.value(),
            status: figure.status().to_owned(),
            reason: why.map(WhyWithheld::message).map(|it| texts.say(&it)).unwrap_or_default(),
            percent: *percent,
        }
    }
}

impl Problem {
    /// Returns a problem in the words of a reader.
    pub(crate) fn of(problem: &problem::Problem, texts: &Texts) -> Self {
        Self {
            code: problem.code.to_owned(),
            place: texts.say(&problem.place),
            text: texts.say(&problem.what),
            remedy: texts.say(&problem.remedy),
            value: problem.value().to_owned(),
        }
    }

    /// Returns it as one line.
    pub(crate) fn line(&self) -> Message {
        Message::new("cli-problem")
            .word("code", table::shown(&self.code))
            .word("place", table::shown(&self.place))
            .word("text", table::shown(&self.text))
            .word("remedy", table::shown(&self.remedy))
    }
}

impl From<v1::Preview> for Preview {
    fn from(wire: v1::Preview) -> Self {
        let v1::Preview {
            preview_id: _,
            observations,
            problems,
            notes,
            practice,
            rows_read,
            members,
            entries,
            unchanged,
            problems_total,
            publication: _,
            questions,
            unchanged_entry,
            unchanged_ms,
            consent_request: _,
        } = wire;
        Self {
            observations: observations.into_iter().map(Observation::from).collect(),
            problems: problems.into_iter().map(Problem::from).collect(),
            notes,
            practice,
            rows_read,
            members,
            entries,
            unchanged,
            problems_total,
            questions: questions.into_iter().map(Question::from).collect(),
            unchanged_entry: hex(&unchanged_entry),
            unchanged_ms,
        }
    }
}

impl From<v1::Question> for Question {
    fn from(wire: v1::Question) -> Self {
        let v1::Question { suspicion, excerpt, confirmed, problem } = wire;
        Self { suspicion, excerpt, confirmed, problem: problem.unwrap_or_default().into() }
    }
}

impl From<v1::PreviewObservation> for Observation {
    fn from(wire: v1::PreviewObservation) -> Self {
        let v1::PreviewObservation {
            indicator,
            period,
            region,
            program_type,
            dimension,
            category,
            value,
            status,
            reason,
            percent,
        } = wire;
        Self {
            indicator,
            period,
            region,
            program_type,
            dimension,
            category,
            value,
            status,
            reason,
            percent,
        }
    }
}

impl From<v1::Problem> for Problem {
    fn from(wire: v1::Problem) -> Self {
        let v1::Problem { code, place, text, remedy, value } = wire;
        Self { code, place, text, remedy, value }
    }
}

impl Receipt {
    /// Returns what was published of a file.
    pub(crate) fn of(wire: v1::Receipt, source: Option<SourceFile>) -> Self {
        let v1::Receipt {
            entry_ids,
            seq,
            observations,
            withheld,
            member,
            snapshot_id,
            created_ms,
            members,
            covers,
            together,
        } = wire;
        Self {
            entry_ids: entry_ids.iter().map(|id| hex(id)).collect(),
            seq,
            observations,
            withheld,
            member,
            snapshot_id: hex(&snapshot_id),
            created_ms,
            members,
            covers,
            together,
            source,
        }
    }
}

impl SourceFile {
    /// Takes note of a file as it was read.
    pub(crate) fn of(path: &Path, bytes: &[u8]) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str());
        Self {
            file: name.to_string_lossy().into_owned(),
            file_sha256: Hash::of([bytes]).to_string(),
        }
    }

    /// Takes note of several files, of each by its own digest.
    pub(crate) fn together(files: Vec<Self>) -> Self {
        let (names, digests): (Vec<_>, Vec<_>) =
            files.into_iter().map(|it| (it.file, it.file_sha256)).unzip();
        Self { file: names.join(", "), file_sha256: digests.join(", ") }
    }
}
