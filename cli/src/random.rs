//! The only place that draws random bytes.

use flotilla_domain::message::Message;
use zeroize::Zeroizing;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// Returns `N` random bytes that may be seen by anybody.
pub(crate) fn public<const N: usize>() -> Result<[u8; N], CommandError> {
    secret().map(|bytes| *bytes)
}

/// Returns `N` random bytes that nobody may see.
pub(crate) fn secret<const N: usize>() -> Result<Zeroizing<[u8; N]>, CommandError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| {
        Failure::new(Exit::Unexpected, Message::new("cli-no-randomness")).because(error)
    })?;
    Ok(bytes)
}
