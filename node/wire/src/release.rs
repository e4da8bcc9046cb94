//! Tables of figures: `flotilla.v1.Release`, one column per field.
//!
//! Codes and periods are listed once, in a dictionary; columns point into it. Sorted columns of small
//! numbers compress to a few bytes per observation.

use std::collections::BTreeMap;
use std::sync::Arc;

use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::consent::CONSENTS_MAX;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::id::EntryId;
use flotilla_domain::period::Period;
use flotilla_domain::policy::ClassParameters;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::OBSERVATIONS_MAX;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;
use flotilla_proto::v1;
use prost::Message;

use crate::consent;
use crate::document;
use crate::error;
use crate::error::DecodeError;
use crate::error::field;

/// The most words of a dictionary: every column of every observation another one.
const WORDS_MAX: usize = 6 * OBSERVATIONS_MAX;

/// How a withheld figure is written.
const WITHHELD: u32 = 0;

/// How a figure is written that does not apply.
const NOT_APPLICABLE: u32 = 1;

/// What is added to a count, in units of the rounding base.
const COUNT_OFFSET: u32 = 2;

pub(crate) fn encode(release: &Release) -> Vec<u8> {
    to_wire(release).encode_to_vec()
}

pub(crate) fn to_wire(release: &Release) -> v1::Release {
    let observations = release.observations();
    let words = dictionary(observations);
    let column = |pick: fn(&Place) -> String| {
        let index = |it: &Observation| words.get(&pick(&it.place)).copied().unwrap_or(u32::MAX);
        observations.iter().map(index).collect()
    };
    let Terms { policy_version, gate, catalogue_version, replaces, note, consents, coverage } =
        release.terms();
    let rounding_base = gate.rounding_base;
    v1::Release {
        policy_version: *policy_version,
        gate: Some(gate_to_wire(gate)),
        catalogue_version: *catalogue_version,
        replaces: replaces.iter().map(|id| id.0.as_bytes().to_vec()).collect(),
        indicator: column(|it| it.indicator.to_string()),
        period: column(|it| it.period.to_string()),
        region: column(|it| it.region.to_string()),
        program_type: column(|it| it.program_type.to_string()),
        dimension: column(|it| it.breakdown_codes().0.to_owned()),
        category: column(|it| it.breakdown_codes().1.to_owned()),
        value: observations.iter().map(|it| value(it.figure, rounding_base)).collect(),
        note: note.clone(),
        dictionary: words.into_keys().collect(),
        consents: consents.iter().map(|it| document::signed_to_wire(it.signed())).collect(),
        mean: means(observations),
        covers: coverage.units().to_vec(),
        together: coverage.is_together(),
    }
}

pub(crate) fn decode(content: &[u8]) -> Result<Release, DecodeError> {
    let wire =
        v1::Release::decode(content).map_err(|_| DecodeError::Encoding { what: "release" })?;
    from_wire(wire)
}

pub(crate) fn from_wire(wire: v1::Release) -> Result<Release, DecodeError> {
    let v1::Release {
        policy_version,
        gate,
        catalogue_version,
        replaces,
        dictionary,
        indicator,
        period,
        region,
        program_type,
        dimension,
        category,
        value,
        note,
        consents,
        mean,
        covers,
        together,
    } = wire;
    let gate = gate_from_wire(gate.ok_or_else(|| field("gate"))?);
    let rounding_base = gate.rounding_base;
    let replaced = |id: Vec<u8>| error::hash(&id, "replaces").map(EntryId);
    if consents.len() > CONSENTS_MAX {
        return Err(DecodeError::TooLarge { max: CONSENTS_MAX });
    }
    let terms = Terms {
        policy_version,
        gate,
        catalogue_version,
        replaces: replaces.into_iter().map(replaced).collect::<Result<_, _>>()?,
        note,
        consents: consents.into_iter().map(consent::from_wire).collect::<Result<_, _>>()?,
        coverage: Coverage::ordered(covers, together).map_err(|_| field("covers"))?,
    };
    let words = Words::new(dictionary)?;
    let lengths = [&period, &region, &program_type, &dimension, &category, &value].map(Vec::len);
    if indicator.len() > OBSERVATIONS_MAX || lengths != [indicator.len(); 6] {
        return Err(field("columns"));
    }
    if !mean.is_empty() && (mean.len() != indicator.len() || mean.iter().all(|it| *it == 0)) {
        return Err(field("mean"));
    }
    let means = mean.into_iter().chain(std::iter::repeat(0));
    let places = indicator.iter().zip(&period).zip(&region).zip(&program_type);
    let rows = places.zip(&dimension).zip(&category).zip(value.iter().zip(means));
    let observations = rows
        .map(|((((((indicator, period), region), program_type), dimension), category), value)| {
            let breakdown = words.breakdown(*dimension, *category)?;
            let place = Place {
                indicator: words.code(*indicator)?,
                period: words.period(*period)?,
                region: words.code(*region)?,
                program_type: words.code(*program_type)?,
                breakdown,
            };
            let (value, mean) = value;
            Ok(Observation { place, figure: figure((*value, mean), rounding_base)? })
        })
        .collect::<Result<_, DecodeError>>()?;
    Release::new(terms, observations).map_err(|_| field("observations"))
}

fn gate_to_wire(gate: &GateParameters) -> v1::GateParameters {
    let GateParameters { rounding_base, threshold, slice_base, candidates, classes } = *gate;
    let ClassParameters {
        identity_threshold,
        identity_slice_base,
        community_threshold,
        community_slice_base,
    } = classes;
    v1::GateParameters {
        rounding_base,
        threshold,
        slice_base,
        candidates,
        identity_threshold,
        identity_slice_base,
        community_threshold,
        community_slice_base,
    }
}

fn gate_from_wire(wire: v1::GateParameters) -> GateParameters {
    let v1::GateParameters {
        rounding_base,
        threshold,
        slice_base,
        candidates,
        identity_threshold,
        identity_slice_base,
        community_threshold,
        community_slice_base,
    } = wire;
    let classes = ClassParameters {
        identity_threshold,
        identity_slice_base,
        community_threshold,
        community_slice_base,
    };
    GateParameters { rounding_base, threshold, slice_base, candidates, classes }
}

/// A dictionary whose words are shared by all observations, each read as a period at most once.
struct Words {
    words: Vec<Word>,
}

/// A word of the dictionary, and the period that it spells, if it does.
struct Word {
    code: Arc<str>,
    period: Option<Period>,
}

impl Words {
    fn new(dictionary: Vec<String>) -> Result<Self, DecodeError> {
        let ordered = dictionary.is_sorted_by(|a, b| a < b);
        let short = dictionary.iter().all(|word| (1..=64).contains(&word.len()));
        if dictionary.len() > WORDS_MAX || !ordered || !short {
            return Err(field("dictionary"));
        }
        let word = |text: String| Word { period: text.parse().ok(), code: text.into() };
        Ok(Self { words: dictionary.into_iter().map(word).collect() })
    }

    fn get(&self, index: u32) -> Result<&Word, DecodeError> {
        let index = usize::try_from(index).map_err(|_| field("columns"))?;
        self.words.get(index).ok_or_else(|| field("columns"))
    }

    fn code(&self, index: u32) -> Result<Arc<str>, DecodeError> {
        self.get(index).map(|word| Arc::clone(&word.code))
    }

    fn period(&self, index: u32) -> Result<Period, DecodeError> {
        self.get(index)?.period.ok_or_else(|| field("period"))
    }

    fn breakdown(&self, dimension: u32, category: u32) -> Result<Option<Breakdown>, DecodeError> {
        let (dimension, category) = (self.code(dimension)?, self.code(category)?);
        match (&*dimension == TOTAL, &*category == TOTAL) {
            (true, true) => Ok(None),
            (false, false) => Ok(Some(Breakdown { dimension, category })),
            _ => Err(field("category")),
        }
    }
}

fn dictionary(observations: &[Observation]) -> BTreeMap<String, u32> {
    let mut words = BTreeMap::new();
    for Observation { place, .. } in observations {
        let (dimension, category) = place.breakdown_codes();
        let codes = [&*place.indicator, &*place.region, &*place.program_type, dimension, category];
        words.extend(codes.map(|code| (code.to_owned(), 0)));
        words.insert(place.period.to_string(), 0);
    }
    words.values_mut().zip(0..).for_each(|(index, place)| *index = place);
    words
}

fn value(figure: Figure, base: u32) -> u32 {
    match figure {
        Figure::Mean(_) | Figure::Withheld => WITHHELD,
        Figure::NotApplicable => NOT_APPLICABLE,
        // In range: a release holds no count above `COUNT_MAX`.
        Figure::Count(count) => {
            let units = count / u64::from(base.max(1));
            u32::try_from(units)
                .unwrap_or(u32::MAX - COUNT_OFFSET)
                .saturating_add(COUNT_OFFSET)
        }
    }
}

/// Returns the column of means: empty where there is none.
fn means(observations: &[Observation]) -> Vec<u32> {
    let mean = |it: &Observation| match it.figure {
        // In range: a release holds no mean above `MEAN_MAX`.
        Figure::Mean(mean) => u32::try_from(mean).unwrap_or(u32::MAX - 1).saturating_add(1),
        Figure::Count(_) | Figure::NotApplicable | Figure::Withheld => 0,
    };
    let means: Vec<u32> = observations.iter().map(mean).collect();
    if means.iter().all(|it| *it == 0) { Vec::new() } else { means }
}

fn figure((value, mean): (u32, u32), base: u32) -> Result<Figure, DecodeError> {
    Ok(match (value, mean) {
        (WITHHELD, 0) => Figure::Withheld,
        (WITHHELD, mean) => Figure::Mean(u64::from(mean - 1)),
        (_, 1..) => return Err(field("mean")),
        (NOT_APPLICABLE, 0) => Figure::NotApplicable,
        (units, 0) => Figure::Count(u64::from(units - COUNT_OFFSET) * u64::from(base)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reads_back_as_itself() {
        let release = table();
        assert_eq!(decode(&encode(&release)).unwrap(), release);
    }

    #[test]
    fn a_table_has_one_encoding() {
        assert_eq!(encode(&table()), encode(&decode(&encode(&table())).unwrap()));
    }

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        let broken = |change: fn(&mut v1::Release)| {
            let mut wire = v1::Release::decode(encode(&table()).as_slice()).unwrap();
            change(&mut wire);
            decode(&wire.encode_to_vec())
        };
        assert_eq!(broken(|it| it.region.clear()), Err(field("columns")));
        assert_eq!(broken(|it| it.region[0] = 999), Err(field("columns")));
        assert_eq!(broken(|it| it.period[0] = it.region[0]), Err(field("period")));
        assert_eq!(broken(|it| it.dictionary.reverse()), Err(field("dictionary")));
        assert_eq!(broken(|it| it.category[1] = it.dimension[0]), Err(field("category")));
        assert_eq!(broken(|it| it.gate = None), Err(field("gate")));
        assert_eq!(broken(|it| it.mean = vec![0; 4]), Err(field("mean")), "there is none");
        assert_eq!(broken(|it| it.mean = vec![0, 0, 1]), Err(field("mean")));
        assert_eq!(broken(|it| it.mean = vec![1, 0, 0, 0]), Err(field("mean")), "it is a count");
    }

    #[test]
    fn a_mean_reads_back_as_itself_and_adds_no_byte_where_there_is_none() {
        let mut observations = table().observations().to_vec();
        observations[2].figure = Figure::Mean(37);
        let means = Release::new(table().terms().clone(), observations).unwrap();
        assert_eq!(decode(&encode(&means)).unwrap(), means);
        let wire = v1::Release::decode(encode(&table()).as_slice()).unwrap();
        assert!(wire.mean.is_empty());
    }

    #[test]
    fn who_is_covered_reads_back_and_adds_no_byte_where_nobody_is() {
        let units = ["bob", "carol", "Le Phare"].map(str::to_owned);
        let coverage = Coverage::new(units, true).unwrap();
        let terms = Terms { coverage: coverage.clone(), ..table().terms().clone() };
        let pool = Release::new(terms, table().observations().to_vec()).unwrap();
        assert_eq!(decode(&encode(&pool)).unwrap().terms().coverage, coverage);
        assert!(encode(&pool).starts_with(&encode(&table())));
        let broken = |change: fn(&mut v1::Release)| {
            let mut wire = v1::Release::decode(encode(&pool).as_slice()).unwrap();
            change(&mut wire);
            decode(&wire.encode_to_vec())
        };
        assert_eq!(broken(|it| it.covers.reverse()), Err(field("covers")));
        assert_eq!(broken(|it| it.covers.truncate(2)), Err(field("covers")));
        assert_eq!(broken(|it| it.covers.clear()), Err(field("covers")), "nobody is together");
        assert_eq!(broken(|it| it.covers[0].clear()), Err(field("covers")));
    }

    fn table() -> Release {
        let place = |breakdown: Option<(&str, &str)>| Place {
            indicator: "MATCHES_NEW".into(),
            period: "2025".parse().unwrap(),
            region: "CA-ON".into(),
            program_type: TOTAL.into(),
            breakdown: breakdown.map(|(dimension, category)| Breakdown {
                dimension: dimension.into(),
                category: category.into(),
            }),
        };
        let observation = |breakdown, figure| Observation { place: place(breakdown), figure };
        let observations = vec![
            observation(None, Figure::Count(1_000_000_000)),
            observation(Some(("gender", "BOYS")), Figure::Count(0)),
            observation(Some(("gender", "GIRLS")), Figure::Withheld),
            observation(Some(("gender", "UNK")), Figure::NotApplicable),
        ];
        let terms = Terms {
            policy_version: 1,
            gate: GateParameters::DEFAULT,
            catalogue_version: 1,
            replaces: vec![EntryId(flotilla_domain::id::Hash::from_bytes([3; 32]))],
            note: "Late reports are included.".to_owned(),
            consents: vec![],
            coverage: Coverage::default(),
        };
        Release::new(terms, observations).unwrap()
    }
}
