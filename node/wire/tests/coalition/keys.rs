//! Keys that are made once: who has which, and what a thief has.

use std::sync::LazyLock;

use flotilla_domain::id::Hash;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::SigningKey;
use flotilla_wire::sample::Sample;
use zeroize::Zeroizing;

/// The most members a world has, those who only want to join included.
pub(crate) const PEOPLE: usize = 6;

/// How many admin keys each has; the last two are a thief's.
pub(crate) const ADMIN_KEYS: usize = 5;

/// How many node keys each has; the last is a thief's.
pub(crate) const NODE_KEYS: usize = 4;

/// A key with its public half, which is costly to compute.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) secret: SigningKey,
    pub(crate) public: PublicKey,
}

static ADMIN: LazyLock<Vec<Vec<Pair>>> = LazyLock::new(|| {
    let of = |person| (0..ADMIN_KEYS).map(|place| pair(admin(person, place))).collect();
    (0..PEOPLE).map(of).collect()
});

static NODE: LazyLock<Vec<Vec<Pair>>> = LazyLock::new(|| {
    let of = |person| (0..NODE_KEYS).map(|place| pair(node(person, place))).collect();
    (0..PEOPLE).map(of).collect()
});

/// Returns an admin key: 0 is the first, 1 is on the sheet, 2 is on the sheet after that.
pub(crate) fn admin_key(person: usize, place: usize) -> &'static Pair {
    &ADMIN[person][place]
}

/// Returns a node key: 0 is that of the first epoch.
pub(crate) fn node_key(person: usize, place: usize) -> &'static Pair {
    &NODE[person][place]
}

/// Returns whose `key` is, as one of either kind.
pub(crate) fn owner(key: &PublicKey) -> Option<&'static Pair> {
    let all = ADMIN.iter().chain(NODE.iter()).flatten();
    all.into_iter().find(|pair| pair.public == *key)
}

fn admin(person: usize, place: usize) -> SigningKey {
    match place {
        0 => Sample::admin_key(person),
        1 => Sample::recovery_key(person),
        _ => seeded("admin", person, place),
    }
}

fn node(person: usize, place: usize) -> SigningKey {
    if place == 0 { Sample::node_key(person) } else { seeded("node", person, place) }
}

fn pair(secret: SigningKey) -> Pair {
    let public = secret.public();
    Pair { secret, public }
}

fn seeded(role: &str, person: usize, place: usize) -> SigningKey {
    let parts = [role.as_bytes(), &person.to_be_bytes(), &place.to_be_bytes()];
    SigningKey::from_seed(&Zeroizing::new(*Hash::of(parts).as_bytes()))
}
