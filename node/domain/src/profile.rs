//! Where a member works and what it offers.
//!
//! A profile is public: it is part of the member document, and both sides of the gate need it. It
//! tells which parts make up a whole ("Ontario" and "Toronto" are one group for a member that works
//! only in Toronto), so a figure outside the profile is refused rather than guessed at.

use crate::catalogue::CodeList;
use crate::catalogue::TOTAL;

/// The lowest-level regions that a member serves, and the programs it offers.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Profile {
    /// Codes of the list `region`, ordered; lowest level only.
    pub regions: Vec<String>,
    /// Codes of the list `program_type`, ordered; lowest level only.
    pub programs: Vec<String>,
}

impl Profile {
    /// Returns the served leaves at or below `code` of `list`, ordered.
    pub fn leaves<'a>(served: &'a [String], list: &CodeList, code: &str) -> Vec<&'a str> {
        let within = |leaf: &&str| code == TOTAL || list.is_within(leaf, code);
        served.iter().map(String::as_str).filter(within).collect()
    }
}
