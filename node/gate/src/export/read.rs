//! What an earlier dry run printed, taken back in: what was published before.
//!
//! A member with a node has its log for this. Here the same is rebuilt from files, in the order of
//! publication: each is judged as a receiver would judge it, so what does not count as a publication
//! does not count as history. What says something else of a figure that is out is a correction, of all
//! that was published together with it.

use std::collections::BTreeMap;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_domain::policy::ClassParameters;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Absence;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use serde::Deserialize;
use serde_json::Value;

use super::Figures;
use super::document::FORMAT;
use super::document::Parameters;
use crate::check::spell;
use crate::history::History;
use crate::pass;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::problem::quote;
use crate::rules::Rules;

/// What was published before, as a file tells it.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// What people call the file.
    name: String,
    member: String,
    parameters: Option<Parameters>,
    coverage: Coverage,
    figures: Figures,
}

/// The members of a document that are read; all others are passed over.
#[derive(Debug, Deserialize)]
struct Document {
    #[serde(default)]
    publications: Option<Vec<Written>>,
    #[serde(flatten)]
    only: Option<Written>,
    #[serde(default)]
    flotilla: Option<Beside>,
}

#[derive(Debug, Deserialize)]
struct Written {
    scope: String,
    cells: Vec<Cell>,
    #[serde(default)]
    means: Vec<Mean>,
}

/// A mean, in halves of its unit.
#[derive(Debug, Deserialize)]
struct Mean {
    name: String,
    n: Named,
    value: u64,
}

#[derive(Debug, Deserialize)]
struct Named {
    id: String,
}

#[derive(Debug, Deserialize)]
struct Cell {
    id: String,
    #[serde(default)]
    v: Option<u64>,
    s: String,
    /// Only of constants, which are no cells.
    #[serde(default)]
    rounding: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Beside {
    format: u32,
    member: String,
    rules: Option<Parameters>,
    #[serde(default)]
    covers: Vec<String>,
    #[serde(default)]
    together: bool,
}

impl Earlier {
    /// Reads a document; `name` is what people call the file.
    ///
    /// # Errors
    ///
    /// Fails with everything that is wrong with it.
    pub fn read(name: &str, text: &str) -> Result<Self, Problems> {
        let malformed = |line| {
            let place = match line {
                0 => file(name),
                line => file_line(name, line),
            };
            Problems::from(problem("FL-E195", place, Message::new("gate-e195-what")))
        };
        // Read twice: what is no JSON is told with its line, and the rest by what is missing.
        let value: Value = serde_json::from_str(text).map_err(|it| malformed(it.line()))?;
        let document: Document = serde_json::from_value(value).map_err(|_| malformed(0))?;
        let Document { publications, only, flotilla } = document;
        let written = match (publications, only) {
            (Some(all), _) => all,
            (None, Some(only)) => vec![only],
            (None, None) => return Err(malformed(0)),
        };
        if flotilla.as_ref().is_some_and(|it| it.format != FORMAT) {
            return Err(malformed(0));
        }
        let member = flotilla.as_ref().map(|it| it.member.clone());
        let member = member.or_else(|| written.first().map(|it| it.scope.clone()));
        let coverage = match &flotilla {
            Some(it) => Coverage::new(it.covers.clone(), it.together).map_err(|_| malformed(0))?,
            None => Coverage::default(),
        };
        Ok(Self {
            name: name.to_owned(),
            member: member.unwrap_or_default(),
            coverage,
            parameters: flotilla.and_then(|it| it.rules),
            figures: figures(name, &written)?,
        })
    }

    /// Checks that all of `files` are of one member.
    ///
    /// # Errors
    ///
    /// Fails with every file that is of another member than the first.
    pub fn of_one_member(files: &[Self]) -> Result<(), Problems> {
        let mut problems = Collector::default();
        let Some(first) = files.first() else { return Ok(()) };
        for other in files.iter().filter(|it| it.member != first.member) {
            let what = Message::new("gate-e194-what").word("member", quote(&other.member));
            let what = what.word("first", quote(&first.member));
            problems.push(problem("FL-E194", file(&other.name), what));
        }
        problems.finish(())
    }

    /// Returns whose publication it is.
    pub fn member(&self) -> &str {
        &self.member
    }

    /// Returns where the member worked and what it offered, if the document says so.
    pub fn profile(&self) -> Option<Profile> {
        let Parameters { regions, programs, not_offered, .. } = self.parameters.clone()?;
        let absence = |text: &String| {
            let (region, program) = text.split_once(' ')?;
            Some(Absence { region: region.to_owned(), program: program.to_owned() })
        };
        let absent = not_offered.iter().filter_map(absence).collect();
        Some(Profile { regions, programs, absent })
    }

    /// Returns what it tells.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Adds what it tells to `history`, for a member with `profile` where the document does not say.
    ///
    /// # Errors
    ///
    /// Fails if it contradicts what is there, or no receiver would have accepted it.
    pub fn remember(
        &self,
        (catalogue, policy): (&Catalogue, &Policy),
        profile: &Profile,
        history: &mut History,
    ) -> Result<(), Problems> {
        let own = self.profile();
        let gate = self.gate(policy.gate.classes).unwrap_or(policy.gate);
        let rules = Rules::new(catalogue, policy, gate, own.as_ref().unwrap_or(profile));
        let (corrected, replaces) = self.corrections(history);
        let news = self.news(history);
        let of = (&self.coverage, &rules);
        let corrections = pass::in_order(corrected, &replaces, of)?;
        for release in corrections.into_iter().chain(pass::in_order(news, &[], of)?) {
            self.accept(&release, &rules, history)?;
        }
        Ok(())
    }

    /// Returns what `history` does not know yet.
    fn news(&self, history: &History) -> Vec<Observation> {
        let is_new = |place: &Place| history.figure(place).is_none() || !history.is_named(place);
        let news = self.figures.iter().filter(|(place, _)| is_new(place));
        news.map(|(place, figure)| Observation { place: place.clone(), figure: *figure })
            .collect()
    }

    /// Returns what `history` knows otherwise, with all that was published together with it, and the
    /// releases that this replaces.
    fn corrections(&self, history: &History) -> (Vec<Observation>, Vec<EntryId>) {
        let differs = |(place, figure): &(&Place, &Figure)| {
            history.figure(place).is_some_and(|before| before != **figure)
        };
        let moved = self.figures.iter().filter(differs);
        let replaces = history.owners(&moved.filter_map(|(place, _)| history.id(place)).collect());
        let told = history.told_by(&replaces).into_iter().filter_map(|place| {
            let figure = self.figures.get(&place).copied().or_else(|| history.figure(&place))?;
            Some(Observation { place, figure })
        });
        (told.collect(), replaces)
    }

    fn accept(
        &self,
        release: &Release,
        rules: &Rules<'_>,
        history: &mut History,
    ) -> Result<(), Problems> {
        let verdict = history.accept_entry(rules, release, self.name_of(release));
        let mut problems = Collector::default();
        for reason in verdict.reasons() {
            problems.push(problem("FL-E198", file(&self.name), reason.text.clone()));
        }
        problems.finish(())
    }

    /// Names a release, which no entry was ever made of, by what it says and where it is said.
    fn name_of(&self, release: &Release) -> EntryId {
        let said = release
            .observations()
            .iter()
            .map(|it| format!("{} {:?}\n", spell(&it.place), it.figure));
        EntryId(Hash::of([self.name.as_bytes(), &[0], said.collect::<String>().as_bytes()]))
    }

    fn gate(&self, classes: ClassParameters) -> Option<GateParameters> {
        self.parameters.as_ref().map(|it| GateParameters {
            rounding_base: it.rounding_base,
            threshold: it.threshold,
            slice_base: it.slice_base,
            candidates: it.candidates,
            classes,
        })
    }
}

fn figures(name: &str, written: &[Written]) -> Result<Figures, Problems> {
    let mut problems = Collector::default();
    let mut figures = BTreeMap::new();
    let cells = written.iter().flat_map(|it| &it.cells);
    for cell in cells.filter(|it| it.s != "abs" && it.rounding.is_none()) {
        let at = || cell_place(name, &cell.id);
        let figure = match (cell.s.as_str(), cell.v) {
            ("pub", Some(count)) => Some(Figure::Count(count)),
            ("sup", None) => Some(Figure::Withheld),
            _ => None,
        };
        let (Some(place), Some(figure)) = (place(&cell.id), figure) else {
            problems.push(problem("FL-E196", at(), Message::new("gate-e196-what")));
            continue;
        };
        if figures.insert(place, figure).is_some_and(|before| before != figure) {
            let what = Message::new("gate-e197-what").word("place", quote(&cell.id));
            problems.push(problem("FL-E197", at(), what));
        }
    }
    for mean in written.iter().flat_map(|it| &it.means) {
        match place(&mean.n.id) {
            Some(people) => {
                let place = Place { indicator: mean.name.as_str().into(), ..people };
                figures.insert(place, Figure::Mean(mean.value / 2));
            }
            None => problems.push(problem(
                "FL-E196",
                cell_place(name, &mean.n.id),
                Message::new("gate-e196-what"),
            )),
        }
    }
    problems.finish(figures)
}

/// Reads a place as [`spell`] writes it.
fn place(id: &str) -> Option<Place> {
    let mut words = id.split(' ');
    let (indicator, period) = (words.next()?, words.next()?.parse().ok()?);
    let (region, program_type) = (words.next()?.into(), words.next()?.into());
    let breakdown = match words.next().map(|it| it.split_once('=')) {
        None => None,
        Some(Some((dimension, category))) => {
            Some(Breakdown { dimension: dimension.into(), category: category.into() })
        }
        Some(None) => return None,
    };
    let place = Place { indicator: indicator.into(), period, region, program_type, breakdown };
    (spell(&place) == id).then_some(place)
}

fn file(name: &str) -> Message {
    Message::new("gate-place-history").word("file", quote(name))
}

fn file_line(name: &str, line: usize) -> Message {
    let place = Message::new("gate-place-history-line");
    place.word("file", quote(name)).number("line", line)
}

fn cell_place(name: &str, id: &str) -> Message {
    Message::new("gate-place-history-cell")
        .word("file", quote(name))
        .word("cell", quote(id))
}

fn problem(code: &'static str, place: Message, what: Message) -> Problem {
    let remedy = match code {
        "FL-E194" => "gate-e194-remedy",
        "FL-E195" => "gate-e195-remedy",
        "FL-E196" => "gate-e196-remedy",
        "FL-E197" => "gate-e197-remedy",
        _ => "gate-e198-remedy",
    };
    Problem { code, place, what, remedy: Message::new(remedy) }
}
