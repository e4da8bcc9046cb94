//! The tables: their names and columns, and where each column comes from.
//!
//! What is stored is narrow: a figure says `gender = GIRLS` once, not `_T` in a dozen columns. What
//! is shown is wide: one column for each dimension, never NULL. [`Tables`] holds both shapes, so
//! that `stored` can write the one and `shown` can make the other, for the columns that a query asks
//! for and no more. Texts are plain `Utf8`, the one kind that every client reads.

pub(crate) mod coded;
pub(crate) mod fixed;
pub(crate) mod shown;
pub(crate) mod stored;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;
use arrow::datatypes::TimeUnit;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::Denominator;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;

/// The dimensions that every coalition has a column for, in this order.
const DIMENSIONS: [&str; 8] = [
    "age_group",
    "gender",
    "population",
    "delivery_mode",
    "setting",
    "closure_reason",
    "instrument",
    "outcome_domain",
];

/// The stored columns in which totals stand beside their parts.
const PLACES: [usize; 4] =
    [stored::INDICATOR, stored::PERIOD, stored::PROGRAM_TYPE, stored::REGION];

/// A table that a query can name.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum TableName {
    /// Every entry of every log, quarantined ones included.
    Entries,
    /// What may be counted, and what it means.
    Indicators,
    /// Who takes part.
    Members,
    /// Published figures that count.
    Observations,
    /// Practice records that count.
    Practices,
    /// Responses that count, to practice records that may count or not.
    Responses,
    /// Published figures that count or did, with what took their place.
    Revisions,
}

/// A table that is made from logs.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Logged {
    Entries,
    Observations,
    Practices,
    Responses,
}

/// The shapes of all tables, as one catalogue makes them.
#[derive(Debug)]
pub(crate) struct Tables {
    entries: Wide,
    indicators: RecordBatch,
    observations: Wide,
    practices: Wide,
    responses: Wide,
    revisions: Wide,
    /// By code of an indicator: its unit and the version of its definition.
    meanings: BTreeMap<String, (String, i64)>,
    /// By code of a numerator: what it is divided by.
    fractions: BTreeMap<String, Fraction>,
    /// By code of a mean: the code of the count of those it is of.
    people: BTreeMap<String, String>,
    /// What may be counted, and by which lists.
    catalogue: Catalogue,
}

/// What a numerator is divided by.
#[derive(Clone, Debug)]
pub(crate) struct Fraction {
    /// The code of the other figure.
    pub(crate) other: String,
    /// Whether the denominator is both figures together.
    pub(crate) is_added: bool,
    /// By how many months the period of the other is earlier.
    pub(crate) months_earlier: u32,
}

/// A table as it is shown: its schema, and where each column comes from.
#[derive(Debug)]
pub(crate) struct Wide {
    pub(crate) schema: SchemaRef,
    pub(crate) sources: Vec<Source>,
}

/// Where a column comes from; numbers name stored columns.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Bytes(usize),
    /// The category, where this is the dimension of the breakdown.
    Category(String),
    DefinitionVersion,
    /// What stands below the line, in the row of a numerator.
    Denominator,
    Handle,
    Member,
    /// What stands above the line, in the row of a numerator.
    Numerator,
    /// How many a mean is of, in its row.
    People,
    PeriodEnd,
    PeriodStart,
    /// Who published the practice record of this entry, if it is here.
    PracticeMember(usize),
    /// How the practice record of this entry stands.
    PracticeState(usize),
    Same(usize),
    /// When the entry was made that took the place of this one.
    SupersededAt(usize),
    /// The id of the entry that took the place of this one.
    SupersededBy(usize),
    Time(usize),
    Unit,
}

impl TableName {
    /// Every table, ordered by name.
    pub const ALL: [Self; 7] = [
        Self::Entries,
        Self::Indicators,
        Self::Members,
        Self::Observations,
        Self::Practices,
        Self::Responses,
        Self::Revisions,
    ];

    /// Returns the name, as in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entries => "entries",
            Self::Indicators => "indicators",
            Self::Members => "members",
            Self::Observations => "observations",
            Self::Practices => "practices",
            Self::Responses => "responses",
            Self::Revisions => "revisions",
        }
    }
}

impl Logged {
    /// Every one of them, ordered by name.
    pub(crate) const ALL: [Self; 4] =
        [Self::Entries, Self::Observations, Self::Practices, Self::Responses];

    /// Returns the name of the table, which is also that of its directory.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Entries => TableName::Entries.name(),
            Self::Observations => TableName::Observations.name(),
            Self::Practices => TableName::Practices.name(),
            Self::Responses => TableName::Responses.name(),
        }
    }
}

impl Tables {
    /// Returns the shapes that `catalogue` makes.
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        let counted = || catalogue.indicators().chain(catalogue.own_parts());
        let meanings = counted()
            .map(|it| (it.code.clone(), (it.unit.clone(), i64::from(it.definition_version))));
        Self {
            catalogue: catalogue.clone(),
            entries: entries(),
            indicators: fixed::indicators(catalogue),
            observations: observations(catalogue),
            practices: practices(),
            responses: responses(),
            revisions: revisions(catalogue),
            meanings: meanings.collect(),
            fractions: fractions(catalogue),
            people: catalogue
                .indicators()
                .filter_map(|it| Some((it.code.clone(), it.scale.as_ref()?.of.clone())))
                .collect(),
        }
    }

    /// Returns what the figures of an indicator are divided by, if they are a numerator.
    pub(crate) fn fraction(&self, code: &str) -> Option<&Fraction> {
        self.fractions.get(code)
    }

    /// Returns the count of those whom a mean is of.
    pub(crate) fn people(&self, code: &str) -> Option<&str> {
        self.people.get(code).map(String::as_str)
    }

    /// Returns the codes of indicators and of the parts of rates, with how their figures combine.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = (&str, IndicatorKind)> {
        let counted = self.catalogue.indicators().chain(self.catalogue.own_parts());
        counted.map(|it| (it.code.as_str(), it.kind))
    }

    /// Returns a code list.
    pub(crate) fn list(&self, name: &str) -> Option<&CodeList> {
        self.catalogue.list(name)
    }

    /// Returns the columns of `observations` in which totals stand beside their parts.
    pub(crate) fn places(&self) -> impl Iterator<Item = &str> {
        let Wide { schema, sources } = &self.observations;
        let is_place = |source: &Source| match source {
            Source::Category(_) => true,
            Source::Same(column) => PLACES.contains(column),
            _ => false,
        };
        let fields = schema.fields().iter().zip(sources);
        fields
            .filter(move |(_, it)| is_place(it))
            .map(|(field, _)| field.name().as_str())
    }

    /// Returns the names of the code lists.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &str> {
        self.catalogue.lists().map(|it| it.name.as_str())
    }

    /// Returns the indicators whose figures stand below some line, or count whom a mean is of.
    pub(crate) fn below_lines(&self) -> BTreeSet<String> {
        let others = self.fractions.values().map(|it| it.other.clone());
        others.chain(self.people.values().cloned()).collect()
    }

    /// Returns whether figures of an indicator stand below some line, or count whom a mean is of.
    pub(crate) fn is_below_a_line(&self, code: &str) -> bool {
        self.fractions.values().any(|it| it.other == code)
            || self.people.values().any(|it| it == code)
    }

    /// Returns the columns of `table`.
    pub(crate) fn schema(&self, table: TableName) -> SchemaRef {
        let schema = match table {
            TableName::Entries => &self.entries.schema,
            TableName::Indicators => self.indicators.schema_ref(),
            TableName::Members => return fixed::members_schema(),
            TableName::Observations => &self.observations.schema,
            TableName::Practices => &self.practices.schema,
            TableName::Responses => &self.responses.schema,
            TableName::Revisions => &self.revisions.schema,
        };
        SchemaRef::clone(schema)
    }

    /// Returns `table` as it is shown.
    pub(crate) fn wide(&self, table: Logged) -> &Wide {
        match table {
            Logged::Entries => &self.entries,
            Logged::Observations => &self.observations,
            Logged::Practices => &self.practices,
            Logged::Responses => &self.responses,
        }
    }

    /// Returns the table `revisions` as it is shown; it is stored as observations are.
    pub(crate) fn revisions(&self) -> &Wide {
        &self.revisions
    }

    /// Returns the rows of the table `indicators`.
    pub(crate) fn indicators(&self) -> &RecordBatch {
        &self.indicators
    }

    /// Returns the unit and the version of the definition of the indicator `code`.
    pub(crate) fn meaning(&self, code: &str) -> (&str, Option<i64>) {
        let meaning = self.meanings.get(code);
        meaning.map_or(("", None), |(unit, version)| (unit, Some(*version)))
    }
}

/// Returns by what the numerators of a catalogue are divided; of a figure that is one of several rates,
/// the first.
fn fractions(catalogue: &Catalogue) -> BTreeMap<String, Fraction> {
    let mut fractions = BTreeMap::new();
    for parts in catalogue.indicators().filter_map(|it| it.parts.as_ref()) {
        let fraction = Fraction {
            other: parts.denominator.code().to_owned(),
            is_added: matches!(parts.denominator, Denominator::Sum(_)),
            months_earlier: parts.months_earlier,
        };
        fractions.entry(parts.numerator.clone()).or_insert(fraction);
    }
    fractions
}

/// Returns the kind of a moment, which every client prints as ISO 8601 in UTC.
pub(crate) fn moment() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, Some("+00:00".into()))
}

fn wide(columns: Vec<(Field, Source)>) -> Wide {
    let (fields, sources): (Vec<_>, _) = columns.into_iter().unzip();
    Wide { schema: Arc::new(Schema::new(fields)), sources }
}

fn text(name: &str, source: Source) -> (Field, Source) {
    (Field::new(name, DataType::Utf8, false), source)
}

fn number(name: &str, source: Source) -> (Field, Source) {
    (Field::new(name, DataType::Int64, true), source)
}

fn day(name: &str, source: Source) -> (Field, Source) {
    (Field::new(name, DataType::Date32, true), source)
}

fn time(name: &str) -> (Field, Source) {
    (Field::new(name, moment(), false), Source::Time(stored::CREATED))
}

fn observations(catalogue: &Catalogue) -> Wide {
    let mut columns = vec![
        text("indicator", Source::Same(stored::INDICATOR)),
        text("member", Source::Handle),
        text("region", Source::Same(stored::REGION)),
        text("period", Source::Same(stored::PERIOD)),
        day("period_start", Source::PeriodStart),
        day("period_end", Source::PeriodEnd),
        text("program_type", Source::Same(stored::PROGRAM_TYPE)),
    ];
    columns.extend(DIMENSIONS.map(|name| text(name, Source::Category(name.to_owned()))));
    let rest = vec![
        number("value", Source::Same(stored::VALUE)),
        text("unit", Source::Unit),
        number("numerator", Source::Numerator),
        number("denominator", Source::Denominator),
        number("n", Source::People),
        text("status", Source::Same(stored::STATUS)),
        number("definition_version", Source::DefinitionVersion),
        number("version", Source::Same(stored::VERSION)),
    ];
    for list in catalogue.lists() {
        let name = list.name.as_str();
        if name != REGION && name != PROGRAM_TYPE && !DIMENSIONS.contains(&name) {
            let taken = columns.iter().chain(&rest).any(|(field, _)| field.name() == name);
            let title = if taken { format!("list_{name}") } else { name.to_owned() };
            columns.push(text(&title, Source::Category(name.to_owned())));
        }
    }
    columns.extend(rest);
    columns.extend(provenance());
    wide(columns)
}

/// The columns of observations, but for what stands beside a figure that counts; and what took the place of
/// those that do not.
fn revisions(catalogue: &Catalogue) -> Wide {
    let Wide { schema, sources } = observations(catalogue);
    let fields = schema.fields().iter().map(|it| it.as_ref().clone());
    let mut columns: Vec<(Field, Source)> = fields
        .zip(sources)
        .filter(|(_, it)| !matches!(it, Source::Denominator | Source::Numerator | Source::People))
        .collect();
    let at = Field::new("superseded_at", moment(), true);
    columns.extend([
        text("superseded_by", Source::SupersededBy(stored::ENTRY)),
        (at, Source::SupersededAt(stored::ENTRY)),
    ]);
    wide(columns)
}

fn practices() -> Wide {
    let mut columns = vec![text("member", Source::Handle)];
    columns.extend(stored_after(stored::CREATED, Logged::Practices));
    columns.extend(provenance());
    wide(columns)
}

fn responses() -> Wide {
    let mut columns = vec![
        text("member", Source::Handle),
        text("practice_record", Source::Bytes(stored::ABOUT)),
        text("practice_member", Source::PracticeMember(stored::ABOUT)),
        text("practice_state", Source::PracticeState(stored::ABOUT)),
    ];
    columns.extend(stored_after(stored::ABOUT, Logged::Responses));
    columns.extend(provenance());
    wide(columns)
}

/// Returns the stored columns of a table that come after one of them, shown as they are.
fn stored_after(last: usize, table: Logged) -> Vec<(Field, Source)> {
    let schema = stored::schema(table);
    let fields = schema.fields().iter().enumerate().skip(last + 1);
    fields
        .map(|(index, field)| (field.as_ref().clone(), Source::Same(index)))
        .collect()
}

/// Returns the columns that say which entry a row is from, when it was made, and who signed it.
fn provenance() -> [(Field, Source); 3] {
    [
        time("published_at"),
        text("record_id", Source::Bytes(stored::ENTRY)),
        text("signer", Source::Member),
    ]
}

fn entries() -> Wide {
    wide(vec![
        text("member", Source::Handle),
        number("epoch", Source::Same(stored::EPOCH)),
        number("seq", Source::Same(stored::SEQ)),
        text("id", Source::Bytes(stored::ENTRY)),
        text("kind", Source::Same(stored::KIND)),
        time("created_at"),
        text("state", Source::Same(stored::STATE)),
        text("reasons", Source::Same(stored::REASONS)),
        number("payload_bytes", Source::Same(stored::PAYLOAD_BYTES)),
        number("observations", Source::Same(stored::OBSERVATIONS)),
        text("hides", Source::Same(stored::HIDES)),
    ])
}
