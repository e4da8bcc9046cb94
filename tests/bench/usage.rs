//! What the operating system says a process used, and how runs become one number.
//!
//! Processor time is user and system time of all threads, from `/proc/PID/stat`; its grain is ten
//! milliseconds. Memory is the high-water mark of the resident set, `VmHWM`.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// The ticks of a second in `/proc`, the same on every Linux.
const TICKS: f64 = 100.0;

/// The unit in which a file system counts what a file takes.
const BLOCK_BYTES: u64 = 512;

/// What one process used since it began.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    /// Seconds on a processor, user and system.
    pub(crate) cpu_s: f64,
    /// The most memory it ever held.
    pub(crate) peak_rss_bytes: u64,
}

impl Usage {
    /// Asks the operating system about process `pid`.
    pub(crate) fn of(pid: u32) -> Self {
        let read = |name| fs::read_to_string(format!("/proc/{pid}/{name}")).expect("a process");
        let stat = read("stat");
        // The name of the program stands in brackets and may hold anything.
        let fields: Vec<&str> = stat[stat.rfind(')').expect("a name")..].split(' ').collect();
        let ticks = |at: usize| fields[at].parse::<f64>().expect("a number of ticks");
        let status = read("status");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|line| line.split_whitespace().next());
        let peak: u64 = peak.and_then(|it| it.parse().ok()).unwrap_or(0);
        Self { cpu_s: (ticks(12) + ticks(13)) / TICKS, peak_rss_bytes: peak << 10 }
    }

    /// Asks about this process.
    pub(crate) fn own() -> Self {
        Self::of(std::process::id())
    }

    /// Returns the seconds on a processor since `before`.
    pub(crate) fn cpu_since(&self, before: &Self) -> f64 {
        self.cpu_s - before.cpu_s
    }
}

/// Returns how much of the disk all files in `folder` take; none if it is not there.
pub(crate) fn disk_bytes(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            match fs::symlink_metadata(&path) {
                Ok(metadata) if metadata.is_dir() => disk_bytes(&path),
                Ok(metadata) => metadata.blocks() * BLOCK_BYTES,
                // The node renames and removes files while we look.
                Err(_) => 0,
            }
        })
        .sum()
}

/// Returns the middle one of `values`, the lower of two.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN)
}
