//! What sums over different organisations give away together, where none of them is part of another.
//!
//! Three offices tell `a + b + c`, `c + d + e` and `a + b + d + e`. None of them is part of another, yet the first
//! two less the third are twice `c`. This asks, by elimination, whether any combination of sums is of one
//! organisation or of two, which is one for the other of the two ([`TOGETHER_MIN`]). It promises:
//!
//! - **Exact**: numbers are counted modulo a prime that is larger than any determinant of [`SUMS_MAX`] zeros
//!   and ones, so nothing is found that is not there, and nothing is missed.
//! - **Short**: organisations that are in the same sums cannot be told apart, and count as one group.
//!
//! [`TOGETHER_MIN`]: flotilla_domain::coverage::TOGETHER_MIN

use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The most sums that are looked at together. By Hadamard's bound no determinant of 32 rows of zeros and ones
/// is above 33^16.5 / 2^32, which is less than 2^52.
pub(super) const SUMS_MAX: usize = 32;

/// The prime 2^61 - 1.
const PRIME: u64 = (1 << 61) - 1;

/// So many organisations of a group, or fewer, know each other.
const FEW: usize = 2;

/// A row of the elimination.
type Row = Vec<u64>;

/// Returns the sets of one or two whose sum, or difference, follows from `sums`, of which none is one of
/// the sums themselves. The most sums are [`SUMS_MAX`]; of more, the first count.
pub(super) fn exposed<T: Clone + Ord>(sums: &[BTreeSet<T>]) -> BTreeSet<BTreeSet<T>> {
    let groups = groups(sums.get(..SUMS_MAX).unwrap_or(sums));
    let rows = sums.iter().take(SUMS_MAX).enumerate();
    let rows: Vec<Row> = rows
        .map(|(at, _)| groups.iter().map(|(mask, _)| u64::from(mask >> at & 1)).collect())
        .collect();
    let members = |at: &[usize]| {
        let few = at.iter().filter_map(|it| groups.get(*it)).flat_map(|(_, group)| group.clone());
        few.collect::<BTreeSet<T>>()
    };
    let known = known_columns(rows, groups.len());
    let few = known.iter().map(|it| members(it)).filter(|it| (1..=FEW).contains(&it.len()));
    few.filter(|it| !sums.contains(it)).collect()
}

/// Returns those who are in the same sums together, each with a bit for every sum that they are in.
fn groups<T: Clone + Ord>(sums: &[BTreeSet<T>]) -> Vec<(u32, BTreeSet<T>)> {
    let mut masks: BTreeMap<&T, u32> = BTreeMap::new();
    for (at, sum) in sums.iter().enumerate() {
        for unit in sum {
            *masks.entry(unit).or_default() |= 1 << at;
        }
    }
    let mut groups: BTreeMap<u32, BTreeSet<T>> = BTreeMap::new();
    for (unit, mask) in masks {
        groups.entry(mask).or_default().insert(unit.clone());
    }
    groups.into_iter().collect()
}

/// Returns the columns of which the rows give one alone, and the pairs of which they give a combination.
///
/// Of the vectors that the rows make zero, every column has a share. A column that has none is known; two
/// columns whose shares go together are known of each other.
fn known_columns(mut rows: Vec<Row>, columns: usize) -> Vec<Vec<usize>> {
    let pivots = eliminate(&mut rows, columns);
    let free: Vec<usize> = (0..columns).filter(|it| !pivots.contains(it)).collect();
    let share = |row: &Row| -> Row { free.iter().filter_map(|it| row.get(*it).copied()).collect() };
    let mut alike: BTreeMap<Row, Vec<usize>> = BTreeMap::new();
    for (at, column) in free.iter().enumerate() {
        let unit = (0..free.len()).map(|it| u64::from(it == at)).collect();
        alike.insert(unit, vec![*column]);
    }
    for (row, column) in rows.iter().zip(&pivots) {
        alike.entry(in_proportion(share(row))).or_default().push(*column);
    }
    let mut known = Vec::new();
    for (share, columns) in alike {
        let is_known = share.iter().all(|it| *it == 0);
        for (at, column) in columns.iter().enumerate() {
            if is_known {
                known.push(vec![*column]);
            } else {
                let others = columns.iter().skip(at + 1);
                known.extend(others.map(|other| vec![*column, *other]));
            }
        }
    }
    known
}

/// Brings rows into reduced form, leaves out those that say nothing, and returns the column of each pivot.
fn eliminate(rows: &mut Vec<Row>, columns: usize) -> Vec<usize> {
    let mut pivots = Vec::new();
    for column in 0..columns {
        let entry = |row: &Row| row.get(column).copied().unwrap_or(0);
        let done = pivots.len();
        let Some(at) = rows.iter().skip(done).position(|row| entry(row) != 0) else { continue };
        rows.swap(done, done + at);
        let Some(pivot) = rows.get(done).map(|row| times(row, inverse(entry(row)))) else { break };
        for (at, row) in rows.iter_mut().enumerate() {
            let factor = PRIME - entry(row);
            if at == done {
                row.clone_from(&pivot);
            } else if factor != PRIME {
                let added = row.iter().zip(&pivot).map(|(a, b)| (a + product(*b, factor)) % PRIME);
                *row = added.collect();
            }
        }
        pivots.push(column);
    }
    rows.truncate(pivots.len());
    pivots
}

/// Returns a row whose first number that is not zero is one.
fn in_proportion(row: Row) -> Row {
    match row.iter().find(|it| **it != 0) {
        Some(first) => times(&row, inverse(*first)),
        None => row,
    }
}

fn times(row: &Row, factor: u64) -> Row {
    row.iter().map(|it| product(*it, factor)).collect()
}

fn product(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b) % u128::from(PRIME);
    u64::try_from(product).unwrap_or(0)
}

/// Returns the number that makes one of `number`, by Fermat's little theorem.
fn inverse(number: u64) -> u64 {
    let (mut power, mut square, mut left) = (1, number, PRIME - 2);
    while left > 0 {
        if left & 1 == 1 {
            power = product(power, square);
        }
        square = product(square, square);
        left >>= 1;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_which_none_is_part_of_another_can_give_one_away() {
        assert_eq!(of(&["abc", "cde", "abde"]), ["ab", "c", "de"]);
        assert_eq!(of(&["ab", "bc", "ac"]), ["a", "b", "c"]);
        assert_eq!(
            of(&["abcd", "abce"]),
            ["de"],
            "their difference: whoever is one knows the other"
        );
        assert_eq!(of(&["abcdef", "abc", "de"]), ["f"]);
    }

    #[test]
    fn sums_that_give_no_one_away_are_left_alone() {
        for sums in [
            &["abcd", "cdef"][..],
            &["abc", "def"],
            &["abcdef", "abc"],
            &["abcdefghij", "abc", "cdefgh"],
            &["ab"],
            &["ab", "abcde"],
            &[],
        ] {
            assert_eq!(of(sums), Vec::<String>::new(), "{sums:?}");
        }
    }

    #[test]
    fn elimination_finds_what_trying_all_small_combinations_finds() {
        let all: Vec<String> = (1_u32..16)
            .filter(|mask| mask.count_ones() > 1)
            .map(|mask| "abcd".chars().enumerate().filter(move |(at, _)| mask >> at & 1 == 1))
            .map(|unit| unit.map(|(_, it)| it).collect())
            .collect();
        for (first, one) in all.iter().enumerate() {
            for (second, two) in all.iter().enumerate().skip(first + 1) {
                for three in all.iter().skip(second + 1) {
                    let sums = [one.as_str(), two, three];
                    assert_eq!(of(&sums), tried(&sums), "{sums:?}");
                }
            }
        }
    }

    /// Multiplies every sum by -2 to 2, which is enough for three rows of zeros and ones.
    fn tried(sums: &[&str; 3]) -> Vec<String> {
        let mut found = BTreeSet::new();
        for [a, b, c] in (0..125).map(|it| [it / 25 - 2, it / 5 % 5 - 2, it % 5 - 2]) {
            let times = |unit: char, sum: usize| i32::from(sums[sum].contains(unit));
            let weight = |unit| a * times(unit, 0) + b * times(unit, 1) + c * times(unit, 2);
            let left: String = "abcd".chars().filter(|it| weight(*it) != 0).collect();
            if (1..=FEW).contains(&left.len()) && !sums.contains(&left.as_str()) {
                found.insert(left);
            }
        }
        // Of two who are each known the sum is no news.
        let singles: Vec<String> = found.iter().filter(|it| it.len() == 1).cloned().collect();
        let is_known = |it: char| singles.iter().any(|one| one.contains(it));
        found.retain(|it| it.len() == 1 || !it.chars().any(is_known));
        found.into_iter().collect()
    }

    fn of(sums: &[&str]) -> Vec<String> {
        let sums: Vec<BTreeSet<char>> = sums.iter().map(|it| it.chars().collect()).collect();
        let found = exposed(&sums).into_iter().map(|it| it.into_iter().collect::<String>());
        let found: BTreeSet<String> = found.collect();
        found.into_iter().collect()
    }
}
