//! `flotilla member list|show`: who belongs, by which keys, and how they stand.

use flotilla_domain::coalition::EntryState;
use flotilla_domain::document::Epoch;
use flotilla_domain::message::Message;
use flotilla_domain::roster::Member;

use crate::args::shared::From;
use crate::args::shared::OfMember;
use crate::commands::coalition::state;
use crate::context::Context;
use crate::failure::CommandError;
use crate::logs::Row;
use crate::minutes::Minutes;
use crate::sentences::Teller;
use crate::shapes::governance::EpochState;
use crate::shapes::governance::MemberState;
use crate::table::Table;

/// Lists the members.
pub(super) fn list(from: &From, context: &Context) -> Result<(), CommandError> {
    let minutes = Minutes::read(from, context)?;
    if context.ui.json {
        let mut everyone: Vec<&Member> = minutes.state.roster().everyone().collect();
        everyone.sort_by_key(|it| (!it.is_active(), it.handle()));
        let shapes: Vec<MemberState> = everyone.into_iter().map(|it| shape(it, &[])).collect();
        return context.ui.print_json(&shapes);
    }
    context.ui.print(&state::members(&minutes, context))?;
    context.ui.print(&state::stewards(&minutes, context))
}

/// Shows one member.
pub(super) fn show(args: &OfMember, context: &Context) -> Result<(), CommandError> {
    let minutes = Minutes::read(&args.from, context)?;
    let member = minutes.member(&args.handle)?;
    // A log that is not at hand tells nothing of keys that were revoked.
    let rows = minutes.log(member).unwrap_or_default();
    if context.ui.json {
        return context.ui.print_json(&shape(member, &rows));
    }
    let ui = &context.ui;
    let teller = Teller { texts: &ui.texts, state: Some(&minutes.state) };
    for line in teller.particulars(&member.document) {
        ui.print(&format!("{line}\n"))?;
    }
    let standing = [
        Message::new("cli-member-id").word("id", member.id),
        Message::new("cli-member-version")
            .number("version", member.document.version)
            .number("height", member.admitted_height),
    ];
    let left = member
        .removed
        .map(|it| Message::new("cli-member-left").number("height", it.height));
    let frozen = member.frozen.then(|| Message::new("cli-member-is-frozen"));
    for message in standing.into_iter().chain(left).chain(frozen) {
        ui.print(&format!("{}\n", ui.texts.say(&message)))?;
    }
    ui.print(&format!("\n{}", epochs(member, &rows, context)))
}

/// Returns the node keys of a member as a table.
pub(crate) fn epochs(member: &Member, rows: &[Row], context: &Context) -> String {
    let texts = &context.ui.texts;
    let columns =
        ["cli-column-epoch", "cli-column-node-key", "cli-column-state", "cli-column-until"];
    let mut table = Table::new(columns.map(|id| texts.text(id)).to_vec());
    for (epoch, standing) in standings(member, rows) {
        let state = match standing {
            "active" => "cli-key-active",
            "revoked" => "cli-key-revoked",
            _ => "cli-key-retired",
        };
        let ended = end_of(member, epoch).map(|cut| match cut {
            Some((seq, _)) => texts.say(&Message::new("cli-key-until").number("seq", seq)),
            None => texts.text("cli-key-until-none"),
        });
        let fingerprint = epoch.node_key.fingerprint().to_string();
        let ended = ended.unwrap_or_default();
        table.push(vec![epoch.number.to_string(), fingerprint, texts.text(state), ended]);
    }
    table.render()
}

/// Returns the node keys of a member for programs.
pub(crate) fn epoch_shapes(member: &Member, rows: &[Row]) -> Vec<EpochState> {
    let shape = |(epoch, state): (&Epoch, &'static str)| EpochState {
        epoch: epoch.number,
        fingerprint: epoch.node_key.fingerprint().to_string(),
        cut_seq: end_of(member, epoch).flatten().map_or(0, |(seq, _)| seq),
        state,
    };
    standings(member, rows).map(shape).collect()
}

fn shape(member: &Member, rows: &[Row]) -> MemberState {
    let document = &member.document;
    MemberState {
        handle: document.handle.clone(),
        name: document.name.clone(),
        member_id: member.id.to_string(),
        fingerprint: document.admin_key.fingerprint().to_string(),
        regions: document.profile.regions.clone(),
        programs: document.profile.programs.clone(),
        contact: document.contact_role.clone(),
        state: match () {
            () if !member.is_active() => "removed",
            () if member.frozen => "frozen",
            () => "active",
        },
        version: document.version,
        admitted_height: member.admitted_height,
        epochs: epoch_shapes(member, rows),
    }
}

/// Returns each epoch with how its key stands: revoked, where entries under it were made void.
fn standings<'a>(
    member: &'a Member,
    rows: &'a [Row],
) -> impl Iterator<Item = (&'a Epoch, &'static str)> {
    let current = member.epoch();
    member.document.epochs.iter().map(move |epoch| {
        let void = |row: &Row| row.epoch == epoch.number && row.state == EntryState::Void;
        let standing = match () {
            () if epoch.number == current && member.is_active() => "active",
            () if rows.iter().any(void) => "revoked",
            () => "retired",
        };
        (epoch, standing)
    })
}

/// Returns the last entry of an epoch that counts, once the epoch has ended.
fn end_of(member: &Member, epoch: &Epoch) -> Option<flotilla_domain::document::Cut> {
    let next = epoch.number.checked_add(1)?;
    let next = member.document.epochs.iter().find(|it| it.number == next);
    next.map(|it| it.cut).or_else(|| member.removed.map(|it| it.cut))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_wire::sample::Sample;

    #[test]
    fn a_key_is_revoked_where_entries_under_it_are_void() {
        let sample = Sample::new(3);
        let mut member = sample.roster().member(sample.member(1)).unwrap().clone();
        let node_key = Sample::node_key(7).public();
        let log = sample.log(1, 2, "a");
        let cut = Some((1, log[0].id()));
        member.document.epochs.push(Epoch { number: 2, node_key, cut });
        let words = |rows: &[Row]| standings(&member, rows).map(|it| it.1).collect::<Vec<_>>();
        assert_eq!(words(&[]), ["retired", "active"]);
        let state = EntryState::Void;
        let row = Row { epoch: 1, seq: 2, id: log[1].id(), created_ms: 0, state };
        assert_eq!(words(&[row]), ["revoked", "active"]);
        assert_eq!(end_of(&member, &member.document.epochs[0]), Some(cut));
        assert_eq!(end_of(&member, &member.document.epochs[1]), None);
    }
}
