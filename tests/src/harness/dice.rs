//! Seeded chance: the same numbers on every machine.

/// Numbers from a seed.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Returns the dice of a seed.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides.max(1)
    }

    /// Returns one of several things.
    ///
    /// # Panics
    ///
    /// Panics if there is none.
    pub fn one_of<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        let sides = u64::try_from(things.len()).unwrap_or(u64::MAX);
        let index = usize::try_from(self.roll(sides)).unwrap_or(usize::MAX);
        things.get(index).expect("one thing at least")
    }
}
