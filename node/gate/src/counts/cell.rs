//! What was typed where a count belongs.
//!
//! A count is exact: whoever writes `<5` wants to protect somebody, and is told that the gate does that,
//! and better, as it knows everything that was published before. Whoever only passes on what a source has
//! masked says so in the recipe.

use flotilla_domain::message::Message;
use flotilla_domain::release::COUNT_MAX;

use super::Field;
use super::Said;
use super::Way;
use super::at;
use super::problem;
use super::text;
use super::way::most;
use crate::fold::fold;
use crate::problem::Collector;
use crate::problem::quote;
use crate::read::number;
use crate::read::number::Reading;
use crate::read::table::Row;

/// What people write for a number that they do not want to tell, without case and accents.
const HIDDEN: [&str; 14] = [
    "*",
    "**",
    "***",
    "x",
    "xx",
    "c",
    "s",
    "msk",
    "..",
    "...",
    "hidden",
    "suppressed",
    "masque",
    "supprime",
];

/// Words with which a range begins.
const RANGES: [&str; 10] =
    ["<", ">", "≤", "≥", "~", "less than", "fewer than", "under", "moins de", "plus petit"];

/// Returns what the cell of a line says.
pub(super) fn read(row: &Row, way: &Way, problems: &mut Collector) -> Said {
    let typed = text(row, Field::Count);
    let (code, what) = match number::read(typed, None) {
        _ if typed.is_empty() => return Said::Nothing,
        _ if way.masks(typed) => return Said::Masked(most(typed)),
        Reading::Ambiguous { .. } => ("FL-E203", "gate-e203-what"),
        Reading::None if is_hidden(typed) => ("FL-E202", "gate-e202-what"),
        Reading::None => ("FL-E201", "gate-e201-what"),
        Reading::Number(number) => match u64::try_from(number) {
            Ok(count) if count <= COUNT_MAX && is_whole(typed) => return Said::Count(count),
            _ => ("FL-E204", "gate-e204-what"),
        },
    };
    let what = Message::new(what).word("value", quote(typed));
    problems.push(problem(code, at(row).message(), what));
    Said::Wrong
}

/// Returns whether a text that is a number has no fraction: what stands behind its only sign is empty,
/// all zeros, or three digits that other signs show to be a thousand.
fn is_whole(typed: &str) -> bool {
    let signs = typed.matches([',', '.']).count();
    match typed.rsplit_once([',', '.']) {
        Some((_, rest)) => rest.bytes().all(|it| it == b'0') || signs > 1 && is_group(typed, rest),
        None => true,
    }
}

/// Returns whether the last sign of a number is the same as the others, so that it cuts thousands.
fn is_group(typed: &str, rest: &str) -> bool {
    let signs: Vec<char> = typed.chars().filter(|it| matches!(it, ',' | '.')).collect();
    rest.len() == 3 && signs.iter().all(|it| signs.first() == Some(it))
}

fn is_hidden(typed: &str) -> bool {
    let folded = fold(typed);
    HIDDEN.contains(&folded.as_str()) || RANGES.iter().any(|it| folded.starts_with(it))
}
