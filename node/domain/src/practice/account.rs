//! How a practice is done and how well it is known to work, in the fields of program inventories.
//!
//! - [`Details`] are texts, in each language of the record; all may be empty.
//! - **How many took part in a study is told roughly**: a band has no number, so a record cannot tell of
//!   fewer people than the coalition shows.

/// The most characters of one detail.
pub const DETAIL_CHARS_MAX: usize = 2_000;

/// The most sites, repetitions, studies or tests that are told.
pub const COUNT_MAX: u32 = 10_000;

/// How something was learned: the experience of those who do it, a comparison of before and after, with a
/// group that did without, or with one that was drawn by lot.
pub const DESIGNS: [&str; 4] = ["comparison_group", "practice_wisdom", "pre_post", "rct"];

/// How many took part in a study.
pub const SIZES: [&str; 4] = ["100_to_349", "30_to_99", "350_or_more", "under_30"];

/// How a practice is done, in one language.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Details {
    /// What it is to achieve.
    pub goals: String,
    /// What must not be left out.
    pub core_components: String,
    /// How often and how long.
    pub dosage: String,
    /// Who does it.
    pub staffing: String,
    /// What they learn first.
    pub training: String,
    /// What may be changed, and what was learned by it.
    pub adaptation_notes: String,
    /// What its own members found out about it.
    pub evidence: String,
}

/// What its own members know of how well a practice works.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Evidence {
    /// How it was learned: one of [`DESIGNS`], or empty.
    pub design: String,
    /// How many took part: one of [`SIZES`], or empty.
    pub size: String,
}

/// Where else a practice was done.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Replication {
    /// At how many sites; 0 if nobody says.
    pub sites: u32,
    /// How often it was done again; 0 if nobody says.
    pub times: u32,
    /// Whether others did it than those who made it.
    pub independent: bool,
}

impl Details {
    /// The names of the details, in their order.
    pub const NAMES: [&str; 7] = [
        "goals",
        "core_components",
        "dosage",
        "staffing",
        "training",
        "adaptation_notes",
        "evidence",
    ];

    /// Returns the details with their names, in their order.
    pub fn named(&self) -> [(&'static str, &str); 7] {
        let Self { goals, core_components, dosage, staffing, training, adaptation_notes, evidence } =
            self;
        [
            ("goals", goals),
            ("core_components", core_components),
            ("dosage", dosage),
            ("staffing", staffing),
            ("training", training),
            ("adaptation_notes", adaptation_notes),
            ("evidence", evidence),
        ]
    }

    /// Returns the detail `name`; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        let mut named = self.named().into_iter();
        named.find(|(it, _)| *it == name).map_or("", |(_, text)| text)
    }

    /// Returns the names of details that are too long.
    pub(super) fn too_long(&self) -> impl Iterator<Item = &'static str> {
        let long = |text: &str| text.chars().count() > DETAIL_CHARS_MAX;
        self.named()
            .into_iter()
            .filter(move |(_, text)| long(text))
            .map(|(name, _)| name)
    }
}

impl Evidence {
    /// Returns whether its words are among those allowed; how many took part in what, nobody needs to
    /// know without how.
    pub(super) fn is_valid(&self) -> bool {
        let Self { design, size } = self;
        let is_one_of = |words: &[&str], it: &str| it.is_empty() || words.contains(&it);
        is_one_of(&DESIGNS, design)
            && is_one_of(&SIZES, size)
            && (size.is_empty() || !design.is_empty())
    }
}

impl Replication {
    /// Returns whether its numbers are in range, and agree.
    pub(super) fn is_valid(self) -> bool {
        let Self { sites, times, independent } = self;
        sites <= COUNT_MAX && times <= COUNT_MAX && (times > 0 || !independent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_have_one_order_and_names() {
        let details = Details { dosage: "Weekly".to_owned(), ..Details::default() };
        assert_eq!(details.named().map(|(name, _)| name), Details::NAMES);
        assert_eq!((details.get("dosage"), details.get("goals")), ("Weekly", ""));
        assert_eq!(details.get("dose"), "");
    }

    #[test]
    fn a_size_needs_a_design_and_both_are_words() {
        let evidence = |design: &str, size: &str| {
            Evidence { design: design.to_owned(), size: size.to_owned() }.is_valid()
        };
        assert!(evidence("", "") && evidence("rct", "") && evidence("rct", "under_30"));
        assert!(!evidence("", "under_30") && !evidence("rct", "8") && !evidence("lot", ""));
    }
}
