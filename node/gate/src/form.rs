//! In which form a table comes: rows that a recipe counts, or counts that people made themselves.
//!
//! Either way it becomes a [`Draft`], which has one way out.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::profile::Profile;

use crate::counts;
use crate::draft::Draft;
use crate::problem::Problems;
use crate::read;
use crate::recipe::Recipe;

/// How a table is read.
#[derive(Clone, Debug)]
pub enum Form {
    /// One line for each count, as [`counts::read`] takes them.
    Counts,
    /// One row for each person or match.
    Rows(Box<Recipe>),
}

impl Form {
    /// Reads what stands in the place of a recipe: one, or [`counts::RECIPE`].
    ///
    /// # Errors
    ///
    /// Fails with everything that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Problems> {
        if text.trim() == counts::RECIPE.trim() {
            return Ok(Self::Counts);
        }
        Ok(Self::Rows(Box::new(Recipe::parse(text)?)))
    }

    /// Returns the regions and programs that it speaks of: where somebody works who is no member yet.
    pub fn profile(&self, file: &[u8], catalogue: &Catalogue) -> Profile {
        match self {
            Self::Counts => counts::profile(file, catalogue),
            Self::Rows(recipe) => recipe.profile(catalogue),
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
            Self::Counts => counts::read(file, catalogue, profile),
            Self::Rows(recipe) => read::read(file, recipe, catalogue, profile),
        }
    }
}
