//! The promises of a view, each with its test; and a small coalition to try them on.

mod answers;
mod files;
mod guard;
mod narrow;
mod prepared;
mod rates;
mod reach;
mod rollup;
mod same_answer;
mod search;
mod tables;

use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use flotilla_answer::csv;
use flotilla_answer::csv::Dialect;
use flotilla_answer::ipc::IpcWriter;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::Code;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::Direction;
use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::Label;
use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::period::Period;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::practice::Fields;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::Text;
use flotilla_domain::practice::account::Details;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;
use flotilla_domain::response;
use flotilla_domain::response::Outcome;
use flotilla_domain::response::Response;
use flotilla_domain::response::Statement;

use crate::Answer;
use crate::Content;
use crate::EntryState;
use crate::Limits;
use crate::MemberRow;
use crate::QueryError;
use crate::QueryLimits;
use crate::Row;
use crate::Setting;
use crate::Snapshot;
use crate::View;

/// More rows than any test asks for.
const ROWS_MAX: usize = 1_000_000;

fn open(dir: &Path, limits: Limits) -> View {
    let catalogue = catalogue();
    let members = ["carol", "alice", "bob"].map(member).to_vec();
    let coalition = CoalitionId(hash("coalition"));
    let rules = hash("rules");
    View::open(dir, &Setting { catalogue: &catalogue, coalition, rules, members, limits }).unwrap()
}

fn member(handle: &str) -> MemberRow {
    MemberRow {
        id: id(handle),
        handle: handle.to_owned(),
        name: format!("Mentors of {handle}"),
        is_active: true,
        version: 1,
        regions: vec!["CA-ON".to_owned(), "CA-QC".to_owned()],
        programs: vec!["GROUP".to_owned()],
    }
}

fn id(handle: &str) -> MemberId {
    MemberId(hash(handle))
}

fn entry_id(handle: &str, seq: u64) -> EntryId {
    EntryId(hash(&format!("{handle} {seq}")))
}

fn hash(text: &str) -> Hash {
    Hash::of([text.as_bytes()])
}

fn snapshot(name: &str) -> Snapshot {
    Snapshot { id: SnapshotId(hash(name)), members_reporting: 3, members: 3 }
}

fn row(handle: &str, seq: u64, content: Content) -> Row {
    Row {
        member: id(handle),
        epoch: 1,
        seq,
        entry_id: entry_id(handle, seq),
        created_ms: 1_774_958_400_000 + i64::try_from(seq).unwrap(),
        kind: "release",
        state: EntryState::Valid,
        reasons: String::new(),
        payload_bytes: 100,
        content,
    }
}

/// A release of figures that differ from place to place, by gender too.
fn release(handle: &str, seq: u64, indicators: usize) -> Row {
    let mut observations = Vec::new();
    for indicator in (0..indicators).map(|n| format!("I{n:02}")) {
        for region in ["CA-ON", "CA-QC"] {
            for gender in [None, Some("BOYS"), Some("GIRLS")] {
                observations.push(observation(&indicator, region, gender, handle, seq));
            }
        }
    }
    row(handle, seq, Content::Release(Release::new(terms(vec![]), observations).unwrap()))
}

fn observation(
    indicator: &str,
    region: &str,
    gender: Option<&str>,
    handle: &str,
    seq: u64,
) -> Observation {
    let period = Period::month(
        2020 + u32::try_from(seq / 12).unwrap(),
        1 + u32::try_from(seq % 12).unwrap(),
    );
    let breakdown =
        gender.map(|category| Breakdown { dimension: "gender".into(), category: category.into() });
    let place = Place {
        indicator: indicator.into(),
        period: period.unwrap(),
        region: region.into(),
        program_type: TOTAL.into(),
        breakdown,
    };
    let chance = hash(&format!("{place:?} {handle}")).as_bytes()[0];
    let figure = match chance {
        0..20 => Figure::Withheld,
        20..30 => Figure::NotApplicable,
        more => Figure::Count(u64::from(more) * 5),
    };
    Observation { place, figure }
}

fn terms(replaces: Vec<EntryId>) -> Terms {
    Terms {
        policy_version: 1,
        gate: GateParameters::DEFAULT,
        catalogue_version: 1,
        replaces,
        note: String::new(),
        consents: vec![],
        coverage: Coverage::default(),
    }
}

fn practice(handle: &str, seq: u64, replaces: Option<EntryId>) -> Row {
    let text = |language: &str, title: &str| Text {
        language: language.to_owned(),
        title: title.to_owned(),
        summary: "Group activities while young people wait.".to_owned(),
        body: "## What we did\n".to_owned(),
        translation: "original".to_owned(),
        details: Details::default(),
    };
    let fields = Fields {
        id: "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".to_owned(),
        version: 1,
        status: "published".to_owned(),
        kind: "practice".to_owned(),
        texts: vec![text("en", &format!("Waiting well {seq}")), text("fr", "Bien attendre")],
        eepm_standard: 4,
        contact_role: "Program team, programs@example.org".to_owned(),
        licence: "CC-BY-4.0".to_owned(),
        sharing: "replicate".to_owned(),
        replaces,
        ..Fields::default()
    };
    Row {
        kind: "practice",
        ..row(handle, seq, Content::Practice(Box::new(Practice::new(fields).unwrap())))
    }
}

/// A response to the entry `about`, which takes the place of that at `replaces` in the same log.
fn response(handle: &str, seq: u64, about: EntryId, replaces: Option<u64>) -> Row {
    let fields = response::Fields {
        about,
        practice: "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".to_owned(),
        version: 1,
        statement: Statement::Adopted,
        texts: vec![response::Text { language: "en".to_owned(), text: format!("Since {seq}.") }],
        results: vec![Outcome {
            period: "2025".parse().unwrap(),
            region: "CA-ON".to_owned(),
            indicators: vec!["I00".to_owned(), "I01".to_owned()],
        }],
        confirmed: Vec::new(),
    };
    let response = Box::new(Response::new(fields).unwrap());
    let replaces = replaces.map(|seq| entry_id(handle, seq));
    Row { kind: "response", ..row(handle, seq, Content::Response { response, replaces }) }
}

/// Twenty indicators; breakdowns by gender, and by one list that only this coalition has.
fn catalogue() -> Catalogue {
    let label = |text: &str| Label { en: text.to_owned(), fr: format!("{text} (fr)") };
    let list = |name: &str, codes: &[&str]| CodeList {
        name: name.to_owned(),
        title: label(name),
        overlapping: false,
        sensitivity: Sensitivity::General,
        codes: codes
            .iter()
            .map(|code| {
                ((*code).to_owned(), Code { label: label(code), parent: None, sensitivity: None })
            })
            .collect(),
    };
    let indicators = (0..20).map(|n| Indicator {
        code: format!("I{n:02}"),
        title: label("Matches"),
        definition: label("Matches, counted"),
        kind: IndicatorKind::Flow,
        unit: "matches".to_owned(),
        breakdowns: vec!["gender".to_owned()],
        definition_version: 1,
        direction: Direction::Up,
        parts: None,
        balance: None,
        scale: None,
    });
    let lists = vec![
        list("gender", &["BOYS", "GIRLS"]),
        list("program_type", &["GROUP"]),
        list("region", &["CA-ON", "CA-QC"]),
        list("status", &["NEW"]),
        list("waiting_time", &["LONG", "SHORT"]),
    ];
    Catalogue::new(1, indicators.collect(), lists).unwrap()
}

async fn ask(view: &View, sql: &str) -> Result<Vec<RecordBatch>, QueryError> {
    view.query(sql, QueryLimits::DEFAULT).await?.collect(ROWS_MAX).await
}

/// Asks, and returns the answer as CSV.
async fn csv(view: &View, sql: &str) -> String {
    as_csv(view.query(sql, QueryLimits::DEFAULT).await.unwrap()).await
}

async fn as_csv(answer: Answer) -> String {
    let mut out = Vec::new();
    csv::header(&mut out, &answer.schema(), Dialect::Plain).unwrap();
    for batch in answer.collect(ROWS_MAX).await.unwrap() {
        csv::rows(&mut out, &batch, Dialect::Plain).unwrap();
    }
    String::from_utf8(out).unwrap()
}

/// Asks, and returns every byte of the answer: schema, values and the bounds of batches.
async fn bytes(view: &View, sql: &str) -> Vec<u8> {
    let answer = view.query(sql, QueryLimits::DEFAULT).await;
    let answer = answer.unwrap_or_else(|error| panic!("{sql}: {error} {error:?}"));
    let mut writer = IpcWriter::new(Vec::new(), &answer.schema()).unwrap();
    for batch in answer.collect(ROWS_MAX).await.unwrap_or_else(|it| panic!("{sql}: {it:?}")) {
        writer.rows(&batch).unwrap();
    }
    writer.finish().unwrap()
}

fn files(dir: &Path) -> Vec<Arc<Path>> {
    let mut found = Vec::new();
    let mut left = vec![dir.to_owned()];
    while let Some(dir) = left.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|it| it == "parquet") {
                found.push(path.into());
            }
        }
    }
    found.sort();
    found
}
