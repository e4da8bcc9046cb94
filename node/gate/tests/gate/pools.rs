//! Several organisations' tables, from their texts to what leaves.

use std::fmt::Write;

use flotilla_gate::export::document;
use flotilla_gate::export::read::Earlier;
use flotilla_gate::form::Form;
use flotilla_gate::history::History;
use flotilla_gate::preview::Prepared;
use flotilla_gate::preview::prepare_as;
use flotilla_gate::problem::Problems;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::together;

use crate::fixture::Member;
use crate::fixture::place;

const FORM: &str = r#"
    [counts]
    column = "count"
    masked = ["<5"]
    indicator = { code = "MATCHES_NEW" }
    period = { code = "2024" }
    region = { column = "region" }
    dimension.gender = { column = "sex" }
"#;

const OWNERS: [&str; 3] = ["bob", "carol", "dave"];

#[test]
fn only_sums_leave_and_who_reported_with_them() {
    for secret in 0..20 {
        let prepared = pooled([[20, 21], [22, 17], [15, 12]], secret, &History::new()).unwrap();
        let release = prepared.releasables[0].release();
        assert_eq!(release.terms().coverage.units(), OWNERS);
        let whole = place("MATCHES_NEW 2024 CA _T");
        let told = release.observations().iter().find(|it| it.place == whole).unwrap();
        // 107 of each of two provinces; each organisation has at most 41.
        assert!((210..=218).contains(&told.figure.count().unwrap()));
        assert!(
            release
                .observations()
                .iter()
                .all(|it| it.figure.count().is_none_or(|it| it > 41))
        );
        assert!(prepared.preview.notes().iter().any(|it| it.id() == "gate-covers-together"));
    }
}

#[test]
fn what_is_wrong_with_one_file_is_told_after_its_name() {
    let tables = [table([20, 21]), table([22, 17]).replace("22", "many"), table([15, 12])];
    let refused = prepare(tables, 1, &History::new()).unwrap_err();
    let codes: Vec<_> = refused.iter().map(|it| it.code).collect();
    assert_eq!(codes, ["FL-E285", "FL-E201", "FL-E201"]);
    let first = refused.iter().next().unwrap();
    assert!(format!("{:?}", first.what.args()).contains("carol"));
}

#[test]
fn a_dry_run_that_is_read_back_remembers_whose_figures_those_were() {
    let alice = Member::alice();
    let rules = alice.rules();
    let prepared = pooled([[20, 21], [22, 17], [15, 12]], 3, &History::new()).unwrap();
    let who = (&rules, "alice");
    let text =
        document::of_preview(who, &History::new(), &prepared.preview, &|it| it.id().to_owned());
    let mut history = History::new();
    let earlier = Earlier::read("first.json", &text).unwrap();
    let policy = (&alice.catalogue, &alice.policy);
    earlier.remember(policy, &alice.profile, &mut history).unwrap();
    assert!(history.covers());
    let again = pooled([[20, 21], [22, 17], [15, 12]], 3, &history).unwrap();
    assert!(again.preview.is_unchanged());
    let own = Form::parse(FORM).unwrap();
    let file = table([20, 21]);
    let secret = RoundingSecret::new([3; 32]);
    let refused = prepare_as(file.as_bytes(), &own, &rules, &secret, &history).unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E282"]);
}

#[test]
fn names_must_be_those_of_three_and_files_as_many() {
    let codes = |owners: &[&str]| {
        let refused = Form::parse(&together::recipe(FORM, owners.iter().copied())).unwrap_err();
        refused.iter().map(|it| it.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&["bob", "carol"]), ["FL-E104"]);
    assert_eq!(codes(&["bob", "bob", "carol"]), ["FL-E104"]);
    assert_eq!(codes(&["bob", "carol", "dave@example.org"]), ["FL-E104"]);
    let covers = format!("{}\n[together]\n", FORM.replace("masked", "covers = ['a', 'b']\nmasked"));
    assert!(Form::parse(&covers).is_err());
    let form = Form::parse(&together::recipe(FORM, OWNERS.into_iter())).unwrap();
    let two = together::join(&[table([20, 21]).into_bytes(), table([22, 17]).into_bytes()]);
    let alice = Member::alice();
    let secret = RoundingSecret::new([3; 32]);
    let refused = prepare_as(&two, &form, &alice.rules(), &secret, &History::new()).unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E284"]);
}

fn pooled(counts: [[u32; 2]; 3], secret: u8, history: &History) -> Result<Prepared, Problems> {
    prepare(counts.map(table), secret, history)
}

fn prepare(tables: [String; 3], secret: u8, history: &History) -> Result<Prepared, Problems> {
    let form = Form::parse(&together::recipe(FORM, OWNERS.into_iter())).unwrap();
    let joined = together::join(&tables.map(String::into_bytes));
    let alice = Member::alice();
    prepare_as(&joined, &form, &alice.rules(), &RoundingSecret::new([secret; 32]), history)
}

/// Writes as many girls and boys of both provinces.
fn table([girls, boys]: [u32; 2]) -> String {
    let mut text = "region,sex,count\n".to_owned();
    for region in ["CA-ON", "CA-QC"] {
        for (sex, count) in [("GIRLS", girls), ("BOYS", boys), ("NON_BINARY", 0), ("UNK", 0)] {
            writeln!(text, "{region},{sex},{count}").unwrap();
        }
        writeln!(text, "{region},_T,{}", girls + boys).unwrap();
    }
    text
}
