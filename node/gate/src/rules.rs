//! Under which rules a release is made or judged, and what follows from a member's profile.
//!
//! A profile says which regions and programs a member serves, so it also says which of them make up
//! a whole: Canada is Ontario and Quebec for a member that serves these two. [`Rules`] works that
//! out once. It promises:
//!
//! - **A part has at most one whole**, the nearest region above it with two or more served parts.
//! - **Two names of one group count as one**: a region with a single served part is that part.
//! - **What a community governs is told with its consent only**, and then as a protected identity.
//! - **Where a program is not offered nobody is counted**, and everybody knows it.
//!
//! Which counts are a share of which follows from the catalogue: see `shares`.

mod shares;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::consent::Scope;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Place;

pub(crate) use self::shares::Share;
pub(crate) use self::shares::Shares;

/// The most codes above one region.
const DEPTH_MAX: usize = 16;

/// The rules for one member at one moment.
#[derive(Clone, Debug)]
pub struct Rules<'a> {
    catalogue: &'a Catalogue,
    policy: &'a Policy,
    parameters: GateParameters,
    profile: &'a Profile,
    shape: Shape,
    /// What communities consent to.
    granted: Vec<Scope>,
}

/// What makes up what, for one member.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    /// Every served region and every region above one.
    pub(crate) regions: BTreeMap<Arc<str>, Region>,
    /// The programs offered, ordered.
    pub(crate) programs: Vec<Arc<str>>,
    /// By dimension that may be published: its lowest-level codes, ordered.
    pub(crate) dimensions: BTreeMap<Arc<str>, Vec<Arc<str>>>,
    /// By list and code: of what class it is, if not general.
    classes: BTreeMap<String, BTreeMap<Arc<str>, Sensitivity>>,
    /// Which counts are a share of which.
    pub(crate) shares: Shares,
    /// By region, also by those above: the programs that are not offered in any of it, ordered.
    pub(crate) absent: BTreeMap<Arc<str>, Vec<Arc<str>>>,
}

/// A region as one member serves it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Region {
    /// The lowest code that stands for the same served parts.
    pub(crate) canonical: Arc<str>,
    /// What it is a part of, as a canonical code.
    pub(crate) whole: Option<Arc<str>>,
    /// Its parts as canonical codes, two or more; none for the lowest.
    pub(crate) parts: Vec<Arc<str>>,
    /// How many regions stand above it.
    pub(crate) depth: usize,
}

impl<'a> Rules<'a> {
    /// Returns the rules for the member with `profile`.
    ///
    /// `parameters` are those that the member publishes under; a receiver passes `policy.gate`, for
    /// a release names its own.
    pub fn new(
        catalogue: &'a Catalogue,
        policy: &'a Policy,
        parameters: GateParameters,
        profile: &'a Profile,
    ) -> Self {
        let shape = Shape::of(catalogue, profile);
        Self { catalogue, policy, parameters, profile, shape, granted: Vec::new() }
    }

    /// Returns the same rules where communities consent to figures within these scopes. Whether they
    /// do is not for the gate to say: see [`flotilla_domain::consent::granted`].
    #[must_use]
    pub fn granting(self, scopes: impl IntoIterator<Item = Scope>) -> Self {
        Self { granted: scopes.into_iter().collect(), ..self }
    }

    /// Returns the indicators and code lists.
    pub fn catalogue(&self) -> &'a Catalogue {
        self.catalogue
    }

    /// Returns the rules of the coalition.
    pub fn policy(&self) -> &'a Policy {
        self.policy
    }

    /// Returns the parameters that the member publishes under.
    pub fn parameters(&self) -> &GateParameters {
        &self.parameters
    }

    /// Returns where the member works and what it offers.
    pub fn profile(&self) -> &'a Profile {
        self.profile
    }

    pub(crate) fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Returns how carefully the group at `place` is treated: as the most careful of its codes asks.
    pub fn class_of(&self, place: &Place) -> Sensitivity {
        let Place { region, program_type, breakdown, .. } = place;
        let classes = &self.shape.classes;
        let class = |list: &str, code: &str| classes.get(list).and_then(|it| it.get(code)).copied();
        let category = breakdown
            .as_ref()
            .and_then(|it| class(it.dimension.as_ref(), it.category.as_ref()));
        // With its consent, who belongs to a community is an identity like any other (ADR 30).
        let category = match category {
            Some(Sensitivity::Community) if self.is_granted(place) => Some(Sensitivity::Identity),
            category => category,
        };
        [class(REGION, region), class(PROGRAM_TYPE, program_type), category]
            .into_iter()
            .flatten()
            .fold(Sensitivity::General, |one, other| self.parameters.stricter(one, other))
    }

    /// Returns whether a community governs the category of a place, and has not consented to its figure.
    pub(crate) fn is_reserved(&self, place: &Place) -> bool {
        let Some(breakdown) = &place.breakdown else { return false };
        let classes = self.shape.classes.get(breakdown.dimension.as_ref());
        let class = classes.and_then(|it| it.get(breakdown.category.as_ref()));
        class == Some(&Sensitivity::Community) && !self.is_granted(place)
    }

    fn is_granted(&self, place: &Place) -> bool {
        self.granted.iter().any(|it| it.covers(place))
    }

    /// Returns whether it is to be kept uncertain of anybody whether they belong to the category of a
    /// place, whatever the region and the program.
    pub(crate) fn is_sensitive(&self, place: &Place) -> bool {
        let class = place.breakdown.as_ref().and_then(|it| {
            let classes = self.shape.classes.get(it.dimension.as_ref())?;
            classes.get(it.category.as_ref())
        });
        class.is_some()
    }

    /// Returns whether the program of a place is offered in its region; else nobody is there to be counted.
    pub(crate) fn is_offered(&self, place: &Place) -> bool {
        self.shape.is_offered(place)
    }

    /// Returns the lowest-level regions and programs that a place stands for: those in which something of the
    /// other is offered. So two places that are one group are told alike.
    pub(crate) fn group_of(&self, place: &Place) -> (Vec<&'a str>, Vec<&'a str>) {
        let profile = self.profile;
        let leaves = |served: &'a [String], list: &str, code: &str| {
            let list = self.catalogue.list(list);
            let mut leaves = list.map_or_else(Vec::new, |list| Profile::leaves(served, list, code));
            leaves.sort_unstable();
            leaves.dedup();
            leaves
        };
        let mut regions = leaves(&profile.regions, REGION, &place.region);
        let mut programs = leaves(&profile.programs, PROGRAM_TYPE, &place.program_type);
        if !profile.absent.is_empty() {
            let (all, any) = (regions.clone(), programs.clone());
            regions.retain(|region| any.iter().any(|it| profile.offers(region, it)));
            programs.retain(|program| all.iter().any(|it| profile.offers(it, program)));
        }
        (regions, programs)
    }

    /// Returns which counts are a share of which.
    pub(crate) fn shares(&self) -> &Shares {
        &self.shape.shares
    }

    /// Returns what a numerator is a share of, if `place` is of one and such a period exists.
    pub(crate) fn denominator(&self, place: &Place) -> Option<Place> {
        self.shape.shares.of_numerator(&place.indicator)?.whole(place)
    }

    /// Returns whether somebody may be in several categories of a dimension, or in none.
    pub(crate) fn overlaps(&self, dimension: &str) -> bool {
        self.catalogue.list(dimension).is_some_and(|list| list.overlapping)
    }

    /// Returns the most careful class of the codes of a dimension.
    pub(crate) fn class_of_dimension(&self, dimension: &str) -> Sensitivity {
        let classes = self.shape.classes.get(dimension);
        let classes = classes.into_iter().flat_map(|it| it.values().copied());
        classes.fold(Sensitivity::General, |one, other| self.parameters.stricter(one, other))
    }
}

impl Shape {
    /// Returns the regions that are no part of another: together they are all that the member serves.
    pub(crate) fn wholes(&self) -> impl Iterator<Item = &Arc<str>> {
        let wholes = self.regions.iter().filter(|(_, it)| it.whole.is_none());
        wholes.filter(|(code, it)| it.canonical == **code).map(|(code, _)| code)
    }

    /// Returns whether the program of a place is offered in its region.
    pub(crate) fn is_offered(&self, place: &Place) -> bool {
        let absent = self.absent.get(&place.region);
        absent.is_none_or(|it| it.binary_search(&place.program_type).is_err())
    }

    /// Works out what makes up what.
    pub(crate) fn of(catalogue: &Catalogue, profile: &Profile) -> Self {
        let dimensions = catalogue.lists().filter(|list| may_be_published(list));
        let lowest = |list: &str, codes: &[String]| {
            let leaves = catalogue.list(list).map_or_else(Vec::new, leaves);
            leaves
                .into_iter()
                .filter(|leaf| codes.iter().any(|it| **it == **leaf))
                .collect()
        };
        let served: Vec<Arc<str>> = lowest(REGION, &profile.regions);
        let programs = lowest(PROGRAM_TYPE, &profile.programs);
        let absent = catalogue
            .list(REGION)
            .map_or_else(BTreeMap::new, |list| absent(list, &served, &programs, profile));
        Self {
            absent,
            regions: catalogue
                .list(REGION)
                .map_or_else(BTreeMap::new, |list| regions(list, &served)),
            classes: classes(catalogue, &served, &programs),
            shares: Shares::of(catalogue),
            programs,
            dimensions: dimensions.map(|list| (list.name.as_str().into(), leaves(list))).collect(),
        }
    }
}

/// Returns by region what is not offered in it, nor in any that is served below it.
fn absent(
    list: &CodeList,
    served: &[Arc<str>],
    programs: &[Arc<str>],
    profile: &Profile,
) -> BTreeMap<Arc<str>, Vec<Arc<str>>> {
    if profile.absent.is_empty() {
        return BTreeMap::new();
    }
    let of_region = |region: &str| {
        let within: Vec<&Arc<str>> =
            served.iter().filter(|it| list.is_within(it, region)).collect();
        let is_absent =
            |program: &&Arc<str>| !within.iter().any(|region| profile.offers(region, program));
        programs.iter().filter(is_absent).cloned().collect::<Vec<_>>()
    };
    let regions: BTreeSet<&str> = served.iter().flat_map(|leaf| lineage(list, leaf)).collect();
    let absent = regions.into_iter().map(|region| (Arc::from(region), of_region(region)));
    absent.filter(|(_, programs)| !programs.is_empty()).collect()
}

/// Returns by list and code what is not of the general class. A region or a program that is the only
/// one served is what stands above it, so that is of the same class.
fn classes(
    catalogue: &Catalogue,
    regions: &[Arc<str>],
    programs: &[Arc<str>],
) -> BTreeMap<String, BTreeMap<Arc<str>, Sensitivity>> {
    let mut classes = BTreeMap::new();
    for list in catalogue.lists() {
        let own = |code: &str| list.classes(code).max_by_key(|it| rank(*it));
        let of_code = |code: &str| {
            let served = match list.name.as_str() {
                REGION => regions,
                _ => &[],
            };
            let mut within = served.iter().filter(|leaf| list.is_within(leaf, code));
            let only = within.next().filter(|_| within.next().is_none());
            let only = only.and_then(|leaf| own(leaf));
            own(code).into_iter().chain(only).max_by_key(|it| rank(*it))
        };
        let mut codes: BTreeMap<Arc<str>, Sensitivity> = BTreeMap::new();
        for code in list.codes.keys() {
            codes.insert(code.as_str().into(), of_code(code).unwrap_or(list.sensitivity));
        }
        if let ([only], PROGRAM_TYPE) = (programs, list.name.as_str()) {
            codes.insert(TOTAL.into(), own(only).unwrap_or(list.sensitivity));
        }
        codes.retain(|_, class| *class != Sensitivity::General);
        if !codes.is_empty() {
            classes.insert(list.name.clone(), codes);
        }
    }
    classes
}

fn rank(class: Sensitivity) -> u8 {
    match class {
        Sensitivity::General => 0,
        Sensitivity::Identity => 1,
        Sensitivity::Community => 2,
    }
}

/// Returns whether the list is a dimension: regions and programs have columns of their own.
pub(crate) fn may_be_published(list: &CodeList) -> bool {
    list.name != REGION && list.name != PROGRAM_TYPE
}

/// Returns the lowest-level codes of a list, ordered.
fn leaves(list: &CodeList) -> Vec<Arc<str>> {
    let parents: BTreeSet<&str> =
        list.codes.values().filter_map(|code| code.parent.as_deref()).collect();
    let names = list.codes.keys().map(String::as_str);
    names.filter(|name| !parents.contains(name)).map(Arc::from).collect()
}

/// Returns the served regions and those above them.
fn regions(list: &CodeList, served: &[Arc<str>]) -> BTreeMap<Arc<str>, Region> {
    let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for leaf in served {
        parts.entry(leaf).or_default();
        let line = lineage(list, leaf);
        for (part, whole) in line.iter().zip(line.iter().skip(1)) {
            parts.entry(whole).or_default().insert(part);
        }
    }
    let region = |code: &&str| {
        let above = lineage(list, code).into_iter().skip(1);
        let branches = |it: &&str| parts.get(it).is_some_and(|parts| parts.len() > 1);
        let canonical = canonical(&parts, code);
        Region {
            canonical: canonical.into(),
            whole: above.clone().find(branches).map(Arc::from),
            parts: below(&parts, canonical),
            depth: above.count(),
        }
    };
    parts.keys().map(|code| (Arc::from(*code), region(code))).collect()
}

/// Follows single parts down to the first code that has several, or none.
fn canonical<'a>(parts: &BTreeMap<&'a str, BTreeSet<&'a str>>, code: &'a str) -> &'a str {
    let only = |code: &&'a str| match parts.get(code) {
        Some(parts) if parts.len() == 1 => parts.first().copied(),
        _ => None,
    };
    std::iter::successors(Some(code), only).take(DEPTH_MAX).last().unwrap_or(code)
}

fn below<'a>(parts: &BTreeMap<&'a str, BTreeSet<&'a str>>, code: &'a str) -> Vec<Arc<str>> {
    let below = parts.get(code).into_iter().flatten();
    let mut codes: Vec<Arc<str>> = below.map(|part| canonical(parts, part).into()).collect();
    codes.sort_unstable();
    codes
}

/// Returns a code and those above it, lowest first.
fn lineage<'a>(list: &'a CodeList, code: &'a str) -> Vec<&'a str> {
    let above = |name: &&'a str| list.codes.get(*name).and_then(|it| it.parent.as_deref());
    std::iter::successors(Some(code), above).take(DEPTH_MAX).collect()
}

#[cfg(test)]
mod tests {
    use flotilla_domain::release::Breakdown;

    use super::*;
    use crate::codebook;

    #[test]
    fn a_country_is_what_the_member_serves_of_it() {
        let shape = shape(&["CA-ON", "CA-QC"]);
        let country = &shape.regions["CA"];
        assert!(country.parts.iter().map(|it| &**it).eq(["CA-ON", "CA-QC"]));
        assert_eq!(shape.regions["CA-ON"].whole.as_deref(), Some("CA"));
        assert!(!shape.regions.contains_key("CA-BC"));
    }

    #[test]
    fn a_country_of_one_province_is_that_province() {
        let shape = shape(&["CA-ON"]);
        assert_eq!(&*shape.regions["CA"].canonical, "CA-ON");
        assert_eq!(shape.regions["CA-ON"].whole, None);
    }

    #[test]
    fn a_code_has_the_class_of_the_most_careful_of_its_names() {
        let catalogue = codebook::with_additions(
            r#"
[list.region]
title = { en = "Region", fr = "Région" }
[list.region.codes]
"SGC:6204" = { en = "Baffin", fr = "Baffin", parent = "CA-NU", sensitivity = "community" }
"#,
        )
        .unwrap();
        let policy = Policy::DEFAULT;
        let profile = |regions: &[&str]| {
            let regions = regions.iter().map(|it| (*it).to_owned()).collect();
            Profile { regions, programs: vec!["GROUP".to_owned()], absent: vec![] }
        };
        let class = |profile: &Profile, region: &str, category: Option<(&str, &str)>| {
            let breakdown = category.map(|(dimension, category)| Breakdown {
                dimension: dimension.into(),
                category: category.into(),
            });
            let place = Place {
                indicator: "MATCHES_NEW".into(),
                period: "2024".parse().unwrap(),
                region: region.into(),
                program_type: TOTAL.into(),
                breakdown,
            };
            Rules::new(&catalogue, &policy, policy.gate, profile).class_of(&place)
        };
        let (one, two) = (profile(&["SGC:6204"]), profile(&["CA-ON", "SGC:6204"]));
        assert_eq!(class(&two, "CA", None), Sensitivity::General);
        assert_eq!(class(&two, "CA-NU", None), Sensitivity::Community);
        assert_eq!(class(&one, "CA", None), Sensitivity::Community);
        let governed = Some(("setting", "FIRST_NATION_COMMUNITY"));
        assert_eq!(class(&two, "CA", governed), Sensitivity::Community);
        assert_eq!(class(&two, "CA", Some(("setting", "SCHOOL"))), Sensitivity::General);
        assert_eq!(class(&two, "CA", Some(("population", "BLACK"))), Sensitivity::Identity);
    }

    #[test]
    fn regions_and_groups_of_codes_are_no_dimensions() {
        let shape = shape(&["CA-ON"]);
        assert!(shape.dimensions.contains_key("gender"));
        assert!(shape.dimensions.contains_key("population"));
        assert!(!shape.dimensions.contains_key(REGION));
        assert!(!shape.dimensions["age_group"].contains(&"06_11".into()));
    }

    fn shape(served: &[&str]) -> Shape {
        let regions = served.iter().map(|code| (*code).to_owned()).collect();
        let profile = Profile { regions, ..Profile::default() };
        Shape::of(&codebook::standard().unwrap(), &profile)
    }
}
