//! `flotilla proposal erase HANDLE ENTRY…`: proposes to destroy contents on every node, at once.

use flotilla_domain::governance::Action;
use flotilla_domain::governance::ERASED_MAX;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;

use crate::args::proposal::Erase;
use crate::context::Context;
use crate::desk::Desk;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::propose;
use crate::table;

/// Proposes to destroy what entries hold, and approves.
pub(super) fn erase(args: &Erase, context: &Context) -> Result<(), CommandError> {
    let entries = entries(&args.entry)?;
    let mut desk = Desk::open(&args.reasoned.proposing.signing, context)?;
    let member = desk.minutes.member(&args.handle)?.id;
    let actions = vec![Action::EraseOrder { member, entries }];
    propose::propose(&mut desk, actions, &args.reasoned.proposing, &args.reasoned.reason)
}

/// Reads the ids, each in full: what is destroyed does not come back.
fn entries(words: &[String]) -> Result<Vec<EntryId>, CommandError> {
    let mut entries = Vec::new();
    for word in words {
        let id = Hash::parse(&word.to_lowercase()).ok_or_else(|| {
            let message = Message::new("cli-not-an-entry-id").word("id", table::shown(word));
            Failure::new(Exit::Usage, message)
        })?;
        entries.push(EntryId(id));
    }
    entries.sort();
    entries.dedup();
    if entries.len() > ERASED_MAX {
        let message = Message::new("cli-erase-too-many").number("max", ERASED_MAX);
        return Err(Failure::new(Exit::Usage, message).into());
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_named_in_full_and_once() {
        let (one, two) = ("11".repeat(32), "aa".repeat(32));
        let read = entries(&[two.to_uppercase(), one.clone(), two.clone()]).unwrap();
        assert_eq!(read.iter().map(ToString::to_string).collect::<Vec<_>>(), [one, two]);
        assert!(entries(&["11".to_owned()]).is_err());
    }
}
