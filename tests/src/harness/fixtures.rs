//! Files to publish, made here: a function of their arguments, and never data of real people.

use std::fmt::Write;

/// A first name that nobody has. It stands in every row of [`table`] and must never leave the node.
pub const MARKER: &str = "Zephyrine-Q7X3K";

/// How [`table`] becomes figures.
pub const RECIPE: &str = r#"[region]
column = "province"
map = { ON = "CA-ON", QC = "CA-QC" }

[program]
code = "GROUP"

[dimension.gender]
column = "sex"
map = { F = "GIRLS", M = "BOYS" }

[[metric]]
indicator = "MATCHES_NEW"
period = { column = "start", format = "YYYY-MM-DD", grains = ["quarter"] }
where = [{ column = "status", equals = ["open"] }]
dimensions = ["gender"]
"#;

/// Returns an export of `rows` matches, in the four quarters of `year`.
pub fn table(year: u32, rows: u32) -> String {
    let mut text = "id,first_name,province,sex,status,start\n".to_owned();
    for row in 0..rows {
        let province = if row % 3 == 0 { "QC" } else { "ON" };
        let sex = if row % 5 < 2 { "M" } else { "F" };
        let status = if row % 7 == 0 { "closed" } else { "open" };
        let month = row * 5 % 12 + 1;
        let line = format!("{row},{MARKER},{province},{sex},{status},{year}-{month:02}-15");
        writeln!(text, "{line}").unwrap();
    }
    text
}

/// Returns a practice record with a title of its own; `number` makes its id.
pub fn practice(title: &str, number: u32) -> String {
    practice_with_body(title, number, "What we do, and what it takes.")
}

/// Returns a practice record with the given body.
pub fn practice_with_body(title: &str, number: u32, body: &str) -> String {
    format!(
        r#"+++
id = "5f0c1c9e-6c1d-4f0e-9d53-{number:012x}"
version = 1
kind = "practice"
eepm_standard = 5
contact_role = "Program team, programs@example.org"
licence = "CC-BY-4.0"

[codes]
program_type = ["GROUP"]

[en]
title = "{title}"
summary = "One thing that worked, in one sentence."
+++ en
{body}
"#
    )
}

/// Returns `bytes` of words that hardly compress and mean nothing; `seed` makes them differ.
pub fn babble(seed: u64, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 16);
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    while text.len() < bytes {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let mut rest = state >> 20;
        for _ in 0..7 {
            let letter = u8::try_from(rest % 26).unwrap_or_default();
            text.push(char::from(b'a' + letter));
            rest /= 26;
        }
        text.push(if text.len() % 80 < 8 { '\n' } else { ' ' });
    }
    text
}
