//! Verdicts while the rules change.

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::Object;
use flotilla_domain::governance::Action;
use flotilla_domain::period::Period;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::policy::Policy;
use flotilla_domain::preimage::Tag;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::signed::Signed;
use flotilla_wire::entry;
use flotilla_wire::sample::Payload;
use flotilla_wire::sample::Sample;
use tempfile::TempDir;

use super::*;
use crate::ledger::LedgerConfig;

mod consent;
mod erased;
mod texts;

const BOB: usize = 1;

#[tokio::test]
async fn an_entry_is_judged_by_the_rules_that_it_names() {
    let mut bench = Bench::new();
    let before = bench.publish(0).await;
    bench.raise_the_threshold();
    let after = bench.publish(1).await;
    assert_eq!(bench.reasons(&before).await, Vec::<&str>::new());
    assert_ne!(bench.reasons(&after).await, Vec::<&str>::new());
}

#[tokio::test]
async fn an_entry_waits_for_a_decision_that_is_not_known_yet() {
    let mut bench = Bench::new();
    let ahead = bench.publish(1).await;
    let refused = bench.judge_now(&ahead).await.unwrap_err();
    assert!(matches!(refused, JudgeError::Undecided));
    bench.raise_the_threshold();
    assert!(bench.judge_now(&ahead).await.is_ok());
}

#[tokio::test]
async fn nobody_goes_back_to_older_rules() {
    let mut bench = Bench::new();
    bench.raise_the_threshold();
    let _newer = bench.publish(1).await;
    let older = bench.publish(0).await;
    assert!(bench.reasons(&older).await.contains(&"node-reason-older-rules"));
}

#[tokio::test]
async fn only_decisions_that_matter_have_entries_judged_again() {
    let mut bench = Bench::new();
    let first = bench.publish(0).await;
    assert_eq!(bench.reasons(&first).await, Vec::<&str>::new());
    bench.raise_the_threshold();
    assert!(bench.judge.review().await.is_empty());
}

/// Bob's log, and whoever judges it.
struct Bench {
    sample: Sample,
    minutes: Minutes,
    ledger: Ledger,
    judge: Judge,
    link: Option<Link>,
    _dir: TempDir,
}

impl Bench {
    fn new() -> Self {
        let (sample, dir) = (Sample::new(3), tempfile::tempdir().unwrap());
        let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
        let opened = Ledger::open(dir.path(), minutes.follow(), LedgerConfig::DEFAULT);
        let (ledger, _) = opened.unwrap();
        let judge = Judge::new(&minutes, ledger.clone());
        Self { sample, minutes, ledger, judge, link: None, _dir: dir }
    }

    /// Has Bob publish a table under the rules of `gov_height`.
    async fn publish(&mut self, gov_height: u64) -> Verified<Entry> {
        let release = figure(self.link.map_or(1, |it| it.seq + 1));
        self.publish_release(gov_height, &release).await
    }

    /// Has Bob publish this table under the rules of `gov_height`.
    async fn publish_release(&mut self, gov_height: u64, release: &Release) -> Verified<Entry> {
        self.publish_payload(gov_height, Payload::release(release)).await
    }

    /// Has Bob publish this under the rules of `gov_height`.
    async fn publish_payload(&mut self, gov_height: u64, payload: Payload) -> Verified<Entry> {
        let (prev, seq) = (self.link.map(|it| it.id), self.link.map_or(1, |it| it.seq + 1));
        let made = self.sample.entry(BOB, prev, seq, payload);
        let Entry { header, payload } = made.into_received().claim().clone();
        let payload = payload.bytes().unwrap().to_vec();
        let header = EntryHeader { gov_height, ..header };
        let coalition = self.sample.roster().coalition();
        let body = entry::encode_header(&header);
        let signed = Signed::new(Tag::Entry, coalition, body, &Sample::node_key(BOB));
        let entry = entry::receive(signed, payload).unwrap().verify(self.sample.roster()).unwrap();
        self.link = Some(entry.link());
        let _appended = self.ledger.append(vec![entry.clone()]).await.unwrap();
        entry
    }

    fn raise_the_threshold(&self) {
        let gate = GateParameters { threshold: 50, slice_base: 50, ..GateParameters::DEFAULT };
        let policy = Policy { version: 2, gate, ..Policy::DEFAULT };
        self.decide((0, self.sample.roster().coalition().0), vec![Action::SetPolicy(policy)]);
    }

    /// Has Alice and Bob decide something after the governance entry at this height.
    fn decide(&self, after: (u64, Hash), actions: Vec<Action>) -> (u64, Hash) {
        let proposal = self.sample.proposal_after(after, 0, actions);
        let id = proposal.id(self.sample.roster().coalition());
        let votes = [0, 1].map(|index| Object::Vote(self.sample.approval(index, &proposal)));
        let objects = [Object::Governance(Box::new(proposal))].into_iter().chain(votes);
        assert_eq!(self.minutes.learn(objects.collect()).unwrap().held, 3);
        (after.0 + 1, id.0)
    }

    async fn judge_now(&self, entry: &Verified<Entry>) -> Result<Judged, JudgeError> {
        let head = self.link.map_or(0, |link| link.seq);
        let member = entry.value().header.member;
        let outlook = self.judge.outlook(member, head).await?;
        self.judge.judge(entry, &outlook).await
    }

    async fn reasons(&self, entry: &Verified<Entry>) -> Vec<&'static str> {
        let judged = self.judge_now(entry).await.unwrap();
        judged.reasons.iter().map(|reason| reason.text.id()).collect()
    }
}

/// Returns a table of one figure, of another month each time.
fn figure(seq: u64) -> Release {
    let terms = Sample::terms();
    let place = Place {
        indicator: "MATCHES_NEW".into(),
        period: Period::month(2020, u32::try_from(seq).unwrap()).unwrap(),
        region: "CA".into(),
        program_type: "_T".into(),
        breakdown: None,
    };
    Release::new(terms, vec![Observation { place, figure: Figure::Count(20) }]).unwrap()
}
