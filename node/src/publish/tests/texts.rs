//! Practice records that are out already, and responses to those of others.

use flotilla_domain::response::Statement;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;
use flotilla_wire::sample::Payload;

use super::*;

const ADOPTED: &[u8] = b"+++\nstatement = 'adopted'\n+++ en\nSince last year.\n";

#[tokio::test]
async fn the_same_record_again_changes_nothing_and_another_with_its_id_is_refused() {
    let desk = Desk::new();
    let first = desk.prepare(1).await.unwrap();
    let entry = desk.publisher.commit(first).await.unwrap().entries[0];
    let again = desk.publisher.prepare_practice(practice(1).as_bytes(), &[]).await.unwrap();
    assert!(again.is_unchanged && again.entries == 0);
    let already = again.already.unwrap();
    assert_eq!((already.entry, already.created_ms), (entry, CREATED_MS));
    let changed = practice(1).replace("Waiting well", "Waiting better");
    assert_eq!(desk.refused(&changed).await, ["FL-E273"]);
    let later = format!("version = 2\nsupersedes = '{entry}'");
    let later = changed.replace("version = 1", &later);
    desk.publisher.prepare_practice(later.as_bytes(), &[]).await.unwrap();
    let another = later.replace("000000000001", "000000000002");
    assert_eq!(desk.refused(&another).await, ["FL-E270"]);
}

#[tokio::test]
async fn a_response_is_about_what_this_node_holds_of_others() {
    let desk = Desk::new();
    let record = desk.bob_publishes(1).await;
    let preview = desk.publisher.prepare_response(record, ADOPTED, &[]).await.unwrap();
    assert_eq!(preview.practice.unwrap().text("en").unwrap().title, "Waiting well");
    let receipt = desk.publisher.commit(preview.id).await.unwrap();
    let entry = desk.ledger.entry(receipt.entries[0]).await.unwrap().unwrap();
    let Entry { header, payload } = entry.value().clone();
    let said = payload::unpack(header.kind, payload.bytes().unwrap()).unwrap();
    let Content::Response(said) = said else { panic!("{said:?}") };
    assert_eq!((said.fields().about, said.fields().version), (record, 1));
    assert_eq!(said.fields().statement, Statement::Adopted);
    let own = desk.prepare(7).await.unwrap();
    let own = desk.publisher.commit(own).await.unwrap().entries[0];
    for (about, code) in [(own, "FL-E274"), (receipt.entries[0], "FL-E275")] {
        let refused = desk.publisher.prepare_response(about, ADOPTED, &[]).await.unwrap_err();
        assert_eq!(codes(&refused), [code]);
    }
}

#[tokio::test]
async fn a_response_takes_the_place_of_the_one_before_unless_it_says_the_same() {
    let desk = Desk::new();
    let record = desk.bob_publishes(1).await;
    let first = desk.publisher.prepare_response(record, ADOPTED, &[]).await.unwrap();
    assert!(first.notes.is_empty());
    let first = desk.publisher.commit(first.id).await.unwrap().entries[0];
    let same = desk.publisher.prepare_response(record, ADOPTED, &[]).await.unwrap();
    assert_eq!(same.already.map(|it| it.entry), Some(first));
    let other = b"+++\nstatement = 'adopted'\n+++ en\nNo more.\n";
    let other = desk.publisher.prepare_response(record, other, &[]).await.unwrap();
    assert_eq!(other.notes[0].id(), "node-response-replaces");
    let second = desk.publisher.commit(other.id).await.unwrap().entries[0];
    let entry = desk.ledger.entry(second).await.unwrap().unwrap();
    let outlook = desk.publisher.judge.outlook(desk.member(), 2).await.unwrap();
    let judged = desk.publisher.judge.judge(&entry, &outlook).await.unwrap();
    assert_eq!(judged.replaces, Some(first));
}

impl Desk {
    /// Has Bob publish a record, and returns its entry.
    async fn bob_publishes(&self, number: u32) -> EntryId {
        let read = flotilla_gate::practice::read(
            &practice(number),
            self.sample.roster().catalogue(),
            flotilla_gate::practice::Author::default(),
        );
        let record = read.unwrap().passed().unwrap().into_practice();
        let entry = self.sample.entry(BOB, None, 1, Payload::practice(&record));
        let id = entry.id();
        let _appended = self.ledger.append(vec![entry]).await.unwrap();
        id
    }

    /// Returns what is wrong with a record.
    async fn refused(&self, file: &str) -> Vec<&'static str> {
        codes(&self.publisher.prepare_practice(file.as_bytes(), &[]).await.unwrap_err())
    }
}

fn codes(error: &PublishError) -> Vec<&'static str> {
    match error {
        PublishError::Problems(problems) => problems.iter().map(|it| it.code).collect(),
        other => panic!("{other:?}"),
    }
}
