//! Where a member works and what it offers.
//!
//! A profile is public: it is part of the member document, and both sides of the gate need it. It
//! tells which parts make up a whole ("Ontario" and "Toronto" are one group for a member that works
//! only in Toronto), so a figure outside the profile is refused rather than guessed at.
//!
//! Not every program is offered in every region. Where one is not, nobody can be counted, and that is no
//! secret: it is told as *not applicable*, and never as a small number.

use crate::catalogue::CodeList;
use crate::catalogue::TOTAL;

/// The lowest-level regions that a member serves, and the programs it offers.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Profile {
    /// Codes of the list `region`, ordered; lowest level only.
    pub regions: Vec<String>,
    /// Codes of the list `program_type`, ordered; lowest level only.
    pub programs: Vec<String>,
    /// What is not offered where, ordered, without repeats.
    pub absent: Vec<Absence>,
}

/// A program that is not offered in a region.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Absence {
    /// A lowest-level region that is served.
    pub region: String,
    /// A program that is offered elsewhere.
    pub program: String,
}

impl Profile {
    /// Returns the served leaves at or below `code` of `list`, ordered.
    pub fn leaves<'a>(served: &'a [String], list: &CodeList, code: &str) -> Vec<&'a str> {
        let within = |leaf: &&str| code == TOTAL || list.is_within(leaf, code);
        served.iter().map(String::as_str).filter(within).collect()
    }

    /// Returns whether a program is offered in a region, both of the lowest level.
    pub fn offers(&self, region: &str, program: &str) -> bool {
        let is_it = |it: &Absence| it.region == region && it.program == program;
        !self.absent.iter().any(is_it)
    }

    /// Returns whether what is absent is ordered, and of regions and programs that are there, of which each
    /// has something.
    pub fn is_sound(&self) -> bool {
        let Self { regions, programs, absent } = self;
        let is_known =
            |it: &Absence| regions.contains(&it.region) && programs.contains(&it.program);
        // Without absences nothing more is asked: a list may be empty in a profile that is made up.
        absent.is_empty()
            || absent.is_sorted_by(|a, b| a < b)
                && absent.iter().all(is_known)
                && regions.iter().all(|it| programs.iter().any(|program| self.offers(it, program)))
                && programs.iter().all(|it| regions.iter().any(|region| self.offers(region, it)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_absent_is_of_regions_and_programs_that_are_there() {
        let codes = |codes: [&str; 2]| codes.map(str::to_owned).to_vec();
        let with = |absent: &[(&str, &str)]| Profile {
            regions: codes(["CA-ON", "CA-QC"]),
            programs: codes(["GROUP", "ONE_SITE"]),
            absent: absent
                .iter()
                .map(|(region, program)| Absence {
                    region: (*region).to_owned(),
                    program: (*program).to_owned(),
                })
                .collect(),
        };
        let profile = with(&[("CA-ON", "GROUP")]);
        assert!(profile.is_sound() && with(&[]).is_sound());
        assert!(!profile.offers("CA-ON", "GROUP") && profile.offers("CA-QC", "GROUP"));
        assert!(with(&[("CA-ON", "GROUP"), ("CA-QC", "ONE_SITE")]).is_sound());
        assert!(!with(&[("CA-QC", "ONE_SITE"), ("CA-ON", "GROUP")]).is_sound(), "out of order");
        assert!(!with(&[("CA-BC", "GROUP")]).is_sound() && !with(&[("CA-ON", "TEAM")]).is_sound());
        let nowhere = [("CA-ON", "GROUP"), ("CA-QC", "GROUP")];
        assert!(!with(&nowhere).is_sound(), "a program is offered somewhere");
        let nothing = [("CA-ON", "GROUP"), ("CA-ON", "ONE_SITE")];
        assert!(!with(&nothing).is_sound(), "in a region something is offered");
    }
}
