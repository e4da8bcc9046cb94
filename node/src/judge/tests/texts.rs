//! Practice records that take the place of others, and responses.

use flotilla_domain::practice::Fields;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::Text;
use flotilla_domain::practice::account::Details;
use flotilla_domain::response;
use flotilla_domain::response::Response;
use flotilla_domain::response::Statement;

use super::*;

const CAROL: usize = 2;

#[tokio::test]
async fn a_record_takes_the_place_of_its_own_earlier_version_only() {
    let mut bench = Bench::new();
    let carols = bench.sample.entry(CAROL, None, 1, Payload::practice(&record(1, 1, None)));
    let _appended = bench.ledger.append(vec![carols.clone()]).await.unwrap();
    let first = bench.write(Payload::practice(&record(1, 1, None))).await;
    let table = bench.publish(0).await;
    for (record, expected) in [
        (record(1, 2, Some(carols.id())), vec!["gate-i9-no-record"]),
        (record(1, 2, Some(table.id())), vec!["gate-i9-no-record"]),
        (record(2, 2, Some(first.id())), vec!["gate-i9-another-record"]),
        (record(1, 1, Some(first.id())), vec!["gate-i9-not-later"]),
        (record(1, 2, Some(first.id())), vec![]),
    ] {
        let entry = bench.write(Payload::practice(&record)).await;
        assert_eq!(bench.reasons(&entry).await, expected);
    }
}

#[tokio::test]
async fn a_record_may_take_the_place_of_one_that_does_not_count() {
    let mut bench = Bench::new();
    let mut fields = record(1, 1, None).fields().clone();
    fields.texts[0].body = "Call 416-555-0199.".to_owned();
    let refused = bench.write(Payload::practice(&Practice::new(fields).unwrap())).await;
    assert_eq!(bench.reasons(&refused).await, ["gate-e160-what-phone"]);
    let mended = bench.write(Payload::practice(&record(2, 2, Some(refused.id())))).await;
    assert_eq!(bench.reasons(&mended).await, [""; 0]);
}

#[tokio::test]
async fn a_response_to_a_record_that_is_not_here_counts_and_the_last_takes_its_place() {
    let mut bench = Bench::new();
    let first = bench.write(respond("We do this, too.")).await;
    assert_eq!(bench.reasons(&first).await, [""; 0]);
    let refused = bench.write(respond("Call 416-555-0199.")).await;
    assert_eq!(bench.reasons(&refused).await, ["gate-e160-what-phone"]);
    let last = bench.write(respond("Not any more.")).await;
    // In whatever order they are asked about.
    for (entry, replaces) in [(&last, Some(first.id())), (&refused, None), (&first, None)] {
        assert_eq!(bench.judge_now(entry).await.unwrap().replaces, replaces);
    }
}

impl Bench {
    /// Has Bob write an entry.
    async fn write(&mut self, payload: Payload) -> Verified<Entry> {
        let (prev, seq) = (self.link.map(|it| it.id), self.link.map_or(1, |it| it.seq + 1));
        let entry = self.sample.entry(BOB, prev, seq, payload);
        self.link = Some(entry.link());
        let _appended = self.ledger.append(vec![entry.clone()]).await.unwrap();
        entry
    }
}

fn respond(text: &str) -> Payload {
    let fields = response::Fields {
        about: EntryId(Hash::of([])),
        practice: "5f0c1c9e-6c1d-4f0e-9d53-000000000001".to_owned(),
        version: 1,
        statement: Statement::Adopted,
        texts: vec![response::Text { language: "en".to_owned(), text: text.to_owned() }],
        results: Vec::new(),
        confirmed: Vec::new(),
    };
    Payload::response(&Response::new(fields).unwrap())
}

fn record(id: u32, version: u32, replaces: Option<EntryId>) -> Practice {
    let text = Text {
        language: "en".to_owned(),
        title: "Waiting well".to_owned(),
        summary: "What to do while waiting.".to_owned(),
        body: "What we do.".to_owned(),
        translation: "original".to_owned(),
        details: Details::default(),
    };
    let fields = Fields {
        id: format!("5f0c1c9e-6c1d-4f0e-9d53-{id:012x}"),
        version,
        status: "published".to_owned(),
        kind: "practice".to_owned(),
        texts: vec![text],
        contact_role: "Program team".to_owned(),
        licence: "CC-BY-4.0".to_owned(),
        sharing: "replicate".to_owned(),
        replaces,
        ..Fields::default()
    };
    Practice::new(fields).unwrap()
}
