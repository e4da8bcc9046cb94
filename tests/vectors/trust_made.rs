//! The objects by which a coalition governs itself and takes back, one of each, made anew.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::document::Cut;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::Kind;
use flotilla_domain::erasure::Consent;
use flotilla_domain::erasure::Notice;
use flotilla_domain::governance::Action;
use flotilla_domain::governance::Choice;
use flotilla_domain::governance::GovEntry;
use flotilla_domain::governance::Vote;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::key::SigningKey;
use flotilla_domain::policy::Policy;
use flotilla_domain::preimage::Tag;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::Stretch;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_domain::signed::Verified;
use flotilla_wire::bundle::Head;
use flotilla_wire::bundle::Writer;
use flotilla_wire::document;
use flotilla_wire::governance;
use flotilla_wire::payload;
use flotilla_wire::sample::Payload;
use flotilla_wire::sample::Sample;

/// Returns the log that everything here refers to: two entries of Alice.
pub(crate) fn log(sample: &Sample) -> Vec<Verified<Entry>> {
    sample.log(0, 2, "trust")
}

/// Returns where that log is cut.
fn cut(sample: &Sample) -> Cut {
    Some((2, log(sample)[1].id()))
}

/// Returns an update, a rotation and a recovery, with the key that signs each.
pub(crate) fn documents(sample: &Sample) -> [(&'static str, Received<MemberDocument>); 3] {
    let epoch = |number, key: SigningKey, cut| Epoch { number, node_key: key.public(), cut };
    let mut update = after(0, DocumentKind::Update);
    update.epochs.push(epoch(2, Sample::node_key(20), cut(sample)));
    update.labels = vec!["PILOT".to_owned()];
    let mut rotate = after(0, DocumentKind::Rotate);
    rotate.admin_key = Sample::recovery_key(0).public();
    rotate.next_admin_key_hash = Sample::recovery_key(20).public().hash();
    let mut recover = after(1, DocumentKind::Recover);
    recover.admin_key = Sample::admin_key(21).public();
    recover.next_admin_key_hash = Sample::recovery_key(21).public().hash();
    recover.epochs.push(epoch(2, Sample::node_key(21), None));
    [
        ("update", signed(sample, &update, &Sample::admin_key(0))),
        ("rotate", signed(sample, &rotate, &Sample::recovery_key(0))),
        ("recover", signed(sample, &recover, &Sample::admin_key(21))),
    ]
}

/// Returns a governance entry for each action.
pub(crate) fn entries(sample: &Sample) -> Vec<(&'static str, Received<GovEntry>)> {
    let [alice, bob] = [0, 1].map(|index| sample.member(index));
    let [(_, update), _, (_, recover)] = documents(sample);
    let mut ids: Vec<EntryId> = log(sample).iter().map(Verified::<Entry>::id).collect();
    ids.sort_unstable();
    let catalogue = Sample::catalogue();
    let indicators = catalogue.indicators().cloned().collect();
    let lists = catalogue.lists().cloned().collect();
    let catalogue = Catalogue::new(2, indicators, lists).unwrap();
    let document = update.id(sample.roster().coalition());
    let actions = [
        ("admit", Action::Admit { document: Box::new(Sample::inception(3).1) }),
        ("confirm", Action::Confirm { member: alice, document }),
        ("erase order", Action::EraseOrder { member: alice, entries: ids }),
        ("recover", Action::Recover { member: bob, document: Box::new(recover), cut: None }),
        (
            "remove",
            Action::Remove { member: alice, document: DocumentId(alice.0), cut: cut(sample) },
        ),
        ("set catalogue", Action::SetCatalogue(Box::new(catalogue))),
        ("set policy", Action::SetPolicy(Policy { version: 2, ..Policy::DEFAULT })),
    ];
    actions.map(|(name, action)| (name, sample.proposal(0, vec![action]))).into()
}

/// Returns Bob's approval of the first of the entries, and Carol's rejection.
pub(crate) fn votes(sample: &Sample) -> [(&'static str, Received<Vote>); 2] {
    let entry = entries(sample).remove(0).1;
    let (coalition, key) = (sample.roster().coalition(), Sample::admin_key(2));
    let reject = Vote {
        member: sample.member(2),
        admin_key: key.public(),
        entry: entry.id(coalition),
        choice: Choice::Reject,
    };
    let body = governance::encode_vote(&reject);
    let reject = governance::receive_vote(Signed::new(Tag::Vote, coalition, body, &key)).unwrap();
    [("approval of bob", sample.approval(1, &entry)), ("rejection of carol", reject)]
}

/// Returns what Alice's notices say about her first entry.
pub(crate) fn notice(sample: &Sample, kind: Kind) -> Notice {
    let entries = vec![log(sample)[0].id()];
    let consent = (kind == Kind::Erasure).then(|| consent(sample));
    Notice::new(entries, "a mistake".to_owned(), consent).unwrap()
}

/// Returns her consent to the erasure.
pub(crate) fn consent(sample: &Sample) -> Consent {
    let (member, coalition) = (sample.member(0), sample.roster().coalition());
    Consent::new(member, &[log(sample)[0].id()], coalition, &Sample::admin_key(0))
}

/// Returns the entries that take back: a withdrawal, then an erasure.
pub(crate) fn notices(sample: &Sample) -> [(&'static str, Verified<Entry>); 2] {
    let packed = |kind| {
        let payload = payload::pack_notice(kind, &notice(sample, kind), [5; 16]).unwrap();
        Payload::raw(kind, payload)
    };
    let before = log(sample)[1].id();
    let withdrawal = sample.entry(0, Some(before), 3, packed(Kind::Withdrawal));
    let erasure = sample.entry(0, Some(withdrawal.id()), 4, packed(Kind::Erasure));
    [("withdrawal", withdrawal), ("erasure", erasure)]
}

/// Returns a bundle with a frame of each kind, in its binary form.
pub(crate) fn bundle(sample: &Sample) -> Vec<u8> {
    let (genesis, log) = (sample.founded().genesis().clone(), log(sample));
    let head = Head { coalition: genesis.id(), genesis: Some(genesis) };
    let mut writer = Writer::begin(Vec::new(), &head).unwrap();
    writer.subject(log[0].id()).unwrap();
    let [(_, update), ..] = documents(sample);
    let forks = [sample.log(1, 1, "one"), sample.log(1, 1, "two")];
    let [one, two] = forks.map(|log| log[0].to_header().into_received());
    let entry = entries(sample).remove(0).1;
    let votes = vec![sample.approval(0, &entry), sample.approval(1, &entry)];
    let stated = sample.statement(2, 3, Default::default()).into_received();
    let entries = log.into_iter().map(Verified::into_received).collect();
    let stretch = Stretch { member: sample.member(0), entries, last: false, not_held: None };
    let frames = [
        Frame::Governance(vec![entry], false),
        Frame::Documents(vec![update]),
        Frame::Votes(votes),
        Frame::Governance(Vec::new(), true),
        Frame::ForkProofs(vec![(one, two)]),
        Frame::HeadStatements(vec![stated]),
        Frame::Entries(stretch),
    ];
    frames.into_iter().for_each(|frame| writer.frame(frame).unwrap());
    writer.finish()
}

/// Returns the document that follows the inception of member `index`, so far unchanged.
fn after(index: usize, kind: DocumentKind) -> MemberDocument {
    let (member, inception) = Sample::inception(index);
    MemberDocument {
        kind,
        version: 2,
        prev: Some(DocumentId(member.0)),
        member: Some(member),
        ..inception.claim().clone()
    }
}

fn signed(sample: &Sample, it: &MemberDocument, key: &SigningKey) -> Received<MemberDocument> {
    let (coalition, body) = (sample.roster().coalition(), document::encode(it));
    document::receive(Signed::new(Tag::Document, coalition, body, key)).unwrap()
}
