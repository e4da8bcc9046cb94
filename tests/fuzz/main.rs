//! Readers that are given nonsense: none of them panics, and what they accept they can say again.
//!
//! Mutants of good input are read, as many as [`MUTANTS`] of each seed; `FLOTILLA_MUTANTS=100000 cargo
//! test --workspace --test fuzz` tries more. Chance is drawn from the name of the reader, so a failure
//! comes again. `FLOTILLA_CORPUS=FOLDER` writes the seeds as files, with which a guided search begins:
//! see `guided/README.md`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise, its helpers too"
)]

mod mutants;
mod readers;
mod seeds;

use std::env;
use std::fs;
use std::path::Path;

use flotilla_wire::sample::random::Random;

use crate::readers::READERS;
use crate::readers::Reader;

/// How many mutants of each seed are read, unless the environment says otherwise.
const MUTANTS: usize = 150;

#[test]
fn every_reader_has_seeds_that_it_accepts_or_refuses_in_good_order() {
    for reader in READERS {
        let seeds = seeds::of(reader.name);
        assert!(!seeds.is_empty(), "{} has no seeds", reader.name);
        seeds.iter().for_each(|seed| (reader.read)(seed));
        if let Some(folder) = env::var_os("FLOTILLA_CORPUS") {
            write(&Path::new(&folder).join(reader.name), &seeds);
        }
    }
}

#[test]
fn the_table_is_read_as_its_recipe_says() {
    let [table] = &seeds::of("table")[..] else { panic!("one table") };
    assert!(readers::is_read(table));
}

#[test]
fn no_reader_of_texts_or_objects_panics() {
    READERS.iter().filter(|it| !is_slow(it)).for_each(try_mutants);
}

#[test]
fn no_reader_of_tables_panics() {
    READERS.iter().filter(|it| is_slow(it)).for_each(try_mutants);
}

/// Returns whether a reader reads whole tables, so that the work is shared by two threads.
fn is_slow(reader: &Reader) -> bool {
    ["counts", "suggest", "table", "together", "workbook"].contains(&reader.name)
}

fn try_mutants(reader: &Reader) {
    let given = env::var("FLOTILLA_MUTANTS").ok().and_then(|it| it.parse().ok());
    let seed = reader.name.bytes().fold(1, |all, it| all * 31 + u64::from(it));
    let (mut random, seeds) = (Random::new(seed), seeds::of(reader.name));
    for one in &seeds {
        for _ in 0..given.unwrap_or(MUTANTS) {
            let other = random.pick(&seeds);
            (reader.read)(&mutants::mutant(one, other, &mut random));
        }
    }
}

fn write(folder: &Path, seeds: &[Vec<u8>]) {
    fs::create_dir_all(folder).unwrap();
    for (at, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(at.to_string()), seed).unwrap();
    }
}
