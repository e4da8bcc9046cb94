//! How dear it is to take releases into the read model, without network and log.

use std::time::Instant;

use flotilla_domain::entry::Entry;
use flotilla_domain::signed::Verified;
use flotilla_node::query;
use flotilla_view::Content;
use flotilla_view::EntryState;
use flotilla_view::Row;
use flotilla_view::Snapshot;
use flotilla_view::View;
use flotilla_wire::payload;
use serde_json::Value;
use serde_json::json;

use crate::coalition::Coalition;
use crate::figures::RELEASE_FIGURES;
use crate::usage::Usage;
use crate::usage::median;

/// Measures what `log` takes, `runs` times.
pub(crate) fn measure(coalition: &Coalition, log: &[Verified<Entry>], runs: usize) -> Value {
    let rows: Vec<Row> = log.iter().map(row).collect();
    let mut cpu = Vec::new();
    let mut wall = Vec::new();
    for run in 0..runs {
        let dir = tempfile::tempdir().expect("a scratch folder");
        let view = View::open(dir.path(), &query::setting(&coalition.state())).expect("a view");
        let snapshot = Snapshot {
            id: flotilla_domain::id::SnapshotId(flotilla_domain::id::Hash::of([b"".as_slice()])),
            members_reporting: 1,
            members: u32::try_from(run + 2).expect("few"),
        };
        let rows = rows.clone();
        let (before, began) = (Usage::own(), Instant::now());
        view.apply(rows, snapshot).expect("rows are kept");
        wall.push(began.elapsed().as_secs_f64());
        cpu.push(Usage::own().cpu_since(&before));
    }
    let records = log.len() * RELEASE_FIGURES;
    json!({ "records": records, "wall_s": median(wall), "cpu_s": median(cpu) })
}

fn row(entry: &Verified<Entry>) -> Row {
    let header = &entry.value().header;
    let bytes = entry.value().payload.bytes().expect("no hole");
    let content = payload::unpack(header.kind, bytes).expect("a release");
    let payload::Content::Release(release) = content else { panic!("not a release") };
    Row {
        member: header.member,
        epoch: header.epoch,
        seq: header.seq,
        entry_id: entry.id(),
        created_ms: header.created_ms,
        kind: header.kind.name(),
        state: EntryState::Valid,
        reasons: String::new(),
        payload_bytes: header.payload_bytes,
        content: Content::Release(release),
    }
}
