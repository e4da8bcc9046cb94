//! The register of a sample's publication, in both languages and forms.

use flotilla_domain::coverage::Coverage;
use flotilla_domain::id::Hash;
use flotilla_domain::release::Terms;
use flotilla_wire::audit::Verdict;
use flotilla_wire::sample::Sample;

use super::*;

/// 2026-01-02, in milliseconds since 1970.
const MADE_MS: i64 = 1_767_312_000_000;

const YEAR_MS: i64 = 365 * 24 * 60 * 60 * 1_000;

#[test]
fn a_line_names_rules_and_no_value() {
    for (language, technique) in
        [(Language::English, "Groups under 10 hidden"), (Language::French, "moins de 10 masqués")]
    {
        let texts = Texts::new(language);
        let told = record(Verdict::Counts).told("Learning", &texts);
        let line = told.cells();
        assert_eq!(line.len(), Told::COLUMNS.len());
        assert_eq!(line[0], "2026-01-02");
        assert_eq!(line[2], "MATCHES_ACTIVE MATCHES_NEW");
        assert_eq!((&*line[4], &*line[5]), ("24", "0"));
        assert!(line[8].contains(technique), "{}", line[8]);
        assert_eq!(line[13], "2027-01-02");
        // The sample's figures are 30, 35 and so on.
        assert!(line.iter().all(|it| it != "35"));
    }
}

#[test]
fn a_line_names_those_who_reported_together() {
    let texts = Texts::new(Language::French);
    let units = ["bob", "Le Phare", "Maison Dorval"].map(str::to_owned);
    let coverage = Coverage::new(units, true).unwrap();
    let release = Sample::release(24);
    let terms = Terms { coverage, ..release.terms().clone() };
    let pool = Release::new(terms, release.observations().to_vec()).unwrap();
    let line = record_of(Verdict::Counts, pool).told("Apprendre", &texts).cells();
    assert!(line[8].contains("Le Phare, Maison Dorval, bob"), "{}", line[8]);
}

#[test]
fn the_risk_of_what_counts_is_looked_at_again_after_a_year() {
    assert!(!record(Verdict::Counts).is_due(MADE_MS + YEAR_MS - 1));
    assert!(record(Verdict::Counts).is_due(MADE_MS + YEAR_MS));
    assert!(!record(Verdict::Erased { by: None }).is_due(MADE_MS + YEAR_MS));
}

#[test]
fn the_workbook_and_the_csv_say_the_same() {
    let texts = Texts::new(Language::French);
    let told = [record(Verdict::Counts).told("=1+1", &texts)];
    let workbook = book::write(&workbook(&told, &texts)).unwrap();
    let sheet = flotilla_sheet::read(workbook, None).unwrap();
    let csv = String::from_utf8(csv(&told, &texts)).unwrap();
    let read = String::from_utf8(sheet.csv).unwrap();
    for cell in told[0].cells() {
        assert!(read.contains(&cell) && csv.contains(&cell), "{cell}");
    }
    assert!(csv.contains("'=1+1"), "no formula: {csv}");
}

fn record(verdict: Verdict) -> Record {
    record_of(verdict, Sample::release(24))
}

fn record_of(verdict: Verdict, release: Release) -> Record {
    let sample = Sample::new(1);
    let me = sample.roster().member(sample.member(0)).unwrap();
    let found = Finding {
        id: EntryId(Hash::of([b"entry".as_slice()])),
        member: me.id,
        epoch: 1,
        seq: 1,
        kind: Kind::Release,
        created_ms: MADE_MS,
        key: Sample::node_key(0).public(),
        gov_height: 0,
        gov_known: true,
        verdict,
        acknowledged: Vec::new(),
    };
    Record::of(&found, Some(release), me)
}
