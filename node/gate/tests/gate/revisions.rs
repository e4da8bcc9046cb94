//! Corrections: of what is out, all together or not at all.

use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::pass;
use flotilla_gate::round::RoundingSecret;

use crate::fixture::Member;
use crate::fixture::broken;
use crate::fixture::draft;
use crate::fixture::place;
use crate::fixture::release;
use crate::fixture::terms;

const ACCEPTED: [&str; 0] = [];

const TABLE: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 80",
    "MATCHES_NEW 2024 CA _T gender=BOYS 35",
    "MATCHES_NEW 2024 CA _T gender=GIRLS 30",
    "MATCHES_NEW 2024 CA _T gender=NON_BINARY x",
    "MATCHES_NEW 2024 CA _T gender=UNK x",
];

const CORRECTED: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 90",
    "MATCHES_NEW 2024 CA _T gender=BOYS 40",
    "MATCHES_NEW 2024 CA _T gender=GIRLS 35",
    "MATCHES_NEW 2024 CA _T gender=NON_BINARY x",
    "MATCHES_NEW 2024 CA _T gender=UNK x",
];

#[test]
fn what_is_out_changes_only_by_a_correction_that_names_it() {
    let mut peer = Peer::holding(&TABLE);
    let unnamed = release(&CORRECTED);
    assert_eq!(peer.judge(&unnamed, 2), ["I9"]);
    let of_another = correction(&CORRECTED, &[7]);
    assert_eq!(peer.judge(&of_another, 2), ["I9"]);
    assert_eq!(peer.judge(&correction(&CORRECTED, &[1]), 2), ACCEPTED);
}

#[test]
fn a_release_is_corrected_once_and_then_its_correction() {
    let mut peer = Peer::holding(&TABLE);
    assert_eq!(peer.judge(&correction(&CORRECTED, &[1]), 2), ACCEPTED);
    assert_eq!(peer.judge(&release(&["MATCHES_NEW 2023 CA _T 50"]), 3), ACCEPTED);
    assert_eq!(peer.judge(&correction(&TABLE, &[1]), 4), ["I9"]);
    assert_eq!(peer.judge(&correction(&TABLE, &[2]), 4), ACCEPTED);
}

#[test]
fn a_correction_moves_no_number_or_at_least_three() {
    let moved = |count: usize| {
        let mut table = TABLE;
        table[..count].copy_from_slice(&CORRECTED[..count]);
        Peer::holding(&TABLE).judge(&correction(&table, &[1]), 2)
    };
    assert_eq!(moved(0), ACCEPTED);
    assert_eq!(moved(1), ["I9"]);
    assert_eq!(moved(2), ["I9"]);
    assert_eq!(moved(3), ACCEPTED);
}

#[test]
fn a_correction_changes_nothing_but_what_it_names() {
    let mut peer = Peer::holding(&TABLE);
    assert_eq!(peer.judge(&release(&["MATCHES_NEW 2023 CA _T 50"]), 2), ACCEPTED);
    let mut wider = CORRECTED.to_vec();
    wider.push("MATCHES_NEW 2023 CA _T 55");
    assert_eq!(peer.judge(&correction(&wider, &[1]), 3), ["I9"]);
    assert_eq!(peer.judge(&correction(&wider, &[1, 2]), 3), ACCEPTED);
}

#[test]
fn a_correction_keeps_every_other_rule() {
    let mut table = CORRECTED;
    table[1] = "MATCHES_NEW 2024 CA _T gender=BOYS 95";
    assert_eq!(Peer::holding(&TABLE).judge(&correction(&table, &[1]), 2), ["I5"]);
    table[0] = "MATCHES_NEW 2024 CA _T 65";
    table[1] = "MATCHES_NEW 2024 CA _T gender=BOYS 30";
    table[2] = "MATCHES_NEW 2024 CA _T gender=GIRLS 45";
    assert_eq!(Peer::holding(&TABLE).judge(&correction(&table, &[1]), 2), ["I6"]);
}

#[test]
fn a_hidden_number_is_not_found_by_comparing_both_versions() {
    // A total and its two parts, one of them hidden: alone each version leaves seventeen values, but
    // whoever takes the hidden one for unchanged has 52 to 69 less 36 to 44, and 48 to 66 less
    // the same.
    let before = ["MATCHES_NEW 2024 CA _T 60", "MATCHES_NEW 2024 CA-ON _T 40"];
    let mut before: Vec<&str> = before.to_vec();
    before.extend(["MATCHES_NEW 2024 CA-QC _T x", "MATCHES_NEW 2024 CA GROUP 30"]);
    let mut after = before.clone();
    after[0] = "MATCHES_NEW 2024 CA _T 50";
    after[1] = "MATCHES_NEW 2024 CA-ON _T 45";
    after[3] = "MATCHES_NEW 2024 CA GROUP 25";
    let mut peer = Peer::holding(&before);
    assert_eq!(peer.judge(&correction(&after, &[1]), 2), ["I6"], "12 to 13 remain of Quebec");
}

#[test]
fn what_would_be_told_of_a_hidden_number_counts_for_both_versions() {
    // Alone, the correction leaves 0 to 21 of the last category, but whoever takes the shown number
    // for what was hidden before has 0 to 1 of it in the first version.
    let mut shown = CORRECTED;
    shown[0] = "MATCHES_NEW 2024 CA _T 110";
    shown[3] = "MATCHES_NEW 2024 CA _T gender=NON_BINARY 30";
    assert_eq!(Peer::holding(&TABLE).judge(&correction(&shown, &[1]), 2), ["I6"]);
}

#[test]
fn a_quarantined_correction_leaves_no_trace() {
    let mut peer = Peer::holding(&TABLE);
    let mut bad = CORRECTED;
    bad[1] = "MATCHES_NEW 2024 CA _T gender=BOYS 95";
    assert_eq!(peer.judge(&correction(&bad, &[1]), 2), ["I5"]);
    assert_eq!(peer.judge(&release(&TABLE), 3), ACCEPTED);
    assert_eq!(peer.judge(&correction(&CORRECTED, &[1]), 4), ACCEPTED);
}

#[test]
fn the_publisher_corrects_when_enough_numbers_move() {
    let first = publish(&counts(0), &History::new());
    let peer = Peer::after(&first);
    let second = publish(&counts(6), &peer.0);
    assert_eq!((second.corrected, second.held_back, second.unchanged), (5, 0, 0));
    assert_eq!(second.releasables.len(), 1);
    let told = second.releasables[0].release();
    assert_eq!(told.terms().replaces.len(), 1);
    assert_eq!(told.observations().len(), first.releasables[0].release().observations().len());
    let mut peer = peer;
    peer.hear(&second);
    let again = publish(&counts(6), &peer.0);
    assert!(again.releasables.is_empty());
    let back = publish(&counts(0), &peer.0);
    assert_eq!(back.corrected, 5, "a count that is what it was before is told as it was before");
    assert_eq!(
        back.releasables[0].release().observations(),
        first.releasables[0].release().observations()
    );
}

#[test]
fn the_publisher_waits_while_few_numbers_move() {
    let first = publish(&counts(0), &History::new());
    let peer = Peer::after(&first);
    let mut table = counts(0);
    table[1] = "MATCHES_NEW 2024 CA-ON _T 58".to_owned();
    let second = publish(&table, &peer.0);
    assert_eq!((second.releasables.len(), second.corrected, second.held_back), (0, 0, 1));
    // With something new beside it, it waits still.
    table.push("MATCHES_NEW 2025 CA _T 70".to_owned());
    let third = publish(&table, &peer.0);
    assert_eq!((third.releasables.len(), third.corrected, third.held_back), (1, 0, 1));
    assert_eq!(third.releasables[0].release().terms().replaces, []);
}

#[test]
fn a_count_that_stays_keeps_its_number_in_a_correction() {
    let of_two_years = |more| {
        let mut table = counts(more);
        table.extend(["ON", "QC"].map(|it| format!("MATCHES_NEW 2023 CA-{it} _T 40")));
        table.push("MATCHES_NEW 2023 CA _T 80".to_owned());
        table
    };
    let first = publish(&of_two_years(0), &History::new());
    let peer = Peer::after(&first);
    let second = publish(&of_two_years(5), &peer.0);
    assert_eq!(second.corrected, 5);
    for (before, after) in observations(&first).zip(observations(&second)) {
        assert_eq!(before.0, after.0);
        assert_eq!(before.1 == after.1, before.0.period == "2023".parse().unwrap());
    }
}

#[test]
fn rules_that_became_stricter_hide_nothing_that_is_out() {
    let lines = ["MATCHES_NEW 2024 CA _T 72", "MATCHES_NEW 2024 CA-QC _T 16"];
    let first = publish(&lines.map(str::to_owned), &History::new());
    let peer = Peer::after(&first);
    let mut strict = Member::alice();
    strict.policy.gate.threshold = 30;
    let secret = RoundingSecret::new([1; 32]);
    let again = pass(draft(&lines), &strict.rules(), &secret, &peer.0).unwrap();
    assert_eq!((again.releasables.len(), again.unchanged, again.held_back), (0, 2, 0));
}

#[test]
fn a_group_that_became_small_is_hidden_by_the_correction() {
    let first = publish(&counts(0), &History::new());
    let mut peer = Peer::after(&first);
    let mut table = counts(0);
    table[0] = "MATCHES_NEW 2024 CA _T 46".to_owned();
    table[1] = "MATCHES_NEW 2024 CA-ON _T 42".to_owned();
    table[2] = "MATCHES_NEW 2024 CA-QC _T 4".to_owned();
    table[4] = "MATCHES_NEW 2024 CA ONE_SITE 12".to_owned();
    let second = publish(&table, &peer.0);
    assert!(second.corrected >= 3);
    peer.hear(&second);
    let quebec = observations(&second).find(|(it, _)| **it == place("MATCHES_NEW 2024 CA-QC _T"));
    assert_eq!(quebec.unwrap().1, Figure::Withheld);
}

/// A table that adds up, where every number is larger by `more`, or by twice that.
fn counts(more: u64) -> Vec<String> {
    [
        ("CA _T", 72 + 2 * more),
        ("CA-ON _T", 43 + more),
        ("CA-QC _T", 29 + more),
        ("CA GROUP", 34 + more),
        ("CA ONE_SITE", 38 + more),
    ]
    .map(|(at, count)| format!("MATCHES_NEW 2024 {at} {count}"))
    .to_vec()
}

fn observations(
    passed: &Passed,
) -> impl Iterator<Item = (&flotilla_domain::release::Place, Figure)> {
    let releases = passed.releasables.iter().map(|it| it.release().observations());
    releases.flatten().map(|it| (&it.place, it.figure))
}

fn publish(counts: &[String], history: &History) -> Passed {
    let lines: Vec<&str> = counts.iter().map(String::as_str).collect();
    let secret = RoundingSecret::new([1; 32]);
    pass(draft(&lines), &Member::alice().rules(), &secret, history).unwrap()
}

fn id(of: u8) -> EntryId {
    EntryId(Hash::from_bytes([of; 32]))
}

fn correction(figures: &[&str], replaces: &[u8]) -> Release {
    let replaces = replaces.iter().map(|it| id(*it)).collect();
    let observations = release(figures).observations().to_vec();
    Release::new(Terms { replaces, ..terms() }, observations).unwrap()
}

/// Somebody who hears what Alice publishes.
struct Peer(History);

impl Peer {
    /// Returns a peer that holds a table as entry 1.
    fn holding(table: &[&str]) -> Self {
        let mut peer = Self(History::new());
        assert_eq!(peer.judge(&release(table), 1), ACCEPTED);
        peer
    }

    fn after(passed: &Passed) -> Self {
        let mut peer = Self(History::new());
        peer.hear(passed);
        peer
    }

    fn hear(&mut self, passed: &Passed) {
        for releasable in &passed.releasables {
            let verdict = self.0.accept(&Member::alice().rules(), releasable.release());
            assert!(verdict.is_accept(), "{verdict:?}");
        }
    }

    fn judge(&mut self, release: &Release, entry: u8) -> Vec<&'static str> {
        broken(&self.0.accept_entry(&Member::alice().rules(), release, id(entry)))
    }
}
