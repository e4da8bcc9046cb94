//! Bytes that must never change: whoever verified a signature yesterday must verify it tomorrow.

mod ed25519;
