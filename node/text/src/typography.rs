//! Spaces that must not break, in French as written in Canada.
//!
//! A no-break space stands before a colon and a percent sign and inside « guillemets », and nowhere
//! else: unlike in France, none stands before `;`, `?` and `!`. An apostrophe is curved. Authors write
//! plain spaces and either apostrophe; `no_break` turns the right ones, in the files and before
//! anything is filled in, so that what a person wrote herself is never touched.

/// The space that does not break.
pub const NO_BREAK_SPACE: char = '\u{a0}';

/// Returns `source`, a French Fluent file, with the spaces that must not break and curved
/// apostrophes.
pub(crate) fn no_break(source: &str) -> String {
    source
        .replace("« ", "«\u{a0}")
        .replace(" »", "\u{a0}»")
        .replace(" :", "\u{a0}:")
        .replace(" %", "\u{a0}%")
        .replace('\'', "’")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colon_and_guillemets_keep_their_spaces() {
        assert_eq!(no_break("a = Voir : « oui »"), "a = Voir\u{a0}: «\u{a0}oui\u{a0}»");
    }

    #[test]
    fn a_percent_sign_keeps_its_space_and_an_apostrophe_is_curved() {
        assert_eq!(no_break("a = l'an, 5 %"), "a = l’an, 5\u{a0}%");
    }

    #[test]
    fn other_spaces_may_break() {
        assert_eq!(no_break("a = Est-ce fini? Oui; enfin!"), "a = Est-ce fini? Oui; enfin!");
    }
}
