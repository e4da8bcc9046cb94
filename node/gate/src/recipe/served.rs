//! Which regions and programs a recipe speaks of: where somebody works who is no member yet.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::profile::Profile;

use super::Recipe;
use super::Source;

impl Recipe {
    /// Returns the lowest-level regions and programs of `catalogue` that it names. What it names and
    /// the catalogue does not have is a problem for [`crate::read::read`] to tell.
    pub fn profile(&self, catalogue: &Catalogue) -> Profile {
        let leaves = |list: &str, source: Option<&Source>| {
            let Some((list, source)) = catalogue.list(list).zip(source) else { return Vec::new() };
            let mut codes = source.codes();
            codes.retain(|code| list.is_leaf(code));
            codes.sort_unstable();
            codes.dedup();
            codes.into_iter().map(str::to_owned).collect()
        };
        Profile {
            regions: leaves(REGION, Some(&self.region)),
            programs: leaves(PROGRAM_TYPE, self.program.as_ref()),
            absent: Vec::new(),
        }
    }
}

impl Source {
    fn codes(&self) -> Vec<&str> {
        match self {
            Self::Constant(code) => vec![code],
            Self::Column(lookup) => {
                let words = lookup.map.iter().map(|(_, code)| code);
                let bands = lookup.bands.iter().map(|band| &band.code);
                words.chain(bands).chain(&lookup.unknown).map(String::as_str).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook;

    #[test]
    fn somebody_works_where_the_recipe_says() {
        let recipe = Recipe::parse(
            r#"
            region = { column = "province", map = { O = "CA-ON", Q = "CA-QC", X = "CA-ON" } }
            program = { code = "GROUP" }
            [[metric]]
            indicator = "MATCHES_NEW"
            period = { code = "2025" }
            "#,
        );
        let profile = recipe.unwrap().profile(&codebook::standard().unwrap());
        assert_eq!(profile.regions, ["CA-ON", "CA-QC"]);
        assert_eq!(profile.programs, ["GROUP"]);
    }

    #[test]
    fn what_is_no_region_is_left_to_the_reader() {
        let recipe = Recipe::parse(
            "region = { code = \"CA\" }\n[[metric]]\nindicator = \"MATCHES_NEW\"\n\
             period = { code = \"2025\" }\n",
        );
        let profile = recipe.unwrap().profile(&codebook::standard().unwrap());
        assert_eq!(profile, Profile::default());
    }
}
