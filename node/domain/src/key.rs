//! Keys and signatures: Ed25519, strict, and secrets that cannot be printed.
//!
//! - **Verification is strict**, always ([RFC 8032] with small-order keys and non-canonical encodings
//!   refused), so that every node reaches the same verdict on every signature.
//! - **A [`PublicKey`] is never weak**: [`PublicKey::parse`] refuses keys of small order, under which
//!   one signature would fit any message.
//! - **A [`SigningKey`] has no `Display`, `Clone`, `Default` or derived `Debug`**, is made from a seed
//!   only, and is wiped when dropped.
//!
//! [RFC 8032]: https://www.rfc-editor.org/rfc/rfc8032

use std::fmt;

use ed25519_dalek::Signer;
use zeroize::Zeroizing;

use crate::id::Hash;

/// A private signing key.
pub struct SigningKey(ed25519_dalek::SigningKey);

/// A public key that is not weak.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct PublicKey(ed25519_dalek::VerifyingKey);

/// An Ed25519 signature; says nothing until it is verified.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct Signature(pub [u8; 64]);

/// What people compare over the telephone: 30 decimal digits in six groups of five, from the first
/// 128 bits of the SHA-256 of a public key. Needs no language.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Fingerprint(u128);

impl SigningKey {
    /// Makes the key that belongs to `seed`.
    pub fn from_seed(seed: &Zeroizing<[u8; 32]>) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// Returns the public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs `message`. Which bytes may be signed is for [`crate::preimage`] to say.
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl PublicKey {
    /// Returns `bytes` as a key, or `None` if they are not 32 bytes that name a point of large order.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.try_into().ok()?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).ok()?;
        // A second spelling of one point would be a second name of one key.
        let canonical = key.to_edwards().compress().as_bytes() == bytes;
        (canonical && !key.is_weak()).then_some(Self(key))
    }

    /// Returns the 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Returns whether `signature` over `message` was made with this key.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(message, &signature).is_ok()
    }

    /// Returns the SHA-256 of the key, by which a document commits to the next one.
    pub fn hash(&self) -> Hash {
        Hash::of([self.as_bytes().as_slice()])
    }

    /// Returns what people compare.
    pub fn fingerprint(&self) -> Fingerprint {
        let hash = self.hash();
        let high = hash.as_bytes().iter().take(16);
        Fingerprint(high.fold(0, |value, byte| value << 8 | u128::from(*byte)))
    }
}

impl Signature {
    /// Returns `bytes` as a signature, or `None` if they are not 64.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(secret)")
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.fingerprint())
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, ..] = self.0;
        write!(f, "Signature({first:02x}{second:02x}..)")
    }
}

impl Fingerprint {
    /// Returns what people may say instead of the digits: six numbers below 2,048, from the first 66
    /// bits. Each stands for a word of a list (BIP 39) that the caller knows in its language.
    pub fn spoken(&self) -> [u16; 6] {
        let bits = |place: u32| self.0 >> (u128::BITS - 11 * (place + 1)) & 0x7ff;
        [0, 1, 2, 3, 4, 5].map(|place| u16::try_from(bits(place)).unwrap_or(0))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MODULUS: u128 = 10_u128.pow(30);
        let digits = format!("{:030}", self.0 % MODULUS);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && place.is_multiple_of(5) {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_what_its_public_half_verifies() {
        let key = seeded(1);
        let signature = key.sign(b"hello");
        assert!(key.public().verifies(b"hello", &signature));
        assert!(!key.public().verifies(b"hullo", &signature));
        assert!(!seeded(2).public().verifies(b"hello", &signature));
    }

    #[test]
    fn a_weak_key_is_no_key() {
        let identity = {
            let mut bytes = [0; 32];
            bytes[0] = 1;
            bytes
        };
        assert_eq!(PublicKey::parse(&identity), None);
        assert_eq!(PublicKey::parse(&[0; 32]), None);
        assert_eq!(PublicKey::parse(&[0xff; 32]), None);
        assert_eq!(PublicKey::parse(&[1; 31]), None);
    }

    #[test]
    fn a_fingerprint_is_spoken_as_its_first_66_bits() {
        let all = Fingerprint(u128::MAX << 62);
        assert_eq!(all.spoken(), [2_047; 6]);
        assert_eq!(Fingerprint((1 << 62) - 1).spoken(), [0; 6]);
        let counted = (1..=6).fold(0, |bits, number| bits << 11 | number);
        assert_eq!(Fingerprint(counted << 62).spoken(), [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_fingerprint_is_six_groups_of_five_digits() {
        let text = seeded(1).public().fingerprint().to_string();
        let groups: Vec<&str> = text.split(' ').collect();
        assert_eq!(groups.len(), 6);
        assert!(groups.iter().all(|it| it.len() == 5 && it.bytes().all(|b| b.is_ascii_digit())));
    }

    #[test]
    fn a_secret_does_not_show() {
        assert_eq!(format!("{:?}", seeded(7)), "SigningKey(secret)");
    }

    fn seeded(seed: u8) -> SigningKey {
        SigningKey::from_seed(&Zeroizing::new([seed; 32]))
    }
}
