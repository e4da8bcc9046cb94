//! A read model that grows, and what it costs to keep it up.
//!
//! Entries are handed over one at a time, as they arrive at a node that is up, each with the snapshot that it
//! leads to. What an entry costs is the processor time of this thread while the read model takes it, writing
//! and merging files included; the mean of the entries that lead up to a size is told, for files are written
//! now and then and not with each entry.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use flotilla_domain::id::Hash;
use flotilla_view::Limits;
use flotilla_view::Row;
use flotilla_view::Setting;
use flotilla_view::View;
use serde_json::Value;
use serde_json::json;

use crate::seeds::ENTRY_FIGURES;
use crate::seeds::Seeds;

/// The sizes at which it is told what an entry costs, in figures.
const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];

/// The entries up to a size whose mean is told.
const WINDOW: usize = 200;

/// The entries that are timed together: the clock of a thread moves in steps of some milliseconds.
const AT_ONCE: usize = 10;

/// What entries cost at each size.
#[derive(Debug, Default)]
pub(crate) struct Curve {
    mean_ms: BTreeMap<String, f64>,
    most_ms: BTreeMap<String, f64>,
}

impl Curve {
    /// Returns the means, by size.
    pub(crate) fn means(&self) -> Value {
        json!(self.mean_ms)
    }

    /// Returns the mean of the dearest ten that follow each other, by size: files were merged with them.
    pub(crate) fn most(&self) -> Value {
        json!(self.most_ms)
    }
}

/// Opens the read model in `dir`, as a node does that starts, and shows all that it holds.
pub(crate) fn open(dir: &Path, seeds: &Seeds) -> View {
    let catalogue = seeds.catalogue();
    let setting = Setting {
        catalogue: &catalogue,
        coalition: seeds.coalition(),
        rules: Hash::of([b"rules".as_slice()]),
        members: seeds.members(),
        limits: Limits::DEFAULT,
    };
    let view = View::open(dir, &setting).expect("a read model");
    view.apply(Vec::new(), seeds.snapshot(seeds.entries())).expect("a state");
    view
}

/// Fills the read model in `dir` and puts it all into files.
pub(crate) fn fill(dir: &Path, seeds: &Seeds) -> Curve {
    let view = open(dir, seeds);
    let mut costs_ms = Vec::with_capacity(seeds.entries());
    for first in (0..seeds.entries()).step_by(AT_ONCE) {
        let places = first..seeds.entries().min(first + AT_ONCE);
        let entries: Vec<(usize, Row)> = places.map(|it| (it, seeds.entry(it))).collect();
        let (count, before) = (entries.len(), thread_cpu_ms());
        for (index, row) in entries {
            view.apply(vec![row], seeds.snapshot(index + 1)).expect("a disk with room");
        }
        let each = (thread_cpu_ms() - before) / count as f64;
        costs_ms.extend(std::iter::repeat_n(each, count));
    }
    view.flush().expect("a disk with room");
    let mut curve = Curve::default();
    for size in SIZES.into_iter().filter(|size| *size <= seeds.rows()) {
        let end = size / ENTRY_FIGURES;
        let window = &costs_ms[end.saturating_sub(WINDOW)..end];
        let mean = window.iter().sum::<f64>() / window.len() as f64;
        curve.mean_ms.insert(size.to_string(), mean);
        curve
            .most_ms
            .insert(size.to_string(), window.iter().copied().fold(0.0, f64::max));
    }
    curve
}

/// Returns the milliseconds that this thread has been on a processor.
fn thread_cpu_ms() -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux tells");
    let nanoseconds = told.split(' ').next().and_then(|it| it.parse::<f64>().ok());
    nanoseconds.expect("a number") / 1e6
}
