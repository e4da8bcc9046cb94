//! What a member sees before it consents: exactly what peers will receive, and why.

use flotilla_domain::message::Message;
use flotilla_domain::policy::MOVED_MIN;
use flotilla_domain::practice::Practice;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;
use flotilla_gate::pass::Dropped;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::WhyDropped;
use flotilla_gate::pass::WhyWithheld;

use super::seal::Sealable;

/// Names a preview.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PreviewId(pub [u8; 16]);

/// What would be published.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Its name.
    pub id: PreviewId,
    /// The observations, in the order in which they are published.
    pub shown: Vec<Shown>,
    /// What is worth knowing.
    pub notes: Vec<Message>,
    /// The practice record, if it is one.
    pub practice: Option<Practice>,
    /// How many rows or records were read.
    pub rows: usize,
    /// How many organisations will keep a copy.
    pub members: usize,
    /// How many signed entries it makes; none if nothing is new.
    pub entries: usize,
    /// How many figures were published before and stay as they are.
    pub unchanged: usize,
    /// How many more were published as hidden before and stay hidden.
    pub kept_hidden: usize,
    /// How many published figures would change, and wait.
    pub held_back: usize,
}

/// One observation as peers will receive it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What it counts.
    pub place: Place,
    /// What is told.
    pub figure: Figure,
    /// Why it is withheld; stays on this computer.
    pub why: Option<Message>,
}

impl Preview {
    /// Shows what passed, made from so many rows of which so many were left out.
    pub(crate) fn of_metrics(
        id: PreviewId,
        (rows, left_out): (usize, usize),
        passed: &Passed,
        members: usize,
    ) -> Self {
        let releases = passed.releasables.iter().map(|it| it.release().observations());
        let shown = releases.flatten().map(|observation| Shown {
            place: observation.place.clone(),
            figure: observation.figure,
            why: why(passed, &observation.place),
        });
        Self {
            id,
            shown: shown.collect(),
            notes: rows_left_out(left_out)
                .into_iter()
                .chain(corrections(passed))
                .chain(passed.dropped.iter().map(note))
                .collect(),
            practice: None,
            rows,
            members,
            entries: passed.releasables.len(),
            unchanged: passed.unchanged,
            kept_hidden: passed.kept_hidden,
            held_back: passed.held_back,
        }
    }

    /// Shows what would be published again; so many contents count already, and so many are refused.
    pub(crate) fn of_again(
        id: PreviewId,
        contents: &[Sealable],
        (unchanged, refused): (usize, usize),
        members: usize,
    ) -> Self {
        let releases = contents.iter().filter_map(|it| match it {
            Sealable::Notice(..) | Sealable::Practice(_) => None,
            Sealable::Release(releasable) => Some(releasable.release().observations()),
        });
        let shown = releases.flatten().map(|observation| Shown {
            place: observation.place.clone(),
            figure: observation.figure,
            why: None,
        });
        let practices = contents.iter().filter(|it| matches!(it, Sealable::Practice(_))).count();
        let note = |id, count: usize| (count > 0).then(|| Message::new(id).number("count", count));
        let notes = [
            note("node-again-practices", practices),
            note("node-again-unchanged", unchanged),
            note("node-again-refused", refused),
        ];
        Self {
            id,
            shown: shown.collect(),
            notes: notes.into_iter().flatten().collect(),
            practice: None,
            rows: contents.len(),
            members,
            entries: contents.len(),
            unchanged: 0,
            kept_hidden: 0,
            held_back: 0,
        }
    }

    pub(crate) fn of_practice(id: PreviewId, practice: &Practice, members: usize) -> Self {
        Self {
            id,
            shown: Vec::new(),
            notes: Vec::new(),
            practice: Some(practice.clone()),
            rows: 1,
            members,
            entries: 1,
            unchanged: 0,
            kept_hidden: 0,
            held_back: 0,
        }
    }
}

fn why(passed: &Passed, place: &Place) -> Option<Message> {
    let at = passed.withheld.binary_search_by(|(withheld, _)| withheld.cmp(place)).ok()?;
    passed.withheld.get(at).map(|(_, why)| match why {
        WhyWithheld::Before => Message::new("node-why-before"),
        WhyWithheld::Complement => Message::new("node-why-complement"),
        WhyWithheld::Small => Message::new("node-why-small"),
    })
}

fn rows_left_out(count: usize) -> Option<Message> {
    (count > 0).then(|| Message::new("node-rows-left-out").number("count", count))
}

/// Says what becomes of figures that are out and would be others now.
fn corrections(passed: &Passed) -> Vec<Message> {
    let Passed { corrected, held_back, .. } = passed;
    let waits = if corrected + held_back < MOVED_MIN {
        "node-held-back-few"
    } else {
        "node-held-back-revealing"
    };
    let note = |id, count: &usize| (*count > 0).then(|| Message::new(id).number("count", *count));
    [note("node-corrected", corrected), note(waits, held_back)]
        .into_iter()
        .flatten()
        .collect()
}

fn note(dropped: &Dropped) -> Message {
    let id = match dropped.why {
        WhyDropped::NearCertain => "node-dropped-near-certain",
        WhyDropped::Revealing => "node-dropped-revealing",
        WhyDropped::SmallBase => "node-dropped-small-base",
        WhyDropped::WithoutWhole => "node-dropped-without-whole",
    };
    Message::new(id)
        .word("dimension", &dropped.dimension)
        .word("indicator", &dropped.base.indicator)
        .word("period", dropped.base.period)
        .word("region", &dropped.base.region)
        .word("program", &dropped.base.program_type)
}
