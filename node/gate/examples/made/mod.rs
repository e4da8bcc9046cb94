//! What the examples that make up members have in common: numbers from a seed, what the command line asks
//! for, and publishing as a node does.

#![allow(dead_code, reason = "no example needs all of it")]

use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use flotilla_domain::profile::Profile;
use flotilla_domain::release::Release;
use flotilla_gate::draft::Draft;
use flotilla_gate::form::Form;
use flotilla_gate::history::History;
use flotilla_gate::pass::Releasable;
use flotilla_gate::pass::pass;
use flotilla_gate::preview::prepare_as;
use flotilla_gate::problem::Problems;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;

/// Numbers that look random and come from a seed.
pub(crate) struct Dice(u64);

/// What the command line asks for: `COUNT FOLDER [FIRST]`.
pub(crate) struct Order {
    /// How many members.
    pub(crate) count: u64,
    /// Where their files go.
    pub(crate) folder: PathBuf,
    /// The number of the first.
    pub(crate) first: u64,
}

/// Somebody who publishes, and what peers know of them.
pub(crate) struct Member<'a> {
    /// By what the gate goes.
    pub(crate) rules: Rules<'a>,
    secret: RoundingSecret,
    history: History,
}

impl Dice {
    /// Returns the dice of the member of this number.
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Returns a number below `sides`.
    pub(crate) fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides.max(1)
    }

    /// Returns the number of one of `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        let sides = u64::try_from(sides).unwrap_or(1);
        usize::try_from(self.below(sides)).unwrap_or(0)
    }

    /// Returns the number of one of `sides`; small numbers come more often.
    pub(crate) fn skewed(&mut self, sides: usize) -> usize {
        let roll = self.below(u64::try_from(sides).unwrap_or(1));
        usize::try_from(roll * (self.0 >> 32 & 0xff) / 0xff).unwrap_or(0)
    }
}

impl Order {
    /// Reads the command line; `None` if it asks for something else.
    pub(crate) fn read() -> Option<Self> {
        let arguments: Vec<String> = env::args().skip(1).collect();
        let number = |index: usize| arguments.get(index).and_then(|it| it.parse::<u64>().ok());
        let folder = PathBuf::from(arguments.get(1)?);
        Some(Self { count: number(0)?, folder, first: number(2).unwrap_or(0) })
    }

    /// Returns the numbers of the members.
    pub(crate) fn seeds(&self) -> std::ops::Range<u64> {
        self.first..self.first + self.count
    }

    /// Writes the file of a member, in `within` of the folder where that is not empty.
    pub(crate) fn write(&self, within: &str, name: &str, json: &str) -> io::Result<()> {
        let folder = self.folder.join(within);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{name}.json")), json)
    }
}

impl<'a> Member<'a> {
    /// Returns the member of this number, who has published nothing.
    pub(crate) fn new(rules: Rules<'a>, seed: u64) -> Self {
        let secret = RoundingSecret::new([u8::try_from(seed % 251).unwrap_or(0); 32]);
        Self { rules, secret, history: History::new() }
    }

    /// Publishes a table, as its peers accept it; returns that, and how many figures it corrects.
    pub(crate) fn publish(&mut self, draft: Draft) -> Result<(Vec<Release>, usize), Problems> {
        let passed = pass(draft, &self.rules, &self.secret, &self.history)?;
        Ok((self.hear(&passed.releasables), passed.corrected))
    }

    /// Publishes a table as `form` says it is to be read; returns what its peers accept.
    pub(crate) fn publish_table(
        &mut self,
        file: &[u8],
        form: &Form,
    ) -> Result<Vec<Release>, Problems> {
        let Self { rules, secret, history } = &*self;
        let prepared = prepare_as(file, form, rules, secret, history)?;
        Ok(self.hear(&prepared.releasables))
    }

    fn hear(&mut self, releasables: &[Releasable]) -> Vec<Release> {
        let releases: Vec<Release> = releasables.iter().map(|it| it.release().clone()).collect();
        for release in &releases {
            let verdict = self.history.accept(&self.rules, release);
            assert!(verdict.is_accept(), "what passes is accepted: {verdict:?}");
        }
        releases
    }
}

/// Writes what `publications` says that each member published.
pub(crate) fn write_all(
    name: &str,
    publications: impl Fn(u64, &str) -> Result<String, Problems>,
) -> ExitCode {
    let Some(order) = Order::read() else { return ExitCode::from(64) };
    for seed in order.seeds() {
        let name = format!("{name}-{seed:03}");
        match publications(seed, &name) {
            Ok(json) if order.write("", &name, &json).is_ok() => {}
            Ok(_) => return ExitCode::FAILURE,
            Err(problems) => tell_refused(seed, &problems),
        }
    }
    ExitCode::SUCCESS
}

/// Writes what `publications` says that each member published, then corrected: the first edition in
/// `first`, and where another followed, all of them in `corrected`.
pub(crate) fn write_editions(
    name: &str,
    publications: impl Fn(u64) -> Result<Vec<String>, Problems>,
) -> ExitCode {
    let Some(order) = Order::read() else { return ExitCode::from(64) };
    let mut corrected = 0;
    for seed in order.seeds() {
        let editions = match publications(seed) {
            Ok(editions) => editions,
            Err(problems) => {
                tell_refused(seed, &problems);
                continue;
            }
        };
        corrected += usize::from(editions.len() > 1);
        let all = format!("{{\"publications\":[{}]}}\n", editions.join(",\n"));
        let written = [
            editions.first().map(|it| ("first", it)),
            (editions.len() > 1).then_some(("corrected", &all)),
        ];
        for (kind, json) in written.into_iter().flatten() {
            if order.write(kind, &format!("{name}-{seed:03}"), json).is_err() {
                return ExitCode::FAILURE;
            }
        }
    }
    tell(&format!("{corrected} of {} members corrected something", order.count));
    ExitCode::SUCCESS
}

/// Returns the profile of who works in these regions and programs.
pub(crate) fn profile(regions: &[&str], programs: &[&str]) -> Profile {
    let codes = |codes: &[&str]| codes.iter().map(|it| (*it).to_owned()).collect();
    Profile { regions: codes(regions), programs: codes(programs), absent: Vec::new() }
}

/// Tells something to whoever looks on.
#[expect(clippy::print_stderr, reason = "an example has no other output")]
pub(crate) fn tell(what: &str) {
    eprintln!("{what}");
}

/// Tells that the gate refused what the member of this number would publish.
pub(crate) fn tell_refused(seed: u64, problems: &Problems) {
    tell(&format!("member {seed} refused: {problems} {problems:?}"));
}
