//! Which columns of a file a recipe uses, and as what.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::message::Message;

use crate::problem::Problem;
use crate::read::table::Held;
use crate::recipe::DateFormat;
use crate::recipe::Day;

use super::Line;
use super::coded::Coded;
use super::column::Column;
use super::sensitive;
use super::synonyms::Synonyms;
use super::synonyms::has_phrase;
use super::synonyms::words;
use super::years::Years;

/// The lists by which rows can be broken down, if there is a column for them.
const DIMENSIONS: [&str; 4] = ["age_group", "closure_reason", "delivery_mode", "gender"];

/// What a recipe uses.
#[derive(Debug)]
pub(super) struct Picked<'a> {
    pub(super) start: &'a Column,
    pub(super) end: Option<&'a Column>,
    pub(super) format: &'static str,
    pub(super) years: Years,
    /// Whether anything ended in those years, and whether anything was open at the end of one.
    pub(super) has_ended: bool,
    pub(super) has_open: bool,
    pub(super) region: Option<Coded<'a>>,
    pub(super) program: Option<Coded<'a>>,
    pub(super) dimensions: Vec<Coded<'a>>,
    /// The column of consent, and the words that give it.
    pub(super) consent: Option<(&'a Column, Vec<String>)>,
    /// The column of stages, and the words of matches, where it has others too.
    pub(super) stage: Option<(&'a Column, Vec<String>)>,
    /// What was guessed about all of it.
    pub(super) comments: Vec<Line>,
}

/// Columns that may be used, and what is known of headers.
struct Search<'a> {
    columns: Vec<&'a Column>,
    synonyms: &'a Synonyms,
}

impl<'a> Picked<'a> {
    /// Picks the columns; nothing if there is no date on which matches started.
    pub(super) fn of(
        columns: &'a [Column],
        table: &Held,
        (catalogue, synonyms): (&Catalogue, &'a Synonyms),
    ) -> Option<Self> {
        let search = Search::new(columns, synonyms);
        let mut comments = Vec::new();
        let start = search.best("start", Column::is_date)?;
        let format = search.format(start, &mut comments)?;
        let end = search.best("end", |it| it.formats.contains(&format) && it.index != start.index);
        let days = DateFormat::parse(format)?;
        let years = years(table, start, end, &days)?;
        let (has_ended, has_open) = happened(table, (start, end), &days, &years);
        let stage = search.stage();
        if let Some((column, _)) = &stage {
            comments.push(Line::Unsure(
                Message::new("gate-suggest-stage").word("column", &column.name),
            ));
        }
        let coded = |list: &str| {
            let list = catalogue.list(list)?;
            let column = search.best(&list.name, |it| {
                it.is_categorical() || list.name == "age_group" && it.is_number
            })?;
            Coded::of(list, column, table, synonyms)
        };
        let consent = search.consent(&mut comments);
        Some(Self {
            start,
            end,
            format,
            years,
            has_ended,
            has_open,
            region: region(&search, table, catalogue),
            program: coded(PROGRAM_TYPE),
            dimensions: DIMENSIONS.iter().filter_map(|list| coded(list)).collect(),
            consent,
            stage,
            comments,
        })
    }

    /// Returns the columns that are used.
    pub(super) fn used(&self) -> Vec<usize> {
        let mut used = vec![self.start.index];
        used.extend(self.end.map(|it| it.index));
        used.extend(self.coded().map(|it| it.column.index));
        let filters = [&self.consent, &self.stage];
        used.extend(filters.into_iter().flatten().map(|(column, _)| column.index));
        used
    }

    /// Returns whether a column holds dates that lie years before everything else.
    pub(super) fn is_birth(&self, column: &Column, table: &Held) -> bool {
        let Some(format) = DateFormat::parse(self.format) else { return false };
        let last = column.days(table, &format).map(|(_, last)| last.year());
        let first = self.start.days(table, &format).map(|(first, _)| first.year());
        column.is_date() && last.zip(first).is_some_and(|(last, first)| last + 2 < first)
    }

    fn coded(&self) -> impl Iterator<Item = &Coded<'a>> {
        self.region.iter().chain(&self.program).chain(&self.dimensions)
    }
}

impl<'a> Search<'a> {
    fn new(columns: &'a [Column], synonyms: &'a Synonyms) -> Self {
        let is_alone =
            |it: &&Column| columns.iter().filter(|that| that.name == it.name).count() == 1;
        let named = columns.iter().filter(|it| !it.name.is_empty() && it.filled > 0);
        Self { columns: named.filter(is_alone).collect(), synonyms }
    }

    /// Returns the column whose header fits best, among those of the young person that are what is
    /// wanted.
    fn best(&self, role: &str, is_wanted: impl Fn(&Column) -> bool) -> Option<&'a Column> {
        let fits = |it: &&'a Column| {
            let fit = self.synonyms.fit("column", role, &it.words)?;
            let is_other = self.has_word(it, "people", "others");
            let is_person = sensitive::by_header(it, self.synonyms).is_some();
            (!is_other && !is_person && is_wanted(it)).then_some((fit, *it))
        };
        // Of columns that fit alike, the first.
        let fitting = self.columns.iter().rev().filter_map(fits);
        fitting.max_by_key(|(fit, _)| *fit).map(|(_, it)| it)
    }

    fn has_word(&self, column: &Column, section: &str, key: &str) -> bool {
        let words = self.synonyms.words(section, key);
        words.iter().any(|word| has_phrase(&column.words, word))
    }

    /// Returns how the dates are written: all dates of a file are written alike.
    fn format(&self, start: &Column, comments: &mut Vec<Line>) -> Option<&'static str> {
        let mut formats = start.formats.clone();
        for other in self.columns.iter().filter(|it| it.is_date()) {
            let both = |it: &&'static str| other.formats.contains(it);
            if formats.len() > 1 && formats.iter().any(both) {
                formats.retain(|it| both(it));
            }
        }
        if let [first, second, ..] = formats.as_slice() {
            let note = Message::new("gate-suggest-date-order").word("format", first);
            comments.push(Line::Unsure(note.word("other", second)));
        }
        formats.first().copied()
    }

    /// Returns the stages that are matches, if there are others.
    fn stage(&self) -> Option<(&'a Column, Vec<String>)> {
        let column = self.best("stage", Column::is_categorical)?;
        let known = self.synonyms.words("stage", "matched");
        let is_match = |cell: &&String| known.iter().any(|it| has_phrase(&words(cell), it));
        let matches: Vec<String> = column.categories.values().filter(is_match).cloned().collect();
        let has_others = matches.len() < column.categories.len() && !matches.is_empty();
        has_others.then_some((column, matches))
    }

    fn consent(&self, comments: &mut Vec<Line>) -> Option<(&'a Column, Vec<String>)> {
        let (yes, no) = (self.synonyms.words("yes", "words"), self.synonyms.words("yes", "no"));
        let is = |known: &[&str], cell: &str| known.contains(&words(cell).as_str());
        let fits = |it: &&'a Column| {
            let fit = self.synonyms.fit("column", "consent", &it.words)?;
            let cells = || it.categories.values();
            let is_answer = cells().all(|cell| is(&yes, cell) || is(&no, cell));
            (it.is_categorical() && is_answer).then_some((fit, *it))
        };
        let found: Vec<_> = self.columns.iter().rev().filter_map(fits).collect();
        let Some((_, column)) = found.iter().max_by_key(|(fit, _)| *fit) else {
            comments.push(Line::Unsure(Message::new("gate-suggest-consent-none")));
            return None;
        };
        if found.len() > 1 {
            let note = Message::new("gate-suggest-consent").word("column", &column.name);
            comments.push(Line::Unsure(note));
        }
        let given = column.categories.values().filter(|cell| is(&yes, cell));
        Some((column, given.cloned().collect()))
    }
}

/// Nothing in the file says when a match started.
pub(super) fn nothing_to_count() -> Problem {
    Problem {
        code: "FL-E182",
        place: Message::new("gate-place-file"),
        what: Message::new("gate-e182-what"),
        remedy: Message::new("gate-e182-remedy"),
    }
}

/// Returns the column of regions of which every word has a code: economic regions where the
/// catalogue has those, else provinces.
fn region<'a>(search: &Search<'a>, table: &Held, catalogue: &Catalogue) -> Option<Coded<'a>> {
    let list = catalogue.list(flotilla_domain::catalogue::REGION)?;
    let coded = |role: &str| {
        let column = search.best(role, Column::is_categorical)?;
        Coded::of(list, column, table, search.synonyms).filter(|it| it.is_whole())
    };
    let economic = coded("economic_region");
    match economic {
        Some(economic) if economic.is_finest() => Some(economic),
        economic => coded("region").or(economic),
    }
}

fn years(table: &Held, start: &Column, end: Option<&Column>, days: &DateFormat) -> Option<Years> {
    let (first, last) = start.days(table, days)?;
    let ended = end.and_then(|it| it.days(table, days)).map(|(_, last)| last);
    // An end that lies far ahead is planned, not told.
    let ended = ended.filter(|it| it.year() <= last.year() + 1);
    Some(Years::between(first, ended.map_or(last, |it| it.max(last))))
}

/// Returns whether anything ended in the years that are told, and whether anything was open when
/// one of them was over.
fn happened(
    table: &Held,
    (start, end): (&Column, Option<&Column>),
    days: &DateFormat,
    years: &Years,
) -> (bool, bool) {
    let Some(end) = end else { return (false, false) };
    let day = |cell: &str| days.read(cell).map(Day::year);
    let (mut has_ended, mut has_open) = (false, false);
    for row in &table.rows {
        let (begun, ended) = (day(row.cell(start.index)), day(row.cell(end.index)));
        has_ended |= ended.is_some_and(|it| years.told.contains(&it));
        let open =
            |year: &u32| begun.is_some_and(|it| it <= *year) && ended.is_none_or(|it| it > *year);
        has_open |= years.told.iter().any(open);
    }
    (has_ended, has_open)
}
