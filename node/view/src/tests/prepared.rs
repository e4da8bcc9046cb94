//! Queries with gaps: described before they are run, filled with values and with nothing else.

use arrow::array::ArrayRef;
use arrow::array::Int64Array;
use arrow::array::StringArray;
use arrow::datatypes::DataType;
use arrow::ipc::CompressionType;
use arrow::ipc::writer::IpcWriteOptions;
use arrow::ipc::writer::StreamWriter;

use super::*;

const SQL: &str = "SELECT member, count(*) AS n FROM observations WHERE gender = ? AND value >= ?
                   GROUP BY member ORDER BY member";

#[tokio::test]
async fn a_query_says_what_it_answers_and_asks_for() {
    let view = view();
    let described = view.describe(SQL, QueryLimits::DEFAULT).await.unwrap();
    let kinds = |schema: &arrow::datatypes::Schema| -> Vec<(String, DataType)> {
        let fields = schema.fields().iter();
        fields.map(|it| (it.name().clone(), it.data_type().clone())).collect()
    };
    let named = |name: &str, kind| (name.to_owned(), kind);
    let columns = [named("member", DataType::Utf8), named("n", DataType::Int64)];
    assert_eq!(kinds(&described.columns), columns);
    let gaps = [named("1", DataType::Utf8), named("2", DataType::Int64)];
    assert_eq!(kinds(&described.gaps), gaps);
    let answer = view.query_with(SQL, values("GIRLS", 0), QueryLimits::DEFAULT).await.unwrap();
    assert_eq!(answer.schema(), described.columns);
}

#[tokio::test]
async fn values_are_values_and_never_part_of_the_query() {
    let view = view();
    let count = async |value: &str| {
        let answer = view.query_with(SQL, values(value, 0), QueryLimits::DEFAULT).await.unwrap();
        answer
            .collect(ROWS_MAX)
            .await
            .unwrap()
            .iter()
            .map(RecordBatch::num_rows)
            .sum::<usize>()
    };
    assert_eq!(count("GIRLS").await, 3, "three members publish by gender");
    assert_eq!(count("GIRLS' OR '1' = '1").await, 0);
}

#[tokio::test]
async fn values_and_gaps_must_fit() {
    let view = view();
    let two = values("GIRLS", 0);
    let refused = async |sql: &str, values: &[u8]| {
        let answer = view.query_with(sql, values.to_vec(), QueryLimits::DEFAULT).await;
        let Err(error) = answer else { return "answered" };
        error.message().id()
    };
    assert_eq!(refused("SELECT 1", &two).await, "view-gaps");
    assert_eq!(refused("SELECT $1", &two).await, "view-gaps");
    assert_eq!(refused("SELECT $1, $3", &two).await, "view-gap-names");
    assert_eq!(refused("SELECT $name, $2", &two).await, "view-gap-names");
    assert_eq!(refused("SELECT ?, $1", &two).await, "view-gap-names");
    let garbled = [&[0xff; 4][..], &8_u32.to_le_bytes(), &[0xee; 24]].concat();
    assert_eq!(refused("SELECT $1", &garbled).await, "view-gap-unreadable");
    for rows in [0, 2] {
        let values = stream(vec!["GIRLS"; rows]);
        assert_eq!(refused("SELECT $1", &values).await, "view-gap-rows", "{rows}");
    }
    let unfilled = view.query("SELECT ?", QueryLimits::DEFAULT).await.unwrap_err();
    assert_eq!(unfilled.message().id(), "view-gaps");
    let many = format!("SELECT {}", vec!["?"; 101].join(", "));
    let described = view.describe(&many, QueryLimits::DEFAULT).await.unwrap_err();
    assert_eq!(described.message().id(), "view-too-many-gaps");
}

#[tokio::test]
async fn values_that_are_nonsense_cost_their_own_query_and_nothing_else() {
    let view = view();
    let sound = values("GIRLS", 0);
    for at in 0..sound.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut values = sound.clone();
            values[at] ^= flip;
            // Whether it is refused, ends its thread, or happens to make sense.
            let answer = view.query_with(SQL, values, QueryLimits::DEFAULT).await;
            if let Ok(answer) = answer {
                let _refused = answer.collect(ROWS_MAX).await.is_err();
            }
        }
    }
    assert_eq!(csv(&view, "SELECT 1 AS one").await, "one\n1\n");
}

#[tokio::test]
async fn values_that_are_packed_are_not_unpacked() {
    let view = view();
    let options = IpcWriteOptions::default().try_with_compression(Some(CompressionType::LZ4_FRAME));
    let text: ArrayRef = Arc::new(StringArray::from(vec!["a".repeat(1_000)]));
    let rows = RecordBatch::try_from_iter([("text", text)]).unwrap();
    let mut writer =
        StreamWriter::try_new_with_options(Vec::new(), &rows.schema(), options.unwrap()).unwrap();
    writer.write(&rows).unwrap();
    let packed = writer.into_inner().unwrap();
    let large = stream(vec![&"a".repeat(100 << 10)]);
    for values in [packed, large] {
        let refused = view.query_with("SELECT $1", values, QueryLimits::DEFAULT).await.unwrap_err();
        assert_eq!(refused.message().id(), "view-gap-unreadable");
    }
}

fn values(gender: &str, least: i64) -> Vec<u8> {
    let gender: ArrayRef = Arc::new(StringArray::from(vec![gender]));
    let least: ArrayRef = Arc::new(Int64Array::from(vec![least]));
    encoded(&RecordBatch::try_from_iter([("gender", gender), ("least", least)]).unwrap())
}

fn stream(texts: Vec<&str>) -> Vec<u8> {
    let texts: ArrayRef = Arc::new(StringArray::from(texts));
    encoded(&RecordBatch::try_from_iter([("text", texts)]).unwrap())
}

fn encoded(rows: &RecordBatch) -> Vec<u8> {
    let mut writer = IpcWriter::new(Vec::new(), &rows.schema()).unwrap();
    writer.rows(rows).unwrap();
    writer.finish().unwrap()
}

fn view() -> View {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits::DEFAULT);
    let rows = ["alice", "bob", "carol"].map(|member| release(member, 1, 2));
    view.apply(rows.to_vec(), snapshot("a")).unwrap();
    view
}
