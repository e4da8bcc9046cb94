//! Which document a rotation from the recovery sheet follows.

use flotilla_domain::coalition::Object;
use flotilla_domain::preimage::Tag;
use flotilla_domain::signed::Signed;
use flotilla_wire::document;
use flotilla_wire::sample::Sample;

use super::*;

#[test]
fn without_trouble_it_follows_the_document_in_force() {
    let (sample, mut state) = founded();
    let second = update(&sample, &mut state, 1, None);
    let (me, base) = place(&state, &Sample::recovery_key(1).public(), None).unwrap();
    assert_eq!((me.id, base), (sample.member(1), second));
}

#[test]
fn where_documents_parted_it_follows_the_last_one_before() {
    let (sample, mut state) = founded();
    let inception = state.roster().member(sample.member(1)).unwrap().document_id;
    update(&sample, &mut state, 1, Some((inception, 2)));
    update(&sample, &mut state, 1, Some((inception, 3)));
    assert!(state.roster().member(sample.member(1)).unwrap().frozen);
    let (_, base) = place(&state, &Sample::recovery_key(1).public(), None).unwrap();
    assert_eq!(base, inception);
}

#[test]
fn the_owner_may_undo_what_a_thief_appended() {
    let (sample, mut state) = founded();
    let inception = state.roster().member(sample.member(1)).unwrap().document_id;
    update(&sample, &mut state, 1, None);
    let key = Sample::recovery_key(1);
    let (me, base) = place(&state, &key.public(), Some(1)).unwrap();
    assert_eq!(base, inception);
    let held = state.document(base).unwrap().value().clone();
    let next = Sample::admin_key(9).public().hash();
    let document = rotation(&held, (base, &me), &key.public(), next).unwrap();
    assert_eq!(insert(&mut state, &document, &key), DocumentState::Valid);
    let thief = state
        .documents_of(me.id)
        .iter()
        .find(|it| it.value().epochs.len() == 2)
        .unwrap()
        .id();
    assert_eq!(state.document_state(thief), Some(DocumentState::Void));
}

#[test]
fn other_words_and_a_sheet_that_was_used_are_refused() {
    let (sample, mut state) = founded();
    assert!(place(&state, &Sample::admin_key(7).public(), None).is_err());
    let key = Sample::recovery_key(1);
    assert!(place(&state, &key.public(), Some(4)).is_err(), "there is no version 4");
    let (me, base) = place(&state, &key.public(), None).unwrap();
    let held = state.document(base).unwrap().value().clone();
    let next = Sample::admin_key(9).public().hash();
    let document = rotation(&held, (base, &me), &key.public(), next).unwrap();
    insert(&mut state, &document, &key);
    assert!(place(&state, &key.public(), None).is_err());
    assert_eq!(me.id, sample.member(1));
}

#[test]
fn an_admin_key_is_moved_aside_and_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(admin_key::FILE_NAME);
    assert_eq!(aside(&path).unwrap(), None);
    for number in 1..=2 {
        fs::write(&path, format!("key {number}")).unwrap();
        let old = aside(&path).unwrap().unwrap();
        assert_eq!(old, folder.path().join(format!("admin.key.old-{number}")));
        assert_eq!(fs::read_to_string(old).unwrap(), format!("key {number}"));
    }
}

#[test]
fn a_mark_is_about_one_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let (path, one) = (folder.path().join(USED), Sample::recovery_key(0).public().hash());
    assert!(!is_marked(&path, one));
    mark(&path, one).unwrap();
    assert!(is_marked(&path, one) && !is_marked(&path, Sample::recovery_key(1).public().hash()));
}

fn founded() -> (Sample, State) {
    let sample = Sample::new(3);
    let state = State::founded(sample.founded());
    (sample, state)
}

/// Adds an epoch with the admin key; after the document in force, or after another one.
fn update(
    sample: &Sample,
    state: &mut State,
    index: usize,
    after: Option<(DocumentId, usize)>,
) -> DocumentId {
    let member = state.roster().member(sample.member(index)).unwrap().clone();
    let (prev, node) = after.unwrap_or((member.document_id, 5));
    let before = state.document(prev).unwrap().value().clone();
    let mut epochs = before.epochs.clone();
    let number = u32::try_from(epochs.len()).unwrap() + 1;
    let node_key = Sample::node_key(node + 10).public();
    epochs.push(flotilla_domain::document::Epoch { number, node_key, cut: None });
    let document = MemberDocument {
        kind: DocumentKind::Update,
        version: before.version + 1,
        prev: Some(prev),
        member: Some(member.id),
        epochs,
        ..before
    };
    insert(state, &document, &Sample::admin_key(index));
    let documents = state.documents_of(member.id);
    documents.iter().find(|it| *it.value() == document).unwrap().id()
}

fn insert(state: &mut State, document: &MemberDocument, key: &SigningKey) -> DocumentState {
    let coalition = state.roster().coalition();
    let signed = Signed::new(Tag::Document, coalition, document::encode(document), key);
    let received = document::receive(signed).unwrap();
    let id = received.id(coalition);
    let _held = state.insert(Object::Document(Box::new(received)));
    state.document_state(id).unwrap()
}
