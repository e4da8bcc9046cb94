//! Indicators and code lists: `flotilla.v1.Catalogue`.

use std::collections::BTreeMap;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::Code;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::Direction;
use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::Label;
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
    } = indicator;
    let kind = match kind {
        IndicatorKind::Flow => v1::IndicatorKind::Flow,
        IndicatorKind::Mean => v1::IndicatorKind::Mean,
        IndicatorKind::Ratio => v1::IndicatorKind::Ratio,
        IndicatorKind::Stock => v1::IndicatorKind::Stock,
        IndicatorKind::Unique => v1::IndicatorKind::Unique,
    };
    let direction = match direction {
        Direction::Down => v1::Direction::Down,
        Direction::Neutral => v1::Direction::Unspecified,
        Direction::Up => v1::Direction::Up,
    };
    v1::Indicator {
        code: code.clone(),
        title: Some(label_to_wire(title)),
        definition: Some(label_to_wire(definition)),
        kind: i32::from(kind),
        unit: unit.clone(),
        breakdowns: breakdowns.clone(),
        definition_version: *definition_version,
        direction: i32::from(direction),
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
    } = wire;
    let kind = match v1::IndicatorKind::try_from(kind) {
        Ok(v1::IndicatorKind::Flow) => IndicatorKind::Flow,
        Ok(v1::IndicatorKind::Mean) => IndicatorKind::Mean,
        Ok(v1::IndicatorKind::Ratio) => IndicatorKind::Ratio,
        Ok(v1::IndicatorKind::Stock) => IndicatorKind::Stock,
        Ok(v1::IndicatorKind::Unique) => IndicatorKind::Unique,
        Ok(v1::IndicatorKind::Unspecified) | Err(_) => return Err(field("indicator.kind")),
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
        kind,
        unit,
        breakdowns,
        definition_version,
        direction,
    })
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
