//! `flotilla practice new`: a record to fill in, with a comment at each field.
//!
//! The record is in the language that the tool talks in. It has an id already; what must be filled in is
//! empty, so that `practice check` names it.

use std::path::PathBuf;

use flotilla_domain::message::Message;
use flotilla_text::Texts;

use crate::args::practice::New;
use crate::context::Context;
use crate::failure::CommandError;
use crate::new_files;
use crate::new_files::NewFile;
use crate::random;

/// The tables and fields, each after the name of its comment; those that may be left out are comments
/// themselves.
const FIELDS: [(&str, &str, &str); 24] = [
    ("", "cli-practice-new-id", "id = \"{id}\""),
    ("", "cli-practice-new-version", "version = 1"),
    ("", "cli-practice-new-supersedes", "# supersedes = \"\""),
    ("", "cli-practice-new-kind", "kind = \"practice\""),
    ("", "cli-practice-new-eepm", "eepm_standard = 0"),
    ("", "cli-practice-new-benchmark", "# benchmark = \"5.1\""),
    ("", "cli-practice-new-contact", "contact_role = \"\""),
    ("", "cli-practice-new-licence", "licence = \"CC-BY-4.0\""),
    ("", "cli-practice-new-cost", "# cost_band = \"low\""),
    ("", "cli-practice-new-cost-detail", "# cost_detail = \"\""),
    ("", "cli-practice-new-review", "# review_due = \"2027-06-30\""),
    ("", "cli-practice-new-references", "# references = [\"\"]"),
    (
        "",
        "cli-practice-new-ratings",
        "# ratings = [{ scheme = \"nmrc\", rating = \"promising\", studies = 1, tests = 1, reviewer = \"\", \
         date = \"2025-06-30\", url = \"\" }]",
    ),
    (
        "",
        "cli-practice-new-evidence",
        "# local_evidence = { design = \"pre_post\", size = \"30_to_99\" }",
    ),
    (
        "",
        "cli-practice-new-replication",
        "# replication = { sites = 1, times = 0, independent = false }",
    ),
    ("\n[codes]\n", "cli-practice-new-codes", "# program_type = [\"ONE_COMMUNITY\"]"),
    ("\n[{language}]\n", "cli-practice-new-text", "title = \"\"\nsummary = \"\""),
    ("", "cli-practice-new-goals", "# goals = \"\""),
    ("", "cli-practice-new-core", "# core_components = \"\""),
    ("", "cli-practice-new-dosage", "# dosage = \"\""),
    ("", "cli-practice-new-staffing", "# staffing = \"\""),
    ("", "cli-practice-new-training", "# training = \"\""),
    ("", "cli-practice-new-adaptation", "# adaptation_notes = \"\""),
    ("", "cli-practice-new-found", "# evidence = \"\""),
];

/// The headings of the body.
const HEADINGS: [&str; 5] = [
    "cli-practice-new-what",
    "cli-practice-new-whom",
    "cli-practice-new-how",
    "cli-practice-new-result",
    "cli-practice-new-tips",
];

/// Writes a record to fill in; replaces nothing.
pub(super) fn write(args: &New, context: &Context) -> Result<(), CommandError> {
    let texts = &context.ui.texts;
    let named = || PathBuf::from(texts.text("cli-practice-new-file"));
    let path = args.file.clone().unwrap_or_else(named);
    new_files::refuse_to_replace([path.as_path()].into_iter())?;
    let text = template(&uuid(random::public()?), texts).into();
    new_files::write_all(&[NewFile { path: path.clone(), text }])?;
    let file = path.display();
    context.ui.done(&Message::new("cli-practice-new-done").word("path", &file));
    context.ui.tell(&Message::new("cli-practice-new-next").word("path", &file));
    Ok(())
}

fn template(id: &str, texts: &Texts) -> String {
    let language = texts.language().code();
    let fields = FIELDS.map(|(table, comment, field)| {
        let (table, field) = (table.replace("{language}", language), field.replace("{id}", id));
        format!("{table}# {}\n{field}\n", texts.text(comment))
    });
    let headings = HEADINGS.map(|heading| format!("## {}\n", texts.text(heading)));
    format!("+++\n{}+++ {language}\n{}", fields.concat(), headings.join("\n\n"))
}

/// Spells 16 random bytes as a UUID of version 4.
fn uuid(mut bytes: [u8; 16]) -> String {
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
    *version = *version & 0x0f | 0x40;
    *variant = *variant & 0x3f | 0x80;
    let mut text = String::new();
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_gate::codebook;
    use flotilla_gate::practice;
    use flotilla_gate::practice::Author;
    use flotilla_text::Language;

    #[test]
    fn a_new_record_lacks_only_what_its_author_knows() {
        let catalogue = codebook::standard().unwrap();
        for language in Language::ALL {
            let text = template(&uuid([0xff; 16]), &Texts::new(language));
            let refused = practice::read(&text, &catalogue, Author::default()).unwrap_err();
            let codes: Vec<_> = refused.iter().map(|it| it.code).collect();
            assert_eq!(codes, ["FL-E172"; 3], "{text}");
            let filled = text
                .replace("contact_role = \"\"", "contact_role = \"Program team\"")
                .replace("title = \"\"", "title = \"Waiting well\"")
                .replace("summary = \"\"", "summary = \"What we do while they wait.\"");
            let read = practice::read(&filled, &catalogue, Author::default()).unwrap();
            assert!(read.passed().is_some(), "{text}");
            let all: String = filled
                .lines()
                .map(|line| match line.strip_prefix("# ").filter(|it| is_field(it)) {
                    Some("supersedes = \"\"") | None => format!("{line}\n"),
                    Some(field) => format!("{field}\n"),
                })
                .collect();
            let read = practice::read(&all, &catalogue, Author::default()).unwrap();
            assert!(read.passed().is_some(), "each field may stand as it is: {all}");
        }
    }

    /// Returns whether what stands behind a `#` is a field, not a sentence.
    fn is_field(line: &str) -> bool {
        let name = line.split(" = ").next().unwrap_or_default();
        line.contains(" = ") && name.bytes().all(|it| it.is_ascii_lowercase() || it == b'_')
    }

    #[test]
    fn an_id_is_a_uuid_of_version_4() {
        assert_eq!(uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
