//! What answers cost where 10,000,000 figures are held, beside DuckDB on the same machine.
//!
//! The read model is filled from seeds, without signatures ([`crate::seeds`]), and asked through what a node
//! asks it by: SQL through the engine, files through the code that sends downloads. Then DuckDB, which
//! `--python` has, is asked the same over the Parquet file that came out of it, with as many threads as
//! there are processors, and its answers have to be the same.
//!
//! - **cold**: the first question to a read model that was just opened, of whose files nothing is in memory;
//!   for DuckDB, the first on a new connection to a file of which nothing is.
//! - **warm**: the median of the same question again.

use std::fs;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::thread::available_parallelism;
use std::time::Duration;
use std::time::Instant;

use flotilla_answer::csv;
use flotilla_answer::csv::Dialect;
use flotilla_answer::file::Format;
use flotilla_node::web;
use flotilla_view::Filters;
use flotilla_view::QueryLimits;
use flotilla_view::TableName;
use flotilla_view::View;
use serde_json::Value;
use serde_json::json;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;

use crate::duckdb;
use crate::duckdb::Asked;
use crate::growth;
use crate::seeds::Seeds;
use crate::usage::Usage;
use crate::usage::disk_bytes;
use crate::usage::median;

/// What is asked, by name. What says `{member}` is one in the middle.
const QUESTIONS: [(&str, &str); 6] = [
    (
        "one cell",
        "SELECT value, status FROM observations WHERE member = '{member}' \
         AND indicator = 'x_MEASURE_007' AND period = '2021-Q3' AND region = 'CA-ON' \
         AND program_type = '_T' AND gender = '_T'",
    ),
    (
        "trend over ten years by province",
        "SELECT region, period, sum(value) AS total FROM observations \
         WHERE indicator = 'x_MEASURE_007' AND region <> 'CA' AND program_type = '_T' \
         AND gender = '_T' GROUP BY region, period ORDER BY region, period",
    ),
    (
        "top ten members",
        "SELECT member, sum(value) AS total FROM observations \
         WHERE indicator = 'x_MEASURE_004' AND region = 'CA' AND program_type = '_T' \
         AND gender = '_T' AND period_start >= DATE '2020-01-01' \
         GROUP BY member ORDER BY total DESC, member LIMIT 10",
    ),
    (
        "breakdown with labels",
        "SELECT i.title_fr, o.gender, sum(o.value) AS total FROM observations o \
         JOIN indicators i ON i.code = o.indicator WHERE o.indicator = 'x_MEASURE_002' \
         AND o.region = 'CA' AND o.program_type = '_T' AND o.gender <> '_T' \
         GROUP BY i.title_fr, o.gender ORDER BY o.gender",
    ),
    (
        "coverage",
        "SELECT period, count(DISTINCT member) AS members, count(value) AS shown, \
         count(*) AS figures FROM observations WHERE indicator = 'x_MEASURE_011' \
         GROUP BY period ORDER BY period",
    ),
    (
        "coverage of everything",
        "SELECT period, count(DISTINCT member) AS members, count(value) AS shown, \
         count(*) AS figures FROM observations GROUP BY period ORDER BY period",
    ),
];

/// What is written, by name.
const EXPORTS: [(&str, Format); 2] =
    [("export to CSV", Format::Csv(Dialect::Plain)), ("export to Parquet", Format::Parquet)];

/// The most rows of an answer; questions are asked for tables that a person reads.
const ROWS_MAX: usize = 10_000;

/// What a question may take: what a stranger gets, but the time, for this machine is busy.
const LIMITS: QueryLimits =
    QueryLimits { deadline: Duration::from_secs(600), ..QueryLimits::DEFAULT };

/// How long one answer took, and what it was.
struct Timed {
    cold_s: f64,
    warm_s: Vec<f64>,
    cpu_s: Vec<f64>,
    told: String,
}

/// Measures over `rows` figures, `runs` times each, beside the DuckDB of `python`.
pub(crate) fn measure(runs: usize, rows: usize, python: &str) -> Value {
    let seeds = Seeds::new(rows);
    let threads = available_parallelism().map_or(1, usize::from);
    let duckdb_version = duckdb::version(python);
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let dir = scratch.path().join("view");
    eprintln!("filling the read model with {} figures", seeds.rows());
    let curve = growth::fill(&dir, &seeds);
    let runtime = Runtime::new().expect("a runtime");
    let parquet = scratch.path().join("observations.parquet");
    let told = runtime.block_on(asked(&dir, &seeds, runs));
    let exports = runtime.block_on(exported(&dir, &seeds, runs, scratch.path(), &parquet));
    let indicators = scratch.path().join("indicators.parquet");
    let view = growth::open(&dir, &seeds);
    runtime.block_on(write(&view, (TableName::Indicators, Format::Parquet), &indicators));
    let peak_rss_bytes = Usage::own().peak_rss_bytes;
    eprintln!("asking DuckDB {duckdb_version}");
    let files =
        duckdb::Files { observations: &parquet, indicators: &indicators, scratch: scratch.path() };
    let exported_names = EXPORTS.map(|(name, _)| name);
    let other = duckdb::ask(python, (runs, threads), &questions(&seeds), &exported_names, &files);
    let questions: Vec<Value> = told
        .iter()
        .chain(&exports)
        .map(|(name, ours)| beside(name, ours, &other[*name]))
        .collect();
    json!({
        "rows": seeds.rows(),
        "questions": questions,
        "peak_rss_bytes": peak_rss_bytes,
        "parquet_bytes": fs::metadata(&parquet).expect("an export").len(),
        "view_bytes": disk_bytes(&dir),
        "update_cpu_ms": curve.means(),
        "update_cpu_ms_most": curve.most(),
        "duckdb": duckdb_version,
        "threads": threads,
        "runs": runs,
    })
}

/// Puts both times of one question side by side; their answers have to be the same.
fn beside(name: &str, ours: &Timed, other: &Asked) -> Value {
    assert_eq!(ours.told, other.told, "{name}: the node and DuckDB do not agree");
    json!({
        "name": name,
        "node_s": median(ours.warm_s.iter().copied()),
        "duckdb_s": median(other.warm_s.iter().copied()),
        "node_cold_s": ours.cold_s,
        "duckdb_cold_s": other.cold_s,
        "node_cpu_s": median(ours.cpu_s.iter().copied()),
        "duckdb_cpu_s": median(other.cpu_s.iter().copied()),
    })
}

fn questions(seeds: &Seeds) -> Vec<(&'static str, String)> {
    let member = seeds.middle();
    QUESTIONS.map(|(name, sql)| (name, sql.replace("{member}", &member))).into()
}

async fn asked(dir: &Path, seeds: &Seeds, runs: usize) -> Vec<(&'static str, Timed)> {
    let mut all = Vec::new();
    for (name, sql) in questions(seeds) {
        eprintln!("asking the node: {name}");
        forget(dir);
        let view = growth::open(dir, seeds);
        let (cold_s, _, told) = timed(answer(&view, &sql)).await;
        let mut timings = Timed { cold_s, warm_s: Vec::new(), cpu_s: Vec::new(), told };
        for _ in 0..runs {
            let (wall_s, cpu_s, told) = timed(answer(&view, &sql)).await;
            assert_eq!(told, timings.told, "{name}: the same question, another answer");
            timings.warm_s.push(wall_s);
            timings.cpu_s.push(cpu_s);
        }
        all.push((name, timings));
    }
    all
}

async fn exported(
    dir: &Path,
    seeds: &Seeds,
    runs: usize,
    scratch: &Path,
    kept: &Path,
) -> Vec<(&'static str, Timed)> {
    let mut all = Vec::new();
    for (name, format) in EXPORTS {
        eprintln!("asking the node: {name}");
        forget(dir);
        let view = growth::open(dir, seeds);
        let path = if format == Format::Parquet { kept } else { &scratch.join("export") };
        let what = (TableName::Observations, format);
        let (cold_s, _, ()) = timed(write(&view, what, path)).await;
        // How many rows there are is what DuckDB tells of its export, too.
        let told = seeds.rows().to_string();
        let mut timings = Timed { cold_s, warm_s: Vec::new(), cpu_s: Vec::new(), told };
        for _ in 0..runs {
            let (wall_s, cpu_s, ()) = timed(write(&view, what, path)).await;
            timings.warm_s.push(wall_s);
            timings.cpu_s.push(cpu_s);
        }
        if path != kept {
            fs::remove_file(path).expect("our own file");
        }
        all.push((name, timings));
    }
    all
}

/// Returns what `work` took, by the clock and of the processors, in seconds.
async fn timed<T>(work: impl Future<Output = T>) -> (f64, f64, T) {
    let (before, began) = (Usage::own(), Instant::now());
    let done = work.await;
    (began.elapsed().as_secs_f64(), Usage::own().cpu_since(&before), done)
}

/// Returns an answer as CSV, without its header.
async fn answer(view: &View, sql: &str) -> String {
    let answer = view.query(sql, LIMITS).await.expect("a sound question");
    let batches = answer.collect(ROWS_MAX).await.expect("an answer");
    let mut text = Vec::new();
    for batch in &batches {
        csv::rows(&mut text, batch, Dialect::Plain).expect("room in memory");
    }
    String::from_utf8(text).expect("UTF-8")
}

/// Writes a whole table to `path`, as a download sends it.
async fn write(view: &View, (table, format): (TableName, Format), path: &Path) {
    let limits = QueryLimits { deadline: Duration::from_secs(3_600), ..QueryLimits::DOWNLOAD };
    let answer = view.read(table, &Filters::default(), limits).await.expect("a table");
    let (sender, mut pieces) = mpsc::channel(web::PIECES_MAX);
    let sending = tokio::spawn(async move { web::write(answer, table, format, &sender).await });
    let mut file = File::create(path).expect("a scratch file");
    while let Some(piece) = pieces.recv().await {
        file.write_all(&piece.expect("a piece")).expect("a disk with room");
    }
    sending.await.expect("no panic").expect("a whole file");
}

/// Has the operating system drop what it holds in memory of the files in `dir`.
fn forget(dir: &Path) {
    for entry in fs::read_dir(dir).expect("a folder").map(|it| it.expect("an entry").path()) {
        if entry.is_dir() {
            forget(&entry);
            continue;
        }
        let file = format!("if={}", entry.display());
        let words = [file.as_str(), "iflag=nocache", "count=0", "status=none"];
        let dropped = Command::new("dd").args(words).status().expect("dd is everywhere");
        assert!(dropped.success(), "dd: {dropped}");
    }
}
