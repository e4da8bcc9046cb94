//! Codes with their names, as people choose them: `CA-ON – Ontario`.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::DENOMINATOR;
use flotilla_domain::catalogue::Label;
use flotilla_domain::catalogue::NUMERATOR;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_text::Language;
use flotilla_text::Texts;

/// Names codes in one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labels<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) texts: &'a Texts,
}

impl Labels<'_> {
    /// Returns a text of the catalogue.
    pub(super) fn text<'b>(&self, label: &'b Label) -> &'b str {
        label.text(self.texts.language() == Language::French)
    }

    /// Returns an indicator with its name; a part of a rate, with which of its two numbers it is.
    pub(super) fn indicator(&self, code: &str) -> String {
        let Some(indicator) = self.catalogue.indicator(code) else { return named(code, None) };
        let title = self.text(&indicator.title);
        let part =
            [(NUMERATOR, "cli-template-numerator"), (DENOMINATOR, "cli-template-denominator")]
                .into_iter()
                .find(|(suffix, _)| code.ends_with(suffix));
        match part {
            Some((_, id)) => {
                named(code, Some(&self.texts.say(&Message::new(id).word("title", title))))
            }
            None => named(code, Some(title)),
        }
    }

    /// Returns a code of a list with its name.
    pub(super) fn code(&self, list: &str, code: &str) -> String {
        if list == PROGRAM_TYPE && code == TOTAL {
            return named(TOTAL, Some(&self.texts.text("cli-template-all-programs")));
        }
        let label = self.catalogue.list(list).and_then(|it| it.codes.get(code));
        named(code, label.map(|it| self.text(&it.label)))
    }

    /// Returns the name of a list; its own if it has none.
    pub(super) fn list(&self, name: &str) -> String {
        let list = self.catalogue.list(name);
        list.map_or_else(|| name.to_owned(), |it| self.text(&it.title).to_owned())
    }
}

/// The code comes first: it is what is read back.
fn named(code: &str, name: Option<&str>) -> String {
    match name {
        Some(name) => format!("{code} – {name}"),
        None => code.to_owned(),
    }
}
