//! `flotilla proposal list|show`: what is open, and what it waits for.

use flotilla_domain::coalition::Progress;
use flotilla_domain::message::Message;

use crate::args::proposal::Show;
use crate::args::shared::From;
use crate::commands::coalition::state;
use crate::context::Context;
use crate::failure::CommandError;
use crate::minutes::Minutes;
use crate::proposals;
use crate::sentences::Teller;

/// Lists what is open.
pub(super) fn list(from: &From, context: &Context) -> Result<(), CommandError> {
    let minutes = Minutes::read(from, context)?;
    let open = minutes.state.proposals();
    if context.ui.json {
        return context.ui.print_json(&proposals::open(&minutes.state, context));
    }
    if open.is_empty() {
        context.ui.tell(&Message::new("cli-state-nothing-pending"));
        return Ok(());
    }
    context.ui.print(&state::pending(&minutes, context))
}

/// Shows one governance entry, open or decided.
pub(super) fn show(args: &Show, context: &Context) -> Result<(), CommandError> {
    let minutes = Minutes::read(&args.from, context)?;
    let state = &minutes.state;
    let id = proposals::find(state, &args.id)?;
    let shape = proposals::shape(state, id, context);
    if context.ui.json {
        return context.ui.print_json(&shape);
    }
    let ui = &context.ui;
    let teller = Teller { texts: &ui.texts, state: Some(state) };
    let mut lines: Vec<String> = Vec::new();
    lines.extend(state.entry(id).into_iter().flat_map(|entry| teller.entry(entry.value())));
    let progress = state.progress(id);
    lines.extend(progress.as_ref().map(|progress| teller.progress(progress)));
    if matches!(progress, Some(Progress::Open(_))) {
        let voters = [
            ("cli-votes-approve", &shape.approve),
            ("cli-votes-reject", &shape.reject),
            ("cli-votes-silent", &shape.silent),
        ];
        let voters = voters.into_iter().filter(|(_, members)| !members.is_empty());
        lines.extend(voters.map(|(id, members)| {
            ui.texts.say(&Message::new(id).word("members", members.join(", ")))
        }));
    }
    ui.print(&format!("{}\n", lines.join("\n")))
}
