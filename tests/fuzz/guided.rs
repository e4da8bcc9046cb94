//! One of the readers, called by libFuzzer with bytes that it chooses by what they reach.
//!
//! `FLOTILLA_READER` says which: any name in `readers.rs`. Built by `guided/Cargo.toml` alone.

#![no_main]

mod readers;

use std::env;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static READ: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = env::var("FLOTILLA_READER").unwrap_or_default();
    let found = readers::READERS.iter().find(|it| it.name == name);
    let names = readers::READERS.map(|it| it.name).join(" ");
    found.unwrap_or_else(|| panic!("FLOTILLA_READER is one of: {names}")).read
});

fuzz_target!(|bytes: &[u8]| READ(bytes));
