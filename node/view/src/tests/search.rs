//! What a search finds of a state, what it no longer finds, and that every node finds it alike.

use super::*;
use crate::Question;
use crate::Searched;

/// What is asked in SQL of a search.
const RANKED: &str =
    "SELECT rank, record_id, snippet FROM search_practices('waiting') ORDER BY rank";

fn question(words: &str) -> Question {
    Question::parse(words).unwrap()
}

async fn search(view: &View, words: &str) -> Searched {
    view.search(question(words), None, QueryLimits::DEFAULT).await.unwrap()
}

async fn found(view: &View, words: &str) -> Vec<String> {
    let searched = search(view, words).await;
    let hits = searched.found().hits.iter();
    hits.map(|hit| searched.record(*hit).unwrap().id.clone()).collect()
}

fn ids(of: &[(&str, u64)]) -> Vec<String> {
    let mut ids: Vec<String> = of.iter().map(|it| entry_id(it.0, it.1).to_string()).collect();
    ids.sort();
    ids
}

fn view(rows: Vec<Row>) -> View {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits::DEFAULT);
    view.apply(rows, snapshot("a")).unwrap();
    view
}

#[tokio::test]
async fn what_counts_is_found_in_both_languages() {
    let view = view(vec![practice("bob", 1, None), practice("carol", 1, None)]);
    for words in ["wait", "ATTENDRE", "groups", ""] {
        let mut told = found(&view, words).await;
        told.sort();
        assert_eq!(told, ids(&[("bob", 1), ("carol", 1)]), "{words}");
    }
    assert_eq!(found(&view, "basketball").await, [""; 0]);
}

#[tokio::test]
async fn what_no_longer_counts_is_gone_from_the_index_at_once() {
    let withdrawal = row("bob", 2, Content::Withdrawal(vec![entry_id("bob", 1)]));
    let erased =
        Row { state: EntryState::Erased, content: Content::None, ..practice("carol", 1, None) };
    for (before, after) in [
        (vec![practice("bob", 1, None)], vec![withdrawal]),
        (vec![practice("bob", 1, None)], vec![practice("bob", 2, Some(entry_id("bob", 1)))]),
    ] {
        let view = view(before);
        let old = search(&view, "waiting").await;
        let kept = Arc::downgrade(&old.index());
        view.apply(after, snapshot("b")).unwrap();
        drop(old);
        assert!(kept.upgrade().is_none(), "the text is still in memory");
        assert!(!found(&view, "waiting").await.contains(&entry_id("bob", 1).to_string()));
    }
    // What is judged anew comes with another row in its place.
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits::DEFAULT);
    view.apply(vec![practice("carol", 1, None)], snapshot("a")).unwrap();
    assert_eq!(found(&view, "waiting").await.len(), 1);
    view.forget(id("carol"), 1).unwrap();
    view.apply(vec![erased], snapshot("b")).unwrap();
    assert_eq!(found(&view, "waiting").await, [""; 0]);
}

#[tokio::test]
async fn figures_that_come_leave_the_index_as_it_is() {
    let view = view(vec![practice("bob", 1, None)]);
    let before = search(&view, "waiting").await.index();
    view.apply(vec![release("carol", 1, 1)], snapshot("b")).unwrap();
    assert!(Arc::ptr_eq(&before, &search(&view, "waiting").await.index()));
}

#[tokio::test]
async fn nodes_that_learned_records_in_other_orders_answer_alike() {
    let bob = vec![practice("bob", 1, None), practice("bob", 2, None)];
    let carol = vec![practice("carol", 1, None), response("carol", 2, entry_id("bob", 1), None)];
    let one = view(bob.iter().chain(&carol).cloned().collect());
    let other = view(carol);
    // An index of what was there before must not be answered from.
    search(&other, "waiting").await;
    for row in bob {
        other.apply(vec![row], snapshot("a")).unwrap();
        search(&other, "waiting").await;
    }
    assert_eq!(bytes(&one, RANKED).await, bytes(&other, RANKED).await);
    assert_eq!(csv(&one, RANKED).await.lines().count(), 4);
    let whole = async |view: &View| {
        let searched = search(view, "waiting well").await;
        as_csv(view.found(&searched, 0..9, QueryLimits::DEFAULT).unwrap()).await
    };
    assert_eq!(whole(&one).await, whole(&other).await);
}

#[tokio::test]
async fn a_search_can_be_joined_with_the_table_and_filtered() {
    let view = view(vec![practice("bob", 1, None), practice("carol", 1, None)]);
    let sql = "SELECT s.rank, p.member, p.title_en, s.snippet, s.snippet_language
               FROM search_practices('attendre', 'member=carol', 'eepm=4', 'lang=fr') s
               JOIN practices p ON p.record_id = s.record_id ORDER BY s.rank";
    let told = csv(&view, sql).await;
    let row = "1,carol,Waiting well 1,Group activities while young people wait.,fr";
    assert_eq!(told.lines().nth(1), Some(row));
    assert_eq!(told.lines().count(), 2);
}

#[tokio::test]
async fn a_search_that_is_none_is_refused_with_what_would_be_one() {
    let view = view(vec![]);
    let long = format!("SELECT * FROM search_practices('{}')", "x".repeat(201));
    for (sql, expected) in [
        ("SELECT * FROM search_practices()", "view-search-texts"),
        ("SELECT * FROM search_practices(1)", "view-search-texts"),
        ("SELECT * FROM search_practices('x', 'genders=BOYS')", "view-search-filter"),
        ("SELECT * FROM search_practices('x', 'lang=de')", "view-search-filter"),
        (long.as_str(), "view-search-too-long"),
    ] {
        let error = ask(&view, sql).await.unwrap_err();
        let QueryError::Refused { message } = error else { panic!("{sql}: {error:?}") };
        assert_eq!(message.id(), expected, "{sql}");
    }
}

#[tokio::test]
async fn rows_come_by_rank_with_what_others_said() {
    let about = entry_id("bob", 1);
    let rows = vec![
        practice("bob", 1, None),
        practice("carol", 1, None),
        response("carol", 2, about, None),
        response("alice", 1, about, None),
        // Nobody's word counts for their own.
        response("bob", 2, about, None),
    ];
    let view = view(rows);
    let searched = search(&view, "").await;
    let all = as_csv(view.found(&searched, 0..2, QueryLimits::DEFAULT).unwrap()).await;
    let header = "rank,score,snippet,snippet_language,adapted,adopted,endorsement,question";
    assert!(all.lines().next().unwrap().ends_with(header), "{all}");
    // Bodies end with a line end, so each row has three lines; that of Carol comes first by its id.
    let ends: Vec<&str> = [3, 6].map(|line| all.lines().nth(line).unwrap()).into();
    assert!(
        ends[0].ends_with(",1,0,Group activities while young people wait.,en,0,0,0,0"),
        "{all}"
    );
    assert!(
        ends[1].ends_with(",2,0,Group activities while young people wait.,en,0,2,0,0"),
        "{all}"
    );
    let second = as_csv(view.found(&searched, 1..2, QueryLimits::DEFAULT).unwrap()).await;
    assert_eq!(second.lines().nth(3), Some(ends[1]));
}

#[tokio::test]
async fn a_state_of_the_past_is_searched_as_it_was() {
    let view = view(vec![practice("bob", 1, None)]);
    let past = Arc::new(view.reach());
    view.apply(vec![practice("carol", 1, None)], snapshot("b")).unwrap();
    assert_eq!(found(&view, "waiting").await.len(), 2);
    let searched = view
        .search(question("waiting"), Some(past), QueryLimits::DEFAULT)
        .await
        .unwrap();
    assert_eq!(searched.found().hits.len(), 1);
    assert_eq!(searched.snapshot().id, snapshot("a").id);
}
