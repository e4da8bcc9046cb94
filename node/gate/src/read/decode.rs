//! From bytes to text.
//!
//! Whatever is not a text is named, with the way out: bytes of a workbook read as Windows-1252
//! would be rows of rubbish, and a recipe without columns would count them.

use encoding_rs::WINDOWS_1252;
use flotilla_domain::message::Message;

use crate::problem::Collector;
use crate::problem::Problem;

/// How files begin that are not text, and what they are.
const SIGNATURES: [(&[u8], &str); 6] = [
    (b"PK\x03\x04", "gate-e127-what-workbook"),
    (b"PK\x05\x06", "gate-e127-what-workbook"),
    (b"\xD0\xCF\x11\xE0", "gate-e127-what-workbook"),
    (b"%PDF", "gate-e127-what-pdf"),
    (b"\xFF\xFE", "gate-e127-what-utf16"),
    (b"\xFE\xFF", "gate-e127-what-utf16"),
];

/// Returns the text of a file, UTF-8 with or without a byte order mark, else Windows-1252; nothing
/// only if a problem was noted.
pub(super) fn decode(file: &[u8], problems: &mut Collector) -> Option<String> {
    let whole = || Message::new("gate-place-file");
    if let Some((_, what)) = SIGNATURES.iter().find(|(start, _)| file.starts_with(start)) {
        problems.push(not_text(whole(), what));
        return None;
    }
    if file.contains(&0) {
        problems.push(not_text(whole(), "gate-e127-what-binary"));
        return None;
    }
    // DOS ended its files with this one.
    let file = file.strip_suffix(b"\x1A").unwrap_or(file);
    if let Some(at) = file.iter().position(is_control) {
        let before = file.iter().take(at).filter(|byte| **byte == b'\n');
        let place = Message::new("gate-place-line").number("line", before.count() + 1);
        problems.push(not_text(place, "gate-e127-what-control"));
        return None;
    }
    let bytes = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    })
}

/// Returns whether no text has this byte. Form feeds and vertical tabs come from real databases.
fn is_control(byte: &u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0E..=0x1F)
}

fn not_text(place: Message, what: &'static str) -> Problem {
    let remedy = Message::new("gate-e127-remedy");
    Problem { code: "FL-E127", place, what: Message::new(what), remedy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_is_named() {
        let utf16: Vec<u8> = "a,b\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xFF\xFE".as_slice(), &utf16].concat();
        for (file, what) in [
            (b"PK\x03\x04rest".as_slice(), "gate-e127-what-workbook"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1", "gate-e127-what-workbook"),
            (b"%PDF-1.7\n", "gate-e127-what-pdf"),
            (&marked, "gate-e127-what-utf16"),
            (&utf16, "gate-e127-what-binary"),
            (b"a,b\n1\0,2\n", "gate-e127-what-binary"),
            (b"a,b\n1\x1B[2J,2\n", "gate-e127-what-control"),
        ] {
            let problem = refused(file);
            assert_eq!((problem.code, problem.what.id()), ("FL-E127", what), "{file:?}");
        }
        let place = refused(b"a,b\n1\x1B[2J,2\n").place;
        assert!(format!("{:?}", place.args()).contains("Number(2)"));
    }

    #[test]
    fn what_old_programs_leave_in_a_text_is_read() {
        let text = |file| decode(file, &mut Collector::default()).unwrap();
        assert_eq!(text(b"a\x0Bb,c\r\n\x1A"), "a\u{b}b,c\r\n");
        assert_eq!(text(b"\xEF\xBB\xBFa"), "a");
        assert_eq!(text(b"\xE9t\xE9"), "été");
    }

    fn refused(file: &[u8]) -> Problem {
        let mut problems = Collector::default();
        assert_eq!(decode(file, &mut problems), None);
        problems.finish(()).unwrap_err().iter().next().unwrap().clone()
    }
}
