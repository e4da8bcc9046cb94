//! Counting persons, each of them once, however many rows they have.
//!
//! In one period a person is in one region and in one category of each dimension, those of the first row
//! that counts there, so that regions and categories add up to their total; and in every program that
//! any of the rows names. What tells persons apart is kept until the rows are counted, and no longer.

use std::collections::BTreeMap;
use std::collections::HashMap;

use flotilla_domain::period::Period;
use flotilla_domain::release::Place;

use super::tally::Group;

/// A person of one metric in one period.
type Seat = (usize, Period, u32);

/// Persons, and where they were counted.
#[derive(Debug, Default)]
pub(super) struct Persons {
    numbers: HashMap<String, u32>,
    first: HashMap<Seat, Group>,
    places: BTreeMap<Place, Vec<u32>>,
}

impl Persons {
    /// Returns the number of the person whom a cell names.
    pub(super) fn number(&mut self, cell: &str) -> u32 {
        if let Some(number) = self.numbers.get(cell) {
            return *number;
        }
        // A file has fewer rows than there are numbers.
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(cell.to_owned(), number);
        number
    }

    /// Returns where a person is counted whose row says `group`: its programs, and all else as before.
    pub(super) fn seated(&mut self, seat: Seat, group: &Group) -> Group {
        let first = self.first.entry(seat).or_insert_with(|| group.clone());
        Group { programs: group.programs.clone(), ..first.clone() }
    }

    /// Counts a person at a place.
    pub(super) fn count(&mut self, place: Place, person: u32) {
        let persons = self.places.entry(place).or_default();
        // Rows of one person mostly follow each other.
        if persons.last() != Some(&person) {
            persons.push(person);
        }
    }

    /// Returns how many persons are at each place.
    pub(super) fn into_counts(self) -> impl Iterator<Item = (Place, u64)> {
        self.places.into_iter().map(|(place, mut persons)| {
            persons.sort_unstable();
            persons.dedup();
            (place, u64::try_from(persons.len()).unwrap_or(u64::MAX))
        })
    }
}

#[cfg(test)]
mod tests {
    use flotilla_domain::profile::Profile;

    use crate::codebook;
    use crate::problem::Problems;
    use crate::read::read;
    use crate::recipe::Recipe;

    #[test]
    fn a_person_counts_once_in_a_period_and_in_each_program() {
        let counts = counts(
            "case,place,kind,sex,start,end\n\
             L1,ON,G,F,2023-02-01,2023-05-01\nL1,ON,S,F,2023-11-01,\n\
             L2,QC,G,M,2024-01-01,2024-01-01\nL3,QC,S,F,2024-12-31,\n",
        );
        let at = |place: &str| counts.iter().find(|(name, _)| name == place).map(|(_, it)| *it);
        assert_eq!(at("2023 CA _T"), Some(1), "two matches of one person");
        assert_eq!((at("2023 CA GROUP"), at("2023 CA ONE_SITE")), (Some(1), Some(1)));
        assert_eq!(at("2024 CA _T"), Some(3), "one goes on, one ends on the first day");
        assert_eq!((at("2024 CA-ON _T"), at("2024 CA-QC _T")), (Some(1), Some(2)));
        assert_eq!((at("2024 CA _T GIRLS"), at("2024 CA _T BOYS")), (Some(2), Some(1)));
        assert_eq!(at("2023 CA-QC _T"), Some(0));
    }

    #[test]
    fn who_is_in_two_places_is_counted_where_the_first_row_says() {
        let counts = counts(
            "case,place,kind,sex,start,end\n\
             L1,ON,G,F,2024-02-01,\nL1,QC,S,M,2024-03-01,\nL2,QC,S,M,2024-03-01,\n",
        );
        let regions: u64 = counts
            .iter()
            .filter(|(name, _)| ["2024 CA-ON _T", "2024 CA-QC _T"].contains(&name.as_str()))
            .map(|(_, count)| count)
            .sum();
        assert_eq!(regions, 2, "they add up to the persons");
        assert!(counts.contains(&("2024 CA-ON ONE_SITE GIRLS".to_owned(), 1)), "and every program");
    }

    #[test]
    fn a_row_must_say_whose_it_is() {
        let file = "case,place,kind,sex,start,end\n,ON,G,F,2024-02-01,\n";
        let problems = draft(file, RECIPE).unwrap_err();
        assert_eq!(problems.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E145"]);
    }

    #[test]
    fn persons_and_rows_are_not_mixed_up() {
        let refused = |recipe: &str| {
            let problems = draft("case,place,kind,sex,start,end\n", recipe).unwrap_err();
            problems.iter().map(|it| it.what.id()).collect::<Vec<_>>().join(" ")
        };
        let without = RECIPE.replace("person = 'case'", "");
        assert_eq!(refused(&without), "gate-e137-what-unique");
        let matches = RECIPE.replace("YOUTH_SERVED", "MATCHES_NEW");
        assert_eq!(refused(&matches), "gate-e137-what-rows");
        let at = RECIPE.replace("during", "at");
        assert_eq!(refused(&at), "gate-e133-what-unique");
        let stock = without.replace("YOUTH_SERVED", "MATCHES_ACTIVE");
        assert_eq!(refused(&stock), "gate-e133-what-days");
    }

    #[test]
    fn consent_may_be_one_of_a_list_and_may_be_taken_back() {
        let recipe = format!(
            "consent = {{ column = 'scopes', includes = ['Program statistics'], withdrawn = 'back' }}\n{RECIPE}"
        );
        let file = "case,place,kind,sex,start,end,scopes,back\n\
            L1,ON,G,F,2024-02-01,,research; PROGRAM  statistics,\n\
            L2,ON,G,F,2024-02-01,,research,\n\
            L3,ON,G,F,2024-02-01,,program statistics,2024-06-01\n\
            L4,ON,G,F,2024-02-01,,,\n";
        let draft = draft(file, &recipe).unwrap();
        assert_eq!((draft.rows(), draft.rows_left_out()), (4, 3));
    }

    /// Returns the counts of a file, by period, region, program and gender.
    fn counts(file: &str) -> Vec<(String, u64)> {
        let draft = draft(file, RECIPE).unwrap();
        let named = draft.counts().map(|(place, count)| {
            let gender = place.breakdown.as_ref().map_or("", |it| &it.category);
            let (period, region) = (place.period, &place.region);
            let name = format!("{period} {region} {} {gender}", place.program_type);
            (name.trim().to_owned(), count)
        });
        named.collect()
    }

    fn draft(file: &str, recipe: &str) -> Result<crate::draft::Draft, Problems> {
        let words = |all: [&str; 2]| all.map(str::to_owned).to_vec();
        let (regions, programs) = (words(["CA-ON", "CA-QC"]), words(["GROUP", "ONE_SITE"]));
        let recipe = Recipe::parse(recipe)?;
        let catalogue = codebook::standard().unwrap();
        read(
            file.as_bytes(),
            &recipe,
            &catalogue,
            &Profile { regions, programs, ..Profile::default() },
        )
    }

    const RECIPE: &str = "
        region = { column = 'place', map = { ON = 'CA-ON', QC = 'CA-QC' } }
        program = { column = 'kind', map = { G = 'GROUP', S = 'ONE_SITE' } }
        dimension.gender = { column = 'sex', map = { F = 'GIRLS', M = 'BOYS' } }
        [[metric]]
        indicator = 'YOUTH_SERVED'
        person = 'case'
        period = { from = 'start', until = 'end', format = 'YYYY-MM-DD', during = ['2023', '2024'] }
        dimensions = ['gender']
        by_program = true
    ";
}
