//! `flotilla key steward FILE`: the key by which a community consents.
//!
//! It belongs to a person of the community, on a computer that needs no node and no member. The secret
//! half is sealed like an admin key; the public half, for the coalition, is written beside it.

use std::path::Path;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::secret_file;
use flotilla_domain::key::SigningKey;
use flotilla_domain::message::Message;

use crate::admin_key;
use crate::args::key::MakeSteward;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::new_files;
use crate::new_files::NewFile;
use crate::prompt;
use crate::random;
use crate::sentences;
use crate::shapes::governance::Unlocked;

/// How the file of the public half ends.
const PUBLIC: &str = "flotilla";

/// Makes the key of a steward.
pub(super) fn make(args: &MakeSteward, context: &Context) -> Result<(), CommandError> {
    let public_path = args.file.with_extension(PUBLIC);
    if public_path == args.file {
        let message = Message::new("cli-steward-key-file").word("extension", PUBLIC);
        return Err(Failure::new(Exit::Usage, message).into());
    }
    new_files::refuse_to_replace([args.file.as_path(), public_path.as_path()].into_iter())?;
    let passphrase = prompt::new_passphrase(&context.ui, args.passphrase_file.as_deref())?;
    let seed = random::secret()?;
    let public = SigningKey::from_seed(&seed).public();
    let drawn = (random::public()?, random::public()?);
    let sealed = admin_key::seal_as(Kind::SecretStewardKey, &seed, &passphrase, drawn);
    let bug =
        |error| Failure::new(Exit::Unexpected, Message::new("cli-cannot-seal")).because(error);
    let secret = NewFile { path: args.file.clone(), text: sealed.map_err(bug)? };
    let text = armor::encode(Kind::PublicSteward, public.as_bytes());
    new_files::write_all(&[secret, NewFile { path: public_path.clone(), text }])?;
    let ui = &context.ui;
    let at = |id: &'static str, path: &Path| Message::new(id).word("path", path.display());
    ui.done(&at("cli-steward-key-done", &args.file));
    ui.done(&at("cli-steward-public-done", &public_path));
    if ui.json {
        let fingerprint = public.fingerprint().to_string();
        ui.print_json(&Unlocked { fingerprint })?;
    } else {
        for line in sentences::to_compare(&ui.texts, &public) {
            ui.print(&format!("{line}\n"))?;
        }
    }
    ui.tell(&at("cli-steward-key-next", &public_path));
    Ok(())
}

/// Opens the key of a steward with the passphrase in `passphrase_file`, or another way.
pub(crate) fn open(
    path: &Path,
    passphrase_file: Option<&Path>,
    context: &Context,
) -> Result<SigningKey, CommandError> {
    let sealed = secret_file::read_armored(path, Kind::SecretStewardKey)?;
    let passphrase = prompt::passphrase(&context.ui, passphrase_file)?;
    Ok(admin_key::open_as(Kind::SecretStewardKey, &sealed, &passphrase).map_err(|error| {
        Failure::new(Exit::NotPermitted, Message::new("cli-key-stays-locked")).because(error)
    })?)
}
