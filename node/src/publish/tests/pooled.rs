//! Tables beside figures that others have told of the same people.

use flotilla_domain::coalition::Object;
use flotilla_domain::governance::Action;
use flotilla_domain::message::Message;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;
use flotilla_wire::sample::Payload;

use super::*;

/// Alice counts 60 new matches, all of them in Ontario.
const RECIPE: &str = r#"
    [counts]
    column = "count"
    indicator = { code = "MATCHES_NEW" }
    period = { column = "period" }
    region = { column = "region" }
"#;

#[tokio::test]
async fn who_reports_together_is_refused_what_it_would_publish_alone() {
    let desk = Desk::new();
    desk.bob_covers(&["alice", "carol", "Le Phare"], "2024").await;
    assert_eq!(desk.table("2024").await, ["FL-E280"]);
    assert_eq!(desk.table("2025").await, Vec::<&str>::new());
    let doubts = |member| desk.judge.doubts(member);
    assert!(doubts(desk.sample.member(BOB)).await.is_empty(), "nothing is out");
}

#[tokio::test]
async fn a_lie_about_whose_figures_those_are_keeps_nobody_from_publishing() {
    let desk = Desk::new();
    desk.bob_covers(&["alice", "carol", "Le Phare"], "2024").await;
    let asked = |handle: &str| Asked { disowned: vec![handle.to_owned()], ..Asked::default() };
    assert!(desk.prepared_as("2024", asked("carol")).await.is_err());
    assert!(desk.prepared_as("2024", asked("bob")).await.is_ok());
}

#[tokio::test]
async fn every_node_doubts_what_was_published_at_both_ends() {
    let desk = Desk::new();
    desk.publish("2024").await;
    desk.bob_covers(&["alice", "carol", "Le Phare"], "2024").await;
    assert_eq!(desk.judge.comparisons(), 0);
    for index in [ALICE, BOB, CAROL] {
        let _judged = desk.judge.history(desk.sample.member(index)).await.unwrap();
    }
    let told = |doubts: Vec<Message>| doubts.iter().map(Message::id).collect::<Vec<_>>();
    for index in [ALICE, BOB] {
        let doubts = desk.judge.doubts(desk.sample.member(index)).await;
        assert_eq!(told(doubts), ["gate-union-together"]);
    }
    assert!(desk.judge.doubts(desk.sample.member(CAROL)).await.is_empty());
    assert_eq!(desk.judge.comparisons(), 1, "whoever asks is told what was found");
    desk.publish("2025").await;
    let _judged = desk.judge.history(desk.member()).await.unwrap();
    for index in [ALICE, BOB] {
        assert_eq!(desk.judge.doubts(desk.sample.member(index)).await.len(), 1);
    }
    assert_eq!(desk.judge.comparisons(), 2, "once more, when somebody told more");
    assert_eq!(desk.judge.quarantined(desk.sample.member(BOB)).await, 0, "it is no verdict");
}

#[tokio::test]
async fn what_others_tell_between_preview_and_consent_keeps_it_from_being_published() {
    let desk = Desk::new();
    let preview = desk.prepared("2024").await.unwrap();
    desk.bob_covers(&["ALICE", "carol", "Le Phare"], "2024").await;
    let refused = desk.publisher.commit(preview.id).await.unwrap_err();
    let PublishError::Problems(problems) = &refused else { panic!("{refused:?}") };
    assert_eq!(problems.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E280"]);
    assert_eq!(refused.blame(), Blame::Caller);
    assert!(!desk.ledger.heads().contains_key(&desk.member()), "nothing was signed");
    desk.publish("2025").await;
}

#[tokio::test]
async fn what_a_person_said_of_a_lie_holds_when_it_consents() {
    let desk = Desk::new();
    desk.bob_covers(&["alice", "carol", "Le Phare"], "2024").await;
    let asked = Asked { disowned: vec!["bob".to_owned()], ..Asked::default() };
    let preview = desk.prepared_as("2024", asked).await.unwrap();
    assert!(desk.publisher.commit(preview.id).await.is_ok());
}

#[tokio::test]
async fn what_rules_forbid_when_a_person_consents_is_not_published() {
    let desk = Desk::new();
    let preview = desk.prepared("2024").await.unwrap();
    let mut policy = desk.sample.roster().policy().clone();
    policy.version += 1;
    (policy.gate.threshold, policy.gate.slice_base) = (100, 100);
    desk.decide(Action::SetPolicy(policy));
    let refused = desk.publisher.commit(preview.id).await.unwrap_err();
    assert!(matches!(refused, PublishError::Stale), "{refused:?}");
}

#[tokio::test]
async fn what_a_cut_left_behind_is_not_published_again_beside_what_others_told_meanwhile() {
    let before = Desk::new();
    before.publish("2024").await;
    let entries = before.ledger.read(before.member(), 1, usize::MAX).await.unwrap();
    let said = entries.iter().map(|it| {
        let Entry { header, payload } = it.value();
        payload::unpack(header.kind, payload.bytes().unwrap()).unwrap()
    });
    let said: Vec<Content> = said.collect();
    let desk = Desk::new();
    assert_eq!(desk.again(said.clone()).await, (said.len(), 0));
    desk.bob_covers(&["alice", "carol", "Le Phare"], "2024").await;
    assert_eq!(desk.again(said.clone()).await, (0, said.len()));
}

#[tokio::test]
async fn what_a_cut_left_behind_is_not_mixed_with_figures_of_others() {
    let desk = Desk::new();
    let pool = || vec![Content::Release(pool(&["bob", "carol", "Le Phare"], "2024"))];
    assert_eq!(desk.again(pool()).await.1, 0);
    desk.publish("2024").await;
    assert_eq!(desk.again(pool()).await.1, 1);
}

/// Tells how many new matches others have, who report together.
fn pool(units: &[&str], year: &str) -> Release {
    let coverage = Coverage::new(units.iter().map(|it| (*it).to_owned()), true).unwrap();
    let place = Place {
        indicator: "MATCHES_NEW".into(),
        period: year.parse().unwrap(),
        region: "CA".into(),
        program_type: "_T".into(),
        breakdown: None,
    };
    let terms = Terms { coverage, ..Sample::terms() };
    Release::new(terms, vec![Observation { place, figure: Figure::Count(120) }]).unwrap()
}

impl Desk {
    /// Publishes a table of Alice.
    async fn publish(&self, year: &str) {
        let preview = self.prepared(year).await.unwrap();
        self.publisher.commit(preview.id).await.unwrap();
    }

    /// Has the coalition decide something.
    fn decide(&self, action: Action) {
        let entry = self.sample.proposal(ALICE, vec![action]);
        let votes = [ALICE, BOB].map(|it| Object::Vote(self.sample.approval(it, &entry)));
        let objects = [Object::Governance(Box::new(entry))].into_iter().chain(votes);
        assert_eq!(self.minutes.learn(objects.collect()).unwrap().held, 3);
    }

    /// Returns how much of what was left behind would be published again, and how much is not safe.
    async fn again(&self, said: Vec<Content>) -> (usize, usize) {
        let others = self.publisher.others(false, &[]).await.unwrap();
        let published = self.publisher.published().await.unwrap();
        let roster = self.publisher.roster();
        let sifted = self.publisher.sift((&roster, &others), published, (Vec::new(), said));
        let sifted = sifted.unwrap();
        (sifted.contents.len(), sifted.beside)
    }

    /// Has Bob tell how many new matches others have, who report together.
    async fn bob_covers(&self, units: &[&str], year: &str) {
        let payload = Payload::release(&pool(units, year));
        let _appended = self.ledger.append(vec![self.sample.entry(BOB, None, 1, payload)]).await;
    }

    /// Returns the problems of what Alice would publish of a year.
    async fn table(&self, year: &str) -> Vec<&'static str> {
        match self.prepared(year).await {
            Ok(_) => Vec::new(),
            Err(PublishError::Problems(problems)) => problems.iter().map(|it| it.code).collect(),
            Err(error) => panic!("{error:?}"),
        }
    }

    async fn prepared(&self, year: &str) -> Result<Preview, PublishError> {
        self.prepared_as(year, Asked::default()).await
    }

    async fn prepared_as(&self, year: &str, asked: Asked) -> Result<Preview, PublishError> {
        let file = format!("region,period,count\nCA-ON,{year},60\nCA-QC,{year},0\n");
        self.publisher
            .prepare_metrics(file.into_bytes(), RECIPE.to_owned(), asked)
            .await
    }
}
