//! Bytes as text that a person recognises and an e-mail does not break.
//!
//! ```text
//! FLOTILLA SECRET NODE KEY - never send this file
//! 8f1d…  (up to 64 hexadecimal digits on a line)
//! = 3b5c19aa
//! ```
//!
//! The first line says what it is and whether it may be shown to anybody; the last one is a check
//! sum, so that a lost line is noticed before it is called a bad signature. The text promises:
//!
//! - **One kind, one first line**, and [`decode`] gives the bytes of the kind asked for, or none.
//! - **Blank lines, indentation and `>`** that mail programs add are skipped; nothing else is.

use std::fmt::Write;

use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use zeroize::Zeroizing;

/// The bytes that one line holds.
const LINE_BYTES: usize = 32;

/// What an armored text holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Signed objects, carried by hand; public.
    PublicBundle,
    /// A community's consent to figures; public.
    PublicConsent,
    /// What waits for the signature of an admin key that is elsewhere; public.
    PublicDraft,
    /// A genesis, signed by some of its founders or by all; public.
    PublicGenesis,
    /// The inception document of a member; public.
    PublicMember,
    /// New keys of a member that lost all of its own, for the others to vote on; public.
    PublicRecovery,
    /// What a member asks a community to consent to; public.
    PublicRequest,
    /// The public half of a key that consents for a community; public.
    PublicSteward,
    /// An admin key, encrypted with a passphrase.
    SecretAdminKey,
    /// The seed of a node key.
    SecretNodeKey,
    /// The key by which a node rounds its counts.
    SecretRoundingKey,
    /// A key that consents for a community, encrypted with a passphrase.
    SecretStewardKey,
}

/// Why a text does not hold the bytes asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum InvalidArmor {
    /// A line was lost or changed on the way.
    #[error("the text is damaged: its check sum does not match")]
    Damaged,
    /// It holds something else.
    #[error("the first line is not \"{}\"", expected.first_line())]
    OtherKind {
        /// What was asked for.
        expected: Kind,
    },
}

impl Kind {
    /// Returns the first line of its text.
    pub fn first_line(self) -> &'static str {
        match self {
            Self::PublicBundle => "FLOTILLA PUBLIC BUNDLE - may be shown to anybody",
            Self::PublicConsent => "FLOTILLA PUBLIC CONSENT - send it back to the member",
            Self::PublicDraft => "FLOTILLA PUBLIC DRAFT - read it before you sign it",
            Self::PublicGenesis => "FLOTILLA PUBLIC GENESIS - send it to every founder",
            Self::PublicMember => "FLOTILLA PUBLIC MEMBER - may be shown to anybody",
            Self::PublicRecovery => "FLOTILLA PUBLIC RECOVERY - send it to the other members",
            Self::PublicRequest => "FLOTILLA PUBLIC REQUEST - read it before you consent",
            Self::PublicSteward => "FLOTILLA PUBLIC STEWARD - send it to the coalition",
            Self::SecretAdminKey => "FLOTILLA SECRET ADMIN KEY - never send this file",
            Self::SecretNodeKey => "FLOTILLA SECRET NODE KEY - never send this file",
            Self::SecretRoundingKey => "FLOTILLA SECRET ROUNDING KEY - never send this file",
            Self::SecretStewardKey => "FLOTILLA SECRET STEWARD KEY - never send this file",
        }
    }
}

impl InvalidArmor {
    /// Returns what people are told.
    pub fn message(&self) -> Message {
        match self {
            Self::Damaged => Message::new("config-armor-damaged"),
            Self::OtherKind { expected } => {
                Message::new("config-armor-other-kind").word("line", expected.first_line())
            }
        }
    }
}

/// Returns `bytes` as the text of a `kind`.
pub fn encode(kind: Kind, bytes: &[u8]) -> Zeroizing<String> {
    // Large enough from the start: a buffer that grows leaves copies of a secret behind.
    let capacity = kind.first_line().len() + 3 * bytes.len() + 32;
    let mut text = Zeroizing::new(String::with_capacity(capacity));
    text.push_str(kind.first_line());
    text.push('\n');
    for line in bytes.chunks(LINE_BYTES) {
        line.iter().for_each(|byte| push_hex(&mut text, *byte));
        text.push('\n');
    }
    text.push_str("= ");
    check_sum(kind, bytes).iter().for_each(|byte| push_hex(&mut text, *byte));
    text.push('\n');
    text
}

/// Returns the bytes that `text` holds, if it is a `kind`.
///
/// # Errors
///
/// Fails if it is something else, or damaged.
pub fn decode(kind: Kind, text: &str) -> Result<Zeroizing<Vec<u8>>, InvalidArmor> {
    let mut lines = text.lines().map(unquote).filter(|line| !line.is_empty());
    if lines.next() != Some(kind.first_line()) {
        return Err(InvalidArmor::OtherKind { expected: kind });
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 2));
    for line in lines {
        if let Some(sum) = line.strip_prefix('=') {
            let mut told = Vec::new();
            unhex(sum.trim(), &mut told)?;
            let matches = told == check_sum(kind, &bytes);
            return if matches { Ok(bytes) } else { Err(InvalidArmor::Damaged) };
        }
        unhex(line, &mut bytes)?;
    }
    Err(InvalidArmor::Damaged)
}

fn unquote(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\t', '\u{feff}']).trim_end()
}

fn check_sum(kind: Kind, bytes: &[u8]) -> Vec<u8> {
    let hash = Hash::of([kind.first_line().as_bytes(), bytes]);
    hash.as_bytes().iter().take(4).copied().collect()
}

fn push_hex(text: &mut String, byte: u8) {
    // Writing to a string cannot fail.
    write!(text, "{byte:02x}").unwrap_or_default();
}

fn unhex(line: &str, bytes: &mut Vec<u8>) -> Result<(), InvalidArmor> {
    let digits = line.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return Err(InvalidArmor::Damaged);
    }
    for pair in digits.chunks_exact(2) {
        let byte = pair.iter().try_fold(0, |value, digit| Some(value << 4 | nibble(*digit)?));
        bytes.push(byte.ok_or(InvalidArmor::Damaged)?);
    }
    Ok(())
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Kind; 12] = [
        Kind::PublicBundle,
        Kind::PublicConsent,
        Kind::PublicDraft,
        Kind::PublicGenesis,
        Kind::PublicMember,
        Kind::PublicRecovery,
        Kind::PublicRequest,
        Kind::PublicSteward,
        Kind::SecretAdminKey,
        Kind::SecretNodeKey,
        Kind::SecretRoundingKey,
        Kind::SecretStewardKey,
    ];

    #[test]
    fn reads_back_what_it_writes_whatever_its_length() {
        for kind in ALL {
            for length in [0, 1, 31, 32, 33, 1_000] {
                let bytes = vec![0xa7; length];
                assert_eq!(*decode(kind, &encode(kind, &bytes)).unwrap(), bytes);
            }
        }
    }

    #[test]
    fn survives_a_mail_program() {
        let text = encode(Kind::PublicMember, &[9; 40]);
        let quoted = text.replace('\n', "\r\n> ");
        assert_eq!(*decode(Kind::PublicMember, &format!("\n\n> {quoted}")).unwrap(), [9; 40]);
    }

    #[test]
    fn a_secret_is_never_taken_for_something_public() {
        let text = encode(Kind::SecretNodeKey, &[1; 32]);
        let refused = decode(Kind::PublicMember, &text).unwrap_err();
        assert_eq!(refused, InvalidArmor::OtherKind { expected: Kind::PublicMember });
        let renamed =
            text.replace(Kind::SecretNodeKey.first_line(), Kind::PublicMember.first_line());
        assert_eq!(decode(Kind::PublicMember, &renamed), Err(InvalidArmor::Damaged));
    }

    #[test]
    fn a_lost_line_and_a_changed_digit_are_noticed() {
        let text = encode(Kind::PublicMember, &[1; 96]);
        let mut lines: Vec<&str> = text.lines().collect();
        lines.remove(1);
        assert_eq!(decode(Kind::PublicMember, &lines.join("\n")), Err(InvalidArmor::Damaged));
        for other in [text.replacen("01", "02", 1), text.replacen("01", "0", 1)] {
            assert_eq!(decode(Kind::PublicMember, &other), Err(InvalidArmor::Damaged));
        }
    }

    #[test]
    fn every_secret_says_so_in_its_first_word_but_one() {
        for kind in ALL {
            let secret = kind.first_line().starts_with("FLOTILLA SECRET");
            assert_eq!(secret, kind.first_line().ends_with("never send this file"));
        }
    }
}
