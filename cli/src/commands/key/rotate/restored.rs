//! `flotilla key rotate --restored`: tells the coalition the new key of a node that was restored.
//!
//! The backup may be old, and the log longer elsewhere: the new epoch begins after the last entry that
//! any of the nodes asked holds, so that no place is signed twice. What turns up later beyond it is
//! void, not a fork, and can be published again with `flotilla log settle`.
//!
//! Nor does the backup know which documents the member signed after it. Two documents after the same
//! one would freeze the member (ADR 5), so nothing is signed before the own node has heard, from whomever
//! it dials, of every document that the nodes asked know.

use flotilla_config::armor::Kind;
use flotilla_config::secret_file;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::key::SigningKey;
use flotilla_domain::message::Message;
use zeroize::Zeroizing;

use super::agreed;
use crate::args::key::Rotate;
use crate::context::Context;
use crate::desk::Desk;
use crate::desk::Spoken;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::logs::Cutting;
use crate::logs::Row;
use crate::logs::Until;
use crate::own_node;
use crate::shapes::governance::Unlocked;

/// How often to look whether the own node knows the newest document; it may have started just now.
const TRIES: u32 = 150;

/// Signs a new epoch for the key that the node has.
pub(super) fn announce(args: &Rotate, context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    let seed = secret_file::read_armored(&settings.node_key, Kind::SecretNodeKey)?;
    let seed: [u8; 32] = seed.as_slice().try_into().map_err(|_| {
        let path = settings.node_key.display();
        Failure::new(Exit::Invalid, Message::new("config-secret-malformed").word("path", path))
    })?;
    let key = SigningKey::from_seed(&Zeroizing::new(seed));
    let desk = Desk::open(&args.signing, context)?;
    if desk.me.document.epochs.iter().any(|epoch| epoch.node_key == key.public()) {
        return Err(Failure::new(Exit::Conflict, Message::new("cli-restored-known")).into());
    }
    if args.ask.is_empty() && args.signing.from.bundle.is_empty() {
        let failure = Failure::new(Exit::Usage, Message::new("cli-restored-ask"));
        return Err(failure.hint(Message::new("cli-hint-restored-ask")).into());
    }
    let ask = |url: &String| own_node::log_elsewhere(url, desk.me.handle());
    let answers: Vec<_> = args.ask.iter().map(ask).collect::<Result<_, CommandError>>()?;
    let version = answers.iter().map(|(_, version)| *version).max().unwrap_or_default();
    let mut desk = level(desk, version, args, context)?;
    let mut rows = desk.minutes.log(&desk.me)?;
    for ((theirs, _), url) in answers.into_iter().zip(&args.ask) {
        rows = longer(rows, theirs, url)?;
    }
    let object = agreed(&desk, &Cutting::new(&rows, Until::Head)?, &key)?;
    desk.unlock()?;
    let spoken = desk.speak_on(|_| vec![object.clone()])?;
    let fingerprint = key.public().fingerprint().to_string();
    if context.ui.json {
        context.ui.print_json(&Unlocked { fingerprint })?;
    } else {
        let line = Message::new("cli-rotate-key").word("fingerprint", fingerprint);
        context.ui.print(&format!("{}\n", context.ui.texts.say(&line)))?;
    }
    if spoken == Spoken::Signed {
        context.ui.tell(&Message::new("cli-restored-next"));
    }
    Ok(())
}

/// Returns a desk at which version `version` of the own document is known.
fn level<'a>(
    mut desk: Desk<'a>,
    version: u64,
    args: &'a Rotate,
    context: &'a Context,
) -> Result<Desk<'a>, CommandError> {
    // A file says what it says; a node may hear of more.
    let tries = if args.signing.from.bundle.is_empty() { TRIES } else { 0 };
    for _ in 0..tries {
        if desk.me.document.version >= version {
            break;
        }
        own_node::pause()?;
        desk = Desk::open(&args.signing, context)?;
    }
    let ours = desk.me.document.version;
    if ours < version {
        let message = Message::new("cli-restored-behind").number("ours", ours);
        let failure = Failure::new(Exit::Conflict, message.number("theirs", version));
        return Err(failure.hint(Message::new("cli-hint-restored-behind")).into());
    }
    Ok(desk)
}

/// Returns the longer of two logs, of which one must continue the other.
fn longer(ours: Vec<Row>, theirs: Vec<Row>, url: &str) -> Result<Vec<Row>, CommandError> {
    let place = |row: &Row| (row.seq, row.id);
    let valid = |rows: &[Row]| {
        let valid = rows.iter().filter(|row| row.state == EntryState::Valid);
        valid.map(place).collect::<Vec<_>>()
    };
    let (our_places, their_places) = (valid(&ours), valid(&theirs));
    if their_places.starts_with(&our_places) {
        Ok(theirs)
    } else if our_places.starts_with(&their_places) {
        Ok(ours)
    } else {
        let message = Message::new("cli-restored-another").word("url", url);
        let failure = Failure::new(Exit::Conflict, message);
        Err(failure.hint(Message::new("cli-hint-restored-another")).into())
    }
}

#[cfg(test)]
mod tests {
    use flotilla_domain::id::EntryId;
    use flotilla_domain::id::Hash;

    use super::*;

    #[test]
    fn the_longer_log_counts_whoever_has_it() {
        for (ours, theirs) in [(2, 5), (5, 2), (3, 3), (0, 4)] {
            let found = longer(log(ours, "a"), log(theirs, "a"), "peer").unwrap();
            assert_eq!(found, log(ours.max(theirs), "a"));
        }
    }

    #[test]
    fn a_node_that_tells_of_another_log_is_not_followed() {
        let mut other = log(5, "a");
        other.splice(1.., log(5, "b").into_iter().skip(1));
        assert!(longer(log(3, "a"), other, "peer").is_err());
    }

    fn log(entries: u64, branch: &str) -> Vec<Row> {
        let row = |seq: u64| Row {
            epoch: 1,
            seq,
            id: EntryId(Hash::of([branch.as_bytes(), &seq.to_be_bytes()])),
            created_ms: 0,
            state: EntryState::Valid,
        };
        (1..=entries).map(row).collect()
    }
}
