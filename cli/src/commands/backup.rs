//! `flotilla backup` and `flotilla restore`: the data and settings of a member in one sealed file.
//!
//! - **A backup is tested before it has its name**: it is read back to its end, and moved into place
//!   only then.
//! - **A restored node is a new node**: it gets a new node key, and the coalition learns of it by a
//!   document with a new epoch. So an old backup never signs a place of the log twice.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::secret_file;
use flotilla_config::settings;
use flotilla_domain::message::Message;

use crate::archive;
use crate::archive::Contents;
use crate::args::Backup;
use crate::args::Restore;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::new_files;
use crate::prompt;
use crate::prompt::Passphrase;
use crate::random;
use crate::shapes;
use crate::vault::OpenVaultError;
use crate::vault::VaultReader;
use crate::vault::VaultWriter;

/// Writes a backup, and reads it back.
pub(crate) fn backup(args: &Backup, context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    if args.file.exists() {
        return Err(new_files::exists(&args.file));
    }
    let passphrase = prompt::new_passphrase(&context.ui, args.passphrase_file.as_deref())?;
    let folder = args.file.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let cannot = |error| CommandError::from(Failure::write(&args.file, error));
    let beside = tempfile::NamedTempFile::new_in(folder).map_err(cannot)?;
    let (salt, nonce) = (random::public()?, random::public()?);
    let write = || {
        let out = BufWriter::new(beside.as_file());
        let vault = VaultWriter::begin(out, &passphrase, salt, nonce)?;
        let (vault, contents) = archive::write(&settings, vault)?;
        vault.finish()?.flush()?;
        beside.as_file().sync_all()?;
        Ok(contents)
    };
    let contents = write().map_err(cannot)?;
    if read(beside.path(), &passphrase, archive::check)? != contents {
        return Err(
            Failure::new(Exit::CannotWrite, Message::new("cli-backup-not-read-back")).into()
        );
    }
    let kept = beside.persist_noclobber(&args.file);
    kept.map_err(|error| Failure::write(&args.file, error.error))?;
    context.ui.done(&told("cli-backup-done", &args.file, contents));
    if context.ui.json {
        context.ui.print_json(&shape(&args.file, contents))?;
    }
    context.ui.tell(&Message::new("cli-backup-next"));
    Ok(())
}

/// Takes a backup out into the folder of the member, with a new node key; or only reads it.
pub(crate) fn restore(args: &Restore, context: &Context) -> Result<(), CommandError> {
    let folder = context.folder();
    if !args.check {
        refuse_to_replace(&folder)?;
    }
    let passphrase = prompt::passphrase(&context.ui, args.passphrase_file.as_deref())?;
    if args.check {
        let contents = read(&args.file, &passphrase, archive::check)?;
        context.ui.done(&told("cli-restore-checked", &args.file, contents));
        if context.ui.json {
            context.ui.print_json(&shape(&args.file, contents))?;
        }
        return Ok(());
    }
    // Everything beside its place first: a backup that is damaged leaves nothing behind.
    let parent = folder.parent().filter(|it| !it.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let cannot = |error| CommandError::from(Failure::write(&folder, error));
    fs::create_dir_all(parent).map_err(cannot)?;
    let beside = tempfile::tempdir_in(parent).map_err(cannot)?;
    let contents = read(&args.file, &passphrase, |vault| archive::extract(vault, beside.path()))?;
    let seed = random::secret::<32>()?;
    let key = armor::encode(Kind::SecretNodeKey, seed.as_slice());
    secret_file::create(&beside.path().join("keys/node.key"), &key)?;
    fs::create_dir_all(&folder).map_err(cannot)?;
    for name in ["keys", "data", settings::FILE_NAME] {
        fs::rename(beside.path().join(name), folder.join(name)).map_err(cannot)?;
    }
    context.ui.done(&told("cli-restore-done", &folder, contents));
    if context.ui.json {
        context.ui.print_json(&shape(&folder, contents))?;
    }
    context
        .ui
        .tell(&Message::new("cli-restore-next").word("path", folder.display()));
    Ok(())
}

/// Opens a backup and has it read.
fn read<T>(
    path: &Path,
    passphrase: &Passphrase,
    take: impl FnOnce(VaultReader<BufReader<File>>) -> io::Result<T>,
) -> Result<T, CommandError> {
    let file = File::open(path).map_err(|error| Failure::read(path, error))?;
    let damaged = || {
        let message = Message::new("cli-backup-refused").word("path", path.display());
        Failure::new(Exit::Verification, message).hint(Message::new("cli-backup-hint"))
    };
    let vault = VaultReader::begin(BufReader::new(file), passphrase);
    let vault = vault.map_err(|error| match error {
        OpenVaultError::Read(error) => Failure::read(path, error),
        error @ (OpenVaultError::Key(_) | OpenVaultError::OtherKind) => damaged().because(error),
    })?;
    take(vault).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::Other => {
            damaged().because(error).into()
        }
        _ => Failure::write(path, error).into(),
    })
}

/// Fails if anything that a backup brings is there already.
fn refuse_to_replace(folder: &Path) -> Result<(), CommandError> {
    let names = ["keys", "data", settings::FILE_NAME];
    let there = names.into_iter().map(|name| folder.join(name)).find(|path| path.exists());
    there.map_or(Ok(()), |path| Err(new_files::exists(&path)))
}

fn told(id: &'static str, path: &Path, contents: Contents) -> Message {
    let bytes = contents.bytes.div_ceil(1 << 20);
    Message::new(id)
        .word("path", path.display())
        .number("files", contents.files)
        .number("mib", bytes)
}

fn shape(path: &Path, contents: Contents) -> shapes::BackedUp {
    let Contents { files, bytes } = contents;
    shapes::BackedUp { path: path.display().to_string(), files, bytes }
}
