//! The manifest: which segments a directory holds. Lines of text, so that people can read it.
//!
//! ```text
//! flotilla-view <fingerprint>
//! next <number of the next segment>
//! segment <member> <first seq> <last seq> <last entry> <rows> <number> <bytes of each table>
//! end <SHA-256 of all that is before this line>
//! ```
//!
//! It is replaced in one step. Whatever is not exactly a manifest reads as none: the view is built
//! again then, so nothing is guessed at.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write as _;
use std::path::Path;

use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;

use crate::store::segment::Span;
use crate::table::Logged;

/// The most bytes of a manifest: room for a hundred thousand segments.
const MANIFEST_BYTES_MAX: u64 = 32 << 20;

/// Which segments a directory holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Manifest {
    /// The number of the next segment.
    pub(crate) next: u64,
    /// Of each member in the order of its log.
    pub(crate) spans: Vec<Span>,
}

impl Manifest {
    /// Reads the manifest at `path`, or `None` if there is none that is whole and of `fingerprint`.
    pub(crate) fn read(path: &Path, fingerprint: Hash) -> Option<Self> {
        let mut text = String::new();
        let file = File::open(path).ok()?;
        file.take(MANIFEST_BYTES_MAX).read_to_string(&mut text).ok()?;
        let (body, end) = text.split_at_checked(text.trim_end().rfind('\n')? + 1)?;
        if end != format!("end {}\n", Hash::of([body.as_bytes()])) {
            return None;
        }
        let mut lines = body.lines();
        if lines.next()? != format!("flotilla-view {fingerprint}") {
            return None;
        }
        let next = lines.next()?.strip_prefix("next ")?.parse().ok()?;
        let spans = lines.map(parse).collect::<Option<_>>()?;
        Some(Self { next, spans }).filter(Self::is_in_order)
    }

    /// Replaces the manifest at `path`.
    pub(crate) fn write(&self, path: &Path, fingerprint: Hash) -> io::Result<()> {
        let temporary = path.with_extension("tmp");
        let mut file = File::create(&temporary)?;
        file.write_all(self.text(fingerprint).as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        path.parent().map_or(Ok(()), |dir| File::open(dir)?.sync_all())
    }

    fn text(&self, fingerprint: Hash) -> String {
        let mut text = format!("flotilla-view {fingerprint}\nnext {}\n", self.next);
        for span in &self.spans {
            let Span { member, first_seq, last_seq, last_entry, rows, number, bytes } = span;
            // Writing to a string cannot fail.
            let _ = write!(
                text,
                "segment {member} {first_seq} {last_seq} {last_entry} {rows} {number}"
            );
            for table in Logged::ALL {
                let _ = write!(text, " {}", bytes.get(&table).copied().unwrap_or(0));
            }
            text.push('\n');
        }
        let hash = Hash::of([text.as_bytes()]);
        let _ = writeln!(text, "end {hash}");
        text
    }

    /// Returns whether the segments of each member follow each other.
    fn is_in_order(&self) -> bool {
        let mut last: BTreeMap<MemberId, u64> = BTreeMap::new();
        self.spans.iter().all(|span| {
            let before = last.insert(span.member, span.last_seq);
            before.is_none_or(|before| before < span.first_seq)
                && span.first_seq <= span.last_seq
                && span.number < self.next
        })
    }
}

fn parse(line: &str) -> Option<Span> {
    let words: Vec<&str> = line.split(' ').collect();
    let ["segment", member, first, last, entry, rows, number, ref sizes @ ..] = *words else {
        return None;
    };
    if sizes.len() != Logged::ALL.len() {
        return None;
    }
    let sizes = sizes.iter().map(|size| size.parse().ok()).collect::<Option<Vec<u64>>>()?;
    let bytes = Logged::ALL.into_iter().zip(sizes).filter(|(_, size)| *size > 0);
    Some(Span {
        member: MemberId(Hash::parse(member)?),
        first_seq: first.parse().ok()?,
        last_seq: last.parse().ok()?,
        last_entry: EntryId(Hash::parse(entry)?),
        rows: rows.parse().ok()?,
        number: number.parse().ok()?,
        bytes: bytes.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_it_writes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        sample().write(&path, hash("schema")).unwrap();
        assert_eq!(Manifest::read(&path, hash("schema")), Some(sample()));
        assert_eq!(Manifest::read(&path, hash("another schema")), None);
    }

    #[test]
    fn whatever_is_not_exactly_a_manifest_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        let whole = sample().text(hash("schema"));
        let mut spoilt: Vec<String> = (0..whole.len()).map(|at| whole[..at].to_owned()).collect();
        spoilt.push(whole.replace("segment", "segmemt"));
        spoilt.push(whole.replace(" 9 ", " 8 "));
        spoilt.push(format!("{whole}\n"));
        for text in spoilt {
            fs::write(&path, &text).unwrap();
            assert_eq!(Manifest::read(&path, hash("schema")), None, "{text}");
        }
        assert_eq!(Manifest::read(&dir.path().join("nothing"), hash("schema")), None);
    }

    #[test]
    fn segments_that_overlap_are_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        let mut manifest = sample();
        manifest.spans.push(manifest.spans[0].clone());
        manifest.write(&path, hash("schema")).unwrap();
        assert_eq!(Manifest::read(&path, hash("schema")), None);
    }

    fn sample() -> Manifest {
        let span = Span {
            member: MemberId(hash("alice")),
            first_seq: 1,
            last_seq: 9,
            last_entry: EntryId(hash("entry")),
            rows: 40,
            number: 3,
            bytes: [(Logged::Entries, 700), (Logged::Observations, 1_200)].into(),
        };
        Manifest { next: 4, spans: vec![span] }
    }

    fn hash(text: &str) -> Hash {
        Hash::of([text.as_bytes()])
    }
}
