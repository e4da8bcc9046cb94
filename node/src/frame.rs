//! Frames: how bytes lie in a segment, so that a torn or damaged one is found.
//!
//! ```text
//! frame = length u32 LE || CRC32C of the bytes u32 LE || bytes
//! ```
//!
//! A frame that runs past the end of its file is *torn*: its writer died, and nobody was told that it
//! was kept. Any other fault is damage.

use std::io;
use std::io::Read;

use flotilla_domain::entry::HEADER_BYTES_MAX;
use flotilla_domain::entry::PAYLOAD_BYTES_MAX;

/// What stands before the bytes.
pub(crate) const PREFIX_BYTES: u64 = 8;

/// The most bytes in one frame: an entry, with room for what wraps it.
const CONTENT_BYTES_MAX: u64 = long(PAYLOAD_BYTES_MAX + HEADER_BYTES_MAX + (1 << 10));

/// What lies at a place in a segment.
#[derive(Debug)]
pub(crate) enum Next {
    /// Bytes that are not what was written.
    Damaged,
    /// Nothing: the segment ends here.
    End,
    /// A sound frame with these bytes.
    Frame(Vec<u8>),
    /// The beginning of a frame.
    Torn,
}

/// Appends the frame of `content` to `buffer`.
pub(crate) fn push(buffer: &mut Vec<u8>, content: &[u8]) {
    // In range: an entry is far below 4 GiB.
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    buffer.extend(length.to_le_bytes());
    buffer.extend(crc32c::crc32c(content).to_le_bytes());
    buffer.extend(content);
}

/// Returns how many bytes the frame of `content` takes.
pub(crate) fn frame_bytes(content: &[u8]) -> u64 {
    PREFIX_BYTES + long(content.len())
}

/// Reads what comes next, in a segment that ends after `left` more bytes.
pub(crate) fn next(segment: &mut impl Read, left: u64) -> io::Result<Next> {
    if left == 0 {
        return Ok(Next::End);
    }
    if left < PREFIX_BYTES {
        return Ok(Next::Torn);
    }
    let (mut length, mut crc) = ([0; 4], [0; 4]);
    segment.read_exact(&mut length)?;
    segment.read_exact(&mut crc)?;
    let length = u64::from(u32::from_le_bytes(length));
    if length == 0 || length > CONTENT_BYTES_MAX {
        return Ok(Next::Damaged);
    }
    if length > left - PREFIX_BYTES {
        return Ok(Next::Torn);
    }
    let mut content = Vec::new();
    segment.take(length).read_to_end(&mut content)?;
    let sound = crc32c::crc32c(&content) == u32::from_le_bytes(crc);
    Ok(if sound { Next::Frame(content) } else { Next::Damaged })
}

/// Returns `length` as the number that files are measured in.
#[expect(clippy::as_conversions, reason = "lossless: no machine of ours has more than 64 bits")]
pub(crate) const fn long(length: usize) -> u64 {
    length as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_is_read_back() {
        let segment = segment();
        let (mut rest, mut left, mut found) = (segment.as_slice(), long(segment.len()), vec![]);
        while let Next::Frame(content) = next(&mut rest, left).unwrap() {
            left -= frame_bytes(&content);
            found.push(content);
        }
        assert_eq!(found, [b"one".to_vec(), b"three".to_vec()]);
    }

    #[test]
    fn a_frame_cut_anywhere_is_torn() {
        let segment = segment();
        for cut in 1..11 {
            let found = next(&mut &segment[..cut], long(cut)).unwrap();
            assert!(matches!(found, Next::Torn), "{cut}");
        }
    }

    #[test]
    fn a_bit_flipped_anywhere_is_found() {
        for bit in 0..11 * 8 {
            let mut segment = segment();
            segment[bit / 8] ^= 1 << (bit % 8);
            let found = next(&mut segment.as_slice(), long(segment.len())).unwrap();
            assert!(matches!(found, Next::Damaged | Next::Torn), "{bit}");
        }
    }

    #[test]
    fn zeros_are_no_frame() {
        assert!(matches!(next(&mut [0; 64].as_slice(), 64).unwrap(), Next::Damaged));
    }

    fn segment() -> Vec<u8> {
        let mut segment = Vec::new();
        push(&mut segment, b"one");
        push(&mut segment, b"three");
        segment
    }
}
