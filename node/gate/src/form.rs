//! In which form a table comes: rows that a recipe counts, counts that people made themselves, or several of
//! either that report together.
//!
//! Either way it becomes a [`Draft`], which has one way out.

use std::collections::BTreeSet;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::profile::Profile;
use toml::Table;
use toml::Value;

use crate::counts;
use crate::counts::Way;
use crate::draft::Draft;
use crate::fields;
use crate::fields::Section;
use crate::problem::Collector;
use crate::problem::Problems;
use crate::read;
use crate::read::reduce;
use crate::read::reduce_to;
use crate::recipe::Recipe;
use crate::together;

/// The section by which a recipe says that somebody else has counted.
const COUNTS: &str = "counts";

/// How a table is read.
#[derive(Clone, Debug)]
pub enum Form {
    /// One line or one row for each count, as [`counts::read`] takes them.
    Counts(Box<Way>),
    /// One row for each person or match.
    Rows(Box<Recipe>),
    /// Several organisations' tables, joined to one text, all of one form.
    Together(Box<Self>, Coverage),
}

impl Form {
    /// Reads a recipe, or what stands in its place: [`counts::RECIPE`], or more under `[counts]`.
    ///
    /// # Errors
    ///
    /// Fails with everything that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Problems> {
        let mut problems = Collector::default();
        match fields::parse(text, &mut problems) {
            Some(table) if table.contains_key(together::SECTION) => Self::together(table),
            Some(table) if table.contains_key(COUNTS) => Self::counts(&table),
            Some(_) | None => Ok(Self::Rows(Box::new(Recipe::parse(text)?))),
        }
    }

    /// Reads a recipe for the tables of several organisations, which it names.
    fn together(mut table: Table) -> Result<Self, Problems> {
        let mut problems = Collector::default();
        let named = table.remove(together::SECTION).unwrap_or(Value::Boolean(false));
        let named = Table::from_iter([(together::SECTION.to_owned(), named)]);
        let file = Section::new("", &named);
        let coverage = file.section(together::SECTION, &mut problems).and_then(|section| {
            let names = section.texts(together::ORGANISATIONS, &mut problems);
            section.finish(&mut problems);
            counts::named(names, true, together::SECTION, &mut problems)
        });
        problems.finish(())?;
        let each = Self::parse(&table.to_string())?;
        if let Self::Counts(way) = &each
            && !way.coverage().is_empty()
        {
            return Err(fields::wrong("counts.covers", "covers").into());
        }
        let coverage = coverage.ok_or_else(|| fields::missing(together::SECTION))?;
        Ok(Self::Together(Box::new(each), coverage))
    }

    /// Reads what stands in the place of a recipe where people have counted.
    fn counts(table: &Table) -> Result<Self, Problems> {
        let mut problems = Collector::default();
        let file = Section::new("", table);
        let hints = file.section("file", &mut problems);
        let counts = file.section(COUNTS, &mut problems);
        let way = counts.and_then(|it| Way::read(it, hints, &mut problems));
        file.finish(&mut problems);
        problems.finish(())?;
        way.map(|it| Self::Counts(Box::new(it)))
            .ok_or_else(|| fields::missing(COUNTS).into())
    }

    /// Returns whether its figures are made up of those of others.
    pub fn covers(&self) -> bool {
        match self {
            Self::Counts(way) => !way.coverage().is_empty(),
            Self::Rows(_) => false,
            Self::Together(..) => true,
        }
    }

    /// Returns whether it is about the cells of a template that was filled in.
    pub fn is_of_template(&self) -> bool {
        matches!(self, Self::Counts(way) if way.columns().is_none())
    }

    /// Returns which sheet of a workbook it is about, if it says so.
    pub fn sheet(&self) -> Option<&str> {
        match self {
            Self::Counts(way) => way.hints().sheet.as_deref(),
            Self::Rows(recipe) => recipe.sheet(),
            Self::Together(each, _) => each.sheet(),
        }
    }

    /// Returns what of a file may leave the tool: all of the counts, and of rows what is named.
    ///
    /// # Errors
    ///
    /// Fails if the file is no table.
    pub fn reduce(&self, file: &[u8]) -> Result<Vec<u8>, Problems> {
        match self {
            Self::Counts(way) => match way.columns() {
                Some(columns) => reduce_to(file, way.hints(), &columns),
                None => Ok(file.to_vec()),
            },
            Self::Rows(recipe) => reduce(file, recipe),
            Self::Together(each, coverage) => {
                let reduced = by_unit(file, coverage, |file| each.reduce(file))?;
                Ok(together::join(&reduced))
            }
        }
    }

    /// Returns the regions and programs that it speaks of: where somebody works who is no member yet.
    pub fn profile(&self, file: &[u8], catalogue: &Catalogue) -> Profile {
        match self {
            Self::Counts(way) => counts::profile(file, way, catalogue),
            Self::Rows(recipe) => recipe.profile(catalogue),
            Self::Together(each, coverage) => {
                let files = together::split(file, coverage.units().len()).unwrap_or_default();
                let profiles = files.into_iter().map(|it| each.profile(it, catalogue));
                profiles.fold(Profile::default(), joint)
            }
        }
    }

    /// Reads a table.
    pub(crate) fn read(
        &self,
        file: &[u8],
        catalogue: &Catalogue,
        profile: &Profile,
    ) -> Result<Draft, Problems> {
        match self {
            Self::Counts(way) => counts::read(file, way, catalogue, profile),
            Self::Rows(recipe) => read::read(file, recipe, catalogue, profile),
            Self::Together(each, coverage) => {
                let drafts = by_unit(file, coverage, |file| each.read(file, catalogue, profile))?;
                together::pool(&drafts, coverage.clone(), (catalogue, profile))
            }
        }
    }
}

/// Returns what `read` makes of the file of each organisation; a problem says whose file it is about.
fn by_unit<T>(
    joined: &[u8],
    coverage: &Coverage,
    read: impl Fn(&[u8]) -> Result<T, Problems>,
) -> Result<Vec<T>, Problems> {
    let files = together::split(joined, coverage.units().len());
    let files = files.ok_or_else(together::not_joined)?.into_iter();
    let about = |unit: &str| {
        let unit = together::about(unit);
        |problems: Problems| problems.after(unit)
    };
    let read = files.zip(coverage.units()).map(|(file, unit)| read(file).map_err(about(unit)));
    read.collect()
}

/// Returns the regions and programs of two profiles.
fn joint(one: Profile, other: Profile) -> Profile {
    let both = |one: Vec<String>, other: Vec<String>| {
        one.into_iter().chain(other).collect::<BTreeSet<_>>().into_iter().collect()
    };
    Profile {
        regions: both(one.regions, other.regions),
        programs: both(one.programs, other.programs),
        absent: Vec::new(),
    }
}
