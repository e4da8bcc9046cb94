//! `flotilla log settle`: one command out of two histories, and out of what a cut left behind.
//!
//! Two servers with one key, or a disk that was set back, sign two histories of one log. Publishing
//! stops then, everywhere alike, until the member says which branch goes on:
//!
//! 1. Both branches are shown. The one that the own node follows is kept, unless `--keep` names the
//!    other; a new epoch with a new node key begins after it, so that whoever has the old key is cut
//!    off. That takes one signature of the admin key. Of a branch that showed itself and went, the
//!    proof that it was signed is there, and is shown as well.
//! 2. What the cut left behind is shown as a preview, like any file, and published again with consent.

use flotilla_config::settings::Settings;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::message::Message;
use flotilla_text::date;

use crate::args::log::Settle;
use crate::commands::key::rotate;
use crate::commands::publish;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::logs::Row;
use crate::logs::Until;
use crate::own_node;
use crate::own_node::Known;
use crate::table::Table;

/// How often to look whether the node has taken its new key, and may publish.
const TRIES: u32 = 150;

/// How many digits of an id tell two entries apart.
const SHORT: usize = 8;

/// Settles the own log.
pub(crate) fn settle(args: &Settle, context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    let rows = own_node::known(&settings, &settings.handle)?;
    let branches = branches(&rows);
    if !branches.is_empty() {
        context.ui.insist(&Message::new("cli-settle-branches"));
        context.ui.insist_text(&shown(&branches, context));
        if branches.iter().any(|it| !it.held) {
            context.ui.insist(&Message::new("cli-settle-elsewhere"));
        }
        let last = kept(&branches, args.keep.as_deref())?;
        rotate::replace(&args.signing, Until::Entry(last.seq, last.id), context)?;
        if args.signing.out.is_some() || args.signing.draft.is_some() {
            context.ui.tell(&Message::new("cli-settle-later"));
            return Ok(());
        }
        wait_until_ready(&settings)?;
    }
    publish::again(context)
}

/// Returns the entries of both histories, from where they part; none if there is one history only.
fn branches(rows: &[Known]) -> Vec<&Known> {
    let lost = rows.iter().filter(|it| it.row.state == EntryState::Quarantined);
    let Some(parting) = lost.map(|it| it.row.seq).min() else { return Vec::new() };
    let open = |it: &&Known| {
        let counts = matches!(it.row.state, EntryState::Quarantined | EntryState::Valid);
        counts && it.row.seq >= parting
    };
    rows.iter().filter(open).collect()
}

/// Returns the last entry of the branch that is kept.
fn kept<'a>(branches: &[&'a Known], keep: Option<&str>) -> Result<&'a Row, CommandError> {
    let found = match keep {
        None => branches
            .iter()
            .filter(|it| it.followed)
            .map(|it| &it.row)
            .max_by_key(|row| row.seq),
        Some(prefix) => {
            let mut named = branches.iter().map(|it| &it.row);
            named.find(|row| row.id.to_string().starts_with(&prefix.to_lowercase()))
        }
    };
    Ok(found.ok_or_else(|| {
        let failure = Failure::new(Exit::Invalid, Message::new("cli-settle-no-such-branch"));
        failure.hint(Message::new("cli-hint-settle-keep"))
    })?)
}

fn shown(branches: &[&Known], context: &Context) -> String {
    let texts = &context.ui.texts;
    let columns = ["cli-column-entry", "cli-column-id", "cli-column-day", "cli-column-followed"];
    let mut table = Table::new(columns.map(|id| texts.text(id)).to_vec()).right(&[0]);
    for Known { row, followed, .. } in branches {
        let id: String = row.id.to_string().chars().take(SHORT).collect();
        let here = if *followed { "cli-yes" } else { "cli-no" };
        table.push(vec![row.seq.to_string(), id, date::day(row.created_ms), texts.text(here)]);
    }
    table.render()
}

/// Waits until the own node speaks with its new key, and may publish.
fn wait_until_ready(settings: &Settings) -> Result<(), CommandError> {
    if own_node::wait_until(settings, TRIES, |status| status.publishing == "ready")? {
        return Ok(());
    }
    let failure = Failure::new(Exit::Network, Message::new("cli-settle-not-ready"));
    Err(failure.hint(Message::new("cli-hint-settle-again")).into())
}

#[cfg(test)]
mod tests {
    use flotilla_domain::id::EntryId;
    use flotilla_domain::id::Hash;

    use super::*;

    #[test]
    fn the_branch_that_the_node_follows_is_kept_unless_another_is_named() {
        let rows = [row(5, 1, true), row(5, 2, false), row(6, 3, true), row(6, 4, false)];
        let branches: Vec<&Known> = rows.iter().collect();
        assert_eq!(kept(&branches, None).unwrap().id, rows[2].row.id);
        let other = rows[3].row.id.to_string();
        assert_eq!(kept(&branches, Some(&other[..8])).unwrap().id, rows[3].row.id);
        assert!(kept(&branches, Some("ffff")).is_err());
    }

    #[test]
    fn both_branches_are_shown_even_if_others_have_chosen_one() {
        let mut rows = vec![row(1, 9, true), row(2, 1, true), row(2, 2, false)];
        rows[0].row.state = EntryState::Valid;
        rows[1].row.state = EntryState::Valid;
        let shown: Vec<u64> = branches(&rows).iter().map(|it| it.row.seq).collect();
        assert_eq!(shown, [2, 2]);
        assert_eq!(kept(&branches(&rows), None).unwrap().id, rows[1].row.id);
        assert!(branches(&rows[..1]).is_empty());
    }

    fn row(seq: u64, id: u8, followed: bool) -> Known {
        let id = EntryId(Hash::from_bytes([id; 32]));
        let state = EntryState::Quarantined;
        let row = Row { epoch: 1, seq, id, created_ms: 0, state };
        Known { row, followed, held: followed }
    }
}
