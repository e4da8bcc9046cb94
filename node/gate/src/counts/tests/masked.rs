//! What is read of tables in which the source masked counts, and of tables with one row for each count.

use super::*;

/// The columns of a table as an office publishes it.
const TABLE: &str = r#"
    [counts]
    column = "Value"
    masked = ["x", "<5", "Msk"]
    covers = ["alice", "Centre Bob", "carol"]
    indicator = { column = "Measure", map = { "New matches" = "MATCHES_NEW" } }
    period = { column = "Year" }
    region = { column = "Province", map = { Canada = "CA", Ontario = "CA-ON", "Québec" = "CA-QC" } }
    dimension.gender = { column = "Sex", map = { All = "_T", F = "GIRLS", M = "BOYS", X = "NON_BINARY", "?" = "UNK" } }
"#;

const MARKS: &str = "[counts]\nversion = 1\nmasked = [\"x\", \"<5\", \"Msk\"]\n";

#[test]
fn a_masked_count_is_unknown_and_so_is_what_consists_of_it() {
    let draft = masked(&[
        "Totals!C2 MATCHES_NEW CA-ON _T 120",
        "Totals!C3 MATCHES_NEW CA-QC _T msk",
        "Gender!C2 MATCHES_NEW CA-ON _T gender=BOYS 60",
        "Gender!D2 MATCHES_NEW CA-ON _T gender=GIRLS 57",
        "Gender!E2 MATCHES_NEW CA-ON _T gender=NON_BINARY < 5",
        "Gender!F2 MATCHES_NEW CA-ON _T gender=UNK 0",
    ]);
    let draft = draft.unwrap();
    assert_eq!(
        told(&draft),
        [
            "CA _T masked",
            "CA-ON BOYS 60",
            "CA-ON GIRLS 57",
            "CA-ON NON_BINARY masked, at most 4",
            "CA-ON UNK 0",
            "CA-ON _T 120",
            "CA-QC _T masked",
        ]
    );
}

#[test]
fn a_mark_is_one_only_where_the_recipe_says_so() {
    let marked = ["Totals!C2 MATCHES_NEW CA-ON _T x", "Totals!C3 MATCHES_NEW CA-QC _T 10"];
    assert!(masked(&marked).is_ok());
    assert_eq!(codes(&marked), ["FL-E202 Totals!C2"]);
    let other = marked[0].replace(" x", " **");
    assert!(masked(&[&other, marked[1]]).is_err(), "it is none of those that were declared");
    for marks in ["[\"0\"]", "[\"x\", \"12\"]", "[\"\"]", "[\" \"]", "\"x\""] {
        let refused = Form::parse(&format!("[counts]\nmasked = {marks}\n")).unwrap_err();
        assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E104"], "{marks}");
    }
}

#[test]
fn what_is_known_beside_a_masked_part_must_fit_its_total() {
    let lines = |boys: u32| {
        [
            "Totals!C2 MATCHES_NEW CA-ON _T 50".to_owned(),
            "Totals!C3 MATCHES_NEW CA-QC _T 0".to_owned(),
            format!("Gender!C2 MATCHES_NEW CA-ON _T gender=BOYS {boys}"),
            "Gender!D2 MATCHES_NEW CA-ON _T gender=GIRLS 20".to_owned(),
            "Gender!E2 MATCHES_NEW CA-ON _T gender=NON_BINARY x".to_owned(),
            "Gender!F2 MATCHES_NEW CA-ON _T gender=UNK x".to_owned(),
        ]
    };
    let read = |boys| masked(&lines(boys).each_ref().map(String::as_str));
    assert!(read(28).is_ok());
    assert!(read(30).is_ok(), "those who are masked may be nobody");
    assert_eq!(read(31).unwrap_err().iter().next().unwrap().code, "FL-E207");
    let missing = lines(28)[..5].to_vec();
    let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
    assert_eq!(masked(&missing).unwrap_err().iter().next().unwrap().code, "FL-E205");
}

#[test]
fn a_table_with_one_row_for_each_count_is_read_with_its_wholes() {
    let file = "Measure,Year,Province,Sex,Value,Note\n\
        New matches,2024,Canada,All,2 100,\n\
        New matches,2024,Ontario,All,2000,Jane Doe\n\
        New matches,2024,Quebec,All,x,\n\
        New matches,2024,Ontario,F,980,\n\
        New matches,2024,Ontario,M,1000,\n\
        New matches,2024,Ontario,X,x,\n\
        New matches,2024,Ontario,?,<5,\n";
    let draft = long(file).unwrap();
    assert_eq!(
        told(&draft),
        [
            "CA _T 2100",
            "CA-ON BOYS 1000",
            "CA-ON GIRLS 980",
            "CA-ON NON_BINARY masked",
            "CA-ON UNK masked, at most 4",
            "CA-ON _T 2000",
            "CA-QC _T masked",
        ]
    );
    assert_eq!(draft.coverage().units(), ["Centre Bob", "alice", "carol"]);
    let form = Form::parse(TABLE).unwrap();
    let reduced = String::from_utf8(form.reduce(file.as_bytes()).unwrap()).unwrap();
    assert!(!reduced.contains("Jane") && reduced.contains("2 100"));
    assert_eq!(told(&long(&reduced).unwrap()), told(&draft));
}

#[test]
fn what_a_table_cannot_mean_is_told_with_its_cell() {
    let told = |row: &str| {
        let file = format!("Measure,Year,Province,Sex,Value\n{row}\n");
        let problems = long(&file).unwrap_err();
        problems.iter().map(|it| (it.code, it.place.clone())).collect::<Vec<_>>()
    };
    for (row, code, cell) in [
        ("New matches,soon,Ontario,All,12", "FL-E217", "B2"),
        ("New matches,2024,Yukon,All,12", "FL-E130", "C2"),
        ("New dogs,2024,Ontario,All,12", "FL-E130", "A2"),
        ("New matches,2024,Ontario,All,many", "FL-E201", "E2"),
        ("New matches,2024,Ontario,All,*", "FL-E202", "E2"),
    ] {
        let found = told(row);
        let expected = Arg::Word(cell.to_owned());
        let is_it = |(it, at): &(&str, Message)| {
            *it == code && at.args().iter().any(|(name, arg)| *name == "cell" && *arg == expected)
        };
        assert!(found.iter().any(is_it), "{row}: {found:?}");
    }
    let strange = TABLE.replace("\"Sex\"", "\"Gender\"");
    let (catalogue, profile) = member();
    let file = b"Measure,Year,Province,Sex,Value\nNew matches,2024,Ontario,All,12\n";
    let refused = Form::parse(&strange).unwrap().read(file, &catalogue, &profile).unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E125"]);
    let remedy = refused.iter().next().unwrap().remedy.args().to_vec();
    let columns = "Measure, Year, Province, Sex, Value".to_owned();
    assert_eq!(remedy, [("columns", Arg::Word(columns))]);
    let twice = long("Measure,Year,Province,Sex,Value,Value\nNew matches,2024,Ontario,All,12,13\n");
    assert!(twice.unwrap_err().iter().any(|it| it.code == "FL-E126"));
    let two = TABLE.replace(
        "dimension.gender",
        "dimension.age_group = { column = \"Sex\" }\ndimension.gender",
    );
    let refused = Form::parse(&two).unwrap().read(
        b"Measure,Year,Province,Sex,Value\nNew matches,2024,Ontario,F,12\n",
        &catalogue,
        &profile,
    );
    assert_eq!(refused.unwrap_err().iter().next().unwrap().code, "FL-E218");
}

#[test]
fn names_of_organisations_are_screened_and_counted() {
    let form = |covers: &str| Form::parse(&format!("[counts]\ncovers = {covers}\n"));
    for covers in [
        r#"["Grands Frères Grandes Sœurs de Montréal", "bbbs-toronto"]"#,
        r#"["Big Brothers Big Sisters of Toronto", "Centre Bob"]"#,
        r#"["Boys and Girls Club of Hope", "Will House"]"#,
    ] {
        assert!(form(covers).is_ok(), "{covers}: {:?}", form(covers).err());
    }
    for covers in [
        r#"["alice"]"#,
        r#"["alice", "alice"]"#,
        r#"["alice", ""]"#,
        r#"["alice", "jane@example.org"]"#,
        r#"["alice", "416-555-0199"]"#,
    ] {
        let refused = form(covers).unwrap_err();
        assert!(refused.iter().all(|it| it.code == "FL-E104"), "{covers}: {refused:?}");
    }
}

fn masked(lines: &[&str]) -> Result<Draft, Problems> {
    let (catalogue, profile) = member();
    Form::parse(MARKS).unwrap().read(&file(lines), &catalogue, &profile)
}

fn long(file: &str) -> Result<Draft, Problems> {
    let (catalogue, profile) = member();
    Form::parse(TABLE).unwrap().read(file.as_bytes(), &catalogue, &profile)
}

/// Spells what a draft knows, in order.
fn told(draft: &Draft) -> Vec<String> {
    let name = |place: &Place| format!("{} {}", place.region, place.breakdown_codes().1);
    let counts = draft.counts().map(|(place, count)| format!("{} {count}", name(place)));
    let masked = draft.masked().map(|(place, most)| match most {
        Some(most) => format!("{} masked, at most {most}", name(place)),
        None => format!("{} masked", name(place)),
    });
    let mut told: Vec<String> = counts.chain(masked).collect();
    told.sort();
    told
}
