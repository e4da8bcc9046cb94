//! What was told, in few bytes: what whoever follows carries about, and asks with to go on.
//!
//! ```text
//! 1, coalition (8 bytes), then of each log: member (8 bytes), head (16 bytes), last place,
//! stretches of what does not count: their number, and of each how far it is from the one before, and how long
//! ```
//!
//! Numbers are written seven bits a byte, the lowest first. Eight bytes of an id tell members apart, who are
//! admitted by vote; the head has sixteen, because an author could look for two entries that begin alike.
//! It comes back from strangers, so whatever it says is read without trust: a false one tells its own bearer
//! too much or too little, and nobody else anything.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;

use crate::query::feed::HEAD_BYTES;
use crate::query::feed::Told;
use crate::query::feed::ToldLog;

/// The first byte.
const VERSION: u8 = 1;

/// How many bytes of an id tell members apart.
const MEMBER_BYTES: usize = 8;

/// The most bytes: 5,000 logs of which some entries do not count. A question has 256 KiB.
const BYTES_MAX: usize = 192 << 10;

/// The most places that do not count in all of it: bytes are few, but a stretch may be long.
const ABSENT_MAX: u64 = 1 << 18;

/// The most bytes of a number of 64 bits.
const NUMBER_BYTES_MAX: u32 = 10;

/// Bytes that do not say what was told.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("what was told last is copied from a reply, and not made up")]
pub struct InvalidTold;

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl Told {
    /// Returns it in few bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend(short::<MEMBER_BYTES>(&self.coalition.0));
        for (member, log) in &self.logs {
            bytes.extend(short::<MEMBER_BYTES>(&member.0));
            bytes.extend(log.head);
            write(&mut bytes, log.seq);
            let stretches = stretches(&log.absent);
            write(&mut bytes, u64::try_from(stretches.len()).unwrap_or(u64::MAX));
            let mut end = 0;
            for (from, length) in stretches {
                write(&mut bytes, from.saturating_sub(end));
                write(&mut bytes, length);
                end = from.saturating_add(length);
            }
        }
        bytes
    }

    /// Reads what was told, in the coalition of these members; those of others are passed over.
    ///
    /// # Errors
    ///
    /// Fails if it is nothing that [`Told::to_bytes`] returns, or is of another coalition.
    pub fn parse(
        bytes: &[u8],
        coalition: CoalitionId,
        members: impl Iterator<Item = MemberId>,
    ) -> Result<Self, InvalidTold> {
        let mut told = Self::nothing(coalition);
        if bytes.is_empty() {
            return Ok(told);
        }
        let mut rest = Rest(bytes);
        let is_ours = rest.array()? == [VERSION]
            && rest.array()? == short::<MEMBER_BYTES>(&coalition.0)
            && bytes.len() <= BYTES_MAX;
        if !is_ours {
            return Err(InvalidTold);
        }
        let members: BTreeMap<_, _> =
            members.map(|it| (short::<MEMBER_BYTES>(&it.0), it)).collect();
        let mut room = ABSENT_MAX;
        while !rest.0.is_empty() {
            let member = members.get(&rest.array()?);
            let log = rest.log(&mut room)?;
            if let Some(member) = member {
                told.logs.insert(*member, log);
            }
        }
        Ok(told)
    }
}

impl Rest<'_> {
    fn log(&mut self, room: &mut u64) -> Result<ToldLog, InvalidTold> {
        let head: [u8; HEAD_BYTES] = self.array()?;
        let seq = self.number()?;
        let (mut absent, mut end) = (BTreeSet::new(), 0_u64);
        for _ in 0..self.number()? {
            let from = end.checked_add(self.number()?).ok_or(InvalidTold)?;
            let length = self.number()?;
            *room = room.checked_sub(length).ok_or(InvalidTold)?;
            end = from.checked_add(length).filter(|end| *end <= seq + 1).ok_or(InvalidTold)?;
            if from == 0 || length == 0 {
                return Err(InvalidTold);
            }
            absent.extend(from..end);
        }
        Ok(ToldLog { seq, head, absent })
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], InvalidTold> {
        let (first, rest) = self.0.split_first_chunk().ok_or(InvalidTold)?;
        self.0 = rest;
        Ok(*first)
    }

    fn number(&mut self) -> Result<u64, InvalidTold> {
        let mut number = 0_u64;
        for place in 0..NUMBER_BYTES_MAX {
            let [byte] = self.array()?;
            let bits = u64::from(byte & 0x7f);
            // Below the highest, so that the place after the last is a number, too.
            let shifted = bits.checked_shl(7 * place).filter(|it| it >> (7 * place) == bits);
            number |= shifted.filter(|it| it >> 63 == 0).ok_or(InvalidTold)?;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(InvalidTold)
    }
}

fn write(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes().first().map_or(0, |it| it | 0x80));
        number >>= 7;
    }
    bytes.extend(number.to_le_bytes().first());
}

/// Returns where stretches of numbers begin, and how long they are.
fn stretches(numbers: &BTreeSet<u64>) -> Vec<(u64, u64)> {
    let mut stretches: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match stretches.last_mut() {
            Some((from, length)) if from.saturating_add(*length) == *number => *length += 1,
            _ => stretches.push((*number, 1)),
        }
    }
    stretches
}

fn short<const N: usize>(hash: &Hash) -> [u8; N] {
    hash.as_bytes().first_chunk().copied().unwrap_or([0; N])
}
