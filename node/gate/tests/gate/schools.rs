//! Two real schools as two members, from the file of a stranger's system to what peers see.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Profile;
use flotilla_gate::codebook;
use flotilla_gate::draft::Draft;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::WhyDropped;
use flotilla_gate::pass::pass;
use flotilla_gate::problem::Problems;
use flotilla_gate::read::read;
use flotilla_gate::recipe::Recipe;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;

use crate::fixture::place;

const FILE: &[u8] = include_bytes!("../../../../tests/fixtures/student-por/student-por.csv");

const GP: &str = include_str!("../../../../tests/fixtures/student-por/gp.toml");

const MS: &str = include_str!("../../../../tests/fixtures/student-por/ms.toml");

#[test]
fn both_schools_publish_what_their_peers_accept() {
    for (recipe, region, pupils) in [(GP, "PT-GP", 423), (MS, "PT-MS", 226)] {
        let draft = draft(FILE, recipe, region).unwrap();
        assert_eq!((draft.rows(), draft.rows() - draft.rows_left_out()), (649, pupils));
        let (passed, history) = publish(draft, region);
        assert_eq!(passed.releasables.len(), 1);
        let release = passed.releasables[0].release();
        assert_eq!(history.figures(), release.observations().len());
        let total = place(&format!("x_pupils SY2005-06 {region} _T"));
        let total = release.observations().iter().find(|it| it.place == total).unwrap();
        let shown = total.figure.count().unwrap();
        assert!(usize::try_from(shown).unwrap().abs_diff(pupils) <= 4);
    }
}

#[test]
fn a_small_group_is_not_broken_down() {
    let (passed, _) = publish(draft(FILE, MS, "PT-MS").unwrap(), "PT-MS");
    let support = place("x_school_support SY2005-06 PT-MS _T");
    let figures = passed.releasables[0].release().observations().iter();
    assert_eq!(figures.filter(|it| it.place.base() == support).count(), 1);
    assert!(
        passed
            .dropped
            .iter()
            .any(|it| it.base == support && it.why == WhyDropped::SmallBase)
    );
}

#[test]
fn every_problem_of_a_file_is_found_at_once() {
    let file = "school;sex;age;adress;schoolsup;famsup;activities;G3\nGP;F;15;U;no;no;no;10\n";
    let problems = codes(draft(file.as_bytes(), GP, "PT-GP"));
    assert_eq!(problems, ["FL-E125"], "five metrics need the address");
    let file = file.replace("adress", "address");
    let rows = "GP;F;99;U;no;no;no;many\nGP;;16;X;no;no;no;9\nMS;?;?;?;;;;?\n";
    let problems = codes(draft(format!("{file}{rows}").as_bytes(), GP, "PT-GP"));
    assert!(problems.contains(&"FL-E140") && problems.contains(&"FL-E141"));
    assert_eq!(problems.len(), 4, "the other school's row is not ours: {problems:?}");
}

#[test]
fn one_cause_in_every_row_is_one_problem() {
    let header = "school;sex;age;address;schoolsup;famsup;activities;G3\n";
    let file = format!("{header}{}", "GP;?;15;U;no;no;no;10\n".repeat(2_000));
    let problems = draft(file.as_bytes(), GP, "PT-GP").unwrap_err();
    assert_eq!((problems.iter().count(), problems.unlisted()), (1, 0));
    assert_eq!(problems.total(), 2_000, "a row that several metrics need is one row");
    let place = format!("{:?}", problems.iter().next().unwrap().place.args());
    assert!(place.contains(r#"("line", Number(2))"#), "{place}");
}

#[test]
fn a_missing_column_is_told_with_those_that_are_there() {
    let refused = draft(b"sex,shoes\nF,40\n", GP, "PT-GP").unwrap_err();
    let remedies: Vec<_> = refused.iter().map(|it| format!("{:?}", it.remedy.args())).collect();
    assert!(remedies.iter().any(|it| it.contains("sex, shoes")), "{remedies:?}");
}

#[test]
fn a_recipe_without_columns_counts_the_rows_of_a_table_only() {
    let rows = |title: &str| {
        let file = format!("{title}name,age,\n{}", "Anna,12,x\n".repeat(30));
        draft(file.replace(",\n", ",sex\n").as_bytes(), EVERYBODY, "PT-GP")
    };
    assert_eq!(rows("").unwrap().rows(), 30);
    assert_eq!(codes(rows("Our youth,,\n")), ["FL-E128"]);
    assert_eq!(codes(draft(b"PK\x03\x04\n\x14\n\x08\n", EVERYBODY, "PT-GP")), ["FL-E127"]);
}

#[test]
fn a_recipe_for_other_regions_or_kinds_is_refused() {
    let told = |recipe: &str| {
        let refused = draft(FILE, recipe, "PT-MS").unwrap_err();
        let problem = refused.iter().next().unwrap();
        (problem.code, problem.what.id(), problem.remedy.id())
    };
    let elsewhere = ("FL-E130", "gate-e130-what-profile", "gate-e130-remedy-profile");
    assert_eq!(told(GP), elsewhere, "no suggestion to publish for another place");
    let mistyped = GP.replace("PT-GP", "PT-MSS");
    assert_eq!(told(&mistyped), ("FL-E130", "gate-e130-what", "gate-e130-remedy-nearest"));
    let country = GP.replace("PT-GP", "CA");
    assert_eq!(told(&country), ("FL-E130", "gate-e130-what", "gate-e130-remedy"));
    let unique = GP.replace("x_pupils", "YOUTH_SERVED");
    assert!(codes(draft(FILE, &unique, "PT-GP")).contains(&"FL-E137"));
    let region = GP.replace("address", "region");
    assert!(codes(draft(FILE, &region, "PT-GP")).contains(&"FL-E132"));
}

#[test]
fn rows_without_consent_are_not_counted() {
    let consent = "[consent]\ncolumn = \"internet\"\nequals = [\"yes\"]\n";
    let recipe = GP.replace("[region]", &format!("{consent}\n[region]"));
    let draft = draft(FILE, &recipe, "PT-GP").unwrap();
    assert!(draft.rows() == 649 && draft.rows_left_out() > 649 - 423);
}

#[test]
fn an_indicator_for_which_no_row_counts_is_a_problem() {
    let nobody = GP.replace("equals = [\"GP\"]", "equals = [\"HP\"]");
    let refused = draft(FILE, &nobody, "PT-GP").unwrap_err();
    assert!(refused.iter().count() > 1 && refused.iter().all(|it| it.code == "FL-E147"));
    let support =
        GP.replace("\"schoolsup\", equals = [\"yes\"]", "\"schoolsup\", equals = [\"oui\"]");
    let refused = draft(FILE, &support, "PT-GP").unwrap_err();
    let places: Vec<_> = refused.iter().map(|it| format!("{:?}", it.place.args())).collect();
    assert!(places.len() == 1 && places[0].contains("x_school_support"), "{places:?}");
    assert_eq!(codes(draft(b"school,sex\n", EVERYBODY, "PT-GP")), ["FL-E147"]);
}

const EVERYBODY: &str = "
[region]
code = 'PT-GP'
[[metric]]
indicator = 'x_pupils'
period = { code = 'SY2005-06' }
";

fn codes(refused: Result<Draft, Problems>) -> Vec<&'static str> {
    refused.unwrap_err().iter().map(|it| it.code).collect()
}

fn draft(file: &[u8], recipe: &str, region: &str) -> Result<Draft, Problems> {
    read(file, &Recipe::parse(recipe).unwrap(), &catalogue(), &profile(region))
}

fn publish(draft: Draft, region: &str) -> (Passed, History) {
    let (catalogue, profile, policy) = (catalogue(), profile(region), Policy::DEFAULT);
    let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
    let mut history = History::new();
    let passed = pass(draft, &rules, &RoundingSecret::new([3; 32]), &history).unwrap();
    for releasable in &passed.releasables {
        assert!(history.accept(&rules, releasable.release()).is_accept());
    }
    (passed, history)
}

fn catalogue() -> Catalogue {
    codebook::with_additions(include_str!("../../../../tests/fixtures/student-por/catalogue.toml"))
        .unwrap()
}

fn profile(region: &str) -> Profile {
    Profile { regions: vec![region.to_owned()], ..Profile::default() }
}
