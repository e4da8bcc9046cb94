//! `flotilla inbox FOLDER`: watches a folder, and writes a report beside each table that is dropped
//! there.
//!
//! - **Nothing is published**: who dropped the file reads the report first, and publishes it or mends it.
//! - **A file is looked at when it has stopped growing**, and again whenever it is newer than its report.
//! - **Only the report is written**, for its owner only; of the file nothing is printed, logged or kept.
//! - **A file that cannot be read stops nothing**: it is named, and the next one is looked at.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

use flotilla_domain::message::Message;

use crate::args::Metrics;
use crate::args::inbox::Inbox;
use crate::commands::publish;
use crate::context::Context;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::own_node;
use crate::shapes;

/// How the names of tables end.
const TABLES: [&str; 6] = ["csv", "ods", "tsv", "txt", "xlsm", "xlsx"];

/// What the name of a report adds to that of its table.
const REPORT: &str = ".report.html";

/// The recipe of a folder, where no other is named.
const RECIPE: &str = "recipe.toml";

/// The most files of a folder that are looked at.
const FILES_MAX: usize = 1_000;

/// How many pauses lie between two looks: two seconds, in which a copy that goes on grows.
const PAUSES: usize = 10;

/// How a file was when it was last looked at.
type Look = (u64, Option<SystemTime>);

/// Looks at a folder, once or until somebody ends it.
pub(crate) fn inbox(args: &Inbox, context: &Context) -> Result<(), CommandError> {
    if args.once {
        for file in waiting(&args.folder)?.into_keys() {
            examine(&file, args, context)?;
        }
        return Ok(());
    }
    let folder = Message::new("cli-inbox-watching").word("path", args.folder.display());
    context.ui.tell(&folder);
    // Files that could not be read, as they were: they are told of once.
    let mut examined = BTreeMap::new();
    let mut before = BTreeMap::new();
    loop {
        let now = waiting(&args.folder)?;
        let has_settled = |(file, look): &(&PathBuf, &Look)| {
            before.get(*file) == Some(*look) && examined.get(*file) != Some(*look)
        };
        let settled: Vec<_> = now.iter().filter(has_settled).collect();
        for (file, look) in settled {
            examine(file, args, context)?;
            examined.insert(file.clone(), *look);
        }
        before = now;
        for _ in 0..PAUSES {
            own_node::pause()?;
        }
    }
}

/// Returns the tables of a folder that have no report, or an older one, with how they are now.
fn waiting(folder: &Path) -> Result<BTreeMap<PathBuf, Look>, CommandError> {
    let unread = |error| Failure::read(folder, error);
    let mut waiting = BTreeMap::new();
    for file in fs::read_dir(folder).map_err(unread)?.take(FILES_MAX) {
        let file = file.map_err(unread)?;
        // What went away meanwhile, or is no plain file, is nothing to look at.
        let Ok(found) = file.metadata() else { continue };
        let path = file.path();
        if !found.is_file() || !is_table(&path) {
            continue;
        }
        let changed = found.modified().ok();
        if !is_reported(&path, changed) {
            waiting.insert(path, (found.len(), changed));
        }
    }
    Ok(waiting)
}

/// Returns whether a file that changed then has a report that is no older.
fn is_reported(file: &Path, changed: Option<SystemTime>) -> bool {
    let reported = fs::metadata(report(file)).ok().and_then(|it| it.modified().ok());
    reported.is_some() && reported >= changed
}

/// Returns whether a file may be a table; not what spreadsheet programs leave beside one.
fn is_table(path: &Path) -> bool {
    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    let end = path.extension().map(OsStr::to_ascii_lowercase).unwrap_or_default();
    !name.starts_with(['.', '~']) && TABLES.iter().any(|it| end == *it)
}

fn report(file: &Path) -> PathBuf {
    let mut name = file.file_name().map(OsStr::to_owned).unwrap_or_default();
    name.push(REPORT);
    file.with_file_name(name)
}

/// Writes the report on a file, and tells how it stands.
fn examine(file: &Path, args: &Inbox, context: &Context) -> Result<(), CommandError> {
    let changed = fs::metadata(file).ok().and_then(|it| it.modified().ok());
    let report = report(file);
    let of_folder = Some(args.folder.join(RECIPE)).filter(|it| it.exists());
    let recipe = args.recipe.clone().or(of_folder);
    let attempt = |recipe| {
        let (file, report) = (file.to_owned(), Some(report.clone()));
        publish::metrics(&Metrics::dry_run(file, recipe, report), &context.silent())
    };
    // A template needs no recipe, and tells so itself.
    let outcome = match attempt(None) {
        Err(CommandError::Failed(_)) if recipe.is_some() && !is_reported(file, changed) => {
            attempt(recipe)
        }
        outcome => outcome,
    };
    let (id, failure) = match outcome {
        Ok(()) => ("cli-inbox-ready", None),
        // What is wrong with it stands in the report, not here.
        Err(CommandError::Failed(_)) if is_reported(file, changed) => ("cli-inbox-problems", None),
        Err(CommandError::Failed(failure)) => ("cli-inbox-unread", Some(failure)),
        Err(other) => return Err(other),
    };
    let ui = &context.ui;
    let report = report.display().to_string();
    let told = Message::new(id).word("path", file.display()).word("report", &report);
    if ui.json {
        let report = failure.is_none().then_some(report);
        let (file, ready) = (file.display().to_string(), id == "cli-inbox-ready");
        return ui.print_json(&shapes::Examined { file, report, ready });
    }
    ui.print(&format!("{}\n", ui.texts.say(&told)))?;
    failure.iter().for_each(|it| ui.fail(it));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tables_without_a_report_are_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let there = ["export.CSV", "seen.xlsx", "~$seen.xlsx", ".hidden.csv", "letter.pdf"];
        for name in there {
            fs::write(at(name), "x").unwrap();
        }
        fs::write(at("seen.xlsx.report.html"), "x").unwrap();
        fs::create_dir(at("folder.csv")).unwrap();
        let waiting: Vec<_> = waiting(folder.path()).unwrap().into_keys().collect();
        assert_eq!(waiting, [at("export.CSV")]);
    }

    #[test]
    fn a_report_stands_beside_its_table() {
        assert_eq!(report(Path::new("in/a.b.csv")), Path::new("in/a.b.csv.report.html"));
    }
}
