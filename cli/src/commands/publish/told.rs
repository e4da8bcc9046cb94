//! A preview and a receipt as people read them.

use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::message::Message;
use flotilla_gate::preview::covered;
use flotilla_proto::v1;
use flotilla_text::Texts;
use flotilla_text::date;

use crate::shapes;
use crate::shapes::SourceFile;
use crate::table;
use crate::table::Table;

/// The column of percents.
const PERCENT: usize = 6;

/// How many digits of an entry are told where it is to be typed.
const ENTRY_DIGITS: usize = 16;

/// The status of a cell that is withheld.
const WITHHELD: &str = "x";

/// Returns everything that a preview says.
pub(super) fn preview(preview: &shapes::Preview, texts: &Texts) -> String {
    let mut text = String::new();
    if !preview.observations.is_empty() {
        text.push_str(&observations(preview, texts));
        text.push('\n');
    }
    if !preview.practice.is_empty() {
        text.push_str(&table::shown_lines(&preview.practice));
        text.push_str("\n\n");
    }
    for note in &preview.notes {
        text.push_str(&format!("{}\n", table::shown_lines(note)));
    }
    text.push_str(&problem_lines(preview, texts));
    preview.questions.iter().for_each(|it| text.push_str(&question_line(it, texts)));
    // A text has no cells to count, and of a file with mistakes nothing is ready.
    let is_text = !preview.practice.is_empty() || preview.rows_read == 1 && preview.unchanged;
    if !is_text && preview.problems.is_empty() {
        text.push_str(&format!("{}\n", summary(preview, texts)));
    }
    text
}

/// Returns everything that is wrong, one thing on each line.
pub(super) fn problem_lines(preview: &shapes::Preview, texts: &Texts) -> String {
    let lines = preview.problems.iter().map(|it| texts.say(&it.line()));
    lines.map(|line| format!("{line}\n")).collect()
}

/// Returns what the author of a practice is asked, or has confirmed.
pub(crate) fn question_line(question: &shapes::Question, texts: &Texts) -> String {
    let message = if question.confirmed {
        let place = table::shown(&question.problem.place);
        Message::new("cli-question-confirmed").word("place", place)
    } else {
        let asked = texts.say(&question.problem.line());
        Message::new("cli-question").word("question", asked)
    };
    format!("{}\n", texts.say(&message))
}

/// Says that nothing was published: because the same was before, or because it was only looked at.
pub(super) fn nothing(preview: &shapes::Preview) -> Message {
    match (preview.unchanged, preview.unchanged_entry.as_str()) {
        (false, _) => Message::new("cli-publish-nothing"),
        (true, "") => Message::new("cli-publish-unchanged"),
        (true, id) => Message::new("cli-publish-unchanged-in")
            .word("date", date::day(preview.unchanged_ms))
            .word("id", id),
    }
}

/// Returns the numbers of a preview in one sentence.
pub(super) fn summary(preview: &shapes::Preview, texts: &Texts) -> String {
    let withheld = preview.observations.iter().filter(|it| it.status == WITHHELD).count();
    texts.say(
        &Message::new("cli-publish-summary")
            .number("rows", preview.rows_read)
            .number("shown", preview.observations.len() - withheld)
            .number("withheld", withheld)
            .number("problems", problems(preview)),
    )
}

/// Returns how many problems there are, listed or not.
pub(super) fn problems(preview: &shapes::Preview) -> u64 {
    let listed = u64::try_from(preview.problems.len()).unwrap_or(u64::MAX);
    listed.max(preview.problems_total)
}

/// Says how to find out later who has received what was published, if there is anybody else.
pub(super) fn later(receipt: &v1::Receipt) -> Option<Message> {
    let id = receipt.entry_ids.last().filter(|_| receipt.members > 1)?;
    let id: String = shapes::hex(id).chars().take(ENTRY_DIGITS).collect();
    let others = receipt.members.saturating_sub(1);
    Some(Message::new("cli-receipt-later").number("others", others).word("id", id))
}

/// Returns a receipt, to be kept.
pub(super) fn receipt(receipt: &v1::Receipt, source: Option<&SourceFile>, texts: &Texts) -> String {
    let mut lines = vec![
        Message::new("cli-receipt-published")
            .word("member", table::shown(&receipt.member))
            .word("moment", date::minute(receipt.created_ms))
            .number("seq", receipt.seq),
    ];
    lines.extend(source.map(|SourceFile { file, file_sha256 }| {
        let line = Message::new("cli-receipt-file").word("file", table::shown(file));
        line.word("hash", file_sha256)
    }));
    if receipt.observations > 0 {
        let cells = Message::new("cli-receipt-observations");
        let cells = cells.number("observations", receipt.observations);
        lines.push(cells.number("withheld", receipt.withheld));
    }
    let coverage = Coverage::new(receipt.covers.iter().cloned(), receipt.together);
    lines.extend(coverage.ok().and_then(|it| covered(&it)));
    let ids = receipt.entry_ids.iter();
    lines.extend(ids.map(|id| Message::new("cli-receipt-entry").word("id", shapes::hex(id))));
    let snapshot = shapes::hex(&receipt.snapshot_id);
    lines.push(Message::new("cli-receipt-snapshot").word("id", snapshot));
    lines.iter().map(|line| format!("{}\n", texts.say(line))).collect()
}

fn observations(preview: &shapes::Preview, texts: &Texts) -> String {
    let mut columns = vec![
        "cli-column-indicator",
        "cli-column-period",
        "cli-column-region",
        "cli-column-program",
        "cli-column-breakdown",
        "cli-column-value",
        "cli-column-percent",
        "cli-column-why",
    ];
    // Most tables have no rates.
    let has_percents = preview.has_percents();
    if !has_percents {
        columns.remove(PERCENT);
    }
    let names = columns.into_iter().map(|id| texts.text(id)).collect();
    let mut table = Table::new(names).right(if has_percents { &[5, PERCENT] } else { &[5] });
    for it in &preview.observations {
        let mut row = vec![
            it.indicator.clone(),
            it.period.clone(),
            total(&it.region, texts),
            total(&it.program_type, texts),
            breakdown(it, texts),
            value(it, texts),
        ];
        row.extend(has_percents.then(|| it.percent_in(texts)));
        row.push(it.reason.clone());
        table.push(row);
    }
    table.render()
}

fn breakdown(observation: &shapes::Observation, texts: &Texts) -> String {
    match observation.dimension.as_str() {
        TOTAL => total(TOTAL, texts),
        dimension => format!("{dimension}={}", observation.category),
    }
}

fn total(code: &str, texts: &Texts) -> String {
    if code == TOTAL { texts.text("cli-total") } else { code.to_owned() }
}

fn value(observation: &shapes::Observation, texts: &Texts) -> String {
    match (observation.value, observation.status.as_str()) {
        (Some(value), "") => texts.language().number(i64::try_from(value).unwrap_or(i64::MAX)),
        (_, WITHHELD) => texts.text("cli-withheld"),
        _ => texts.text("cli-not-applicable"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    use flotilla_text::Language;

    #[test]
    fn a_withheld_number_is_told_with_its_reason_and_never_as_zero() {
        let told = preview(&sample().into(), &Texts::new(Language::English));
        let row = told.lines().find(|line| line.contains("gender=GIRLS")).unwrap();
        assert!(row.contains("hidden") && row.contains("fewer than 10"), "{row}");
        assert!(!row.contains(" 0 "), "{row}");
        assert!(told.contains("1,205"));
    }

    #[test]
    fn a_numerator_is_told_with_its_percent_and_a_table_without_rates_has_no_such_column() {
        let mut wire = sample();
        let texts = Texts::new(Language::French);
        assert!(!preview(&wire.clone().into(), &texts).contains('%'));
        wire.observations[0].percent = Some(75);
        let told = preview(&wire.into(), &texts);
        assert!(told.contains("75\u{a0}%"), "{told}");
    }

    #[test]
    fn all_problems_are_listed_with_code_place_text_and_remedy() {
        let mut preview = sample();
        preview.problems = ["Ages!C14", "Ages!C15"].map(problem).to_vec();
        let told = super::preview(&preview.into(), &Texts::new(Language::French));
        for word in ["FL-E104", "Ages!C14", "Ages!C15", "n’est pas un nombre", "Inscrivez"] {
            assert!(told.contains(word), "{word} in {told}");
        }
    }

    #[test]
    fn problems_that_are_not_listed_are_counted() {
        let mut preview = shapes::Preview::from(v1::Preview {
            problems: vec![problem("line 2 and 199,999 more")],
            ..sample()
        });
        assert_eq!(problems(&preview), 1, "a node of an earlier version does not count them");
        preview.problems_total = 200_000;
        assert_eq!(problems(&preview), 200_000);
        assert!(summary(&preview, &Texts::new(Language::English)).contains("200,000 to fix"));
    }

    #[test]
    fn what_a_node_says_cannot_move_the_cursor() {
        let mut preview = sample();
        preview.notes = vec!["\u{1b}[2J".to_owned()];
        preview.observations[0].reason = "\u{1b}[2J".to_owned();
        assert!(!super::preview(&preview.into(), &Texts::new(Language::French)).contains('\u{1b}'));
    }

    #[test]
    fn a_receipt_names_every_entry() {
        let wire = v1::Receipt {
            entry_ids: vec![vec![0xab; 32]],
            seq: 3,
            observations: 12,
            withheld: 2,
            member: "alice".to_owned(),
            snapshot_id: vec![1; 32],
            created_ms: 0,
            members: 3,
            covers: vec!["bob".to_owned(), "carol".to_owned(), "dave".to_owned()],
            together: true,
        };
        let source = SourceFile::of(Path::new("in/matches.csv"), b"abc");
        let told = receipt(&wire, Some(&source), &Texts::new(Language::English));
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let told_of =
            ["bob, carol, dave", "alice", "1970-01-01 00:00 UTC", "matches.csv", hash, "12 cells"];
        for word in told_of.into_iter().chain([&*"ab".repeat(32)]) {
            assert!(told.contains(word), "{word} in {told}");
        }
        let later = Texts::new(Language::English).say(&later(&wire).unwrap());
        assert!(later.contains("2 others") && later.contains("show abababab"), "{later}");
        assert!(super::later(&v1::Receipt { members: 1, ..wire }).is_none());
    }

    #[test]
    fn a_question_is_told_with_its_quotation_until_it_is_confirmed() {
        let texts = Texts::new(Language::English);
        let question = v1::Question {
            suspicion: "small_number".to_owned(),
            excerpt: "3 girls".to_owned(),
            confirmed: false,
            problem: Some(problem("en.body, line 3: “3 girls”")),
        };
        let told = |confirmed| {
            let questions = vec![v1::Question { confirmed, ..question.clone() }];
            preview(&v1::Preview { questions, ..Default::default() }.into(), &texts)
        };
        assert!(
            told(false).starts_with("? FL-E104  en.body, line 3: “3 girls”"),
            "{}",
            told(false)
        );
        assert!(told(true).contains("not personal"), "{}", told(true));
    }

    #[test]
    fn a_practice_record_is_not_told_in_cells() {
        let texts = Texts::new(Language::English);
        let practice = "# Waiting well".to_owned();
        let preview = v1::Preview { practice, rows_read: 1, entries: 1, ..Default::default() };
        assert!(!super::preview(&preview.into(), &texts).contains("cells"));
        assert!(!receipt(&v1::Receipt::default(), None, &texts).contains("cells"));
    }

    fn sample() -> v1::Preview {
        let observation =
            |category: &str, value, status: &str, reason: &str| v1::PreviewObservation {
                indicator: "MATCHES_NEW".to_owned(),
                period: "2025-Q3".to_owned(),
                region: "CA-ON".to_owned(),
                program_type: TOTAL.to_owned(),
                dimension: "gender".to_owned(),
                category: category.to_owned(),
                value,
                status: status.to_owned(),
                reason: reason.to_owned(),
                percent: None,
            };
        let observations = vec![
            observation("BOYS", Some(1_205), "", ""),
            observation("GIRLS", None, "x", "fewer than 10"),
        ];
        v1::Preview { observations, rows_read: 40, members: 3, entries: 1, ..Default::default() }
    }

    fn problem(place: &str) -> v1::Problem {
        v1::Problem {
            code: "FL-E104".to_owned(),
            place: place.to_owned(),
            text: "« douze » n’est pas un nombre.".to_owned(),
            remedy: "Inscrivez un nombre.".to_owned(),
            value: "douze".to_owned(),
        }
    }
}
