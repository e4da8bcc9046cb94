//! Thieves, liars, losses and clones: what counts afterwards is the same everywhere, and nothing that
//! others held is lost.

use std::collections::BTreeSet;

use flotilla_domain::chain::Link;
use flotilla_domain::document::Cut;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_wire::sample::random::Random;

use crate::disturb;
use crate::finish;
use crate::node;
use crate::seeds;
use crate::world::World;
use crate::world::history;
use crate::world::member;

const SEEDS: u64 = 150;

/// The node whose keys are stolen, or whose disk is lost.
const ALICE: usize = 0;

#[test]
fn the_branch_that_most_nodes_held_first_counts_and_the_others_go_over() {
    for seed in seeds(SEEDS) {
        let (mut world, mut random) = begin(seed, 3);
        let count = world.nodes.len();
        let mallory = member(count);
        let majority = count / 2 + 1;
        let first = history(mallory, 4, 9, 1);
        for place in 0..count {
            let (branch, length) = if place < majority { (1, 9) } else { (2, 12) };
            world.plant(place, mallory, history(mallory, 4, length, branch));
        }
        disturb(&mut world, &mut random);
        finish(&mut world, &mut random, seed);
        let expected: Vec<EntryId> = first.iter().map(node::id).collect();
        for node in &world.nodes {
            assert_eq!(node.valid(mallory), expected, "seed {seed}");
        }
    }
}

#[test]
fn without_a_majority_nothing_counts_from_the_fork_on() {
    for seed in seeds(SEEDS) {
        let (mut world, mut random) = begin(seed, 4);
        let count = world.nodes.len() / 2 * 2;
        if count < world.nodes.len() {
            continue;
        }
        let mallory = member(count);
        for place in 0..count {
            let branch = 1 + u8::try_from(place % 2).unwrap();
            world.plant(place, mallory, history(mallory, 4, 9, branch));
        }
        disturb(&mut world, &mut random);
        finish(&mut world, &mut random, seed);
        for node in &world.nodes {
            assert_eq!(node.valid(mallory).len(), 4, "seed {seed}");
            assert_eq!(node.counted()[&mallory].forked_seq, Some(5), "seed {seed}");
        }
    }
}

#[test]
fn a_cut_settles_a_fork_for_whichever_branch_it_names() {
    for seed in seeds(SEEDS) {
        let (mut world, mut random) = begin(seed, 3);
        let count = world.nodes.len();
        let mallory = member(count);
        let branches = [history(mallory, 4, 9, 1), history(mallory, 4, 12, 2)];
        for place in 0..count {
            world.plant(place, mallory, branches[random.below(2)].clone());
        }
        // Somebody has it, or it cannot be had.
        let (place, chosen) = (random.below(count), random.below(2));
        world.plant(place, mallory, branches[chosen].clone());
        disturb(&mut world, &mut random);
        let cut = cut_of(node::link(&branches[chosen][7]));
        let decree = world.nodes[place].decree(mallory).cut(cut);
        world.decide(place, decree);
        disturb(&mut world, &mut random);
        finish(&mut world, &mut random, seed);
        let expected: Vec<EntryId> = branches[chosen][..8].iter().map(node::id).collect();
        for node in &world.nodes {
            assert_eq!(node.valid(mallory), expected, "seed {seed}");
            assert_eq!(node.heads()[&mallory].forked_seq, None, "seed {seed}");
        }
    }
}

#[test]
fn what_a_thief_of_a_node_key_wrote_is_void_everywhere_and_the_log_goes_on() {
    for seed in seeds(SEEDS) {
        let (mut world, mut random) = begin(seed, 3);
        (0..4).for_each(|_| world.publish(ALICE));
        disturb(&mut world, &mut random);
        world.silent.insert(ALICE);
        let alice = member(ALICE);
        let good = world.nodes[ALICE].heads()[&alice].link;
        let mut junk = Vec::new();
        let mut last = good;
        for _ in 0..1 + random.below(9) {
            let entry = node::entry_in((alice, 1), last, 9);
            last = Some(node::link(&entry));
            junk.push(entry);
        }
        let victim = 1 + random.below(world.nodes.len() - 1);
        let lacking = world.nodes[ALICE].read(alice, 1, usize::MAX);
        world.plant(victim, alice, lacking);
        world.plant(victim, alice, junk.clone());
        disturb(&mut world, &mut random);
        let decree = world.nodes[ALICE].decree(alice).cut(good.and_then(cut_of));
        world.decide(ALICE, decree);
        world.silent.clear();
        (0..3).for_each(|_| world.publish(ALICE));
        disturb(&mut world, &mut random);
        finish(&mut world, &mut random, seed);
        let expected = published(&world, ALICE);
        for node in &world.nodes {
            assert_eq!(node.valid(alice), expected, "seed {seed}");
            assert!(junk.iter().all(|it| !node.valid(alice).contains(&node::id(it))));
        }
    }
}

#[test]
fn a_node_restored_from_an_old_backup_forks_nothing_and_loses_nothing_that_others_held() {
    for seed in seeds(SEEDS) {
        let (mut world, mut random) = begin(seed, 3);
        let alice = member(ALICE);
        let mut backup = world.nodes[ALICE].backup();
        for _ in 0..6 {
            if random.once_in(3) {
                backup = world.nodes[ALICE].backup();
            }
            world.publish(ALICE);
            (0..random.below(25)).for_each(|_| world.happen());
        }
        let others_held: BTreeSet<EntryId> = held(&world, alice);
        // The disk is lost. A new key has no place in the log before its epoch begins.
        world.silent.insert(ALICE);
        world.replace(ALICE, backup);
        let reachable: Vec<usize> = (1..world.nodes.len()).filter(|_| random.once_in(2)).collect();
        for peer in &reachable {
            world.heal_between(ALICE, *peer);
            world.connect(ALICE, *peer);
        }
        assert!(world.settle(), "seed {seed}: the restored node does not catch up");
        let head = world.nodes[ALICE].heads().get(&alice).and_then(|head| head.link);
        let decree = world.nodes[ALICE].decree(alice).cut(head.and_then(cut_of));
        world.decide(ALICE, decree);
        world.silent.clear();
        let before = world.published.len();
        (0..2).for_each(|_| world.publish(ALICE));
        disturb(&mut world, &mut random);
        finish(&mut world, &mut random, seed);
        let valid = world.nodes[ALICE].valid(alice);
        let fresh = world.published[before..].iter().filter(|(it, _)| *it == ALICE);
        for (_, id) in fresh {
            assert!(valid.contains(id), "seed {seed}: what was published since counts");
        }
        for node in &world.nodes {
            let forked = node.heads().get(&alice).and_then(|head| head.forked_seq);
            assert_eq!(forked, None, "seed {seed}: a fork");
        }
        for id in others_held.iter().filter(|id| !valid.contains(id)) {
            let listed = world.nodes.iter().any(|node| node.void(alice).contains(id));
            assert!(listed, "seed {seed}: an entry is neither valid nor listed as void");
        }
    }
}

#[test]
fn a_log_ends_where_its_author_was_removed() {
    for seed in seeds(SEEDS) {
        let (mut world, mut random) = begin(seed, 3);
        (0..5).for_each(|_| world.publish(ALICE));
        disturb(&mut world, &mut random);
        let alice = member(ALICE);
        let all = published(&world, ALICE);
        let entries = world.nodes[ALICE].read(alice, 1, usize::MAX);
        let last = random.below(all.len());
        let decree = world.nodes[1].decree(alice).removed(cut_of(node::link(&entries[last])));
        world.decide(1, decree);
        world.silent.insert(ALICE);
        disturb(&mut world, &mut random);
        finish(&mut world, &mut random, seed);
        for node in &world.nodes {
            assert_eq!(node.valid(alice), all[..=last], "seed {seed}");
        }
    }
}

/// A federation of `least` nodes or a few more.
fn begin(seed: u64, least: usize) -> (World, Random) {
    let mut random = Random::new(seed);
    let count = least + random.below(4);
    (World::new(count, Random::new(seed ^ 0x7a57)), random)
}

/// Returns the entries of `author` that any other node holds.
fn held(world: &World, author: MemberId) -> BTreeSet<EntryId> {
    let all = world.published.iter().map(|(_, id)| *id);
    let others = &world.nodes[1..];
    all.filter(|id| others.iter().any(|node| node.holds(author, *id))).collect()
}

fn published(world: &World, node: usize) -> Vec<EntryId> {
    let own = world.published.iter().filter(|(it, _)| *it == node);
    own.map(|(_, id)| *id).collect()
}

fn cut_of(link: Link) -> Cut {
    Some((link.seq, link.id))
}
