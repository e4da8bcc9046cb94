//! Tables beside figures that others have told of the same people.

use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;
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
    let preview = desk.prepared("2024").await.unwrap();
    desk.publisher.commit(preview.id).await.unwrap();
    desk.bob_covers(&["alice", "carol", "Le Phare"], "2024").await;
    for index in [ALICE, BOB, CAROL] {
        let _judged = desk.judge.history(desk.sample.member(index)).await.unwrap();
    }
    let told = |doubts: Vec<Message>| doubts.iter().map(Message::id).collect::<Vec<_>>();
    for index in [ALICE, BOB] {
        let doubts = desk.judge.doubts(desk.sample.member(index)).await;
        assert_eq!(told(doubts), ["gate-union-together"]);
    }
    assert!(desk.judge.doubts(desk.sample.member(CAROL)).await.is_empty());
    assert_eq!(desk.judge.quarantined(desk.sample.member(BOB)).await, 0, "it is no verdict");
}

impl Desk {
    /// Has Bob tell how many new matches others have, who report together.
    async fn bob_covers(&self, units: &[&str], year: &str) {
        let coverage = Coverage::new(units.iter().map(|it| (*it).to_owned()), true).unwrap();
        let place = Place {
            indicator: "MATCHES_NEW".into(),
            period: year.parse().unwrap(),
            region: "CA".into(),
            program_type: "_T".into(),
            breakdown: None,
        };
        let terms = Terms { coverage, ..Sample::terms() };
        let figures = vec![Observation { place, figure: Figure::Count(120) }];
        let payload = Payload::release(&Release::new(terms, figures).unwrap());
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
