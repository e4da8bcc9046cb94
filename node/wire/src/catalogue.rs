//! Indicators and code lists: `flotilla.v1.Catalogue`.

use std::collections::BTreeMap;

use flotilla_domain::catalogue::Balance;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::Code;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::Denominator;
use flotilla_domain::catalogue::Direction;
use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::Label;
use flotilla_domain::catalogue::Parts;
use flotilla_domain::catalogue::Scale;
use flotilla_domain::catalogue::Sensitivity;
use flotilla_proto::v1;

use crate::error::DecodeError;
use crate::error::field;

pub(crate) fn to_wire(catalogue: &Catalogue) -> v1::Catalogue {
    v1::Catalogue {
        version: catalogue.version(),
        indicators: catalogue.indicators().map(indicator_to_wire).collect(),
        code_lists: catalogue.lists().map(list_to_wire).collect(),
    }
}

pub(crate) fn from_wire(wire: v1::Catalogue) -> Result<Catalogue, DecodeError> {
    let v1::Catalogue { version, indicators, code_lists } = wire;
    let indicators = indicators.into_iter().map(indicator_from_wire).collect::<Result<_, _>>()?;
    let lists = code_lists.into_iter().map(list_from_wire).collect::<Result<_, _>>()?;
    Catalogue::new(version, indicators, lists).map_err(|_| field("catalogue"))
}

fn indicator_to_wire(indicator: &Indicator) -> v1::Indicator {
    let Indicator {
        code,
        title,
        definition,
        kind,
        unit,
        breakdowns,
        definition_version,
        direction,
        parts,
        balance,
        scale,
    } = indicator;
    let (came, went) = balance.as_ref().map_or_else(Default::default, |balance| {
        let Balance { came, went } = balance;
        (came.clone(), went.clone())
    });
    let direction = match direction {
        Direction::Down => v1::Direction::Down,
        Direction::Neutral => v1::Direction::Unspecified,
        Direction::Up => v1::Direction::Up,
    };
    v1::Indicator {
        code: code.clone(),
        title: Some(label_to_wire(title)),
        definition: Some(label_to_wire(definition)),
        kind: i32::from(kind_to_wire(*kind)),
        unit: unit.clone(),
        breakdowns: breakdowns.clone(),
        definition_version: *definition_version,
        direction: i32::from(direction),
        came,
        went,
        mean: scale.as_ref().map(scale_to_wire),
        ..parts.as_ref().map_or_else(v1::Indicator::default, parts_to_wire)
    }
}

/// Returns the fields that say what a quotient is made of.
fn parts_to_wire(parts: &Parts) -> v1::Indicator {
    let Parts { numerator, denominator, months_earlier, kind, unit, is_sensitive } = parts;
    let (denominator, others, is_share) = match denominator {
        Denominator::Sum(others) => (String::new(), others.clone(), false),
        Denominator::Unrelated(code) => (code.clone(), String::new(), false),
        Denominator::Whole(code) => (code.clone(), String::new(), true),
    };
    v1::Indicator {
        numerator: numerator.clone(),
        denominator,
        others,
        is_share,
        part_kind: i32::from(kind_to_wire(*kind)),
        part_unit: unit.clone(),
        is_sensitive: *is_sensitive,
        months_earlier: *months_earlier,
        ..v1::Indicator::default()
    }
}

fn kind_to_wire(kind: IndicatorKind) -> v1::IndicatorKind {
    match kind {
        IndicatorKind::Flow => v1::IndicatorKind::Flow,
        IndicatorKind::Mean => v1::IndicatorKind::Mean,
        IndicatorKind::Ratio => v1::IndicatorKind::Ratio,
        IndicatorKind::Stock => v1::IndicatorKind::Stock,
        IndicatorKind::Unique => v1::IndicatorKind::Unique,
    }
}

fn indicator_from_wire(wire: v1::Indicator) -> Result<Indicator, DecodeError> {
    let v1::Indicator {
        code,
        title,
        definition,
        kind,
        unit,
        breakdowns,
        definition_version,
        direction,
        numerator,
        denominator,
        others,
        is_share,
        part_kind,
        part_unit,
        is_sensitive,
        months_earlier,
        came,
        went,
        mean,
    } = wire;
    let parts = match denominator_from_wire((denominator, others), is_share)? {
        Some(denominator) => {
            let (kind, unit) = (kind_from_wire(part_kind)?, part_unit);
            Some(Parts { numerator, denominator, months_earlier, kind, unit, is_sensitive })
        }
        None if !numerator.is_empty() || !part_unit.is_empty() || is_sensitive => {
            return Err(field("indicator.numerator"));
        }
        None if part_kind != 0 || months_earlier != 0 => return Err(field("indicator.part_kind")),
        None => None,
    };
    let direction = match v1::Direction::try_from(direction) {
        Ok(v1::Direction::Down) => Direction::Down,
        Ok(v1::Direction::Unspecified) => Direction::Neutral,
        Ok(v1::Direction::Up) => Direction::Up,
        Err(_) => return Err(field("indicator.direction")),
    };
    Ok(Indicator {
        code,
        title: label_from_wire(title)?,
        definition: label_from_wire(definition)?,
        kind: kind_from_wire(kind)?,
        unit,
        breakdowns,
        definition_version,
        direction,
        parts,
        balance: balance_from_wire(came, went)?,
        scale: mean.map(scale_from_wire),
    })
}

fn scale_to_wire(scale: &Scale) -> v1::Scale {
    let Scale { low, high, of, unit } = scale;
    v1::Scale { low: *low, high: *high, of: of.clone(), unit: unit.clone() }
}

fn scale_from_wire(wire: v1::Scale) -> Scale {
    let v1::Scale { low, high, of, unit } = wire;
    Scale { low, high, of, unit }
}

/// Returns by what a stock changes; nothing where neither is named.
fn balance_from_wire(came: String, went: String) -> Result<Option<Balance>, DecodeError> {
    match (came.is_empty(), went.is_empty()) {
        (true, true) => Ok(None),
        (false, false) => Ok(Some(Balance { came, went })),
        _ => Err(field("indicator.came")),
    }
}

/// Returns what stands below the line; nothing where no parts are named.
fn denominator_from_wire(
    (code, others): (String, String),
    is_share: bool,
) -> Result<Option<Denominator>, DecodeError> {
    match (code.is_empty(), others.is_empty(), is_share) {
        (true, true, false) => Ok(None),
        (true, false, false) => Ok(Some(Denominator::Sum(others))),
        (false, true, false) => Ok(Some(Denominator::Unrelated(code))),
        (false, true, true) => Ok(Some(Denominator::Whole(code))),
        _ => Err(field("indicator.denominator")),
    }
}

fn kind_from_wire(kind: i32) -> Result<IndicatorKind, DecodeError> {
    match v1::IndicatorKind::try_from(kind) {
        Ok(v1::IndicatorKind::Flow) => Ok(IndicatorKind::Flow),
        Ok(v1::IndicatorKind::Mean) => Ok(IndicatorKind::Mean),
        Ok(v1::IndicatorKind::Ratio) => Ok(IndicatorKind::Ratio),
        Ok(v1::IndicatorKind::Stock) => Ok(IndicatorKind::Stock),
        Ok(v1::IndicatorKind::Unique) => Ok(IndicatorKind::Unique),
        Ok(v1::IndicatorKind::Unspecified) | Err(_) => Err(field("indicator.kind")),
    }
}

fn list_to_wire(list: &CodeList) -> v1::CodeList {
    let CodeList { name, title, overlapping, sensitivity, codes } = list;
    let sensitivity = sensitivity_to_wire(*sensitivity);
    let code = |(name, code): (&String, &Code)| {
        let Code { label, parent, sensitivity } = code;
        let parent = parent.clone().unwrap_or_default();
        let sensitivity = sensitivity.map_or(v1::Sensitivity::Unspecified, sensitivity_to_wire);
        let (label, sensitivity) = (Some(label_to_wire(label)), i32::from(sensitivity));
        v1::Code { code: name.clone(), label, parent, sensitivity }
    };
    v1::CodeList {
        name: name.clone(),
        title: Some(label_to_wire(title)),
        overlapping: *overlapping,
        sensitivity: i32::from(sensitivity),
        codes: codes.iter().map(code).collect(),
    }
}

fn list_from_wire(wire: v1::CodeList) -> Result<CodeList, DecodeError> {
    let v1::CodeList { name, title, overlapping, sensitivity, codes } = wire;
    let sensitivity = sensitivity_from_wire(sensitivity)?.ok_or_else(|| field("sensitivity"))?;
    if !codes.is_sorted_by(|a, b| a.code < b.code) {
        return Err(field("codes"));
    }
    let code = |wire: v1::Code| {
        let v1::Code { code, label, parent, sensitivity } = wire;
        let parent = (!parent.is_empty()).then_some(parent);
        let sensitivity = sensitivity_from_wire(sensitivity)?;
        Ok((code, Code { label: label_from_wire(label)?, parent, sensitivity }))
    };
    let codes = codes.into_iter().map(code).collect::<Result<BTreeMap<_, _>, DecodeError>>()?;
    Ok(CodeList { name, title: label_from_wire(title)?, overlapping, sensitivity, codes })
}

fn sensitivity_to_wire(sensitivity: Sensitivity) -> v1::Sensitivity {
    match sensitivity {
        Sensitivity::Community => v1::Sensitivity::Community,
        Sensitivity::General => v1::Sensitivity::General,
        Sensitivity::Identity => v1::Sensitivity::Identity,
    }
}

fn sensitivity_from_wire(wire: i32) -> Result<Option<Sensitivity>, DecodeError> {
    match v1::Sensitivity::try_from(wire) {
        Ok(v1::Sensitivity::Community) => Ok(Some(Sensitivity::Community)),
        Ok(v1::Sensitivity::General) => Ok(Some(Sensitivity::General)),
        Ok(v1::Sensitivity::Identity) => Ok(Some(Sensitivity::Identity)),
        Ok(v1::Sensitivity::Unspecified) => Ok(None),
        Err(_) => Err(field("sensitivity")),
    }
}

fn label_to_wire(label: &Label) -> v1::Label {
    let Label { en, fr } = label;
    v1::Label { en: en.clone(), fr: fr.clone() }
}

fn label_from_wire(wire: Option<v1::Label>) -> Result<Label, DecodeError> {
    let v1::Label { en, fr } = wire.ok_or_else(|| field("label"))?;
    Ok(Label { en, fr })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_quotient_is_made_of_reads_back_as_itself() {
        let code = || "MATCHES_NEW".to_owned();
        let denominators = [
            Denominator::Sum(code()),
            Denominator::Unrelated(code()),
            Denominator::Whole("RATE.den".to_owned()),
        ];
        for denominator in denominators {
            let ratio = ratio(Some(Parts {
                numerator: "RATE.num".to_owned(),
                denominator,
                months_earlier: 12,
                kind: IndicatorKind::Unique,
                unit: "persons".to_owned(),
                is_sensitive: true,
            }));
            assert_eq!(indicator_from_wire(indicator_to_wire(&ratio)).unwrap(), ratio);
        }
    }

    #[test]
    fn what_has_no_parts_is_written_as_before() {
        let wire = indicator_to_wire(&ratio(None));
        let old = v1::Indicator { numerator: String::new(), part_kind: 0, ..wire.clone() };
        assert_eq!(wire, old);
        assert_eq!(indicator_from_wire(wire).unwrap().parts, None);
    }

    #[test]
    fn what_comes_and_goes_reads_back_as_itself_and_neither_stands_alone() {
        let balance = Balance { came: "NEW".to_owned(), went: "CLOSED".to_owned() };
        let stock = Indicator { kind: IndicatorKind::Stock, balance: Some(balance), ..ratio(None) };
        let wire = indicator_to_wire(&stock);
        assert_eq!(indicator_from_wire(wire.clone()).unwrap(), stock);
        assert!(indicator_from_wire(v1::Indicator { went: String::new(), ..wire }).is_err());
    }

    #[test]
    fn a_scale_reads_back_as_itself() {
        let scale =
            Scale { low: 0, high: 100, of: "RATE.n".to_owned(), unit: "persons".to_owned() };
        let mean = Indicator { kind: IndicatorKind::Mean, scale: Some(scale), ..ratio(None) };
        assert_eq!(indicator_from_wire(indicator_to_wire(&mean)).unwrap(), mean);
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let broken = |change: fn(&mut v1::Indicator)| {
            let mut wire = indicator_to_wire(&ratio(None));
            change(&mut wire);
            indicator_from_wire(wire).is_err()
        };
        assert!(broken(|it| it.numerator = "A".to_owned()));
        assert!(broken(|it| it.is_share = true));
        assert!(broken(|it| it.months_earlier = 12));
        assert!(broken(|it| it.denominator = "A".to_owned()), "no kind is said");
        assert!(broken(|it| (it.denominator, it.others) = ("A".to_owned(), "B".to_owned())));
    }

    fn ratio(parts: Option<Parts>) -> Indicator {
        let label = || Label { en: "Rate".to_owned(), fr: "Taux".to_owned() };
        Indicator {
            code: "RATE".to_owned(),
            title: label(),
            definition: label(),
            kind: IndicatorKind::Ratio,
            unit: "percent".to_owned(),
            breakdowns: Vec::new(),
            definition_version: 1,
            direction: Direction::Up,
            parts,
            balance: None,
            scale: None,
        }
    }
}
