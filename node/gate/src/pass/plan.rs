//! The figures that are about to be published, and what was decided about each.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::id::EntryId;
use flotilla_domain::message::Message;
use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

use super::Dropped;
use super::WhyDropped;
use super::WhyWithheld;
use super::problem;
use crate::check;
use crate::draft::Average;
use crate::draft::Draft;
use crate::history::Bounds;
use crate::history::History;
use crate::mean;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::round;
use crate::round::Group;
use crate::round::RoundingSecret;
use crate::rules::Rules;

/// The most counts of which each is a share of the next.
const DEPTH_MAX: usize = 16;

/// New figures, and what is said about the rest.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// The new figures, and those that are told again.
    pub(super) cells: BTreeMap<Place, Cell>,
    /// Numbers that are out, and what they would be.
    pub(super) moved: BTreeMap<Place, Figure>,
    /// The releases that are replaced.
    pub(super) replaces: Vec<EntryId>,
    /// How many numbers that are out change.
    pub(super) corrected: usize,
    /// How many more would change, and wait.
    pub(super) held_back: usize,
    /// Figures that were withheld before, and are small.
    pub(super) small_before: Vec<Place>,
    /// Figures that were withheld before to protect another one, or while they were small: they
    /// would be shown now, and stay hidden.
    pub(super) large_before: Vec<Place>,
    /// Figures that were withheld before, and that a community has not consented to.
    pub(super) governed_before: Vec<Place>,
    /// Breakdowns that are left out.
    pub(super) dropped: Vec<Dropped>,
    /// How many were published before as they are in the file.
    pub(super) unchanged: usize,
    /// What is averaged, and told once it is settled of whom.
    pub(super) means: BTreeMap<Place, Average>,
    /// What the source masked, and the most that a reader presumes of it; where nothing is presumed it is
    /// not listed.
    pub(super) guesses: BTreeMap<Place, u64>,
    /// The masked counts, and the most that the source says each can be.
    pub(super) masked: BTreeMap<Place, Option<u64>>,
    /// Of whose figures they are made up.
    pub(super) coverage: Coverage,
    /// Whether it is read as receivers do, who take nothing that is hidden for small.
    pub(super) presumes_nothing: bool,
}

/// A new figure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) figure: Figure,
    pub(super) why: WhyWithheld,
    /// Whether it only repeats what was published: it stays as it is.
    pub(super) is_repeated: bool,
    /// Whether it takes the place of what was published at the same place.
    pub(super) is_revised: bool,
}

/// One breakdown of one base.
pub(super) type Slice = (Place, Arc<str>);

impl Plan {
    /// Rounds a draft, and compares it with what is known.
    pub(super) fn new(
        draft: &Draft,
        rules: &Rules<'_>,
        secret: &RoundingSecret,
        known: &History,
    ) -> Result<Self, Problems> {
        let mut problems = Collector::default();
        let policy = rules.policy();
        let is_allowed =
            rules.parameters().is_sound() && rules.parameters().at_least_as_strict_as(&policy.gate);
        if !is_allowed {
            let place = Message::new("gate-place-settings");
            problems.push(problem("FL-E150", place, Message::new("gate-e150-what")));
        }
        unpublishable(draft, rules, known, &mut problems);
        let means = draft.means().map(|(place, mean)| (place.clone(), mean)).collect();
        let (coverage, dropped) = (draft.coverage().clone(), draft.dropped().to_vec());
        let mut plan = Self { means, coverage, dropped, ..Self::default() };
        for (place, count) in draft.counts() {
            if !rules.is_offered(place) {
                plan.leave_empty((place, count), known, &mut problems);
                continue;
            }
            let offset = offset(place, rules, secret);
            let parameters = rules.parameters();
            let figure = round::figure(count, offset, (parameters, rules.class_of(place)));
            // That nobody is there is small like any other nothing.
            if count > 0 && rules.is_reserved(place) {
                plan.reserve(place, known);
                continue;
            }
            let same = Figure::Count(round::rounded(count, offset, parameters));
            match known.figure(place) {
                None => plan.insert(place, figure),
                // Rules that became stricter since hide nothing that is out.
                Some(before) if before == same => {
                    plan.keep(place, before, before, known.is_named(place));
                }
                Some(before) if before == figure || before == Figure::Withheld => {
                    plan.keep(place, before, figure, known.is_named(place));
                }
                Some(_) => _ = plan.moved.insert(place.clone(), figure),
            }
        }
        for (place, most) in draft.masked() {
            plan.mask((place, most), rules, known, &mut problems);
        }
        for place in plan.ambiguous(known) {
            problems.push(changed(&check::spell(place)));
        }
        problems.finish(plan)
    }

    /// Leaves out every breakdown that must not be published, whatever can be worked out.
    pub(super) fn drop_unfit(&mut self, rules: &Rules<'_>, known: &History) {
        self.drop_begun(known);
        self.drop_thin(rules, known);
    }

    /// Leaves out breakdowns whose base is too small, or whose whole is not broken down alike.
    pub(super) fn drop_thin(&mut self, rules: &Rules<'_>, known: &History) {
        loop {
            let slices = self.slices();
            let doomed = slices.into_iter().filter_map(|slice| {
                let why = self.why_dropped(&slice, rules, known)?;
                Some((slice, why))
            });
            let doomed: BTreeMap<Slice, WhyDropped> = doomed.collect();
            if doomed.is_empty() {
                return;
            }
            self.drop_slices(doomed);
        }
    }

    /// Leaves out one breakdown.
    pub(super) fn drop_slice(&mut self, slice: Slice, why: WhyDropped) {
        self.drop_slices(BTreeMap::from([(slice, why)]));
    }

    /// Leaves out the programs of a region and period, and of all regions in it, with all their
    /// breakdowns and whatever is a share of them.
    pub(super) fn drop_programs(&mut self, of: &Place, rules: &Rules<'_>) {
        let regions = &rules.shape().regions;
        let whole = |it: &Arc<str>| regions.get(it)?.whole.clone();
        let is_inside = |region: &Arc<str>| {
            let mut around = std::iter::successors(Some(Arc::clone(region)), whole);
            around.any(|it| it == of.region)
        };
        let is_told_by = |it: &Place| it.indicator == of.indicator && it.period == of.period;
        let is_program = |it: &Place| {
            let mut around = std::iter::successors(Some(it.clone()), |it| rules.denominator(it));
            &*it.program_type != TOTAL
                && is_inside(&it.region)
                && around.by_ref().take(DEPTH_MAX).any(|it| is_told_by(&it))
        };
        self.cells.retain(|place, _| !is_program(place));
        let base = Place { program_type: TOTAL.into(), ..of.base() };
        let dimension = PROGRAM_TYPE.to_owned();
        self.dropped.push(Dropped { base, dimension, why: WhyDropped::Revealing });
    }

    /// Hides a figure to protect another.
    pub(super) fn withhold(&mut self, place: &Place) {
        if let Some(cell) = self.cells.get_mut(place) {
            let why = WhyWithheld::Complement;
            *cell = Cell { figure: Figure::Withheld, why, ..*cell };
        }
    }

    /// Returns the new figures that are withheld.
    pub(super) fn withheld(&self) -> Vec<(Place, WhyWithheld)> {
        let withheld = self.cells.iter().filter(|(_, cell)| cell.figure == Figure::Withheld);
        withheld.map(|(place, cell)| (place.clone(), cell.why)).collect()
    }

    /// Returns the indicators of the new figures.
    pub(super) fn indicators(&self) -> BTreeSet<Arc<str>> {
        self.cells.keys().map(|place| Arc::clone(&place.indicator)).collect()
    }

    /// Hides a numerator of which nearly everybody is one; returns whether it was shown.
    pub(super) fn withhold_certain(&mut self, place: &Place) -> bool {
        let cell = self.cells.get_mut(place).filter(|cell| cell.hideable().is_some());
        let Some(cell) = cell else { return false };
        *cell = Cell { figure: Figure::Withheld, why: WhyWithheld::NearCertain, ..*cell };
        true
    }

    /// Hides what a community has not consented to, however many they are.
    pub(super) fn reserve(&mut self, place: &Place, known: &History) {
        let why = WhyWithheld::Governed;
        match known.figure(place) {
            None => {
                self.cells.insert(place.clone(), Cell::new(Figure::Withheld, why));
            }
            Some(before) if known.is_named(place) => {
                self.unchanged += 1;
                if before == Figure::Withheld {
                    self.governed_before.push(place.clone());
                }
            }
            Some(before) => {
                self.governed_before.push(place.clone());
                self.cells.insert(place.clone(), Cell::told(before, why, false));
            }
        }
    }

    pub(super) fn insert(&mut self, place: &Place, figure: Figure) {
        self.cells.insert(place.clone(), Cell::new(figure, WhyWithheld::Small));
    }

    /// Tells of a place at which nothing is offered that the question does not arise.
    pub(super) fn leave_empty(
        &mut self,
        (place, count): (&Place, u64),
        known: &History,
        problems: &mut Collector,
    ) {
        if count > 0 {
            let what = Message::new("gate-e148-what").word("place", check::spell(place));
            problems.push(problem("FL-E148", Message::new("gate-place-draft"), what));
        }
        if place.breakdown.is_none() && known.figure(place).is_none() {
            self.insert(place, Figure::NotApplicable);
        }
    }

    /// Keeps what was told of a place, where the file says `figure`; adds the place if it was told
    /// by another name only.
    fn keep(&mut self, place: &Place, before: Figure, figure: Figure, is_named: bool) {
        let why = match (before, figure) {
            (_, Figure::Withheld) => {
                self.small_before.push(place.clone());
                WhyWithheld::Small
            }
            (Figure::Withheld, _) => {
                self.large_before.push(place.clone());
                WhyWithheld::Before
            }
            _ => WhyWithheld::Small,
        };
        if !is_named {
            self.cells.insert(place.clone(), Cell::told(before, why, false));
        } else if why != WhyWithheld::Before {
            self.unchanged += 1;
        }
    }

    fn slices(&self) -> BTreeSet<Slice> {
        self.cells.keys().filter_map(slice_of).collect()
    }

    /// Leaves out what would complete a breakdown that was published without it.
    fn drop_begun(&mut self, known: &History) {
        let fresh = self.cells.iter().filter(|(_, cell)| !cell.is_revised);
        let begun: BTreeSet<Slice> = fresh.filter_map(|(place, _)| slice_of(place)).collect();
        let begun = begun.into_iter();
        let begun = begun.filter(|(base, dimension)| known.is_breakdown_named(base, dimension));
        self.drop_slices(begun.map(|slice| (slice, WhyDropped::WithoutWhole)).collect());
    }

    fn drop_slices(&mut self, doomed: BTreeMap<Slice, WhyDropped>) {
        let stays = |place: &Place| slice_of(place).is_none_or(|it| !doomed.contains_key(&it));
        self.cells.retain(|place, _| stays(place));
        self.dropped.extend(doomed.into_iter().map(|((base, dimension), why)| Dropped {
            base,
            dimension: dimension.to_string(),
            why,
        }));
    }

    fn why_dropped(
        &self,
        (base, dimension): &Slice,
        rules: &Rules<'_>,
        known: &History,
    ) -> Option<WhyDropped> {
        let figure = self.cells.get(base).map(|cell| cell.figure).or_else(|| known.figure(base));
        let count = figure.and_then(Figure::count);
        let class = rules.class_of_dimension(dimension);
        let slice_base = u64::from(rules.parameters().slice_base_of(class));
        if count.is_none_or(|count| count < slice_base) {
            return Some(WhyDropped::SmallBase);
        }
        let is_there = |whole: &Place| {
            let of_whole =
                |it: &Place| slice_of(it).is_some_and(|(a, b)| a == *whole && b == *dimension);
            let mut after = self.cells.range(whole.clone()..).map(|(place, _)| place);
            after.by_ref().take_while(|it| it.base() == *whole).any(of_whole)
                || known.is_broken_down(whole, dimension)
        };
        let all = wholes(base, rules).iter().all(is_there);
        (!all).then_some(WhyDropped::WithoutWhole)
    }
}

impl Cell {
    /// Returns what nobody was told before.
    pub(super) fn new(figure: Figure, why: WhyWithheld) -> Self {
        Self { figure, why, is_repeated: false, is_revised: false }
    }

    /// Returns what is out already, under this name or another.
    pub(super) fn told(figure: Figure, why: WhyWithheld, is_revised: bool) -> Self {
        Self { figure, why, is_repeated: true, is_revised }
    }

    /// Returns what takes the place of another number.
    pub(super) fn corrected(figure: Figure) -> Self {
        Self { figure, why: WhyWithheld::Small, is_repeated: false, is_revised: true }
    }

    /// Returns whether it says what was said before.
    pub(super) fn stays(self) -> bool {
        self.is_repeated
    }

    /// Returns the number that it shows, if it may still be hidden.
    pub(super) fn hideable(self) -> Option<u64> {
        self.figure.count().filter(|_| !self.is_repeated)
    }
}

/// Returns what is known of the figure at `place` if it is known to be small.
pub(super) fn small(place: &Place, rules: &Rules<'_>) -> Bounds {
    let threshold = round::soft_threshold(rules.parameters(), rules.class_of(place));
    Bounds { low: 0, high: threshold.saturating_sub(1) }
}

/// Returns the breakdown that a place belongs to.
pub(super) fn slice_of(place: &Place) -> Option<Slice> {
    place.breakdown.as_ref().map(|it| (place.base(), Arc::clone(&it.dimension)))
}

/// Returns what a base is a part of: in space, among programs, and as a numerator.
fn wholes(base: &Place, rules: &Rules<'_>) -> Vec<Place> {
    let region = rules.shape().regions.get(&base.region).and_then(|it| it.whole.clone());
    let region = region.map(|region| Place { region, ..base.clone() });
    let is_part = &*base.program_type != TOTAL && rules.shape().programs.len() > 1;
    let program = is_part.then(|| Place { program_type: TOTAL.into(), ..base.clone() });
    region.into_iter().chain(program).chain(rules.denominator(base)).collect()
}

/// Returns the offset of the group at `place`.
fn offset(place: &Place, rules: &Rules<'_>, secret: &RoundingSecret) -> u64 {
    let (regions, programs) = rules.group_of(place);
    let kind = rules.catalogue().indicator(&place.indicator).map(|it| it.kind);
    let months = place.period.months().map(|it| it.to_string());
    let breakdown = place.breakdown.as_ref();
    let group = Group {
        indicator: &place.indicator,
        months: if kind == Some(IndicatorKind::Stock) { Vec::new() } else { months.collect() },
        regions,
        programs,
        category: breakdown
            .map_or_else(String::new, |it| format!("{}={}", it.dimension, it.category)),
    };
    secret.offset(&group, u64::from(rules.parameters().rounding_base))
}

/// Notes places that must not be named, and periods that must not be added.
fn unpublishable(draft: &Draft, rules: &Rules<'_>, known: &History, problems: &mut Collector) {
    let mut periods: BTreeMap<&str, BTreeSet<Period>> = BTreeMap::new();
    for place in draft.places() {
        if let Some(what) = check::misplaced(rules, place) {
            let what = Message::new(what).word("place", check::spell(place));
            problems.push(problem("FL-E151", Message::new("gate-place-draft"), what));
        }
        periods.entry(&place.indicator).or_default().insert(place.period);
    }
    lacking_denominators(draft, rules, known, problems);
    for (indicator, periods) in periods {
        let mut grains: BTreeSet<Grain> = periods.iter().map(|it| it.grain()).collect();
        let metric = known.metric(indicator);
        grains.extend(metric.into_iter().flat_map(|it| &it.periods).map(|it| it.grain()));
        let place = || Message::new("gate-place-metric").word("indicator", indicator);
        if check::mixes(&grains) {
            problems.push(problem("FL-E152", place(), Message::new("gate-e152-what")));
        }
        for period in periods.iter().filter(|it| check::is_late(known, indicator, **it)) {
            let what = Message::new("gate-e153-what").word("period", period);
            problems.push(problem("FL-E153", place(), what));
        }
    }
}

/// Notes numerators without the denominators that they are a share of, and means without those they are of.
fn lacking_denominators(
    draft: &Draft,
    rules: &Rules<'_>,
    known: &History,
    problems: &mut Collector,
) {
    let drafted: BTreeSet<&Place> = draft.places().collect();
    let bases = draft.places().filter(|place| place.breakdown.is_none());
    let wholes = bases.filter_map(|place| Some((place, rules.denominator(place)?)));
    let is_there = |whole: &Place| drafted.contains(whole) || known.figure(whole).is_some();
    for (place, _) in draft.means() {
        let people = mean::scale(rules, place).map(|scale| mean::people(scale, place));
        if let Some(whole) = people.filter(|it| !is_there(it)) {
            let what = Message::new("gate-e143-what").word("place", check::spell(place));
            let what = what.word("whole", check::spell(&whole));
            problems.push(problem("FL-E143", Message::new("gate-place-draft"), what));
        }
    }
    for (place, whole) in wholes.filter(|(_, whole)| !is_there(whole)) {
        let what = Message::new("gate-e149-what").word("place", check::spell(place));
        let what = what.word("whole", check::spell(&whole));
        problems.push(problem("FL-E149", Message::new("gate-place-draft"), what));
    }
}

/// Says that a place, spelled in codes, was published with another number.
pub(super) fn changed(place: &str) -> Problem {
    let what = Message::new("gate-e154-what").word("place", place);
    problem("FL-E154", Message::new("gate-place-draft"), what)
}

#[cfg(test)]
mod tests {
    use flotilla_domain::policy::Policy;
    use flotilla_domain::profile::Profile;

    use super::*;
    use crate::codebook;

    #[test]
    fn a_part_does_not_stay_where_the_programs_of_its_whole_are_left_out() {
        let catalogue = codebook::standard().unwrap();
        let codes = |codes: [&str; 2]| codes.map(str::to_owned).to_vec();
        let profile = Profile {
            regions: codes(["CA-ON", "CA-QC"]),
            programs: codes(["GROUP", "ONE_SITE"]),
            absent: vec![],
        };
        let policy = Policy::DEFAULT;
        let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
        let place = |region: &str, program: &str| Place {
            indicator: "MATCHES_NEW".into(),
            period: "2024".parse().unwrap(),
            region: region.into(),
            program_type: program.into(),
            breakdown: None,
        };
        let mut plan = Plan::default();
        for region in ["CA", "CA-ON", "CA-QC"] {
            plan.insert(&place(region, TOTAL), Figure::Count(30));
            plan.insert(&place(region, "GROUP"), Figure::Count(30));
        }
        plan.drop_programs(&place("CA-ON", "GROUP"), &rules);
        assert_eq!(plan.cells.len(), 5);
        plan.drop_programs(&place("CA", "GROUP"), &rules);
        assert!(plan.cells.keys().all(|it| &*it.program_type == TOTAL));
        assert_eq!(plan.cells.len(), 3);
    }
}
