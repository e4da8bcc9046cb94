//! I12: whether the numbers of a member look as if they were rounded as they should be. A doubt, no verdict.
//!
//! Every number that is shown is a multiple of five, and as many end with 0 as with 5, more or less: the draw
//! of each group decides, and nobody chooses it. A member whose numbers nearly all end alike may round as it
//! pleases, or publish exact counts that happen to fit. Its neighbors are told, and ask; nothing is
//! quarantined, because small tables lean to one side by chance.

use flotilla_domain::message::Message;
use flotilla_domain::release::Figure;

use crate::history::History;
use crate::history::Told;

/// So many numbers leave little to chance.
const NUMBERS_MIN: u64 = 200;

/// Of a hundred, how many that end alike are too many.
const ALIKE_PERCENT: u64 = 80;

impl History {
    /// Returns what is unlikely of all that was published, in words.
    pub fn doubts(&self) -> Vec<Message> {
        let (mut zeros, mut fives) = (0_u64, 0_u64);
        for told in self.everything_told() {
            match told {
                Told::Figure(Figure::Count(count)) if count.is_multiple_of(10) => zeros += 1,
                Told::Figure(Figure::Count(count)) if count.is_multiple_of(5) => fives += 1,
                Told::Figure(_) | Told::Nothing => {}
            }
        }
        let (all, most) = (zeros + fives, zeros.max(fives));
        if all < NUMBERS_MIN || most * 100 < all * ALIKE_PERCENT {
            return Vec::new();
        }
        let end = if zeros > fives { 0_u64 } else { 5 };
        let doubt = Message::new("gate-i12-alike").number("percent", most * 100 / all);
        vec![doubt.number("count", all).number("end", end)]
    }
}
