//! Measures the free-text screen on labelled notes: how much of what is personal it finds, and how
//! often it stops a note that has nothing personal.
//!
//! ```text
//! python3 …/gen_microdata.py --out notes --rows 5000 --notes 500
//! cargo run --release -p flotilla-gate --example screen_notes -- notes/notes.jsonl
//! ```

#![expect(clippy::print_stdout, reason = "an example tells its result")]

use std::collections::BTreeMap;
use std::process::ExitCode;

use flotilla_gate::screen::Level;
use flotilla_gate::screen::Screen;
use serde_json::Value;

/// How often a kind of personal data was blocked, asked about, and overlooked.
type Tally = BTreeMap<String, [usize; 3]>;

fn main() -> ExitCode {
    let Some(text) = std::env::args().nth(1).and_then(|it| std::fs::read_to_string(it).ok()) else {
        println!("Name the file of notes.");
        return ExitCode::from(2);
    };
    let screen = Screen::new(None);
    let (mut tally, mut clean) = (Tally::new(), [0_usize; 3]);
    for note in text.lines().filter_map(|it| serde_json::from_str::<Value>(it).ok()) {
        let said = note.get("text").and_then(Value::as_str).unwrap_or_default();
        let spans = note.get("pii").and_then(Value::as_array).cloned().unwrap_or_default();
        let found = screen.findings(said);
        if spans.is_empty() {
            let blocked = found.iter().any(|it| it.suspicion.level() == Level::Block);
            let column = if blocked { 0 } else { usize::from(found.is_empty()) + 1 };
            clean.iter_mut().skip(column).take(1).for_each(|it| *it += 1);
        }
        for span in &spans {
            let place = |index| span.get(index).and_then(Value::as_u64).unwrap_or_default();
            // Spans are in characters, findings in bytes.
            let byte = |chars: u64| {
                let chars = usize::try_from(chars).unwrap_or(usize::MAX);
                said.char_indices().nth(chars).map_or(said.len(), |(at, _)| at)
            };
            let (from, to) = (byte(place(0)), byte(place(1)));
            let kind = span.get(2).and_then(Value::as_str).unwrap_or_default().to_owned();
            let overlapping = found.iter().filter(|it| it.at.start < to && from < it.at.end);
            let levels: Vec<_> = overlapping.map(|it| it.suspicion.level()).collect();
            let column = match () {
                () if levels.contains(&Level::Block) => 0,
                () if levels.contains(&Level::Ask) => 1,
                () => 2,
            };
            if column == 2 {
                println!("overlooked {kind}: {:?} in {said}", said.get(from..to));
            }
            tally
                .entry(kind)
                .or_default()
                .iter_mut()
                .skip(column)
                .take(1)
                .for_each(|it| *it += 1);
        }
    }
    println!("kind: blocked, asked, overlooked");
    for (kind, counts) in tally {
        println!("{kind}: {counts:?}");
    }
    println!("clean notes: blocked, asked, passed: {clean:?}");
    ExitCode::SUCCESS
}
