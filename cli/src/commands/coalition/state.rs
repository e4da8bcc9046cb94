//! A coalition as it stands: its rules now, who belongs, and what is being voted on.

use flotilla_domain::message::Message;
use flotilla_domain::steward::GovernedCode;
use flotilla_domain::steward::Steward;
use flotilla_text::Language;

use super::told;
use crate::context::Context;
use crate::failure::CommandError;
use crate::minutes::Minutes;
use crate::proposals;
use crate::sentences::Teller;
use crate::sentences::steward;
use crate::shapes;
use crate::shapes::governance::CoalitionState;
use crate::shapes::governance::StewardState;
use crate::table;
use crate::table::Table;

/// Shows what became of a coalition.
pub(super) fn show(minutes: &Minutes, context: &Context) -> Result<(), CommandError> {
    if context.ui.json {
        return context.ui.print_json(&shape(minutes, context));
    }
    let ui = &context.ui;
    let state = &minutes.state;
    let teller = Teller { texts: &ui.texts, state: Some(state) };
    let stage = state.stage();
    let head = [
        Message::new("cli-genesis-name").word("name", table::shown(minutes.genesis.name())),
        Message::new("cli-genesis-id").word("id", minutes.coalition()),
        Message::new("cli-state-height").number("height", stage.height),
        Message::new("cli-state-quorum")
            .number("needed", stage.quorum())
            .number("members", stage.active().count()),
        Message::new("cli-genesis-catalogue")
            .number("indicators", stage.catalogue.indicators().count())
            .number("lists", stage.catalogue.lists().count()),
    ];
    for message in &head {
        ui.print(&format!("{}\n", ui.texts.say(message)))?;
    }
    for (rule, value) in teller.rules(&stage.policy) {
        let line = Message::new("cli-rule-is").word("rule", rule).word("value", value);
        ui.print(&format!("{}\n", ui.texts.say(&line)))?;
    }
    ui.print("\n")?;
    ui.print(&members(minutes, context))?;
    ui.print(&stewards(minutes, context))?;
    let open = state.proposals();
    if open.is_empty() {
        return ui.print(&format!("\n{}\n", ui.texts.text("cli-state-nothing-pending")));
    }
    ui.print("\n")?;
    ui.print(&pending(minutes, context))
}

/// Returns the members as a table.
pub(crate) fn members(minutes: &Minutes, context: &Context) -> String {
    let texts = &context.ui.texts;
    let columns =
        ["cli-column-handle", "cli-column-name", "cli-column-fingerprint", "cli-column-state"];
    let mut table = Table::new(columns.map(|id| texts.text(id)).to_vec());
    let mut everyone: Vec<_> = minutes.state.roster().everyone().collect();
    everyone.sort_by_key(|it| (!it.is_active(), it.handle()));
    for it in everyone {
        let id = match () {
            () if !it.is_active() => "cli-member-removed",
            () if it.frozen => "cli-member-frozen",
            () => "cli-member-active",
        };
        let fingerprint = it.document.admin_key.fingerprint().to_string();
        let (handle, name) = (it.handle().to_owned(), it.document.name.clone());
        table.push(vec![handle, name, fingerprint, texts.text(id)]);
    }
    table.render()
}

/// Returns who speaks for a community as a table after a blank line; nothing where nobody does.
pub(crate) fn stewards(minutes: &Minutes, context: &Context) -> String {
    let texts = &context.ui.texts;
    let columns = [
        "cli-column-community",
        "cli-column-name",
        "cli-column-governs",
        "cli-column-contact",
        "cli-column-fingerprint",
    ];
    let mut table = Table::new(columns.map(|id| texts.text(id)).to_vec());
    let mut is_empty = true;
    for it in minutes.state.roster().stewards() {
        is_empty = false;
        table.push(vec![
            it.handle.clone(),
            it.name(texts.language() == Language::French).to_owned(),
            steward::codes(it),
            it.contact.clone(),
            it.key.fingerprint().to_string(),
        ]);
    }
    if is_empty { String::new() } else { format!("\n{}", table.render()) }
}

/// Returns what is being voted on as a table.
pub(crate) fn pending(minutes: &Minutes, context: &Context) -> String {
    let texts = &context.ui.texts;
    let teller = Teller { texts, state: Some(&minutes.state) };
    let columns = [
        "cli-column-proposal",
        "cli-column-change",
        "cli-column-proposer",
        "cli-column-state",
        "cli-column-waits-for",
    ];
    let mut table = Table::new(columns.map(|id| texts.text(id)).to_vec());
    for it in minutes.state.proposals() {
        let entry = it.entry.value();
        table.push(vec![
            it.entry.id().0.short(),
            teller.headline(entry),
            teller.name(entry.proposer),
            teller.progress(&it.progress),
            proposals::shape(&minutes.state, it.entry.id(), context).silent.join(", "),
        ]);
    }
    table.render()
}

fn shape(minutes: &Minutes, context: &Context) -> CoalitionState {
    let (state, stage) = (&minutes.state, minutes.state.stage());
    let gate = stage.policy.gate;
    let founded = told::shape(&minutes.genesis);
    let mut members: Vec<String> =
        state.roster().members().map(|it| it.handle().to_owned()).collect();
    members.sort();
    CoalitionState {
        founded: shapes::Coalition {
            threshold: gate.threshold,
            rounding_base: gate.rounding_base,
            ..founded
        },
        height: stage.height,
        policy_version: stage.policy.version,
        slice_base: gate.slice_base,
        quorum_percent: stage.policy.quorum_percent,
        quorum: stage.quorum(),
        catalogue_version: stage.catalogue.version(),
        members,
        stewards: state.roster().stewards().map(steward_shape).collect(),
        pending: proposals::open(state, context),
    }
}

fn steward_shape(steward: &Steward) -> StewardState {
    let Steward { handle, names, contact, codes, key } = steward;
    StewardState {
        handle: handle.clone(),
        names: names.clone(),
        contact: contact.clone(),
        codes: codes.iter().map(GovernedCode::to_string).collect(),
        fingerprint: key.fingerprint().to_string(),
    }
}
