//! `flotilla key recover`: the words of the recovery sheet become the admin key.
//!
//! The document that says so is signed with the key on the sheet, follows the last document that the
//! owner made, and makes void whatever else follows that one: so a thief's documents are undone. The
//! old key still votes until a majority confirms the new one (ADR 4); the command says so.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use flotilla_domain::coalition::DocumentState;
use flotilla_domain::coalition::State;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::Hash;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::SigningKey;
use flotilla_domain::message::Message;
use flotilla_domain::roster::Member;
use flotilla_domain::signed::Verified;
use zeroize::Zeroizing;

use crate::admin_key;
use crate::args::key::Recover;
use crate::args::shared::Signing;
use crate::context::Context;
use crate::desk::Desk;
use crate::draft::Unsigned;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::handover;
use crate::minutes::Minutes;
use crate::new_files;
use crate::new_files::NewFile;
use crate::prompt;
use crate::prompt::Passphrase;
use crate::random;
use crate::recovery;
use crate::sentences;
use crate::shapes::governance::Unlocked;

/// The file that says which sheet was verified, by the hash that is public anyway.
const VERIFIED: &str = "recovery.verified";

/// The file that says which sheet was used: a second rotation with one sheet would freeze the member.
const USED: &str = "recovery.used";

/// Makes the key on the sheet the admin key.
pub(super) fn recover(args: Recover, context: &Context) -> Result<(), CommandError> {
    let Recover { words_file, after, from, out, passphrase_file, .. } = args;
    let signing = Signing { from, out, draft: None, passphrase_file };
    Desk::check_ways_out(&signing)?;
    let minutes = Minutes::read(&signing.from, context)?;
    let seed = prompt::sheet_words(&context.ui, words_file.as_deref())?;
    let key = SigningKey::from_seed(&seed);
    let (me, base) = place(&minutes.state, &key.public(), after)?;
    let used = context.folder().join(USED);
    if is_marked(&used, key.public().hash()) {
        let message = Message::new("cli-sheet-used-here");
        let hint = Message::new("cli-hint-sheet-used-here").word("path", used.display());
        return Err(Failure::new(Exit::Conflict, message).hint(hint).into());
    }
    let base = minutes.state.document(base).map(|it| (it.id(), it.value().clone()));
    let Some((base_id, base)) = base else { return Err(not_the_sheet()) };
    let next_seed = random::secret()?;
    let next = SigningKey::from_seed(&next_seed).public();
    let document = rotation(&base, (base_id, &me), &key.public(), next.hash())?;
    let mut desk = Desk::at(minutes, me, &signing, context);
    tell(&desk, &document, base_id);
    prompt::consent(&context.ui, &Message::new("cli-recover-consent"))?;
    let passphrase = prompt::new_passphrase(&context.ui, signing.passphrase_file.as_deref())?;
    let name = &document.name;
    write(&seed, (name, &next_seed, &next), &passphrase, context)?;
    mark(&used, key.public().hash())?;
    desk.speak_with(&key, vec![Unsigned::document(&document)])?;
    report(&desk, &key.public(), context)
}

/// Returns whether the sheet with this key was verified here.
pub(crate) fn is_verified(context: &Context, next_admin_key_hash: Hash) -> bool {
    is_marked(&context.folder().join(VERIFIED), next_admin_key_hash)
}

/// Remembers that the sheet with this key was verified.
pub(crate) fn mark_verified(
    context: &Context,
    next_admin_key_hash: Hash,
) -> Result<(), CommandError> {
    mark(&context.folder().join(VERIFIED), next_admin_key_hash)
}

/// Seals the seed of an admin key into a file, moves the one before it aside, and writes the sheet of
/// the key after it.
pub(super) fn write(
    seed: &Zeroizing<[u8; 32]>,
    (name, next_seed, next): (&str, &Zeroizing<[u8; 32]>, &PublicKey),
    passphrase: &Passphrase,
    context: &Context,
) -> Result<(), CommandError> {
    let ui = &context.ui;
    let unsealed = || Failure::new(Exit::Unexpected, Message::new("cli-cannot-seal"));
    let sealed = admin_key::seal(seed, passphrase, random::public()?, random::public()?);
    let sealed = sealed.map_err(|error| unsealed().because(error))?;
    let sheet = recovery::sheet(&ui.texts, name, next_seed, next).ok_or_else(unsealed)?;
    let folder = context.folder();
    let (admin, sheet_path) = (folder.join(admin_key::FILE_NAME), sheet_path(&folder));
    let old = aside(&admin)?;
    if let Some(old) = &old {
        ui.done(&Message::new("cli-recover-old-key").word("path", old.display()));
    }
    let files = [
        NewFile { path: sheet_path.clone(), text: sheet },
        NewFile { path: admin.clone(), text: sealed },
    ];
    if let Err(error) = new_files::write_all(&files) {
        // The key that was there is put back; where that fails, it is still beside it.
        if let Some(old) = old {
            fs::rename(old, &admin).unwrap_or_default();
        }
        return Err(error);
    }
    ui.done(&Message::new("cli-init-admin-key").word("path", admin.display()));
    ui.done(&Message::new("cli-init-sheet").word("path", sheet_path.display()));
    Ok(())
}

fn is_marked(path: &Path, hash: Hash) -> bool {
    let marked = fs::read_to_string(path).unwrap_or_default();
    marked.trim() == hash.to_string()
}

fn mark(path: &Path, hash: Hash) -> Result<(), CommandError> {
    Ok(fs::write(path, format!("{hash}\n")).map_err(|error| Failure::write(path, error))?)
}

/// Returns whose key this is the next of, and the document that the rotation follows.
fn place(
    state: &State,
    key: &PublicKey,
    after: Option<u64>,
) -> Result<(Member, DocumentId), CommandError> {
    let committed = |it: &&Verified<MemberDocument>| it.value().next_admin_key_hash == key.hash();
    for member in state.roster().members() {
        let documents = state.documents_of(member.id);
        if documents.iter().any(|it| it.value().admin_key == *key) {
            let message = Message::new("cli-sheet-used").word("handle", member.handle());
            return Err(Failure::new(Exit::Conflict, message)
                .hint(Message::new("cli-hint-sheet-used"))
                .into());
        }
        let candidates: Vec<_> = documents.into_iter().filter(committed).collect();
        if !candidates.is_empty() {
            return Ok((member.clone(), base(state, member, &candidates, after)?));
        }
    }
    Err(not_the_sheet())
}

/// Chooses the document to follow: the one of this version, or else the last before a parting, or the
/// one in force.
fn base(
    state: &State,
    member: &Member,
    candidates: &[&Verified<MemberDocument>],
    after: Option<u64>,
) -> Result<DocumentId, CommandError> {
    let anchor = state.stage().seats.get(&member.id).map(|seat| seat.anchor);
    let on_record = |id: DocumentId| lineage(state, id).any(|it| Some(it) == anchor);
    let counts = candidates.iter().filter(|it| on_record(it.id()));
    let chosen: Vec<DocumentId> = match after {
        None => counts.map(|it| it.id()).filter(|id| *id == member.document_id).collect(),
        Some(version) => {
            counts.filter(|it| it.value().version == version).map(|it| it.id()).collect()
        }
    };
    let in_force = |id: &&DocumentId| lineage(state, member.document_id).any(|it| it == **id);
    let only = match &chosen[..] {
        [only] => Some(*only),
        // Where versions part, the one that is in force is meant.
        several => several.iter().find(in_force).copied(),
    };
    Ok(only.ok_or_else(|| {
        let message = Message::new("cli-recover-no-base").word("handle", member.handle());
        Failure::new(Exit::Invalid, message).hint(Message::new("cli-hint-recover-after"))
    })?)
}

/// Returns a document and all before it, as far as they are held.
fn lineage(state: &State, id: DocumentId) -> impl Iterator<Item = DocumentId> {
    let prev = |id: &DocumentId| state.document(*id)?.value().prev;
    std::iter::successors(Some(id), move |id| prev(id))
}

fn rotation(
    base: &MemberDocument,
    (base_id, me): (DocumentId, &Member),
    key: &PublicKey,
    next_admin_key_hash: Hash,
) -> Result<MemberDocument, CommandError> {
    Ok(MemberDocument {
        kind: DocumentKind::Rotate,
        version: base.version.saturating_add(1),
        prev: Some(base_id),
        member: Some(me.id),
        admin_key: *key,
        next_admin_key_hash,
        nonce: random::public()?,
        ..base.clone()
    })
}

/// Tells what is signed, and which documents it undoes.
fn tell(desk: &Desk<'_>, document: &MemberDocument, base: DocumentId) {
    desk.insist(&desk.teller().document(document));
    let state = &desk.minutes.state;
    let documents = state.documents_of(desk.me.id);
    let undone = documents.into_iter().filter(|it| {
        let counts = state.document_state(it.id()) != Some(DocumentState::Void);
        counts && it.id() != base && lineage(state, it.id()).any(|id| id == base)
    });
    for it in undone {
        let message = Message::new("cli-recover-undoes")
            .number("version", it.value().version)
            .word("id", it.id().0.short());
        desk.context.ui.insist(&message);
    }
}

fn report(desk: &Desk<'_>, key: &PublicKey, context: &Context) -> Result<(), CommandError> {
    let ui = &context.ui;
    if ui.json {
        ui.print_json(&Unlocked { fingerprint: key.fingerprint().to_string() })?;
    } else {
        for line in sentences::to_compare(&ui.texts, key) {
            ui.print(&format!("{line}\n"))?;
        }
    }
    let now = desk.minutes.state.roster().member(desk.me.id);
    if now.is_some_and(|it| it.document.admin_key != *key) {
        ui.insist(&Message::new("cli-recover-parted"));
    }
    ui.insist(&Message::new("cli-recover-next").word("handle", desk.me.handle()));
    Ok(())
}

/// Moves a file aside, to a name that is free; nothing where there is no such file.
fn aside(path: &Path) -> Result<Option<PathBuf>, CommandError> {
    if !path.exists() {
        return Ok(None);
    }
    let old = (1..).map(|number: u32| path.with_extension(format!("key.old-{number}")));
    let old = old.into_iter().find(|old| !old.exists()).unwrap_or_else(|| path.to_owned());
    fs::rename(path, &old).map_err(|error| Failure::write(path, error))?;
    Ok(Some(old))
}

fn sheet_path(folder: &Path) -> PathBuf {
    let (name, ending) =
        recovery::FILE_NAME.split_once('.').unwrap_or((recovery::FILE_NAME, "txt"));
    handover::free_path(folder, name, ending)
}

fn not_the_sheet() -> CommandError {
    Failure::new(Exit::NotPermitted, Message::new("cli-not-the-sheet"))
        .hint(Message::new("cli-hint-not-the-sheet"))
        .into()
}

#[cfg(test)]
mod tests;
