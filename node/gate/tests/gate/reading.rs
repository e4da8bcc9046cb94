//! What a file says, and what it leaves open: numbers, dates, words, delimiters, encodings.

use flotilla_domain::message::Message;
use flotilla_domain::profile::Profile;
use flotilla_gate::codebook;
use flotilla_gate::draft::Draft;
use flotilla_gate::problem::Problems;
use flotilla_gate::read::read;
use flotilla_gate::recipe::Recipe;

#[test]
fn a_number_with_two_readings_is_asked_for_with_its_cell() {
    let file = b"sex;age;start;end\nF;12;2024-02-01;\nF;1,234;2024-02-01;\nF;2,345;2024-02-01;\n";
    let asked = draft(file, RECIPE).unwrap_err();
    let problem = asked.iter().next().unwrap();
    assert_eq!((asked.iter().count(), asked.total()), (1, 2), "one answer settles the column");
    assert_eq!((problem.code, problem.what.id()), ("FL-E180", "gate-e180-what"));
    let told = format!("{:?} {:?}", problem.what.args(), problem.place.args());
    for word in ["1,234", "\"whole\", Word(\"1\")", "\"rest\", Word(\"234\")", "Number(3)", "age"] {
        assert!(told.contains(word), "{word} in {told}");
    }
}

#[test]
fn the_recipe_or_the_column_answers() {
    let file = |age: &str| format!("sex;age;start;end\nF;{age};2024-02-01;\nM;1,234;2024-02-01;\n");
    let recipe = RECIPE.replace("at_least = 10", "at_least = 1");
    let said = |decimal: &str| format!("{recipe}\n[file]\ndecimal = '{decimal}'\n");
    assert!(draft(file("2,5").as_bytes(), &recipe).is_ok(), "the column shows a comma");
    assert!(draft(file("2").as_bytes(), &said(",")).is_ok());
    let refused = draft(file("2").as_bytes(), &said(".")).unwrap_err();
    assert_eq!(codes(&refused), ["FL-E140"], "1234 is in no band");
}

#[test]
fn an_empty_date_is_no_event() {
    let file = b"sex,age,start,end\nF,12,2024-02-01,\nM,13,,\nF,11,2024-02-01,2024-05-05\n";
    let draft = draft(file, RECIPE).unwrap();
    assert_eq!((draft.rows(), draft.rows_left_out()), (3, 1), "nothing happened in one row");
}

#[test]
fn words_mean_the_same_however_they_are_typed() {
    let file = "sex,age,start,end\nf,12,2024-02-01,2024-03-01\n M ,12,2024-02-01,\nDéclaré,12,2024-02-01,\n";
    let folded = RECIPE.replace("F = ", "\"DECLARE\" = \"UNK\", F = ");
    assert!(draft(file.as_bytes(), &folded).is_ok());
    let contrary = folded.replace("F = ", "f = \"BOYS\", F = ");
    assert!(draft(file.as_bytes(), &contrary).is_ok(), "an exact word comes first");
    let shouted = file.replace("\nf", "\nDÉCLARÉ");
    assert!(draft(shouted.as_bytes(), &contrary).is_ok());
}

#[test]
fn a_word_that_is_nearly_one_of_the_recipe_is_told_which() {
    let recipe = RECIPE.replace("F = ", "Female = \"GIRLS\", F = ");
    let refused = |cell: &str| {
        let file = format!("sex,age,start,end\n{cell},12,2024-02-01,\n");
        draft(file.as_bytes(), &recipe).unwrap_err()
    };
    let told = |cell: &str| refused(cell).iter().next().unwrap().remedy.clone();
    assert_eq!(told("Femle"), Message::new("gate-e140-remedy-nearest").word("nearest", "Female"));
    assert_eq!(told("Octopus").id(), "gate-e140-remedy");
    assert_eq!(told("X").id(), "gate-e140-remedy", "F is as near as anything");
}

#[test]
fn a_sheet_of_a_workbook_is_named_as_the_workbook_does() {
    let recipe = format!("{RECIPE}\n[file]\nsheet = 'Ages'\n");
    let file = b"sex,age,start,end\n\n\nF,douze,2024-02-01,\n";
    let refused = draft(file, &recipe).unwrap_err();
    let problem = refused.iter().next().unwrap();
    assert_eq!(problem.place.id(), "gate-place-sheet-cell");
    let place = format!("{:?}", problem.place.args());
    assert!(place.contains("Word(\"Ages\")") && place.contains("Word(\"B4\")"), "{place}");
}

#[test]
fn an_unusual_encoding_is_read() {
    let text = "sex\tage\tstart\tend\r\nF\t12\t2024-02-01\t2024-03-03\r\nM\t12\t2024-02-01\t\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let draft = draft(&[b"\xFF\xFE".as_slice(), &bytes].concat(), RECIPE).unwrap();
    assert_eq!(draft.rows(), 2);
}

fn draft(file: &[u8], recipe: &str) -> Result<Draft, Problems> {
    let profile = Profile { regions: vec!["CA-ON".to_owned()], ..Profile::default() };
    read(file, &Recipe::parse(recipe)?, &codebook::standard().unwrap(), &profile)
}

fn codes(problems: &Problems) -> Vec<&'static str> {
    problems.iter().map(|it| it.code).collect()
}

const RECIPE: &str = "
region = { code = 'CA-ON' }
[dimension.gender]
column = 'sex'
map = { F = 'GIRLS', M = 'BOYS' }
[dimension.age_group]
column = 'age'
bands = [{ code = '10_11', at_least = 10, at_most = 11 }, { code = '12_14', at_least = 12, at_most = 14 }]
[[metric]]
indicator = 'MATCHES_NEW'
period = { column = 'start', format = 'YYYY-MM-DD', grains = ['year'], only = ['2024'] }
dimensions = ['gender', 'age_group']
";
