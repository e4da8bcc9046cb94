//! `flotilla export lake DIR`: all tables as Parquet files, which other engines read.
//!
//! The tool asks a node, as anybody could, and writes what it is told ([`crate::lake`]). All files are of one
//! snapshot: where the data change meanwhile, it begins again, with what it has.

use flotilla_answer::RecordBatch;
use flotilla_answer::SchemaRef;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use serde_json::json;

use crate::args::export::Lake as Args;
use crate::commands::query;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::lake::Done;
use crate::lake::Lake;
use crate::lake::plan;
use crate::lake::plan::Part;
use crate::own_node;

/// How often it is begun again because the data changed meanwhile.
const ATTEMPTS_MAX: usize = 10;

/// How many pauses lie between two looks: ten seconds.
const PAUSES: usize = 50;

/// How many digits of a snapshot id a person is shown.
const SHORT: usize = 8;

/// What a node told.
pub(super) struct Told {
    /// The snapshot, in hexadecimal digits.
    pub(super) snapshot: String,
    pub(super) schema: SchemaRef,
    pub(super) batches: Vec<RecordBatch>,
}

/// What is to be written.
struct Plan {
    snapshot: String,
    /// Names the columns of all tables.
    schema: String,
    parts: Vec<Part>,
}

/// Writes the lake, once or whenever the data change until somebody ends it.
pub(crate) fn lake(args: &Args, context: &Context) -> Result<(), CommandError> {
    if args.folder.to_string_lossy().contains("://") {
        let message = Message::new("cli-lake-no-store").word("url", args.folder.display());
        let failure = Failure::new(Exit::Usage, message);
        return Err(failure.hint(Message::new("cli-hint-lake-sync")).into());
    }
    let unwritten = |error| CommandError::from(Failure::write(&args.folder, error));
    let lake = Lake::open(&args.folder).map_err(unwritten)?;
    let lake = lake.ok_or_else(|| {
        let message = Message::new("cli-lake-busy").word("path", args.folder.display());
        Failure::new(Exit::Conflict, message)
    })?;
    let ask =
        |sql: &str| query::told(sql, (args.node.as_deref(), args.token_file.as_deref()), context);
    let mut written = None;
    loop {
        // Who belongs may change where no log does.
        let now = ask(plan::ROSTER)?;
        let now = (plan::hash_of(&now.batches).ok_or_else(malformed)?, now.snapshot);
        if written.as_ref() != Some(&now) {
            let (snapshot, done) = export(&lake, args, &ask)?;
            tell(&snapshot, &done, args, context)?;
            written = Some(now);
        }
        if !args.follow {
            return Ok(());
        }
        for _ in 0..PAUSES {
            own_node::pause()?;
        }
    }
}

/// Writes one generation, and returns the snapshot that it is of.
fn export(
    lake: &Lake,
    args: &Args,
    ask: &impl Fn(&str) -> Result<Told, CommandError>,
) -> Result<(String, Done), CommandError> {
    let unwritten = |error| CommandError::from(Failure::write(&args.folder, error));
    for _ in 0..ATTEMPTS_MAX {
        let mut generation = lake.begin().map_err(unwritten)?;
        let Some(Plan { snapshot, schema, parts }) = planned(ask)? else { continue };
        let mut is_of_one = true;
        for part in &parts {
            if let Some(basis) = &part.basis
                && generation.reuse(&part.folder, basis).map_err(unwritten)?
            {
                continue;
            }
            let told = ask(&part.sql)?;
            is_of_one = told.snapshot == snapshot;
            if !is_of_one {
                break;
            }
            let basis = part.basis.clone().map_or_else(|| basis_of(&told, &schema), Ok)?;
            if part.basis.is_none() && generation.reuse(&part.folder, &basis).map_err(unwritten)? {
                continue;
            }
            let rows = (&told.schema, told.batches.as_slice());
            generation.write(&part.folder, &basis, rows).map_err(unwritten)?;
        }
        if is_of_one {
            let done = lake.finish(generation, snapshot.clone(), schema).map_err(unwritten)?;
            return Ok((snapshot, done));
        }
    }
    Err(Failure::new(Exit::Network, Message::new("cli-lake-too-busy")).into())
}

/// Asks what there is; `None` if it changed meanwhile.
fn planned(
    ask: &impl Fn(&str) -> Result<Told, CommandError>,
) -> Result<Option<Plan>, CommandError> {
    let (meanings, logs) = (ask(plan::MEANINGS)?, ask(plan::LOGS)?);
    let snapshot = meanings.snapshot;
    let meaning = plan::hash_of(&meanings.batches).ok_or_else(malformed)?;
    let bases = plan::bases(&logs.batches, meaning).ok_or_else(malformed)?;
    let mut parts: Vec<Part> = plan::WHOLE.map(plan::whole).into();
    let mut columns = String::new();
    let mut is_of_one = logs.snapshot == snapshot;
    for table in plan::WHOLE {
        columns.push_str(&format!("{table} {:?}\n", ask(&plan::nothing_of(table))?.schema));
    }
    for table in plan::DIVIDED {
        let schema = ask(&plan::nothing_of(table))?.schema;
        columns.push_str(&format!("{table} {schema:?}\n"));
        let years = ask(&plan::years(table))?;
        is_of_one &= years.snapshot == snapshot;
        for (member, year) in plan::pairs(&years.batches).ok_or_else(malformed)? {
            let basis = bases.get(&member).cloned().unwrap_or_default();
            let basis = Hash::of([basis.as_bytes(), format!("{schema:?}").as_bytes()]).to_string();
            let part = plan::divided(table, &schema, (&member, &year), basis);
            parts.push(part.ok_or_else(malformed)?);
        }
    }
    let schema = Hash::of([columns.as_bytes()]).to_string();
    Ok(is_of_one.then_some(Plan { snapshot, schema, parts }))
}

/// Names rows that follow from nothing but themselves, in the columns of `schema`.
fn basis_of(told: &Told, schema: &str) -> Result<String, CommandError> {
    let rows = plan::hash_of(&told.batches).ok_or_else(malformed)?;
    Ok(Hash::of([rows.as_bytes().as_slice(), schema.as_bytes()]).to_string())
}

/// An answer is not what answers are.
fn malformed() -> Failure {
    Failure::new(Exit::Unexpected, Message::new("cli-answer-malformed"))
}

fn tell(snapshot: &str, done: &Done, args: &Args, context: &Context) -> Result<(), CommandError> {
    let Done { number, files, reused, rows } = done;
    if context.ui.json {
        return context.ui.print_json(&json!({
            "folder": args.folder.join("current"),
            "generation": number,
            "snapshot": snapshot,
            "files": files,
            "reused": reused,
            "rows": rows,
        }));
    }
    let short: String = snapshot.chars().take(SHORT).collect();
    let message = Message::new("cli-lake-written")
        .word("path", args.folder.join("current").display())
        .word("snapshot", short)
        .number("files", *files)
        .number("written", files - reused)
        .number("rows", *rows);
    context.ui.done(&message);
    Ok(())
}
