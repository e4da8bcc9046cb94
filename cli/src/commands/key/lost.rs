//! `flotilla key recover --lost`: everything is gone, the recovery sheet too.
//!
//! New keys are made in the folder, and a request goes to the others, who vote on it with `member
//! recover`. Nothing that is there is replaced.

use std::path::Path;
use std::path::PathBuf;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::settings;
use flotilla_config::settings::Settings;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::key::SigningKey;
use flotilla_domain::message::Message;
use flotilla_domain::preimage::Tag;
use flotilla_domain::roster::Member;
use flotilla_domain::signed::Signed;
use flotilla_wire::document;
use zeroize::Zeroizing;

use super::recover;
use super::rotate;
use crate::args::key::Recover;
use crate::bundle_file;
use crate::commands::init::NODE_KEY;
use crate::commands::init::ROUNDING_KEY;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::logs::Cutting;
use crate::logs::Until;
use crate::minutes::Minutes;
use crate::new_files;
use crate::new_files::NewFile;
use crate::prompt;
use crate::random;
use crate::sentences;
use crate::sentences::Teller;
use crate::shapes;

/// The name of the request, where no other is given.
const REQUEST: &str = "recovery-request.flotilla";

/// Makes new keys, and a request for the others.
pub(super) fn lost(args: Recover, context: &Context) -> Result<(), CommandError> {
    let Recover { member, after, from, out, passphrase_file, .. } = args;
    let ui = &context.ui;
    let folder = context.folder();
    let out = out.unwrap_or_else(|| folder.join(REQUEST));
    if out.exists() {
        return Err(new_files::exists(&out));
    }
    let handle = match member {
        Some(handle) => handle,
        None => context.settings()?.handle,
    };
    let minutes = Minutes::read(&from, context)?;
    let me = minutes.member(&handle)?.clone();
    let until = after.map_or(Until::Head, Until::After);
    let cutting = match until {
        Until::After(0) if minutes.log(&me).is_err() => Cutting::of_nothing(),
        _ => Cutting::new(&minutes.log(&me)?, until)?,
    };
    let keys = Keys::draw()?;
    let document = keys.document(&me, &cutting)?;
    let teller = Teller { texts: &ui.texts, state: Some(&minutes.state) };
    teller.document(&document).iter().for_each(|line| ui.insist_text(line));
    cutting.told().iter().for_each(|message| ui.insist(message));
    prompt::consent(ui, &Message::new("cli-lost-consent"))?;
    let passphrase = prompt::new_passphrase(ui, passphrase_file.as_deref())?;
    let next = SigningKey::from_seed(&keys.next_admin).public();
    new_files::write_all(&keys.files(&handle, context))?;
    recover::write(&keys.admin, (&document.name, &keys.next_admin, &next), &passphrase, context)?;
    request(&document, &keys, minutes.coalition(), &out)?;
    report(&document, &me, &out, context)
}

/// The secrets of a member that begins anew.
struct Keys {
    admin: Zeroizing<[u8; 32]>,
    next_admin: Zeroizing<[u8; 32]>,
    node: Zeroizing<[u8; 32]>,
    rounding: Zeroizing<[u8; 32]>,
}

impl Keys {
    fn draw() -> Result<Self, CommandError> {
        Ok(Self {
            admin: random::secret()?,
            next_admin: random::secret()?,
            node: random::secret()?,
            rounding: random::secret()?,
        })
    }

    fn document(&self, me: &Member, cutting: &Cutting) -> Result<MemberDocument, CommandError> {
        let mut before = me.document.clone();
        let node_key = SigningKey::from_seed(&self.node).public();
        let number = me.epoch().saturating_add(1);
        before.epochs.push(Epoch { number, node_key, cut: cutting.cut });
        Ok(MemberDocument {
            kind: DocumentKind::Recover,
            version: before.version.saturating_add(1),
            prev: Some(me.document_id),
            member: Some(me.id),
            admin_key: SigningKey::from_seed(&self.admin).public(),
            next_admin_key_hash: SigningKey::from_seed(&self.next_admin).public().hash(),
            nonce: random::public()?,
            ..before
        })
    }

    /// Returns what a node needs and is not there: its keys and settings.
    fn files(&self, handle: &str, context: &Context) -> Vec<NewFile> {
        let folder = context.folder();
        let held = context.settings().ok();
        let named = held.as_ref().map(|it| (it.node_key.clone(), it.rounding_key.clone()));
        let usual = || (folder.join(NODE_KEY), folder.join(ROUNDING_KEY));
        let (node_key, rounding_key) = named.unwrap_or_else(usual);
        let node_key = if node_key.exists() { rotate::next_to(&node_key) } else { node_key };
        let file = |path, text| NewFile { path, text };
        let mut files =
            vec![file(node_key, armor::encode(Kind::SecretNodeKey, self.node.as_slice()))];
        if !rounding_key.exists() {
            let text = armor::encode(Kind::SecretRoundingKey, self.rounding.as_slice());
            files.push(file(rounding_key, text));
        }
        if held.is_none() {
            let text = Zeroizing::new(usual_settings(handle).to_toml());
            files.push(file(folder.join(settings::FILE_NAME), text));
        }
        files
    }
}

/// Signs the document with the new admin key, and writes it for the others.
fn request(
    document: &MemberDocument,
    keys: &Keys,
    coalition: CoalitionId,
    out: &Path,
) -> Result<(), CommandError> {
    let key = SigningKey::from_seed(&keys.admin);
    let signed = Signed::new(Tag::Document, coalition, document::encode(document), &key);
    let unsound = || Failure::new(Exit::Unexpected, Message::new("cli-would-not-count"));
    let received = document::receive(signed).map_err(|error| unsound().because(error))?;
    let verified = received.verify(coalition).map_err(|error| unsound().because(error))?;
    let bytes = document::to_bytes(verified.signed());
    bundle_file::create_text(out, &armor::encode(Kind::PublicRecovery, &bytes))
}

fn report(
    document: &MemberDocument,
    me: &Member,
    out: &Path,
    context: &Context,
) -> Result<(), CommandError> {
    let ui = &context.ui;
    ui.done(&Message::new("cli-lost-request").word("path", out.display()));
    if ui.json {
        ui.print_json(&shapes::Member::of(me.id, document))?;
    } else {
        for line in sentences::to_compare(&ui.texts, &document.admin_key) {
            ui.print(&format!("{line}\n"))?;
        }
    }
    ui.tell(&Message::new("cli-lost-next").word("path", out.display()));
    Ok(())
}

fn usual_settings(handle: &str) -> Settings {
    Settings {
        handle: handle.to_owned(),
        data_dir: PathBuf::from("data"),
        node_key: PathBuf::from(NODE_KEY),
        rounding_key: PathBuf::from(ROUNDING_KEY),
        listen_peers: None,
        listen_web: None,
        dial: Vec::new(),
        strictness: flotilla_domain::policy::Strictness::default(),
    }
}
