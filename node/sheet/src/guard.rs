//! Looks at an archive before anything is built of it.
//!
//! What an archive says of its sizes may be a lie, so each part is unpacked once, piece by piece, and
//! thrown away; that costs a second for the largest workbook that is read.

use std::io;
use std::io::Cursor;
use std::io::Read;

use zip::ZipArchive;

use crate::SheetError;

/// The most parts of an archive: a workbook has a few for each of its sheets.
pub const PARTS_MAX: usize = 2_000;

/// The most bytes of all parts: 200,000 rows of 42 columns have some 400 MiB.
pub const UNPACKED_BYTES_MAX: u64 = 1 << 30;

/// The most bytes of a part that is held in memory as a whole: the texts of an XLSX workbook, and all of
/// an ODS one.
pub const WHOLE_BYTES_MAX: u64 = 128 << 20;

/// What is held as a whole.
const WHOLE: [&str; 3] = ["content.xml", "xl/sharedstrings.xml", "xl/styles.xml"];

/// Checks the sizes of an archive, and returns whether it is of the kind ODS.
///
/// # Errors
///
/// Fails if it is no archive, or larger than the limits.
pub fn check(file: &[u8]) -> Result<bool, SheetError> {
    let malformed = |_| SheetError::Malformed;
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(malformed)?;
    if archive.len() > PARTS_MAX {
        return Err(SheetError::TooMany);
    }
    let (mut left, mut is_ods) = (UNPACKED_BYTES_MAX, false);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(malformed)?;
        let name = part.name().map_err(malformed)?.to_lowercase();
        is_ods |= name == "content.xml";
        let limit = if WHOLE.contains(&name.as_str()) { left.min(WHOLE_BYTES_MAX) } else { left };
        let mut unpacked = part.take(limit.saturating_add(1));
        let bytes = io::copy(&mut unpacked, &mut io::sink()).map_err(|_| SheetError::Malformed)?;
        if bytes > limit {
            return Err(SheetError::TooLarge { mebibytes: limit.max(1 << 20) >> 20 });
        }
        left = left.saturating_sub(bytes);
    }
    Ok(is_ods)
}
