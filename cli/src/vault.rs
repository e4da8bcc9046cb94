//! A file that only a passphrase opens, written and read as a stream.
//!
//! ```text
//! first line || salt (16) || nonce (19) || block, block, … last block
//! block  = XChaCha20-Poly1305(up to 64 KiB), numbered, the last one marked (STREAM, Hoang et al. 2015)
//! key    = Argon2id(passphrase, salt), as for the admin key
//! ```
//!
//! - **Nothing is believed before it is checked**: a reader gives bytes of whole blocks only.
//! - **A file that was cut short or put together anew is noticed**, and so is a wrong passphrase, with
//!   the first block.

use std::io;
use std::io::Read;
use std::io::Write;

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::Payload;
use chacha20poly1305::aead::stream::DecryptorBE32;
use chacha20poly1305::aead::stream::EncryptorBE32;
use zeroize::Zeroizing;

use crate::admin_key;
use crate::admin_key::SealError;
use crate::prompt::Passphrase;

/// What a file begins with; also ties every block to this kind of file.
const FIRST_LINE: &[u8] = b"FLOTILLA SECRET BACKUP 1 - never send this file\n";

const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 19;

/// The plain bytes of a block; small, so that little waits to be checked.
const BLOCK_BYTES: usize = 64 << 10;

/// What a block grows by.
const TAG_BYTES: usize = 16;

/// Why a vault was not opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenVaultError {
    /// The key could not be derived.
    #[error("the key cannot be derived from the passphrase")]
    Key(#[source] SealError),
    /// The file begins otherwise.
    #[error("the file is not a backup of this version")]
    OtherKind,
    /// The file cannot be read.
    #[error("the file cannot be read")]
    Read(#[source] io::Error),
}

/// Encrypts what is written to it.
pub(crate) struct VaultWriter<W> {
    out: W,
    sealer: EncryptorBE32<XChaCha20Poly1305>,
    block: Zeroizing<Vec<u8>>,
}

/// Decrypts what is read from it.
pub(crate) struct VaultReader<R> {
    input: R,
    /// Taken for the last block.
    opener: Option<DecryptorBE32<XChaCha20Poly1305>>,
    /// The next block, still sealed: whether it is the last shows when there is no other.
    sealed: Vec<u8>,
    plain: Zeroizing<Vec<u8>>,
    read: usize,
}

impl<W: Write> VaultWriter<W> {
    /// Begins a vault; `salt` and `nonce` are random.
    pub(crate) fn begin(
        mut out: W,
        passphrase: &Passphrase,
        salt: [u8; SALT_BYTES],
        nonce: [u8; NONCE_BYTES],
    ) -> io::Result<Self> {
        let cipher = admin_key::cipher(passphrase, &salt).map_err(io::Error::other)?;
        out.write_all(FIRST_LINE)?;
        out.write_all(&salt)?;
        out.write_all(&nonce)?;
        let sealer = EncryptorBE32::from_aead(cipher, &nonce.into());
        Ok(Self { out, sealer, block: Zeroizing::new(Vec::with_capacity(BLOCK_BYTES)) })
    }

    /// Writes the last block, and gives back what was written to.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        let sealed = self.sealer.encrypt_last(payload(&self.block)).map_err(broken)?;
        self.out.write_all(&sealed)?;
        Ok(self.out)
    }
}

impl<W: Write> Write for VaultWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.block.len() == BLOCK_BYTES {
            let sealed = self.sealer.encrypt_next(payload(&self.block)).map_err(broken)?;
            self.out.write_all(&sealed)?;
            self.block.clear();
        }
        let room = BLOCK_BYTES.saturating_sub(self.block.len());
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.block.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // A block that is not full waits: only the last one may be shorter.
        self.out.flush()
    }
}

impl<R: Read> VaultReader<R> {
    /// Opens a vault.
    pub(crate) fn begin(mut input: R, passphrase: &Passphrase) -> Result<Self, OpenVaultError> {
        let mut line = [0; FIRST_LINE.len()];
        input.read_exact(&mut line).map_err(|_| OpenVaultError::OtherKind)?;
        if line != FIRST_LINE {
            return Err(OpenVaultError::OtherKind);
        }
        let (mut salt, mut nonce) = ([0; SALT_BYTES], [0; NONCE_BYTES]);
        input.read_exact(&mut salt).map_err(OpenVaultError::Read)?;
        input.read_exact(&mut nonce).map_err(OpenVaultError::Read)?;
        let cipher = admin_key::cipher(passphrase, &salt).map_err(OpenVaultError::Key)?;
        let opener = Some(DecryptorBE32::from_aead(cipher, &nonce.into()));
        let sealed = block(&mut input).map_err(OpenVaultError::Read)?;
        Ok(Self { input, opener, sealed, plain: Zeroizing::default(), read: 0 })
    }

    /// Decrypts the next block; says whether there was one.
    fn advance(&mut self) -> io::Result<bool> {
        let Some(mut opener) = self.opener.take() else { return Ok(false) };
        let next = block(&mut self.input)?;
        let sealed = std::mem::replace(&mut self.sealed, next);
        let plain = if self.sealed.is_empty() {
            opener.decrypt_last(payload(&sealed)).map_err(broken)?
        } else {
            let plain = opener.decrypt_next(payload(&sealed)).map_err(broken)?;
            self.opener = Some(opener);
            plain
        };
        self.plain = Zeroizing::new(plain);
        self.read = 0;
        Ok(true)
    }
}

impl<R: Read> Read for VaultReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.plain.len() {
            if !self.advance()? {
                return Ok(0);
            }
        }
        let mut rest = self.plain.get(self.read..).unwrap_or_default();
        let read = rest.read(buffer)?;
        self.read = self.read.saturating_add(read);
        Ok(read)
    }
}

fn payload(bytes: &[u8]) -> Payload<'_, '_> {
    Payload { msg: bytes, aad: FIRST_LINE }
}

/// Reads one sealed block; shorter at the end, empty after it.
fn block(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(BLOCK_BYTES + TAG_BYTES).unwrap_or(u64::MAX);
    let mut sealed = Vec::with_capacity(BLOCK_BYTES + TAG_BYTES);
    input.take(limit).read_to_end(&mut sealed)?;
    Ok(sealed)
}

fn broken(_: chacha20poly1305::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, SealError::Wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_opened_whatever_its_length() {
        for length in [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES] {
            let content = vec![7; length];
            assert_eq!(opened(&sealed(&content), "right").unwrap(), content, "{length} bytes");
        }
    }

    #[test]
    fn a_vault_that_was_changed_or_cut_short_is_not_opened() {
        let whole = sealed(&vec![7; 2 * BLOCK_BYTES]);
        let head = FIRST_LINE.len() + SALT_BYTES + NONCE_BYTES;
        let block = BLOCK_BYTES + TAG_BYTES;
        assert!(opened(&whole[..head + block], "right").is_err(), "the last block is missing");
        assert!(opened(&whole[..whole.len() - 1], "right").is_err());
        let swapped = [&whole[..head], &whole[head + block..], &whole[head..head + block]].concat();
        assert!(opened(&swapped, "right").is_err());
        for place in [0, head - 1, head, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[place] ^= 1;
            assert!(opened(&changed, "right").is_err(), "byte {place}");
        }
    }

    #[test]
    fn another_passphrase_opens_nothing() {
        assert!(opened(&sealed(b"content"), "wrong").is_err());
    }

    fn sealed(content: &[u8]) -> Vec<u8> {
        let passphrase = Passphrase::new("right");
        let mut writer = VaultWriter::begin(Vec::new(), &passphrase, [1; 16], [2; 19]).unwrap();
        writer.write_all(content).unwrap();
        writer.finish().unwrap()
    }

    fn opened(bytes: &[u8], passphrase: &str) -> io::Result<Vec<u8>> {
        let reader = VaultReader::begin(bytes, &Passphrase::new(passphrase));
        let mut content = Vec::new();
        reader.map_err(io::Error::other)?.read_to_end(&mut content)?;
        Ok(content)
    }
}
