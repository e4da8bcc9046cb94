//! `flotilla`, the tool of a member: keys, founding, publishing, questions.
//!
//! It talks to the member's own node over a local socket, and to any node with a question. It holds
//! the admin key, which no node ever sees.
//!
//! - The result goes to standard output, all talk to standard error; `--json` has one shape each.
//! - Questions are asked on a terminal only; without one, nothing is published unless `--yes`.
//! - Every failure says what failed, why, and what to type next; [`exit`] tells a script the kind.

mod admin_key;
mod answer;
mod archive;
mod args;
mod bundle_file;
mod catalogue;
mod client;
mod clock;
mod commands;
mod context;
mod desk;
mod draft;
mod exit;
mod failure;
mod handover;
mod help;
mod lake;
mod logs;
mod minutes;
mod new_files;
mod own_names;
mod own_node;
mod progress;
mod prompt;
mod proposals;
mod propose;
mod random;
mod recovery;
mod report;
mod sentences;
mod setting;
mod shapes;
mod spoken;
mod table;
mod table_file;
mod ui;
mod usage;
mod vault;

use std::env;
use std::process::ExitCode;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::ui::Ui;

fn main() -> ExitCode {
    let words: Vec<_> = env::args_os().collect();
    let texts = flotilla_text::Texts::new(args::language(&words));
    let parsed = args::parse(&words, &texts);
    let (global, command) = match parsed {
        Ok(args::Args { global, command }) => (global, command),
        Err(error) => return usage::report(&error, &Ui::plain(texts)).code(),
    };
    let context = Context::new(global, texts);
    match commands::run(command, &context) {
        Ok(()) | Err(CommandError::BrokenPipe) => Exit::Done.code(),
        Err(CommandError::Told(exit)) => exit.code(),
        Err(CommandError::Failed(failure)) => {
            context.ui.fail(&failure);
            failure.exit().code()
        }
    }
}
