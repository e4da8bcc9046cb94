//! Everything that can be decided or signed is told, in both languages, with nothing left open.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::policy::Policy;
use flotilla_domain::signed::Received;
use flotilla_domain::steward::GovernedCode;
use flotilla_domain::steward::Steward;
use flotilla_text::Language;
use flotilla_wire::sample::Sample;

use super::*;

#[test]
fn every_action_is_told_in_both_languages() {
    let sample = Sample::new(3);
    let state = State::founded(sample.founded());
    let bob = state.roster().member(sample.member(1)).unwrap();
    let cut = Some((4, sample.log(1, 1, "a")[0].id()));
    let inception = || Box::new(Sample::inception(4).1);
    let actions = [
        (Action::Admit { document: inception() }, "member-4"),
        (Action::Confirm { member: bob.id, document: bob.document_id }, "bob"),
        (
            Action::EraseOrder { member: bob.id, entries: vec![sample.log(1, 1, "a")[0].id()] },
            "bob",
        ),
        (Action::Recover { member: bob.id, document: inception(), cut }, "bob"),
        (Action::Remove { member: bob.id, document: bob.document_id, cut }, "4"),
        (Action::Remove { member: bob.id, document: bob.document_id, cut: None }, "bob"),
        (Action::SetCatalogue(Box::new(catalogue())), "2"),
        (Action::RemoveSteward { handle: "north".to_owned() }, ""),
        (Action::SetPolicy(Policy { version: 2, ..Policy::DEFAULT }), "2"),
        (Action::SetSteward(Box::new(steward())), ""),
    ];
    for (action, word) in actions {
        for known in [Some(&state), None] {
            let told = both(known, |teller| teller.action(&action));
            assert!(told.iter().all(|it| known.is_none() || it.contains(word)), "{told:?}");
            both(known, |teller| vec![teller.headline(&entry(&sample, action.clone()))]);
        }
    }
}

#[test]
fn every_kind_of_document_is_told_in_both_languages() {
    let sample = Sample::new(3);
    let state = State::founded(sample.founded());
    let bob = state.roster().member(sample.member(1)).unwrap();
    for kind in
        [DocumentKind::Inception, DocumentKind::Recover, DocumentKind::Rotate, DocumentKind::Update]
    {
        let mut document = MemberDocument {
            kind,
            version: 2,
            prev: Some(bob.document_id),
            member: Some(bob.id),
            name: "Another name".to_owned(),
            ..bob.document.clone()
        };
        let node_key = Sample::node_key(8).public();
        document.epochs.push(Epoch { number: 2, node_key, cut: None });
        for known in [Some(&state), None] {
            let told = both(known, |teller| teller.document(&document));
            let key = node_key.fingerprint().to_string();
            let all = |word: &str| told.iter().all(|it| it.contains(word));
            assert!(all("Another name") && all(&key), "{told:?}");
        }
    }
}

#[test]
fn every_advice_and_progress_is_told_in_both_languages() {
    let sample = Sample::new(3);
    let state = State::founded(sample.founded());
    let (bob, document) = (sample.member(1), DocumentId(sample.member(1).0));
    let advice = [
        Advice::Breaks("a rule"),
        Advice::CannotPass { needed: 2, may_vote: 1 },
        Advice::LastAdmin { member: bob },
        Advice::LosesQuorum { needed: 3, reachable: 2 },
        Advice::Missing(document),
        Advice::NobodyLeft,
        Advice::NoRemovals { members: 2 },
    ];
    for advice in advice {
        both(Some(&state), |teller| vec![teller.texts.say(&teller.advice(&advice))]);
    }
    let tally = Tally { needed: 2, silent: [bob].into(), ..Tally::default() };
    for progress in [
        Progress::Aside,
        Progress::Certified,
        Progress::Missing(flotilla_domain::coalition::Lacking::Document(document)),
        Progress::Open(tally),
        Progress::Void("a rule"),
    ] {
        both(Some(&state), |teller| vec![teller.progress(&progress)]);
    }
}

#[test]
fn a_looser_gate_is_told_with_what_cannot_be_taken_back() {
    let sample = Sample::new(3);
    let state = State::founded(sample.founded());
    let texts = Texts::new(Language::English);
    let teller = Teller { texts: &texts, state: Some(&state) };
    let told = |gate| teller.policy(&Policy { version: 2, gate, ..Policy::DEFAULT }).join("\n");
    let looser = GateParameters { threshold: 5, ..GateParameters::DEFAULT };
    assert!(told(looser).contains("10 → 5") && told(looser).contains("cannot be hidden again"));
    let stricter = GateParameters { threshold: 20, ..GateParameters::DEFAULT };
    assert!(told(stricter).contains("less than before"));
}

#[test]
fn what_a_stranger_wrote_cannot_move_the_cursor() {
    let (_, document) = Sample::inception(4);
    let mut document = document.claim().clone();
    document.name = "\u{1b}[2J".to_owned();
    let texts = Texts::new(Language::English);
    let told = Teller { texts: &texts, state: None }.document(&document).join("\n");
    assert!(!told.contains('\u{1b}'), "{told:?}");
}

/// Tells in both languages; they differ, and leave no gap open.
fn both(state: Option<&State>, tell: impl Fn(Teller<'_>) -> Vec<String>) -> [String; 2] {
    let told = Language::ALL.map(|language| {
        let texts = Texts::new(language);
        tell(Teller { texts: &texts, state }).join("\n")
    });
    let [english, french] = &told;
    assert_ne!(english, french);
    for text in &told {
        assert!(!text.is_empty() && !text.contains("{$") && !text.contains('⟦'), "{text}");
    }
    told
}

fn entry(sample: &Sample, action: Action) -> GovEntry {
    let entry: Received<GovEntry> = sample.proposal(0, vec![action]);
    entry.claim().clone()
}

fn catalogue() -> Catalogue {
    let current = Sample::catalogue();
    let indicators = current.indicators().cloned().collect();
    Catalogue::new(2, indicators, current.lists().cloned().collect()).unwrap()
}

fn steward() -> Steward {
    let name = |tag: &str| (tag.to_owned(), "Northern Nation".to_owned());
    Steward {
        handle: "north".to_owned(),
        names: [name("en"), name("fr")].into(),
        contact: "Data office".to_owned(),
        codes: [GovernedCode::parse("population:FIRST_NATIONS").unwrap()].into(),
        key: Sample::admin_key(7).public(),
    }
}
