//! `flotilla coalition …`: founding, which all founders sign, and joining what was founded.
//!
//! ```text
//! found → genesis, unsigned ─sign→ … ─sign→ signed by all ─join→ the data of the own node
//! ```
//!
//! - What is signed is shown in sentences first, whatever the file is called or whoever sent it.
//! - A genesis is read through [`flotilla_wire`], which checks every signature on it.
//! - Nothing is joined that not all founders signed; who is not admitted yet is told so.

mod file;
mod join;
pub(crate) mod state;
mod told;

use std::path::Path;

use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_config::secret_file;
use flotilla_config::settings::Settings;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::genesis::Gathering;
use flotilla_domain::genesis::Genesis;
use flotilla_domain::message::Message;
use flotilla_domain::policy::Policy;
use flotilla_domain::signed::Verified;
use flotilla_wire::document;
use flotilla_wire::genesis;

use crate::admin_key;
use crate::args::Found;
use crate::args::ShowCoalition;
use crate::args::Sign;
use crate::args::proposal::Access;
use crate::args::shared::From;
use crate::bundle_file;
use crate::catalogue;
use crate::clock;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::minutes::Minutes;
use crate::prompt;
use crate::random;

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
        policy: policy(args)?,
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

/// Gives the own node what all founders signed, or a bundle with it.
pub(crate) fn join(path: &Path, context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    if bundle_file::is_bundle(path)? {
        return join::by_bundle(path, &settings, context);
    }
    let founded = file::read(path)?.into_founded().map_err(|gathering| unsigned(&gathering))?;
    join::by_genesis(founded.genesis(), &settings, context)
}

/// Shows a genesis, or what became of it; without a file, that of the own node.
pub(crate) fn show(args: ShowCoalition, context: &Context) -> Result<(), CommandError> {
    let ShowCoalition { file: path, from } = args;
    let path = match path {
        Some(path) if bundle_file::is_bundle(&path)? => {
            return state::show(&Minutes::read(&From { bundle: vec![path] }, context)?, context);
        }
        Some(path) => path,
        None if !from.bundle.is_empty() => {
            return state::show(&Minutes::read(&from, context)?, context);
        }
        None => {
            let settings = context.settings()?;
            if settings.socket().exists() {
                match Minutes::read(&from, context) {
                    // A node that was cut off leaves its socket behind.
                    Err(CommandError::Failed(it)) if it.exit() == Exit::Network => (),
                    read => return state::show(&read?, context),
                }
            }
            settings.genesis()
        }
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

/// Reads the genesis in `path`; `None` if it is a file of another kind.
pub(crate) fn genesis_in(path: &Path) -> Result<Option<Gathering>, CommandError> {
    let line = bundle_file::first_line(path)?.unwrap_or_default();
    let is_genesis = line.contains(Kind::PublicGenesis.first_line());
    is_genesis.then(|| file::read(path)).transpose()
}

/// Returns the rules that the founders chose.
fn policy(args: &Found) -> Result<Policy, CommandError> {
    let mut policy = Policy::DEFAULT;
    if let Some(threshold) = args.threshold {
        // No breakdown is shown of a group that is itself too small to be shown.
        policy.gate.slice_base = policy.gate.slice_base.max(threshold);
        policy.gate.threshold = threshold;
    }
    policy.quorum_percent = args.quorum_percent.unwrap_or(policy.quorum_percent);
    policy.access = args.access.map_or(policy.access, Access::rule);
    if policy.is_sound() {
        return Ok(policy);
    }
    Err(Failure::new(Exit::Invalid, Message::new("cli-policy-unsound"))
        .hint(Message::new("cli-hint-policy"))
        .into())
}

fn unsigned(gathering: &Gathering) -> Failure {
    let failure = Failure::new(Exit::Verification, Message::new("cli-join-unsigned"));
    let missing = gathering.missing().map(|it| it.value().name.clone());
    let missing = missing.map(|name| Message::new("cli-join-missing").word("name", name));
    missing.fold(failure, Failure::detail)
}
