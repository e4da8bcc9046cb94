//! What is destroyed when, on a real ledger with a clock that is steered by hand.

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::Object;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::Kind;
use flotilla_domain::erasure::Consent;
use flotilla_domain::erasure::Notice;
use flotilla_domain::governance::Action;
use flotilla_domain::id::DocumentId;
use flotilla_domain::preimage::Tag;
use flotilla_domain::signed::Signed;
use flotilla_domain::signed::Verified;
use flotilla_wire::document;
use flotilla_wire::sample::CREATED_MS;
use flotilla_wire::sample::Payload;
use flotilla_wire::sample::Sample;
use tempfile::TempDir;

use super::*;
use crate::clock::Helm;
use crate::ledger::LedgerConfig;
use crate::minutes::Minutes;

const ALICE: usize = 0;
const BOB: usize = 1;
/// Whose key the roster does not know.
const NOBODY: usize = 9;

#[tokio::test]
async fn what_a_node_key_condemns_waits_for_its_time() {
    let mut bench = Bench::new();
    let log = bench.publish(2).await;
    bench.erase(&[&log[0]], false).await;
    bench.wait(ERASURE_DELAY_MS - 1).await;
    assert!(!bench.is_hole(&log[0]) && bench.erasures.destroyed().is_empty());
    assert_eq!(bench.erasures.all()[0].left_ms, 1);
    bench.wait(1).await;
    assert!(bench.is_hole(&log[0]) && !bench.is_hole(&log[1]));
    assert_eq!(bench.erasures.destroyed(), [log[0].id()]);
}

#[tokio::test]
async fn no_clock_that_is_set_destroys_anything_early() {
    let mut bench = Bench::new();
    let log = bench.publish(1).await;
    bench.erase(&[&log[0]], false).await;
    for year in [2036, 1970, 2500] {
        bench.helm.set_ms((year - 1970) * 365 * 24 * 60 * 60 * 1_000);
        bench.wait(1).await;
        assert!(!bench.is_hole(&log[0]), "{year}");
    }
    assert_eq!(bench.erasures.all()[0].left_ms, ERASURE_DELAY_MS - 3);
}

#[tokio::test]
async fn a_restart_goes_on_counting_and_never_counts_the_pause() {
    let mut bench = Bench::new();
    let log = bench.publish(1).await;
    bench.erase(&[&log[0]], false).await;
    bench.wait(ERASURE_DELAY_MS - 10).await;
    bench.restart().await;
    bench.wait(9).await;
    assert!(!bench.is_hole(&log[0]));
    bench.wait(1).await;
    assert!(bench.is_hole(&log[0]));
}

#[tokio::test]
async fn what_the_admin_key_consents_to_is_destroyed_at_once() {
    let mut bench = Bench::new();
    let log = bench.publish(2).await;
    bench.erase(&[&log[1]], true).await;
    bench.wait(0).await;
    assert!(bench.is_hole(&log[1]) && !bench.is_hole(&log[0]));
}

#[tokio::test]
async fn what_the_coalition_orders_is_destroyed_at_once() {
    let mut bench = Bench::new();
    let log = bench.publish(1).await;
    let (member, entries) = (bench.bob(), vec![log[0].id()]);
    let order = bench.sample.proposal(0, vec![Action::EraseOrder { member, entries }]);
    let votes = [0, 2].map(|index| Object::Vote(bench.sample.approval(index, &order)));
    let objects = [Object::Governance(Box::new(order))].into_iter().chain(votes);
    assert_eq!(bench.minutes.learn(objects.collect()).unwrap().held, 3);
    bench.wait(0).await;
    assert!(bench.is_hole(&log[0]));
}

#[tokio::test]
async fn a_withdrawal_destroys_nothing_ever() {
    let mut bench = Bench::new();
    let log = bench.publish(1).await;
    bench.take_back(Kind::Withdrawal, &[&log[0]], None).await;
    bench.wait(10 * ERASURE_DELAY_MS).await;
    assert!(!bench.is_hole(&log[0]));
}

#[tokio::test]
async fn a_thiefs_erasure_destroys_nothing_and_is_undone_by_a_cut() {
    let mut bench = Bench::new();
    let log = bench.publish(2).await;
    bench.erase(&[&log[0], &log[1]], false).await;
    bench.wait(ERASURE_DELAY_MS - 1).await;
    bench.cut_after(log[1].link()).await;
    bench.wait(ERASURE_DELAY_MS).await;
    assert!(!bench.is_hole(&log[0]) && !bench.is_hole(&log[1]));
    assert!(bench.erasures.all().is_empty());
    let outlook = bench.judge.outlook(bench.bob(), 2).await.unwrap();
    assert_eq!((outlook.until_seq(), outlook.erased().len()), (2, 0), "all of it is shown");
}

#[tokio::test]
async fn a_hole_is_believed_only_when_its_time_has_come_here() {
    let mut bench = Bench::new();
    let whole = bench.write(2);
    let holes: Vec<_> = whole.iter().map(Verified::<Entry>::to_hole).collect();
    let _appended = bench.ledger.append(holes).await.unwrap();
    bench.wait(0).await;
    let places = |bench: &Bench| bench.erasures.wanted().remove(&bench.bob()).unwrap_or_default();
    assert_eq!(places(&bench), [1, 2].into());
    assert_eq!(bench.outlook(2).await.until_seq(), 0, "nothing explains the first");
    let _filled = bench.ledger.append(whole[1..].to_vec()).await.unwrap();
    bench.erase(&[&whole[0]], false).await;
    bench.wait(1).await;
    assert_eq!(places(&bench), [1].into(), "it would still be needed if the notice were void");
    assert_eq!(bench.outlook(3).await.until_seq(), 3, "but it is explained");
    assert!(bench.erasures.destroyed().is_empty(), "and nothing is confirmed yet");
    bench.wait(ERASURE_DELAY_MS).await;
    assert!(places(&bench).is_empty());
    assert_eq!(bench.erasures.destroyed(), [whole[0].id()]);
}

#[tokio::test]
async fn with_our_own_card_goes_what_it_stands_for_and_with_anothers_nothing() {
    for (whose, is_destroyed) in [(BOB, true), (ALICE, false)] {
        let mut bench = Bench::of(whose);
        let record = Sample::held("What Bob wrote.");
        bench.held.keep(record.named(), record.payload.clone()).await.unwrap();
        let card = bench.next(Payload::practice(&record.card));
        let _appended = bench.ledger.append(vec![card.clone()]).await.unwrap();
        bench.take_back(Kind::Withdrawal, &[&card], None).await;
        assert!(bench.held.read(record.named()).await.unwrap().is_some(), "only withdrawn");
        bench.erase(&[&card], true).await;
        bench.wait(0).await;
        assert!(bench.is_hole(&card));
        let kept = bench.held.read(record.named()).await.unwrap();
        assert_eq!(kept.is_none(), is_destroyed, "a card may name what is not its author's");
    }
}

#[tokio::test]
async fn what_a_card_stood_for_goes_when_it_is_known_whose_node_it_is() {
    for (whose, is_destroyed) in [(BOB, true), (ALICE, false)] {
        let mut bench = Bench::of(NOBODY);
        let record = Sample::held("What Bob wrote.");
        bench.held.keep(record.named(), record.payload.clone()).await.unwrap();
        let card = bench.next(Payload::practice(&record.card));
        let _appended = bench.ledger.append(vec![card.clone()]).await.unwrap();
        bench.erase(&[&card], true).await;
        bench.wait(0).await;
        assert!(bench.is_hole(&card));
        let kept = bench.held.read(record.named()).await.unwrap();
        assert!(kept.is_some(), "it may be another's");
        bench.signer = Arc::new(Signer::of_sample(&bench.sample, whose));
        bench.restart().await;
        let kept = bench.held.read(record.named()).await.unwrap();
        assert_eq!(kept.is_none(), is_destroyed);
    }
}

#[tokio::test]
async fn what_no_card_names_waits_and_goes() {
    let mut bench = Bench::of(BOB);
    let (named, lost) = (Sample::held("What Bob wrote."), Sample::held("What a crash left."));
    for record in [&named, &lost] {
        bench.held.keep(record.named(), record.payload.clone()).await.unwrap();
    }
    let card = bench.next(Payload::practice(&named.card));
    let _appended = bench.ledger.append(vec![card]).await.unwrap();
    bench.wait(ERASURE_DELAY_MS).await;
    assert!(bench.held.read(lost.named()).await.unwrap().is_some(), "kept while the node ran");
    bench.restart().await;
    bench.wait(ERASURE_DELAY_MS - 1).await;
    assert!(bench.held.read(lost.named()).await.unwrap().is_some());
    bench.wait(1).await;
    assert!(bench.held.read(lost.named()).await.unwrap().is_none());
    assert!(bench.held.read(named.named()).await.unwrap().is_some());
}

#[tokio::test]
async fn what_a_card_names_that_comes_back_late_is_still_there() {
    let mut bench = Bench::of(BOB);
    let record = Sample::held("What Bob wrote.");
    bench.held.keep(record.named(), record.payload.clone()).await.unwrap();
    bench.restart().await;
    bench.wait(ERASURE_DELAY_MS - 1).await;
    let card = bench.next(Payload::practice(&record.card));
    let _appended = bench.ledger.append(vec![card]).await.unwrap();
    bench.wait(1).await;
    assert!(bench.held.read(record.named()).await.unwrap().is_some());
}

#[tokio::test]
async fn what_is_destroyed_and_comes_again_is_destroyed_again() {
    let mut bench = Bench::new();
    let log = bench.publish(1).await;
    bench.erase(&[&log[0]], true).await;
    bench.wait(0).await;
    let _filled = bench.ledger.append(log.clone()).await.unwrap();
    assert!(!bench.is_hole(&log[0]));
    bench.wait(0).await;
    assert!(bench.is_hole(&log[0]));
}

/// A node that holds the log of Bob.
struct Bench {
    sample: Sample,
    dir: TempDir,
    minutes: Minutes,
    ledger: Ledger,
    judge: Arc<Judge>,
    signer: Arc<Signer>,
    held: Held,
    clock: Clock,
    helm: Helm,
    erasures: Erasures,
    log: Vec<Verified<Entry>>,
}

impl Bench {
    fn new() -> Self {
        Self::of(ALICE)
    }

    /// Makes the node of a member.
    fn of(whose: usize) -> Self {
        let (sample, dir) = (Sample::new(3), tempfile::tempdir().unwrap());
        let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
        let opened = Ledger::open(dir.path(), minutes.follow(), LedgerConfig::DEFAULT);
        let (ledger, _) = opened.unwrap();
        let judge = Arc::new(Judge::new(&minutes, ledger.clone()));
        let (clock, helm) = Clock::steered(CREATED_MS);
        let held = Held::open(dir.path()).unwrap();
        let signer = Arc::new(Signer::of_sample(&sample, whose));
        let parts = Parts {
            ledger: ledger.clone(),
            judge: Arc::clone(&judge),
            rosters: minutes.follow(),
            signer: Arc::clone(&signer),
            held: held.clone(),
            clock: clock.clone(),
        };
        let (erasures, log) = (Erasures::open(dir.path(), parts), Vec::new());
        Self { sample, dir, minutes, ledger, judge, signer, held, clock, helm, erasures, log }
    }

    /// Begins anew with what is on disk, after a pause of a year.
    async fn restart(&mut self) {
        self.erasures.state().book.save();
        self.helm.advance(Duration::from_secs(365 * 24 * 60 * 60));
        self.held = Held::open(self.dir.path()).unwrap();
        let parts = Parts {
            ledger: self.ledger.clone(),
            judge: Arc::clone(&self.judge),
            rosters: self.minutes.follow(),
            signer: Arc::clone(&self.signer),
            held: self.held.clone(),
            clock: self.clock.clone(),
        };
        self.erasures = Erasures::open(self.dir.path(), parts);
        self.erasures.review().await.unwrap();
    }

    fn bob(&self) -> MemberId {
        self.sample.member(BOB)
    }

    fn next(&mut self, payload: Payload) -> Verified<Entry> {
        let prev = self.log.last().map(Verified::<Entry>::id);
        let seq = u64::try_from(self.log.len()).unwrap() + 1;
        let entry = self.sample.entry(BOB, prev, seq, payload);
        self.log.push(entry.clone());
        entry
    }

    fn write(&mut self, count: usize) -> Vec<Verified<Entry>> {
        let payload = |n: usize| Payload::opaque(format!("what Bob said {n}").as_bytes());
        (0..count).map(|n| self.next(payload(n))).collect()
    }

    async fn publish(&mut self, count: usize) -> Vec<Verified<Entry>> {
        let entries = self.write(count);
        let _appended = self.ledger.append(entries.clone()).await.unwrap();
        entries
    }

    async fn take_back(
        &mut self,
        kind: Kind,
        entries: &[&Verified<Entry>],
        consent: Option<Consent>,
    ) {
        let mut ids: Vec<EntryId> = entries.iter().map(|it| it.id()).collect();
        ids.sort_unstable();
        let notice = Notice::new(ids, String::new(), consent).unwrap();
        let notice = self.next(Payload::notice(kind, &notice));
        let _appended = self.ledger.append(vec![notice]).await.unwrap();
        self.erasures.review().await.unwrap();
    }

    async fn erase(&mut self, entries: &[&Verified<Entry>], consents: bool) {
        let mut ids: Vec<EntryId> = entries.iter().map(|it| it.id()).collect();
        ids.sort_unstable();
        let coalition = self.sample.roster().coalition();
        let consent = || Consent::new(self.bob(), &ids, coalition, &Sample::admin_key(BOB));
        let consent = consents.then(consent);
        self.take_back(Kind::Erasure, entries, consent).await;
    }

    /// Lets the node run for a while.
    async fn wait(&self, time_ms: u64) {
        self.helm.advance(Duration::from_millis(time_ms));
        self.erasures.review().await.unwrap();
    }

    /// Has Bob begin a new epoch after `last`, as with a new node key.
    async fn cut_after(&self, last: Link) {
        let (member, inception) = Sample::inception(BOB);
        let before = inception.claim().clone();
        let mut epochs = before.epochs.clone();
        let node_key = Sample::node_key(7).public();
        epochs.push(Epoch { number: 2, node_key, cut: Some((last.seq, last.id)) });
        let document = MemberDocument {
            kind: DocumentKind::Update,
            version: before.version + 1,
            prev: Some(DocumentId(member.0)),
            member: Some(member),
            epochs,
            ..before
        };
        let (coalition, body) = (self.sample.roster().coalition(), document::encode(&document));
        let signed = Signed::new(Tag::Document, coalition, body, &Sample::admin_key(BOB));
        let received = document::receive(signed).unwrap();
        let learnt = self.minutes.learn(vec![Object::Document(Box::new(received))]).unwrap();
        assert_eq!(learnt.held, 1);
        self.ledger.heed().await;
    }

    async fn outlook(&self, seq: u64) -> crate::judge::Outlook {
        self.judge.outlook(self.bob(), seq).await.unwrap()
    }

    fn is_hole(&self, entry: &Verified<Entry>) -> bool {
        self.ledger.is_hole(entry.id()).unwrap()
    }
}
