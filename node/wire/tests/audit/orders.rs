//! The order of a file decides nothing, and what belongs to another coalition is nothing here.

use flotilla_domain::document::Epoch;
use flotilla_domain::entry::Kind;
use flotilla_domain::governance::Action;
use flotilla_domain::session::frame::Frame;
use flotilla_wire::audit::Findings;
use flotilla_wire::audit::Verdict;
use flotilla_wire::bundle::Head;
use flotilla_wire::bundle::ReadBundleError;
use flotilla_wire::bundle::Reader;
use flotilla_wire::bundle::Writer;
use flotilla_wire::genesis;
use flotilla_wire::sample::Sample;

use crate::kit;
use crate::kit::ALICE;
use crate::kit::BOB;
use crate::kit::CAROL;
use crate::kit::Kit;

/// Something of every kind: a fork, a cut, a withdrawal, a decision, witnesses.
pub(crate) fn story() -> Kit {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one", "two", "three"]);
    let _by = kit.write(ALICE, log[2], kit::notice(Kind::Withdrawal, &log[1..2], None));
    let bob = kit.tell(BOB, None, &["one", "two", "junk"]);
    kit.rotate(BOB, &kit::new_key(), bob[1]);
    let next = kit.signed((BOB, 2), &kit::new_key(), bob[1], kit::opaque("three"));
    kit.send(BOB, vec![next]);
    kit.tell(CAROL, None, &["one"]);
    let member = kit.member(ALICE);
    kit.decide(Action::EraseOrder { member, entries: kit::ids(&log[..1]) });
    let heads = kit.findings().state().heads();
    kit.witness(ALICE, heads.clone());
    kit.witness(CAROL, heads);
    let (one, two) = (kit.sample.log(CAROL, 1, "a"), kit.sample.log(CAROL, 1, "b"));
    let [one, two] = [&one[0], &two[0]].map(|it| it.to_header().into_received());
    kit.frames.push(Frame::ForkProofs(vec![(one, two)]));
    kit
}

#[test]
fn a_story_has_something_of_every_kind() {
    let verdicts = verdicts(&story().findings());
    for name in ["counts", "erased", "quarantined", "void", "withdrawn"] {
        assert!(verdicts.iter().any(|it| it.name() == name), "{name}: {verdicts:?}");
    }
    assert_eq!(story().findings().faults(), []);
}

#[test]
fn frames_backwards_or_twice_prove_the_same() {
    let kit = story();
    let expected = verdicts(&kit.findings());
    let mut backwards = story();
    backwards.frames.reverse();
    assert_eq!(verdicts(&backwards.findings()), expected);
    let mut twice = story();
    twice.frames.extend(kit.frames);
    let findings = twice.findings();
    assert_eq!((verdicts(&findings), findings.faults()), (expected, [].as_slice()));
}

#[test]
fn more_entries_than_wait_in_a_state_may_stand_before_the_document_that_names_their_key() {
    let mut kit = Kit::new();
    let key = kit::new_key();
    kit.rotate(ALICE, &key, None);
    let rotation = kit.frames.pop().unwrap();
    let mut after = None;
    for number in 0..flotilla_domain::coalition::WAITING_MAX + 10 {
        let what = kit::opaque(&number.to_string());
        let entry = kit.signed((ALICE, 2), &key, after, what);
        after = kit.cut(&entry);
        kit.send(ALICE, vec![entry]);
    }
    kit.frames.push(rotation);
    let findings = kit.findings();
    assert_eq!(findings.faults_total(), 0);
    assert!(verdicts(&findings).iter().all(|it| *it == Verdict::Counts));
}

#[test]
fn nothing_of_another_coalition_verifies() {
    let mut kit = story();
    let other = Sample::new(2);
    let log = other.log(ALICE, 2, "a");
    let entries = log.into_iter().map(|it| it.into_received()).collect();
    kit.frames.clear();
    kit.send(ALICE, entries);
    let findings = kit.findings();
    assert_eq!((findings.entries().len(), findings.faults_total()), (0, 2));
}

#[test]
fn a_genesis_that_founders_did_not_sign_is_refused() {
    let sample = Sample::new(3);
    let mut wire = genesis::to_wire(sample.founded().genesis());
    wire.signatures[0].signature[0] ^= 1;
    let head = Head { coalition: sample.roster().coalition(), genesis: None };
    let sound = Writer::begin(Vec::new(), &head).unwrap().finish();
    assert!(Reader::begin(sound.as_slice()).is_ok());
    let mut piece = flotilla_wire::bundle::head_to_wire(&head);
    let forged = |wire| flotilla_proto::v1::BundleHead {
        coalition_id: sample.roster().coalition().0.as_bytes().to_vec(),
        genesis: Some(wire),
    };
    piece.piece = Some(flotilla_proto::v1::bundle_piece::Piece::Head(forged(wire)));
    let refused = flotilla_wire::bundle::from_wire(piece.clone());
    assert!(matches!(refused, Err(ReadBundleError::Genesis(_))));
    let another = genesis::to_wire(Sample::new(2).founded().genesis());
    piece.piece = Some(flotilla_proto::v1::bundle_piece::Piece::Head(forged(another)));
    let refused = flotilla_wire::bundle::from_wire(piece);
    assert!(matches!(refused, Err(ReadBundleError::Decode(_))), "it is not the id that it says");
}

#[test]
fn a_key_of_an_epoch_that_nobody_declared_speaks_for_nobody() {
    let mut kit = Kit::new();
    let epoch = Epoch { number: 2, node_key: kit::new_key().public(), cut: None };
    let stray = kit.signed((ALICE, epoch.number), &kit::new_key(), None, kit::opaque("one"));
    kit.send(ALICE, vec![stray]);
    assert_eq!(kit.findings().faults_total(), 1);
}

fn verdicts(findings: &Findings) -> Vec<Verdict> {
    let entries = findings.entries().into_iter();
    entries.map(|id| findings.entry(id).unwrap().verdict).collect()
}
