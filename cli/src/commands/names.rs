//! `flotilla names …`: what the member's own participants, guardians and mentors are called.
//!
//! Learned from the member's own exports, kept as salted hashes beside the settings, and looked for in
//! practice records before they go to the node. Asks no node; nothing leaves this computer.

use std::fs;
use std::io;

use flotilla_domain::message::Message;
use flotilla_gate::problem::Problems;

use crate::args::names::Learn;
use crate::args::names::Names;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::own_names;
use crate::shapes;
use crate::table_file::TableFile;

/// Does what was asked.
pub(crate) fn run(command: Names, context: &Context) -> Result<(), CommandError> {
    match command {
        Names::Forget => forget(context),
        Names::Learn(args) => learn(&args, context),
    }
}

fn learn(args: &Learn, context: &Context) -> Result<(), CommandError> {
    let file = TableFile::read(&args.file, args.sheet.as_deref())?;
    let mut names = own_names::read_or_new(context)?;
    let cells = names.learn(file.text(), &args.column);
    let cells = cells.map_err(|problems| refused(&problems, context))?;
    let path = own_names::write(&names, context)?;
    let learned = Message::new("cli-names-learned").number("cells", cells);
    context
        .ui
        .done(&learned.number("words", names.len()).word("path", path.display()));
    Ok(())
}

fn forget(context: &Context) -> Result<(), CommandError> {
    let path = own_names::path(context);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Failure::write(&path, error).into());
        }
        Ok(()) | Err(_) => context.ui.done(&Message::new("cli-names-forgotten")),
    }
    Ok(())
}

fn refused(problems: &Problems, context: &Context) -> CommandError {
    let details = problems.iter().map(|it| shapes::Problem::of(it, &context.ui.texts).line());
    let failure = Failure::new(Exit::Invalid, Message::new("cli-names-refused"));
    details.fold(failure, Failure::detail).into()
}
