//! From bytes to text: UTF-8, UTF-16 with its mark, what the recipe says, else Windows-1252.
//!
//! Whatever is not a text is named, with the way out: bytes of a workbook read as Windows-1252
//! would be rows of rubbish, and a recipe without columns would count them.

use std::borrow::Cow;

use encoding_rs::MACINTOSH;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;
use flotilla_domain::message::Message;

use crate::problem::Collector;
use crate::problem::Problem;
use crate::recipe::Encoding;

/// How files begin that are not text, and what they are.
const SIGNATURES: [(&[u8], &str); 4] = [
    (b"PK\x03\x04", "gate-e127-what-workbook"),
    (b"PK\x05\x06", "gate-e127-what-workbook"),
    (b"\xD0\xCF\x11\xE0", "gate-e127-what-workbook"),
    (b"%PDF", "gate-e127-what-pdf"),
];

/// How texts in UTF-16 begin, and which of the two they are.
const MARKS: [(&[u8], &encoding_rs::Encoding); 2] =
    [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)];

/// Returns the text of a file; nothing only if a problem was noted.
pub(super) fn decode<'a>(
    file: &'a [u8],
    said: Option<Encoding>,
    problems: &mut Collector,
) -> Option<Cow<'a, str>> {
    let whole = || Message::new("gate-place-file");
    if let Some((_, what)) = SIGNATURES.iter().find(|(start, _)| file.starts_with(start)) {
        problems.push(not_text(whole(), what));
        return None;
    }
    let text = text(file, said).filter(|text| !text.contains('\0'));
    let Some(text) = text else {
        problems.push(not_text(whole(), "gate-e127-what-binary"));
        return None;
    };
    if let Some(at) = text.bytes().position(|byte| is_control(&byte)) {
        let before = text.bytes().take(at).filter(|byte| *byte == b'\n');
        let place = Message::new("gate-place-line").number("line", before.count() + 1);
        problems.push(not_text(place, "gate-e127-what-control"));
        return None;
    }
    Some(text)
}

/// Returns the letters, unless the bytes cannot be any.
fn text(file: &[u8], said: Option<Encoding>) -> Option<Cow<'_, str>> {
    if let Some((mark, encoding)) = MARKS.iter().find(|(mark, _)| file.starts_with(mark)) {
        let bytes = file.strip_prefix(*mark).unwrap_or(file);
        let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
        return (!has_errors).then_some(text);
    }
    // DOS ended its files with this one.
    let file = file.strip_suffix(b"\x1A").unwrap_or(file);
    let bytes = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let encoding = match said {
        Some(Encoding::Macintosh) => MACINTOSH,
        Some(Encoding::Utf8) => UTF_8,
        Some(Encoding::Windows1252) | None => WINDOWS_1252,
    };
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    (!has_errors || encoding != UTF_8).then_some(text)
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
        let half = [b"\xFF\xFE".as_slice(), &utf16, b"\x00\xD8"].concat();
        for (file, what) in [
            (b"PK\x03\x04rest".as_slice(), "gate-e127-what-workbook"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1", "gate-e127-what-workbook"),
            (b"%PDF-1.7\n", "gate-e127-what-pdf"),
            (&half, "gate-e127-what-binary"),
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
        let text = |file| decode(file, None, &mut Collector::default()).unwrap();
        assert_eq!(text(b"a\x0Bb,c\r\n\x1A"), "a\u{b}b,c\r\n");
        assert_eq!(text(b"\xEF\xBB\xBFa"), "a");
        assert_eq!(text(b"\xE9t\xE9"), "été");
    }

    #[test]
    fn the_same_text_is_read_from_every_encoding() {
        let text = "Âge;Région\r\n12;Montréal\r\n";
        let encode =
            |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<_>>();
        let little = [b"\xFF\xFE".as_slice(), &encode(u16::to_le_bytes)].concat();
        let big = [b"\xFE\xFF".as_slice(), &encode(u16::to_be_bytes)].concat();
        let mac = MACINTOSH.encode(text).0.into_owned();
        let read =
            |file: &[u8], said| decode(file, said, &mut Collector::default()).map(Cow::into_owned);
        assert_eq!(read(&little, None).as_deref(), Some(text));
        assert_eq!(read(&big, None).as_deref(), Some(text));
        assert_eq!(read(&WINDOWS_1252.encode(text).0, None).as_deref(), Some(text));
        assert_eq!(read(&mac, Some(Encoding::Macintosh)).as_deref(), Some(text));
        assert_eq!(read(&mac, Some(Encoding::Utf8)), None);
        assert_eq!(read(text.as_bytes(), Some(Encoding::Macintosh)).as_deref(), Some(text));
    }

    fn refused(file: &[u8]) -> Problem {
        let mut problems = Collector::default();
        assert_eq!(decode(file, None, &mut problems), None);
        problems.finish(()).unwrap_err().iter().next().unwrap().clone()
    }
}
