//! What a file would publish, before anybody consents: exactly what peers will receive, and why.
//!
//! [`prepare`] and [`prepare_as`] are the way from a table to something that may leave, for a node and
//! for a dry run without one. A [`Preview`] is for the publisher's own eyes: it says why a figure is withheld, which
//! nobody else is told.

use std::collections::BTreeMap;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::id::EntryId;
use flotilla_domain::message::Message;
use flotilla_domain::policy::MOVED_MIN;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;
use flotilla_domain::steward::GovernedCode;

use crate::advice;
use crate::advice::Advice;
use crate::advice::Hidden;
use crate::draft::Draft;
use crate::form::Form;
use crate::history::History;
use crate::pass;
use crate::pass::Dropped;
use crate::pass::Passed;
use crate::pass::Releasable;
use crate::pass::WhyDropped;
use crate::pass::WhyWithheld;
use crate::percent::Percents;
use crate::problem::Problems;
use crate::questions;
use crate::questions::Question;
use crate::read;
use crate::recipe::Recipe;
use crate::recoded;
use crate::round::RoundingSecret;
use crate::rules::Rules;
use crate::union;

/// What may leave, and how it is shown before it does.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What may leave, in the order in which it must be published.
    pub releasables: Vec<Releasable>,
    /// What the publisher is shown.
    pub preview: Preview,
}

/// What a table comes to.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The new figures, in the order in which they are published.
    pub shown: Vec<Shown>,
    /// Figures of this table that were published before, as they were told.
    pub told_before: BTreeMap<Place, Figure>,
    /// The breakdowns that are left out.
    pub dropped: Vec<Dropped>,
    /// How many rows were read.
    pub rows: usize,
    /// How many of them count for nothing.
    pub rows_left_out: usize,
    /// How many releases it makes; none if nothing is new.
    pub releases: usize,
    /// How many figures were published before and stay as they are.
    pub unchanged: usize,
    /// How many more were published as hidden before and stay hidden.
    pub kept_hidden: usize,
    /// How many published figures are corrected.
    pub corrected: usize,
    /// How many published figures would change, and wait.
    pub held_back: usize,
    /// What could be told instead, where much is hidden.
    pub advice: Advice,
    /// Of whose figures these are made up.
    pub coverage: Coverage,
    /// What looks unlikely, and is worth a second look.
    pub questions: Vec<Question>,
}

/// One figure as peers will receive it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What it counts.
    pub place: Place,
    /// What is told.
    pub figure: Figure,
    /// Why it is withheld; stays on this computer.
    pub why: Option<WhyWithheld>,
    /// The percent that it is of its whole, if it is the numerator of a rate and both are told.
    pub percent: Option<u32>,
}

/// Reads a table as `recipe` says, and passes it through the gate.
///
/// # Errors
///
/// Fails with everything that is wrong with the table, or with the recipe for these rules.
pub fn prepare(
    file: &[u8],
    recipe: &Recipe,
    rules: &Rules<'_>,
    secret: &RoundingSecret,
    history: &History,
) -> Result<Prepared, Problems> {
    let draft = read::read(file, recipe, rules.catalogue(), rules.profile())?;
    of_draft(draft, rules, secret, history)
}

/// Reads a table in the form that somebody says it has, and passes it through the gate.
///
/// # Errors
///
/// Fails with everything that is wrong with the table, or with its form for these rules.
pub fn prepare_as(
    file: &[u8],
    form: &Form,
    rules: &Rules<'_>,
    secret: &RoundingSecret,
    history: &History,
) -> Result<Prepared, Problems> {
    let draft = form.read(file, rules.catalogue(), rules.profile())?;
    of_draft(draft, rules, secret, history)
}

pub(crate) fn of_draft(
    draft: Draft,
    rules: &Rules<'_>,
    secret: &RoundingSecret,
    history: &History,
) -> Result<Prepared, Problems> {
    let rows = (draft.rows(), draft.rows_left_out());
    let told_before = told_before(&draft, history);
    let of = draft.places().count();
    let coverage = draft.coverage().clone();
    union::refuse_mixed(&coverage, draft.places(), history)?;
    recoded::refuse(draft.places(), rules, history)?;
    // Passing takes the draft; what may be tried in less detail is small.
    let kept = (of <= advice::PLACES_MAX).then(|| draft.only(|_| true));
    let mut questions = questions::sums_of_persons(&draft, rules);
    questions.extend(questions::unbalanced(&draft, rules, history));
    let passed = pass::pass(draft, rules, secret, history)?;
    let mut preview = Preview::new(&passed, rows, told_before);
    preview.note_percents(rules.catalogue(), history);
    let now = Hidden { hidden: of.saturating_sub(preview.told()), of };
    if let Some(draft) = kept {
        preview.advice = advice::advise(&draft, now, rules, secret);
    }
    let new = preview.shown.iter().map(|it| (&it.place, &it.figure));
    questions.extend(questions::jumps(new, history));
    preview.questions = questions;
    preview.coverage = coverage;
    Ok(Prepared { releasables: passed.releasables, preview })
}

impl Preview {
    fn new(
        passed: &Passed,
        (rows, rows_left_out): (usize, usize),
        told_before: BTreeMap<Place, Figure>,
    ) -> Self {
        let releases = passed.releasables.iter().map(|it| it.release().observations());
        let shown = releases.flatten().map(|observation| Shown {
            place: observation.place.clone(),
            figure: observation.figure,
            why: why(passed, &observation.place),
            percent: None,
        });
        Self {
            shown: shown.collect(),
            told_before,
            dropped: passed.dropped.clone(),
            rows,
            rows_left_out,
            releases: passed.releasables.len(),
            unchanged: passed.unchanged,
            kept_hidden: passed.kept_hidden,
            corrected: passed.corrected,
            held_back: passed.held_back,
            advice: Advice::default(),
            coverage: Coverage::default(),
            questions: Vec::new(),
        }
    }

    /// Notes what readers will come to who divide.
    fn note_percents(&mut self, catalogue: &Catalogue, history: &History) {
        let new: BTreeMap<Place, Figure> =
            self.shown.iter().map(|it| (it.place.clone(), it.figure)).collect();
        // What is published now takes the place of what was before.
        let told = |place: &Place| new.get(place).copied().or_else(|| history.figure(place));
        let percents = Percents::new(catalogue, told);
        self.shown.iter_mut().for_each(|it| it.percent = percents.of(&it.place));
    }

    /// Returns how many numbers of this table readers know once it is published.
    fn told(&self) -> usize {
        let is_told = |figure: &Figure| matches!(figure, Figure::Count(_));
        let new = self.shown.iter().filter(|it| is_told(&it.figure)).count();
        new + self.told_before.values().filter(|it| is_told(it)).count()
    }

    /// Returns whether the table says the very same as was published before.
    pub fn is_unchanged(&self) -> bool {
        self.releases == 0 && self.kept_hidden == 0 && self.held_back == 0
    }

    /// Returns the last entry that tells what this table says, too.
    pub fn published_in(&self, history: &History) -> Option<EntryId> {
        history.last_entry_of(self.told_before.keys())
    }

    /// Returns what stays on this computer because its community has not consented: how many cells of
    /// each code.
    pub fn reserved(&self) -> impl Iterator<Item = (GovernedCode, usize)> {
        let mut cells: BTreeMap<GovernedCode, usize> = BTreeMap::new();
        let hidden = self.shown.iter().filter(|it| it.why == Some(WhyWithheld::Governed));
        let categories = hidden.filter_map(|it| it.place.breakdown.as_ref());
        for code in categories.filter_map(|it| GovernedCode::new(&it.dimension, &it.category)) {
            *cells.entry(code).or_default() += 1;
        }
        cells.into_iter()
    }

    /// Returns whose figures these are, if not the publisher's alone.
    fn covered(&self) -> Option<Message> {
        covered(&self.coverage)
    }

    /// Returns what is worth knowing.
    pub fn notes(&self) -> Vec<Message> {
        let counted =
            |id, count: usize| (count > 0).then(|| Message::new(id).number("count", count));
        let waits = if self.corrected.saturating_add(self.held_back) < MOVED_MIN {
            "gate-held-back-few"
        } else {
            "gate-held-back-revealing"
        };
        let before = [
            counted("gate-corrected", self.corrected),
            counted(waits, self.held_back),
            counted("gate-unchanged", self.unchanged),
            counted("gate-kept-hidden", self.kept_hidden),
        ];
        self.covered()
            .into_iter()
            .chain(counted("gate-rows-left-out", self.rows_left_out))
            .chain(self.reserved().map(|(code, count)| reserved_note(&code, count)))
            .chain(self.dropped.iter().map(Dropped::message))
            .chain(before.into_iter().flatten())
            .chain(self.advice.messages())
            .chain(self.questions.iter().map(Question::message))
            .collect()
    }
}

impl Dropped {
    /// Returns what the publisher is told.
    pub fn message(&self) -> Message {
        let id = match self.why {
            WhyDropped::Dominated => "gate-dropped-dominated",
            WhyDropped::Governed => "gate-dropped-governed",
            WhyDropped::NearCertain => "gate-dropped-near-certain",
            WhyDropped::Revealing => "gate-dropped-revealing",
            WhyDropped::SmallBase => "gate-dropped-small-base",
            WhyDropped::Untold => "gate-dropped-untold",
            WhyDropped::WithoutWhole => "gate-dropped-without-whole",
        };
        Message::new(id)
            .word("dimension", &self.dimension)
            .word("indicator", &self.base.indicator)
            .word("period", self.base.period)
            .word("region", &self.base.region)
            .word("program", &self.base.program_type)
    }
}

impl WhyWithheld {
    /// Returns what the publisher is told.
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Before => "gate-why-before",
            Self::Complement => "gate-why-complement",
            Self::Governed => "gate-why-governed",
            Self::Masked => "gate-why-masked",
            Self::NearCertain => "gate-why-near-certain",
            Self::Small => "gate-why-small",
        })
    }
}

/// Says that figures stay here because a community has not consented to them.
fn reserved_note(code: &GovernedCode, count: usize) -> Message {
    Message::new("gate-reserved").word("code", code).number("count", count)
}

/// Says of whose figures some are made up; nothing if they are their author's alone.
pub fn covered(coverage: &Coverage) -> Option<Message> {
    let id = match (coverage.is_empty(), coverage.is_together()) {
        (true, _) => return None,
        (false, true) => "gate-covers-together",
        (false, false) => "gate-covers",
    };
    let names = coverage.units().join(", ");
    Some(Message::new(id).number("count", coverage.units().len()).word("names", names))
}

fn told_before(draft: &Draft, history: &History) -> BTreeMap<Place, Figure> {
    let named = draft.places().filter(|place| history.is_named(place));
    named
        .filter_map(|place| Some((place.clone(), history.figure(place)?)))
        .collect()
}

fn why(passed: &Passed, place: &Place) -> Option<WhyWithheld> {
    let at = passed.withheld.binary_search_by(|(withheld, _)| withheld.cmp(place)).ok()?;
    passed.withheld.get(at).map(|(_, why)| *why)
}
