//! What one member publishes, in the form in which an outside attacker reads it.
//!
//! The attacker (`tests/oracles/audit.py`) shares no code with the gate: it solves two linear
//! programs for each hidden number. So this module shares none with [`crate::history`] either. It
//! writes down every sum that a reader of the catalogue and the profile knows, whether or not its
//! total was published: parts of regions, of programs, of breakdowns and, for flows, of time; and of what was there, came and
//! went.
//!
//! Several publications of one member, audited together, are one system of sums:
//!
//! - **A cell has one name for ever**: its place in codes, and the member as its scope.
//! - **What was told before is not told as new**: a cell that the table repeats says so (`before`); any
//!   other is only named by the sums.
//! - **A part that nobody was told of is listed** (`abs`), so that the attacker tries it too.
//! - **Means are told with the count that they are of**, and as exactly as they are.
//! - **What the legend tells of careful classes is told**: whatever is shown of a protected group is at
//!   least its own, larger threshold.
//! - **Two names of one number are linked**: "Canada" and "Ontario" for a member in Ontario alone, the
//!   last quarter and the year of a stock.
//!
//! [`read`](mod@read) takes the same form back in, and [`document`](mod@document) adds what only the
//! publisher needs.

mod balances;
pub mod document;
pub mod read;
mod sums;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::id::Hash;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use serde::Serialize;

use self::sums::Sum;
use self::sums::Sums;
use crate::check::spell;
use crate::mean;
use crate::rules::Rules;

/// How many characters of its digest a publication is named by.
const DIGEST_CHARS: usize = 8;

/// Places, and what is told of them.
pub type Figures = BTreeMap<Place, Figure>;

/// What the attacker reads.
#[derive(Clone, Debug, Serialize)]
pub struct Publication {
    id: String,
    scope: String,
    integer: bool,
    cells: Vec<Cell>,
    relations: Vec<Relation>,
    links: Vec<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    means: Vec<Mean>,
    rounding: Rounding,
    known: Known,
    policy: Policy,
}

/// One number: shown, hidden, or never told.
#[derive(Clone, Debug, Serialize)]
struct Cell {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    v: Option<u64>,
    s: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    before: bool,
    /// How this one was rounded, if otherwise than all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    rounding: Option<Unrounded>,
}

/// That a number is what it says.
#[derive(Clone, Debug, Serialize)]
struct Unrounded {
    mode: &'static str,
}

/// A total and its parts.
#[derive(Clone, Debug, Serialize)]
struct Relation {
    total: String,
    parts: Vec<String>,
    kind: &'static str,
}

/// Two names of one number.
#[derive(Clone, Debug, Serialize)]
struct Link {
    total: Name,
    parts: [Name; 1],
}

#[derive(Clone, Debug, Serialize)]
struct Name {
    id: String,
}

/// A mean, in halves of its unit, so that no fraction is needed.
#[derive(Clone, Debug, Serialize)]
struct Mean {
    /// The indicator.
    name: String,
    /// The count of those it is of.
    n: Name,
    value: u64,
    /// How far it is from the true one at most.
    half: u64,
    lo: u64,
    hi: u64,
}

/// How far a shown number is from the true one.
#[derive(Clone, Debug, Serialize)]
struct Rounding {
    mode: &'static str,
    base: u32,
    radius: u32,
}

/// What the legend tells every reader.
#[derive(Clone, Debug, Serialize)]
struct Known {
    withheld_lower: u32,
    published_min_true: u32,
}

/// What counts as a disclosure.
#[derive(Clone, Debug, Serialize)]
struct Policy {
    min_width: u32,
    unpick_width: u32,
    zeros_sensitive: bool,
}

/// What a publication tells.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Everything that was told before.
    pub earlier: Figures,
    /// What of it is told once more.
    pub repeated: Figures,
    /// What is new.
    pub new: Figures,
}

impl Told {
    /// Returns what a first publication of `releases` tells.
    pub fn first<'a>(releases: impl IntoIterator<Item = &'a Release>) -> Self {
        let observations = releases.into_iter().flat_map(Release::observations);
        let new = observations.map(|it| (it.place.clone(), it.figure)).collect();
        Self { new, ..Self::default() }
    }

    /// Returns it without means, and without what does not apply: that is in the profile, and no number.
    fn counts(&self, rules: &Rules<'_>) -> Self {
        let is_count = |(place, figure): &(&Place, &Figure)| {
            **figure != Figure::NotApplicable && mean::scale(rules, place).is_none()
        };
        let only = |figures: &Figures| {
            let told = figures.iter().filter(is_count);
            told.map(|(place, figure)| (place.clone(), *figure)).collect()
        };
        let Self { earlier, repeated, new } = self;
        Self { earlier: only(earlier), repeated: only(repeated), new: only(new) }
    }
}

impl Publication {
    /// Returns what the attacker reads of `member`.
    pub fn new(rules: &Rules<'_>, member: &str, told: &Told) -> Self {
        let means = means(rules, told);
        let told = &told.counts(rules);
        let sums = Sums::of(rules, told);
        let mut cells = cells(told, &sums.unpublished);
        let (least, floors) = floors(rules, told);
        cells.extend(least);
        cells.sort_by(|a, b| a.id.cmp(&b.id));
        let relation = |sum: &Sum| Relation {
            total: spell(&sum.total),
            parts: sum.parts.iter().map(spell).collect(),
            kind: if sum.overlaps { "overlap" } else { "sum" },
        };
        let name = |place: &Place| Name { id: spell(place) };
        let link = |(a, b): &(Place, Place)| Link { total: name(a), parts: [name(b)] };
        let parameters = rules.parameters();
        Self {
            id: id(member, &cells),
            scope: member.to_owned(),
            integer: true,
            cells,
            relations: sums.relations.iter().map(relation).chain(floors).collect(),
            links: sums.links.iter().map(link).collect(),
            means,
            rounding: Rounding {
                mode: "bounded",
                base: parameters.rounding_base,
                radius: parameters.rounding_base.saturating_sub(1),
            },
            known: Known { withheld_lower: 0, published_min_true: parameters.threshold },
            policy: Policy {
                min_width: parameters.candidates.saturating_sub(1),
                unpick_width: 1,
                zeros_sensitive: true,
            },
        }
    }

    /// Returns whether it tells nothing at all.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Returns it as JSON, one cell and one sum on each line.
    pub fn to_json(&self) -> String {
        document::lines(self)
    }
}

fn cells(told: &Told, unpublished: &BTreeSet<Place>) -> Vec<Cell> {
    let cell = |place: &Place, figure: Option<Figure>, before| Cell {
        id: spell(place),
        v: figure.and_then(Figure::count),
        s: match figure {
            Some(Figure::Count(_)) => "pub",
            Some(Figure::Mean(_) | Figure::NotApplicable | Figure::Withheld) => "sup",
            None => "abs",
        },
        before,
        rounding: None,
    };
    let new = told.new.iter().map(|(place, figure)| cell(place, Some(*figure), false));
    let again = told.repeated.iter().filter(|(place, _)| !told.new.contains_key(*place));
    let again = again.map(|(place, figure)| cell(place, Some(*figure), true));
    new.chain(again)
        .chain(unpublished.iter().map(|it| cell(it, None, false)))
        .collect()
}

/// Returns the means that are told here.
fn means(rules: &Rules<'_>, told: &Told) -> Vec<Mean> {
    let figure = |place: &Place| {
        let figures = [&told.new, &told.repeated, &told.earlier];
        figures.into_iter().find_map(|it| it.get(place)).copied()
    };
    let mean = |(place, value): (&Place, &Figure)| {
        let Figure::Mean(value) = *value else { return None };
        let scale = mean::scale(rules, place)?;
        let people = mean::people(scale, place);
        let shown = figure(&people).and_then(Figure::count)?;
        Some(Mean {
            name: place.indicator.to_string(),
            n: Name { id: spell(&people) },
            value: value.saturating_mul(2),
            half: mean::step(scale, shown),
            lo: u64::from(scale.low) * 2,
            hi: u64::from(scale.high) * 2,
        })
    };
    let repeated = told.repeated.iter().filter(|(place, _)| !told.new.contains_key(*place));
    told.new.iter().chain(repeated).filter_map(mean).collect()
}

/// Returns what the legend tells of groups that are treated more carefully than others: that a number
/// which is shown is at least so much. The form knows one least number for all, so each that is larger is
/// a constant, which makes up the number together with what nobody knows.
fn floors(rules: &Rules<'_>, told: &Told) -> (Vec<Cell>, Vec<Relation>) {
    let parameters = rules.parameters();
    let mut floors = (Vec::new(), Vec::new());
    let repeated = told.repeated.iter().filter(|(place, _)| !told.new.contains_key(*place));
    for (place, figure) in told.new.iter().chain(repeated) {
        let least = parameters.threshold_of(rules.class_of(place));
        let low = figure.count().map_or(u64::MAX, |count| {
            count.saturating_sub(u64::from(parameters.rounding_base.saturating_sub(1)))
        });
        if low >= u64::from(least) || least <= parameters.threshold {
            continue;
        }
        let (id, more) =
            (format!("least of {}", spell(place)), format!("more of {}", spell(place)));
        floors
            .1
            .push(Relation { total: spell(place), parts: vec![id.clone(), more], kind: "sum" });
        floors.0.push(Cell {
            id,
            v: Some(u64::from(least)),
            s: "pub",
            before: false,
            rounding: Some(Unrounded { mode: "none" }),
        });
    }
    floors
}

/// Names a publication by what it tells.
fn id(member: &str, cells: &[Cell]) -> String {
    let told = cells.iter().map(|it| format!("{} {} {:?}\n", it.id, it.s, it.v));
    let told: String = told.collect();
    let digest: String =
        Hash::of([told.as_bytes()]).to_string().chars().take(DIGEST_CHARS).collect();
    format!("{member}|{digest}")
}
