//! Places as numbers: each code is hashed once, and a place is six small numbers.
//!
//! A [`Key`] names a place within one history. A [`Frame`] is the shape of the member's whole in
//! these numbers: what is a part of what.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::Arc;

use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::period::Period;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Place;
use foldhash::fast::FixedState;

use super::balance::Balances;
use super::share::Shares;
use crate::rules::Rules;

/// A map that is asked for every figure of every release, so it hashes fast. Nobody can make its
/// keys collide: codes get here when the catalogue has them, and numbers are given in order.
pub(crate) type Numbers<K, V> = HashMap<K, V, FixedState>;

/// A code as a number.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Code(u32);

/// A place as numbers; without a breakdown, dimension and category are [`Code::TOTAL`].
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Key {
    pub(crate) indicator: Code,
    pub(crate) period: Period,
    pub(crate) region: Code,
    pub(crate) program: Code,
    pub(crate) dimension: Code,
    pub(crate) category: Code,
}

/// The codes that have been met.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    numbers: Numbers<Arc<str>, Code>,
    names: Vec<Arc<str>>,
}

/// What makes up what, as numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// By the number of the code.
    regions: Vec<Option<Region>>,
    programs: Vec<Code>,
    dimensions: BTreeMap<Code, Vec<Code>>,
    /// By category of an overlapping dimension: whoever is not in it; and back.
    rests: BTreeMap<Code, Code>,
    /// The most careful class of each dimension, if it is not general.
    classes: BTreeMap<Code, Sensitivity>,
    /// Which counts are a share of which.
    shares: Shares,
    /// Which counts balance.
    balances: Balances,
    /// Programs that are not offered in a region.
    absent: BTreeSet<(Code, Code)>,
}

#[derive(Clone, Debug)]
struct Region {
    canonical: Code,
    whole: Option<Code>,
    parts: Vec<Code>,
}

impl Code {
    /// The total of any dimension.
    pub(crate) const TOTAL: Self = Self(0);

    fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl Key {
    /// Returns the same place without the breakdown.
    pub(crate) fn base(self) -> Self {
        Self { dimension: Code::TOTAL, category: Code::TOTAL, ..self }
    }

    /// Returns the same place in another region.
    pub(crate) fn with_region(self, region: Code) -> Self {
        Self { region, ..self }
    }
}

impl Hash for Key {
    /// Feeds few long words rather than many short ones: this is the hottest line of the gate.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { indicator, period, region, program, dimension, category } = *self;
        let pair = |Code(high): Code, Code(low): Code| u64::from(high) << 32 | u64::from(low);
        state.write_u64(pair(indicator, region));
        state.write_u64(pair(program, dimension));
        state.write_u32(category.0);
        period.hash(state);
    }
}

impl Default for Names {
    fn default() -> Self {
        let mut names = Self { numbers: Numbers::default(), names: Vec::new() };
        names.code(&Arc::from(TOTAL));
        names
    }
}

impl Names {
    /// Returns the number of a code; a new one if it has none yet.
    pub(crate) fn code(&mut self, name: &Arc<str>) -> Code {
        if let Some(code) = self.numbers.get(name) {
            return *code;
        }
        let code = Code(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(Arc::clone(name));
        self.numbers.insert(Arc::clone(name), code);
        code
    }

    fn codes(&mut self, names: &[Arc<str>]) -> Vec<Code> {
        names.iter().map(|name| self.code(name)).collect()
    }

    /// Returns a place as numbers, given the one before it: neighbors in a table share most codes.
    pub(crate) fn key(&mut self, place: &Place, before: Option<(&Place, Key)>) -> Key {
        let Place { indicator, period, region, program_type, breakdown } = place;
        let mut code = |name: &Arc<str>, known: Option<(&Arc<str>, Code)>| match known {
            Some((before, code)) if before == name => code,
            _ => self.code(name),
        };
        let (dimension, category) = match breakdown {
            None => (Code::TOTAL, Code::TOTAL),
            Some(it) => {
                let known = before.and_then(|(place, key)| {
                    place.breakdown.as_ref().map(|it| (&it.dimension, key.dimension))
                });
                (code(&it.dimension, known), code(&it.category, None))
            }
        };
        Key {
            indicator: code(indicator, before.map(|(it, key)| (&it.indicator, key.indicator))),
            period: *period,
            region: code(region, before.map(|(it, key)| (&it.region, key.region))),
            program: code(program_type, before.map(|(it, key)| (&it.program_type, key.program))),
            dimension,
            category,
        }
    }

    /// Returns a place as numbers, or `None` if one of its codes was never met.
    pub(crate) fn find(&self, place: &Place) -> Option<Key> {
        let code = |name: &Arc<str>| self.numbers.get(name).copied();
        let (dimension, category) = match &place.breakdown {
            None => (Code::TOTAL, Code::TOTAL),
            Some(it) => (code(&it.dimension)?, code(&it.category)?),
        };
        Some(Key {
            indicator: code(&place.indicator)?,
            period: place.period,
            region: code(&place.region)?,
            program: code(&place.program_type)?,
            dimension,
            category,
        })
    }

    /// Returns the number of a code, if it was ever met.
    pub(crate) fn find_code(&self, name: &str) -> Option<Code> {
        self.numbers.get(name).copied()
    }

    /// Returns the place that `key` stands for.
    pub(crate) fn place(&self, key: Key) -> Place {
        let breakdown = (key.dimension != Code::TOTAL).then(|| Breakdown {
            dimension: self.name(key.dimension),
            category: self.name(key.category),
        });
        Place {
            indicator: self.name(key.indicator),
            period: key.period,
            region: self.name(key.region),
            program_type: self.name(key.program),
            breakdown,
        }
    }

    /// Returns the code that `code` stands for.
    pub(crate) fn name(&self, code: Code) -> Arc<str> {
        self.names.get(code.index()).cloned().unwrap_or_default()
    }
}

impl Frame {
    /// Returns the shape that `rules` give, in numbers.
    pub(crate) fn new(rules: &Rules<'_>, names: &mut Names) -> Self {
        let shape = rules.shape();
        let mut regions = Vec::new();
        for (name, region) in &shape.regions {
            let parts = names.codes(&region.parts);
            let canonical = names.code(&region.canonical);
            let whole = region.whole.as_ref().map(|whole| names.code(whole));
            let index = names.code(name).index();
            if regions.len() <= index {
                regions.resize(index + 1, None);
            }
            if let Some(slot) = regions.get_mut(index) {
                *slot = Some(Region { canonical, whole, parts });
            }
        }
        let (mut dimensions, mut classes) = (BTreeMap::new(), BTreeMap::new());
        let mut rests = BTreeMap::new();
        for (dimension, categories) in &shape.dimensions {
            let code = names.code(dimension);
            dimensions.insert(code, names.codes(categories));
            for category in categories.iter().filter(|_| rules.overlaps(dimension)) {
                // No code is spelled like this, nor one of another dimension.
                let rest = names.code(&format!("not {dimension}={category}").into());
                let category = names.code(category);
                rests.extend([(category, rest), (rest, category)]);
            }
            let class = rules.class_of_dimension(dimension);
            if class != Sensitivity::General {
                classes.insert(code, class);
            }
        }
        let shares = Shares::new(rules, names);
        let balances = Balances::new(rules, names);
        let programs = names.codes(&shape.programs);
        let mut absent = BTreeSet::new();
        for (region, programs) in &shape.absent {
            let region = names.code(region);
            absent.extend(programs.iter().map(|program| (region, names.code(program))));
        }
        Self { regions, programs, dimensions, rests, classes, shares, balances, absent }
    }

    /// Returns which counts are a share of which.
    pub(crate) fn shares(&self) -> &Shares {
        &self.shares
    }

    /// Returns whether a program is offered in a region.
    pub(crate) fn offers(&self, key: Key) -> bool {
        !self.absent.contains(&(key.region, key.program))
    }

    /// Returns which counts balance.
    pub(crate) fn balances(&self) -> &Balances {
        &self.balances
    }

    /// Returns what makes up the base together with a category of an overlapping dimension.
    pub(crate) fn rest(&self, category: Code) -> Option<Code> {
        self.rests.get(&category).copied()
    }

    /// Returns the most careful class of a dimension.
    pub(crate) fn class(&self, dimension: Code) -> Sensitivity {
        self.classes.get(&dimension).copied().unwrap_or(Sensitivity::General)
    }

    /// Returns the one key of a group that goes by several names.
    pub(crate) fn canonical(&self, key: Key) -> Key {
        let region = self.region(key.region).map_or(key.region, |it| it.canonical);
        let is_only_program = self.programs == [key.program];
        let program = if is_only_program { Code::TOTAL } else { key.program };
        Key { region, program, ..key }
    }

    /// Returns what a region is a part of.
    pub(crate) fn whole(&self, region: Code) -> Option<Code> {
        self.region(region)?.whole
    }

    /// Returns the parts of a region; none for the lowest.
    pub(crate) fn parts(&self, region: Code) -> &[Code] {
        self.region(region).map_or(&[], |it| it.parts.as_slice())
    }

    /// Returns the programs that make up the total; none if there is only one.
    pub(crate) fn programs(&self) -> &[Code] {
        if self.programs.len() > 1 { &self.programs } else { &[] }
    }

    /// Returns the lowest-level categories of a dimension.
    pub(crate) fn categories(&self, dimension: Code) -> &[Code] {
        self.dimensions.get(&dimension).map_or(&[], Vec::as_slice)
    }

    fn region(&self, region: Code) -> Option<&Region> {
        self.regions.get(region.index())?.as_ref()
    }
}
