//! The admin key at rest: sealed with a passphrase, in a file that may be copied to a safe place.
//!
//! ```text
//! payload = version (1) || salt (16) || nonce (24) || XChaCha20-Poly1305(seed)
//! key     = Argon2id(passphrase, salt; 64 MiB, 3 passes, 4 lanes)
//! ```
//!
//! The key of a steward, who consents for a community, is sealed alike, under a first line of its own,
//! so that neither passes for the other. The parameters are fixed, so no file can ask for weaker or for endless ones. A wrong passphrase
//! and a changed file look the same, by design.

use argon2::Algorithm;
use argon2::Argon2;
use argon2::Params;
use argon2::Version;
use chacha20poly1305::KeyInit;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::aead::Payload;
use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_domain::key::SigningKey;
use zeroize::Zeroize;
use zeroize::Zeroizing;

use crate::prompt::Passphrase;

/// The name of the file in the folder of the member.
pub(crate) const FILE_NAME: &str = "admin.key";

/// The version of the payload.
const VERSION: u8 = 1;

/// Memory of Argon2id, in KiB.
const MEMORY_KIB: u32 = 64 << 10;

/// Passes of Argon2id.
const PASSES: u32 = 3;

/// Lanes of Argon2id.
const LANES: u32 = 4;

const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;

/// Why a key could not be sealed or opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum SealError {
    /// The parameters or the lengths are refused; a bug.
    #[error("the key could not be sealed")]
    Internal,
    /// The payload is of another version or length.
    #[error("the file is not an admin key of this version")]
    Malformed,
    /// The passphrase is wrong, or the file was changed.
    #[error("the passphrase is wrong, or the file was changed")]
    Wrong,
}

/// Returns `seed`, sealed with `passphrase`, as the text of a file. `salt` and `nonce` are random.
pub(crate) fn seal(
    seed: &Zeroizing<[u8; 32]>,
    passphrase: &Passphrase,
    salt: [u8; SALT_BYTES],
    nonce: [u8; NONCE_BYTES],
) -> Result<Zeroizing<String>, SealError> {
    seal_as(Kind::SecretAdminKey, seed, passphrase, (salt, nonce))
}

/// Does the same for a key of another `kind`.
pub(crate) fn seal_as(
    kind: Kind,
    seed: &Zeroizing<[u8; 32]>,
    passphrase: &Passphrase,
    (salt, nonce): ([u8; SALT_BYTES], [u8; NONCE_BYTES]),
) -> Result<Zeroizing<String>, SealError> {
    let cipher = cipher(passphrase, &salt)?;
    let payload = Payload { msg: seed.as_slice(), aad: &aad(kind) };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::Internal)?;
    let bytes = [&[VERSION], salt.as_slice(), &nonce, &sealed].concat();
    Ok(armor::encode(kind, &bytes))
}

/// Opens `bytes`, the payload of an admin key file, with `passphrase`.
pub(crate) fn open(bytes: &[u8], passphrase: &Passphrase) -> Result<SigningKey, SealError> {
    open_as(Kind::SecretAdminKey, bytes, passphrase)
}

/// Does the same for a key of another `kind`.
pub(crate) fn open_as(
    kind: Kind,
    bytes: &[u8],
    passphrase: &Passphrase,
) -> Result<SigningKey, SealError> {
    let (version, rest) = bytes.split_first().ok_or(SealError::Malformed)?;
    let (salt, rest) = rest.split_first_chunk::<SALT_BYTES>().ok_or(SealError::Malformed)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::Malformed)?;
    if *version != VERSION {
        return Err(SealError::Malformed);
    }
    let cipher = cipher(passphrase, salt)?;
    let payload = Payload { msg: sealed, aad: &aad(kind) };
    let opened = cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| SealError::Wrong)?;
    let opened = Zeroizing::new(opened);
    let seed: [u8; 32] = opened.as_slice().try_into().map_err(|_| SealError::Malformed)?;
    Ok(SigningKey::from_seed(&Zeroizing::new(seed)))
}

/// Derives the cipher that belongs to a passphrase.
pub(crate) fn cipher(passphrase: &Passphrase, salt: &[u8]) -> Result<XChaCha20Poly1305, SealError> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(|_| SealError::Internal)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut key = [0; 32];
    let derived = argon2.hash_password_into(passphrase.as_bytes(), salt, &mut key);
    let cipher = XChaCha20Poly1305::new(&key.into());
    key.zeroize();
    derived.map(|()| cipher).map_err(|_| SealError::Internal)
}

/// Ties the payload to its first line and version.
fn aad(kind: Kind) -> Vec<u8> {
    [kind.first_line().as_bytes(), &[VERSION]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_with_the_passphrase_it_was_sealed_with_and_no_other() {
        let seed = Zeroizing::new([7; 32]);
        let text = seal(&seed, &Passphrase::new("correct horse"), [1; 16], [2; 24]).unwrap();
        let bytes = armor::decode(Kind::SecretAdminKey, &text).unwrap();
        let key = open(&bytes, &Passphrase::new("correct horse")).unwrap();
        assert_eq!(key.public(), SigningKey::from_seed(&seed).public());
        let refused = open(&bytes, &Passphrase::new("Correct horse")).unwrap_err();
        assert_eq!(refused, SealError::Wrong);
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let seed = Zeroizing::new([7; 32]);
        let passphrase = Passphrase::new("correct horse");
        let text = seal(&seed, &passphrase, [1; 16], [2; 24]).unwrap();
        let bytes = armor::decode(Kind::SecretAdminKey, &text).unwrap();
        for (place, refused) in
            [(0, SealError::Malformed), (1, SealError::Wrong), (45, SealError::Wrong)]
        {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            assert_eq!(open(&changed, &passphrase).unwrap_err(), refused, "byte {place}");
        }
        assert_eq!(open(&bytes[..30], &passphrase).unwrap_err(), SealError::Malformed);
    }

    #[test]
    fn the_key_of_a_steward_is_no_admin_key() {
        let (seed, passphrase) = (Zeroizing::new([7; 32]), Passphrase::new("correct horse"));
        let kind = Kind::SecretStewardKey;
        let text = seal_as(kind, &seed, &passphrase, ([1; 16], [2; 24])).unwrap();
        let bytes = armor::decode(kind, &text).unwrap();
        assert!(open_as(kind, &bytes, &passphrase).is_ok());
        assert_eq!(open(&bytes, &passphrase).unwrap_err(), SealError::Wrong);
    }

    #[test]
    fn the_seed_is_not_in_the_file() {
        let text = seal(&Zeroizing::new([0xab; 32]), &Passphrase::new("p"), [1; 16], [2; 24]);
        assert!(!text.unwrap().contains("abababab"));
    }
}
