//! The Fluent files, built into the program. A subject is one file per language.

use crate::language::Language;

/// The subjects, each with its English and its French file.
const SUBJECTS: [(&str, &str, &str); 6] = [
    ("cli", include_str!("../locales/cli.en.ftl"), include_str!("../locales/cli.fr.ftl")),
    ("config", include_str!("../locales/config.en.ftl"), include_str!("../locales/config.fr.ftl")),
    ("gate", include_str!("../locales/gate.en.ftl"), include_str!("../locales/gate.fr.ftl")),
    ("help", include_str!("../locales/help.en.ftl"), include_str!("../locales/help.fr.ftl")),
    ("node", include_str!("../locales/node.en.ftl"), include_str!("../locales/node.fr.ftl")),
    ("view", include_str!("../locales/view.en.ftl"), include_str!("../locales/view.fr.ftl")),
];

/// Returns each subject with its file in `language`.
pub(crate) fn files(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    SUBJECTS.into_iter().map(move |(subject, english, french)| match language {
        Language::English => (subject, english),
        Language::French => (subject, french),
    })
}
