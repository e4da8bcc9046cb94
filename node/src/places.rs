//! How many connections are allowed at once: in all, and for each of those who connect.
//!
//! Whoever connects takes a [`Place`] and gives it back by dropping it. The key is whatever a
//! connection is counted by: a network while nothing is proven, a member afterwards. How often a key may
//! come back is for [`Pace`] to say.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

pub use self::lease::Lease;
pub use self::pace::Pace;

mod lease;
mod pace;

/// Counts connections by key. Clones count together.
#[derive(Clone, Debug)]
pub struct Places<K> {
    max: usize,
    each_max: usize,
    held: Arc<Mutex<BTreeMap<K, usize>>>,
}

/// One of the connections that are allowed; free again when dropped.
#[derive(Debug)]
pub struct Place<K: Ord> {
    key: K,
    held: Arc<Mutex<BTreeMap<K, usize>>>,
}

/// Where a connection comes from, as far as it tells people apart: an IPv4 address, or the half of
/// an IPv6 address that a household is given.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Network(IpAddr);

impl<K: Ord + Copy> Places<K> {
    /// Allows `max` connections, and `each_max` for one key.
    pub fn new(max: usize, each_max: usize) -> Self {
        Self { max, each_max, held: Arc::default() }
    }

    /// Takes a place, or returns `None` if all are taken.
    pub fn take(&self, key: K) -> Option<Place<K>> {
        let mut held = lock(&self.held);
        let total: usize = held.values().sum();
        let count = held.get(&key).copied().unwrap_or(0);
        if total >= self.max || count >= self.each_max {
            return None;
        }
        held.insert(key, count.saturating_add(1));
        Some(Place { key, held: Arc::clone(&self.held) })
    }

    /// Returns whether `key` has as many as it may have; if not, others have taken the rest.
    pub fn is_spent(&self, key: K) -> bool {
        lock(&self.held).get(&key).copied().unwrap_or(0) >= self.each_max
    }
}

impl<K: Ord> Drop for Place<K> {
    fn drop(&mut self) {
        let mut held = lock(&self.held);
        if let Some(count) = held.get_mut(&self.key) {
            *count = count.saturating_sub(1);
        }
        held.retain(|_, count| *count > 0);
    }
}

impl Network {
    /// Where somebody comes from of whom nobody knows; all of those are one.
    pub const UNKNOWN: Self = Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
        })
    }
}

fn lock<K>(held: &Mutex<BTreeMap<K, usize>>) -> MutexGuard<'_, BTreeMap<K, usize>> {
    // A panic aborts the process, so the lock is never poisoned.
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_cannot_take_all_places() {
        let places = Places::new(10, 4);
        let mut held: Vec<_> = (0..9).filter_map(|_| places.take(1)).collect();
        assert_eq!(held.len(), 4);
        assert!(places.is_spent(1) && !places.is_spent(2));
        held.extend((2..50).filter_map(|key| places.take(key)));
        assert_eq!(held.len(), 10);
        held.clear();
        assert!(places.take(1).is_some());
    }

    #[test]
    fn a_household_is_one_network() {
        let network = |text: &str| Network::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(network("2001:db8:0:1::7"), network("2001:db8:0:1:ffff::9"));
        assert_ne!(network("2001:db8:0:1::7"), network("2001:db8:0:2::7"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
    }
}
