//! The two languages, and how people ask for one.
//!
//! Whoever asks in a language that is neither gets English; [`Language::negotiate`] takes the best
//! of what a browser lists, so that a reader of Spanish who also reads French gets French.

use unic_langid::LanguageIdentifier;

/// A language that every text is in.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Language {
    /// English, as written in Canada.
    #[default]
    English,
    /// French, as written in Canada.
    French,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    /// Returns the language that `tag` names: `en`, `fr-CA`, or as in `LANG`, `fr_CA.UTF-8`.
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.split(['.', '@']).next().unwrap_or_default();
        let tag: LanguageIdentifier = tag.trim().parse().ok()?;
        Self::ALL.into_iter().find(|language| language.code() == tag.language.as_str())
    }

    /// Returns the language of the first variable that says one; pass `LC_ALL`, `LC_MESSAGES` and
    /// `LANG`, in this order.
    pub fn of_environment<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        // An empty variable counts as unset; any other decides, even if we do not speak it.
        let first = values.into_iter().find(|value| !value.is_empty());
        first.and_then(Self::parse).unwrap_or_default()
    }

    /// Returns the language that suits `accept`, an `Accept-Language` header, best.
    pub fn negotiate(accept: &str) -> Self {
        let mut best: Option<(Self, u32)> = None;
        for choice in accept.split(',') {
            let mut parts = choice.split(';');
            let language = parts.next().and_then(Self::parse);
            let weight = parts.find_map(|part| part.trim().strip_prefix("q="));
            let weight = weight.map_or(Some(1_000), permille).unwrap_or(0);
            let Some(language) = language else { continue };
            if weight > best.map_or(0, |(_, weight)| weight) {
                best = Some((language, weight));
            }
        }
        best.map_or(Self::default(), |(language, _)| language)
    }

    /// Returns its code: `en` or `fr`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// Returns its tag for Canada.
    pub(crate) fn identifier(self) -> LanguageIdentifier {
        format!("{}-CA", self.code()).parse().unwrap_or_default()
    }
}

/// Returns a weight such as `0.8` in thousandths.
fn permille(weight: &str) -> Option<u32> {
    let (whole, fraction) = weight.trim().split_once('.').unwrap_or((weight.trim(), "0"));
    let fraction: u32 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    Some(whole.parse::<u32>().ok()?.min(1) * 1_000 + fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn understands_the_ways_in_which_a_language_is_named() {
        for tag in ["fr", "fr-CA", "fr_CA", "fr_CA.UTF-8", "FR", "fr_FR@euro"] {
            assert_eq!(Language::parse(tag), Some(Language::French), "{tag}");
        }
        for tag in ["en", "en-GB", "en_CA.UTF-8"] {
            assert_eq!(Language::parse(tag), Some(Language::English), "{tag}");
        }
        for tag in ["", "C", "POSIX", "iu", "../fr", "french"] {
            assert_eq!(Language::parse(tag), None, "{tag}");
        }
    }

    #[test]
    fn the_first_variable_that_says_something_decides() {
        assert_eq!(Language::of_environment(["", "fr_CA.UTF-8", "en"]), Language::French);
        assert_eq!(Language::of_environment(["C", "fr_CA.UTF-8"]), Language::English);
        assert_eq!(Language::of_environment([]), Language::English);
    }

    #[test]
    fn a_browser_gets_the_best_of_what_it_lists() {
        let cases = [
            ("fr-CA,fr;q=0.9,en;q=0.8", Language::French),
            ("en;q=0.8, fr;q=0.9", Language::French),
            ("es, fr;q=0.2", Language::French),
            ("en, fr", Language::English),
            ("fr;q=0, en;q=0.1", Language::English),
            ("*", Language::English),
            ("", Language::English),
        ];
        for (accept, language) in cases {
            assert_eq!(Language::negotiate(accept), language, "{accept}");
        }
    }
}
