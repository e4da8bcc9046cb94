//! Figures that a community governs: with its consent, by the key that spoke for it then.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::consent::Consent;
use flotilla_domain::consent::Scope;
use flotilla_domain::key::SigningKey;
use flotilla_domain::label::Label;
use flotilla_domain::label::SCHEME;
use flotilla_domain::practice::Fields;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::Text;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Terms;
use flotilla_domain::retraction::Retraction;
use flotilla_domain::signed::Received;
use flotilla_domain::steward::GovernedCode;
use flotilla_domain::steward::Steward;

use super::*;

/// The id of a practice record.
const RECORD: &str = "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11";

/// The first key of the community.
const FIRST: usize = 8;

/// The key after it.
const SECOND: usize = 9;

#[tokio::test]
async fn a_governed_figure_counts_with_the_consent_of_its_community_only() {
    let mut bench = Bench::new();
    bench.govern();
    let without = bench.publish_release(1, &table(1)).await;
    assert!(bench.reasons(&without).await.contains(&"gate-i10-consent"));
    let release = bench.consented(&table(2), FIRST, BOB);
    let with = bench.publish_release(1, &release).await;
    assert_eq!(bench.reasons(&with).await, Vec::<&str>::new());
}

#[tokio::test]
async fn a_consent_that_is_not_what_it_claims_to_be_has_the_whole_entry_refused() {
    let mut bench = Bench::new();
    bench.govern();
    let own_key = bench.consented(&table(1), BOB, BOB);
    let of_another = bench.consented(&table(1), FIRST, 0);
    let changed = Release::new(
        bench.consented(&table(1), FIRST, BOB).terms().clone(),
        table(2).observations().to_vec(),
    );
    for release in [own_key, of_another, changed.unwrap()] {
        let entry = bench.publish_release(1, &release).await;
        assert_eq!(bench.reasons(&entry).await, ["node-reason-consent"]);
    }
}

#[tokio::test]
async fn the_key_counts_that_spoke_for_the_community_where_the_entry_stands() {
    let mut bench = Bench::new();
    let governed = bench.govern();
    let before = bench.consented(&table(1), FIRST, BOB);
    let before = bench.publish_release(1, &before).await;
    bench.decide(governed, vec![Action::SetSteward(Box::new(steward(SECOND)))]);
    let old_key = bench.consented(&table(2), FIRST, BOB);
    let old_key = bench.publish_release(2, &old_key).await;
    let new_key = bench.consented(&table(2), SECOND, BOB);
    let new_key = bench.publish_release(2, &new_key).await;
    assert_eq!(bench.reasons(&before).await, Vec::<&str>::new(), "what was consented to stays");
    assert_eq!(bench.reasons(&old_key).await, ["node-reason-consent"]);
    assert_eq!(bench.reasons(&new_key).await, Vec::<&str>::new());
}

#[tokio::test]
async fn what_a_community_takes_back_is_hidden_and_nothing_else_changes() {
    let mut bench = Bench::new();
    bench.govern();
    let release = bench.consented(&table(1), FIRST, BOB);
    let entry = bench.publish_release(1, &release).await;
    assert_eq!(bench.told(&entry).await, ["200", "120", "80"]);
    bench.retract(&release, SECOND);
    assert!(bench.judge.review().await.is_empty(), "another key says nothing");
    bench.retract(&release, FIRST);
    assert_eq!(bench.judge.review().await, BTreeSet::from([bench.sample.member(BOB)]));
    assert_eq!(bench.told(&entry).await, ["200", "120", "x"]);
    assert_eq!(bench.reasons(&entry).await, Vec::<&str>::new());
    let again = bench.publish_release(1, &bench.consented(&table(2), FIRST, BOB)).await;
    assert_eq!(bench.told(&again).await, ["200", "120", "80"], "another consent");
}

#[tokio::test]
async fn a_label_counts_as_the_word_of_its_community_only() {
    let mut bench = Bench::new();
    bench.govern();
    let coalition = bench.sample.roster().coalition();
    let labelled = |key: usize| {
        let label = Label {
            scheme: SCHEME.to_owned(),
            kind: "tk_attribution".to_owned(),
            community: "north".to_owned(),
            language: "en".to_owned(),
            name: "Attribution".to_owned(),
            ..Label::default()
        };
        let label = label.sealed(RECORD, coalition, &Sample::admin_key(key));
        let text = Text {
            language: "en".to_owned(),
            title: "Waiting well".to_owned(),
            summary: "One thing that worked.".to_owned(),
            translation: "original".to_owned(),
            ..Text::default()
        };
        let fields = Fields {
            id: RECORD.to_owned(),
            version: 1,
            status: "published".to_owned(),
            kind: "practice".to_owned(),
            texts: vec![text],
            contact_role: "Program team".to_owned(),
            licence: "CC-BY-4.0".to_owned(),
            sharing: "replicate".to_owned(),
            labels: vec![label],
            ..Fields::default()
        };
        Payload::practice(&Practice::new(fields).unwrap())
    };
    let genuine = bench.publish_payload(1, labelled(FIRST)).await;
    let forged = bench.publish_payload(1, labelled(BOB)).await;
    assert_eq!(bench.reasons(&genuine).await, Vec::<&str>::new());
    assert_eq!(bench.reasons(&forged).await, ["node-reason-label"]);
}

#[tokio::test]
async fn a_card_counts_that_names_a_steward_or_none_and_a_whole_record_that_is_held_does_not() {
    let mut bench = Bench::new();
    bench.govern();
    let held = Sample::held("What we do on the land.");
    let of = |community: &str| {
        let fields = Fields { community: community.to_owned(), ..held.card.fields().clone() };
        Payload::practice(&Practice::new(fields).unwrap())
    };
    for community in ["", "north"] {
        let card = bench.publish_payload(1, of(community)).await;
        assert_eq!(bench.reasons(&card).await, Vec::<&str>::new(), "{community}");
    }
    let nobodys = bench.publish_payload(1, of("south")).await;
    assert_eq!(bench.reasons(&nobodys).await, ["node-reason-community"]);
    let let_out = Payload::raw(Kind::Practice, held.payload.clone());
    let let_out = bench.publish_payload(1, let_out).await;
    assert_eq!(bench.reasons(&let_out).await, ["node-reason-malformed"]);
}

impl Bench {
    /// Has this key of the sample take the consents of `release` back.
    fn retract(&self, release: &Release, key: usize) {
        let (coalition, key) = (self.sample.roster().coalition(), Sample::admin_key(key));
        let consents = release.terms().consents.iter().map(|it| it.id(coalition)).collect();
        let retraction = Retraction {
            steward: "north".to_owned(),
            steward_key: key.public(),
            member: self.sample.member(BOB),
            consents,
        };
        let body = flotilla_wire::retraction::encode(&retraction);
        let signed = Signed::new(Tag::Retraction, coalition, body, &key);
        let retraction = flotilla_wire::retraction::receive(signed).unwrap();
        let _learnt = self.minutes.learn(vec![Object::Retraction(retraction)]).unwrap();
    }

    /// Returns the figures that tables show.
    async fn told(&self, entry: &Verified<Entry>) -> Vec<String> {
        let judged = self.judge_now(entry).await.unwrap();
        let Content::Release(release) = judged.content else { panic!("not a release") };
        let told = release.observations().iter().map(|it| match it.figure.count() {
            Some(count) => count.to_string(),
            None => it.figure.status().to_owned(),
        });
        told.collect()
    }

    /// Has the coalition say that a community governs what is told of girls.
    fn govern(&self) -> (u64, Hash) {
        let current = self.sample.roster().catalogue();
        let indicators = current.indicators().cloned().collect();
        let lists = current.lists().cloned().map(|mut list| {
            if let Some(code) = list.codes.get_mut("GIRLS") {
                code.sensitivity = Some(Sensitivity::Community);
            }
            list
        });
        let catalogue = Catalogue::new(current.version() + 1, indicators, lists.collect()).unwrap();
        let genesis = (0, self.sample.roster().coalition().0);
        let actions = vec![
            Action::SetCatalogue(Box::new(catalogue)),
            Action::SetSteward(Box::new(steward(FIRST))),
        ];
        self.decide(genesis, actions)
    }

    /// Returns `release` with a consent for this member, signed by the sample's key of this number in
    /// the name of the community.
    fn consented(&self, release: &Release, key: usize, member: usize) -> Release {
        let codes = steward(FIRST).codes;
        let scope = Scope::of(release.observations(), &codes).unwrap();
        let key: SigningKey = Sample::admin_key(key);
        let consent = Consent {
            steward: "north".to_owned(),
            steward_key: key.public(),
            member: self.sample.member(member),
            content: scope.content(release.observations()),
            scope,
            agreement: String::new(),
        };
        let coalition = self.sample.roster().coalition();
        let body = flotilla_wire::consent::encode(&consent);
        let signed = Signed::new(Tag::Consent, coalition, body, &key);
        let consent: Received<Consent> = flotilla_wire::consent::receive(signed).unwrap();
        let terms = Terms { consents: vec![consent], ..release.terms().clone() };
        Release::new(terms, release.observations().to_vec()).unwrap()
    }
}

fn steward(key: usize) -> Steward {
    let name = |tag: &str| (tag.to_owned(), "Northern Nation".to_owned());
    Steward {
        handle: "north".to_owned(),
        names: [name("en"), name("fr")].into(),
        contact: "Data office".to_owned(),
        codes: [GovernedCode::parse("gender:GIRLS").unwrap()].into(),
        key: Sample::admin_key(key).public(),
    }
}

/// Returns a table of a month, broken down.
fn table(month: u32) -> Release {
    let place = |category: Option<&str>| Place {
        indicator: "MATCHES_NEW".into(),
        period: Period::month(2020, month).unwrap(),
        region: "CA".into(),
        program_type: "_T".into(),
        breakdown: category
            .map(|category| Breakdown { dimension: "gender".into(), category: category.into() }),
    };
    let told = [(None, 200), (Some("BOYS"), 120), (Some("GIRLS"), 80)];
    let told = told.map(|(category, count)| Observation {
        place: place(category),
        figure: Figure::Count(count),
    });
    Release::new(Sample::terms(), told.to_vec()).unwrap()
}
