//! The front matter and the bodies of a practice file.

use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::Signature;
use flotilla_domain::label;
use flotilla_domain::label::Label;
use flotilla_domain::label::SCHEME;
use flotilla_domain::label::Seal;
use flotilla_domain::message::Message;
use flotilla_domain::practice::CodeChoice;
use flotilla_domain::practice::Fields;
use flotilla_domain::practice::Rating;
use flotilla_domain::practice::Text;
use flotilla_domain::practice::account::Details;
use flotilla_domain::practice::account::Evidence;
use flotilla_domain::practice::account::Replication;
use flotilla_domain::practice::held::REPLICATE;

use crate::fenced;
use crate::fenced::Fenced;
use crate::fenced::is_language;
use crate::fields;
use crate::fields::Section;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::quote;

/// Reads a file; what it returns is whole only if no problem was noted.
pub(super) fn read(file: &str, problems: &mut Collector) -> Fields {
    let Some(Fenced { front, bodies }) = Fenced::cut(file) else {
        problems.push(fenced::no_fences());
        return Fields::default();
    };
    let Some(table) = fields::parse(&front, problems) else { return Fields::default() };
    let section = Section::new("", &table);
    let fields = fields(&section, bodies, problems);
    section.finish(problems);
    fields
}

fn fields<'a>(
    section: &Section<'a>,
    bodies: Vec<(&'a str, String)>,
    problems: &mut Collector,
) -> Fields {
    let number = |key, problems: &mut Collector| {
        let number = section.number(key, problems);
        number.and_then(|it| u32::try_from(it).ok()).unwrap_or_default()
    };
    let word =
        |key, problems: &mut Collector| section.text(key, problems).unwrap_or_default().to_owned();
    let required = |key, problems: &mut Collector| {
        section.required(key, problems).unwrap_or_default().to_owned()
    };
    let or = |text: String, default: &str| if text.is_empty() { default.to_owned() } else { text };
    let references = section.texts("references", problems).into_iter().map(str::to_owned);
    Fields {
        id: required("id", problems),
        version: number("version", problems),
        status: or(word("status", problems), "published"),
        kind: required("kind", problems),
        texts: texts(section, bodies, problems),
        eepm_standard: number("eepm_standard", problems),
        codes: codes(section, problems),
        cost_band: word("cost_band", problems),
        references: references.collect(),
        contact_role: required("contact_role", problems),
        licence: required("licence", problems),
        sharing: or(word("sharing", problems), REPLICATE),
        replaces: supersedes(section, problems),
        review_due: word("review_due", problems),
        ratings: ratings(section, problems),
        confirmed: Vec::new(),
        benchmark: word("benchmark", problems),
        cost_detail: word("cost_detail", problems),
        evidence: evidence(section, problems),
        replication: replication(section, problems),
        labels: labels(section, problems),
        community: word("community", problems),
        held: None,
    }
}

/// Reads how many there are of something; a number that is none is the same as too many.
fn count<'a>(section: &Section<'a>, key: &'a str, problems: &mut Collector) -> u32 {
    let number = section.number(key, problems).unwrap_or_default();
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn evidence(section: &Section<'_>, problems: &mut Collector) -> Evidence {
    let Some(section) = section.section("local_evidence", problems) else {
        return Evidence::default();
    };
    let word =
        |key, problems: &mut Collector| section.text(key, problems).unwrap_or_default().to_owned();
    let evidence = Evidence { design: word("design", problems), size: word("size", problems) };
    section.finish(problems);
    evidence
}

fn replication(section: &Section<'_>, problems: &mut Collector) -> Replication {
    let Some(section) = section.section("replication", problems) else {
        return Replication::default();
    };
    let replication = Replication {
        sites: count(&section, "sites", problems),
        times: count(&section, "times", problems),
        independent: section.flag("independent", problems),
    };
    section.finish(problems);
    replication
}

/// Reads how a practice is done, in one language.
fn details(section: &Section<'_>, problems: &mut Collector) -> Details {
    let text = |key, problems: &mut Collector| {
        section.text(key, problems).unwrap_or_default().trim().to_owned()
    };
    Details {
        goals: text("goals", problems),
        core_components: text("core_components", problems),
        dosage: text("dosage", problems),
        staffing: text("staffing", problems),
        training: text("training", problems),
        adaptation_notes: text("adaptation_notes", problems),
        evidence: text("evidence", problems),
    }
}

/// Reads which entry a later version takes the place of.
fn supersedes(section: &Section<'_>, problems: &mut Collector) -> Option<EntryId> {
    let later = section
        .get("version")
        .and_then(toml::Value::as_integer)
        .is_some_and(|it| it > 1);
    let problem = |code, what| {
        let place = Message::new("gate-place-key").word("path", "supersedes");
        let remedy = Message::new("gate-e241-remedy");
        Problem { code, place, what: Message::new(what), remedy }
    };
    let text = section.text("supersedes", problems).unwrap_or_default();
    let id = Hash::parse(text).map(EntryId);
    match (text.is_empty(), later) {
        (true, true) => problems.push(problem("FL-E242", "gate-e242-what")),
        (false, _) if id.is_none() => problems.push(problem("FL-E241", "gate-e241-what")),
        (false, false) => problems.push(problem("FL-E243", "gate-e243-what")),
        (true, false) | (false, true) => {}
    }
    id
}

/// Reads the tables that are named like a language, and gives each its body.
fn texts<'a>(
    section: &Section<'a>,
    mut bodies: Vec<(&'a str, String)>,
    problems: &mut Collector,
) -> Vec<Text> {
    let tables = section.entries().filter(|(key, value)| value.is_table() && is_language(key));
    let languages: Vec<&str> = tables.map(|(key, _)| key).collect();
    if let ([only], [(language, _)]) = (languages.as_slice(), bodies.as_mut_slice())
        && language.is_empty()
    {
        *language = only;
    }
    let mut texts = Vec::new();
    for language in languages {
        let Some(text) = section.section(language, problems) else { continue };
        let body = bodies.iter().position(|(name, _)| *name == language);
        let body = body.map(|index| bodies.swap_remove(index).1);
        if body.is_none() {
            problems.push(fenced::no_body("gate-e171-what-missing", language));
        }
        texts.push(Text {
            language: language.to_owned(),
            title: text.required("title", problems).unwrap_or_default().to_owned(),
            summary: text.required("summary", problems).unwrap_or_default().to_owned(),
            body: body.unwrap_or_default(),
            translation: text.text("translation", problems).unwrap_or("original").to_owned(),
            details: details(&text, problems),
        });
        text.finish(problems);
    }
    if problems.is_empty() {
        for (language, _) in bodies {
            problems.push(fenced::no_body("gate-e171-what-extra", language));
        }
    }
    texts.sort_by(|a, b| a.language.cmp(&b.language));
    texts
}

fn codes(section: &Section<'_>, problems: &mut Collector) -> Vec<CodeChoice> {
    let Some(lists) = section.section("codes", problems) else { return Vec::new() };
    let names: Vec<&str> = lists.entries().map(|(name, _)| name).collect();
    let mut choices = Vec::new();
    for list in names {
        let mut codes: Vec<String> =
            lists.texts(list, problems).into_iter().map(str::to_owned).collect();
        codes.sort_unstable();
        codes.dedup();
        choices.push(CodeChoice { list: list.to_owned(), codes });
    }
    choices.sort_by(|a, b| a.list.cmp(&b.list));
    choices
}

fn ratings(section: &Section<'_>, problems: &mut Collector) -> Vec<Rating> {
    let mut ratings = Vec::new();
    for section in section.sections("ratings", problems) {
        let word = |key, problems: &mut Collector| {
            section.text(key, problems).unwrap_or_default().to_owned()
        };
        ratings.push(Rating {
            scheme: section.required("scheme", problems).unwrap_or_default().to_owned(),
            rating: section.required("rating", problems).unwrap_or_default().to_owned(),
            outcome_domain: word("outcome_domain", problems),
            date: word("date", problems),
            url: word("url", problems),
            studies: count(&section, "studies", problems),
            tests: count(&section, "tests", problems),
            reviewer: word("reviewer", problems),
        });
        section.finish(problems);
    }
    ratings
}

/// Reads labels, which a steward signed, and notices.
fn labels(section: &Section<'_>, problems: &mut Collector) -> Vec<Label> {
    let mut labels = Vec::new();
    for section in section.sections("labels", problems) {
        let word = |key, problems: &mut Collector| {
            section.text(key, problems).unwrap_or_default().to_owned()
        };
        let (key, signature) = (word("key", problems), word("signature", problems));
        let label = Label {
            scheme: SCHEME.to_owned(),
            kind: section.required("type", problems).unwrap_or_default().to_owned(),
            community: word("community", problems),
            language: word("language", problems),
            name: word("name", problems),
            text: word("text", problems),
            hub_project: word("hub_project", problems),
            seal: seal(&key, &signature),
        };
        section.finish(problems);
        let wrong = match () {
            () if !label::is_known(&label.kind) => Some(("FL-E250", "gate-e250-what")),
            () if label.is_restricted() => Some(("FL-E251", "gate-e251-what")),
            () if !label.is_notice() && label.seal.is_none() => Some(("FL-E252", "gate-e252-what")),
            () => None,
        };
        problems_of(wrong, &label.kind, problems);
        labels.push(label);
    }
    labels.sort_by(|a, b| a.order().cmp(&b.order()));
    labels
}

fn problems_of(wrong: Option<(&'static str, &'static str)>, kind: &str, problems: &mut Collector) {
    let Some((code, what)) = wrong else { return };
    let remedy = Message::new(match code {
        "FL-E250" => "gate-e250-remedy",
        "FL-E251" => "gate-e251-remedy",
        _ => "gate-e252-remedy",
    });
    let place = Message::new("gate-place-key").word("path", "labels");
    problems.push(Problem {
        code,
        place,
        what: Message::new(what).word("kind", quote(kind)),
        remedy,
    });
}

/// Reads the word of a steward, as hexadecimal digits.
fn seal(key: &str, signature: &str) -> Option<Seal> {
    let key = PublicKey::parse(Hash::parse(key)?.as_bytes())?;
    let (first, last) = signature.split_at_checked(64)?;
    let (first, last) = (Hash::parse(first)?, Hash::parse(last)?);
    let bytes = [first.as_bytes().as_slice(), last.as_bytes()].concat();
    Some(Seal { key, signature: Signature::from_slice(&bytes)? })
}
