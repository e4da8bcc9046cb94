//! Randomness, from the operating system and from nowhere else.
//!
//! Salts, names of previews and the jitter of redials come from here, so that a test can see at a
//! glance what is random. Keys are made by the command line tool, not by the node.

/// The operating system gave no random bytes; nothing can be signed safely.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct NoEntropy(#[source] getrandom::Error);

/// Returns `N` random bytes.
///
/// # Errors
///
/// Fails if the operating system gives none.
pub fn bytes<const N: usize>() -> Result<[u8; N], NoEntropy> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(NoEntropy)?;
    Ok(bytes)
}

/// Returns a number below `limit`, or 0 if there is no randomness to be had: it spreads things out and
/// protects nothing.
pub fn below(limit: u64) -> u64 {
    bytes().map_or(0, u64::from_be_bytes).checked_rem(limit).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_draws_differ() {
        assert_ne!(bytes::<16>().unwrap(), bytes::<16>().unwrap());
    }
}
