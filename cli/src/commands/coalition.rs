//! `flotilla coalition …`: founding, which all founders sign, and joining what was founded.
//!
//! ```text
//! found → genesis, unsigned ─sign→ … ─sign→ signed by all ─join→ the data of the own node
//! ```
//!
//! - What is signed is shown in sentences first, whatever the file is called or whoever sent it.
//! - A genesis is read through [`flotilla_wire`], which checks every signature on it.
//! - Nothing is joined that not all founders signed, or that does not name this very node.

mod file;
mod told;

use std::path::Path;
use std::path::PathBuf;

use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_config::secret_file;
use flotilla_config::settings::Settings;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::genesis::Founded;
use flotilla_domain::genesis::Gathering;
use flotilla_domain::genesis::Genesis;
use flotilla_domain::key::SigningKey;
use flotilla_domain::message::Message;
use flotilla_domain::policy::Policy;
use flotilla_domain::signed::Verified;
use flotilla_wire::document;
use flotilla_wire::genesis;
use zeroize::Zeroizing;

use crate::admin_key;
use crate::args::Found;
use crate::args::Sign;
use crate::catalogue;
use crate::clock;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::prompt;
use crate::random;
use crate::table;

/// Drafts a genesis from the files of its founders.
pub(crate) fn found(args: &Found, context: &Context) -> Result<(), CommandError> {
    let catalogue = catalogue::read(args.catalogue.as_deref(), &context.ui.texts)?;
    let mut founders: Vec<Verified<MemberDocument>> = Vec::new();
    for path in &args.founder {
        founders.push(founder(path)?);
    }
    founders.sort_by_key(Verified::member);
    let founders = founders.into_iter().map(Verified::into_received).collect();
    let genesis = Genesis {
        name: args.name.clone(),
        nonce: random::public()?,
        policy: Policy::DEFAULT,
        catalogue,
        founders,
        created_ms: clock::now_ms(),
    };
    let body = genesis::encode(&genesis);
    let gathering = Gathering::new(body, genesis, Vec::new()).map_err(|error| {
        Failure::new(Exit::Invalid, Message::new("cli-found-refused")).because(error)
    })?;
    file::create(&args.out, &gathering)?;
    let path = args.out.display();
    context.ui.done(&Message::new("cli-found-done").word("path", &path));
    told::result(&gathering, context)?;
    context.ui.tell(&Message::new("cli-found-next").word("path", &path));
    Ok(())
}

/// Adds the signature of this member.
pub(crate) fn sign(args: &Sign, context: &Context) -> Result<(), CommandError> {
    let mut gathering = file::read(&args.file)?;
    let sealed = context.folder().join(admin_key::FILE_NAME);
    let sealed = secret_file::read_armored(&sealed, Kind::SecretAdminKey)?;
    for sentence in told::sentences(&gathering, &context.ui.texts) {
        context.ui.insist_text(&sentence);
    }
    context.ui.insist_text(&told::founders(&gathering, &context.ui.texts));
    prompt::consent(&context.ui, &Message::new("cli-sign-consent"))?;
    let passphrase = prompt::passphrase(&context.ui, args.passphrase_file.as_deref())?;
    let key = admin_key::open(&sealed, &passphrase).map_err(|error| {
        Failure::new(Exit::NotPermitted, Message::new("cli-key-stays-locked")).because(error)
    })?;
    gathering.sign(&key).map_err(|error| {
        Failure::new(Exit::NotPermitted, Message::new("cli-not-a-founder")).because(error)
    })?;
    file::replace(&args.file, &gathering)?;
    context
        .ui
        .done(&Message::new("cli-sign-done").word("path", args.file.display()));
    told::result(&gathering, context)?;
    context.ui.tell(&told::next(&gathering, &args.file));
    Ok(())
}

/// Gives the own node what all founders signed.
pub(crate) fn join(path: &Path, context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    let gathering = file::read(path)?;
    let founded = gathering.into_founded().map_err(|gathering| {
        let failure = Failure::new(Exit::Verification, Message::new("cli-join-unsigned"));
        let missing = gathering.missing().map(|it| it.value().name.clone());
        let missing = missing.map(|name| Message::new("cli-join-missing").word("name", name));
        missing.fold(failure, Failure::detail)
    })?;
    check_own(&founded, &settings)?;
    file::install(&settings, founded.genesis())?;
    let name = table::shown(founded.genesis().name());
    context.ui.done(&Message::new("cli-join-done").word("name", name));
    told::result(founded.genesis(), context)?;
    context.ui.tell(&Message::new("cli-join-next"));
    Ok(())
}

/// Shows a genesis; without a file, that of the own node.
pub(crate) fn show(path: Option<PathBuf>, context: &Context) -> Result<(), CommandError> {
    let path = match path {
        Some(path) => path,
        None => context.settings()?.genesis(),
    };
    let gathering = file::read(&path)?;
    if !context.ui.json {
        for sentence in told::sentences(&gathering, &context.ui.texts) {
            context.ui.print(&format!("{sentence}\n"))?;
        }
    }
    told::result(&gathering, context)
}

/// Reads the genesis of the own node.
pub(crate) fn own(settings: &Settings) -> Result<Gathering, CommandError> {
    file::read(&settings.genesis())
}

fn founder(path: &Path) -> Result<Verified<MemberDocument>, CommandError> {
    let bytes = public_file::read_armored(path, Kind::PublicMember)?;
    let refused = || {
        let message = Message::new("cli-member-refused").word("path", path.display());
        Failure::new(Exit::Verification, message)
    };
    let received = document::from_bytes(&bytes).map_err(|error| refused().because(error))?;
    Ok(received.verify_inception().map_err(|error| refused().because(error))?)
}

/// Fails unless one of the founders speaks with the key of the own node.
fn check_own(founded: &Founded, settings: &Settings) -> Result<(), CommandError> {
    let seed = secret_file::read_armored(&settings.node_key, Kind::SecretNodeKey)?;
    let seed: [u8; 32] = seed.as_slice().try_into().map_err(|_| {
        let path = settings.node_key.display();
        Failure::new(Exit::Invalid, Message::new("config-secret-malformed").word("path", path))
    })?;
    let own = SigningKey::from_seed(&Zeroizing::new(seed)).public();
    let mut founders = founded.genesis().founders().map(Verified::value);
    let speaks = |it: &MemberDocument| it.epochs.iter().any(|epoch| epoch.node_key == own);
    if founders.any(|it| it.handle == settings.handle && speaks(it)) {
        return Ok(());
    }
    let message = Message::new("cli-join-stranger").word("handle", &settings.handle);
    Err(Failure::new(Exit::NotPermitted, message).into())
}
