//! What is read of cells that people filled in, and what they are told.

use flotilla_domain::message::Arg;
use flotilla_domain::policy::Policy;

use super::*;
use crate::codebook;
use crate::export::document;
use crate::form::Form;
use crate::history::History;
use crate::preview;
use crate::round::RoundingSecret;
use crate::rules::Rules;

mod masked;

#[test]
fn counts_are_read_and_wholes_added_up() {
    let draft = draft(&[
        "Totals!C2 MATCHES_NEW CA-ON _T 120",
        "Totals!C3 MATCHES_NEW CA-QC _T 1 000",
        "Gender!C2 MATCHES_NEW CA-ON _T gender=BOYS 50",
        "Gender!D2 MATCHES_NEW CA-ON _T gender=GIRLS 70",
        "Gender!E2 MATCHES_NEW CA-ON _T gender=NON_BINARY 0",
        "Gender!F2 MATCHES_NEW CA-ON _T gender=UNK 0",
    ])
    .unwrap();
    let of = |region: &str, breakdown: Option<&str>| {
        let found = draft.counts().find(|(place, _)| {
            &*place.region == region
                && breakdown == place.breakdown.as_ref().map(|it| &*it.category)
        });
        found.map(|(_, count)| count)
    };
    assert_eq!(of("CA", None), Some(1_120));
    assert_eq!(of("CA-QC", None), Some(1_000));
    assert_eq!(of("CA-ON", Some("GIRLS")), Some(70));
    assert_eq!(of("CA-ON", Some("UNK")), Some(0), "0 is a count");
    assert_eq!(of("CA", Some("GIRLS")), None, "nobody knows it of Quebec");
    assert_eq!(draft.rows(), 3);
}

#[test]
fn an_empty_cell_is_not_reported() {
    let draft = draft(&[
        "Totals!C2 MATCHES_NEW CA-ON _T 120",
        "Totals!C3 MATCHES_NEW CA-QC _T 10",
        "Totals!C4 MATCHES_NEW CA-ON GROUP ",
        "Totals!C5 MATCHES_CLOSED CA-ON _T ",
        "Gender!C2 MATCHES_NEW CA-ON _T gender=BOYS ",
        "Gender!D2 MATCHES_NEW CA-ON _T gender=GIRLS ",
    ]);
    let draft = draft.unwrap();
    assert_eq!(draft.places().count(), 3);
    let empty = ["Totals!C2 MATCHES_NEW CA-ON _T "];
    assert_eq!(codes(&empty), ["FL-E210 the file"]);
}

#[test]
fn whatever_is_no_count_is_told_with_its_cell() {
    for (typed, code) in [
        ("douze", "FL-E201"),
        ("#REF!", "FL-E201"),
        ("<5", "FL-E202"),
        ("fewer than 10", "FL-E202"),
        ("Moins de 10", "FL-E202"),
        ("x", "FL-E202"),
        ("*", "FL-E202"),
        ("1,234", "FL-E203"),
        ("1.234", "FL-E203"),
        ("-3", "FL-E204"),
        ("12.5", "FL-E204"),
        ("1.2340", "FL-E204"),
        ("1,234.5", "FL-E204"),
        ("1000000001", "FL-E204"),
    ] {
        let told = codes(&[
            &format!("Totals!C2 MATCHES_NEW CA-ON _T {typed}"),
            "Totals!C3 MATCHES_NEW CA-QC _T 10",
        ]);
        assert_eq!(told, [format!("{code} Totals!C2")], "{typed}");
    }
    for typed in ["0", "12", "12.0", "1 234", "1,234,567", "1\u{202f}234"] {
        let told = draft(&[
            &format!("Totals!C2 MATCHES_NEW CA-ON _T {typed}"),
            "Totals!C3 MATCHES_NEW CA-QC _T 10",
        ]);
        assert!(told.is_ok(), "{typed}: {told:?}");
    }
}

#[test]
fn parts_that_do_not_make_their_total_are_told_with_both_numbers() {
    let problems = draft(&[
        "Totals!C2 MATCHES_NEW CA-ON _T 120",
        "Totals!C3 MATCHES_NEW CA-QC _T 10",
        "Gender!C2 MATCHES_NEW CA-ON _T gender=BOYS 50",
        "Gender!D2 MATCHES_NEW CA-ON _T gender=GIRLS 60",
        "Gender!E2 MATCHES_NEW CA-ON _T gender=NON_BINARY 3",
        "Gender!F2 MATCHES_NEW CA-ON _T gender=UNK 5",
    ])
    .unwrap_err();
    let problem = problems.iter().next().unwrap();
    assert_eq!((problem.code, problem.remedy.id()), ("FL-E207", "gate-e207-remedy-unknown"));
    for (name, arg) in [
        ("sheet", Arg::Word("Gender".to_owned())),
        ("sum", Arg::Number(118)),
        ("cell", Arg::Word("Totals!C2".to_owned())),
        ("total", Arg::Number(120)),
    ] {
        assert!(problem.what.args().contains(&(name, arg)), "{name}");
    }
    assert_eq!(problems.total(), 1);
}

#[test]
fn in_a_document_neither_cells_nor_their_sums_are_quoted() {
    let problems = draft(&[
        "Totals!C2 MATCHES_NEW CA-ON _T 1207",
        "Totals!C3 MATCHES_NEW CA-QC _T 9",
        "Totals!C4 MATCHES_NEW CA-ON GROUP 1103",
        "Totals!C5 MATCHES_NEW CA-ON ONE_SITE 101",
        "Totals!C6 MATCHES_NEW CA-QC GROUP seven",
        "Totals!C7 Anna CA-QC GROUP 4",
    ]);
    let say = |message: &Message| format!("{:?}", message.args());
    let document = document::of_problems("alice", &problems.unwrap_err(), &say);
    assert!(document.contains("FL-E207"), "{document}");
    for quoted in ["1207", "1204", "seven", "Anna"] {
        assert!(!document.contains(quoted), "{quoted} in {document}");
    }
}

#[test]
fn programs_add_up_to_all_of_them() {
    let told = codes(&[
        "Totals!C2 MATCHES_NEW CA-ON _T 120",
        "Totals!C3 MATCHES_NEW CA-ON GROUP 50",
        "Totals!C4 MATCHES_NEW CA-ON ONE_SITE 60",
        "Totals!C5 MATCHES_NEW CA-QC _T 10",
        "Totals!C6 MATCHES_NEW CA-QC GROUP 10",
        "Totals!C7 MATCHES_NEW CA-QC ONE_SITE 0",
    ]);
    assert_eq!(told, ["FL-E207 Totals!C3"]);
}

#[test]
fn who_may_be_in_several_categories_need_not_add_up_but_fits_in() {
    let list = codebook::standard().unwrap();
    let list = list.list("population").unwrap();
    let leaves: Vec<&str> =
        list.codes.keys().map(String::as_str).filter(|it| list.is_leaf(it)).collect();
    let line = |index: usize, code: &str, count: u64| {
        format!("Population!C{index} YOUTH_ENROLLED CA-ON _T population={code} {count}")
    };
    let with = |first: u64| {
        let counts = leaves.iter().enumerate();
        let mut lines: Vec<String> = counts
            .map(|(at, code)| line(at + 2, code, if at == 0 { first } else { 7 }))
            .collect();
        lines.push("Totals!C2 YOUTH_ENROLLED CA-ON _T 50".to_owned());
        lines.push("Totals!C3 YOUTH_ENROLLED CA-QC _T 50".to_owned());
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        draft(&lines).err().map(|it| it.iter().map(|it| it.code).collect::<Vec<_>>())
    };
    assert_eq!(with(50), None);
    assert_eq!(with(51), Some(vec!["FL-E208"]));
}

#[test]
fn what_is_told_in_part_only_is_asked_for() {
    assert_eq!(
        codes(&["Totals!C2 MATCHES_NEW CA-ON _T 120", "Totals!C3 MATCHES_NEW CA-QC _T "]),
        ["FL-E205 Totals!C3"],
        "one region of two"
    );
    assert_eq!(
        codes(&[
            "Totals!C2 MATCHES_NEW CA-ON _T ",
            "Totals!C3 MATCHES_NEW CA-ON GROUP 5",
            "Totals!C4 MATCHES_NEW CA-ON ONE_SITE ",
            "Totals!C5 MATCHES_NEW CA-QC _T 9",
            "Totals!C6 MATCHES_NEW CA-QC GROUP 4",
            "Totals!C7 MATCHES_NEW CA-QC ONE_SITE 5",
        ]),
        ["FL-E206 Totals!C2", "FL-E205 Totals!C4"]
    );
    assert_eq!(
        codes(&[
            "Totals!C2 MATCHES_NEW CA-ON _T 120",
            "Totals!C3 MATCHES_NEW CA-QC _T 10",
            "Gender!C2 MATCHES_NEW CA-ON _T gender=BOYS 50",
            "Gender!D2 MATCHES_NEW CA-ON _T gender=GIRLS ",
        ]),
        ["FL-E205 Gender!D2"]
    );
}

#[test]
fn everything_is_told_at_once() {
    let told = codes(&[
        "Totals!C2 MATCHES_NEW CA-ON _T douze",
        "Totals!C3 MATCHES_NEW CA-QC _T 10",
        "Totals!C4 MATCHES_NEW CA-QC _T 11",
        "Totals!C5 MATCHES_NWE CA-QC _T 11",
        "Totals!C6 MATCHES_NEW CA-NB _T 11",
        "Totals!C7 RETENTION_12M CA-ON _T 11",
        "Totals!C8 MATCHES_NEW CA-ON CAREER 11",
        "Totals!C9  CA-ON _T 11",
        "Gender!C2 MATCHES_CLOSED CA-ON _T gender=BOYS 50",
    ]);
    for expected in [
        "FL-E201 Totals!C2",
        "FL-E209 Totals!C4",
        "FL-E130 Totals!X5",
        "FL-E130 Totals!Y6",
        "FL-E131 Totals!X7",
        "FL-E130 Totals!Z8",
        "FL-E214 Totals!X9",
    ] {
        assert!(told.contains(&expected.to_owned()), "{expected} in {told:?}");
    }
    assert!(told.iter().any(|it| it.starts_with("FL-E20")), "{told:?}");
}

#[test]
fn a_file_of_another_form_is_refused() {
    let (catalogue, profile) = member();
    for file in ["a,b\n1,2\n", "sheet,row\nTotals,2\n"] {
        let refused = read(file.as_bytes(), &Way::default(), &catalogue, &profile).unwrap_err();
        assert_eq!(refused.iter().next().unwrap().code, "FL-E200");
    }
}

#[test]
fn somebody_works_where_the_lines_say() {
    let (catalogue, _) = member();
    let file = file(&["Totals!C2 MATCHES_NEW CA-ON GROUP 1", "Totals!C3 MATCHES_NEW CA _T 1"]);
    let profile = profile(&file, &Way::default(), &catalogue);
    assert_eq!(
        (profile.regions, profile.programs),
        (vec!["CA-ON".to_owned()], vec!["GROUP".to_owned()])
    );
}

#[test]
fn a_share_is_not_more_than_its_whole_and_persons_take_part_in_several_programs() {
    let closed = |number: u32| {
        codes(&[
            "Totals!C2 MATCHES_CLOSED CA-ON _T 40",
            "Totals!C3 MATCHES_CLOSED CA-QC _T 40",
            &format!("Totals!C4 EARLY_CLOSURE_RATE.num CA-ON _T {number}"),
            "Totals!C5 EARLY_CLOSURE_RATE.num CA-QC _T 50",
        ])
    };
    assert_eq!(closed(40), ["FL-E208 Totals!C5"]);
    assert_eq!(closed(41), ["FL-E208 Totals!C4", "FL-E208 Totals!C5"]);
    let served = |all: u32| {
        draft(&[
            &format!("Totals!C2 YOUTH_SERVED CA-ON _T {all}"),
            "Totals!C3 YOUTH_SERVED CA-ON GROUP 60",
            "Totals!C4 YOUTH_SERVED CA-ON ONE_SITE 50",
            "Totals!C5 YOUTH_SERVED CA-QC _T 0",
            "Totals!C6 YOUTH_SERVED CA-QC GROUP 0",
            "Totals!C7 YOUTH_SERVED CA-QC ONE_SITE 0",
        ])
        .map(|draft| draft.counts().filter(|(it, _)| &*it.region == "CA").count())
    };
    assert_eq!(served(60).unwrap(), 3);
    assert_eq!(served(110).unwrap(), 3);
    for (all, code) in [(59, "FL-E208"), (111, "FL-E207")] {
        assert_eq!(served(all).unwrap_err().iter().next().unwrap().code, code, "{all}");
    }
}

#[test]
fn counts_pass_through_the_same_gate() {
    let (catalogue, profile) = member();
    let policy = Policy::DEFAULT;
    let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
    let file = file(&[
        "Totals!C2 MATCHES_NEW CA-ON _T 123",
        "Totals!C3 MATCHES_NEW CA-QC _T 3",
        "Totals!C4 MATCHES_CLOSED CA-ON _T 41",
        "Totals!C5 MATCHES_CLOSED CA-QC _T 57",
    ]);
    let form = Form::parse(RECIPE).unwrap();
    let secret = RoundingSecret::new([7; 32]);
    let prepared = preview::prepare_as(&file, &form, &rules, &secret, &History::new()).unwrap();
    let shown = prepared.preview.shown.iter().filter_map(|it| it.figure.count());
    assert!(shown.clone().count() >= 3 && shown.clone().all(|it| it.is_multiple_of(5)));
    let small = prepared.preview.shown.iter().find(|it| &*it.place.region == "CA-QC").unwrap();
    assert!(small.place.indicator.starts_with("MATCHES"));
    assert!(prepared.preview.shown.iter().any(|it| it.figure.count().is_none()));
}

/// Returns the codes of all problems, each with its place.
fn codes(lines: &[&str]) -> Vec<String> {
    let problems = draft(lines).unwrap_err();
    let word = |place: &Message, name: &str| {
        let found = place.args().iter().find(|(it, _)| *it == name);
        match found {
            Some((_, Arg::Word(word))) => word.clone(),
            _ => String::new(),
        }
    };
    let told = problems.iter().map(|it| {
        let at = format!("{}!{}", word(&it.place, "sheet"), word(&it.place, "cell"));
        format!("{} {}", it.code, if at == "!" { "the file".to_owned() } else { at })
    });
    told.collect()
}

fn draft(lines: &[&str]) -> Result<Draft, Problems> {
    let (catalogue, profile) = member();
    read(&file(lines), &Way::default(), &catalogue, &profile)
}

fn member() -> (Catalogue, Profile) {
    let codes = |codes: [&str; 2]| codes.map(str::to_owned).to_vec();
    let profile = Profile {
        regions: codes(["CA-ON", "CA-QC"]),
        programs: codes(["GROUP", "ONE_SITE"]),
        absent: vec![],
    };
    (codebook::standard().unwrap(), profile)
}

/// Makes lines of `Totals!C2 MATCHES_NEW CA-ON _T 12`, where a breakdown may stand before the count;
/// codes are in the columns X, Y and Z.
fn file(lines: &[&str]) -> Vec<u8> {
    let line = |line: &&str| {
        let mut words = line.splitn(5, ' ');
        let mut word = || words.next().unwrap().to_owned();
        let (at, indicator, region, program) = (word(), word(), word(), word());
        let rest = words.next().unwrap();
        let (sheet, cell) = at.split_once('!').unwrap();
        let (breakdown, count) = match rest.split_once(' ') {
            Some((breakdown, count)) if breakdown.contains('=') => (breakdown, count),
            _ => ("", rest),
        };
        let column = u32::from(cell.chars().next().unwrap()) - u32::from('A');
        Line {
            sheet: sheet.to_owned(),
            row: cell[1..].parse().unwrap(),
            column: usize::try_from(column).unwrap(),
            indicator: (indicator, 23),
            period: "2025".to_owned(),
            region: (region, 24),
            program_type: (program, 25),
            breakdown: breakdown.to_owned(),
            count: count.to_owned(),
        }
    };
    write(&lines.iter().map(line).collect::<Vec<_>>())
}
