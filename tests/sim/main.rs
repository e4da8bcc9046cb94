//! Whole federations in memory, thousands of them, each from one seed.
//!
//! Whatever breaks, repeats, restarts or is cut apart: once everything is connected again, all nodes
//! hold the same, byte for byte. The oracle is the one sentence of the protocol: *same set of
//! objects, same view*. A failing seed is printed; `SIM_SEED=n` runs it alone, `SIM_SEEDS=n` runs more.

#[cfg(test)]
mod log;
#[cfg(test)]
mod node;
#[cfg(test)]
mod terms;
#[cfg(test)]
mod trust;
#[cfg(test)]
mod world;

use std::collections::BTreeSet;
use std::env;

use flotilla_domain::heads;
use flotilla_wire::sample::random::Random;

use crate::node::COALITION;
use crate::world::World;
use crate::world::history;
use crate::world::member;

const SEEDS: u64 = 1_000;

#[test]
fn every_federation_ends_with_equal_copies() {
    for seed in seeds(SEEDS) {
        let mut random = Random::new(seed);
        let count = 3 + random.below(5);
        let mut world = World::new(count, Random::new(seed ^ 0xf107));
        disturb(&mut world, &mut random);
        finish(&mut world, &mut random, seed);
    }
}

#[test]
fn a_member_that_signs_two_histories_is_found_out_by_all() {
    for seed in seeds(SEEDS / 2) {
        let mut random = Random::new(seed);
        let count = 3 + random.below(5);
        let mut world = World::new(count, Random::new(seed ^ 0xbad));
        let mallory = member(count);
        let shared = u64::try_from(random.below(30)).unwrap();
        let branches = 2 + u8::try_from(random.below(2)).unwrap();
        let mut first_fork = u64::MAX;
        for branch in 0..branches {
            let parts = shared + u64::from(branch) * u64::from(branches == 3);
            let length = parts + 1 + u64::try_from(random.below(20)).unwrap();
            let holder = usize::from(branch) % count;
            world.plant(holder, mallory, history(mallory, parts, length, branch));
            first_fork = if branch == 0 { first_fork } else { first_fork.min(parts + 1) };
        }
        let reached = world.nodes[0].heads()[&mallory].link.unwrap().seq;
        disturb(&mut world, &mut random);
        finish(&mut world, &mut random, seed);
        let heads = world.nodes[0].heads();
        if reached >= first_fork {
            assert_eq!(heads[&mallory].forked_seq, Some(first_fork), "seed {seed}");
        } else {
            assert!(heads[&mallory].forked_seq >= Some(first_fork), "seed {seed}");
        }
    }
}

#[test]
fn copies_that_are_equal_exchange_two_greetings_and_nothing_else() {
    let mut world = World::new(2, Random::new(1));
    (0..50).for_each(|_| world.publish(0));
    world.connect(0, 1);
    assert!(world.settle());
    world.break_up((0, 1));
    let before = world.frames;
    world.connect(0, 1);
    assert!(world.settle() && world.is_in_sync());
    assert_eq!(world.frames - before, 2);
}

#[test]
fn no_entry_is_fetched_from_two_peers_at_once() {
    let mut world = World::new(3, Random::new(1));
    world.plant(0, member(9), history(member(9), 0, 40, 0));
    world.plant(1, member(9), history(member(9), 0, 40, 0));
    world.connect(0, 2);
    world.connect(1, 2);
    assert!(world.settle() && world.is_in_sync());
    assert_eq!(world.deliveries, 40);
}

#[test]
fn a_fork_in_a_long_log_is_found_in_few_questions() {
    let mut world = World::new(2, Random::new(1));
    world.plant(0, member(9), history(member(9), 700, 2_000, 1));
    world.plant(1, member(9), history(member(9), 700, 2_000, 2));
    world.connect(0, 1);
    assert!(world.settle() && world.is_in_sync());
    assert_eq!(world.nodes[0].heads()[&member(9)].forked_seq, Some(701));
    assert!(world.frames < 120, "{} frames", world.frames);
}

/// Connects, cuts, publishes and delivers at random.
fn disturb(world: &mut World, random: &mut Random) {
    for _ in 0..60 + random.below(120) {
        world.happen();
    }
}

/// Heals the network, connects it somehow, lets it settle, and compares all copies.
fn finish(world: &mut World, random: &mut Random, seed: u64) {
    world.heal();
    let count = world.nodes.len();
    for node in 1..count {
        world.connect(node, random.below(node));
    }
    assert!(world.settle() && world.settle_witnesses(), "seed {seed} did not settle");
    assert!(world.is_in_sync(), "seed {seed} is not in sync");
    assert_eq!(world.closed, [], "seed {seed}: an honest session was closed");
    let digests: BTreeSet<_> = world
        .nodes
        .iter()
        .map(|node| heads::digest(COALITION, (0, COALITION.0), &node.counted()))
        .collect();
    let counted: Vec<_> = world.nodes.iter().map(|node| (node.counted(), node.heads())).collect();
    assert_eq!(digests.len(), 1, "seed {seed}: copies differ: {counted:#?}");
    for author in (0..=count).map(member) {
        let all: BTreeSet<_> = world.nodes.iter().map(|node| node.valid(author)).collect();
        assert_eq!(all.len(), 1, "seed {seed}: {author}");
    }
}

/// Returns the seeds to run: `few` of them take long enough.
fn seeds(few: u64) -> Box<dyn Iterator<Item = u64>> {
    let number = |name| env::var(name).ok().and_then(|text| text.parse().ok());
    match number("SIM_SEED") {
        Some(seed) => Box::new([seed].into_iter()),
        None => Box::new(0..number("SIM_SEEDS").unwrap_or(few)),
    }
}
