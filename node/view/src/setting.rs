//! What a view is opened with: the catalogue, the roster, and how much it may take.

use std::time::Duration;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;

/// What a view is opened with.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// Indicators and code lists; the columns of the tables follow from them.
    pub catalogue: &'a Catalogue,
    /// Whose data it is; a directory of another coalition is emptied.
    pub coalition: CoalitionId,
    /// Names the rules by which rows were judged; a directory of other rules is emptied.
    pub rules: Hash,
    /// The roster, in any order. Rows of others are kept but not shown.
    pub members: Vec<MemberRow>,
    /// How much the view may take.
    pub limits: Limits,
}

/// A member, as the table `members` shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MemberRow {
    /// The id.
    pub id: MemberId,
    /// The handle, unique in the coalition; tables are ordered by it.
    pub handle: String,
    /// What people call it.
    pub name: String,
    /// Whether it still belongs to the coalition.
    pub is_active: bool,
    /// The version of its document in force.
    pub version: u64,
    /// The codes of the regions it serves, ordered.
    pub regions: Vec<String>,
    /// The codes of the programs it offers, ordered.
    pub programs: Vec<String>,
}

/// How much a view may take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// The most rows kept in memory before they are written to files.
    pub tail_rows_max: usize,
    /// The most sets of files of one member before the small ones are merged.
    pub segments_max: usize,
    /// The most queries that run at a time; the others wait, within their deadline.
    pub queries_max: usize,
}

/// How much one query may take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct QueryLimits {
    /// The most bytes of memory its operators may hold.
    pub memory_bytes_max: usize,
    /// How long it may run, waiting and reading included.
    pub deadline: Duration,
}

impl Limits {
    /// What a node starts with: 20,000 rows are about 5 MB, 16 files open at once per member.
    pub const DEFAULT: Self = Self { tail_rows_max: 20_000, segments_max: 16, queries_max: 4 };
}

impl QueryLimits {
    /// What a stranger gets: 64 MiB and ten seconds.
    pub const DEFAULT: Self =
        Self { memory_bytes_max: 64 << 20, deadline: Duration::from_secs(10) };

    /// What a download gets, which streams: a million figures, some 250 MB of CSV, over a line of 2 Mbit a
    /// second, compressed by eight.
    pub const DOWNLOAD: Self =
        Self { memory_bytes_max: 64 << 20, deadline: Duration::from_secs(30 * 60) };
}
