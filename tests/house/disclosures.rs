//! The leaks that others had and the attacks that are known, and the tests that try each of them.
//!
//! Each row names tests by file and function; the one that tries it on the gate's own output and as
//! a release that somebody changed comes first. A name that is gone fails here, and so does a row
//! that is gone, so the list stays true.

use std::fs;

use flotilla_tests::root;

/// A way to learn what was hidden, and the tests that try it: (file, function).
type Row = (&'static str, &'static [(&'static str, &'static str)]);

const ATTACKS: &str = "node/gate/tests/gate/attacks.rs";
const BALANCES: &str = "node/gate/tests/gate/balances.rs";
const CLASSES: &str = "node/gate/tests/gate/classes.rs";
const INVARIANTS: &str = "node/gate/tests/gate/invariants.rs";
const LEAKS: &str = "node/gate/tests/gate/leaks.rs";
const LINKED: &str = "node/gate/tests/gate/linked.rs";
const MEANS: &str = "node/gate/tests/gate/means.rs";
const OVERLAPS: &str = "node/gate/tests/gate/overlaps.rs";
const PRACTICE: &str = "node/gate/src/practice/tests.rs";
const RATES: &str = "node/gate/tests/gate/rates.rs";
const REVISIONS: &str = "node/gate/tests/gate/revisions.rs";
const STOCKS: &str = "node/gate/tests/gate/stocks.rs";
const TABLES: &str = "node/view/src/tests/tables.rs";

/// What happened to others.
const LEAKED: [Row; 9] = [
    (
        "a total less its siblings",
        &[
            (LEAKS, "leak_1_total_less_siblings"),
            (ATTACKS, "attack_1_a_small_group_cannot_be_subtracted_out_of_a_table"),
        ],
    ),
    (
        "a revision less what it replaces",
        &[
            (LEAKS, "leak_2_a_revision_less_what_it_replaces"),
            (REVISIONS, "a_hidden_number_is_not_found_by_comparing_both_versions"),
        ],
    ),
    ("a year less three of its quarters", &[(LEAKS, "leak_3_a_year_less_three_of_its_quarters")]),
    (
        "a total of all members less the others",
        &[
            (LEAKS, "leak_4_a_total_of_all_members_less_the_others"),
            (TABLES, "a_withheld_figure_has_no_number_and_a_mark"),
        ],
    ),
    (
        "what was there, what came and what went",
        &[
            (BALANCES, "leak_5_what_was_there_what_came_and_what_went"),
            (BALANCES, "a_hidden_number_is_not_worked_out_from_what_was_there_came_and_went"),
            (BALANCES, "what_one_file_tells_after_another_is_protected_as_well"),
        ],
    ),
    (
        "a rate times its denominator",
        &[
            (RATES, "a_rate_itself_is_never_told_and_neither_is_what_is_left"),
            (RATES, "a_hidden_denominator_is_not_worked_out_from_its_share"),
        ],
    ),
    ("areas that overlap", &[(LEAKS, "leak_7_areas_that_overlap")]),
    (
        "a companion column that nobody masked",
        &[
            (LEAKS, "leak_8_a_companion_of_a_hidden_number"),
            (STOCKS, "what_was_hidden_by_one_name_is_hidden_by_the_next"),
        ],
    ),
    (
        "rounding before the threshold",
        &[
            (LEAKS, "leak_9_the_threshold_is_asked_before_rounding"),
            (INVARIANTS, "i3_a_count_below_the_threshold_is_refused"),
        ],
    ),
];

/// What attackers are known to try.
const TRIED: [Row; 13] = [
    (
        "subtraction and linear combinations",
        &[
            (ATTACKS, "attack_1_a_small_group_cannot_be_subtracted_out_of_a_table"),
            (LEAKS, "leak_1_total_less_siblings"),
        ],
    ),
    (
        "bounds, and that no count is negative",
        &[(ATTACKS, "attack_2_hidden_parts_of_next_to_nothing_are_not_left_to_be_seen")],
    ),
    (
        "linked tables",
        &[
            (LINKED, "attack_3_a_second_table_hides_more_beside_the_first"),
            (LINKED, "attack_3_two_breakdowns_of_one_base_are_one_table"),
        ],
    ),
    ("two definitions of an area or a band", &[(LEAKS, "leak_7_areas_that_overlap")]),
    (
        "releases less each other",
        &[
            (ATTACKS, "attack_5_a_second_release_does_not_show_what_the_first_hid"),
            (ATTACKS, "attack_5_a_longer_period_does_not_tell_how_small_its_hidden_parts_were"),
            (LEAKS, "leak_3_a_year_less_three_of_its_quarters"),
        ],
    ),
    ("the member that is missing", &[(LEAKS, "leak_4_a_total_of_all_members_less_the_others")]),
    (
        "where hiding starts",
        &[
            (ATTACKS, "attack_7_nobody_can_tell_where_hiding_starts"),
            (INVARIANTS, "i3_a_count_below_the_threshold_is_refused"),
        ],
    ),
    ("unpicking what was rounded", &[(ATTACKS, "attack_8_rounding_cannot_be_unpicked")]),
    ("averaging", &[(LINKED, "attack_9_asking_again_gives_the_same_answer")]),
    (
        "rates and means",
        &[
            (RATES, "who_is_left_is_protected_wherever_it_follows_from"),
            (RATES, "of_nobody_is_it_nearly_certain_how_a_sensitive_outcome_went"),
            (MEANS, "i7_a_mean_is_told_of_everybody_together_and_of_one_kind_of_period"),
            (MEANS, "i7_a_mean_is_as_exact_as_its_number_allows"),
        ],
    ),
    (
        "a group in which all are alike",
        &[
            (LINKED, "attack_11_where_everybody_is_alike_nobody_is_told"),
            (CLASSES, "i8_nobody_is_nearly_certain_to_be_in_a_sensitive_category"),
            (OVERLAPS, "a_breakdown_by_population_must_not_tell_of_who_is_not_in_it"),
        ],
    ),
    (
        "somebody who is in a hidden group",
        &[(LINKED, "attack_12_who_is_in_a_hidden_group_does_not_learn_the_others")],
    ),
    (
        "free text",
        &[
            (ATTACKS, "a_note_that_reaches_a_person_is_refused"),
            (INVARIANTS, "i11_a_note_does_not_reach_a_person"),
            (PRACTICE, "a_text_that_reaches_a_person_is_blocked"),
        ],
    ),
];

#[test]
fn every_leak_and_every_attack_is_tried() {
    let mut gone = Vec::new();
    for (row, tests) in LEAKED.iter().chain(&TRIED) {
        assert!(!tests.is_empty(), "{row}: no test");
        for (file, name) in *tests {
            let text = fs::read_to_string(root().join(file)).unwrap_or_default();
            let is_there = text.contains(&format!("fn {name}()"));
            gone.extend((!is_there).then(|| format!("{row}: {name} is not in {file}")));
        }
    }
    assert_eq!(gone, [""; 0]);
}
