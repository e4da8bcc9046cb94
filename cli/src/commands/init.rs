//! `flotilla init`: the keys, the settings and the inception document of a new member.
//!
//! - Everything is made and checked before the first file is written, and nothing is ever replaced;
//!   where one file cannot be written, those before it are taken away again.
//! - The admin key is sealed with a passphrase; the next one leaves only as a sheet of paper.
//! - The document is read back through the same door as a stranger's.

use std::path::Path;
use std::path::PathBuf;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::settings;
use flotilla_config::settings::Settings;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::document::is_handle;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::SigningKey;
use flotilla_domain::message::Message;
use flotilla_domain::preimage::Tag;
use flotilla_domain::profile::Absence;
use flotilla_domain::profile::Profile;
use flotilla_domain::signed::Signed;
use flotilla_domain::signed::Verified;
use flotilla_text::Texts;
use flotilla_wire::document;
use zeroize::Zeroizing;

use crate::admin_key;
use crate::args::Init;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::new_files;
use crate::new_files::NewFile;
use crate::prompt;
use crate::prompt::Passphrase;
use crate::random;
use crate::recovery;
use crate::sentences;
use crate::shapes;

/// The name of the public file.
pub(crate) const MEMBER_FILE: &str = "member.flotilla";

/// The name of the node key, where the settings do not say another.
pub(crate) const NODE_KEY: &str = "keys/node.key";

/// The name of the rounding key.
pub(crate) const ROUNDING_KEY: &str = "keys/rounding.key";

/// Every file that is made.
const FILES: [&str; 6] = [
    NODE_KEY,
    ROUNDING_KEY,
    admin_key::FILE_NAME,
    recovery::FILE_NAME,
    MEMBER_FILE,
    settings::FILE_NAME,
];

/// The secrets of a new member.
struct Secrets {
    admin: Zeroizing<[u8; 32]>,
    next_admin: Zeroizing<[u8; 32]>,
    node: Zeroizing<[u8; 32]>,
    rounding: Zeroizing<[u8; 32]>,
}

/// Makes a member.
pub(crate) fn init(args: Init, context: &Context) -> Result<(), CommandError> {
    let folder = context.folder();
    let passphrase_file = args.passphrase_file.clone();
    let settings = settings_of(&args)?;
    let there = FILES.map(|name| folder.join(name));
    new_files::refuse_to_replace(there.iter().map(PathBuf::as_path))?;
    let secrets = Secrets::draw()?;
    let document = inception(args, &secrets)?;
    let passphrase = prompt::new_passphrase(&context.ui, passphrase_file.as_deref())?;
    let files = files(&document, &secrets, &passphrase, &settings, &context.ui.texts)?;
    let in_folder = |file: NewFile| NewFile { path: folder.join(&file.path), ..file };
    new_files::write_all(&files.into_iter().map(in_folder).collect::<Vec<_>>())?;
    report(&document, &folder, context)
}

fn report(
    document: &Verified<MemberDocument>,
    folder: &Path,
    context: &Context,
) -> Result<(), CommandError> {
    let ui = &context.ui;
    let at =
        |id: &'static str, file: &str| Message::new(id).word("path", folder.join(file).display());
    ui.done(&at("cli-init-admin-key", admin_key::FILE_NAME));
    ui.done(&at("cli-init-node-key", NODE_KEY));
    ui.done(&at("cli-init-settings", settings::FILE_NAME));
    ui.done(&at("cli-init-member", MEMBER_FILE));
    ui.done(&at("cli-init-sheet", recovery::FILE_NAME));
    if ui.json {
        ui.print_json(&shapes::Member::of(document.member(), document.value()))?;
    } else {
        for line in sentences::to_compare(&ui.texts, &document.value().admin_key) {
            ui.print(&format!("{line}\n"))?;
        }
    }
    ui.tell(&at("cli-init-next", MEMBER_FILE));
    Ok(())
}

impl Secrets {
    fn draw() -> Result<Self, CommandError> {
        Ok(Self {
            admin: random::secret()?,
            next_admin: random::secret()?,
            node: random::secret()?,
            rounding: random::secret()?,
        })
    }

    fn admin_key(&self) -> SigningKey {
        SigningKey::from_seed(&self.admin)
    }

    fn next_public(&self) -> PublicKey {
        SigningKey::from_seed(&self.next_admin).public()
    }
}

/// Signs the inception document and reads it back.
fn inception(args: Init, secrets: &Secrets) -> Result<Verified<MemberDocument>, CommandError> {
    let Init { name, handle, region, program, contact, not_offered, .. } = args;
    let absent = absent(&not_offered)?;
    let admin_key = secrets.admin_key();
    let node_key = SigningKey::from_seed(&secrets.node).public();
    let document = MemberDocument {
        kind: DocumentKind::Inception,
        version: 1,
        prev: None,
        member: None,
        admin_key: admin_key.public(),
        next_admin_key_hash: secrets.next_public().hash(),
        epochs: vec![Epoch { number: 1, node_key, cut: None }],
        contact_role: contact.unwrap_or_else(|| name.clone()),
        name,
        handle,
        profile: Profile { regions: ordered(region), programs: ordered(program), absent },
        labels: Vec::new(),
        nonce: random::public()?,
    };
    let body = document::encode(&document);
    let signed = Signed::new(Tag::Document, CoalitionId::NONE, body, &admin_key);
    let not_a_member = || Failure::new(Exit::Usage, Message::new("cli-init-not-a-member"));
    let received = document::receive(signed).map_err(|error| not_a_member().because(error))?;
    Ok(received.verify_inception().map_err(|error| not_a_member().because(error))?)
}

fn files(
    document: &Verified<MemberDocument>,
    secrets: &Secrets,
    passphrase: &Passphrase,
    settings: &Settings,
    texts: &Texts,
) -> Result<Vec<NewFile>, CommandError> {
    let sealed = admin_key::seal(&secrets.admin, passphrase, random::public()?, random::public()?);
    let sealed = sealed.map_err(|error| bug().because(error))?;
    let name = &document.value().name;
    let sheet = recovery::sheet(texts, name, &secrets.next_admin, &secrets.next_public());
    let member = document::to_bytes(document.signed());
    let file = |name: &str, text| NewFile { path: PathBuf::from(name), text };
    Ok(vec![
        file(NODE_KEY, armor::encode(Kind::SecretNodeKey, secrets.node.as_slice())),
        file(ROUNDING_KEY, armor::encode(Kind::SecretRoundingKey, secrets.rounding.as_slice())),
        file(admin_key::FILE_NAME, sealed),
        file(recovery::FILE_NAME, sheet.ok_or_else(bug)?),
        file(MEMBER_FILE, armor::encode(Kind::PublicMember, &member)),
        file(settings::FILE_NAME, Zeroizing::new(settings.to_toml())),
    ])
}

fn settings_of(args: &Init) -> Result<Settings, CommandError> {
    if !is_handle(&args.handle) {
        let message = Message::new("config-key-not-handle").word("key", "--handle");
        return Err(Failure::new(Exit::Usage, message).into());
    }
    let settings = Settings {
        handle: args.handle.clone(),
        data_dir: PathBuf::from("data"),
        node_key: PathBuf::from(NODE_KEY),
        rounding_key: PathBuf::from(ROUNDING_KEY),
        listen_peers: address("--listen-peers", &args.listen_peers)?,
        listen_web: address("--listen-web", &args.listen_web)?,
        dial: args.peer.clone(),
        strictness: flotilla_domain::policy::Strictness::default(),
    };
    // What is written must be read back by the node.
    let path = PathBuf::from(settings::FILE_NAME);
    let invalid = |mistakes| settings::SettingsError::Invalid { path, mistakes };
    Ok(Settings::parse(&settings.to_toml(), Path::new("")).map_err(invalid)?)
}

fn address(flag: &'static str, text: &str) -> Result<Option<std::net::SocketAddr>, CommandError> {
    if text == "off" {
        return Ok(None);
    }
    let wrong = |_| {
        let message = Message::new("config-key-not-address").word("key", flag);
        CommandError::from(Failure::new(Exit::Usage, message))
    };
    text.parse().map(Some).map_err(wrong)
}

/// Reads what is not offered where.
fn absent(said: &[String]) -> Result<Vec<Absence>, CommandError> {
    let read = |text: &String| {
        let (region, program) = text.split_once('/').ok_or_else(|| {
            let message = Message::new("cli-init-not-offered");
            Failure::new(Exit::Usage, message.word("text", text))
        })?;
        Ok(Absence { region: region.to_owned(), program: program.to_owned() })
    };
    let mut absent = said.iter().map(read).collect::<Result<Vec<_>, CommandError>>()?;
    absent.sort_unstable();
    absent.dedup();
    Ok(absent)
}

fn ordered(mut codes: Vec<String>) -> Vec<String> {
    codes.sort();
    codes.dedup();
    codes
}

fn bug() -> Failure {
    Failure::new(Exit::Unexpected, Message::new("cli-cannot-seal"))
}
