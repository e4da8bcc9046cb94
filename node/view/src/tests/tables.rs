//! What the tables show, and what they leave out.

use super::*;
use crate::TableName;

#[test]
fn columns_stand_in_the_order_of_the_record() {
    let dir = tempfile::tempdir().unwrap();
    let schema = open(dir.path(), Limits::DEFAULT).schema(TableName::Observations);
    let names: Vec<&str> = schema.fields().iter().map(|it| it.name().as_str()).collect();
    let expected = "indicator member region period period_start period_end program_type age_group \
                    gender population delivery_mode setting closure_reason instrument \
                    outcome_domain list_status waiting_time value unit numerator denominator n \
                    status definition_version version published_at record_id signer";
    assert_eq!(names.join(" "), expected);
}

#[tokio::test]
async fn a_figure_says_everything_in_its_own_row() {
    let view = view(vec![release("bob", 3, 1)]);
    let sql = "SELECT * FROM observations WHERE gender = 'GIRLS' LIMIT 1";
    let told = csv(&view, sql).await;
    let (_, told) = told.split_once('\n').unwrap();
    let value = csv(&view, "SELECT value FROM observations WHERE gender = 'GIRLS' LIMIT 1").await;
    let value = value.lines().nth(1).unwrap();
    let record = entry_id("bob", 3);
    let signer = id("bob");
    let expected = format!(
        "I00,bob,CA-ON,2020-04,2020-04-01,2020-04-30,_T,_T,GIRLS,_T,_T,_T,_T,_T,_T,_T,_T,{value},\
         matches,,,,,1,1,2026-03-31T12:00:00.003Z,{record},{signer}\n"
    );
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_withheld_figure_has_no_number_and_a_mark() {
    let view = view(vec![release("bob", 1, 20)]);
    let sql = "SELECT status, count(*) AS n, count(value) AS told FROM observations GROUP BY 1
               ORDER BY 1 DESC";
    let told = csv(&view, sql).await;
    let withheld = told.lines().find(|line| line.starts_with("x,")).unwrap();
    assert!(withheld.ends_with(",0"), "{told}");
}

#[tokio::test]
async fn a_quarantined_entry_is_listed_and_does_not_count() {
    let quarantined = Row {
        state: EntryState::Quarantined,
        reasons: "looser than the rules".to_owned(),
        ..release("bob", 1, 2)
    };
    let view = view(vec![quarantined]);
    assert_eq!(csv(&view, "SELECT count(*) AS n FROM observations").await, "n\n0\n");
    let sql = "SELECT member, seq, state, reasons, observations FROM entries";
    let listed = "bob,1,quarantined,looser than the rules,12\n";
    assert!(csv(&view, sql).await.ends_with(listed));
}

#[tokio::test]
async fn what_is_replaced_or_withdrawn_does_not_count() {
    let replaced = practice("bob", 3, Some(entry_id("bob", 2)));
    let withdrawal = row("bob", 4, Content::Withdrawal(vec![entry_id("bob", 1)]));
    let view = view(vec![release("bob", 1, 2), practice("bob", 2, None), replaced, withdrawal]);
    assert_eq!(csv(&view, "SELECT count(*) AS n FROM observations").await, "n\n0\n");
    assert_eq!(csv(&view, "SELECT title_en FROM practices").await, "title_en\nWaiting well 3\n");
    assert_eq!(csv(&view, "SELECT count(*) AS n FROM entries").await, "n\n4\n");
}

#[tokio::test]
async fn a_response_says_where_its_result_is_and_the_last_one_counts() {
    let about = entry_id("bob", 1);
    let again = response("carol", 2, about, Some(1));
    let view = view(vec![practice("bob", 1, None), response("carol", 1, about, None), again]);
    let sql = "SELECT member, practice_record, practice_id, practice_version, statement, languages,
               text_en, text_fr, results, confirmed FROM responses";
    let told = format!(
        "carol,{about},5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11,1,adopted,en,Since 2.,,\
         I00 2025 CA-ON;I01 2025 CA-ON,0\n"
    );
    assert!(csv(&view, sql).await.ends_with(&told));
}

#[tokio::test]
async fn a_response_says_how_the_record_stands_that_it_is_about() {
    let stands = async |bob: Vec<Row>| {
        let carol = response("carol", 1, entry_id("bob", 1), None);
        let view = view(bob.into_iter().chain([carol]).collect());
        let sql = "SELECT practice_member, practice_state FROM responses";
        csv(&view, sql).await.lines().nth(1).unwrap().to_owned()
    };
    let record = |state| Row { state, ..practice("bob", 1, None) };
    assert_eq!(stands(vec![]).await, ",unknown");
    assert_eq!(stands(vec![record(EntryState::Valid)]).await, "bob,valid");
    assert_eq!(stands(vec![record(EntryState::Withdrawn)]).await, "bob,withdrawn");
    assert_eq!(stands(vec![record(EntryState::Erased)]).await, "bob,erased");
    let later = practice("bob", 2, Some(entry_id("bob", 1)));
    assert_eq!(stands(vec![record(EntryState::Valid), later]).await, "bob,superseded");
}

#[tokio::test]
async fn nobody_can_hide_what_another_member_published() {
    let hostile = row("carol", 1, Content::Withdrawal(vec![entry_id("bob", 1)]));
    let quarantined = Row {
        state: EntryState::Quarantined,
        ..row("bob", 2, Content::Withdrawal(vec![entry_id("bob", 1)]))
    };
    let view = view(vec![release("bob", 1, 2), hostile, quarantined]);
    assert_eq!(csv(&view, "SELECT count(*) AS n FROM observations").await, "n\n12\n");
}

#[tokio::test]
async fn only_members_are_shown_and_a_new_one_brings_its_log() {
    let view = view(vec![release("dave", 1, 1), release("bob", 1, 1)]);
    let count = "SELECT count(*) AS n FROM observations";
    assert_eq!(csv(&view, count).await, "n\n6\n");
    let bob = MemberRow { is_active: false, version: 2, ..member("bob") };
    view.set_members(vec![member("dave"), bob]);
    assert_eq!(csv(&view, count).await, "n\n6\n", "not before it has a name");
    view.apply(vec![], snapshot("b")).unwrap();
    assert_eq!(csv(&view, count).await, "n\n12\n");
    let told = csv(&view, "SELECT handle, status, version FROM members").await;
    assert_eq!(told, "handle,status,version\nbob,former,2\ndave,active,1\n");
}

#[tokio::test]
async fn a_time_from_another_age_is_shown_at_the_edge_of_ours() {
    let view = view(vec![Row { created_ms: i64::MAX, ..release("bob", 1, 1) }]);
    let told = csv(&view, "SELECT created_at FROM entries").await;
    assert_eq!(told, "created_at\n9999-12-31T23:59:59.999Z\n");
}

#[tokio::test]
async fn indicators_and_the_schema_can_be_looked_up() {
    let view = view(vec![]);
    let sql = "SELECT code, title_fr, breakdowns FROM indicators LIMIT 1";
    assert_eq!(csv(&view, sql).await, "code,title_fr,breakdowns\nI00,Matches (fr),gender\n");
    let sql = "SELECT table_name FROM information_schema.tables";
    let names = "table_name\nentries\nindicators\nmembers\nobservations\npractices\n\
                 responses\nrevisions\n";
    assert_eq!(csv(&view, sql).await, names);
    let sql = "SELECT data_type FROM information_schema.columns WHERE column_name = 'period_start' \
               AND table_name = 'observations'";
    assert_eq!(csv(&view, sql).await, "data_type\ndate\n");
}

fn view(rows: Vec<Row>) -> View {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits::DEFAULT);
    view.apply(rows, snapshot("a")).unwrap();
    view
}
