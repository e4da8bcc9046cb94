//! A seeded generator for tests, so that a failing seed can be run again.

/// Numbers that look random and depend on the seed only (splitmix64).
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// Starts from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next 64 bits.
    pub fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number from 0 to `limit` - 1; `limit` is not 0.
    #[expect(clippy::expect_used, reason = "what is smaller than a usize is one")]
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).expect("a usize has at most 64 bits");
        usize::try_from(self.word() % limit).expect("smaller than a usize")
    }

    /// Returns `true` once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// Returns one of `items`, of which there are some.
    #[expect(clippy::indexing_slicing, reason = "the place is below the length")]
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// Returns one of `items`, of which there are some, more often one of the last.
    #[expect(clippy::indexing_slicing, reason = "the places are below the length")]
    pub fn pick_late<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let places = [self.below(items.len()), self.below(items.len()), self.below(items.len())];
        &items[places.into_iter().fold(0, usize::max)]
    }

    /// Shuffles `items`.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
