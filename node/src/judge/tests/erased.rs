//! What is erased leaves no trace: nodes that hold a payload, never held it, or had it destroyed after
//! they had judged by it, come to the same verdicts on everything that follows.

use flotilla_domain::erasure::Notice;
use flotilla_wire::sample::random::Random;

use super::*;

/// How many histories are tried; each takes some 20 ms.
const SEEDS: u64 = 60;

/// How many tables a history has.
const TABLES: usize = 8;

/// A verdict: why an entry does not count, whether it was taken back, and what is shown of it.
type Seen = (Vec<(&'static str, &'static str)>, Taken, Option<Content>);

#[tokio::test]
async fn a_node_with_a_hole_judges_all_that_follows_as_one_with_the_payload() {
    let mut of_matter = 0;
    for seed in 0..SEEDS {
        let story = Story::new(seed);
        let keeps = Node::new(&story);
        keeps.takes(&story.log).await;
        let lacks = Node::new(&story);
        lacks.takes(&story.with_hole()).await;
        let loses = Node::new(&story);
        loses.takes(&story.log[..story.erasure]).await;
        let before = loses.sees(&story).await;
        loses.takes(&story.log[story.erasure..]).await;
        let ids = vec![story.log[story.victim].id()];
        assert_eq!(loses.ledger.destroy(story.member(), ids).await.unwrap(), 1);

        let seen = keeps.sees(&story).await;
        assert_eq!(seen.len(), story.log.len(), "seed {seed}: all of it is shown");
        assert_eq!(lacks.sees(&story).await, seen, "seed {seed}: it never had the payload");
        assert_eq!(loses.sees(&story).await, seen, "seed {seed}: it had judged by the payload");
        let next = story.next();
        let mut verdicts = Vec::new();
        for node in [&keeps, &lacks, &loses] {
            node.takes(std::slice::from_ref(&next)).await;
            verdicts.push(node.sees(&story).await.pop());
        }
        assert!(verdicts.windows(2).all(|two| two[0] == two[1]), "seed {seed}: what comes next");
        let others = (0..before.len()).filter(|place| *place != story.victim);
        of_matter += usize::from(others.into_iter().any(|place| before[place].0 != seen[place].0));
    }
    assert!(of_matter > 3, "what was erased has to be of matter for others: {of_matter} times");
}

/// A log of tables that contradict each other now and then, of which one is erased.
struct Story {
    sample: Sample,
    log: Vec<Verified<Entry>>,
    /// The place in the list of the table that is erased.
    victim: usize,
    /// The place in the list of the erasure.
    erasure: usize,
    random: std::cell::RefCell<Random>,
}

/// A node that follows the log.
struct Node {
    ledger: Ledger,
    judge: Judge,
    _dir: TempDir,
}

impl Story {
    fn new(seed: u64) -> Self {
        let (sample, mut random) = (Sample::new(3), Random::new(seed));
        let erasure = 2 + random.below(TABLES - 2);
        let victim = random.below(erasure - 1);
        let random = std::cell::RefCell::new(random);
        let mut story = Self { sample, log: Vec::new(), victim, erasure, random };
        for place in 0..=TABLES {
            let entry = match place == erasure {
                true => story.entry(notice(Kind::Erasure, &story.log[victim])),
                false => story.next(),
            };
            story.log.push(entry);
        }
        if story.random.borrow_mut().once_in(2) {
            let withdrawn = (victim + 1) % TABLES;
            let entry = story.entry(notice(Kind::Withdrawal, &story.log[withdrawn]));
            story.log.push(entry);
        }
        story
    }

    /// Returns the next table: one or two figures of few places, so that many say what others said.
    fn next(&self) -> Verified<Entry> {
        let mut random = self.random.borrow_mut();
        let months = 1 + random.below(2);
        let mut observations = Vec::new();
        for month in 1..=months {
            let period = Period::month(2020, u32::try_from(month).unwrap()).unwrap();
            let indicator = *random.pick(&["MATCHES_ACTIVE", "MATCHES_NEW"]);
            let place = Place {
                indicator: indicator.into(),
                period,
                region: "CA".into(),
                program_type: "_T".into(),
                breakdown: None,
            };
            let figure = Figure::Count(*random.pick(&[20, 25]));
            observations.push(Observation { place, figure });
        }
        observations.sort_by(|a, b| a.place.cmp(&b.place));
        let terms = Sample::terms();
        self.entry(Payload::release(&Release::new(terms, observations).unwrap()))
    }

    fn entry(&self, payload: Payload) -> Verified<Entry> {
        let prev = self.log.last().map(Verified::<Entry>::id);
        let seq = u64::try_from(self.log.len()).unwrap() + 1;
        self.sample.entry(BOB, prev, seq, payload)
    }

    fn with_hole(&self) -> Vec<Verified<Entry>> {
        let mut log = self.log.clone();
        log[self.victim] = log[self.victim].to_hole();
        log
    }

    fn member(&self) -> MemberId {
        self.sample.member(BOB)
    }
}

impl Node {
    fn new(story: &Story) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let minutes = Minutes::open(dir.path(), story.sample.founded()).unwrap();
        let opened = Ledger::open(dir.path(), minutes.follow(), LedgerConfig::DEFAULT);
        let (ledger, _) = opened.unwrap();
        let judge = Judge::new(&minutes, ledger.clone());
        Self { ledger, judge, _dir: dir }
    }

    async fn takes(&self, entries: &[Verified<Entry>]) {
        let _appended = self.ledger.append(entries.to_vec()).await.unwrap();
    }

    /// Returns what this node thinks of every entry, as the log stands now.
    async fn sees(&self, story: &Story) -> Vec<Seen> {
        let member = story.member();
        let held = self.ledger.read(member, 1, usize::MAX).await.unwrap();
        let until = u64::try_from(held.len()).unwrap();
        let outlook = self.judge.outlook(member, until).await.unwrap();
        assert_eq!(outlook.until_seq(), until, "nothing is unexplained");
        let mut seen = Vec::new();
        for entry in &held {
            let Judged { content, reasons, taken, replaces: _ } =
                self.judge.judge(entry, &outlook).await.unwrap();
            let shown = reasons.is_empty() && taken == Taken::No;
            let reasons = reasons.iter().map(|it| (it.invariant, it.text.id())).collect();
            seen.push((reasons, taken, shown.then_some(content)));
        }
        seen
    }
}

fn notice(kind: Kind, entry: &Verified<Entry>) -> Payload {
    Payload::notice(kind, &Notice::new(vec![entry.id()], String::new(), None).unwrap())
}
