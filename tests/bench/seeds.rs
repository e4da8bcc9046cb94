//! Ten years of made-up figures as entries for the read model, from seeds.
//!
//! They take the way that judged entries take, `View::apply`, but were never signed or judged: what is
//! measured here is the read model. Two runs make the same bytes. Of each member:
//!
//! ```text
//! quarter × indicator × (CA + 4 regions) × (_T + 4 programs) × (all + 3 genders)
//!    40        20              5                   5                   4           = 80,000 figures
//! ```
//!
//! They come as two entries of 1,000 figures for each quarter, of all members in turns.

use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::period::Period;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;
use flotilla_view::Content;
use flotilla_view::EntryState;
use flotilla_view::MemberRow;
use flotilla_view::Row;
use flotilla_view::Snapshot;
use flotilla_wire::sample::random::Random;

use crate::coalition;
use crate::coalition::CREATED_MS;
use crate::coalition::PROGRAMS;
use crate::coalition::REGIONS;

/// The figures of one entry.
pub(crate) const ENTRY_FIGURES: usize = 1_000;

/// The entries of one member: two for each quarter of ten years.
const ENTRIES: usize = 80;

/// The indicators of one entry, and of the catalogue.
const ENTRY_INDICATORS: usize = 10;
const INDICATORS: usize = 2 * ENTRY_INDICATORS;

/// The first year.
const FIRST_YEAR: u32 = 2016;

/// The categories beside the total.
const GENDERS: [&str; 3] = ["BOYS", "GIRLS", "NON_BINARY"];

/// A quarter is so long, in milliseconds.
const QUARTER_MS: i64 = 91 * 24 * 60 * 60 * 1_000;

/// Members and how many entries they have in all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seeds {
    members: usize,
    entries: usize,
}

impl Seeds {
    /// Returns so many members that together they have `rows` figures, rounded up to whole entries.
    pub(crate) fn new(rows: usize) -> Self {
        let entries = rows.div_ceil(ENTRY_FIGURES).max(1);
        Self { members: entries.div_ceil(ENTRIES), entries }
    }

    /// Returns how many figures there are.
    pub(crate) fn rows(&self) -> usize {
        self.entries * ENTRY_FIGURES
    }

    /// Returns how many entries there are.
    pub(crate) fn entries(&self) -> usize {
        self.entries
    }

    /// Returns what may be published.
    pub(crate) fn catalogue(&self) -> Catalogue {
        coalition::catalogue(INDICATORS)
    }

    /// Returns whose data it is.
    pub(crate) fn coalition(&self) -> CoalitionId {
        CoalitionId(Hash::of([b"flotilla bench, a read model".as_slice()]))
    }

    /// Returns the roster.
    pub(crate) fn members(&self) -> Vec<MemberRow> {
        let words = |words: [&str; 4]| words.map(str::to_owned).to_vec();
        let member = |index| MemberRow {
            id: member(index),
            handle: handle(index),
            name: format!("Member {index}"),
            is_active: true,
            version: 1,
            regions: words(REGIONS),
            programs: words(PROGRAMS),
        };
        (0..self.members).map(member).collect()
    }

    /// Returns the handle of a member in the middle.
    pub(crate) fn middle(&self) -> String {
        handle(self.members / 2)
    }

    /// Returns entry `index` of all: members publish in turns, each its log in order.
    pub(crate) fn entry(&self, index: usize) -> Row {
        let (author, place) = (index % self.members, index / self.members);
        let seq = u64::try_from(place + 1).expect("few entries");
        let parts = [b"entry".as_slice(), &author.to_be_bytes(), &seq.to_be_bytes()];
        let observations = observations(author, place);
        Row {
            member: member(author),
            epoch: 1,
            seq,
            entry_id: EntryId(Hash::of(parts)),
            created_ms: CREATED_MS + QUARTER_MS * i64::try_from(place / 2).expect("ten years"),
            kind: "release",
            state: EntryState::Valid,
            reasons: String::new(),
            payload_bytes: 1_700,
            content: Content::Release(Release::new(terms(), observations).expect("a release")),
        }
    }

    /// Returns the name of what is held after `entries`.
    pub(crate) fn snapshot(&self, entries: usize) -> Snapshot {
        let id = SnapshotId(Hash::of([b"snapshot".as_slice(), &entries.to_be_bytes()]));
        let members = u32::try_from(self.members).expect("few members");
        Snapshot { id, members_reporting: members, members }
    }
}

fn handle(index: usize) -> String {
    format!("member-{index:03}")
}

fn member(index: usize) -> MemberId {
    MemberId(Hash::of([b"member".as_slice(), &index.to_be_bytes()]))
}

fn terms() -> Terms {
    Terms {
        policy_version: 1,
        gate: GateParameters::DEFAULT,
        catalogue_version: 2,
        replaces: Vec::new(),
        note: String::new(),
        consents: Vec::new(),
        coverage: Coverage::default(),
    }
}

fn observations(author: usize, place: usize) -> Vec<Observation> {
    let seed = u64::try_from(author * 1_000_003 + place).expect("few members");
    let mut dice = Random::new(seed);
    let quarter = u32::try_from(place / 2).expect("ten years");
    let period = format!("{}-Q{}", FIRST_YEAR + quarter / 4, 1 + quarter % 4);
    let period: Period = period.parse().expect("a quarter");
    let share = |code: &str| -> Arc<str> { code.into() };
    let regions = ["CA"].iter().chain(&REGIONS).map(|it| share(it)).collect::<Vec<_>>();
    let programs = [TOTAL].iter().chain(&PROGRAMS).map(|it| share(it)).collect::<Vec<_>>();
    let dimension = share("gender");
    let breakdowns = GENDERS
        .map(|it| Some(Breakdown { dimension: Arc::clone(&dimension), category: share(it) }));
    let mut observations = Vec::with_capacity(ENTRY_FIGURES);
    for number in (0..ENTRY_INDICATORS).map(|it| (place % 2) * ENTRY_INDICATORS + it) {
        let indicator = share(&coalition::indicator(number));
        for region in &regions {
            for program_type in &programs {
                for breakdown in std::iter::once(&None).chain(&breakdowns) {
                    let place = Place {
                        indicator: Arc::clone(&indicator),
                        period,
                        region: Arc::clone(region),
                        program_type: Arc::clone(program_type),
                        breakdown: breakdown.clone(),
                    };
                    observations.push(Observation { place, figure: figure(&mut dice) });
                }
            }
        }
    }
    observations.sort_by(|a, b| a.place.cmp(&b.place));
    observations
}

/// Returns a rounded count; one in twenty is withheld.
fn figure(dice: &mut Random) -> Figure {
    match dice.word() % 20 {
        0 => Figure::Withheld,
        _ => Figure::Count(dice.word() % 400 * 5),
    }
}
