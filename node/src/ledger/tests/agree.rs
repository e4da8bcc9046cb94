//! The ledger against the rules: after every step of random histories it says what the set of its objects
//! says. `FLOTILLA_SEED=n` runs one history alone, `FLOTILLA_SEEDS=n` runs so many.

use std::env;

use flotilla_domain::chain::Link;
use flotilla_domain::document::Cut;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::entry::Entry;
use flotilla_domain::id::DocumentId;
use flotilla_domain::signed::Received;
use flotilla_wire::sample::random::Random;

use super::scene::Change;
use super::scene::Keeper;
use super::scene::OTHERS;
use super::scene::Pen;
use super::scene::STOLEN;

/// An entry, with its epoch and the number of its key.
type Written = (u32, usize, Received<Entry>);

/// A ledger that lives through a history.
struct Life {
    dice: Random,
    pen: Pen,
    keeper: Keeper,
    written: Vec<Written>,
    documents: Vec<DocumentId>,
    has_left: bool,
}

#[tokio::test]
async fn the_ledger_says_what_the_set_of_its_objects_says() {
    let number = |name| env::var(name).ok().and_then(|it| it.parse().ok());
    let count = number("FLOTILLA_SEEDS").unwrap_or(120);
    let only = number("FLOTILLA_SEED");
    let seeds: Vec<u64> = only.map_or_else(|| (0..count).collect(), |seed| vec![seed]);
    for seed in seeds {
        let mut life = Life::new(seed);
        for step in 0..25 {
            let note = format!("seed {seed}, step {step}");
            life.happen().await;
            life.keeper.check(&life.pen, &note).await;
            if life.dice.below(15) == 0 {
                life = life.restarted(&note).await;
            }
        }
    }
}

impl Life {
    fn new(seed: u64) -> Self {
        let pen = Pen::new();
        let (keeper, documents) = (Keeper::new(&pen), vec![pen.first()]);
        Self {
            dice: Random::new(seed),
            pen,
            keeper,
            written: Vec::new(),
            documents,
            has_left: false,
        }
    }

    async fn happen(&mut self) {
        match self.dice.below(14) {
            0..=6 => self.write().await,
            7..=8 => {
                // What was held back, or refused before, comes again.
                let all: Vec<_> = self.written.iter().map(|it| it.2.clone()).collect();
                self.keeper.entries(&all).await;
            }
            9..=10 => self.decree().await,
            11 => {
                let person = OTHERS[self.dice.below(3)];
                let branch = pick(&mut self.dice, &self.written).map(|it| self.pen.link(&it.2));
                let said = self.pen.statement(person, branch);
                self.keeper.statement(&said).await;
            }
            12 => {
                for person in OTHERS {
                    let branch = self.rival();
                    let said = self.pen.statement(person, branch);
                    self.keeper.statement(&said).await;
                }
            }
            _ if self.dice.below(6) == 0 && !self.has_left => {
                self.has_left = true;
                let cut = self.cut();
                let document = self.documents[self.dice.below(self.documents.len())];
                self.keeper.learn(self.pen.removal(document, cut)).await;
            }
            _ => {
                let pair = [0, 1].map(|_| pick(&mut self.dice, &self.written).cloned());
                if let [Some(one), Some(other)] = pair {
                    self.keeper.proof(&one.2, &other.2).await;
                }
            }
        }
    }

    async fn write(&mut self) {
        let before = pick(&mut self.dice, &self.written).cloned();
        let before = before.filter(|_| self.dice.below(12) > 0);
        let epochs = [(1, 0), (1, 0), (2, 1), (2, STOLEN), (3, 2)];
        let any = epochs[self.dice.below(5)];
        let same = before.as_ref().map(|it| (it.0, it.1)).filter(|_| self.dice.below(3) > 0);
        let (epoch, key) = same.unwrap_or(any);
        let count = 1 + u64::try_from(self.dice.below(3)).unwrap();
        let before = before.map(|it| self.pen.link(&it.2));
        let entries = self.pen.write((epoch, key), before, count);
        self.written.extend(entries.iter().map(|it| (epoch, key, it.clone())));
        if self.dice.below(5) > 0 {
            self.keeper.entries(&entries).await;
        }
    }

    async fn decree(&mut self) {
        let prev = self.documents[self.dice.below(self.documents.len())];
        let kind = match self.dice.below(3) {
            0 if prev == self.pen.first() => DocumentKind::Rotate,
            _ => DocumentKind::Update,
        };
        let key = [1, 2, STOLEN][self.dice.below(3)];
        let epoch = Some((key, self.cut()));
        let (id, document) = self.pen.document(Change { prev, kind, epoch });
        self.documents.push(id);
        self.keeper.document(&document).await;
    }

    fn cut(&mut self) -> Cut {
        let link = pick(&mut self.dice, &self.written).map(|it| self.pen.link(&it.2));
        link.map(|link| (link.seq, link.id))
    }

    /// Returns an entry with a sibling, mostly the first.
    fn rival(&mut self) -> Option<Link> {
        let prev = |it: &Written| it.2.claim().header.prev;
        let siblings = |it: &Written| self.written.iter().filter(|x| prev(x) == prev(it)).count();
        let mut forked = self.written.iter().filter(|it| siblings(it) > 1);
        let skip = usize::from(self.dice.below(4) == 0);
        forked.nth(skip).map(|it| self.pen.link(&it.2))
    }

    /// Closes the ledger and opens it again: nothing has changed.
    async fn restarted(mut self, note: &str) -> Self {
        let before = (self.keeper.ledger.heads(), self.keeper.ledger.counted());
        let keep_index = self.dice.below(2) == 0;
        let keeper = self.keeper.reopen(keep_index).await;
        assert_eq!((keeper.ledger.heads(), keeper.ledger.counted()), before, "{note}");
        Self { keeper, ..self }
    }
}

/// Picks one, the later the likelier.
fn pick<'a, T>(dice: &mut Random, all: &'a [T]) -> Option<&'a T> {
    let len = all.len();
    let late = dice.below(2) == 0;
    let from = if late { len.saturating_sub(4) } else { 0 };
    (len > 0).then(|| &all[from + dice.below(len - from)])
}
